#include "ledger/programme/people/placement.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::placement::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string matched = R"(candidate_matched
    {"person": "person/P1", "vacancy": "vacancy/2024-LBK-1"})";
const std::string referred = R"(candidate_referred {"letter": "560/1/2024"})";
const std::string made = R"(made
    {"mechanism": "AKL", "start_on": "2024-02-01", "contract": "PKWT"})";
const std::string three = R"(confirmed {"months": 3})";
const std::string six = R"(confirmed {"months": 6})";

}  // namespace

TEST_CASE("placement: matched, referred, placed, confirmed") {
  const std::vector<Row> rows = {
      {"a match opens", {}, matched, "ok"},
      {"matched once", {matched}, matched, "stream_exists"},
      {"nobody to refer", {}, referred, "stream_not_open"},
      {"referred", {matched}, referred, "ok"},
      {"referred once", {matched, referred}, referred, "step_out_of_order"},
      {"not placed without a referral", {matched}, made, "step_out_of_order"},
      {"not placed out of nothing", {}, made, "stream_not_open"},
      {"placed", {matched, referred}, made, "ok"},
      {"placed once", {matched, referred, made}, made, "step_out_of_order"},
      {"not confirmed before", {matched, referred}, three, "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("placement: confirmations grow") {
  const std::vector<Row> rows = {
      {"three months", {matched, referred, made}, three, "ok"},
      {"then six", {matched, referred, made, three}, six, "ok"},
      {"not three again", {matched, referred, made, three}, three, "months_confirmed_already"},
      {"not back to three", {matched, referred, made, six}, three, "months_confirmed_already"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("placement: a rejection ends it") {
  const std::vector<Row> rows = {
      {"rejected when matched", {matched}, "candidate_rejected", "ok"},
      {"rejected when referred", {matched, referred}, "candidate_rejected", "ok"},
      {"not when placed", {matched, referred, made}, "candidate_rejected", "step_out_of_order"},
      {"not when confirmed",
       {matched, referred, made, three},
       "candidate_rejected",
       "step_out_of_order"},
      {"nobody to reject", {}, "candidate_rejected", "stream_not_open"},
      {"no referral after it", {matched, "candidate_rejected"}, referred, "step_out_of_order"},
      {"no placement after it",
       {matched, referred, "candidate_rejected"},
       made,
       "step_out_of_order"},
      {"no confirmation after it", {matched, "candidate_rejected"}, three, "step_out_of_order"},
      {"rejected once", {matched, "candidate_rejected"}, "candidate_rejected", "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("placement: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {matched}) == "matched");
  CHECK(status_after(stream(), {matched, referred}) == "referred");
  CHECK(status_after(stream(), {matched, referred, made}) == "placed");
  CHECK(status_after(stream(), {matched, referred, made, three, six}) == "confirmed");
  CHECK(status_after(stream(), {matched, "candidate_rejected"}) == "rejected");
}

TEST_CASE("placement: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("placement: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
