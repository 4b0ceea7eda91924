// One mentoring case ("pendampingan"): a group with its mentor, his sessions, and the group's
// monthly business reports. The obstacle of a session is free text about people, so it is sealed.
//
//   (new) -mentor_assigned-> assigned
//
// Sessions and reports follow in any order; a session is verified once, a month reported once.
// Source: domain.md 7.1 O.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::mentoring {

struct MentorAssigned {
  std::string group, university;
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

struct State {
  std::map<std::int64_t, bool> sessions;  // number -> verified
  std::set<std::string> months;           // reported
};

const StreamType& stream();

}  // namespace programme::mentoring
