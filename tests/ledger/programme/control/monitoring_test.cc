#include "ledger/programme/control/monitoring.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

const std::string plan = R"(visit_planned {"group": "group/1", "date": "2024-02-06"})";
const std::string visit = "visit_conducted";
const std::string record =
    R"(condition_recorded {"running": false, "members_present": 0, "assets_seen": false})";

}  // namespace

TEST_CASE("a visit is planned, made, and what was seen is recorded") {
  const std::vector<support::Row> rows = {
      {"planned", {}, plan, "ok"},
      {"planned twice", {plan}, plan, "stream_exists"},
      {"made", {plan}, visit, "ok"},
      {"made without a plan", {}, visit, "stream_not_open"},
      {"made twice", {plan, visit}, visit, "step_out_of_order"},
      {"recorded", {plan, visit}, record, "ok"},
      {"recorded before the visit", {plan}, record, "step_out_of_order"},
      {"recorded without a plan", {}, record, "stream_not_open"},
      {"recorded twice", {plan, visit, record}, record, "step_out_of_order"},
      {"made again", {plan, visit, record}, visit, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::monitoring::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("the sample's visits play through") {
  CHECK(support::play_sample({&programme::monitoring::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::monitoring::stream()}) == 2 * 9);
}
