#include <algorithm>

#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant_parts.h"
#include "ledger/programme/aid/grant_terms.h"
#include "ledger/programme/wib.h"

namespace programme::grant {
namespace {

using Report = State::Report;

const std::vector<std::string_view>& spending_time() {
  static const std::vector<std::string_view> statuses = {
      "agreed", "requested", "tested", "spm", "sp2d", "returned", "in_use", "report_in", "overdue"};
  return statuses;
}

Field ntpn() { return indexed(text(format::ntpn)); }

Verdict is_a_new_expenditure(const State& state, const ExpenditureRecorded& e, const Event&) {
  if (!state.expenditures.contains(e.number)) return {};
  return refuse_state("expenditure_number_used",
                      "this grant has an expenditure " + std::to_string(e.number) + " already");
}

Verdict is_a_known_expenditure(const State& state, const ExpenditureCorrected& e, const Event&) {
  if (state.expenditures.contains(e.number)) return {};
  return refuse_state("expenditure_unknown",
                      "this grant has no expenditure " + std::to_string(e.number));
}

template <class E>
Verdict has_a_report(const State& state, const E&, const Event&) {
  if (state.report == Report::submitted) return {};
  return refuse_state("report_not_submitted", "no report waits for an answer");
}

template <class E>
Broken is_before_the_credit(const State& state, const E& e, const Event&) {
  if (state.first_credit_on.empty())
    return "nothing is credited yet, and the expenditure is dated " + e.date;
  if (e.date >= state.first_credit_on) return {};
  return "the expenditure is dated " + e.date + ", and the money was credited on " +
         state.first_credit_on;
}

template <class E>
Broken is_above_the_credit(const State& state, const E& e, const Event&) {
  const auto before = state.expenditures.find(e.number);
  const std::int64_t replaced =
      std::is_same_v<E, ExpenditureCorrected> && before != state.expenditures.end() ? before->second
                                                                                    : 0;
  const std::int64_t spent = state.spent_idr - replaced + e.amount_idr;
  if (spent <= state.credited_idr) return {};
  return "with this Rp" + std::to_string(spent) + " would be spent, and Rp" +
         std::to_string(state.credited_idr) + " was credited";
}

// All that stands against the acceptance of the report.
Broken is_incomplete(const State& state, const AccountabilityReportAccepted&, const Event&) {
  std::vector<std::string> against;
  if (state.report == Report::none || state.report == Report::returned)
    against.push_back("no technical and financial report is handed in");
  else if (state.reported_spent_idr != state.spent_idr)
    against.push_back("the report says that Rp" + std::to_string(state.reported_spent_idr) +
                      " was spent, and there are receipts for Rp" +
                      std::to_string(state.spent_idr));
  if (!state.handover_signed) against.push_back("the handover is not signed");
  if (state.credited_idr != state.spent_idr + state.refunded_idr)
    against.push_back("Rp" + std::to_string(state.credited_idr) + " was credited, Rp" +
                      std::to_string(state.spent_idr) + " spent and Rp" +
                      std::to_string(state.refunded_idr) + " refunded and confirmed");
  if (state.balance_idr > 0)
    against.push_back("a balance of Rp" + std::to_string(state.balance_idr) +
                      " is declared and not refunded");
  if (against.empty()) return {};
  std::string detail;
  for (const std::string& one : against) detail += (detail.empty() ? "" : "; ") + one;
  return detail;
}

// Whether the report was with the office at the end of that day, by the time of what is recorded.
bool was_there(const State& state, std::int64_t last_day) {
  std::int64_t latest = INT64_MIN;
  bool there = false;
  for (const ReportMove& move : state.report_moves) {
    if (day_in_wib(move.time_us) > last_day || move.time_us < latest) continue;
    latest = move.time_us;
    there = move.handed_in;
  }
  return there;
}

Broken is_not_overdue(const State& state, const AccountabilityReportOverdueDeclared&,
                      const Event& event, const Facts& facts) {
  const auto due = report_due_day(state, facts);
  if (!due) return {};
  const std::int64_t day = day_in_wib(event.time_us);
  if (day <= *due)
    return "the report is due on " + format_date(*due) +
           " and overdue from the day after, not on " + format_date(day);
  if (!was_there(state, *due)) return {};
  return "a report was handed in by " + format_date(*due) + ", the day on which it was due";
}

Broken is_above_the_leftover(const State& state, const RefundOrdered& e, const Event&) {
  const bool unspent = e.cause == "unspent";
  const std::int64_t left =
      state.credited_idr - (unspent ? state.spent_idr : 0) - state.refund_due_idr;
  if (e.amount_idr > 0 && e.amount_idr <= left) return {};
  return "a refund of Rp" + std::to_string(e.amount_idr) + " is ordered, and Rp" +
         std::to_string(std::max<std::int64_t>(0, left)) + " is left to be";
}

Broken is_due_too_late(const State& state, const RefundOrdered& e, const Event& event,
                       const Facts& facts) {
  const auto* terms =
      terms_on(juknis_of(state.recipient, state.determination, facts), day_of(event));
  const auto due = parse_date(e.due_on);
  if (terms == nullptr || !due) return {};
  const std::int64_t last = day_in_wib(event.time_us) + terms->refund_due_days;
  if (*due <= last) return {};
  return "the refund is due on " + e.due_on + ", and the juknis gives time until " +
         format_date(last);
}

Broken is_not_ordered(const State& state, const RefundDeposited&, const Event&) {
  if (state.refund_ordered) return {};
  return "no refund of this grant was ordered, and a deposit is made of one";
}

Broken is_above_what_is_due(const State& state, const RefundDeposited& e, const Event&) {
  const std::int64_t due = state.refund_due_idr - state.deposited_idr;
  if (e.amount_idr <= due) return {};
  return "Rp" + std::to_string(e.amount_idr) + " is deposited, and Rp" +
         std::to_string(std::max<std::int64_t>(0, due)) + " is due";
}

// Of the latest payment before a place; 0: there is none.
std::int64_t year_of_payment(const State& state, std::uint64_t before, const Facts& facts) {
  std::int64_t year = state.sp2d_year;
  for (const std::string& name : facts.referring(state.subject, "envelope")) {
    const auto* envelope = own<envelope::State>(facts.stream(name));
    if (!envelope || envelope->shipped_at == 0 || envelope->shipped_at >= before) continue;
    for (const auto& [number, tranche] : state.tranches)
      if (envelope::find_item(*envelope, state.subject, number))
        year = std::max(year, envelope->sp2d_year);
  }
  return year;
}

Broken is_in_the_wrong_form(const State& state, const RefundDeposited& e, const Event& event,
                            const Facts& facts) {
  const std::int64_t paid = year_of_payment(state, event.place, facts);
  if (paid == 0) return {};
  const std::string_view want = fiscal_year_of_day(e.deposited_on) == paid ? "SSPB" : "SSBP";
  if (e.form == want) return {};
  return "the money was paid in " + std::to_string(paid) + " and deposited on " + e.deposited_on +
         " as " + e.form + ", where " + std::string(want) + " is the form";
}

Broken ntpn_is_given(const State& state, const RefundDeposited& e, const Event& event,
                     const Facts& facts) {
  if (state.deposits.contains(e.ntpn)) return "this NTPN stands for another deposit of this grant";
  const std::string by = who_gave_ntpn(e.ntpn, event.subject, facts);
  if (by.empty()) return {};
  return "this NTPN stands for a deposit of " + by;
}

Verdict waits_for_confirmation(const State& state, const RefundConfirmed& e, const Event&) {
  const auto found = state.deposits.find(e.ntpn);
  if (found != state.deposits.end() && !found->second.confirmed) return {};
  return refuse_state("refund_not_deposited",
                      "no deposit under this NTPN waits for a confirmation");
}

template <class E>
EventBuilder<State, E>& describe_expenditure(EventBuilder<State, E>& event) {
  return event.by({role::applicant})
      .step(spending_time())
      .four_eyes()
      .corrected_by({role::ppk, role::programme_officer})
      .field("number", &E::number, integer(1, 100000), number_title)
      .field("date", &E::date, text(format::day_done), {"Tanggal belanja", "Date"})
      .field("item", &E::item, text(format::line), {"Barang atau jasa", "Item"})
      .field("amount_idr", &E::amount_idr, money(), amount_title)
      .field("vendor", &E::vendor, text(format::line), {"Penjual", "Vendor"})
      .field("receipt", &E::receipt, text(format::digest), {"Kuitansi", "Receipt"})
      .rule(expenditure_after_credit, is_before_the_credit<E>)
      .rule(expenditure_within_credit, is_above_the_credit<E>)
      .applies([](State& state, const E& e, const Event&) {
        std::int64_t& amount = state.expenditures[e.number];
        state.spent_idr += e.amount_idr - amount;
        amount = e.amount_idr;
      });
}

void progress(Builder& s) {
  s.event<ProgressReported>("progress_reported", {"Kemajuan dilaporkan", "Progress reported"})
      .by({role::applicant})
      .corrected_by({role::ppk, role::programme_officer})
      .field("percent", &ProgressReported::percent, integer(0, 100, "percent"),
             {"Kemajuan", "Progress"})
      .field("digest", &ProgressReported::digest, text(format::digest),
             {"Laporan kemajuan", "Progress report"})
      .applies([](State& state, const ProgressReported& e, const Event&) {
        state.progress_percent = e.percent;
      });
}

void report(Builder& s) {
  using Submitted = AccountabilityReportSubmitted;
  s.event<Submitted>("accountability_report_submitted",
                     {"LPJ disampaikan", "Accountability report submitted"})
      .by({role::applicant})
      .step({"in_use", "overdue"}, "report_in")
      .corrected_by({role::ppk, role::programme_officer})
      .field("spent_idr", &Submitted::spent_idr, money(), {"Total belanja", "Spent"})
      .field("balance_idr", &Submitted::balance_idr, money(), {"Sisa dana", "Balance"})
      .field("technical", &Submitted::technical, text(format::digest),
             {"Laporan teknis", "Technical report"})
      .field("financial", &Submitted::financial, text(format::digest),
             {"Laporan keuangan", "Financial report"})
      .decides([](const State& state, const Submitted&, const Event&) -> Verdict {
        if (state.report != Report::submitted) return {};
        return refuse_state("report_submitted_already", "a report waits for an answer");
      })
      .applies([](State& state, const Submitted& e, const Event& event) {
        state.report = Report::submitted;
        state.report_moves.push_back({event.time_us, true});
        state.reported_spent_idr = e.spent_idr;
        state.balance_idr = e.balance_idr;
      });
  using Returned = AccountabilityReportReturned;
  s.event<Returned>("accountability_report_returned",
                    {"LPJ dikembalikan", "Accountability report returned"})
      .by({role::ppk})
      .needs_reason()
      .step_by({"report_in", "overdue"},
               [](const State& state, const Returned&) -> std::string_view {
                 return state.overdue ? "overdue" : "in_use";
               })
      .corrected_by({role::kpa})
      .decides(has_a_report<Returned>)
      .applies([](State& state, const Returned&, const Event& event) {
        state.report = Report::returned;
        state.report_moves.push_back({event.time_us, false});
      });
  using Accepted = AccountabilityReportAccepted;
  s.event<Accepted>("accountability_report_accepted",
                    {"LPJ diterima", "Accountability report accepted"})
      .by({role::ppk})
      .step({"report_in", "overdue"}, "report_ok")
      .corrected_by({role::kpa})
      .rule(acceptance_needs_complete_report, is_incomplete)
      .decides(has_a_report<Accepted>)
      .applies(
          [](State& state, const Accepted&, const Event&) { state.report = Report::accepted; });
}

void report_due(Builder& s) {
  using Reminded = AccountabilityReminderSent;
  s.event<Reminded>("accountability_reminder_sent",
                    {"Pengingat LPJ dikirim", "Reminder of the accountability report sent"})
      .by({role::programme_officer, role::ppk})
      .field("channel", &Reminded::channel, text(format::slug), {"Saluran", "Channel"});
  using Overdue = AccountabilityReportOverdueDeclared;
  s.event<Overdue>("accountability_report_overdue_declared",
                   {"LPJ dinyatakan terlambat", "Accountability report declared overdue"})
      .by({role::system})
      .step({"in_use", "report_in"}, "overdue")
      .corrected_by({role::kpa})
      .rule(overdue_after_due_day, is_not_overdue)
      .applies([](State& state, const Overdue&, const Event&) { state.overdue = true; });
}

void balance(Builder& s) {
  s.event<HandoverSigned>("handover_signed", {"BAST ditandatangani", "Handover signed"})
      .by({role::ppk})
      .needs_basis()
      .corrected_by({role::kpa})
      .applies(
          [](State& state, const HandoverSigned&, const Event&) { state.handover_signed = true; });
  s.event<UnspentBalanceDeclared>("unspent_balance_declared",
                                  {"Sisa dana dinyatakan", "Unspent balance declared"})
      .by({role::applicant})
      .corrected_by({role::ppk, role::programme_officer})
      .field("amount_idr", &UnspentBalanceDeclared::amount_idr, money(), amount_title)
      .applies([](State& state, const UnspentBalanceDeclared& e, const Event&) {
        state.unspent_idr = state.balance_idr = e.amount_idr;
      });
}

void deposits(Builder& s) {
  s.event<RefundDeposited>("refund_deposited", {"Pengembalian disetor", "Refund deposited"})
      .by({role::applicant, role::treasurer})
      .four_eyes()
      .corrected_by({role::treasurer, role::ppk})
      .field("form", &RefundDeposited::form, code({"SSPB", "SSBP"}), {"Jenis setoran", "Form"})
      .field("billing", &RefundDeposited::billing, indexed(text(format::billing)),
             {"Kode billing", "Billing code"})
      .field("ntpn", &RefundDeposited::ntpn, marked("ntpn", ntpn()), {"NTPN", "NTPN"})
      .field("amount_idr", &RefundDeposited::amount_idr, money(), amount_title)
      .field("deposited_on", &RefundDeposited::deposited_on, text(format::day_done),
             {"Tanggal setor", "Deposited on"})
      .rule(refund_ntpn_used, ntpn_is_given)
      .rule(refund_needs_order, is_not_ordered)
      .rule(deposit_within_due, is_above_what_is_due)
      .rule(deposit_form_of_year, is_in_the_wrong_form)
      .applies([](State& state, const RefundDeposited& e, const Event&) {
        state.deposits[e.ntpn].amount_idr = e.amount_idr;
        state.deposited_idr += e.amount_idr;
      });
  s.event<RefundConfirmed>("refund_confirmed", {"Setoran dikonfirmasi KPPN", "Refund confirmed"})
      .by({role::kppn})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("ntpn", &RefundConfirmed::ntpn, ntpn(), {"NTPN", "NTPN"})
      .decides(waits_for_confirmation)
      .applies([](State& state, const RefundConfirmed& e, const Event&) {
        Deposit& deposit = state.deposits[e.ntpn];
        if (deposit.confirmed) return;
        deposit.confirmed = true;
        state.refunded_idr += deposit.amount_idr;
        state.balance_idr = std::max<std::int64_t>(0, state.balance_idr - deposit.amount_idr);
      });
}

}  // namespace

std::optional<std::int64_t> report_due_day(const State& state, const Facts& facts) {
  if (!state.last_credit_on) return std::nullopt;
  const auto* terms = terms_on(juknis_of(state.recipient, state.determination, facts),
                               format_date(*state.last_credit_on));
  if (terms == nullptr) return std::nullopt;
  return *state.last_credit_on + terms->report_due_days;
}

void spending(Builder& s) {
  auto recorded = s.event<ExpenditureRecorded>("expenditure_recorded",
                                               {"Belanja dicatat", "Expenditure recorded"});
  describe_expenditure(recorded).decides(is_a_new_expenditure);
  auto corrected = s.event<ExpenditureCorrected>("expenditure_corrected",
                                                 {"Belanja dikoreksi", "Expenditure corrected"});
  describe_expenditure(corrected).needs_reason().decides(is_a_known_expenditure);
  progress(s);
}

void accountability(Builder& s) {
  report(s);
  report_due(s);
  balance(s);
}

void refunds(Builder& s) {
  s.event<RefundOrdered>("refund_ordered", {"Pengembalian diperintahkan", "Refund ordered"})
      .by({role::ppk})
      .corrected_by({role::kpa})
      .field("amount_idr", &RefundOrdered::amount_idr, money(), amount_title)
      .field("cause", &RefundOrdered::cause, text(format::slug), {"Sebab", "Cause"})
      .field("due_on", &RefundOrdered::due_on, text(format::date), {"Tenggat", "Due on"})
      .rule(refund_within_leftover, is_above_the_leftover)
      .rule(refund_due_as_juknis_says, is_due_too_late)
      .applies([](State& state, const RefundOrdered& e, const Event&) {
        state.refund_ordered = true;
        state.refund_due_idr += e.amount_idr;
      });
  deposits(s);
}

}  // namespace programme::grant
