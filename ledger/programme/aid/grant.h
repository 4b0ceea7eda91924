// One grant ("bantuan"), from the agreement ("perjanjian", PKS) to the closed account.
//
//   (new) -briefing_attended-> invited -agreement_signed-> agreed      (the briefing is optional)
//   agreed, in_use -tranche_requested-> requested -documents_tested passed-> tested
//                                       requested -documents_tested not passed-> agreed
//   tested -spp_issued-> tested -spm_issued-> spm -sp2d_issued-> sp2d -funds_credited-> in_use
//                                             spm -spm_rejected-> agreed
//   sp2d -transfer_returned-> returned -tranche_requested-> requested
//                             returned -documents_tested-> tested or agreed
//   in_use -accountability_report_submitted-> report_in -accountability_report_accepted-> report_ok
//                                             report_in -accountability_report_returned-> in_use
//   in_use, report_in -accountability_report_overdue_declared-> overdue
//   overdue -accountability_report_submitted-> report_in, -accountability_report_accepted->
//   report_ok agreed to report_ok -agreement_terminated-> terminated report_ok, terminated
//   -closed-> closed
//
// One tranche is under way at a time: the one that was requested last. An envelope that is shipped
// with an item for it moves a `tested` grant to `sp2d`: the payment order is then the envelope's.
// A transfer that came back is paid again by either road. Of a terminated grant the bank still says
// what became of a transfer; it stays terminated.
//
// A report ("LPJ") that was once overdue is late for ever: returned, the grant is overdue again.
// Expenditure is recorded from the first credit on until the report is accepted. Beside the steps,
// until the end: briefings, the integrity pact, withdrawals, progress, reminders, sanctions, the
// handover ("BAST"), and refunds, which are ordered, then deposited, then confirmed. A refund that
// is due leaves the status as it is; refund_is_due() tells.
// Source: domain.md 7.1 K, 7.3.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/aid/grant_rules.h"
#include "ledger/programme/stream.h"

namespace programme::grant {

struct BriefingAttended {
  std::string recipient, determination;
  std::vector<std::string> persons;
};
struct AgreementSigned {
  std::string recipient, determination, number;
  std::int64_t amount_idr = 0;
  std::string ends_on;
};
struct IntegrityPactSigned {};
struct TrancheRequested {
  std::int64_t number = 0, amount_idr = 0;
  std::string receipt;
};
struct DocumentsTested {
  std::int64_t tranche = 0;
  bool passed = false;
};
struct SppIssued {
  std::int64_t tranche = 0;
  std::string number;
};
struct SpmIssued {
  std::int64_t tranche = 0;
  std::string number, account;
  std::int64_t amount_idr = 0;
};
struct SpmRejected {
  std::int64_t tranche = 0;
  std::string number;
};
struct Sp2dIssued {
  std::int64_t tranche = 0;
  std::string number, issued_on;
  std::int64_t amount_idr = 0;
  std::string budget, line;
};
struct FundsCredited {
  std::int64_t tranche = 0, amount_idr = 0;
  std::string bank_reference;
};
struct TransferReturned {
  std::int64_t tranche = 0, amount_idr = 0;
  std::string bank_reference, cause;
};
struct FundsWithdrawn {
  std::int64_t amount_idr = 0;
  std::string withdrawn_at;
  std::optional<std::string> person;  // who may be nobody that the ledger knows
};
struct ExpenditureRecorded {
  std::int64_t number = 0;
  std::string date, item;
  std::int64_t amount_idr = 0;
  std::string vendor, receipt;
};
// Takes the place of the expenditure of its number.
struct ExpenditureCorrected {
  std::int64_t number = 0;
  std::string date, item;
  std::int64_t amount_idr = 0;
  std::string vendor, receipt;
};
struct ProgressReported {
  std::int64_t percent = 0;
  std::string digest;
};
struct AccountabilityReminderSent {
  std::string channel;
};
struct AccountabilityReportSubmitted {
  std::int64_t spent_idr = 0, balance_idr = 0;
  std::string technical, financial;
};
struct AccountabilityReportReturned {};
struct AccountabilityReportAccepted {};
struct AccountabilityReportOverdueDeclared {};
struct HandoverSigned {};
struct UnspentBalanceDeclared {
  std::int64_t amount_idr = 0;
};
struct RefundOrdered {
  std::int64_t amount_idr = 0;
  std::string cause, due_on;
};
struct RefundDeposited {
  std::string form, billing, ntpn;
  std::int64_t amount_idr = 0;
  std::string deposited_on;
};
struct RefundConfirmed {
  std::string ntpn;
};
struct SanctionImposed {
  std::string kind;
};
struct AgreementTerminated {};
struct Closed {};

// One part of the money. What an envelope pays of it stands on the envelope.
struct Tranche {
  std::int64_t requested_idr = 0, spm_idr = 0, sp2d_idr = 0;  // the latest of each
  std::string spm, sp2d;                                      // their numbers
  std::string spm_of_year;                                    // the same as numbered() says
  bool tested = false;    // its documents, since it was requested last, and not paid since then
  bool ordered = false;   // by an SPM of its own that no SP2D has followed yet
  bool sent = false;      // by an SP2D of its own that the bank has not answered
  bool credited = false;  // for good: it is not paid twice
  bool returned = false;  // came back, and waits to be paid again
  std::int64_t credited_idr = 0, returned_idr = 0;
  std::size_t answers = 0;  // of the bank, to payments by envelopes
};

// A report that the office received, or gave back.
struct ReportMove {
  std::int64_t time_us = 0;
  bool handed_in = false;
};

struct Deposit {
  std::int64_t amount_idr = 0;
  bool confirmed = false;
};

// One number of a kind in a year: SP2Ds, SPMs and agreements are numbered anew in each.
inline std::string numbered(std::int64_t year, const std::string& number) {
  return std::to_string(year) + "/" + number;
}

struct State {
  enum class Report { none, submitted, returned, accepted };

  std::string subject;    // this grant, from the first request on
  std::string recipient;  // of the first event that names one
  std::string determination;
  std::string agreement;                   // number and year, as numbered() says
  std::optional<std::uint64_t> agreed_at;  // place of the agreement; nullopt: none is signed
  std::string agreed_on;                   // day in WIB
  std::int64_t agreed_idr = 0;
  bool integrity_pact = false;
  std::map<std::int64_t, Tranche> tranches;  // by number
  std::int64_t tranche_under_way = 0;        // requested last; 0: none yet
  std::int64_t sp2d_idr = 0;                 // all SP2Ds of its own, those that came back too
  std::set<std::string> spms, sp2ds;         // that stand, as numbered() says
  std::int64_t sp2d_year = 0;                // of the latest SP2D of its own; 0: none yet
  std::int64_t credited_idr = 0, returned_idr = 0, withdrawn_idr = 0;
  std::uint64_t returned_at = 0;                      // place of the latest return; 0: none yet
  std::string first_credit_on;                        // day in WIB; empty: nothing was credited yet
  std::optional<std::int64_t> last_credit_on;         // the same, as days since 1970
  std::map<std::int64_t, std::int64_t> expenditures;  // amounts by number
  std::int64_t spent_idr = 0;                         // all of them
  std::int64_t progress_percent = 0;                  // as last reported
  Report report = Report::none;
  std::vector<ReportMove> report_moves;  // in the order of their places
  std::int64_t reported_spent_idr = 0;   // by the latest report
  std::int64_t balance_idr = 0;          // as declared last, less what was refunded since
  bool handover_signed = false;
  bool overdue = false;  // was declared so, once
  std::optional<std::int64_t> unspent_idr;
  bool refund_ordered = false;
  std::int64_t refund_due_idr = 0, refunded_idr = 0;  // all ordered, all confirmed
  std::int64_t deposited_idr = 0;                     // all, confirmed or not
  std::map<std::string, Deposit> deposits;            // by NTPN
  std::set<std::string> sanctions;                    // kinds
  bool terminated = false;
};

inline bool refund_is_due(const State& state) { return state.refund_due_idr > state.refunded_idr; }

// What was paid out by SP2Ds of its own and by envelopes that were shipped before a place, less
// what came back.
std::int64_t disbursed_idr(const State& state, const Facts& facts,
                           std::uint64_t before = UINT64_MAX);

// The amount that is on its way to the recipient; nullopt: the bank has answered all.
std::optional<std::int64_t> payment_under_way_idr(const State& state, const Facts& facts);

// The last day, in WIB, on which the report of this grant is there in time: so many days after the
// last credit as its juknis set on that day. nullopt: nothing was credited, or no juknis is known.
std::optional<std::int64_t> report_due_day(const State& state, const Facts& facts);

const StreamType& stream();

}  // namespace programme::grant
