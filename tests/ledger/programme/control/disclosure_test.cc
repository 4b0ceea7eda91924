#include "ledger/programme/control/disclosure.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::disclosure::stream;

// As many subjects as are listed and as are counted; a digest where there is one.
std::string made(std::size_t listed, std::size_t counted, const std::string& digest = {}) {
  programme::Json data = {{"kind", "opening"},
                          {"view", "beneficiaries"},
                          {"purpose", "uji petik"},
                          {"fields", {"name", "nik"}},
                          {"subjects", programme::Json::array()},
                          {"subject_count", counted}};
  for (std::size_t i = 0; i < listed; ++i)
    data["subjects"].push_back("person/P" + std::to_string(i));
  if (!digest.empty()) data["digest"] = digest;
  return "made " + data.dump();
}

const std::string digest =
    "sha-256:8149b4b3f03e28d9ab571a80846116a44b895338593aeafcd55b3aaeb730122b";

}  // namespace

TEST_CASE("a disclosure is made once") {
  const std::vector<support::Row> rows = {
      {"made", {}, made(1, 1), "ok"},
      {"made twice", {made(1, 1)}, made(1, 1), "stream_exists"},
      {"of nobody", {}, made(0, 0), "ok"},
  };
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(stream(), {made(1, 1)}) == "made");
}

TEST_CASE("up to 500 subjects are listed all, and more have their digest") {
  const std::vector<support::Row> rows = {
      {"all of 500", {}, made(500, 500), "ok"},
      {"all with a digest", {}, made(2, 2, digest), "ok"},
      {"some of few", {}, made(1, 2), "disclosure_subjects_differ"},
      {"more than there are", {}, made(2, 1), "disclosure_subjects_differ"},
      {"some of few with a digest", {}, made(1, 500, digest), "disclosure_subjects_differ"},
      {"none of many", {}, made(0, 501, digest), "ok"},
      {"some of many", {}, made(500, 1200, digest), "ok"},
      {"many without a digest", {}, made(500, 501), "disclosure_subjects_differ"},
  };
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("everybody who reads may disclose, and nothing of it is corrected") {
  using namespace programme;
  REQUIRE(stream().events.size() == 1);
  const EventType& type = *stream().events.front();
  CHECK_FALSE(type.correctable);
  CHECK(type.roles.front() == role::auditor);
  CHECK(type.roles.size() == role::all.size() - 1);
  CHECK(std::find(type.roles.begin(), type.roles.end(), role::system) == type.roles.end());
}
