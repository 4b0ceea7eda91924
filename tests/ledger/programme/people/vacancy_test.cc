#include "ledger/programme/people/vacancy.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::vacancy::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string posted = R"(posted
    {"employer": "partner/koperasi-kopi", "kbji": "7514", "title": "Operator", "seats": 12,
     "wage_month_idr": 2950000, "region": "36.02.27"})";
std::string posted_in(const std::string& country) {
  std::string out = posted;
  return out.insert(out.size() - 1, ", \"country\": " + country);
}

}  // namespace

TEST_CASE("vacancy: posted, then verified") {
  const std::string one_seat_at_least = R"(posted
    {"employer": "partner/k", "kbji": "7514", "title": "Operator", "seats": 0,
     "wage_month_idr": 2950000, "region": "36.02.27"})";
  const std::vector<Row> rows = {
      {"a post opens", {}, posted, "ok"},
      {"posted once", {posted}, posted, "stream_exists"},
      {"abroad", {}, posted_in(R"("MY")"), "ok"},
      {"a country has two letters",
       {},
       posted_in(R"("Malaysia")"),
       "vacancy.posted: /data/country must be a country, two letters of ISO 3166"},
      {"nothing to verify", {}, "verified", "stream_not_open"},
      {"verified", {posted}, "verified", "ok"},
      {"verified once", {posted, "verified"}, "verified", "step_out_of_order"},
      {"one seat at least",
       {},
       one_seat_at_least,
       "vacancy.posted: /data/seats must be from 1 to 100000"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("vacancy: closed at any time, and that is the end") {
  const std::vector<Row> rows = {
      {"nothing to close", {}, "closed", "stream_not_open"},
      {"as posted", {posted}, "closed", "ok"},
      {"as verified", {posted, "verified"}, "closed", "ok"},
      {"closed once", {posted, "closed"}, "closed", "step_out_of_order"},
      {"not verified after it", {posted, "closed"}, "verified", "step_out_of_order"},
      {"not posted again", {posted, "closed"}, posted, "stream_exists"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("vacancy: the statuses along its way") {
  CHECK(support::status_after(stream(), {posted}) == "posted");
  CHECK(support::status_after(stream(), {posted, "verified"}) == "verified");
  CHECK(support::status_after(stream(), {posted, "verified", "closed"}) == "closed");
}

TEST_CASE("vacancy: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("vacancy: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
