#include "ledger/programme/people/jobseeker.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::jobseeker::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string card = R"(ak1_issued at 2024-01-10T10:00:00+07:00
    {"person": "person/P1", "number": "3602/P0001/2024", "issued_on": "2024-01-10",
     "expires_on": "2026-01-10"})";
const std::string new_card = R"(ak1_issued at 2026-01-12T10:00:00+07:00
    {"person": "person/P1", "number": "3602/P0001/2026", "issued_on": "2026-01-12",
     "expires_on": "2028-01-12"})";
const std::string reported = R"(ak1_reported {"reported_on": "2023-06-05"})";

}  // namespace

TEST_CASE("jobseeker: a card opens, and a new card follows it") {
  const std::string a_card_is_of_a_person = R"(ak1_issued
    {"person": "group/P1", "number": "1", "issued_on": "2024-01-10",
     "expires_on": "2026-01-10"})";
  const std::vector<Row> rows = {
      {"a card", {}, card, "ok"},
      {"a new card", {card}, new_card, "ok"},
      {"a third card", {card, new_card}, new_card, "ok"},
      {"a card is of a person",
       {},
       a_card_is_of_a_person,
       "jobseeker.ak1_issued: /data/person must name a stream of person"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("jobseeker: a card is reported on until it expires, and a new one may follow") {
  const std::vector<Row> rows = {
      {"nothing to report on", {}, reported, "stream_not_open"},
      {"nothing to expire", {}, "ak1_expired", "stream_not_open"},
      {"a report", {card}, reported, "ok"},
      {"a further report", {card, reported}, reported, "ok"},
      {"expired", {card, reported}, "ak1_expired", "ok"},
      {"expired once", {card, "ak1_expired"}, "ak1_expired", "step_out_of_order"},
      {"no report after it", {card, "ak1_expired"}, reported, "step_out_of_order"},
      {"a new card after it", {card, "ak1_expired"}, new_card, "ok"},
      {"which is reported on", {card, "ak1_expired", new_card}, reported, "ok"},
      {"and expires", {card, "ak1_expired", new_card}, "ak1_expired", "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("jobseeker: I18 a number of a card is given once in a year") {
  const std::string of_another = R"(jobseeker/other ak1_issued at 2024-12-31T10:00:00+07:00
    {"person": "person/P2", "number": "3602/P0001/2024", "issued_on": "2024-12-31",
     "expires_on": "2026-12-31"})";
  const std::string of_another_year = R"(jobseeker/other ak1_issued at 2023-12-31T10:00:00+07:00
    {"person": "person/P2", "number": "3602/P0001/2024", "issued_on": "2023-12-31",
     "expires_on": "2025-12-31"})";
  const std::string of_another_person_here = R"(ak1_issued at 2024-02-10T10:00:00+07:00
    {"person": "person/P2", "number": "3602/P0001/2024", "issued_on": "2024-02-10",
     "expires_on": "2026-02-10"})";
  const std::vector<Row> rows = {
      {"another job seeker's", {of_another}, card, "ak1_number_unique"},
      {"another number", {of_another}, new_card, "ok"},
      {"another year", {of_another_year}, card, "ok"},
      {"his own, issued again", {card}, card, "ok"},
      {"for another person here", {card}, of_another_person_here, "ak1_number_unique"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("jobseeker: I29 a card is valid for two years at most") {
  const auto until = [](const std::string& day) {
    return R"(ak1_issued at 2024-03-01T10:00:00+07:00
              {"person": "person/P1", "number": "1", "issued_on": "2024-02-29",
              "expires_on": ")" +
           day + "\"}";
  };
  const std::vector<Row> rows = {
      {"two years", {}, until("2026-02-28"), "ok"},
      {"a day more", {}, until("2026-03-01"), "ak1_valid_two_years"},
      {"less", {}, until("2025-02-28"), "ok"},
      {"the day itself", {}, until("2024-02-29"), "ok"},
      {"not backwards", {}, until("2024-02-28"), "ak1_valid_two_years"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("jobseeker: a card is valid for its time, as long as its holder reports") {
  using programme::jobseeker::Card;
  using programme::jobseeker::has_valid_card;
  const Card one{"person/P1", "1", "2024-01-10", "2026-01-10", ""};
  const auto valid = [&](const std::string& day, const std::vector<std::string>& reports = {}) {
    return has_valid_card({{one}, reports}, "person/P1", day);
  };
  CHECK_FALSE(valid("2024-01-09"));
  CHECK(valid("2024-01-10"));
  CHECK(valid("2024-07-10"));
  CHECK_FALSE(valid("2024-07-11"));
  CHECK(valid("2024-07-11", {"2024-07-10"}));
  CHECK(valid("2025-01-10", {"2024-07-10"}));
  CHECK_FALSE(valid("2025-01-11", {"2024-07-10"}));
  CHECK_FALSE(valid("2024-07-12", {"2024-07-11"}));
  CHECK_FALSE(valid("2024-07-11", {"2024-01-09"}));
  CHECK_FALSE(valid("2024-07-11", {"2024-07-12"}));
  const std::vector<std::string> often = {"2024-07-01", "2024-12-31", "2025-06-30", "2025-12-30"};
  CHECK(valid("2026-01-10", often));
  CHECK_FALSE(valid("2026-01-11", often));
  CHECK_FALSE(has_valid_card({{one}, {}}, "person/P2", "2024-02-01"));
  Card long_one = one;
  long_one.expires_on = "2030-01-10";
  CHECK_FALSE(has_valid_card({{long_one}, often}, "person/P1", "2026-01-11"));
  Card ended = one;
  ended.ended_on = "2024-03-01";
  CHECK(has_valid_card({{ended}, {}}, "person/P1", "2024-02-29"));
  CHECK_FALSE(has_valid_card({{ended}, {}}, "person/P1", "2024-03-01"));
  const Card next{"person/P1", "2", "2024-08-01", "2026-08-01", ""};
  CHECK(has_valid_card({{ended, next}, {}}, "person/P1", "2024-08-02"));
}

TEST_CASE("jobseeker: active with a card") {
  CHECK(support::status_after(stream(), {card, new_card}) == "active");
  CHECK(support::status_after(stream(), {card, reported}) == "active");
  CHECK(support::status_after(stream(), {card, "ak1_expired"}) == "expired");
  CHECK(support::status_after(stream(), {card, "ak1_expired", new_card}) == "active");
}

TEST_CASE("jobseeker: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("jobseeker: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
