// Corrections in views: what is folded as it comes equals what counts in the end, folded at once.
#include "projections/fold.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "projections/beneficiaries.h"
#include "projections/funding.h"
#include "projections/placements.h"
#include "tests/projections/folded.h"
#include "tests/support/laws.h"

namespace {

using projections::folded;
using projections::Json;
using projections::Told;

const std::string line = "4498.QDB.001.051.A.526312";
const std::string issued = R"(budget.issued budget/B {"number": "N", "year": 2023, "lines": [
    {"line": "4498.QDB.001.051.A.526312", "ceiling_idr": 1000}]})";

std::string sp2d(const std::string& at, int amount) {
  return "grant.sp2d_issued" + at + R"( grant/G {"tranche": 1, "number": "1", "amount_idr": )" +
         std::to_string(amount) + R"(, "budget": "budget/B", "line": ")" + line + R"("})";
}

Json funding_after(std::vector<std::string> events) {
  events.insert(events.begin(), issued);
  return folded(projections::funding(), events)["B:" + line];
}

// A correction or reversal of a random event of the sample that has none yet, or of a correction.
Told at_random(std::mt19937_64& random, const std::vector<Told>& events,
               std::set<std::uint64_t>& corrected) {
  for (;;) {
    const Told& target = events[random() % events.size()];
    const auto old = target.read();
    if (corrected.contains(target.position)) continue;
    if (old.type->act != programme::EventType::Act::fact || !old.type->correctable) continue;
    const std::string at = "@" + std::to_string(target.position);
    corrected.insert(target.position);
    if (random() % 3 == 0)
      return {std::string(programme::aggregate_of(old.subject)) + ".event_reversed" + at + " " +
                  old.subject + " {}",
              events.size()};
    // The data of another event of the type.
    for (std::size_t i = random() % events.size(), left = events.size(); left > 0; --left) {
      i = (i + 1) % events.size();
      if (events[i].text.front() != '{') continue;
      const Json other = Json::parse(events[i].text);
      if (other.at("type") != old.type->name) continue;
      return {old.type->name + at + " " + old.subject + " " + other.at("data").dump(),
              events.size()};
    }
  }
}

void check_corrections(std::mt19937_64& random, std::vector<Told> events, int corrections) {
  std::set<std::uint64_t> corrected;
  for (int i = 0; i < corrections; ++i) events.push_back(at_random(random, events, corrected));
  for (const auto* projection : projections::all_projections()) {
    INFO(projection->name());
    CHECK(folded(*projection, events) == folded_as_they_count(*projection, events));
  }
}

}  // namespace

TEST_CASE("an SP2D's correction waits for its approval, then counts in its place") {
  const std::string fixed = sp2d("@1", 200);
  const std::string approved = R"(grant.correction_approved grant/G {"correction": "2"})";
  CHECK(funding_after({sp2d("", 100)})["disbursed_idr"] == 100);
  CHECK(funding_after({sp2d("", 100), fixed})["disbursed_idr"] == 100);
  CHECK(funding_after({sp2d("", 100), fixed, approved})["disbursed_idr"] == 200);
}

TEST_CASE("a reversed commitment is free again, and its reversal's reversal takes it back") {
  const std::string reserved = R"(budget.commitment_reserved budget/B
 {"line": "4498.QDB.001.051.A.526312", "determination": "determination/D", "amount_idr": 300})";
  std::string one_line = reserved;
  one_line.erase(one_line.find('\n'), 1);
  CHECK(funding_after({one_line})["available_idr"] == 700);
  CHECK(funding_after({one_line, "budget.event_reversed@1 budget/B {}"})["available_idr"] == 1000);
  CHECK(funding_after({one_line, "budget.event_reversed@1 budget/B {}",
                       "budget.event_reversed@2 budget/B {}"})["available_idr"] == 700);
}

TEST_CASE("a row that nothing counts for any more is gone") {
  const std::vector<std::string> events = {
      R"(person.registered person/A {"nik": {"sealed": "x"}, "name": {"sealed": "x"},
 "birth_date": {"sealed": "x"}, "phone": {"sealed": "x"}, "sex": "L"})",
      "person.event_reversed@0 person/A {}"};
  CHECK(folded(projections::beneficiaries(), {events[0]}).size() == 1);
  CHECK(folded(projections::beneficiaries(), events).empty());
}

TEST_CASE("who was a member at the credit is asked again when a member was put right") {
  const auto received = [](const std::vector<std::string>& events) {
    std::map<std::string, std::int64_t> out;
    for (const auto& [id, row] : folded(projections::beneficiaries(), events))
      out[id] = row["received_idr"].get<std::int64_t>();
    return out;
  };
  std::vector<std::string> events = {
      R"(group.member_added group/G {"person": "person/A", "role": "chair"})",
      R"(group.member_added group/G {"person": "person/B", "role": "member"})",
      R"(grant.agreement_signed grant/X {"recipient": "group/G"})",
      R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})"};
  CHECK(received(events) == std::map<std::string, std::int64_t>{{"A", 50}, {"B", 50}});
  events.push_back(R"(group.member_added@1 group/G {"person": "person/C", "role": "member"})");
  CHECK(received(events) == std::map<std::string, std::int64_t>{{"A", 50}, {"C", 50}});
  events.push_back("group.event_reversed@4 group/G {}");
  CHECK(received(events) == std::map<std::string, std::int64_t>{{"A", 50}, {"B", 50}});
  events.push_back("group.event_reversed@1 group/G {}");
  CHECK(received(events) == std::map<std::string, std::int64_t>{{"A", 100}});
}

TEST_CASE("the sample with random corrections folds to what counts in the end") {
  std::mt19937_64 random(support::seed_of("corrections in views"));
  for (int round = 0; round < support::rounds(4); ++round) {
    std::vector<Told> events;
    for (const Told& event : projections::sample_events())
      if (random() % 3 == 0) events.push_back({event.text, events.size()});
    check_corrections(random, events, 40);
  }
}

TEST_CASE("the other types' samples with random corrections fold to what counts in the end") {
  std::mt19937_64 random(support::seed_of("corrections of every type in views"));
  for (int round = 0; round < support::rounds(2); ++round) {
    std::vector<Told> events;
    for (const Told& event : projections::later_sample_events())
      events.push_back({event.text, events.size()});
    check_corrections(random, events, 60);
  }
}
