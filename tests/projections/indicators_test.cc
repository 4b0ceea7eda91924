#include "projections/indicators.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::indicators(), events)["I"];
}

std::string of(const std::string& what, const std::string& value, const std::string& as_of) {
  return "indicator." + what + R"( indicator/I {"value": ")" + value + R"(", "as_of": ")" + as_of +
         R"("})";
}

}  // namespace

TEST_CASE("the sample comes to two series") {
  const auto rows = projections::folded_sample(projections::indicators());
  REQUIRE(rows.size() == 2);
  const Json want = {{"id", "open-unemployment-rate-36.02"},
                     {"code", "open-unemployment-rate"},
                     {"region", "36.02"},
                     {"unit", "percent"},
                     {"source", "BPS"},
                     {"baseline", "8.55"},
                     {"baseline_on", "2022-08-31"},
                     {"target", "7.00"},
                     {"target_on", "2024-12-31"},
                     {"value", "7.57"},
                     {"measured_on", "2023-08-31"}};
  CHECK(rows.at("open-unemployment-rate-36.02") == want);
}

TEST_CASE("the value is that of the latest day, whenever it was recorded") {
  const Json row =
      row_of({of("measured", "7.57", "2023-08-31"), of("measured", "8.10", "2023-02-28")});
  CHECK(row["value"] == "7.57");
  CHECK(row["measured_on"] == "2023-08-31");
}

TEST_CASE("a restatement changes the value of its own day alone") {
  const auto early = of("measured", "8.10", "2023-02-28"),
             late = of("measured", "7.57", "2023-08-31");
  CHECK(row_of({early, late, of("restated", "7.60", "2023-08-31")})["value"] == "7.60");
  CHECK(row_of({early, late, of("restated", "8.20", "2023-02-28")})["value"] == "7.57");
  CHECK(row_of({early, late, of("restated", "8.20", "2023-02-28"),
                "indicator.event_reversed@1 indicator/I {}"})["value"] == "8.20");
}

TEST_CASE("the target is that of the farthest day, as set last") {
  const Json row =
      row_of({of("target_set", "7.00", "2025-12-31"), of("target_set", "7.50", "2024-12-31"),
              of("target_set", "7.20", "2025-12-31")});
  CHECK(row["target"] == "7.20");
  CHECK(row["target_on"] == "2025-12-31");
  CHECK(row["value"].is_null());
}

TEST_CASE("any part of the sample folds to indicators") {
  projections::fold_parts_of_sample(projections::indicators());
}
