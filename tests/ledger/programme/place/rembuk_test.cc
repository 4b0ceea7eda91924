#include "ledger/programme/place/rembuk.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::rembuk::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string scheduled = R"(scheduled
    {"level": "national", "source_label": "rembuk lokal", "date": "2023-07-03",
     "kawasan": "kawasan/lebak", "region": "36.02.27.2010",
     "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
const std::string attendance = R"(attendance_recorded {"partner": "partner/ipb", "persons": 4})";
const std::string recommendation = R"(recommendation_adopted
    {"number": 1, "text": "Penempatan terpadu", "leaps": ["L2", "L3"]})";
const std::string commitment = R"(commitment_made
    {"number": 1, "partner": "partner/ipb", "what": "pendampingan", "due_on": "2024-06-30"})";
const std::string fulfilled = R"(commitment_fulfilled {"number": 1})";

}  // namespace

TEST_CASE("rembuk: scheduled, held, minuted") {
  const std::vector<Row> rows = {
      {"a date opens", {}, scheduled, "ok"},
      {"scheduled once", {scheduled}, scheduled, "stream_exists"},
      {"held after it", {scheduled}, "held", "ok"},
      {"not held unscheduled", {}, "held", "stream_not_open"},
      {"held once", {scheduled, "held"}, "held", "step_out_of_order"},
      {"no minutes of a meeting to come", {scheduled}, "minutes_signed", "step_out_of_order"},
      {"minutes after it", {scheduled, "held"}, "minutes_signed", "ok"},
      {"minutes once",
       {scheduled, "held", "minutes_signed"},
       "minutes_signed",
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: who came and what was agreed") {
  const std::string another_number = R"(recommendation_adopted
    {"number": 2, "text": "Hulu ke hilir", "leaps": ["L1"]})";
  const std::vector<Row> rows = {
      {"a partner came", {scheduled, "held"}, attendance, "ok"},
      {"one partner once",
       {scheduled, "held", attendance},
       attendance,
       "attendance_recorded_already"},
      {"another partner",
       {scheduled, "held", attendance},
       R"(attendance_recorded {"partner": "partner/rmi", "persons": 2})",
       "ok"},
      {"a recommendation", {scheduled, "held"}, recommendation, "ok"},
      {"its number once",
       {scheduled, "held", recommendation},
       recommendation,
       "recommendation_number_used"},
      {"another number", {scheduled, "held", recommendation}, another_number, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: a commitment is made once and fulfilled once") {
  const std::vector<Row> rows = {
      {"a commitment", {scheduled, "held"}, commitment, "ok"},
      {"its number once", {scheduled, "held", commitment}, commitment, "commitment_number_used"},
      {"fulfilled", {scheduled, "held", commitment}, fulfilled, "ok"},
      {"fulfilled after the minutes",
       {scheduled, "held", commitment, "minutes_signed"},
       fulfilled,
       "ok"},
      {"never made", {scheduled, "held"}, fulfilled, "commitment_unknown"},
      {"another was made",
       {scheduled, "held", commitment},
       R"(commitment_fulfilled {"number": 2})",
       "commitment_unknown"},
      {"fulfilled before",
       {scheduled, "held", commitment, fulfilled},
       fulfilled,
       "commitment_fulfilled_already"},
      {"a number stays used after it",
       {scheduled, "held", commitment, fulfilled},
       commitment,
       "commitment_number_used"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {scheduled, attendance}) == "scheduled");
  CHECK(status_after(stream(), {scheduled, "held", commitment}) == "held");
  CHECK(status_after(stream(), {scheduled, "held", "minutes_signed"}) == "minutes_signed");
}

TEST_CASE("rembuk: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("rembuk: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
