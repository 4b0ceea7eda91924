// The simulation in the everyday run: the canaries, and that a seed is the whole of a run. More
// seeds: `tools/dev simulate`.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/simulation/table.h"
#include "tests/support/temporary_folder.h"

namespace simulation {
namespace {

constexpr std::uint64_t canary_seeds_max = 60;
// A short base and fewer steps, so that the everyday run stays short.
constexpr std::size_t short_base = 120;
constexpr std::size_t few_steps = 100;

Plan plan_of(std::uint64_t seed) {
  Plan plan;
  plan.seed = seed;
  plan.base = seed % 2 == 0 ? 0 : short_base;
  plan.steps = few_steps;
  return plan;
}

}  // namespace

TEST_CASE("a seed decides everything that happens in its run", "[disk]") {
  for (const std::uint64_t seed : {3U, 4U}) {
    std::ostringstream first_trace, second_trace;
    const Outcome first = run(plan_of(seed), &first_trace);
    const Outcome second = run(plan_of(seed), &second_trace);
    CHECK(first.digest == second.digest);
    CHECK(first_trace.str() == second_trace.str());
    CHECK(first.digest != run(plan_of(seed + 2)).digest);
  }
}

TEST_CASE("each mistake that loses data is noticed", "[disk]") {
  const Canary canary = GENERATE(from_range(canaries));
  CAPTURE(name_of(canary));
  CHECK(canary_named(name_of(canary)) == canary);
  std::optional<Outcome> noticed;
  Plan plan;
  for (std::uint64_t seed = 1; seed <= canary_seeds_max && !noticed; ++seed) {
    plan = plan_of(seed);
    plan.canary = canary;
    Outcome outcome = run(plan);
    if (!outcome.complaint.empty()) noticed = std::move(outcome);
  }
  REQUIRE(noticed);
  CHECK(plan.text().find(std::string("--canary ") + std::string(name_of(canary))) !=
        std::string::npos);
}

TEST_CASE("a failure is shrunk to fewer steps that still fail", "[disk]") {
  Plan plan = plan_of(2);
  plan.steps = 40;
  plan.canary = Canary::sync_off;
  Outcome outcome = run(plan);
  while (outcome.complaint.empty()) {
    plan.seed += 2;
    outcome = run(plan);
  }
  const Plan small = shrunk(plan, outcome.step);
  CHECK_FALSE(run(small).complaint.empty());
  CHECK(small.steps - small.without.size() < plan.steps / 2);
}

TEST_CASE("the table stands between its markers, and the rest stays as it was") {
  const ledger::TemporaryFolder folder;
  const std::string path = folder.path("page.md");
  const auto content = [&] {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  CHECK_THROWS(put_into(path, "x"));
  std::ofstream(path) << "before\n<!-- simulate: begin -->\nold\n<!-- simulate: end -->\nafter\n";
  Report report;
  report.last_seed = 9;
  report.counts.power_cuts = 12'345;
  report.canaries.push_back({Canary::late_key, 3, "the key is gone"});
  for (int time = 0; time < 2; ++time) put_into(path, table_of(report));
  const std::string text = content();
  CHECK(text.starts_with("before\n<!-- simulate: begin -->\n"));
  CHECK(text.ends_with("<!-- simulate: end -->\nafter\n"));
  CHECK(text.find("\nold\n") == std::string::npos);
  CHECK(text.find("| power cut | 12,345 |") != std::string::npos);
  CHECK(text.find("| 3 | the key is gone |") != std::string::npos);
  CHECK(text.find("**12,345 crashes**") == text.rfind("**12,345 crashes**"));
}

}  // namespace simulation
