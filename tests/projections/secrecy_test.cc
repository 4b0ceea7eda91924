#include "projections/secrecy.h"

#include <catch2/catch.hpp>

#include "tests/support/sample_ledger.h"

namespace {

using projections::Json;
using projections::Viewer;

TEST_CASE("secrets are for an auditor and for who reads without a token") {
  CHECK(projections::sees_secrets(Viewer::local()));
  CHECK(projections::sees_secrets({{"auditor"}, {}}));
  CHECK(projections::sees_secrets({{"reader", "auditor"}, {"36.02"}}));
  CHECK_FALSE(projections::sees_secrets({{"operator", "reader"}, {"*"}}));
  CHECK_FALSE(projections::sees_secrets({{"reader"}, {"*"}}));
  CHECK_FALSE(projections::sees_secrets({{}, {"*"}}));
}

TEST_CASE("a draft of a finding and an auditor's disclosure are secret rows") {
  using projections::is_secret;
  CHECK(is_secret("findings", Json{{"state", "drafted"}}));
  CHECK_FALSE(is_secret("findings", Json{{"state", "issued"}}));
  CHECK_FALSE(is_secret("findings", Json{{"state", nullptr}}));
  CHECK(is_secret("disclosures", Json{{"role", "auditor"}}));
  CHECK_FALSE(is_secret("disclosures", Json{{"role", "monitor"}}));
  CHECK_FALSE(is_secret("proposals", Json{{"state", "drafted"}}));
}

TEST_CASE("of an audit the events before the first issued finding are secret, and no others") {
  const auto& ledger = support::whole_sample().ledger();
  std::map<std::string, bool> secrets;
  for (std::uint64_t position = 0; position < ledger.size(); ++position) {
    const auto record = ledger.record(position);
    REQUIRE(record);
    const auto secret = projections::is_secret(ledger, *record);
    REQUIRE(secret);
    const auto type = Json::parse(*record).at("type").get<std::string>();
    if (*secret || type.starts_with("audit.")) secrets[type] = *secret;
  }
  const std::map<std::string, bool> expected = {{"audit.assigned", true},
                                                {"audit.auditee_responded", true},
                                                {"audit.finding_drafted", true},
                                                {"audit.finding_issued", false},
                                                {"audit.recommendation_issued", false}};
  CHECK(secrets == expected);
}

}  // namespace
