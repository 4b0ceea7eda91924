#include "ledger/programme/aid/grant.h"

namespace programme::grant {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title tranche = {"Tahap", "Tranche"}, amount = {"Jumlah", "Amount"},
                number_title = {"Nomor", "Number"}, recipient_title = {"Penerima", "Recipient"},
                determination_title = {"Surat keputusan", "Determination"};

Field tranche_number() { return integer(1, 12); }
Field recipient() { return indexed(reference({"group", "person", "institution"})); }
Field determination() { return indexed(reference({"determination"})); }
Field paper_number() { return indexed(text(format::document_number)); }
Field ntpn() { return indexed(text(format::ntpn)); }

template <class E>
Verdict is_of_the_same_recipient(const State& state, const E& e, const Event&) {
  if (state.recipient.empty() || state.recipient == e.recipient) return {};
  return refuse_state("grant_recipient_differs",
                      "this grant is for " + state.recipient + "; another recipient needs its own");
}

template <class E>
void remember_recipient(State& state, const E& e, const Event&) {
  if (state.recipient.empty()) state.recipient = e.recipient;
}

template <class E>
Verdict is_under_way(const State& state, const E& e, const Event&) {
  const std::string number = std::to_string(e.tranche);
  if (!state.tranches.contains(e.tranche))
    return refuse_state("tranche_unknown", "tranche " + number + " was never requested");
  if (e.tranche == state.tranche_under_way) return {};
  return refuse_state("tranche_not_under_way", "tranche " +
                                                   std::to_string(state.tranche_under_way) +
                                                   " is under way, not tranche " + number);
}

Verdict is_not_paid(const State& state, const TrancheRequested& e, const Event&) {
  const auto found = state.tranches.find(e.number);
  if (found == state.tranches.end() || found->second != State::Tranche::credited) return {};
  return refuse_state("tranche_paid",
                      "tranche " + std::to_string(e.number) + " was credited already");
}

Verdict is_a_new_expenditure(const State& state, const ExpenditureRecorded& e, const Event&) {
  if (!state.expenditures.contains(e.number)) return {};
  return refuse_state("expenditure_number_used",
                      "this grant has an expenditure " + std::to_string(e.number) + " already");
}

Verdict is_an_ordered_deposit(const State& state, const RefundDeposited& e, const Event&) {
  if (!state.refund_ordered)
    return refuse_state("refund_not_ordered", "no refund of this grant was ordered");
  if (!state.deposits.contains(e.ntpn)) return {};
  return Refusal{"I18", "refund_ntpn_used", "this NTPN stands for another deposit of this grant"};
}

Verdict waits_for_confirmation(const State& state, const RefundConfirmed& e, const Event&) {
  const auto found = state.deposits.find(e.ntpn);
  if (found != state.deposits.end() && found->second == State::Deposit::waits) return {};
  return refuse_state("refund_not_deposited",
                      "no deposit under this NTPN waits for a confirmation");
}

void agreement(Builder& s) {
  s.event<BriefingAttended>("briefing_attended", {"Pembekalan diikuti", "Briefing attended"})
      .by({role::programme_officer})
      .may_open("invited")
      .field("recipient", &BriefingAttended::recipient, recipient(), recipient_title)
      .field("determination", &BriefingAttended::determination, determination(),
             determination_title)
      .field("persons", &BriefingAttended::persons, list(reference({"person"})),
             {"Peserta", "Persons"})
      .decides(is_of_the_same_recipient<BriefingAttended>)
      .applies(remember_recipient<BriefingAttended>);
  s.event<AgreementSigned>("agreement_signed", {"Perjanjian ditandatangani", "Agreement signed"})
      .by({role::ppk})
      .needs_basis()
      .may_open("agreed", {"invited"})
      .field("recipient", &AgreementSigned::recipient, recipient(), recipient_title)
      .field("determination", &AgreementSigned::determination, determination(), determination_title)
      .field("number", &AgreementSigned::number, paper_number(),
             {"Nomor perjanjian", "Number of the agreement"})
      .field("amount_idr", &AgreementSigned::amount_idr, money(), {"Jumlah bantuan", "Amount"})
      .field("ends_on", &AgreementSigned::ends_on, text(format::date), {"Berakhir", "Ends on"})
      .decides(is_of_the_same_recipient<AgreementSigned>)
      .applies(remember_recipient<AgreementSigned>);
}

void request(Builder& s) {
  s.event<TrancheRequested>("tranche_requested", {"Pencairan diminta", "Tranche requested"})
      .by({role::applicant})
      .step({"agreed", "in_use"}, "requested")
      .field("number", &TrancheRequested::number, tranche_number(), tranche)
      .field("amount_idr", &TrancheRequested::amount_idr, money(), amount)
      .field("receipt", &TrancheRequested::receipt, text(format::digest), {"Kuitansi", "Receipt"})
      .decides(is_not_paid)
      .applies([](State& state, const TrancheRequested& e, const Event&) {
        state.tranches.emplace(e.number, State::Tranche::requested);
        state.tranche_under_way = e.number;
      });
  s.event<DocumentsTested>("documents_tested", {"Dokumen diuji PPK", "Documents tested"})
      .by({role::ppk})
      .step_by({"requested"},
               [](const DocumentsTested& e) -> std::string_view {
                 return e.passed ? "tested" : "agreed";
               })
      .field("tranche", &DocumentsTested::tranche, tranche_number(), tranche)
      .field("passed", &DocumentsTested::passed, boolean(), {"Lulus uji", "Passed"})
      .decides(is_under_way<DocumentsTested>);
}

void payment_order(Builder& s) {
  s.event<SppIssued>("spp_issued", {"SPP diterbitkan", "Payment request (SPP) issued"})
      .by({role::ppk})
      .step({"tested"}, "tested")
      .field("tranche", &SppIssued::tranche, tranche_number(), tranche)
      .field("number", &SppIssued::number, paper_number(), number_title)
      .decides(is_under_way<SppIssued>);
  s.event<SpmIssued>("spm_issued", {"SPM diterbitkan", "Payment order (SPM) issued"})
      .by({role::ppspm})
      .step({"tested"}, "spm")
      .field("tranche", &SpmIssued::tranche, tranche_number(), tranche)
      .field("number", &SpmIssued::number, indexed(text(format::spm)), number_title)
      .field("account", &SpmIssued::account, text(format::account), {"Akun", "Account"})
      .field("amount_idr", &SpmIssued::amount_idr, money(), amount)
      .decides(is_under_way<SpmIssued>);
}

void payment(Builder& s) {
  s.event<Sp2dIssued>("sp2d_issued", {"SP2D diterbitkan", "Disbursement order (SP2D) issued"})
      .by({role::kppn})
      .step({"spm"}, "sp2d")
      .field("tranche", &Sp2dIssued::tranche, tranche_number(), tranche)
      .field("number", &Sp2dIssued::number, indexed(text(format::sp2d)), number_title)
      .field("issued_on", &Sp2dIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("amount_idr", &Sp2dIssued::amount_idr, money(), amount)
      .field("budget", &Sp2dIssued::budget, indexed(reference({"budget"})), {"DIPA", "Budget"})
      .field("line", &Sp2dIssued::line, indexed(text(format::budget_line)), {"MAK", "Budget line"})
      .decides(is_under_way<Sp2dIssued>);
  s.event<FundsCredited>("funds_credited", {"Dana masuk rekening", "Funds credited"})
      .by({role::bank})
      .step({"sp2d"}, "in_use")
      .field("tranche", &FundsCredited::tranche, tranche_number(), tranche)
      .field("amount_idr", &FundsCredited::amount_idr, money(), amount)
      .field("bank_reference", &FundsCredited::bank_reference, paper_number(),
             {"Referensi bank", "Bank reference"})
      .decides(is_under_way<FundsCredited>)
      .applies([](State& state, const FundsCredited& e, const Event&) {
        state.tranches[e.tranche] = State::Tranche::credited;
      });
}

void spending(Builder& s) {
  using Expenditure = ExpenditureRecorded;
  s.event<Expenditure>("expenditure_recorded", {"Belanja dicatat", "Expenditure recorded"})
      .by({role::applicant})
      .step({"agreed", "requested", "tested", "spm", "sp2d", "in_use", "report_in"})
      .field("number", &Expenditure::number, integer(1, 100000), number_title)
      .field("date", &Expenditure::date, text(format::day_done), {"Tanggal belanja", "Date"})
      .field("item", &Expenditure::item, text(format::line), {"Barang atau jasa", "Item"})
      .field("amount_idr", &Expenditure::amount_idr, money(), amount)
      .field("vendor", &Expenditure::vendor, text(format::line), {"Penjual", "Vendor"})
      .field("receipt", &Expenditure::receipt, text(format::digest), {"Kuitansi", "Receipt"})
      .decides(is_a_new_expenditure)
      .applies([](State& state, const Expenditure& e, const Event&) {
        state.expenditures.insert(e.number);
      });
}

void accountability(Builder& s) {
  using Report = AccountabilityReportSubmitted;
  s.event<Report>("accountability_report_submitted",
                  {"LPJ disampaikan", "Accountability report submitted"})
      .by({role::applicant})
      .step({"in_use"}, "report_in")
      .field("spent_idr", &Report::spent_idr, money(), {"Total belanja", "Spent"})
      .field("balance_idr", &Report::balance_idr, money(), {"Sisa dana", "Balance"})
      .field("technical", &Report::technical, text(format::digest),
             {"Laporan teknis", "Technical report"})
      .field("financial", &Report::financial, text(format::digest),
             {"Laporan keuangan", "Financial report"});
  s.event<HandoverSigned>("handover_signed", {"BAST ditandatangani", "Handover signed"})
      .by({role::ppk})
      .needs_basis();
  s.event<AccountabilityReportAccepted>("accountability_report_accepted",
                                        {"LPJ diterima", "Accountability report accepted"})
      .by({role::ppk})
      .step({"report_in"}, "report_ok");
  s.event<Closed>("closed", {"Bantuan ditutup", "Grant closed"})
      .by({role::ppk})
      .step({"report_ok"}, "closed");
}

void refunds(Builder& s) {
  s.event<RefundOrdered>("refund_ordered", {"Pengembalian diperintahkan", "Refund ordered"})
      .by({role::ppk})
      .field("amount_idr", &RefundOrdered::amount_idr, money(), amount)
      .field("cause", &RefundOrdered::cause, text(format::slug), {"Sebab", "Cause"})
      .field("due_on", &RefundOrdered::due_on, text(format::date), {"Tenggat", "Due on"})
      .applies(
          [](State& state, const RefundOrdered&, const Event&) { state.refund_ordered = true; });
  s.event<RefundDeposited>("refund_deposited", {"Pengembalian disetor", "Refund deposited"})
      .by({role::applicant, role::treasurer})
      .field("form", &RefundDeposited::form, code({"SSPB", "SSBP"}), {"Jenis setoran", "Form"})
      .field("billing", &RefundDeposited::billing, indexed(text(format::billing)),
             {"Kode billing", "Billing code"})
      .field("ntpn", &RefundDeposited::ntpn, ntpn(), {"NTPN", "NTPN"})
      .field("amount_idr", &RefundDeposited::amount_idr, money(), amount)
      .field("deposited_on", &RefundDeposited::deposited_on, text(format::day_done),
             {"Tanggal setor", "Deposited on"})
      .decides(is_an_ordered_deposit)
      .applies([](State& state, const RefundDeposited& e, const Event&) {
        state.deposits.emplace(e.ntpn, State::Deposit::waits);
      });
  s.event<RefundConfirmed>("refund_confirmed", {"Setoran dikonfirmasi KPPN", "Refund confirmed"})
      .by({role::kppn})
      .field("ntpn", &RefundConfirmed::ntpn, ntpn(), {"NTPN", "NTPN"})
      .decides(waits_for_confirmation)
      .applies([](State& state, const RefundConfirmed& e, const Event&) {
        state.deposits[e.ntpn] = State::Deposit::confirmed;
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("grant", {"Bantuan", "Grant"}, {"closed"});
    agreement(s);
    request(s);
    payment_order(s);
    payment(s);
    spending(s);
    accountability(s);
    refunds(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::grant
