#include "ledger/programme/place/indicator.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::indicator::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string defined = R"(defined
    {"code": "open-unemployment-rate", "unit": "percent", "source": "BPS", "region": "36.02"})";
const std::string baseline = R"(baseline_recorded {"value": "8.55", "as_of": "2022-08-31"})";
const std::string target = R"(target_set {"value": "7.00", "as_of": "2024-12-31"})";
const std::string measured = R"(measured {"value": "7.57", "as_of": "2023-08-31"})";
const std::string restated = R"(restated
    {"value": "7.61", "as_of": "2023-08-31", "replaces": "7.57", "source": "BPS"})";

}  // namespace

TEST_CASE("indicator: measured only after it is defined") {
  const std::vector<Row> rows = {
      {"a definition opens", {}, defined, "ok"},
      {"defined once", {defined}, defined, "stream_exists"},
      {"no baseline of nothing", {}, baseline, "stream_not_open"},
      {"no target of nothing", {}, target, "stream_not_open"},
      {"no measurement of nothing", {}, measured, "stream_not_open"},
      {"a baseline", {defined}, baseline, "ok"},
      {"a baseline once", {defined, baseline}, baseline, "baseline_recorded_already"},
      {"a target", {defined}, target, "ok"},
      {"a new target", {defined, target}, target, "ok"},
      {"measured without a baseline", {defined}, measured, "ok"},
      {"a day once", {defined, measured}, measured, "day_measured_already"},
      {"a later day",
       {defined, measured},
       R"(measured {"value": "6.23", "as_of": "2024-08-31"})",
       "ok"},
      {"a value is a decimal text",
       {defined},
       R"(measured {"value": "7.5", "as_of": "2023-08-31"})",
       "indicator.measured: /data/value must be a decimal number with two places"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("indicator: a measured value is restated") {
  const std::string back = R"(restated
    {"value": "7.57", "as_of": "2023-08-31", "replaces": "7.61", "source": "BPS"})";
  const std::string of_the_baseline = R"(restated
    {"value": "8.60", "as_of": "2022-08-31", "replaces": "8.55", "source": "BPS"})";
  const std::vector<Row> rows = {
      {"nothing to restate", {}, restated, "stream_not_open"},
      {"never measured", {defined}, restated, "day_not_measured"},
      {"the day of the baseline", {defined, baseline}, of_the_baseline, "day_not_measured"},
      {"measured", {defined, measured}, restated, "ok"},
      {"another value was measured", {defined, measured}, back, "replaced_value_differs"},
      {"it takes the place of the value",
       {defined, measured, restated},
       restated,
       "replaced_value_differs"},
      {"restated again", {defined, measured, restated}, back, "ok"},
      {"not measured a second time",
       {defined, measured, restated},
       measured,
       "day_measured_already"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("indicator: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("indicator: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
