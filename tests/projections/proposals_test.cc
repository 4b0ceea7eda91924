#include "projections/proposals.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;
using Events = std::vector<std::string>;

Json row_of(Events events, const std::string& id = "A") {
  return projections::folded(projections::proposals(), events)[id];
}

const std::string submitted = R"(proposal.submitted proposal/A {"recipient": "group/G",)"
                              R"( "juknis": "juknis/J", "amount_idr": 100})";
const std::string recommended = R"(proposal.recommended proposal/A {"score": 80})";
const std::string listed =
    "determination.recipient_listed determination/D "
    R"({"proposal": "proposal/A", "amount_idr": 90})";
const std::string decree = R"(determination.signed determination/D {"number": "1"})";
const std::string struck = R"(determination.recipient_struck determination/D {"proposal":)"
                           R"( "proposal/A"})";

const Events determined = {submitted, recommended, listed, decree};

Events then(Events events, const std::string& next) {
  events.push_back(next);
  return events;
}

}  // namespace

TEST_CASE("the sample comes to ten determined proposals") {
  const auto rows = projections::folded_sample(projections::proposals());
  REQUIRE(rows.size() == 10);
  for (const auto& [id, row] : rows) CHECK(row["state"] == "determined");
  Json row = rows.at("2023-LBK-01");
  CHECK(row["submitted_at"].is_string());
  row.erase("submitted_at");
  CHECK(row == Json{{"id", "2023-LBK-01"},
                    {"recipient", "group/LBK-01"},
                    {"juknis", "juknis/tkm-pemula-2023-2"},
                    {"amount_idr", 20'000'000},
                    {"state", "determined"},
                    {"score", 93},
                    {"determination", "determination/2023-LBK-1"},
                    {"determined_idr", 20'000'000}});
}

TEST_CASE("a proposal is determined once the determination that lists it is signed") {
  CHECK(row_of({submitted})["state"] == "submitted");
  CHECK(row_of({submitted, recommended, listed})["state"] == "recommended");
  CHECK(row_of({submitted, recommended, listed})["determination"].is_null());
  const Json row = row_of(determined);
  CHECK(row["state"] == "determined");
  CHECK(row["determination"] == "determination/D");
  CHECK(row["determined_idr"] == 90);
}

TEST_CASE("a proposal that a determination leaves out is recommended again") {
  CHECK(row_of({submitted, recommended, listed, struck, decree})["state"] == "recommended");
  for (const std::string& out :
       {struck, std::string("determination.revoked determination/D {}"),
        std::string("determination.event_reversed@3 determination/D {}"),
        std::string("determination.event_reversed@2 determination/D {}")}) {
    INFO(out);
    const Json row = row_of(then(determined, out));
    CHECK(row["state"] == "recommended");
    CHECK(row["determination"].is_null());
    CHECK(row["determined_idr"].is_null());
  }
}

TEST_CASE("a substitute takes the place in the determination") {
  const Events events =
      then(then(determined, R"(proposal.recommended proposal/B {"score": 70})"),
           R"(determination.recipient_substituted determination/D {"old_proposal": "proposal/A",)"
           R"( "new_proposal": "proposal/B", "new_recipient": "group/H", "amount_idr": 50})");
  CHECK(row_of(events)["state"] == "recommended");
  CHECK(row_of(events, "B")["state"] == "determined");
  CHECK(row_of(events, "B")["determined_idr"] == 50);
}

TEST_CASE("a proposal whose recommendation is reversed is not determined") {
  const Events events = then(determined, "proposal.event_reversed@1 proposal/A {}");
  CHECK(row_of(events)["state"] == "submitted");
  CHECK(row_of(events)["score"].is_null());
  CHECK(row_of(then(events, "proposal.event_reversed@4 proposal/A {}"))["state"] == "determined");
}

TEST_CASE("a proposal submitted anew shows what it asks for now") {
  const Json row = row_of({submitted, "proposal.returned proposal/A {}",
                           R"(2024 proposal.submitted proposal/A {"amount_idr": 70})",
                           R"(proposal.rejected proposal/A {"score": 10})"});
  CHECK(row["amount_idr"] == 70);
  CHECK(row["submitted_at"] == "2024-06-01T00:00:00Z");
  CHECK(row["state"] == "rejected");
  CHECK(row["score"] == 10);
}

TEST_CASE("any part of the sample folds to proposals") {
  projections::fold_parts_of_sample(projections::proposals());
  CHECK(projections::folded(projections::proposals(), {struck, decree}).empty());
}
