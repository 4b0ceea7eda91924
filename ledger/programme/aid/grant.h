// One grant ("bantuan"), from the agreement to the closed account.
//
//   (new) -briefing_attended-> invited -agreement_signed-> agreed      (the briefing is optional)
//   agreed -tranche_requested-> requested -documents_tested passed-> tested, not passed-> agreed
//   tested -spp_issued-> tested -spm_issued-> spm -sp2d_issued-> sp2d -funds_credited-> in_use
//   in_use -accountability_report_submitted-> report_in -accountability_report_accepted-> report_ok
//   report_ok -closed-> closed
//
// Refunds (ordered, deposited, confirmed) run beside these steps. Source: domain.md 7.3.
#pragma once

#include <cstdint>
#include <map>
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
  std::map<std::int64_t, std::int64_t> expenditures;  // number -> amount
  std::map<std::string, std::int64_t> deposits;       // NTPN -> amount, not confirmed yet
  bool refund_ordered = false;
};

const StreamType& stream();

}  // namespace programme::grant
