#include "ledger/programme/aid/envelope.h"

#include "ledger/programme/aid/grant.h"

namespace programme::envelope {
namespace {

using Builder = StreamBuilder<State>;
using Outcome = Item::Outcome;

constexpr Title number_title = {"Nomor", "Number"}, item_title = {"Nomor urut", "Item"},
                amount = {"Jumlah", "Amount"}, budget_title = {"DIPA", "Budget"},
                line_title = {"MAK", "Budget line"};
constexpr std::int64_t items_max = 100'000;

Field item_number() { return integer(1, items_max); }
Field paper_number() { return indexed(text(format::document_number)); }
Field budget() { return indexed(reference({"budget"})); }
Field line() { return indexed(text(format::budget_line)); }

void count(Counter& counter, const Item& item) {
  ++counter.count;
  counter.sum_idr += item.amount_idr;
}

bool is_tested(const std::string& grant, std::int64_t tranche, const Facts& facts) {
  const StreamState* stream = facts.stream(grant);
  const auto* state = own<grant::State>(stream);
  return state && state->tranche_under_way == tranche &&
         grant::stream().moved_to(*stream, facts) == "tested";
}

Verdict refuse_untested(const std::string& grant, std::int64_t tranche) {
  return refuse_state("item_grant_not_tested",
                      "tranche " + std::to_string(tranche) + " of " + grant +
                          " must have passed the test of its documents, and not be paid");
}

Verdict may_hold(const State& state, const ItemAdded& e, const Event& event, const Facts& facts) {
  if (state.items.contains(e.number))
    return refuse_state("item_number_used",
                        "this envelope has an item " + std::to_string(e.number) + " already");
  if (state.grants.contains({e.grant, e.tranche}))
    return refuse_state(
        "item_grant_twice",
        "this envelope holds tranche " + std::to_string(e.tranche) + " of " + e.grant + " already");
  // Judged again after a correction, the item has taken its grant further: what counted, counted.
  const auto* now = own<State>(facts.stream(event.subject));
  if (now && now->grants.contains({e.grant, e.tranche})) return {};
  const std::string other = waiting_in(e.grant, e.tranche, event.place, facts);
  if (!other.empty())
    return refuse_state("item_in_other_envelope",
                        other + " holds this tranche of " + e.grant + " and waits to be shipped");
  return is_tested(e.grant, e.tranche, facts) ? Verdict{} : refuse_untested(e.grant, e.tranche);
}

Verdict is_complete(const State& state) {
  if (state.added.count != state.opened_count)
    return refuse_state("envelope_count_differs",
                        "the envelope was opened for " + std::to_string(state.opened_count) +
                            " items and holds " + std::to_string(state.added.count));
  if (state.added.sum_idr != state.opened_total_idr)
    return refuse_state("envelope_total_differs",
                        "the envelope was opened for Rp" + std::to_string(state.opened_total_idr) +
                            " and its items add up to Rp" + std::to_string(state.added.sum_idr));
  return {};
}

Verdict may_be_shipped(const State& state, const Shipped&, const Event& event, const Facts& facts) {
  if (Verdict refused = is_complete(state)) return refused;
  if (state.added.sum_idr != state.sp2d_idr)
    return refuse_state("envelope_items_not_sp2d",
                        "the items add up to Rp" + std::to_string(state.added.sum_idr) +
                            " and the SP2D is of Rp" + std::to_string(state.sp2d_idr));
  const auto* now = own<State>(facts.stream(event.subject));
  if (now && now->shipped_at != 0) return {};  // judged again: its grants have moved since
  for (const auto& [number, item] : state.items)
    if (!is_tested(item.grant, item.tranche, facts))
      return refuse_untested(item.grant, item.tranche);
  return {};
}

template <class E>
Verdict is_open_item(const State& state, const E& e, const Event&) {
  const auto found = state.items.find(e.number);
  if (found == state.items.end())
    return refuse_state("item_unknown", "this envelope has no item " + std::to_string(e.number));
  if (found->second.outcome == Outcome::open) return {};
  return refuse_state("item_answered",
                      "item " + std::to_string(e.number) + " was reconciled or reversed already");
}

void answer(State& state, std::int64_t number, Outcome outcome) {
  const auto found = state.items.find(number);
  if (found == state.items.end() || found->second.outcome != Outcome::open) return;
  found->second.outcome = outcome;
  count(outcome == Outcome::reconciled ? state.reconciled : state.reversed, found->second);
}

void filling(Builder& s) {
  s.event<Opened>("opened", {"Amplop penyaluran dibuka", "Envelope opened"})
      .by({role::ppk})
      .opens("open")
      .corrected_by({role::kpa})
      .field("determination", &Opened::determination, indexed(reference({"determination"})),
             {"Surat keputusan", "Determination"})
      .field("count", &Opened::count, integer(1, items_max, "grant"),
             {"Jumlah penerima", "Number of items"})
      .field("total_idr", &Opened::total_idr, money(), {"Jumlah dana", "Total"})
      .field("budget", &Opened::budget, budget(), budget_title)
      .field("line", &Opened::line, line(), line_title)
      .field("bank", &Opened::bank, text(format::bank_code), {"Kode bank penyalur", "Bank code"})
      .applies([](State& state, const Opened& e, const Event&) {
        state.determination = e.determination;
        state.opened_count = e.count;
        state.opened_total_idr = e.total_idr;
        state.budget = e.budget;
        state.line = e.line;
      });
  s.event<ItemAdded>("item_added", {"Penerima dimasukkan", "Item added"})
      .by({role::ppk})
      .step({"open"})
      .four_eyes()
      .corrected_by({role::kpa})
      .field("number", &ItemAdded::number, item_number(), item_title)
      .field("grant", &ItemAdded::grant, linked(indexed(reference({"grant"}))),
             {"Bantuan", "Grant"})
      .field("tranche", &ItemAdded::tranche, integer(1, 12), {"Tahap", "Tranche"})
      .field("amount_idr", &ItemAdded::amount_idr, money(), amount)
      .decides(may_hold)
      .applies([](State& state, const ItemAdded& e, const Event& event) {
        const Item item{e.grant, e.tranche, e.amount_idr, event.place, Outcome::open};
        if (!state.items.emplace(e.number, item).second) return;
        state.grants.emplace(std::pair(e.grant, e.tranche), e.number);
        count(state.added, item);
      });
}

void payment_order(Builder& s) {
  s.event<SppIssued>("spp_issued", {"SPP diterbitkan", "Payment request (SPP) issued"})
      .by({role::ppk})
      .step({"open"}, "spp")
      .corrected_by({role::kpa})
      .field("number", &SppIssued::number, paper_number(), number_title)
      .decides(
          [](const State& state, const SppIssued&, const Event&) { return is_complete(state); });
  s.event<SpmIssued>("spm_issued", {"SPM diterbitkan", "Payment order (SPM) issued"})
      .by({role::ppspm})
      .step({"spp"}, "spm")
      .corrected_by({role::kpa})
      .field("number", &SpmIssued::number, indexed(text(format::spm)), number_title)
      .field("account", &SpmIssued::account, text(format::account), {"Akun", "Account"})
      .field("amount_idr", &SpmIssued::amount_idr, money(), amount)
      .applies([](State& state, const SpmIssued& e, const Event&) {
        state.spm = e.number;
        state.spm_idr = e.amount_idr;
      });
  s.event<Sp2dIssued>("sp2d_issued", {"SP2D diterbitkan", "Disbursement order (SP2D) issued"})
      .by({role::kppn})
      .step({"spm"}, "sp2d")
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("number", &Sp2dIssued::number, indexed(text(format::sp2d)), number_title)
      .field("issued_on", &Sp2dIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("amount_idr", &Sp2dIssued::amount_idr, money(), amount)
      .field("budget", &Sp2dIssued::budget, budget(), budget_title)
      .field("line", &Sp2dIssued::line, line(), line_title)
      .applies([](State& state, const Sp2dIssued& e, const Event&) {
        state.sp2d = e.number;
        state.sp2d_idr = e.amount_idr;
      });
}

void shipping(Builder& s) {
  s.event<Shipped>("shipped", {"Amplop disalurkan", "Envelope shipped"})
      .by({role::ppk, role::bank})
      .step({"sp2d"}, "shipped")
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("shipped_on", &Shipped::shipped_on, text(format::day_done),
             {"Tanggal salur", "Shipped on"})
      .decides(may_be_shipped)
      .applies([](State& state, const Shipped&, const Event& event) {
        state.shipped_at = event.place;
        state.shipped = state.added;
      });
  s.event<Cancelled>("cancelled", {"Amplop dibatalkan", "Envelope cancelled"})
      .by({role::ppk, role::kpa})
      .needs_reason()
      .step({"open", "spp", "spm", "sp2d"}, "cancelled")
      .never_corrected();
}

void reconciliation(Builder& s) {
  s.event<ItemReconciled>("item_reconciled", {"Transfer dicocokkan", "Item reconciled"})
      .by({role::bank})
      .step({"shipped"})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("number", &ItemReconciled::number, item_number(), item_title)
      .field("bank_reference", &ItemReconciled::bank_reference, paper_number(),
             {"Referensi bank", "Bank reference"})
      .decides(is_open_item<ItemReconciled>)
      .applies([](State& state, const ItemReconciled& e, const Event&) {
        answer(state, e.number, Outcome::reconciled);
      });
  s.event<ItemReversed>("item_reversed", {"Transfer dibatalkan", "Item reversed"})
      .by({role::bank})
      .step({"shipped"})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("number", &ItemReversed::number, item_number(), item_title)
      .field("cause", &ItemReversed::cause, text(format::slug), {"Sebab", "Cause"})
      .decides(is_open_item<ItemReversed>)
      .applies([](State& state, const ItemReversed& e, const Event&) {
        answer(state, e.number, Outcome::reversed);
      });
  s.event<Reconciled>("reconciled", {"Amplop dicocokkan", "Envelope reconciled"})
      .by({role::ppk, role::treasurer})
      .step({"shipped"}, "reconciled")
      .corrected_by({role::kpa})
      .decides([](const State& state, const Reconciled&, const Event&) -> Verdict {
        const std::int64_t open = state.added.count - state.reconciled.count - state.reversed.count;
        if (open == 0) return {};
        return refuse_state("items_open",
                            std::to_string(open) + " items are neither reconciled nor reversed");
      });
}

}  // namespace

const Item* find_item(const State& state, const std::string& grant, std::int64_t tranche) {
  const auto number = state.grants.find({grant, tranche});
  if (number == state.grants.end()) return nullptr;
  const auto item = state.items.find(number->second);
  return item == state.items.end() ? nullptr : &item->second;
}

std::string waiting_in(const std::string& grant, std::int64_t tranche, std::uint64_t place,
                       const Facts& facts) {
  for (const std::string& name : facts.referring(grant, "envelope")) {
    const StreamState* stream = facts.stream(name);
    const auto* state = own<State>(stream);
    if (!state || state->shipped_at != 0 || stream->status == "cancelled") continue;
    const Item* item = find_item(*state, grant, tranche);
    if (item && item->place < place) return name;
  }
  return {};
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("envelope", {"Amplop penyaluran", "Disbursement envelope"},
              {"reconciled", "cancelled"});
    filling(s);
    payment_order(s);
    shipping(s);
    reconciliation(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::envelope
