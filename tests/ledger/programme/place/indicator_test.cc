#include "ledger/programme/place/indicator.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/stream_table.h"

namespace {

using programme::indicator::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string defined = R"(defined at 2024-09-05T09:00:00+07:00
    {"code": "open-unemployment-rate", "unit": "percent", "source": "BPS", "region": "36.02"})";
const std::string baseline =
    R"(baseline_recorded at 2024-09-05T09:00:00+07:00 {"value": "8.55", "as_of": "2022-08-31"})";
const std::string target =
    R"(target_set at 2024-09-05T09:00:00+07:00 {"value": "7.00", "as_of": "2024-12-31"})";
const std::string measured =
    R"(measured at 2024-09-05T09:00:00+07:00 {"value": "7.57", "as_of": "2023-08-31"})";
const std::string restated = R"(restated at 2024-09-05T09:00:00+07:00
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
       R"(measured at 2024-09-05T09:00:00+07:00 {"value": "6.23", "as_of": "2024-08-31"})",
       "ok"},
      {"a value is a decimal text",
       {defined},
       R"(measured at 2024-09-05T09:00:00+07:00 {"value": "7.5", "as_of": "2023-08-31"})",
       "indicator.measured: /data/value must be a decimal number with two places"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("indicator: a series is one version of its definition") {
  const auto of = [](const std::string& more) {
    return R"(defined at 2024-09-05T09:00:00+07:00 {"code": "extreme-poverty", "unit": "percent",
        "source": "BPS", "region": "36.02")" +
           more + "}";
  };
  const std::string line = of(R"(, "line_idr": 322170, "ppp_base": 2011)");
  const std::string other_line = of(R"(, "line_idr": 391000, "ppp_base": 2017)");
  const std::string other_formula = of(R"(, "formula": "keluarga")");
  const std::vector<Row> rows = {
      {"with a line", {}, line, "ok"},
      {"values under it", {line, baseline}, measured, "ok"},
      {"another line", {line, baseline}, other_line, "one_definition_a_series"},
      {"another line before any value", {line}, other_line, "one_definition_a_series"},
      {"a formula", {of("")}, other_formula, "one_definition_a_series"},
      {"the same again", {line}, line, "stream_exists"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("indicator: a value stays under the definition that it was recorded under") {
  using namespace programme;
  for (const char* name : {"target_set", "baseline_recorded", "measured", "restated"}) {
    const EventType* type = find_type("indicator." + std::string(name));
    auto state = support::state_after(stream(), {defined, measured}, "indicator/one");
    Event value;
    value.type = type;
    value.time_us = parse_time("2024-09-05T09:00:00+07:00")->utc_us;
    value.data = type->read(
        {{"value", "7.61"}, {"as_of", "2023-08-30"}, {"replaces", "7.57"}, {"source", "BPS"}});
    const auto refusal = [&](std::uint64_t position) {
      value.position = position;
      const auto refused = stream().decide(state, value, support::NoFacts());
      return refused ? refused->name : "ok";
    };
    INFO(name);
    // The definition stands at position 1: a correction of it would stand after the value.
    CHECK(refusal(1) == "one_definition_a_series");
    CHECK(refusal(2) != "one_definition_a_series");
  }
}

TEST_CASE("indicator: a measured value is restated") {
  const std::string back = R"(restated at 2024-09-05T09:00:00+07:00
    {"value": "7.57", "as_of": "2023-08-31", "replaces": "7.61", "source": "BPS"})";
  const std::string of_the_baseline = R"(restated at 2024-09-05T09:00:00+07:00
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
