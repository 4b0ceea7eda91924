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
// Those whose presence minutes need.
const std::string centre =
    R"(partner/kemnaker registered {"kind": "central_government", "name": "Kemnaker"})";
const std::string region =
    R"(partner/lebak registered {"kind": "regional_government", "name": "Pemkab Lebak"})";
const std::string community =
    R"(partner/sabaki registered {"kind": "community_group", "name": "SABAKI"})";

std::string present(const std::string& partner) {
  return R"(attendance_recorded {"partner": "partner/)" + partner + R"(", "persons": 3})";
}

// Held, with all who have to be there, and then what else is given.
std::vector<std::string> attended(const std::vector<std::string>& more = {}) {
  std::vector<std::string> out = {scheduled,        "held",           centre,
                                  region,           community,        present("kemnaker"),
                                  present("lebak"), present("sabaki")};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

const std::string recommendation = R"(recommendation_adopted
    {"number": 1, "text": "Penempatan terpadu", "leaps": ["L2", "L3"]})";
const std::string commitment = R"(commitment_made
    {"number": 1, "partner": "partner/ipb", "what": "pendampingan", "due_on": "2024-06-30"})";
const std::string fulfilled = R"(commitment_fulfilled {"number": 1})";
const std::string lapsed = R"(commitment_lapsed {"number": 1})";
const std::string relabelled = R"(relabelled
    {"level": "local", "source_label": "rembuk lokal", "source": "Antara Banten"})";

}  // namespace

TEST_CASE("rembuk: scheduled, held, minuted") {
  const std::vector<Row> rows = {
      {"a date opens", {}, scheduled, "ok"},
      {"scheduled once", {scheduled}, scheduled, "stream_exists"},
      {"held after it", {scheduled}, "held", "ok"},
      {"not held unscheduled", {}, "held", "stream_not_open"},
      {"held once", {scheduled, "held"}, "held", "step_out_of_order"},
      {"no minutes of a meeting to come",
       {scheduled, centre, region, community, present("kemnaker"), present("lebak"),
        present("sabaki")},
       "minutes_signed",
       "step_out_of_order"},
      {"minutes after it", attended(), "minutes_signed", "ok"},
      {"minutes once", attended({"minutes_signed"}), "minutes_signed", "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: minutes need the centre, a region and a community present") {
  const auto without = [](const std::string& partner) {
    auto out = attended();
    std::erase(out, present(partner));
    return out;
  };
  auto of_other_kinds = attended();
  std::erase(of_other_kinds, present("sabaki"));
  of_other_kinds.insert(of_other_kinds.begin(),
                        R"(partner/ipb registered {"kind": "university", "name": "IPB"})");
  of_other_kinds.push_back(present("ipb"));
  const std::vector<Row> rows = {
      {"one of each", attended(), "minutes_signed", "ok"},
      {"and others", attended({attendance}), "minutes_signed", "ok"},
      {"nobody", {scheduled, "held"}, "minutes_signed", "minutes_need_three_kinds"},
      {"no centre", without("kemnaker"), "minutes_signed", "minutes_need_three_kinds"},
      {"no region", without("lebak"), "minutes_signed", "minutes_need_three_kinds"},
      {"no community", without("sabaki"), "minutes_signed", "minutes_need_three_kinds"},
      {"a university instead", of_other_kinds, "minutes_signed", "minutes_need_three_kinds"},
      {"before anything is known", {}, "minutes_signed", "minutes_need_three_kinds"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: cancelled before it is held, and nothing follows") {
  const std::vector<Row> rows = {
      {"nothing to cancel", {}, "cancelled", "stream_not_open"},
      {"one that is scheduled", {scheduled}, "cancelled", "ok"},
      {"not one that was held", {scheduled, "held"}, "cancelled", "step_out_of_order"},
      {"not after the minutes", attended({"minutes_signed"}), "cancelled", "step_out_of_order"},
      {"cancelled once", {scheduled, "cancelled"}, "cancelled", "step_out_of_order"},
      {"not held after it", {scheduled, "cancelled"}, "held", "step_out_of_order"},
      {"nobody came", {scheduled, "cancelled"}, attendance, "step_out_of_order"},
      {"nothing recommended", {scheduled, "cancelled"}, recommendation, "step_out_of_order"},
      {"nothing promised", {scheduled, "cancelled"}, commitment, "step_out_of_order"},
      {"nothing fulfilled", {scheduled, commitment, "cancelled"}, fulfilled, "step_out_of_order"},
      {"nothing lapses", {scheduled, commitment, "cancelled"}, lapsed, "step_out_of_order"},
      {"no label", {scheduled, "cancelled"}, relabelled, "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: relabelled where sources disagree") {
  const std::string first_label = R"(relabelled
    {"level": "national", "source_label": "rembuk lokal", "source": "Kemnaker"})";
  const std::vector<Row> rows = {
      {"nothing to label", {}, relabelled, "stream_not_open"},
      {"another level", {scheduled}, relabelled, "ok"},
      {"long after it", attended({"minutes_signed"}), relabelled, "ok"},
      {"not with the label that it bears", {scheduled}, first_label, "rembuk_labelled_already"},
      {"a label once", {scheduled, relabelled}, relabelled, "rembuk_labelled_already"},
      {"back to the first", {scheduled, relabelled}, first_label, "ok"},
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
      {"fulfilled after the minutes", attended({commitment, "minutes_signed"}), fulfilled, "ok"},
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

TEST_CASE("rembuk: an open commitment lapses once, and may be kept late") {
  const std::vector<Row> rows = {
      {"nothing lapses of nothing", {}, lapsed, "stream_not_open"},
      {"never made", {scheduled, "held"}, lapsed, "commitment_unknown"},
      {"open", {scheduled, "held", commitment}, lapsed, "ok"},
      {"open after the minutes", attended({commitment, "minutes_signed"}), lapsed, "ok"},
      {"lapsed once", {scheduled, "held", commitment, lapsed}, lapsed, "commitment_not_open"},
      {"fulfilled", {scheduled, "held", commitment, fulfilled}, lapsed, "commitment_not_open"},
      {"kept late", {scheduled, "held", commitment, lapsed}, fulfilled, "ok"},
      {"kept late once",
       {scheduled, "held", commitment, lapsed, fulfilled},
       fulfilled,
       "commitment_fulfilled_already"},
      {"kept late, so no lapse",
       {scheduled, "held", commitment, lapsed, fulfilled},
       lapsed,
       "commitment_not_open"},
      {"a number stays used after it",
       {scheduled, "held", commitment, lapsed},
       commitment,
       "commitment_number_used"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("rembuk: followed up when no commitment is open after the minutes") {
  using support::status_after;
  const std::string second = R"(commitment_made
    {"number": 2, "partner": "partner/rmi", "what": "pelatihan", "due_on": "2024-06-30"})";
  const std::string second_lapsed = R"(commitment_lapsed {"number": 2})";
  std::vector<std::string> given = attended({commitment, second, "minutes_signed"});
  CHECK(status_after(stream(), given) == "minutes_signed");
  given.push_back(fulfilled);
  CHECK(status_after(stream(), given) == "minutes_signed");
  given.push_back(second_lapsed);
  CHECK(status_after(stream(), given) == "followed_up");
  given.push_back(R"(commitment_fulfilled {"number": 2})");
  CHECK(status_after(stream(), given) == "followed_up");
  given.push_back(R"(commitment_made
    {"number": 3, "partner": "partner/rmi", "what": "bibit", "due_on": "2024-12-31"})");
  CHECK(status_after(stream(), given) == "minutes_signed");
  CHECK(status_after(stream(), {scheduled, "held", commitment, fulfilled}) == "held");
}

TEST_CASE("rembuk: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {scheduled, attendance}) == "scheduled");
  CHECK(status_after(stream(), {scheduled, "held", commitment}) == "held");
  CHECK(status_after(stream(), attended({"minutes_signed"})) == "minutes_signed");
  CHECK(status_after(stream(), {scheduled, relabelled}) == "scheduled");
  CHECK(status_after(stream(), {scheduled, "cancelled"}) == "cancelled");
}

TEST_CASE("rembuk: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("rembuk: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
