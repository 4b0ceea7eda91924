#include "ledger/programme/place/kawasan.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::kawasan::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string proposed = R"(proposed
    {"name": "Kasepuhan Lebak", "criteria": ["affirmation", "3t"]})";
const std::string surveyed = R"(surveyed
    {"institution": "IPB University", "commodities": ["keripik"], "assets": {"human": 55,
     "natural": 78, "physical": 41, "financial": 0, "social": 100}})";
const std::string designated = R"(designated {"year": 2022, "batch": 2})";
const std::string plan = R"(action_plan_adopted
    {"items": [{"kind": "trained", "target": 160, "unit": "person", "year": 2023}]})";
const std::string region = R"(region_assigned
    {"region": "36.02.27.2010", "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
const std::string removed = R"(region_removed
    {"region": "36.02.27.2010", "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
const std::string grand_design = R"(grand_design_adopted {"from_year": 2022, "years": 3})";
const std::string evaluated = R"(evaluated {"score": 74, "recommendation": "Diteruskan"})";
const std::string community = R"(adat_community_linked {"institution": "institution/cibarani"})";
const std::string policy = R"(policy_tagged {"leap": "L3", "list_version": "2022"})";

using Given = std::vector<std::string>;
const Given to_surveyed = {proposed, surveyed}, to_designated = {proposed, surveyed, designated},
            to_planned = {proposed, surveyed, designated, plan},
            to_active = {proposed, surveyed, designated, plan, "activated"},
            to_evaluated = {proposed, surveyed, designated, plan, "activated", evaluated},
            to_independent = {proposed,
                              surveyed,
                              designated,
                              plan,
                              "activated",
                              evaluated,
                              "declared_independent"},
            to_closed = {proposed, "closed"};

}  // namespace

TEST_CASE("kawasan: from the proposal to the activity") {
  const std::vector<Row> rows = {
      {"a proposal opens", {}, proposed, "ok"},
      {"nothing comes before it", {}, surveyed, "stream_not_open"},
      {"it is proposed once", {proposed}, proposed, "stream_exists"},
      {"the survey follows", {proposed}, surveyed, "ok"},
      {"it is surveyed once", {proposed, surveyed}, surveyed, "step_out_of_order"},
      {"no designation without a survey", {proposed}, designated, "step_out_of_order"},
      {"the designation follows", {proposed, surveyed}, designated, "ok"},
      {"no plan without a designation", {proposed, surveyed}, plan, "step_out_of_order"},
      {"the plan follows", {proposed, surveyed, designated}, plan, "ok"},
      {"not active without a plan",
       {proposed, surveyed, designated},
       "activated",
       "step_out_of_order"},
      {"active with a plan", {proposed, surveyed, designated, plan}, "activated", "ok"},
      {"activated once",
       {proposed, surveyed, designated, plan, "activated"},
       "activated",
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: evaluated as often as needed, then independent") {
  const std::vector<Row> rows = {
      {"no evaluation of a plan", to_planned, evaluated, "step_out_of_order"},
      {"an evaluation of an active one", to_active, evaluated, "ok"},
      {"a further evaluation", to_evaluated, evaluated, "ok"},
      {"not active again", to_evaluated, "activated", "step_out_of_order"},
      {"not independent unevaluated", to_active, "declared_independent", "step_out_of_order"},
      {"independent after it", to_evaluated, "declared_independent", "ok"},
      {"independent once", to_independent, "declared_independent", "step_out_of_order"},
      {"no evaluation after the end", to_independent, evaluated, "step_out_of_order"},
      {"nothing independent of nothing", {}, "declared_independent", "stream_not_open"},
      {"nothing evaluated of nothing", {}, evaluated, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: closed from any status before the ends") {
  const std::vector<Row> rows = {
      {"nothing to close", {}, "closed", "stream_not_open"},
      {"a proposal", {proposed}, "closed", "ok"},
      {"a surveyed one", to_surveyed, "closed", "ok"},
      {"a designated one", to_designated, "closed", "ok"},
      {"a planned one", to_planned, "closed", "ok"},
      {"an active one", to_active, "closed", "ok"},
      {"an evaluated one", to_evaluated, "closed", "ok"},
      {"not an independent one", to_independent, "closed", "step_out_of_order"},
      {"closed once", to_closed, "closed", "step_out_of_order"},
      {"no survey of a closed one", to_closed, surveyed, "step_out_of_order"},
      {"no region of a closed one", to_closed, region, "step_out_of_order"},
      {"no removal from a closed one", {proposed, region, "closed"}, removed, "step_out_of_order"},
      {"no community of a closed one", to_closed, community, "step_out_of_order"},
      {"no policy of an independent one", to_independent, policy, "step_out_of_order"},
      {"no grand design after the end", to_independent, grand_design, "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: a grand design before and after the plan") {
  const std::vector<Row> rows = {
      {"not of nothing", {}, grand_design, "stream_not_open"},
      {"before the designation", {proposed}, grand_design, "ok"},
      {"before the plan", to_designated, grand_design, "ok"},
      {"after the plan", to_planned, grand_design, "ok"},
      {"the plan after it", {proposed, surveyed, designated, grand_design}, plan, "ok"},
      {"a new one", {proposed, surveyed, designated, grand_design}, grand_design, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: a region is removed where it was assigned") {
  const std::vector<Row> rows = {
      {"not from nothing", {}, removed, "stream_not_open"},
      {"never assigned", {proposed}, removed, "region_not_assigned"},
      {"assigned", {proposed, region}, removed, "ok"},
      {"removed once", {proposed, region, removed}, removed, "region_not_assigned"},
      {"assigned anew", {proposed, region, removed}, region, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: regions, communities and policies in any status") {
  const std::string another_region = R"(region_assigned
    {"region": "94.04", "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
  const std::vector<Row> rows = {
      {"a region at once", {proposed}, region, "ok"},
      {"a region of an active kawasan",
       {proposed, surveyed, designated, plan, "activated"},
       region,
       "ok"},
      {"no region of nothing", {}, region, "stream_not_open"},
      {"a region once", {proposed, region}, region, "region_assigned_already"},
      {"another region", {proposed, region}, another_region, "ok"},
      {"a community", {proposed}, community, "ok"},
      {"a community once", {proposed, community}, community, "adat_community_linked_already"},
      {"another community",
       {proposed, community},
       R"(adat_community_linked {"institution": "institution/karang"})",
       "ok"},
      {"a policy", {proposed}, policy, "ok"},
      {"a policy once", {proposed, policy}, policy, "policy_tagged_already"},
      {"the same leap of a later list",
       {proposed, policy},
       R"(policy_tagged {"leap": "L3", "list_version": "2025"})",
       "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: what data may hold") {
  const std::string a_score_is_at_most_100 = R"(surveyed
    {"institution": "IPB", "commodities": ["keripik"], "assets": {"human": 101, "natural": 78,
     "physical": 41, "financial": 0, "social": 1}})";
  const std::vector<Row> rows = {
      {"only the eight criteria",
       {},
       R"(proposed {"name": "A", "criteria": ["poor"]})",
       "kawasan.proposed: /data/criteria/0 must be one of super_priority_tourism, 3t, urban, "
       "leading_local_potential, affirmation, migrant_worker_pockets, "
       "high_unemployment_extreme_poverty, disaster_prone"},
      {"a score is at most 100",
       {proposed},
       a_score_is_at_most_100,
       "kawasan.surveyed: /data/assets/human must be from 0 to 100"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("kawasan: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {proposed, region}) == "proposed");
  CHECK(status_after(stream(), {proposed, surveyed}) == "surveyed");
  CHECK(status_after(stream(), {proposed, surveyed, designated}) == "designated");
  CHECK(status_after(stream(), {proposed, surveyed, designated, plan}) == "planned");
  CHECK(status_after(stream(), {proposed, surveyed, designated, plan, "activated"}) == "active");
  CHECK(status_after(stream(), {proposed, surveyed, designated, grand_design}) == "designated");
  CHECK(status_after(stream(), to_evaluated) == "evaluated");
  CHECK(status_after(stream(), to_independent) == "independent");
  CHECK(status_after(stream(), to_closed) == "closed");
}

TEST_CASE("kawasan: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("kawasan: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
