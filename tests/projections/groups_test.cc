#include "projections/groups.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::groups(), events)["G"];
}

const std::string chair = R"(group.member_added group/G {"person": "person/A", "role": "chair"})";
const std::string member = R"(group.member_added group/G {"person": "person/B", "role": "member"})";
const std::string confirmed = R"(group.member_confirmed group/G {"person": "person/B"})";
const std::string registered = "group.bank_account_registered group/G {}";
const std::string matches = R"(group.bank_account_verified group/G {"holder_matches": true})";
const std::string agreed = R"(grant.agreement_signed grant/X {"recipient": "group/G"})";
const std::string credit = R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})";

}  // namespace

TEST_CASE("the sample comes to ten groups of 16 confirmed members") {
  const auto rows = projections::folded_sample(projections::groups());
  REQUIRE(rows.size() == 10);
  std::int64_t received_idr = 0;
  for (const auto& [id, row] : rows) {
    CHECK(row["members"] == 16);
    CHECK(row["confirmed"] == 16);
    CHECK(row["attested"] == true);
    CHECK(row["account_verified"] == true);
    CHECK(row["grants"] == 1);
    received_idr += row["received_idr"].get<std::int64_t>();
  }
  CHECK(received_idr == 200'000'000);
  const Json want = {{"id", "LBK-01"},
                     {"name", "Ekra Coffee"},
                     {"scheme", "TKM_PEMULA"},
                     {"promoted_to", nullptr},
                     {"region", "36.02.27.2010"},
                     {"kawasan", "kawasan/lebak-kasepuhan"},
                     {"id_tkm", nullptr},
                     {"nib", nullptr},
                     {"kbli", "10761"},
                     {"product", "keripik"},
                     {"chair", "person/P0001"},
                     {"members", 16},
                     {"confirmed", 16},
                     {"attested", true},
                     {"account_verified", true},
                     {"state", "attested"},
                     {"grants", 1},
                     {"received_idr", 20'000'000}};
  CHECK(rows.at("LBK-01") == want);
}

TEST_CASE("a group counts who is in it now") {
  CHECK(row_of({chair, member, confirmed})["members"] == 2);
  CHECK(row_of({chair, member, confirmed})["confirmed"] == 1);
  const std::string removed = R"(group.member_removed group/G {"person": "person/B"})";
  CHECK(row_of({chair, member, confirmed, removed})["members"] == 1);
  CHECK(row_of({chair, member, confirmed, removed})["confirmed"] == 0);
  CHECK(row_of({chair, member, confirmed, removed, member})["confirmed"] == 0);
  CHECK(row_of({confirmed})["confirmed"] == 0);
  CHECK(row_of({chair, member, confirmed, "group.event_reversed@1 group/G {}"})["members"] == 1);
}

TEST_CASE("a new chair is shown, and none where the chair left") {
  const std::string replaced =
      R"(group.leader_replaced group/G {"old": "person/A", "new": "person/B"})";
  CHECK(row_of({chair, member})["chair"] == "person/A");
  CHECK(row_of({chair, member, replaced})["chair"] == "person/B");
  CHECK(row_of({chair, replaced})["chair"] == "person/A");
  CHECK(row_of({chair, member, R"(group.member_removed group/G {"person": "person/A"})"})["chair"]
            .is_null());
}

TEST_CASE("an account is verified until it is changed or the bank says otherwise") {
  CHECK(row_of({registered})["account_verified"] == false);
  CHECK(row_of({registered, matches})["account_verified"] == true);
  CHECK(row_of({registered, matches,
                "group.bank_account_changed group/G {}"})["account_verified"] == false);
  CHECK(row_of({registered, matches,
                R"(group.bank_account_verified group/G {"holder_matches": false})"})
            ["account_verified"] == false);
}

TEST_CASE("a group's row follows its name, its numbers and its state") {
  const std::string formed = R"(group.formed group/G {"name": "Old", "scheme": "TKM_PEMULA",
 "region": "36.02", "edition": "E", "id_tkm": "T-1"})";
  std::string one_line = formed;
  one_line.erase(one_line.find('\n'), 1);
  const Json row =
      row_of({one_line, R"(group.renamed group/G {"name": "New"})",
              R"(group.nib_recorded group/G {"nib": "1234567890123"})", "group.attested group/G {}",
              R"(group.promoted group/G {"to_scheme": "TKM_LANJUTAN"})"});
  CHECK(row["name"] == "New");
  CHECK(row["id_tkm"] == "T-1");
  CHECK(row["nib"] == "1234567890123");
  CHECK(row["scheme"] == "TKM_PEMULA");
  CHECK(row["promoted_to"] == "TKM_LANJUTAN");
  CHECK(row["state"] == "graduated");
  CHECK(row["kawasan"].is_null());
}

TEST_CASE("a group receives what the bank credits on its own grants") {
  CHECK(row_of({agreed, credit, credit})["received_idr"] == 200);
  CHECK(row_of({agreed, credit})["grants"] == 1);
  CHECK(row_of({agreed, credit})["attested"] == false);
  CHECK(projections::folded(projections::groups(), std::vector<std::string>{credit}).empty());
  CHECK(projections::folded(projections::groups(),
                            {R"(grant.agreement_signed grant/X {"recipient": "person/A"})", credit})
            .empty());
}

TEST_CASE("any part of the sample folds to groups") {
  projections::fold_parts_of_sample(projections::groups());
}
