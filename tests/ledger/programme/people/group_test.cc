#include "ledger/programme/people/group.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::group::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string formed = R"(formed
    {"name": "Ekra Coffee", "scheme": "TKM_PEMULA", "region": "36.02.27.2010",
     "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
const std::string member = R"(member_added {"person": "person/P1", "role": "chair"})";
const std::string confirmed = R"(member_confirmed {"person": "person/P1", "channel": "siapkerja"})";
const std::string business = R"(business_profile_recorded
    {"kbli": "10761", "product": "kopi hijau", "revenue_month_idr": 0})";
const std::string attested = R"(attested {"by": "village_head", "letter": "140/21/DS/2023"})";
const std::string account = R"(bank_account_registered
    {"bank": "002", "account": "360262988986417", "holder": "TKM Ekra Coffee"})";
const std::string verified = R"(bank_account_verified {"holder_matches": true})";

}  // namespace

TEST_CASE("group: formed, then attested") {
  const std::string it_is_formed_in_a_kawasan = R"(formed
    {"name": "A", "scheme": "TKM_PEMULA", "kawasan": "kawasan/lebak",
     "region": "36.02.27.2010", "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
  const std::vector<Row> rows = {
      {"it is formed, without a kawasan", {}, formed, "ok"},
      {"it is formed in a kawasan", {}, it_is_formed_in_a_kawasan, "ok"},
      {"formed once", {formed}, formed, "stream_exists"},
      {"nothing comes before it", {}, attested, "stream_not_open"},
      {"attested", {formed}, attested, "ok"},
      {"attested once", {formed, attested}, attested, "step_out_of_order"},
      {"a business profile", {formed}, business, "ok"},
      {"a later profile", {formed, attested, business}, business, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: a member is added once and confirms himself") {
  const std::vector<Row> rows = {
      {"a member", {formed}, member, "ok"},
      {"no member of nothing", {}, member, "stream_not_open"},
      {"added twice", {formed, member}, member, "member_added_already"},
      {"added twice in another role",
       {formed, member},
       R"(member_added {"person": "person/P1", "role": "member"})",
       "member_added_already"},
      {"another member after the attestation",
       {formed, member, attested},
       R"(member_added {"person": "person/P2", "role": "member"})",
       "ok"},
      {"a member confirms", {formed, member}, confirmed, "ok"},
      {"somebody else does not",
       {formed, member},
       R"(member_confirmed {"person": "person/P2", "channel": "siapkerja"})",
       "not_a_member"},
      {"nobody was added", {formed}, confirmed, "not_a_member"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: one account, which the bank verifies") {
  const std::string a_bank_code_has_three_digits = R"(bank_account_registered
    {"bank": "02", "account": "360262988986417", "holder": "TKM"})";
  const std::vector<Row> rows = {
      {"an account before the attestation", {formed}, account, "ok"},
      {"an account after it", {formed, attested}, account, "ok"},
      {"one account", {formed, account}, account, "account_registered_already"},
      {"nothing to verify", {formed}, verified, "account_not_registered"},
      {"verified", {formed, account}, verified, "ok"},
      {"verified again", {formed, account, verified}, verified, "ok"},
      {"a bank code has three digits",
       {formed},
       a_bank_code_has_three_digits,
       "group.bank_account_registered: /data/bank must be three digits"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {formed, member, account}) == "formed");
  CHECK(status_after(stream(), {formed, member, attested, account, verified}) == "attested");
}

TEST_CASE("group: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("group: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
