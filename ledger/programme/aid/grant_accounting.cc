#include "ledger/programme/aid/grant_parts.h"

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

Verdict is_an_ordered_deposit(const State& state, const RefundDeposited& e, const Event&) {
  if (!state.refund_ordered)
    return refuse_state("refund_not_ordered", "no refund of this grant was ordered");
  if (!state.deposits.contains(e.ntpn)) return {};
  return Refusal{"I18", "refund_ntpn_used", "this NTPN stands for another deposit of this grant"};
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
      .applies([](State& state, const E& e, const Event&) {
        state.expenditures[e.number] = e.amount_idr;
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
      .applies(
          [](State& state, const Submitted&, const Event&) { state.report = Report::submitted; });
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
      .applies(
          [](State& state, const Returned&, const Event&) { state.report = Report::returned; });
  using Accepted = AccountabilityReportAccepted;
  s.event<Accepted>("accountability_report_accepted",
                    {"LPJ diterima", "Accountability report accepted"})
      .by({role::ppk})
      .step({"report_in", "overdue"}, "report_ok")
      .corrected_by({role::kpa})
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
      .applies([](State& state, const Overdue&, const Event&) { state.overdue = true; });
}

void balance(Builder& s) {
  s.event<HandoverSigned>("handover_signed", {"BAST ditandatangani", "Handover signed"})
      .by({role::ppk})
      .needs_basis()
      .corrected_by({role::kpa});
  s.event<UnspentBalanceDeclared>("unspent_balance_declared",
                                  {"Sisa dana dinyatakan", "Unspent balance declared"})
      .by({role::applicant})
      .corrected_by({role::ppk, role::programme_officer})
      .field("amount_idr", &UnspentBalanceDeclared::amount_idr, money(), amount_title)
      .applies([](State& state, const UnspentBalanceDeclared& e, const Event&) {
        state.unspent_idr = e.amount_idr;
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
      .field("ntpn", &RefundDeposited::ntpn, ntpn(), {"NTPN", "NTPN"})
      .field("amount_idr", &RefundDeposited::amount_idr, money(), amount_title)
      .field("deposited_on", &RefundDeposited::deposited_on, text(format::day_done),
             {"Tanggal setor", "Deposited on"})
      .decides(is_an_ordered_deposit)
      .applies([](State& state, const RefundDeposited& e, const Event&) {
        state.deposits[e.ntpn].amount_idr = e.amount_idr;
      });
  s.event<RefundConfirmed>("refund_confirmed", {"Setoran dikonfirmasi KPPN", "Refund confirmed"})
      .by({role::kppn})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("ntpn", &RefundConfirmed::ntpn, ntpn(), {"NTPN", "NTPN"})
      .decides(waits_for_confirmation)
      .applies([](State& state, const RefundConfirmed& e, const Event&) {
        Deposit& deposit = state.deposits[e.ntpn];
        if (!deposit.confirmed) state.refunded_idr += deposit.amount_idr;
        deposit.confirmed = true;
      });
}

}  // namespace

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
      .applies([](State& state, const RefundOrdered& e, const Event&) {
        state.refund_ordered = true;
        state.refund_due_idr += e.amount_idr;
      });
  deposits(s);
}

}  // namespace programme::grant
