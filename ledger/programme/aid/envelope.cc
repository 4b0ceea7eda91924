#include "ledger/programme/aid/envelope.h"

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/grant_terms.h"
#include "ledger/programme/wib.h"

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

std::string untested(const std::string& grant, std::int64_t tranche) {
  return "tranche " + std::to_string(tranche) + " of " + grant +
         " must have passed the test of its documents, and not be paid";
}

// The envelope as it counts now, where an event of it is judged again: its items have taken their
// grants further since.
const State* counted(const Event& event, const Facts& facts) {
  return own<State>(facts.stream(event.subject));
}

Broken has_untested_documents(const State&, const ItemAdded& e, const Event& event,
                              const Facts& facts) {
  if (own<grant::State>(facts.stream(e.grant)) == nullptr) return {};
  const auto* now = counted(event, facts);
  if (now && now->grants.contains({e.grant, e.tranche})) return {};
  if (is_tested(e.grant, e.tranche, facts)) return {};
  return untested(e.grant, e.tranche);
}

Broken is_above_the_grant(const State&, const ItemAdded& e, const Event& event,
                          const Facts& facts) {
  const auto* grant = own<grant::State>(facts.stream(e.grant));
  if (grant == nullptr || !grant->agreed_at) return {};
  const auto* now = counted(event, facts);
  const Item* before = now ? find_item(*now, e.grant, e.tranche) : nullptr;
  if (before && e.amount_idr <= before->amount_idr) return {};
  std::int64_t paid = grant::disbursed_idr(*grant, facts) + e.amount_idr;
  if (before && now->shipped_at != 0) paid -= before->amount_idr;
  if (paid <= grant->agreed_idr) return {};
  return "with this item Rp" + std::to_string(paid) + " would be paid of " + e.grant +
         ", which is of Rp" + std::to_string(grant->agreed_idr);
}

Verdict may_hold(const State& state, const ItemAdded& e, const Event& event, const Facts& facts) {
  if (state.items.contains(e.number))
    return refuse_state("item_number_used",
                        "this envelope has an item " + std::to_string(e.number) + " already");
  if (state.grants.contains({e.grant, e.tranche}))
    return refuse_state(
        "item_grant_twice",
        "this envelope holds tranche " + std::to_string(e.tranche) + " of " + e.grant + " already");
  const auto* now = counted(event, facts);
  if (now && now->grants.contains({e.grant, e.tranche})) return {};
  const std::string other = waiting_in(e.grant, e.tranche, event.place, facts);
  if (other.empty()) return {};
  return refuse_state("item_in_other_envelope",
                      other + " holds this tranche of " + e.grant + " and waits to be shipped");
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
  const auto* now = counted(event, facts);
  if (now && now->shipped_at != 0) return {};
  for (const auto& [number, item] : state.items)
    if (!is_tested(item.grant, item.tranche, facts))
      return refuse_state("item_grant_not_tested", untested(item.grant, item.tranche));
  return {};
}

Broken has_an_untested_item(const State& state, const SpmIssued&, const Event& event,
                            const Facts& facts) {
  const auto* now = counted(event, facts);
  if (event.corrects || (now && now->shipped_at != 0)) return {};
  for (const auto& [number, item] : state.items)
    if (!is_tested(item.grant, item.tranche, facts)) return untested(item.grant, item.tranche);
  return {};
}

Broken is_charged_elsewhere(const State& state, const SpmIssued& e, const Event&,
                            const Facts& facts) {
  return grant::is_of_another_scheme(e.account, grant::juknis_of("", state.determination, facts));
}

Broken spm_is_given(const State&, const SpmIssued& e, const Event& event, const Facts& facts) {
  const std::string number = grant::numbered(fiscal_year_of(event), e.number);
  return grant::is_given(grant::who_gave_spm(number, event.subject, facts), e.number);
}

Broken sp2d_is_given(const State&, const Sp2dIssued& e, const Event& event, const Facts& facts) {
  const std::string number = grant::numbered(fiscal_year_of_day(e.issued_on), e.number);
  return grant::is_given(grant::who_gave_sp2d(number, event.subject, facts), e.number);
}

Broken has_no_spm(const State& state, const Sp2dIssued&, const Event&) {
  if (!state.spm.empty() && state.sp2d.empty()) return {};
  return "no SPM of this envelope waits for an SP2D";
}

Broken is_not_the_spm(const State& state, const Sp2dIssued& e, const Event&) {
  if (state.spm_idr == e.amount_idr) return {};
  return "the SP2D is of Rp" + std::to_string(e.amount_idr) + ", and its SPM of Rp" +
         std::to_string(state.spm_idr);
}

Broken is_not_the_items(const State& state, const Sp2dIssued& e, const Event&) {
  if (state.added.sum_idr == e.amount_idr) return {};
  return "the items add up to Rp" + std::to_string(state.added.sum_idr) + " and the SP2D is of Rp" +
         std::to_string(e.amount_idr);
}

// Judges each recipient of an envelope that is to be paid.
template <class E, class Judge>
auto of_each_item(Judge judge) {
  return [judge](const State& state, const E&, const Event& event, const Facts& facts) -> Broken {
    if (event.corrects) return {};
    for (const auto& [number, item] : state.items) {
      const auto* grant = own<grant::State>(facts.stream(item.grant));
      if (grant == nullptr) continue;
      if (Broken broken = judge(*grant, event, facts)) return broken;
    }
    return {};
  };
}

template <class E>
void payment_rules(EventBuilder<State, E>& paid) {
  paid.rule(grant::members_within_juknis,
            of_each_item<E>([](const grant::State& one, const Event& event, const Facts& facts) {
              return grant::has_other_members(one.recipient, one.determination, event, facts);
            }))
      .rule(grant::one_leader,
            of_each_item<E>([](const grant::State& one, const Event&, const Facts& facts) {
              return grant::has_not_one_leader(one.recipient, facts);
            }))
      .rule(grant::payment_needs_verified_account,
            of_each_item<E>([](const grant::State& one, const Event&, const Facts& facts) {
              return grant::has_unverified_account(one.recipient, one.returned_at, facts);
            }));
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
      .rule(item_needs_tested_documents, has_untested_documents)
      .rule(grant::sp2d_within_grant, is_above_the_grant)
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
  auto ordered =
      s.event<SpmIssued>("spm_issued", {"SPM diterbitkan", "Payment order (SPM) issued"});
  payment_rules(ordered);
  ordered.by({role::ppspm})
      .step({"spp"}, "spm")
      .corrected_by({role::kpa})
      .field("number", &SpmIssued::number, marked("spm", indexed(text(format::spm))), number_title)
      .field("account", &SpmIssued::account, text(format::account), {"Akun", "Account"})
      .field("amount_idr", &SpmIssued::amount_idr, money(), amount)
      .rule(grant::account_of_scheme, is_charged_elsewhere)
      .rule(grant::spm_needs_tested_documents, has_an_untested_item)
      .rule(grant::spm_number_unique, spm_is_given)
      .applies([](State& state, const SpmIssued& e, const Event& event) {
        state.spm = grant::numbered(fiscal_year_of(event), e.number);
        state.spm_idr = e.amount_idr;
      });
  auto issued =
      s.event<Sp2dIssued>("sp2d_issued", {"SP2D diterbitkan", "Disbursement order (SP2D) issued"});
  payment_rules(issued);
  issued.by({role::kppn})
      .step({"spm"}, "sp2d")
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("number", &Sp2dIssued::number, marked("sp2d", indexed(text(format::sp2d))),
             number_title)
      .field("issued_on", &Sp2dIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("amount_idr", &Sp2dIssued::amount_idr, money(), amount)
      .field("budget", &Sp2dIssued::budget, budget(), budget_title)
      .field("line", &Sp2dIssued::line, line(), line_title)
      .rule(grant::sp2d_needs_spm, has_no_spm)
      .rule(grant::sp2d_is_spm_amount, is_not_the_spm)
      .rule(items_are_sp2d, is_not_the_items)
      .rule(grant::sp2d_number_unique, sp2d_is_given)
      .applies([](State& state, const Sp2dIssued& e, const Event&) {
        state.sp2d_year = fiscal_year_of_day(e.issued_on);
        state.sp2d = grant::numbered(state.sp2d_year, e.number);
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
