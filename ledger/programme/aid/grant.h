// One grant ("bantuan"), from the agreement ("perjanjian", PKS) to the closed account.
//
//   (new) -briefing_attended-> invited -agreement_signed-> agreed      (the briefing is optional)
//   agreed, in_use -tranche_requested-> requested -documents_tested passed-> tested
//                                       requested -documents_tested not passed-> agreed
//   tested -spp_issued-> tested -spm_issued-> spm -sp2d_issued-> sp2d -funds_credited-> in_use
//   in_use -accountability_report_submitted-> report_in -accountability_report_accepted-> report_ok
//   report_ok -closed-> closed
//
// One tranche is under way at a time: the one that was requested last. Expenditure is recorded from
// the agreement on until the report ("LPJ") is accepted. Beside the steps, until the end:
// briefings, the handover ("BAST"), and refunds, which are ordered, then deposited, then confirmed.
// Source: domain.md 7.3.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

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
struct ExpenditureRecorded {
  std::int64_t number = 0;
  std::string date, item;
  std::int64_t amount_idr = 0;
  std::string vendor, receipt;
};
struct AccountabilityReportSubmitted {
  std::int64_t spent_idr = 0, balance_idr = 0;
  std::string technical, financial;
};
struct HandoverSigned {};
struct AccountabilityReportAccepted {};
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
struct Closed {};

struct State {
  enum class Tranche { requested, credited };
  enum class Deposit { waits, confirmed };

  std::string recipient;                     // of the first event that names one
  std::map<std::int64_t, Tranche> tranches;  // by number
  std::int64_t tranche_under_way = 0;        // requested last; 0: none yet
  std::set<std::int64_t> expenditures;       // numbers
  std::map<std::string, Deposit> deposits;   // by NTPN
  bool refund_ordered = false;
};

const StreamType& stream();

}  // namespace programme::grant
