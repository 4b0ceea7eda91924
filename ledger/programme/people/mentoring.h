// One mentoring case ("pendampingan"): a group with its mentor, his sessions, and the group's
// monthly business reports, until the business stands on its own or is given up.
//
//   (new) -mentor_assigned-> assigned -business_graduated-> graduated (the end)
//                            assigned -business_failed-> failed (the end)
//
// Until the end sessions, reports and the rest follow in any order. A session and a month's report
// each have a way of their own:
//
//   (new) -session_logged-> logged
//   logged, rebutted -session_verified-> verified
//   logged, rebutted -session_rejected-> rejected -rebuttal_filed-> rebutted
//   (new), rejected -monthly_report_submitted-> submitted -report_verified-> verified
//                                               submitted -report_rejected-> rejected
//
// The obstacle of a session is free text about people, so it is sealed. A worker whom the business
// hires is a person of the ledger or is told by name and NIK, which this stream's key seals; never
// both, for the erasure of a person would not reach the copy.
//
// Source: domain.md 1.5 and 7.1 O.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::mentoring {

struct MentorAssigned {
  std::string group, university;
};
struct MentorReplaced {
  std::optional<std::string> university;
};
struct SessionLogged {
  std::int64_t number = 0;
  std::string start, end, mode, material;
  Personal<std::string> obstacle;
  std::string solution;
};
struct SessionVerified {
  std::int64_t number = 0;
};
struct SessionRejected {
  std::int64_t number = 0;
};
struct RebuttalFiled {
  std::int64_t number = 0;
  std::string text;
};
struct Sales {
  std::string quantity, unit;
  static void describe(Fields<Sales>& fields);
};
struct MonthlyReportSubmitted {
  std::string month;
  std::int64_t revenue_idr = 0;
  Sales sales;
  std::int64_t workers = 0;
};

struct ReportVerified {
  std::string month;
};
struct ReportRejected {
  std::string month;
};
struct WorkerHired {
  std::optional<std::string> person;
  std::optional<Personal<std::string>> nik, name;
  std::string hired_on;
};
struct FollowUpRecommended {
  std::string recommendation;
};
struct BusinessGraduated {};
struct BusinessFailed {};

struct State {
  std::string group;
  std::uint64_t began_at = 0;  // place of the assignment
  std::int64_t workers_hired = 0;

  enum class Session { logged, verified, rejected, rebutted };
  enum class Report { submitted, verified, rejected };

  std::map<std::int64_t, Session> sessions;  // by number
  std::map<std::string, Report> months;
};

const StreamType& stream();

}  // namespace programme::mentoring
