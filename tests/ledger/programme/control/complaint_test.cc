#include "ledger/programme/control/complaint.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

std::string received(const std::string& about) {
  return R"(received {"channel": "lapor", "anonymous": true, "about": ")" + about +
         R"(", "text": "anggota tidak tahu ada bantuan"})";
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

TEST_CASE("what a complaint says is sealed for the complaint") {
  const auto& fields = programme::complaint::stream().events.front()->fields;
  CHECK(fields.back().name == "text");
  CHECK(fields.back().personal.kind == programme::Owner::Kind::stream);
}

TEST_CASE("the sample's complaints play through") {
  CHECK(support::play_sample({&programme::complaint::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::complaint::stream()}) == 2 * 1);
}
