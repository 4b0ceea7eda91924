#include "projections/beneficiaries.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events, const std::string& id) {
  return projections::folded(projections::beneficiaries(), events)[id];
}

const std::string two_members =
    R"(group.member_added group/G {"person": "person/A", "role": "chair"})";

}  // namespace

TEST_CASE("the sample comes to 160 beneficiaries in ten groups") {
  const auto rows = projections::folded_sample(projections::beneficiaries());
  REQUIRE(rows.size() == 160);
  std::map<std::string, int> groups;
  std::int64_t received_idr = 0, certificates = 0;
  for (const auto& [id, row] : rows) {
    ++groups[row["group"]];
    received_idr += row["received_idr"].get<std::int64_t>();
    certificates += row["certificates"].get<std::int64_t>();
    CHECK(row["grants"] == 1);
    CHECK(row["status"] == "identity_valid");
  }
  CHECK(groups.size() == 10);
  CHECK(received_idr == 200'000'000);
  CHECK(certificates == 152);
}

TEST_CASE("a beneficiary's row tells what came to him") {
  const auto rows = projections::folded_sample(projections::beneficiaries());
  const Json& row = rows.at("P0001");
  CHECK(row["sex"] == "L");
  CHECK(row["region"] == "36.02.27.2010");
  CHECK(row["identity"] == "match");
  CHECK(row["employment"] == "underemployed");
  CHECK(row["decile"] == 1);
  CHECK(row["extreme_poor"] == true);
  CHECK(row["group"] == "group/LBK-01");
  CHECK(row["group_role"] == "chair");
  CHECK(row["received_idr"] == 1'250'000);
  CHECK(row["training_hours"] == 24);
  CHECK(row["placement"] == "confirmed");
  CHECK(row["name"].get<std::string>().find("Rohman") == std::string::npos);
}

TEST_CASE("a person known from a group alone has a row") {
  const Json row = row_of({two_members}, "A");
  CHECK(row["identity"] == "unverified");
  CHECK(row["status"].is_null());
  CHECK(row["grants"] == 0);
  CHECK(row["group"] == "group/G");
}

TEST_CASE("money of a group is shared by its members at that moment, rounded down") {
  const std::vector<std::string> events = {
      two_members,
      R"(grant.agreement_signed grant/X {"recipient": "group/G", "amount_idr": 100})",
      R"(group.member_added group/G {"person": "person/B", "role": "member"})",
      R"(group.member_added group/G {"person": "person/C", "role": "member"})",
      R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})",
      R"(group.member_added group/G {"person": "person/D", "role": "member"})"};
  CHECK(row_of(events, "A")["received_idr"] == 33);
  CHECK(row_of(events, "A")["grants"] == 1);
  CHECK(row_of(events, "B")["grants"] == 0);
  CHECK(row_of(events, "D")["received_idr"] == 0);
}

TEST_CASE("a grant to a person is his alone") {
  const Json row =
      row_of({R"(grant.agreement_signed grant/X {"recipient": "person/A", "amount_idr": 7})",
              R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 7})"},
             "A");
  CHECK(row["grants"] == 1);
  CHECK(row["received_idr"] == 7);
}

TEST_CASE("an identity that does not match is flagged") {
  CHECK(row_of({R"(person.identity_verified person/A {"result": "mismatch"})"}, "A")["identity"] ==
        "flagged");
}

TEST_CASE("the placement shown is the one a person was matched for last") {
  const std::vector<std::string> events = {
      R"(placement.candidate_matched placement/1 {"person": "person/A", "vacancy": "vacancy/V"})",
      R"(placement.candidate_matched placement/2 {"person": "person/A", "vacancy": "vacancy/V"})",
      R"(placement.candidate_rejected placement/1 {})"};
  CHECK(row_of(events, "A")["placement"] == "matched");
}

TEST_CASE("any part of the sample folds to beneficiaries") {
  projections::fold_parts_of_sample(projections::beneficiaries());
}
