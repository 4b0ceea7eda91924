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
