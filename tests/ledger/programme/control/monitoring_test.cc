#include "ledger/programme/control/monitoring.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::monitoring::stream;

const std::string plan = R"(visit_planned {"group": "group/1", "date": "2024-02-06"})";
const std::string visit = "visit_conducted";
const std::string record =
    R"(condition_recorded {"running": false, "members_present": 0, "assets_seen": false})";
const std::string raise = R"(issue_raised {"number": 1, "issue": "usaha berhenti"})";
const std::string resolve = R"(issue_resolved {"number": 1, "resolution": "ketua diganti"})";
const std::string publish = "evaluation_published";

void check(const std::vector<support::Row>& rows) {
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("a visit is planned, made, and what was seen is recorded") {
  check({
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
  });
}

TEST_CASE("an evaluation is published once, of a visit that was made") {
  check({
      {"before anything", {}, publish, "stream_not_open"},
      {"of a plan", {plan}, publish, "step_out_of_order"},
      {"of a visit", {plan, visit}, publish, "ok"},
      {"of a condition", {plan, visit, record}, publish, "ok"},
      {"twice", {plan, visit, publish}, publish, "step_out_of_order"},
      {"the condition after it", {plan, visit, publish}, record, "step_out_of_order"},
  });
}

TEST_CASE("an issue is raised under its own number and resolved once") {
  check({
      {"raised", {plan, visit}, raise, "ok"},
      {"raised of nothing", {}, raise, "stream_not_open"},
      {"the number again", {plan, raise}, raise, "issue_number_used"},
      {"another", {plan, raise}, R"(issue_raised {"number": 2, "issue": "aset dijual"})", "ok"},
      {"resolved", {plan, raise}, resolve, "ok"},
      {"resolved after the evaluation", {plan, visit, raise, publish}, resolve, "ok"},
      {"never raised", {plan, visit}, resolve, "issue_unknown"},
      {"resolved twice", {plan, raise, resolve}, resolve, "issue_resolved_already"},
      {"the number of a resolved one", {plan, raise, resolve}, raise, "issue_number_used"},
  });
}

TEST_CASE("a visit's statuses are those of its steps; issues leave them alone") {
  CHECK(support::status_after(stream(), {plan}) == "planned");
  CHECK(support::status_after(stream(), {plan, visit, raise}) == "conducted");
  CHECK(support::status_after(stream(), {plan, visit, record}) == "condition_recorded");
  CHECK(support::status_after(stream(), {plan, visit, raise, publish, resolve}) == "evaluated");
}

TEST_CASE("the sample's visits play through") {
  CHECK(support::play_sample({&stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&stream()}) == 2 * 9);
}
