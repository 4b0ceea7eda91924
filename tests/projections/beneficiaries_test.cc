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

TEST_CASE("who was removed from a group is in none, or in the one that he joined before") {
  const auto in = [](const std::string& group) {
    return "group.member_added " + group + R"( {"person": "person/A", "role": "member"})";
  };
  const std::string removed = R"(group.member_removed group/G {"person": "person/A"})";
  const Json gone = row_of({in("group/G"), removed}, "A");
  CHECK(gone["group"].is_null());
  CHECK(gone["group_role"].is_null());
  CHECK(row_of({in("group/F"), in("group/G"), removed}, "A")["group"] == "group/F");
  const std::vector<std::string> paid = {
      two_members, R"(group.member_added group/G {"person": "person/B", "role": "member"})",
      R"(grant.agreement_signed grant/X {"recipient": "group/G", "amount_idr": 100})", removed,
      R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})"};
  CHECK(row_of(paid, "A")["received_idr"] == 0);
  CHECK(row_of(paid, "B")["received_idr"] == 100);
}

TEST_CASE("a new chair gives his office to the old one") {
  const std::vector<std::string> events = {
      two_members, R"(group.member_added group/G {"person": "person/B", "role": "treasurer"})",
      R"(group.leader_replaced group/G {"old": "person/A", "new": "person/B"})"};
  CHECK(row_of(events, "A")["group_role"] == "treasurer");
  CHECK(row_of(events, "B")["group_role"] == "chair");
}

TEST_CASE("certificates count while they are held, one of each kind") {
  const std::string blk =
      R"(training.certificate_issued training/T {"person": "person/A", "number": "1"})";
  const std::string bnsp =
      "training.bnsp_certificate_issued training/T "
      R"({"person": "person/A", "number": {"sealed": "x"}})";
  const std::string revoked =
      R"(training.certificate_revoked training/T {"person": "person/A", "kind": "blk"})";
  const std::string expired =
      R"(training.certificate_expired training/T {"person": "person/A", "kind": "bnsp"})";
  CHECK(row_of({blk, bnsp, bnsp}, "A")["certificates"] == 2);
  CHECK(row_of({blk, bnsp, revoked}, "A")["certificates"] == 1);
  CHECK(row_of({blk, bnsp, revoked, expired, expired}, "A")["certificates"] == 0);
  CHECK(row_of({blk, expired}, "A")["certificates"] == 1);
}

TEST_CASE("what became of a person stands in his row") {
  const Json row = row_of({R"(person.identity_verified person/A {"result": "match"})",
                           R"(person.identity_mismatch_flagged person/A {"field": "name"})",
                           R"(person.domicile_changed person/A {"region": "36.01"})"},
                          "A");
  CHECK(row["identity"] == "flagged");
  CHECK(row["region"] == "36.01");
  CHECK(row["restricted"] == false);
  CHECK(row_of({"person.processing_restricted person/A {}"}, "A")["restricted"] == true);
  const std::string merged = R"(person.merged person/A {"into": "person/B"})";
  CHECK(row_of({merged}, "A")["merged_into"] == "person/B");
  CHECK(row_of({merged}, "A")["status"] == "merged");
  CHECK(row_of({merged, "person.unmerged person/A {}"}, "A")["merged_into"].is_null());
}

TEST_CASE("nothing sealed is left of a person who was erased") {
  const Json row = row_of({R"(person.registered person/A {"nik": {"sealed": "x"},
 "name": {"sealed": "x"}, "birth_date": {"sealed": "x"}, "phone": {"sealed": "x"}, "sex": "L"})",
                           "person.erased person/A {}"},
                          "A");
  for (const auto* column : {"name", "nik", "birth_date", "phone"}) CHECK(row[column].is_null());
  CHECK(row["sex"] == "L");
  CHECK(row["status"] == "erased");
}

TEST_CASE("any part of the sample folds to beneficiaries") {
  projections::fold_parts_of_sample(projections::beneficiaries());
}
