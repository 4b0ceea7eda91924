#include "ledger/programme/control/complaint.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::complaint::stream;

std::string received(const std::string& about) {
  return R"(received {"channel": "lapor", "anonymous": true, "about": ")" + about +
         R"(", "text": "anggota tidak tahu ada bantuan"})";
}

const std::string receive = received("group/1");
const std::string triage = R"(triaged {"severity": "high", "assigned_to": "Disnaker"})";
const std::string investigate =
    R"(investigated {"result": "founded", "finding": "anggota tidak diberi tahu"})";

void check(const std::vector<support::Row>& rows) {
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("a complaint is received once, about anything in the ledger") {
  const std::vector<support::Row> rows = {
      {"about a group", {}, received("group/1"), "ok"},
      {"about another complaint", {}, received("complaint/1"), "ok"},
      {"twice", {received("group/1")}, received("group/1"), "stream_exists"},
  };
  CHECK(support::mismatches(programme::complaint::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::complaint::stream(), {received("group/1")}) == "received");
}

TEST_CASE("a complaint is triaged, then investigated, then resolved") {
  check({
      {"triaged", {receive}, triage, "ok"},
      {"triaged before it is there", {}, triage, "stream_not_open"},
      {"triaged twice", {receive, triage}, triage, "step_out_of_order"},
      {"investigated", {receive, triage}, investigate, "ok"},
      {"investigated before the triage", {receive}, investigate, "step_out_of_order"},
      {"investigated twice", {receive, triage, investigate}, investigate, "step_out_of_order"},
      {"resolved", {receive, triage, investigate}, "resolved", "ok"},
      {"resolved without an investigation", {receive, triage}, "resolved", "step_out_of_order"},
      {"resolved twice",
       {receive, triage, investigate, "resolved"},
       "resolved",
       "step_out_of_order"},
  });
  CHECK(support::status_after(stream(), {receive, triage}) == "triaged");
  CHECK(support::status_after(stream(), {receive, triage, investigate}) == "investigated");
  CHECK(support::status_after(stream(), {receive, triage, investigate, "resolved"}) == "resolved");
}

TEST_CASE("a complaint is rejected from its triage on, and that ends it") {
  check({
      {"as it was received", {receive}, "rejected", "step_out_of_order"},
      {"when triaged", {receive, triage}, "rejected", "ok"},
      {"when investigated", {receive, triage, investigate}, "rejected", "ok"},
      {"twice", {receive, triage, "rejected"}, "rejected", "step_out_of_order"},
      {"after it was resolved",
       {receive, triage, investigate, "resolved"},
       "rejected",
       "step_out_of_order"},
      {"investigated after it", {receive, triage, "rejected"}, investigate, "step_out_of_order"},
  });
  CHECK(support::status_after(stream(), {receive, triage, "rejected"}) == "rejected");
}

TEST_CASE("what a complaint says is sealed for the complaint") {
  const auto& fields = programme::complaint::stream().events.front()->fields;
  CHECK(fields.back().name == "text");
  CHECK(fields.back().personal.kind == programme::Owner::Kind::stream);
}

TEST_CASE("the sample's complaints play through") {
  CHECK(support::play_sample({&programme::complaint::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::complaint::stream()}) == 2 * 1);
}
