#include "projections/findings.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

// The finding 1 of audit/A after it was drafted, and what is said of it.
Json row_of(std::vector<std::string> events) {
  const std::vector<std::string> before = {
      R"(audit.assigned audit/A {"body": "BPK", "scope": "s"})",
      R"(audit.finding_drafted audit/A {
 "number": "1", "kind": "report_missing", "value_idr": "8.55", "grants": ["grant/X"]})"};
  events.insert(events.begin(), before.begin(), before.end());
  return projections::folded(projections::findings(), events)["A:1"];
}

const std::string issued =
    R"(audit.finding_issued audit/A {"number": "1", "report": "12/LHP/2024", "page": 14})";

std::string recommended(const std::string& number, const std::string& due_on) {
  return R"(audit.recommendation_issued audit/A {"number": "1", "text": "t", "recommendation": ")" +
         number + R"(", "due_on": ")" + due_on + R"("})";
}
std::string answered(const std::string& number) {
  return R"(audit.follow_up_submitted audit/A {"documents": [], "recommendation": ")" + number +
         R"("})";
}
std::string assessed(const std::string& number, const std::string& result) {
  return R"(audit.follow_up_assessed audit/A {"recommendation": ")" + number + R"(", "result": ")" +
         result + R"("})";
}

}  // namespace

TEST_CASE("the finding of the sample waits for its answer") {
  const auto rows = projections::folded_sample(projections::findings());
  REQUIRE(rows.size() == 1);
  const Json want = {{"id", "bpk-2024-1:1.1"},
                     {"body", "BPK"},
                     {"report", "12/LHP/2024"},
                     {"page", 14},
                     {"kind", "report_missing"},
                     {"value_idr", "20000000.00"},
                     {"loss_idr", nullptr},
                     {"grants", {"grant/2023-LBK-10"}},
                     {"state", "recommended"},
                     {"recommendations", 1},
                     {"open", 1},
                     {"overdue", 0},
                     {"due_on", "2024-04-05"}};
  CHECK(rows.at("bpk-2024-1:1.1") == want);
}

TEST_CASE("a finding is drafted, issued and recommended upon") {
  CHECK(row_of({})["state"] == "drafted");
  CHECK(row_of({})["report"].is_null());
  CHECK(row_of({issued})["state"] == "issued");
  const Json row =
      row_of({issued, recommended("1.1", "2024-04-05"),
              R"(audit.state_loss_determined audit/A {"number": "1", "value_idr": "7.00"})"});
  CHECK(row["state"] == "recommended");
  CHECK(row["loss_idr"] == "7.00");
}

TEST_CASE("a finding stands as the recommendation that is farthest from being settled") {
  std::vector<std::string> events = {issued, recommended("1.1", "2024-04-05"),
                                     recommended("1.2", "2024-03-05")};
  const auto check = [&](const std::string& event, const std::string& state, int open, Json due) {
    events.push_back(event);
    const Json row = row_of(events);
    INFO(event);
    CHECK(row["state"] == state);
    CHECK(row["recommendations"] == 2);
    CHECK(row["open"] == open);
    CHECK(row["due_on"] == due);
  };
  check(answered("1.1"), "recommended", 2, "2024-03-05");
  check(answered("1.2"), "answered", 2, "2024-03-05");
  check(assessed("1.2", "BELUM_DITINDAKLANJUTI"), "BELUM_DITINDAKLANJUTI", 2, "2024-03-05");
  check(assessed("1.1", "BELUM_SESUAI"), "BELUM_DITINDAKLANJUTI", 2, "2024-03-05");
  check(assessed("1.2", "TIDAK_DAPAT"), "BELUM_SESUAI", 1, "2024-04-05");
  check(assessed("1.1", "SESUAI"), "TIDAK_DAPAT", 0, nullptr);
  check(assessed("1.2", "SESUAI"), "SESUAI", 0, nullptr);
}

TEST_CASE("an overdue recommendation is so until it is settled") {
  std::vector<std::string> events = {
      issued, recommended("1.1", "2024-04-05"),
      R"(audit.follow_up_overdue_declared audit/A {"recommendation": "1.1", "due_on": "2024-04-05"})"};
  CHECK(row_of(events)["overdue"] == 1);
  events.push_back(answered("1.1"));
  events.push_back(assessed("1.1", "SESUAI"));
  CHECK(row_of(events)["overdue"] == 0);
}

TEST_CASE("an answer to a recommendation that nobody knows changes nothing") {
  CHECK(row_of({issued, answered("9"), assessed("9", "SESUAI")}) == row_of({issued}));
}

TEST_CASE("any part of the sample folds to findings") {
  projections::fold_parts_of_sample(projections::findings());
}
