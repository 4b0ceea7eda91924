#include "ledger/programme/people/group.h"

#include <catch2/catch.hpp>

#include "ledger/programme/event.h"
#include "tests/support/stream_table.h"

namespace {

using programme::group::State;
using programme::group::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string formed = R"(formed
    {"name": "Ekra Coffee", "scheme": "TKM_PEMULA", "region": "36.02.27.2010",
     "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
const std::string member = R"(member_added {"person": "person/P1", "role": "chair"})";
const std::string secretary = R"(member_added {"person": "person/P2", "role": "secretary"})";
const std::string confirmed = R"(member_confirmed {"person": "person/P1", "channel": "siapkerja"})";
const std::string removed = R"(member_removed {"person": "person/P1"})";
const std::string replaced = R"(leader_replaced {"old": "person/P1", "new": "person/P2"})";
const std::string business = R"(business_profile_recorded
    {"kbli": "10761", "product": "kopi hijau", "revenue_month_idr": 0})";
const std::string attested = R"(attested {"by": "village_head", "letter": "140/21/DS/2023"})";
const std::string account = R"(bank_account_registered
    {"bank": "002", "account": "360262988986417", "holder": "TKM Ekra Coffee"})";
const std::string changed = R"(bank_account_changed
    {"bank": "009", "account": "360262988986425", "holder": "TKM Ekra Coffee"})";
const std::string verified = R"(bank_account_verified {"holder_matches": true})";

const std::string renamed = R"(renamed {"name": "Ekra Kopi"})";
const std::string nib = R"(nib_recorded {"nib": "1206230031875"})";
const std::string found = R"(found_on_site {"visited_on": "2023-06-30"})";
const std::string not_found = R"(not_found {"visited_on": "2023-06-30"})";
const std::string promoted = R"(promoted {"to_scheme": "TKM_LANJUTAN"})";
const std::string fictitious = "marked_fictitious";
const std::string dissolved = "dissolved";

}  // namespace

TEST_CASE("group: formed, then attested") {
  const std::string it_is_formed_in_a_kawasan = R"(formed
    {"name": "A", "scheme": "TKM_PEMULA", "kawasan": "kawasan/lebak", "id_tkm": "TKM-2023-001",
     "region": "36.02.27.2010", "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
  const std::string a_profile_with_a_sector = R"(business_profile_recorded
    {"kbli": "10761", "product": "kopi", "revenue_month_idr": 0, "sector": "food"})";
  const std::vector<Row> rows = {
      {"it is formed, without a kawasan", {}, formed, "ok"},
      {"it is formed in a kawasan", {}, it_is_formed_in_a_kawasan, "ok"},
      {"formed once", {formed}, formed, "stream_exists"},
      {"nothing comes before it", {}, attested, "stream_not_open"},
      {"attested", {formed}, attested, "ok"},
      {"attested once", {formed, attested}, attested, "step_out_of_order"},
      {"not while it cannot be found", {formed, not_found}, attested, "step_out_of_order"},
      {"when it was found again", {formed, not_found, found}, attested, "ok"},
      {"a business profile", {formed}, business, "ok"},
      {"a later profile", {formed, attested, business}, business, "ok"},
      {"a profile with a sector", {formed}, a_profile_with_a_sector, "ok"},
      {"another name", {formed}, renamed, "ok"},
      {"another name once more", {formed, attested, renamed}, renamed, "ok"},
      {"no name of nothing", {}, renamed, "stream_not_open"},
      {"a NIB", {formed}, nib, "ok"},
      {"another NIB", {formed, nib}, R"(nib_recorded {"nib": "1206230031876"})", "ok"},
      {"no NIB of nothing", {}, nib, "stream_not_open"},
      {"a NIB has 13 digits",
       {formed},
       R"(nib_recorded {"nib": "120623003187"})",
       "group.nib_recorded: /data/nib must be a NIB of 13 digits"},
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
      {"and once more", {formed, member, confirmed}, confirmed, "ok"},
      {"somebody else does not",
       {formed, member},
       R"(member_confirmed {"person": "person/P2", "channel": "siapkerja"})",
       "not_a_member"},
      {"nobody was added", {formed}, confirmed, "not_a_member"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: a member leaves, and the chair is handed over") {
  const std::vector<Row> rows = {
      {"removed", {formed, member}, removed, "ok"},
      {"nobody to remove", {formed}, removed, "not_a_member"},
      {"removed once", {formed, member, removed}, removed, "not_a_member"},
      {"who was removed does not confirm", {formed, member, removed}, confirmed, "not_a_member"},
      {"and may be added again", {formed, member, removed}, member, "ok"},
      {"handed over", {formed, member, secretary}, replaced, "ok"},
      {"to a member only", {formed, member}, replaced, "not_a_member"},
      {"by the chair only",
       {formed, member, secretary},
       R"(leader_replaced {"old": "person/P2", "new": "person/P1"})",
       "not_the_leader"},
      {"by no chair who was removed",
       {formed, member, secretary, removed},
       replaced,
       "not_the_leader"},
      {"once", {formed, member, secretary, replaced}, replaced, "not_the_leader"},
      {"and back",
       {formed, member, secretary, replaced},
       R"(leader_replaced {"old": "person/P2", "new": "person/P1"})",
       "ok"},
      {"not to himself",
       {formed, member},
       R"(leader_replaced {"old": "person/P1", "new": "person/P1"})",
       "leader_unchanged"},
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
      {"nothing to change", {formed}, changed, "account_not_registered"},
      {"changed", {formed, account}, changed, "ok"},
      {"changed again", {formed, account, verified, changed}, changed, "ok"},
      {"verified after the change", {formed, account, verified, changed}, verified, "ok"},
      {"still one account", {formed, account, changed}, account, "account_registered_already"},
      {"a bank code has three digits",
       {formed},
       a_bank_code_has_three_digits,
       "group.bank_account_registered: /data/bank must be three digits"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: visits, promotion and the two ends") {
  const std::string all_of_a_visit = R"(found_on_site
    {"visited_on": "2023-06-30", "members_present": 14, "finding": "rumah produksi di dapur",
     "photo": "sha-256:5ab351cbe84bb5cdbf340b286536a26311c8e5cd22ff8e547b7f9972f3f94fbf"})";
  const std::vector<Row> rows = {
      {"found", {formed}, found, "ok"},
      {"all of a visit", {formed}, all_of_a_visit, "ok"},
      {"not found", {formed, attested}, not_found, "ok"},
      {"not found again", {formed, attested, not_found}, not_found, "ok"},
      {"no visit to nothing", {}, found, "stream_not_open"},
      {"a search for nothing", {}, not_found, "stream_not_open"},
      {"not promoted as formed", {formed}, promoted, "step_out_of_order"},
      {"promoted as attested", {formed, attested}, promoted, "ok"},
      {"promoted as active", {formed, attested, business}, promoted, "ok"},
      {"not promoted as dormant", {formed, attested, not_found}, promoted, "step_out_of_order"},
      {"promoted once", {formed, attested, promoted}, promoted, "step_out_of_order"},
      {"a graduated group still acts", {formed, attested, promoted}, business, "ok"},
      {"a dormant one too", {formed, not_found}, business, "ok"},
      {"no fiction of nothing", {}, fictitious, "stream_not_open"},
      {"fictitious", {formed}, fictitious, "ok"},
      {"fictitious when it is not found", {formed, not_found}, fictitious, "ok"},
      {"fictitious after a promotion", {formed, attested, promoted}, fictitious, "ok"},
      {"fictitious once", {formed, fictitious}, fictitious, "step_out_of_order"},
      {"nothing after that", {formed, fictitious}, found, "step_out_of_order"},
      {"dissolved", {formed}, dissolved, "ok"},
      {"dissolved once", {formed, dissolved}, dissolved, "step_out_of_order"},
      {"no member after that", {formed, dissolved}, member, "step_out_of_order"},
      {"no account after that", {formed, account, dissolved}, changed, "step_out_of_order"},
      {"no dissolution of nothing", {}, dissolved, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {formed, member, account}) == "formed");
  CHECK(status_after(stream(), {formed, member, attested, account, verified}) == "attested");
  CHECK(status_after(stream(), {formed, business}) == "formed");
  CHECK(status_after(stream(), {formed, found}) == "formed");
  CHECK(status_after(stream(), {formed, business, attested}) == "attested");
  CHECK(status_after(stream(), {formed, attested, business}) == "active");
  CHECK(status_after(stream(), {formed, attested, found}) == "active");
  CHECK(status_after(stream(), {formed, attested, found, member, renamed, nib}) == "active");
  CHECK(status_after(stream(), {formed, attested, promoted}) == "graduated");
  CHECK(status_after(stream(), {formed, attested, promoted, business}) == "graduated");
  CHECK(status_after(stream(), {formed, dissolved}) == "dissolved");
  CHECK(status_after(stream(), {formed, attested, found, fictitious}) == "fictitious");
}

TEST_CASE("group: who is found again is where it was, or at work") {
  using support::status_after;
  CHECK(status_after(stream(), {formed, attested, found, not_found}) == "dormant");
  CHECK(status_after(stream(), {formed, attested, not_found, business}) == "dormant");
  CHECK(status_after(stream(), {formed, not_found, found}) == "formed");
  CHECK(status_after(stream(), {formed, attested, not_found, found}) == "active");
  CHECK(status_after(stream(), {formed, attested, promoted, not_found, found}) == "graduated");
}

namespace {

// An event of the group with this data, at this place.
template <class E>
void apply(State& state, const char* name, E data, std::uint64_t place = 0) {
  programme::HeldState<State> held;
  held.value = state;
  programme::Event event;
  event.place = place;
  event.data = std::make_unique<programme::PayloadOf<E>>(std::move(data));
  for (const auto& type : stream().events)
    if (type->name == name) type->apply(held, event);
  state = held.value;
}

}  // namespace

TEST_CASE("group: the state knows who is a member, in which role, and who said yes") {
  using namespace programme::group;
  State state;
  apply(state, "group.member_added", MemberAdded{"person/P1", "chair"});
  apply(state, "group.member_added", MemberAdded{"person/P2", "secretary"});
  apply(state, "group.member_confirmed", MemberConfirmed{"person/P2", "siapkerja"});
  apply(state, "group.leader_replaced", LeaderReplaced{"person/P1", "person/P2"});
  CHECK(state.members.at("person/P1").role == "secretary");
  CHECK_FALSE(state.members.at("person/P1").confirmed);
  CHECK(state.members.at("person/P2").role == "chair");
  CHECK(state.members.at("person/P2").confirmed);
  apply(state, "group.member_removed", MemberRemoved{"person/P2"});
  CHECK(state.members.size() == 1);
  apply(state, "group.member_added", MemberAdded{"person/P2", "member"});
  CHECK_FALSE(state.members.at("person/P2").confirmed);
}

TEST_CASE("group: a change, or another holder, ends the account's verification") {
  using namespace programme::group;
  State state;
  apply(state, "group.bank_account_registered", BankAccountRegistered{}, 5);
  CHECK_FALSE(state.account_verified);
  apply(state, "group.bank_account_verified", BankAccountVerified{true}, 7);
  CHECK(state.account_verified);
  CHECK(state.account_verified_at == 7);
  apply(state, "group.bank_account_changed", BankAccountChanged{}, 9);
  CHECK_FALSE(state.account_verified);
  CHECK(state.account_changed_at == 9);
  apply(state, "group.bank_account_verified", BankAccountVerified{true}, 11);
  CHECK(state.account_verified);
  apply(state, "group.bank_account_verified", BankAccountVerified{false}, 13);
  CHECK_FALSE(state.account_verified);
  CHECK(state.account_verified_at == 11);
}

TEST_CASE("group: account, holder and what a visit found are personal, and nothing else of it") {
  std::vector<std::string> personal;
  for (const auto& type : stream().events)
    for (const auto& field : type->fields)
      if (field.is_personal()) personal.push_back(type->name + "/" + std::string(field.name));
  CHECK(personal == std::vector<std::string>{
                        "group.bank_account_registered/account",
                        "group.bank_account_registered/holder",
                        "group.bank_account_changed/account", "group.bank_account_changed/holder",
                        "group.found_on_site/finding", "group.not_found/finding"});
}

TEST_CASE("group: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("group: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
