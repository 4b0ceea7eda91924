#include "projections/mentoring.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::mentoring(), events)["M"];
}

std::string session(const std::string& what, int number) {
  return "mentoring.session_" + what + R"( mentoring/M {"number": )" + std::to_string(number) + "}";
}

std::string report(const std::string& month, int revenue_idr, int workers) {
  return R"(mentoring.monthly_report_submitted mentoring/M {"month": ")" + month +
         R"(", "revenue_idr": )" + std::to_string(revenue_idr) + R"(, "workers": )" +
         std::to_string(workers) + "}";
}

const std::string rejected = R"(mentoring.report_rejected mentoring/M {"month": "2023-10"})";

}  // namespace

TEST_CASE("the sample comes to ten cases with a verified session and a month each") {
  const auto rows = projections::folded_sample(projections::mentoring());
  REQUIRE(rows.size() == 10);
  std::int64_t revenue_idr = 0;
  for (const auto& [id, row] : rows) {
    CHECK(row["sessions"] == 1);
    CHECK(row["verified"] == 1);
    CHECK(row["months_reported"] == 1);
    revenue_idr += row["revenue_idr"].get<std::int64_t>();
  }
  CHECK(revenue_idr == 33'000'000);
  const Json want = {{"id", "2023-LBK-01"},
                     {"group", "group/LBK-01"},
                     {"university", "partner/ipb"},
                     {"sessions", 1},
                     {"verified", 1},
                     {"months_reported", 1},
                     {"revenue_idr", 4'500'000},
                     {"workers", 16},
                     {"hired", 0},
                     {"state", "assigned"}};
  CHECK(rows.at("2023-LBK-01") == want);
}

TEST_CASE("sessions count once, verified or not") {
  const Json row = row_of({session("logged", 1), session("logged", 2), session("logged", 3),
                           session("rejected", 2), session("verified", 1), session("verified", 1)});
  CHECK(row["sessions"] == 3);
  CHECK(row["verified"] == 1);
  CHECK(row_of({session("verified", 1)})["sessions"] == 1);
  CHECK(row_of({session("logged", 1), session("verified", 1),
                "mentoring.event_reversed@1 mentoring/M {}"})["verified"] == 0);
}

TEST_CASE("a rejected month counts again once it is reported anew") {
  std::vector<std::string> events = {report("2023-10", 500, 7), report("2023-09", 300, 4)};
  CHECK(row_of(events)["revenue_idr"] == 800);
  CHECK(row_of(events)["workers"] == 7);
  events.push_back(rejected);
  CHECK(row_of(events)["revenue_idr"] == 300);
  CHECK(row_of(events)["months_reported"] == 1);
  CHECK(row_of(events)["workers"] == 4);
  events.push_back(report("2023-10", 450, 6));
  CHECK(row_of(events)["revenue_idr"] == 750);
  CHECK(row_of(events)["workers"] == 6);
  CHECK(row_of({rejected})["workers"].is_null());
  CHECK(row_of({report("2023-10", 500, 7), rejected})["revenue_idr"] == 0);
}

TEST_CASE("a case keeps its university where another mentor comes from the same one") {
  const std::string assigned =
      "mentoring.mentor_assigned mentoring/M "
      R"({"group": "group/G", "university": "partner/U"})";
  CHECK(row_of({assigned, "mentoring.mentor_replaced mentoring/M {}"})["university"] ==
        "partner/U");
  const Json row =
      row_of({assigned, R"(mentoring.mentor_replaced mentoring/M {"university": "partner/W"})",
              "mentoring.worker_hired mentoring/M {}", "mentoring.worker_hired mentoring/M {}",
              "mentoring.business_graduated mentoring/M {}"});
  CHECK(row["university"] == "partner/W");
  CHECK(row["hired"] == 2);
  CHECK(row["state"] == "graduated");
}

TEST_CASE("any part of the sample folds to mentoring") {
  projections::fold_parts_of_sample(projections::mentoring());
}
