#include <algorithm>

#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant_parts.h"

namespace programme::grant {
namespace {

// Amounts of a tranche's items in shipped envelopes, in the order of shipping.
std::vector<std::int64_t> shipped_items(const State& state, std::int64_t tranche,
                                        const Facts& facts) {
  std::vector<std::pair<std::uint64_t, std::int64_t>> found;
  for (const std::string& name : facts.referring(state.subject, "envelope")) {
    const auto* envelope = own<envelope::State>(facts.stream(name));
    if (!envelope || envelope->shipped_at == 0) continue;
    if (const auto* item = envelope::find_item(*envelope, state.subject, tranche))
      found.emplace_back(envelope->shipped_at, item->amount_idr);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::int64_t> amounts;
  for (const auto& [place, amount] : found) amounts.push_back(amount);
  return amounts;
}

// Either the grant is paid by an order of its own, or by an envelope's.
template <class E>
Verdict may_be_ordered(const State& state, const E& e, const Event& event, const Facts& facts) {
  if (Verdict refused = is_under_way(state, e, event)) return refused;
  const std::string held = envelope::waiting_in(event.subject, e.tranche, event.place, facts);
  if (held.empty()) return {};
  return refuse_state("tranche_in_envelope",
                      held + " holds tranche " + std::to_string(e.tranche) + " to be paid");
}

template <class E>
Verdict is_on_its_way(const State& state, const E& e, const Event& event, const Facts& facts) {
  if (Verdict refused = is_under_way(state, e, event)) return refused;
  if (payment_under_way_idr(state, facts)) return {};
  return refuse_state("payment_not_under_way",
                      "the bank has answered for every payment of this grant");
}

// The bank has answered for the payment under way.
Tranche& answered(State& state, std::int64_t number) {
  Tranche& tranche = state.tranches[number];
  if (tranche.sent)
    tranche.sent = false;
  else
    ++tranche.answers;
  return tranche;
}

Verdict is_of_the_order(const State& state, const SpmRejected& e, const Event& event) {
  if (Verdict refused = is_under_way(state, e, event)) return refused;
  const std::string& number = state.tranches.at(e.tranche).spm;
  if (number == e.number) return {};
  return refuse_state("spm_number_differs", "the SPM under way has the number " + number);
}

void sp2d(Builder& s) {
  s.event<Sp2dIssued>("sp2d_issued", {"SP2D diterbitkan", "Disbursement order (SP2D) issued"})
      .by({role::kppn})
      .step({"spm"}, "sp2d")
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("tranche", &Sp2dIssued::tranche, tranche_number(), tranche_title)
      .field("number", &Sp2dIssued::number, indexed(text(format::sp2d)), number_title)
      .field("issued_on", &Sp2dIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("amount_idr", &Sp2dIssued::amount_idr, money(), amount_title)
      .field("budget", &Sp2dIssued::budget, indexed(reference({"budget"})), {"DIPA", "Budget"})
      .field("line", &Sp2dIssued::line, indexed(text(format::budget_line)), {"MAK", "Budget line"})
      .decides(is_under_way<Sp2dIssued>)
      .applies([](State& state, const Sp2dIssued& e, const Event&) {
        Tranche& tranche = state.tranches[e.tranche];
        tranche.sp2d = e.number;
        tranche.sp2d_idr = e.amount_idr;
        tranche.sent = true;
        state.sp2d_idr += e.amount_idr;
      });
}

void bank_answers(Builder& s) {
  s.event<FundsCredited>("funds_credited", {"Dana masuk rekening", "Funds credited"})
      .by({role::bank})
      .step_by({"sp2d", "terminated"},
               [](const State& state, const FundsCredited&) -> std::string_view {
                 return state.terminated ? "terminated" : "in_use";
               })
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("tranche", &FundsCredited::tranche, tranche_number(), tranche_title)
      .field("amount_idr", &FundsCredited::amount_idr, money(), amount_title)
      .field("bank_reference", &FundsCredited::bank_reference, paper_number(),
             {"Referensi bank", "Bank reference"})
      .decides(is_on_its_way<FundsCredited>)
      .applies([](State& state, const FundsCredited& e, const Event&) {
        Tranche& tranche = answered(state, e.tranche);
        tranche.credited = true;
        tranche.returned = false;
        tranche.credited_idr += e.amount_idr;
        state.credited_idr += e.amount_idr;
      });
  s.event<TransferReturned>("transfer_returned", {"Transfer diretur", "Transfer returned"})
      .by({role::bank})
      .step_by({"sp2d", "terminated"},
               [](const State& state, const TransferReturned&) -> std::string_view {
                 return state.terminated ? "terminated" : "returned";
               })
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("tranche", &TransferReturned::tranche, tranche_number(), tranche_title)
      .field("amount_idr", &TransferReturned::amount_idr, money(), amount_title)
      .field("bank_reference", &TransferReturned::bank_reference, paper_number(),
             {"Referensi bank", "Bank reference"})
      .field("cause", &TransferReturned::cause, text(format::slug), {"Sebab", "Cause"})
      .decides(is_on_its_way<TransferReturned>)
      .applies([](State& state, const TransferReturned& e, const Event&) {
        Tranche& tranche = answered(state, e.tranche);
        tranche.returned = true;
        tranche.returned_idr += e.amount_idr;
        state.returned_idr += e.amount_idr;
      });
}

void withdrawal(Builder& s) {
  s.event<FundsWithdrawn>("funds_withdrawn", {"Dana ditarik", "Funds withdrawn"})
      .by({role::bank})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("amount_idr", &FundsWithdrawn::amount_idr, money(), amount_title)
      .field("withdrawn_at", &FundsWithdrawn::withdrawn_at, text(format::time),
             {"Waktu penarikan", "Withdrawn at"})
      .field("person", &FundsWithdrawn::person, optional(indexed(reference({"person"}))),
             {"Penarik", "Withdrawn by"})
      .decides([](const State& state, const FundsWithdrawn&, const Event&) -> Verdict {
        const bool credited = std::any_of(state.tranches.begin(), state.tranches.end(),
                                          [](const auto& one) { return one.second.credited; });
        if (credited) return {};
        return refuse_state("funds_not_credited", "nothing of this grant was credited yet");
      })
      .applies([](State& state, const FundsWithdrawn& e, const Event&) {
        state.withdrawn_idr += e.amount_idr;
      });
}

}  // namespace

void payment_order(Builder& s) {
  s.event<SppIssued>("spp_issued", {"SPP diterbitkan", "Payment request (SPP) issued"})
      .by({role::ppk})
      .step({"tested"}, "tested")
      .corrected_by({role::kpa})
      .field("tranche", &SppIssued::tranche, tranche_number(), tranche_title)
      .field("number", &SppIssued::number, paper_number(), number_title)
      .decides(may_be_ordered<SppIssued>);
  s.event<SpmIssued>("spm_issued", {"SPM diterbitkan", "Payment order (SPM) issued"})
      .by({role::ppspm})
      .step({"tested"}, "spm")
      .corrected_by({role::kpa})
      .field("tranche", &SpmIssued::tranche, tranche_number(), tranche_title)
      .field("number", &SpmIssued::number, indexed(text(format::spm)), number_title)
      .field("account", &SpmIssued::account, text(format::account), {"Akun", "Account"})
      .field("amount_idr", &SpmIssued::amount_idr, money(), amount_title)
      .decides(may_be_ordered<SpmIssued>)
      .applies([](State& state, const SpmIssued& e, const Event&) {
        state.tranches[e.tranche].spm = e.number;
        state.tranches[e.tranche].spm_idr = e.amount_idr;
      });
  s.event<SpmRejected>("spm_rejected", {"SPM ditolak KPPN", "Payment order (SPM) rejected"})
      .by({role::kppn})
      .needs_reason()
      .step({"spm"}, "agreed")
      .corrected_by({role::treasurer, role::kpa})
      .field("tranche", &SpmRejected::tranche, tranche_number(), tranche_title)
      .field("number", &SpmRejected::number, indexed(text(format::spm)), number_title)
      .decides(is_of_the_order)
      .applies([](State& state, const SpmRejected& e, const Event&) {
        state.tranches[e.tranche].spm.clear();
        state.tranches[e.tranche].spm_idr = 0;
      });
}

void payment(Builder& s) {
  sp2d(s);
  bank_answers(s);
  withdrawal(s);
}

// Facts may be those of now while old events are judged again: a payment by an envelope is under
// way as long as the bank has answered fewer of them than were shipped.
std::optional<std::int64_t> payment_under_way_idr(const State& state, const Facts& facts) {
  const auto found = state.tranches.find(state.tranche_under_way);
  if (found == state.tranches.end()) return std::nullopt;
  if (found->second.sent) return found->second.sp2d_idr;
  const auto shipped = shipped_items(state, found->first, facts);
  if (found->second.answers >= shipped.size()) return std::nullopt;
  return shipped[found->second.answers];
}

std::int64_t disbursed_idr(const State& state, const Facts& facts) {
  std::int64_t sum = state.sp2d_idr - state.returned_idr;
  for (const auto& [number, tranche] : state.tranches)
    for (const std::int64_t amount : shipped_items(state, number, facts)) sum += amount;
  return sum;
}

std::string_view moved_by_envelopes(const StreamState& stream, const State& state,
                                    const Facts& facts) {
  if (stream.status != "tested") return stream.status;
  return payment_under_way_idr(state, facts) ? "sp2d" : stream.status;
}

}  // namespace programme::grant
