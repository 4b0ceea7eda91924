#include <algorithm>

#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant_parts.h"
#include "ledger/programme/aid/grant_terms.h"
#include "ledger/programme/wib.h"

namespace programme::grant {
namespace {

// Amounts of a tranche's items in envelopes shipped before a place, in the order of shipping.
std::vector<std::int64_t> shipped_items(const State& state, std::int64_t tranche,
                                        const Facts& facts, std::uint64_t before = UINT64_MAX) {
  std::vector<std::pair<std::uint64_t, std::int64_t>> found;
  for (const std::string& name : facts.referring(state.subject, "envelope")) {
    const auto* envelope = own<envelope::State>(facts.stream(name));
    if (!envelope || envelope->shipped_at == 0 || envelope->shipped_at >= before) continue;
    if (const auto* item = envelope::find_item(*envelope, state.subject, tranche))
      found.emplace_back(envelope->shipped_at, item->amount_idr);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::int64_t> amounts;
  for (const auto& [place, amount] : found) amounts.push_back(amount);
  return amounts;
}

Broken has_untested_documents(const State& state, const SpmIssued& e, const Event&) {
  const auto found = state.tranches.find(e.tranche);
  if (found != state.tranches.end() && found->second.tested) return {};
  return "the documents of tranche " + std::to_string(e.tranche) +
         " have not passed the test of the PPK, and an SPM needs that they have";
}

Broken has_no_spm(const State& state, const Sp2dIssued& e, const Event&) {
  const auto found = state.tranches.find(e.tranche);
  if (found != state.tranches.end() && found->second.ordered) return {};
  return "no SPM of tranche " + std::to_string(e.tranche) + " waits for an SP2D";
}

Broken is_not_the_spm(const State& state, const Sp2dIssued& e, const Event&) {
  const auto found = state.tranches.find(e.tranche);
  if (found == state.tranches.end() || found->second.spm_idr == e.amount_idr) return {};
  return "the SP2D is of Rp" + std::to_string(e.amount_idr) + ", and its SPM of Rp" +
         std::to_string(found->second.spm_idr);
}

Broken is_above_the_grant(const State& state, const Sp2dIssued& e, const Event& event,
                          const Facts& facts) {
  if (!state.agreed_at) return {};
  const std::int64_t paid = disbursed_idr(state, facts, event.place) + e.amount_idr;
  if (paid <= state.agreed_idr) return {};
  return "with this SP2D Rp" + std::to_string(paid) + " would be paid, and the grant is of Rp" +
         std::to_string(state.agreed_idr);
}

Broken spm_is_given(const State& state, const SpmIssued& e, const Event& event,
                    const Facts& facts) {
  const std::string number = numbered(fiscal_year_of(event), e.number);
  if (state.spms.contains(number)) return is_given("this grant", e.number);
  return is_given(who_gave_spm(number, event.subject, facts), e.number);
}

Broken sp2d_is_given(const State& state, const Sp2dIssued& e, const Event& event,
                     const Facts& facts) {
  const std::string number = numbered(fiscal_year_of_day(e.issued_on), e.number);
  if (state.sp2ds.contains(number)) return is_given("this grant", e.number);
  return is_given(who_gave_sp2d(number, event.subject, facts), e.number);
}

Broken is_charged_elsewhere(const State& state, const SpmIssued& e, const Event&,
                            const Facts& facts) {
  return is_of_another_scheme(e.account, juknis_of(state.recipient, state.determination, facts));
}

// What is asked of the recipient at each payment. How he stands now says nothing of then, where an
// earlier payment is put right.
template <class E>
void payment_rules(EventBuilder<State, E>& event) {
  event
      .rule(members_within_juknis,
            [](const State& state, const E&, const Event& at, const Facts& facts) {
              return at.corrects
                         ? Broken{}
                         : has_other_members(state.recipient, state.determination, at, facts);
            })
      .rule(one_leader,
            [](const State& state, const E&, const Event& at, const Facts& facts) {
              return at.corrects ? Broken{} : has_not_one_leader(state.recipient, facts);
            })
      .rule(payment_needs_verified_account, [](const State& state, const E&, const Event& at,
                                               const Facts& facts) {
        return at.corrects ? Broken{}
                           : has_unverified_account(state.recipient, state.returned_at, facts);
      });
}

template <class E>
Broken is_not_the_sp2d(const State& state, const E& e, const Event&, const Facts& facts) {
  if (e.tranche != state.tranche_under_way) return {};
  const auto sent = payment_under_way_idr(state, facts);
  if (!sent || *sent == e.amount_idr) return {};
  return "Rp" + std::to_string(e.amount_idr) + " is not what was sent, which is Rp" +
         std::to_string(*sent);
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
  auto issued =
      s.event<Sp2dIssued>("sp2d_issued", {"SP2D diterbitkan", "Disbursement order (SP2D) issued"});
  payment_rules(issued);
  issued.by({role::kppn})
      .step({"spm"}, "sp2d")
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("tranche", &Sp2dIssued::tranche, tranche_number(), tranche_title)
      .field("number", &Sp2dIssued::number, marked("sp2d", indexed(text(format::sp2d))),
             number_title)
      .field("issued_on", &Sp2dIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("amount_idr", &Sp2dIssued::amount_idr, money(), amount_title)
      .field("budget", &Sp2dIssued::budget, indexed(reference({"budget"})), {"DIPA", "Budget"})
      .field("line", &Sp2dIssued::line, indexed(text(format::budget_line)), {"MAK", "Budget line"})
      .rule(sp2d_needs_spm, has_no_spm)
      .rule(sp2d_is_spm_amount, is_not_the_spm)
      .rule(sp2d_within_grant, is_above_the_grant)
      .rule(sp2d_number_unique, sp2d_is_given)
      .decides(is_under_way<Sp2dIssued>)
      .applies([](State& state, const Sp2dIssued& e, const Event&) {
        Tranche& tranche = state.tranches[e.tranche];
        tranche.sp2d = e.number;
        tranche.sp2d_idr = e.amount_idr;
        tranche.tested = tranche.ordered = false;
        tranche.sent = true;
        state.sp2d_year = fiscal_year_of_day(e.issued_on);
        state.sp2ds.insert(numbered(state.sp2d_year, e.number));
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
      .rule(credit_is_sp2d, is_not_the_sp2d<FundsCredited>)
      .decides(is_on_its_way<FundsCredited>)
      .applies([](State& state, const FundsCredited& e, const Event& event) {
        Tranche& tranche = answered(state, e.tranche);
        tranche.tested = false;
        tranche.credited = true;
        tranche.returned = false;
        tranche.credited_idr += e.amount_idr;
        state.credited_idr += e.amount_idr;
        if (state.first_credit_on.empty()) state.first_credit_on = day_of(event);
        state.last_credit_on = day_in_wib(event.time_us);
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
      .rule(credit_is_sp2d, is_not_the_sp2d<TransferReturned>)
      .decides(is_on_its_way<TransferReturned>)
      .applies([](State& state, const TransferReturned& e, const Event& event) {
        Tranche& tranche = answered(state, e.tranche);
        tranche.tested = false;
        tranche.returned = true;
        tranche.returned_idr += e.amount_idr;
        state.returned_idr += e.amount_idr;
        state.returned_at = event.place;
      });
}

void withdrawal(Builder& s) {
  s.event<FundsWithdrawn>("funds_withdrawn", {"Dana ditarik", "Funds withdrawn"})
      .by({role::bank})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("amount_idr", &FundsWithdrawn::amount_idr, money(), amount_title)
      .field("withdrawn_at", &FundsWithdrawn::withdrawn_at, text(format::time_done),
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
  auto ordered =
      s.event<SpmIssued>("spm_issued", {"SPM diterbitkan", "Payment order (SPM) issued"});
  payment_rules(ordered);
  ordered.by({role::ppspm})
      .step({"tested"}, "spm")
      .corrected_by({role::kpa})
      .field("tranche", &SpmIssued::tranche, tranche_number(), tranche_title)
      .field("number", &SpmIssued::number, marked("spm", indexed(text(format::spm))), number_title)
      .field("account", &SpmIssued::account, text(format::account), {"Akun", "Account"})
      .field("amount_idr", &SpmIssued::amount_idr, money(), amount_title)
      .rule(account_of_scheme, is_charged_elsewhere)
      .rule(spm_needs_tested_documents, has_untested_documents)
      .rule(spm_number_unique, spm_is_given)
      .decides(may_be_ordered<SpmIssued>)
      .applies([](State& state, const SpmIssued& e, const Event& event) {
        Tranche& tranche = state.tranches[e.tranche];
        tranche.spm = e.number;
        tranche.spm_idr = e.amount_idr;
        tranche.ordered = true;
        tranche.spm_of_year = numbered(fiscal_year_of(event), e.number);
        state.spms.insert(tranche.spm_of_year);
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
        Tranche& tranche = state.tranches[e.tranche];
        state.spms.erase(tranche.spm_of_year);
        tranche.spm.clear();
        tranche.spm_idr = 0;
        tranche.tested = tranche.ordered = false;
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

std::int64_t disbursed_idr(const State& state, const Facts& facts, std::uint64_t before) {
  std::int64_t sum = state.sp2d_idr - state.returned_idr;
  for (const auto& [number, tranche] : state.tranches)
    for (const std::int64_t amount : shipped_items(state, number, facts, before)) sum += amount;
  return sum;
}

std::string_view moved_by_envelopes(const StreamState& stream, const State& state,
                                    const Facts& facts) {
  if (stream.status != "tested") return stream.status;
  return payment_under_way_idr(state, facts) ? "sp2d" : stream.status;
}

}  // namespace programme::grant
