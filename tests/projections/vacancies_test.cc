#include "projections/vacancies.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::vacancies(), events)["V"];
}

const std::string posted = R"(vacancy.posted vacancy/V {"employer": "partner/P", "seats": 1})";
const std::string verified = "vacancy.verified vacancy/V {}";
const std::string matched =
    "placement.candidate_matched placement/1 "
    R"({"person": "person/A", "vacancy": "vacancy/V"})";
const std::string made = R"(placement.made placement/1 {"mechanism": "AKL"})";

}  // namespace

TEST_CASE("the sample comes to 2 vacancies with 12 seats filled") {
  const auto rows = projections::folded_sample(projections::vacancies());
  REQUIRE(rows.size() == 2);
  std::int64_t filled = 0, candidates = 0;
  for (const auto& [id, row] : rows) {
    filled += row["filled"].get<std::int64_t>();
    candidates += row["candidates"].get<std::int64_t>();
  }
  CHECK(filled == 12);
  CHECK(candidates == 16);
  const Json& row = rows.at("2024-LBK-1");
  CHECK(row["employer"] == "partner/koperasi-kopi");
  CHECK(row["title"] == "Operator pengolahan kopi");
  CHECK(row["kbji"] == "7514");
  CHECK(row["region"] == "36.02.27");
  CHECK(row["wage_month_idr"] == 2'950'000);
  CHECK(row["seats"] == 12);
  CHECK(row["verified"] == true);
}

TEST_CASE("a vacancy is filled while all its seats are") {
  CHECK(row_of({posted})["state"] == "posted");
  CHECK(row_of({posted, matched})["filled"] == 0);
  CHECK(row_of({posted, verified, matched})["state"] == "verified");
  CHECK(row_of({posted, verified, matched, made})["state"] == "filled");
  CHECK(row_of({posted, matched, made, verified})["state"] == "filled");
  const std::string reversed = "placement.event_reversed@3 placement/1 {}";
  CHECK(row_of({posted, verified, matched, made, reversed})["state"] == "verified");
  CHECK(row_of({posted, verified, matched, made, reversed})["filled"] == 0);
}

TEST_CASE("a placement that ended has filled its seat all the same") {
  CHECK(row_of({posted, matched, made, "placement.ended placement/1 {}"})["state"] == "filled");
}

TEST_CASE("a closed vacancy is closed, filled or not") {
  const std::string closed = "vacancy.closed vacancy/V {}";
  CHECK(row_of({posted, closed})["state"] == "closed");
  CHECK(row_of({posted, verified, matched, made, closed})["state"] == "closed");
  CHECK(row_of({posted, verified, matched, made, closed})["verified"] == true);
}

TEST_CASE("a vacancy known from a placement alone has a row") {
  const Json row = row_of({matched, made});
  CHECK(row["filled"] == 1);
  CHECK(row["state"].is_null());
  CHECK(projections::folded(projections::vacancies(), std::vector<std::string>{made}).empty());
}

TEST_CASE("any part of the sample folds to vacancies") {
  projections::fold_parts_of_sample(projections::vacancies());
}
