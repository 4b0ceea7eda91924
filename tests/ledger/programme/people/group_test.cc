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
// A mentor whom it was assigned, and a worker whom it hired.
const std::string mentored = R"(mentoring/M1 mentor_assigned
    {"group": "group/one", "university": "partner/ipb"})";
const std::string hired = R"(mentoring/M1 worker_hired
    {"person": "person/P9", "hired_on": "2023-06-01"})";
const std::string dissolved = "dissolved";
const std::string to_micro = R"(promoted {"to_scheme": "TKM_MIKRO"})";

// What happened to another group.
std::string other(const std::string& event) { return "group/other " + event; }

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
      {"not promoted as formed", {formed}, to_micro, "step_out_of_order"},
      {"promoted as attested", {formed, attested}, to_micro, "ok"},
      {"promoted as active", {mentored, hired, formed, attested, business}, promoted, "ok"},
      {"not promoted as dormant", {formed, attested, not_found}, to_micro, "step_out_of_order"},
      {"promoted once",
       {mentored, hired, formed, attested, business, promoted},
       promoted,
       "step_out_of_order"},
      {"a graduated group still acts", {formed, attested, to_micro}, business, "ok"},
      {"a dormant one too", {formed, not_found}, business, "ok"},
      {"no fiction of nothing", {}, fictitious, "stream_not_open"},
      {"fictitious", {formed}, fictitious, "ok"},
      {"fictitious when it is not found", {formed, not_found}, fictitious, "ok"},
      {"fictitious after a promotion", {formed, attested, to_micro}, fictitious, "ok"},
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

TEST_CASE("group: I5 a person is a member of one group of a scheme") {
  const std::string of_another_scheme = other(R"(formed
    {"name": "B", "scheme": "TKM_LANJUTAN", "region": "36.02.27.2010", "edition": "E"})");
  const std::string no = "one_group_of_a_scheme";
  const std::string elsewhere = other(member);
  const std::vector<Row> rows = {
      {"of another group", {other(formed), elsewhere, formed}, member, no},
      {"also where it is dormant",
       {other(formed), elsewhere, other(not_found), formed},
       member,
       no},
      {"another person", {other(formed), elsewhere, formed}, secretary, "ok"},
      {"of another scheme", {of_another_scheme, elsewhere, formed}, member, "ok"},
      {"who was removed there", {other(formed), elsewhere, other(removed), formed}, member, "ok"},
      {"of one that was dissolved",
       {other(formed), elsewhere, other(dissolved), formed},
       member,
       "ok"},
      {"of one that is fictitious",
       {other(formed), elsewhere, other(fictitious), formed},
       member,
       "ok"},
      {"of one that went on to another scheme",
       {other(formed), elsewhere, other(attested), other(to_micro), formed},
       member,
       "ok"},
      {"here already, which is no rule's", {formed, member}, member, "member_added_already"},
      {"in nothing", {other(formed), elsewhere}, member, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

namespace {

// An aid of a scheme and a year that a group, or a person, agreed to.
std::vector<std::string> aid(const std::string& recipient, const std::string& scheme, int year) {
  const std::string juknis = "juknis/" + scheme, decree = "determination/" + std::to_string(year);
  return {
      juknis + R"( issued {"scheme": ")" + scheme +
          R"(", "number": "3/111/PK.03.00/III/2023", "effective_from": "2023-03-15",
              "effective_to": "2023-12-31", "recipient_kind": "group", "members_min": 10,
              "members_max": 20, "amount_min_idr": 1, "amount_max_idr": 20000000,
              "tranches": [{"number": 1, "share_bp": 10000, "condition": "agreement_signed"}],
              "report_due_days": 90, "refund_due_days": 30, "groups_per_village_max": 12})",
      decree + R"( drafted {"juknis": ")" + juknis + R"(", "year": )" + std::to_string(year) + "}",
      R"(grant/G agreement_signed {"recipient": ")" + recipient + R"(", "determination": ")" +
          decree + R"(", "number": "PKS/1", "amount_idr": 20000000, "ends_on": "2023-12-31"})"};
}

}  // namespace

TEST_CASE("group: I5 a person shares in one open aid of a scheme and year") {
  const std::string no = "one_open_aid_of_a_scheme";
  const std::vector<std::string> ended = {other(formed), other(member), other(dissolved), formed};
  const auto after = [](std::vector<std::string> given, const std::vector<std::string>& more) {
    given.insert(given.end(), more.begin(), more.end());
    return given;
  };
  const std::string terminated = "grant/G agreement_terminated", closed = "grant/G closed";
  const std::string next_year = "member_added at 2024-01-01T00:00:00+07:00" + member.substr(12);
  const std::string this_year = "member_added at 2023-12-31T23:59:00+07:00" + member.substr(12);
  const std::vector<Row> rows = {
      {"of a group that has ended", after(ended, aid("group/other", "TKM_PEMULA", 2023)), member,
       no},
      {"in his own name", after({formed}, aid("person/P1", "TKM_PEMULA", 2023)), member, no},
      {"of somebody else", after({formed}, aid("person/P2", "TKM_PEMULA", 2023)), member, "ok"},
      {"of another scheme", after(ended, aid("group/other", "TKM_MIKRO", 2023)), member, "ok"},
      {"of another year", after(ended, aid("group/other", "TKM_PEMULA", 2022)), member, "ok"},
      {"on the last day of the year", after(ended, aid("group/other", "TKM_PEMULA", 2023)),
       this_year, no},
      {"on the first day of the next", after(ended, aid("group/other", "TKM_PEMULA", 2023)),
       next_year, "ok"},
      {"terminated and not closed",
       after(after(ended, aid("group/other", "TKM_PEMULA", 2023)), {terminated}), member, no},
      {"closed", after(after(ended, aid("group/other", "TKM_PEMULA", 2023)), {terminated, closed}),
       member, "ok"},
      {"of this very group", after({formed}, aid("group/one", "TKM_PEMULA", 2023)), member, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: I7 a member seeks work") {
  const std::string person = R"(person/P1 registered
    {"nik": "3602272107729000", "name": "Rohman", "birth_date": "1972-07-21", "sex": "L",
     "region_id_card": "36.02.27.2010", "region_domicile": "36.02.22.2004", "edition": "E",
     "phone": "+6281324155979"})";
  const auto is = [](const std::string& status, const std::string& as_of = "2023-03-01") {
    return R"(person/P1 employment_status_declared {"status": ")" + status + R"(", "as_of": ")" +
           as_of + "\"}";
  };
  const auto lost = [](const std::string& cause) {
    return R"(person/P1 eligibility_lost {"cause": ")" + cause +
           R"(", "source": "bkn", "as_of": "2023-06-01"})";
  };
  const std::string died = R"(person/P1 death_recorded {"died_on": "2023-06-11", "source": "d"})";
  const std::string no = "member_seeks_work";
  const std::vector<Row> rows = {
      {"nothing is known", {person, formed}, member, "ok"},
      {"unemployed", {person, is("unemployed"), formed}, member, "ok"},
      {"underemployed", {person, is("underemployed"), formed}, member, "ok"},
      {"employed", {person, is("employed"), formed}, member, no},
      {"outside the labour force", {person, is("outside_labour_force"), formed}, member, no},
      {"no more", {person, is("employed"), is("unemployed"), formed}, member, "ok"},
      {"not yet", {person, is("unemployed"), is("employed"), formed}, member, no},
      {"told later of an earlier day",
       {person, is("unemployed", "2023-03-02"), is("employed", "2023-03-01"), formed},
       member,
       "ok"},
      {"a civil servant", {person, lost("asn"), formed}, member, no},
      {"blacklisted", {person, lost("blacklisted"), formed}, member, no},
      {"found at work", {person, is("unemployed"), lost("employed"), formed}, member, no},
      {"at work, and since without",
       {person, lost("employed"), is("unemployed"), formed},
       member,
       "ok"},
      {"moved away, which the rule does not name", {person, lost("moved"), formed}, member, "ok"},
      {"dead by the register", {person, lost("deceased"), formed}, member, no},
      {"dead", {person, is("unemployed"), died, formed}, member, no},
      {"somebody else", {person, died, formed}, secretary, "ok"},
      {"before the order of steps", {person, died}, member, no},
      {"after one group of a scheme",
       {person, other(formed), other(member), died, formed},
       member,
       "one_group_of_a_scheme"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: I19 an account is of one live recipient") {
  const std::string of_another_bank = R"(bank_account_registered
    {"bank": "009", "account": "360262988986417", "holder": "TKM Lain"})";
  const std::string changed_to_it = R"(bank_account_changed
    {"bank": "002", "account": "360262988986417", "holder": "TKM Lain"})";
  const std::string no = "account_of_one_recipient";
  Row unknown{
      "without the vault nobody can tell", {other(formed), other(account), formed}, account, "ok"};
  unknown.has_vault = false;
  const std::vector<Row> rows = {
      {"of another group", {other(formed), other(account), formed}, account, no},
      {"the same number at another bank",
       {other(formed), other(account), formed},
       of_another_bank,
       "ok"},
      {"another number", {other(formed), other(account), formed, of_another_bank}, changed, "ok"},
      {"changed to that of another group",
       {other(formed), other(account), formed, of_another_bank},
       changed_to_it,
       no},
      {"which the other has changed since",
       {other(formed), other(account), other(changed), formed},
       account,
       "ok"},
      {"and that is taken now",
       {other(formed), other(account), other(changed), formed, account},
       changed,
       no},
      {"of a dormant one", {other(formed), other(account), other(not_found), formed}, account, no},
      {"of a dissolved one",
       {other(formed), other(account), other(dissolved), formed},
       account,
       "ok"},
      {"of a fictitious one",
       {other(formed), other(account), other(fictitious), formed},
       account,
       "ok"},
      {"back to what it had", {formed, account, changed}, changed_to_it, "ok"},
      unknown,
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("group: I26 a promotion needs a running business and a worker") {
  const std::string failed = "mentoring/M1 business_failed";
  const std::string again = R"(mentoring/M2 mentor_assigned
    {"group": "group/one", "university": "partner/ipb"})";
  const std::string of_another = R"(mentoring/M1 mentor_assigned
    {"group": "group/other", "university": "partner/ipb"})";
  const auto seen = [](const std::string& visit, bool running) {
    return std::vector<std::string>{
        "monitoring/" + visit + R"( visit_planned {"group": "group/one", "date": "2023-06-01"})",
        "monitoring/" + visit + R"( condition_recorded {"running": )" +
            (running ? "true" : "false") + R"(, "members_present": 3, "assets_seen": true})"};
  };
  const std::string no = "promotion_needs_business_and_worker";
  const auto after = [](std::vector<std::string> more, const std::vector<std::string>& last = {}) {
    more.insert(more.begin(), {formed, attested, business});
    more.insert(more.end(), last.begin(), last.end());
    return more;
  };
  const std::vector<Row> rows = {
      {"both", after({mentored, hired}), promoted, "ok"},
      {"no worker", after({mentored}), promoted, no},
      {"no mentoring", after({}), promoted, no},
      {"a worker of another group", after({of_another, hired}), promoted, no},
      {"no business on record", {formed, attested, mentored, hired}, promoted, no},
      {"on record before the attestation",
       {formed, business, attested, mentored, hired},
       promoted,
       "ok"},
      {"found at work", {formed, attested, found, mentored, hired}, promoted, "ok"},
      {"not found", after({mentored, hired, not_found}), promoted, no},
      {"found again", after({mentored, hired, not_found, found}), promoted, "ok"},
      {"failed", after({mentored, hired, failed}), promoted, no},
      {"begun again since", after({mentored, hired, failed, again}), promoted, "ok"},
      {"seen at work", after({mentored, hired}, seen("V1", true)), promoted, "ok"},
      {"seen at rest", after({mentored, hired}, seen("V1", false)), promoted, no},
      {"another scheme asks for neither", {formed, attested}, to_micro, "ok"},
      {"before the order of steps", {formed}, promoted, no},
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
  CHECK(status_after(stream(), {formed, attested, to_micro}) == "graduated");
  CHECK(status_after(stream(), {formed, attested, to_micro, business}) == "graduated");
  CHECK(status_after(stream(), {formed, dissolved}) == "dissolved");
  CHECK(status_after(stream(), {formed, attested, found, fictitious}) == "fictitious");
}

TEST_CASE("group: who is found again is where it was, or at work") {
  using support::status_after;
  CHECK(status_after(stream(), {formed, attested, found, not_found}) == "dormant");
  CHECK(status_after(stream(), {formed, attested, not_found, business}) == "dormant");
  CHECK(status_after(stream(), {formed, not_found, found}) == "formed");
  CHECK(status_after(stream(), {formed, attested, not_found, found}) == "active");
  CHECK(status_after(stream(), {formed, attested, to_micro, not_found, found}) == "graduated");
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
