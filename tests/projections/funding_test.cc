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

TEST_CASE("a line without a budget is counted all the same") {
  const Json row = row_of({sp2d, credit});
  CHECK(row["year"].is_null());
  CHECK(row["line"] == "L");
  CHECK(row["available_idr"] == 0);
  CHECK(row["outstanding_idr"] == 100);
}

TEST_CASE("a revision sets ceilings anew and adds lines of the budget's year") {
  const auto rows = projections::folded(
      projections::funding(), {budget, R"(budget.revised budget/B-2023 {"revision": 1, "lines": [
          {"line": "L", "ceiling_idr": 700}, {"line": "M", "ceiling_idr": 300}]})"});
  CHECK(rows.at("B-2023:L")["ceiling_idr"] == 700);
  CHECK(rows.at("B-2023:M")["available_idr"] == 300);
  CHECK(rows.at("B-2023:M")["year"] == 2023);
}

TEST_CASE("what is released of a commitment is available again") {
  const Json row = row_of(
      {budget, R"(budget.commitment_reserved budget/B-2023 {"line": "L", "amount_idr": 400})",
       R"(budget.commitment_released budget/B-2023 {"line": "L", "amount_idr": 150})"});
  CHECK(row["committed_idr"] == 250);
  CHECK(row["available_idr"] == 750);
}

TEST_CASE("a payment outside grants is disbursed, and what came back of it is refunded") {
  const std::string paid =
      R"(budget.realisation_recorded budget/B-2023 {"line": "L", "number": "1", "amount_idr": 90})";
  const std::string back =
      R"(budget.realisation_reversed budget/B-2023 {"number": "1", "amount_idr": 30})";
  const Json row = row_of({budget, paid, back});
  CHECK(row["disbursed_idr"] == 90);
  CHECK(row["refunded_idr"] == 30);
  CHECK(row["realised_idr"] == 60);
  CHECK(row["outstanding_idr"] == 0);
  CHECK(row_of({budget, paid, "2023-12-31T17:00:00Z " + back})["realised_idr"] == 90);
  CHECK(row_of({budget, back})["refunded_idr"] == 0);
}

TEST_CASE("any part of the sample folds to funding") {
  projections::fold_parts_of_sample(projections::funding());
}
