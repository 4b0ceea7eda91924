#include "projections/placements.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

TEST_CASE("the sample comes to 16 placements, 12 confirmed and 4 rejected") {
  const auto rows = projections::folded_sample(projections::placements());
  std::map<std::string, int> states;
  for (const auto& [id, row] : rows) ++states[row["state"]];
  CHECK(states == std::map<std::string, int>{{"confirmed", 12}, {"rejected", 4}});
  const auto& row = rows.at("2024-P0001");
  CHECK(row["person"] == "person/P0001");
  CHECK(row["employer"] == "partner/koperasi-kopi");
  CHECK(row["kbji"] == "7514");
  CHECK(row["region"] == "36.02.27");
  CHECK(row["mechanism"] == "AKL");
  CHECK(row["contract"] == "PKWT");
  CHECK(row["start_on"] == "2024-02-01");
  CHECK(row["months_confirmed"] == 3);
}

TEST_CASE("a placement without a match or a vacancy has a row") {
  const auto rows = projections::folded(projections::placements(),
                                        {R"(placement.confirmed placement/1 {"months": 6})",
                                         R"(placement.confirmed placement/1 {"months": 3})",
                                         "placement.candidate_matched placement/2 "
                                         R"({"person": "person/A", "vacancy": "vacancy/V"})"});
  CHECK(rows.at("1")["state"] == "confirmed");
  CHECK(rows.at("1")["months_confirmed"] == 6);
  CHECK(rows.at("1")["person"].is_null());
  CHECK(rows.at("2")["employer"].is_null());
  CHECK(rows.at("2")["months_confirmed"] == 0);
}

TEST_CASE("any part of the sample folds to placements") {
  projections::fold_parts_of_sample(projections::placements());
}
