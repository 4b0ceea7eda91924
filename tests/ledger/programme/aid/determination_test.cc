#include "ledger/programme/aid/determination.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using support::Row;

std::string listed(const std::string& proposal) {
  return R"(recipient_listed {"proposal": ")" + proposal +
         R"(", "recipient": "group/1", "amount_idr": 20000000})";
}
const std::string draft = R"(drafted {"juknis": "juknis/1", "year": 2023})";
const std::string list_one = listed("proposal/1");
const std::string sign = R"(signed {"number": "3/488/PK.03.00/IV/2023"})";
const std::string ratify = "ratified";

}  // namespace

TEST_CASE("a determination is drafted, signed by the PPK and then ratified by the KPA") {
  const std::vector<Row> rows = {
      {"drafted", {}, draft, "ok"},
      {"drafted twice", {draft}, draft, "stream_exists"},
      {"signed", {draft, list_one}, sign, "ok"},
      {"signed before it is there", {}, sign, "stream_not_open"},
      {"signed twice", {draft, list_one, sign}, sign, "step_out_of_order"},
      {"ratified", {draft, list_one, sign}, ratify, "ok"},
      {"ratified before it is signed", {draft, list_one}, ratify, "step_out_of_order"},
      {"ratified twice", {draft, list_one, sign, ratify}, ratify, "step_out_of_order"},
      {"signed after the ratification", {draft, list_one, sign, ratify}, sign, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
}

TEST_CASE("a proposal is listed once, while the determination is a draft") {
  const std::vector<Row> rows = {
      {"before the draft", {}, list_one, "stream_not_open"},
      {"in the draft", {draft}, list_one, "ok"},
      {"another", {draft, list_one}, listed("proposal/2"), "ok"},
      {"the same", {draft, list_one}, list_one, "proposal_listed"},
      {"after the signature", {draft, list_one, sign}, listed("proposal/2"), "step_out_of_order"},
      {"after the ratification",
       {draft, list_one, sign, ratify},
       listed("proposal/2"),
       "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
}

TEST_CASE("the sample's determinations play through") {
  const auto& stream = programme::determination::stream();
  CHECK(support::play_sample({&stream}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&stream}) == 2 * 13);
}
