#include "ledger/programme/people/jobseeker.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::jobseeker::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string card = R"(ak1_issued
    {"person": "person/P1", "number": "3602/P0001/2024", "issued_on": "2024-01-10",
     "expires_on": "2026-01-10"})";
const std::string new_card = R"(ak1_issued
    {"person": "person/P1", "number": "3602/P0001/2026", "issued_on": "2026-01-12",
     "expires_on": "2028-01-12"})";

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

TEST_CASE("jobseeker: active with a card") {
  CHECK(support::status_after(stream(), {card, new_card}) == "active");
}

TEST_CASE("jobseeker: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("jobseeker: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
