#include "projections/funding.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  auto rows = projections::folded(projections::funding(), events);
  REQUIRE(rows.size() == 1);
  REQUIRE(rows.begin()->first == "B-2023:L");
  return rows.begin()->second;
}

const std::string budget =
    R"(budget.issued budget/B-2023 {"year": 2023, "lines": [{"line": "L", "ceiling_idr": 1000}]})";
const std::string sp2d =
    "grant.sp2d_issued grant/X "
    R"({"tranche": 1, "amount_idr": 100, "budget": "budget/B-2023", "line": "L"})";
const std::string credit = R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})";
const std::string spent = R"(grant.expenditure_recorded grant/X {"amount_idr": 60})";
const std::string accepted = R"(grant.accountability_report_accepted grant/X {})";
const std::string deposit = R"(grant.refund_deposited grant/X {"ntpn": "N1", "amount_idr": 40})";
const std::string confirmed = R"(grant.refund_confirmed grant/X {"ntpn": "N1"})";

}  // namespace

TEST_CASE("the money of the sample comes to its figures") {
  const auto rows = projections::folded_sample(projections::funding());
  REQUIRE(rows.size() == 1);
  const std::string id = "026.04.1.451139-2023:4498.QDB.001.051.A.526312";
  Json want = {{"id", id},
               {"year", 2023},
               {"line", "4498.QDB.001.051.A.526312"},
               {"ceiling_idr", 5'000'000'000},
               {"committed_idr", 200'000'000},
               {"disbursed_idr", 200'000'000},
               {"credited_idr", 200'000'000},
               {"spent_idr", 199'400'000},
               {"returned_idr", 0},
               {"refunded_idr", 600'000},
               {"refunded_same_year_idr", 600'000},
               {"realised_idr", 199'400'000},
               {"available_idr", 4'800'000'000},
               {"accounted_idr", 140'000'000},
               {"outstanding_idr", 60'000'000}};
  CHECK(rows.at(id) == want);
}

TEST_CASE("money on a grant waits until its SP2D names the line") {
  const Json in_order = row_of({budget, sp2d, credit, spent, deposit, confirmed, accepted});
  CHECK(in_order["accounted_idr"] == 100);
  CHECK(in_order["spent_idr"] == 60);
  CHECK(in_order["refunded_idr"] == 40);
  CHECK(in_order["realised_idr"] == 60);
  CHECK(row_of({budget, credit, spent, deposit, confirmed, accepted, sp2d}) == in_order);
}

TEST_CASE("a line without a budget is counted all the same") {
  const Json row = row_of({sp2d, credit});
  CHECK(row["year"].is_null());
  CHECK(row["line"] == "L");
  CHECK(row["available_idr"] == 0);
  CHECK(row["outstanding_idr"] == 100);
}

TEST_CASE("a refund that nobody deposited changes nothing, and one counts once") {
  CHECK(row_of({budget, sp2d, confirmed})["refunded_idr"] == 0);
  CHECK(row_of({budget, sp2d, deposit})["refunded_idr"] == 0);
  CHECK(row_of({budget, sp2d, deposit, confirmed, confirmed})["refunded_idr"] == 40);
}

TEST_CASE("a refund of a later year leaves what was realised") {
  const Json row = row_of({budget, sp2d, deposit, "2024 " + confirmed});
  CHECK(row["refunded_idr"] == 40);
  CHECK(row["realised_idr"] == 100);
}

TEST_CASE("a refund counts for the year in western Indonesian time") {
  CHECK(row_of({budget, sp2d, deposit, "2023-12-31T16:59:59Z " + confirmed})["realised_idr"] == 60);
  CHECK(row_of({budget, sp2d, deposit, "2023-12-31T17:00:00Z " + confirmed})["realised_idr"] ==
        100);
}

TEST_CASE("money credited after the report was accepted is accounted for") {
  CHECK(row_of({budget, sp2d, accepted, credit})["outstanding_idr"] == 0);
  CHECK(row_of({budget, sp2d, credit, accepted, accepted})["accounted_idr"] == 100);
}

TEST_CASE("any part of the sample folds to funding") {
  projections::fold_parts_of_sample(projections::funding());
}
