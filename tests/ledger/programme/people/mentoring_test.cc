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
const std::string session = R"(session_logged at 2023-09-04T12:00:00+07:00
    {"number": 1, "start": "2023-09-04T09:00:00+07:00", "end": "2023-09-04T11:00:00+07:00",
     "mode": "offline", "material": "pembukuan", "obstacle": "akses jalan",
     "solution": "pemasaran bersama"})";
const std::string verified = R"(session_verified {"number": 1})";
const std::string report = R"(monthly_report_submitted
    {"month": "2023-09", "revenue_idr": 4500000, "sales": {"quantity": "37.000", "unit": "kg"},
     "workers": 16})";
const std::string rejected = R"(session_rejected {"number": 1})";
const std::string rebuttal = R"(rebuttal_filed {"number": 1, "text": "daftar hadir terlampir"})";
const std::string report_verified = R"(report_verified {"month": "2023-09"})";
const std::string report_rejected = R"(report_rejected {"month": "2023-09"})";
const std::string advice = R"(follow_up_recommended {"recommendation": "TKM Lanjutan"})";
const std::string hired = R"(worker_hired {"person": "person/P1", "hired_on": "2023-06-01"})";

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

TEST_CASE("mentoring: a mentor is replaced") {
  const std::string replaced = R"(mentor_replaced {"university": "partner/unipa"})";
  const std::vector<Row> rows = {
      {"nobody to replace", {}, replaced, "stream_not_open"},
      {"by another university's", {assigned}, replaced, "ok"},
      {"by one of the same", {assigned}, "mentor_replaced", "ok"},
      {"again", {assigned, replaced, session}, "mentor_replaced", "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: a session is rejected, rebutted, judged again") {
  const std::vector<Row> rows = {
      {"never logged", {assigned}, rejected, "session_unknown"},
      {"rejected", {assigned, session}, rejected, "ok"},
      {"rejected twice", {assigned, session, rejected}, rejected, "session_rejected_already"},
      {"not when verified", {assigned, session, verified}, rejected, "session_verified_already"},
      {"not verified after it",
       {assigned, session, rejected},
       verified,
       "session_rejected_already"},
      {"its number stays used", {assigned, session, rejected}, session, "session_number_used"},
      {"nothing to rebut", {assigned}, rebuttal, "session_unknown"},
      {"only logged", {assigned, session}, rebuttal, "session_not_rejected"},
      {"verified", {assigned, session, verified}, rebuttal, "session_not_rejected"},
      {"rebutted", {assigned, session, rejected}, rebuttal, "ok"},
      {"rebutted once", {assigned, session, rejected, rebuttal}, rebuttal, "session_not_rejected"},
      {"then verified", {assigned, session, rejected, rebuttal}, verified, "ok"},
      {"or rejected again", {assigned, session, rejected, rebuttal}, rejected, "ok"},
      {"and rebutted again", {assigned, session, rejected, rebuttal, rejected}, rebuttal, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: a report is verified or rejected, and then sent again") {
  const std::vector<Row> rows = {
      {"nothing to verify", {assigned}, report_verified, "month_not_reported"},
      {"nothing to reject", {assigned}, report_rejected, "month_not_reported"},
      {"verified", {assigned, report}, report_verified, "ok"},
      {"rejected", {assigned, report}, report_rejected, "ok"},
      {"verified twice",
       {assigned, report, report_verified},
       report_verified,
       "report_verified_already"},
      {"not rejected after it",
       {assigned, report, report_verified},
       report_rejected,
       "report_verified_already"},
      {"rejected twice",
       {assigned, report, report_rejected},
       report_rejected,
       "report_rejected_already"},
      {"not verified after it",
       {assigned, report, report_rejected},
       report_verified,
       "report_rejected_already"},
      {"sent again", {assigned, report, report_rejected}, report, "ok"},
      {"and then verified", {assigned, report, report_rejected, report}, report_verified, "ok"},
      {"a verified month stays",
       {assigned, report, report_verified},
       report,
       "month_reported_already"},
      {"sent again once",
       {assigned, report, report_rejected, report},
       report,
       "month_reported_already"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: a hired worker is of the ledger or told by name and NIK") {
  const std::string told = R"(worker_hired
    {"nik": "3602270107959001", "name": "Uji", "hired_on": "2023-06-01"})";
  const std::string without_nik = R"(worker_hired {"name": "Uji", "hired_on": "2023-06-01"})";
  const std::string without_name = R"(worker_hired
    {"nik": "3602270107959001", "hired_on": "2023-06-01"})";
  const std::string nobody = R"(worker_hired {"hired_on": "2023-06-01"})";
  const std::string twice = R"(worker_hired
    {"person": "person/P1", "nik": "3602270107959001", "hired_on": "2023-06-01"})";
  const std::vector<Row> rows = {
      {"no mentor yet", {}, hired, "stream_not_open"},
      {"of the ledger", {assigned}, hired, "ok"},
      {"by name and NIK", {assigned}, told, "ok"},
      {"one after the other", {assigned, hired, told}, told, "ok"},
      {"no NIK", {assigned}, without_nik, "worker_not_told_once"},
      {"no name", {assigned}, without_name, "worker_not_told_once"},
      {"nobody", {assigned}, nobody, "worker_not_told_once"},
      {"both", {assigned}, twice, "worker_not_told_once"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("mentoring: the business graduates or fails, and that is the end") {
  const std::vector<Row> rows = {
      {"nobody to advise", {}, advice, "stream_not_open"},
      {"advice", {assigned}, advice, "ok"},
      {"further advice", {assigned, advice}, advice, "ok"},
      {"nothing to graduate", {}, "business_graduated", "stream_not_open"},
      {"nothing to fail", {}, "business_failed", "stream_not_open"},
      {"graduated", {assigned, session}, "business_graduated", "ok"},
      {"failed", {assigned, session}, "business_failed", "ok"},
      {"graduated once",
       {assigned, "business_graduated"},
       "business_graduated",
       "step_out_of_order"},
      {"failed once", {assigned, "business_failed"}, "business_failed", "step_out_of_order"},
      {"not failed after it",
       {assigned, "business_graduated"},
       "business_failed",
       "step_out_of_order"},
      {"not graduated after it",
       {assigned, "business_failed"},
       "business_graduated",
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
  for (const std::string& action :
       {std::string("mentor_replaced"), session, verified, rejected, rebuttal, report,
        report_verified, report_rejected, hired, advice}) {
    const Row row{"after the end", {assigned, session, report, "business_failed"}, action, ""};
    CHECK(support::outcome_of(stream(), row) == "step_out_of_order");
  }
}

TEST_CASE("mentoring: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {assigned, session, rejected, rebuttal, report}) == "assigned");
  CHECK(status_after(stream(), {assigned, "business_graduated"}) == "graduated");
  CHECK(status_after(stream(), {assigned, "business_failed"}) == "failed");
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
