#include "ledger/programme/aid/proposal.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using support::Row;

const std::string digest = "sha-256:" + std::string(64, 'a');

std::string submitted(const std::string& recipient) {
  return R"(submitted {"recipient": ")" + recipient +
         R"(", "juknis": "juknis/1", "amount_idr": 20000000,
    "budget": [{"item": "alat", "amount_idr": 20000000}],
    "documents": [{"kind": "proposal", "digest": ")" +
         digest + R"("}]})";
}
const std::string submit = submitted("group/1");
const std::string complete = R"(completeness_checked {"complete": true})";
const std::string incomplete = R"(completeness_checked {"complete": false})";
const std::string verify =
    R"(field_verification_performed {"latitude": -6.68, "longitude": 106.18, "accuracy_m": 8,
    "photos": [")" +
    digest + R"("], "finding": "usaha ditemukan"})";
const std::string recommend = R"(recommended {"score": 93})";

}  // namespace

TEST_CASE("a proposal is checked, visited and then recommended") {
  const std::vector<Row> rows = {
      {"submitted", {}, submit, "ok"},
      {"submitted twice", {submit}, submit, "step_out_of_order"},
      {"checked before it is there", {}, complete, "stream_not_open"},
      {"checked", {submit}, complete, "ok"},
      {"checked and not complete", {submit}, incomplete, "ok"},
      {"checked twice", {submit, complete}, complete, "step_out_of_order"},
      {"visited before the check", {submit}, verify, "step_out_of_order"},
      {"visited", {submit, complete}, verify, "ok"},
      {"visited although returned", {submit, incomplete}, verify, "step_out_of_order"},
      {"visited twice", {submit, complete, verify}, verify, "step_out_of_order"},
      {"recommended before the check", {submit}, recommend, "step_out_of_order"},
      {"recommended before the visit", {submit, complete}, recommend, "step_out_of_order"},
      {"recommended", {submit, complete, verify}, recommend, "ok"},
      {"recommended twice", {submit, complete, verify, recommend}, recommend, "step_out_of_order"},
      {"submitted after all", {submit, complete, verify, recommend}, submit, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("a proposal that was returned is submitted again by the same recipient") {
  const std::vector<Row> rows = {
      {"by the same", {submit, incomplete}, submit, "ok"},
      {"by another", {submit, incomplete}, submitted("group/2"), "proposal_recipient_differs"},
      {"checked without a new one", {submit, incomplete}, complete, "step_out_of_order"},
      {"checked anew", {submit, incomplete, submit}, complete, "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("where a proposal's recipient was found is sealed for the proposal") {
  using programme::Owner;
  const auto& events = programme::proposal::stream().events;
  std::vector<std::string> sealed;
  for (const auto& type : events)
    for (const auto& field : type->fields)
      if (field.personal.kind == Owner::Kind::stream) sealed.emplace_back(field.name);
  CHECK(sealed == std::vector<std::string>{"latitude", "longitude", "finding"});
}

TEST_CASE("the sample's proposals play through") {
  CHECK(support::play_sample({&programme::proposal::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::proposal::stream()}) == 2 * 40);
}
