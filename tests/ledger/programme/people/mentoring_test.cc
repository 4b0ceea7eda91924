#include "ledger/programme/people/mentoring.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::mentoring::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string assigned = R"(mentor_assigned
    {"group": "group/LBK-01", "university": "partner/ipb"})";
const std::string session = R"(session_logged
    {"number": 1, "start": "2023-09-04T09:00:00+07:00", "end": "2023-09-04T11:00:00+07:00",
     "mode": "offline", "material": "pembukuan", "obstacle": "akses jalan",
     "solution": "pemasaran bersama"})";
const std::string verified = R"(session_verified {"number": 1})";
const std::string report = R"(monthly_report_submitted
    {"month": "2023-09", "revenue_idr": 4500000, "sales": {"quantity": "37.000", "unit": "kg"},
     "workers": 16})";

}  // namespace

TEST_CASE("mentoring: a mentor first") {
  const std::vector<Row> rows = {
      {"a mentor opens", {}, assigned, "ok"},
      {"assigned once", {assigned}, assigned, "stream_exists"},
      {"no session without a mentor", {}, session, "stream_not_open"},
      {"no report without a mentor", {}, report, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: a session is logged once and verified once") {
  const std::vector<Row> rows = {
      {"a session", {assigned}, session, "ok"},
      {"its number once", {assigned, session}, session, "session_number_used"},
      {"its number stays used", {assigned, session, verified}, session, "session_number_used"},
      {"verified", {assigned, session}, verified, "ok"},
      {"never logged", {assigned}, verified, "session_unknown"},
      {"another was logged",
       {assigned, session},
       R"(session_verified {"number": 2})",
       "session_unknown"},
      {"verified twice", {assigned, session, verified}, verified, "session_verified_already"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: a month is reported once") {
  const std::string the_next_month = R"(monthly_report_submitted
    {"month": "2023-10", "revenue_idr": 0, "sales": {"quantity": "0.000", "unit": "kg"},
     "workers": 0})";
  const std::string a_unit_of_the_list = R"(monthly_report_submitted
    {"month": "2023-10", "revenue_idr": 0, "sales": {"quantity": "1.000", "unit": "sack"},
     "workers": 0})";
  const std::vector<Row> rows = {
      {"a report", {assigned}, report, "ok"},
      {"the month again", {assigned, report}, report, "month_reported_already"},
      {"the next month", {assigned, report}, the_next_month, "ok"},
      {"a unit of the list",
       {assigned},
       a_unit_of_the_list,
       "mentoring.monthly_report_submitted: /data/sales/unit must be one of kg, ton, liter, pcs, "
       "ekor, ha, m, m2, unit, HOK, JP"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("mentoring: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
