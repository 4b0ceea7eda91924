#include "projections/commitments.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::commitments(), events)["R:1"];
}

const std::string scheduled = R"(rembuk.scheduled rembuk/R {"kawasan": "kawasan/K"})";
const std::string made = R"(rembuk.commitment_made rembuk/R {"number": 1, "partner": "partner/P",)"
                         R"( "what": "w", "due_on": "2023-12-31"})";
const std::string lapsed = R"(rembuk.commitment_lapsed rembuk/R {"number": 1})";
const std::string kept = R"(rembuk.commitment_fulfilled rembuk/R {"number": 1})";

}  // namespace

TEST_CASE("the sample comes to three commitments, one of them fulfilled") {
  const auto rows = projections::folded_sample(projections::commitments());
  REQUIRE(rows.size() == 3);
  CHECK(rows.at("2023-07-03-lebak:1")["state"] == "fulfilled");
  CHECK(rows.at("2023-07-03-lebak:1")["fulfilled_on"].is_string());
  const Json want = {{"id", "2023-07-03-lebak:2"},
                     {"rembuk", "rembuk/2023-07-03-lebak"},
                     {"number", 2},
                     {"kawasan", "kawasan/lebak-kasepuhan"},
                     {"state", "open"},
                     {"fulfilled_on", nullptr}};
  Json row = rows.at("2023-07-03-lebak:2");
  for (const char* text : {"partner", "what", "due_on"}) {
    CHECK(row[text].is_string());
    row.erase(text);
  }
  CHECK(row == want);
  CHECK(rows.at("2023-07-03-lebak:3")["state"] == "open");
}

TEST_CASE("a commitment is open, lapsed or fulfilled, and fulfilled though it lapsed") {
  const Json open = row_of({scheduled, made});
  CHECK(open["state"] == "open");
  CHECK(open["kawasan"] == "kawasan/K");
  CHECK(open["partner"] == "partner/P");
  CHECK(open["what"] == "w");
  CHECK(open["due_on"] == "2023-12-31");
  CHECK(row_of({made, lapsed})["state"] == "lapsed");
  CHECK(row_of({made, lapsed, kept})["state"] == "fulfilled");
  CHECK(row_of({made, kept, lapsed})["state"] == "fulfilled");
  CHECK(row_of({made, lapsed, "rembuk.event_reversed@1 rembuk/R {}"})["state"] == "open");
}

TEST_CASE("a commitment is fulfilled on the day that it is in western Indonesia") {
  CHECK(row_of({made, "2023-12-31T16:59:59Z " + kept})["fulfilled_on"] == "2023-12-31");
  CHECK(row_of({made, "2023-12-31T17:00:00Z " + kept})["fulfilled_on"] == "2024-01-01");
}

TEST_CASE("a commitment that nobody is known to have made has a row") {
  CHECK(row_of({kept})["partner"].is_null());
  CHECK(row_of({kept})["rembuk"] == "rembuk/R");
  CHECK(row_of({kept, made})["state"] == "fulfilled");
}

TEST_CASE("any part of the sample folds to commitments") {
  projections::fold_parts_of_sample(projections::commitments());
}
