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
const std::string ended = R"(ended {"cause": "resigned", "ended_on": "2023-06-30"})";

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

TEST_CASE("placement: work ends") {
  const std::string a_cause_of_the_list = R"(ended {"cause": "bored", "ended_on": "2023-06-30"})";
  const std::vector<Row> rows = {
      {"nothing to end", {}, ended, "stream_not_open"},
      {"not when matched", {matched}, ended, "step_out_of_order"},
      {"not when referred", {matched, referred}, ended, "step_out_of_order"},
      {"not when rejected", {matched, "candidate_rejected"}, ended, "step_out_of_order"},
      {"when placed", {matched, referred, made}, ended, "ok"},
      {"when confirmed", {matched, referred, made, three}, ended, "ok"},
      {"ended once", {matched, referred, made, ended}, ended, "step_out_of_order"},
      {"no confirmation after it", {matched, referred, made, ended}, three, "step_out_of_order"},
      {"no referral after it", {matched, referred, made, ended}, referred, "step_out_of_order"},
      {"not placed again after it", {matched, referred, made, ended}, made, "step_out_of_order"},
      {"no rejection after it",
       {matched, referred, made, ended},
       "candidate_rejected",
       "step_out_of_order"},
      {"a cause of the list",
       {matched, referred, made},
       a_cause_of_the_list,
       "placement.ended: /data/cause must be one of resigned, contract_end, dismissed, moved, "
       "deceased, other"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("placement: a closed vacancy takes no new candidate") {
  const std::string posted = R"(vacancy/2024-LBK-1 posted
    {"employer": "partner/koperasi-kopi", "kbji": "7514", "title": "Operator", "seats": 12,
     "wage_month_idr": 2950000, "region": "36.02.27"})";
  const std::string closed = "vacancy/2024-LBK-1 closed";
  const std::string another_closed = "vacancy/2024-LBK-2 closed";
  const std::vector<Row> rows = {
      {"an open one", {posted}, matched, "ok"},
      {"a closed one", {posted, closed}, matched, "vacancy_closed"},
      {"another is closed", {posted, another_closed}, matched, "ok"},
      {"who was matched before goes on", {posted, matched, closed}, referred, "ok"},
      {"and is placed", {posted, matched, closed, referred}, made, "ok"},
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
  CHECK(status_after(stream(), {matched, referred, made, ended}) == "ended");
  CHECK(status_after(stream(), {matched, referred, made, three, ended}) == "ended");
}

TEST_CASE("placement: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("placement: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
