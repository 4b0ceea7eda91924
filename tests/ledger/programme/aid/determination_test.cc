#include "ledger/programme/aid/determination.h"

#include <catch2/catch.hpp>

#include "tests/ledger/programme/aid/aid_desk.h"
#include "tests/ledger/programme/aid/aid_story.h"
#include "tests/support/stream_table.h"

namespace {

using aid_story::both;
using aid_story::guide;
using aid_story::Proposal;
using support::Row;

// The group whose proposal has the same number.
std::string recipient_of(const std::string& proposal) {
  return "group" + proposal.substr(proposal.find('/'));
}
std::string listed_for(const std::string& proposal, const std::string& recipient,
                       std::int64_t amount_idr = 20'000'000) {
  return R"(recipient_listed {"proposal": ")" + proposal + R"(", "recipient": ")" + recipient +
         R"(", "amount_idr": )" + std::to_string(amount_idr) + "}";
}
std::string listed(const std::string& proposal) {
  return listed_for(proposal, recipient_of(proposal));
}
std::string drafted(const std::string& time, const std::string& juknis = "juknis/1") {
  return "drafted at " + time + R"( {"juknis": ")" + juknis + R"(", "year": 2023})";
}
const std::string draft = R"(drafted {"juknis": "juknis/1", "year": 2023})";
const std::string list_one = listed("proposal/1");
std::string signed_by(const std::string& actor,
                      const std::string& number = "3/488/PK.03.00/IV/2023") {
  return "signed by " + actor + R"( {"number": ")" + number + R"("})";
}
const std::string sign = signed_by("ppk");
const std::string ratify = "ratified by kpa";
struct Substitution {
  std::string old_proposal = "proposal/1", new_proposal = "proposal/9", recipient = "group/9";
  std::string by = "ppk", at = "2023-07-01T09:00:00+07:00";
  std::int64_t amount_idr = 20'000'000;
};
std::string substituted(const Substitution& given) {
  return "recipient_substituted by " + given.by + " at " + given.at + R"( {"old_proposal": ")" +
         given.old_proposal + R"(", "new_proposal": ")" + given.new_proposal +
         R"(", "new_recipient": ")" + given.recipient + R"(", "amount_idr": )" +
         std::to_string(given.amount_idr) + "}";
}
std::string substituted(const std::string& old_proposal, const std::string& new_proposal) {
  return substituted(Substitution{old_proposal, new_proposal, recipient_of(new_proposal)});
}
const std::string substitute = substituted("proposal/1", "proposal/9");
const std::string strike = R"(recipient_struck {"proposal": "proposal/1"})";
const std::string revocation = "revoked";

// Money enough for whatever is listed.
const std::vector<std::string> money = {
    aid_story::budget("budget/1", 2'000'000'000), aid_story::committed("budget/1", 1'000'000'000),
    aid_story::committed("budget/1", 1'000'000'000, "determination/other")};

std::vector<std::string> mismatches(std::vector<Row> rows) {
  for (Row& row : rows) row.given = both(money, row.given);
  return support::mismatches(programme::determination::stream(), rows);
}

std::string status_after(const std::vector<std::string>& given) {
  return support::status_after(programme::determination::stream(), both(money, given));
}

// What another determination does.
std::vector<std::string> of_other(const std::vector<std::string>& events) {
  std::vector<std::string> out;
  for (const std::string& event : events) out.push_back("determination/other " + event);
  return out;
}

// A draft under a juknis, and what is given beside it.
std::vector<std::string> with_draft(const std::vector<std::string>& more) {
  return both({guide({}), draft}, more);
}
const std::vector<std::string> listed_elsewhere =
    of_other({draft, listed_for("proposal/7", "group/1")});

}  // namespace

TEST_CASE("a determination is drafted, signed by the PPK and then ratified by the KPA") {
  const std::vector<Row> rows = {
      {"drafted", {}, draft, "ok"},
      {"drafted twice", {draft}, draft, "stream_exists"},
      {"signed", {draft, list_one}, sign, "ok"},
      {"signed before it is there", {}, sign, "stream_not_open"},
      {"signed twice", {draft, list_one, sign}, sign, "step_out_of_order"},
      {"ratified", {draft, list_one, sign}, ratify, "ok"},
      {"ratified before it is signed", {draft, list_one}, ratify, "ratification_needs_signature"},
      {"ratified before it is there", {}, ratify, "stream_not_open"},
      {"ratified twice", {draft, list_one, sign, ratify}, ratify, "step_out_of_order"},
      {"signed after the ratification", {draft, list_one, sign, ratify}, sign, "step_out_of_order"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("a proposal is listed once, while the determination is a draft") {
  const std::vector<Row> rows = {
      {"before the draft", {}, list_one, "stream_not_open"},
      {"in the draft", {draft}, list_one, "ok"},
      {"another", {draft, list_one}, listed("proposal/2"), "ok"},
      {"the same", {draft, list_one}, list_one, "proposal_listed"},
      {"after the signature", {draft, list_one, sign}, listed("proposal/2"), "step_out_of_order"},
      {"after the ratification",
       {draft, list_one, sign, ratify},
       listed("proposal/2"),
       "step_out_of_order"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("a recipient takes another's place from the signature on") {
  const std::vector<std::string> whole = {draft, list_one, listed("proposal/2"), sign, ratify};
  const auto after = [&](std::vector<std::string> more) {
    more.insert(more.begin(), whole.begin(), whole.end());
    return more;
  };
  const std::vector<Row> rows = {
      {"before it is there", {}, substitute, "stream_not_open"},
      {"in the draft", {draft, list_one}, substitute, "step_out_of_order"},
      {"after the signature", {draft, list_one, sign}, substitute, "ok"},
      {"after the ratification", whole, substitute, "ok"},
      {"another one", after({substitute}), substituted("proposal/2", "proposal/8"), "ok"},
      {"the same once more", after({substitute}), substitute, "proposal_not_listed"},
      {"for the one that came", after({substitute}), substituted("proposal/9", "proposal/1"), "ok"},
      {"of one that is not listed", whole, substituted("proposal/7", "proposal/9"),
       "proposal_not_listed"},
      {"by one that is listed", whole, substituted("proposal/1", "proposal/2"), "proposal_listed"},
      {"by itself", whole, substituted("proposal/1", "proposal/1"), "proposal_listed"},
      {"listed afterwards", after({substitute}), listed("proposal/7"), "step_out_of_order"},
      {"signed afterwards", after({substitute}), sign, "step_out_of_order"},
      {"ratified afterwards", after({substitute}), ratify, "step_out_of_order"},
      {"ratified, changed after the signature", {draft, list_one, sign, substitute}, ratify, "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
  CHECK(status_after({draft, list_one, sign, substitute}) == "signed");
  CHECK(status_after({draft, list_one, sign, substitute, ratify}) == "ratified");
  CHECK(status_after(after({substitute})) == "amended");
}

TEST_CASE("a recipient is struck until the determination is revoked") {
  const std::vector<Row> rows = {
      {"before it is there", {}, strike, "stream_not_open"},
      {"in the draft", {draft, list_one}, strike, "ok"},
      {"not listed", {draft, listed("proposal/2")}, strike, "proposal_not_listed"},
      {"twice", {draft, list_one, strike}, strike, "proposal_not_listed"},
      {"listed again", {draft, list_one, strike}, list_one, "ok"},
      {"after the signature", {draft, list_one, sign}, strike, "ok"},
      {"after the ratification", {draft, list_one, sign, ratify}, strike, "ok"},
      {"after it took another's place",
       {draft, listed("proposal/2"), sign, substituted("proposal/2", "proposal/1")},
       strike,
       "ok"},
      {"after another took its place",
       {draft, list_one, sign, substitute},
       strike,
       "proposal_not_listed"},
      {"struck, then substituted",
       {draft, list_one, sign, strike},
       substitute,
       "proposal_not_listed"},
      {"after the revocation", {draft, list_one, sign, revocation}, strike, "step_out_of_order"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
  CHECK(status_after({draft, list_one, strike}) == "drafted");
  CHECK(status_after({draft, list_one, sign, ratify, strike}) == "amended");
}

TEST_CASE("a determination is revoked from the signature on, and that is its end") {
  const std::vector<std::string> whole = {draft, list_one, sign, ratify};
  const std::vector<std::string> gone = {draft, list_one, sign, ratify, revocation};
  const std::vector<Row> rows = {
      {"before it is there", {}, revocation, "stream_not_open"},
      {"in the draft", {draft, list_one}, revocation, "step_out_of_order"},
      {"after the signature", {draft, list_one, sign}, revocation, "ok"},
      {"after the ratification", whole, revocation, "ok"},
      {"after an amendment", {draft, list_one, sign, ratify, substitute}, revocation, "ok"},
      {"twice", gone, revocation, "step_out_of_order"},
      {"drafted afterwards", gone, draft, "stream_exists"},
      {"listed afterwards", gone, listed("proposal/2"), "step_out_of_order"},
      {"signed afterwards", gone, sign, "step_out_of_order"},
      {"ratified afterwards", gone, ratify, "step_out_of_order"},
      {"substituted afterwards", gone, substitute, "step_out_of_order"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
  CHECK(status_after(gone) == "revoked");
}

TEST_CASE("I2: a determination is drafted under a juknis in force") {
  const std::string issued = guide({});
  const std::vector<Row> rows = {
      {"on its first day", {issued}, drafted("2023-03-01T00:00:00+07:00"), "ok"},
      {"a second before", {issued}, drafted("2023-02-28T23:59:59+07:00"), "juknis_in_force"},
      {"on its last day", {issued}, drafted("2023-12-31T23:30:00+07:00"), "ok"},
      {"on its last day in Jakarta", {issued}, drafted("2024-01-01T01:30:00+09:00"), "ok"},
      {"a day after", {issued}, drafted("2024-01-01T00:00:00+07:00"), "juknis_in_force"},
      {"the day before its revocation",
       {issued, R"(juknis/1 revoked {"revoked_on": "2023-06-30"})"},
       drafted("2023-06-29T09:00:00+07:00"),
       "ok"},
      {"revoked",
       {issued, R"(juknis/1 revoked {"revoked_on": "2023-06-30"})"},
       drafted("2023-06-30T09:00:00+07:00"),
       "juknis_in_force"},
      {"the second of the year",
       {issued, guide({.name = "juknis/2", .from = "2023-06-01"})},
       drafted("2023-06-02T09:00:00+07:00", "juknis/2"),
       "ok"},
      {"drafted twice, too late",
       {issued, draft},
       drafted("2024-02-01T09:00:00+07:00"),
       "juknis_in_force"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I5: a person is in one running aid of a scheme and year") {
  const std::string other_juknis = guide({.name = "juknis/2", .scheme = "TKM_LANJUTAN"});
  const auto& given = with_draft;
  const auto& other = listed_elsewhere;
  const auto with = [](const std::string& what) {
    return of_other({R"(drafted )" + what, listed_for("proposal/7", "group/1")});
  };
  const aid_story::Grant grant{"grant/1", "group/1", "determination/other"};
  const auto settled = grant.after({aid_story::report, "accountability_report_accepted"});
  const std::vector<Row> rows = {
      {"the first", given({}), list_one, "ok"},
      {"listed by another", given(other), list_one, "one_aid_a_person"},
      {"its proposal is listed by another", given(of_other({draft, list_one})), list_one,
       "one_aid_a_person"},
      {"by another that is revoked", given(both(other, of_other({signed_by("ppk"), "revoked"}))),
       list_one, "ok"},
      {"struck there",
       given(both(other, of_other({R"(recipient_struck {"proposal": "proposal/7"})"}))), list_one,
       "ok"},
      {"another took its place there",
       given(both(other, of_other({signed_by("ppk"), substituted("proposal/7", "proposal/8")}))),
       list_one, "ok"},
      {"took another's place there",
       given(of_other({draft, listed("proposal/8"), signed_by("ppk"),
                       substituted(Substitution{"proposal/8", "proposal/7", "group/1"})})),
       list_one, "one_aid_a_person"},
      {"of another year", given(with(R"({"juknis": "juknis/1", "year": 2022})")), list_one, "ok"},
      {"of another scheme",
       given(both({other_juknis}, with(R"({"juknis": "juknis/2", "year": 2023})"))), list_one,
       "ok"},
      {"its grant runs", given(both(other, grant.after({}))), list_one, "one_aid_a_person"},
      {"its report is accepted", given(both(other, settled)), list_one, "one_aid_a_person"},
      {"its grant is closed", given(both(other, both(settled, {"grant/1 closed"}))), list_one,
       "ok"},
      {"a grant of another determination is closed",
       given(both(other, aid_story::Grant{"grant/1", "group/1", "determination/9"}.after(
                             {"agreement_terminated", "closed"}))),
       list_one, "one_aid_a_person"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I5: aid of a group is aid of its members, and the KPA may allow a second") {
  const auto& given = with_draft;
  const auto& other = listed_elsewhere;
  const std::vector<Row> rows = {
      {"twice by two proposals", given({list_one}), listed_for("proposal/2", "group/1"),
       "one_aid_a_person"},
      {"a person twice", given({listed_for("proposal/1", "person/1")}),
       listed_for("proposal/2", "person/1"), "one_aid_a_person"},
      {"a person, and then his group",
       given({aid_story::formed("group/1"), aid_story::with_member("group/1", "person/1"),
              listed_for("proposal/2", "person/1")}),
       list_one, "one_aid_a_person"},
      {"a person, and then a group without him",
       given({aid_story::formed("group/1"), aid_story::with_member("group/1", "person/2"),
              listed_for("proposal/2", "person/1")}),
       list_one, "ok"},
      {"the KPA allowed the duplicate",
       given(both(other,
                  {Proposal{}.submitted(), Proposal{}.checked(), Proposal{}.visited(),
                   Proposal{}.recommended(), "proposal/1 duplicate_override_approved by kpa"})),
       list_one, "ok"},
      {"not recommended either", given(both(other, {Proposal{}.submitted()})), list_one,
       "one_aid_a_person"},
      {"substituted by who is listed", given({list_one, listed("proposal/2"), sign}),
       substituted(Substitution{"proposal/1", "proposal/9", "group/2"}), "one_aid_a_person"},
      {"substituted by another proposal of his", given({list_one, sign}),
       substituted(Substitution{"proposal/1", "proposal/9", "group/1"}), "ok"},
      {"substituted by who is listed elsewhere", given(both(other, {listed("proposal/2"), sign})),
       substituted(Substitution{"proposal/2", "proposal/1", "group/1"}), "one_aid_a_person"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I10: who is listed has a recommended proposal of his own") {
  const Proposal one;
  const auto upto = [&](std::size_t steps) {
    auto events = one.whole();
    events.resize(steps);
    return both({guide({}), draft}, events);
  };
  const auto recommended = upto(4);
  const std::vector<Row> rows = {
      {"submitted", upto(1), list_one, "determination_needs_verification"},
      {"complete", upto(2), list_one, "determination_needs_verification"},
      {"visited", upto(3), list_one, "determination_needs_verification"},
      {"recommended", recommended, list_one, "ok"},
      {"rejected", both(recommended, {R"(proposal/1 rejected by verifikator {"score": 1})"}),
       list_one, "determination_needs_verification"},
      {"withdrawn", both(recommended, {"proposal/1 withdrawn by ketua"}), list_one,
       "determination_needs_verification"},
      {"lapsed", both(recommended, {"proposal/1 lapsed"}), list_one,
       "determination_needs_verification"},
      {"for another", recommended, listed_for("proposal/1", "group/2"),
       "determination_needs_verification"},
      {"signed", both(recommended, {list_one}), sign, "ok"},
      {"signed when it was withdrawn",
       both(recommended, {list_one, "proposal/1 withdrawn by ketua"}), sign,
       "determination_needs_verification"},
      {"signed when it was struck",
       both(recommended, {list_one, "proposal/1 withdrawn by ketua", strike}), sign, "ok"},
      {"ratified when it was withdrawn after the signature",
       both(recommended, {list_one, sign, "proposal/1 withdrawn by ketua"}), ratify, "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I11: proposer, verifier, PPK and KPA of a case are different people") {
  const auto given = [](const Proposal& one, const std::vector<std::string>& more) {
    return both(both({guide({}), draft}, one.whole()), more);
  };
  const Proposal nine{.name = "proposal/9", .recipient = "group/9"};
  const auto in_place = [&](const Proposal& nine_of) {
    return both(given({}, nine_of.whole()), {list_one, sign, ratify});
  };
  const std::vector<Row> rows = {
      {"four people", given({}, {list_one, sign}), ratify, "ok"},
      {"signed by the proposer", given({}, {list_one}), signed_by("ketua"), "duties_separated"},
      {"signed by the verifier", given({}, {list_one}), signed_by("verifikator"),
       "duties_separated"},
      {"signed by the verifier of what is not listed",
       given({},
             both(Proposal{.name = "proposal/2", .recipient = "group/2", .verifier = "ppk"}.whole(),
                  {list_one})),
       sign, "ok"},
      {"signed by the verifier of the second",
       given({},
             both(Proposal{.name = "proposal/2", .recipient = "group/2", .verifier = "ppk"}.whole(),
                  {list_one, listed("proposal/2")})),
       sign, "duties_separated"},
      {"ratified by the proposer", given({}, {list_one, sign}), "ratified by ketua",
       "duties_separated"},
      {"ratified by the verifier", given({}, {list_one, sign}), "ratified by verifikator",
       "duties_separated"},
      {"ratified by the PPK", given({}, {list_one, sign}), "ratified by ppk", "duties_separated"},
      {"ratified by the PPK, nobody is listed",
       {draft, sign},
       "ratified by ppk",
       "duties_separated"},
      {"signed by the KPA who allowed a duplicate",
       given({}, {"proposal/1 duplicate_override_approved by ppk", list_one}), sign,
       "duties_separated"},
      {"ratified by the KPA who allowed a duplicate",
       given({}, {"proposal/1 duplicate_override_approved by kpa", list_one, sign}), ratify, "ok"},
      {"substituted", in_place(nine), substitute, "ok"},
      {"substituted by another PPK", in_place(nine), substituted(Substitution{.by = "ppk-2"}),
       "ok"},
      {"substituted by the KPA", in_place(nine), substituted(Substitution{.by = "kpa"}),
       "duties_separated"},
      {"substituted by the new one's verifier", in_place(nine),
       substituted(Substitution{.by = "verifikator"}), "duties_separated"},
      {"by one whom the PPK verified",
       in_place({.name = "proposal/9", .recipient = "group/9", .verifier = "ppk"}),
       substituted(Substitution{.by = "ppk-2"}), "duties_separated"},
      {"by one whom the KPA proposed",
       in_place({.name = "proposal/9", .recipient = "group/9", .proposer = "kpa"}), substitute,
       "duties_separated"},
      {"ratified by who substituted",
       both(given({}, nine.whole()), {list_one, sign, substituted(Substitution{.by = "kpa"})}),
       ratify, "duties_separated"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I13: a recipient is substituted while the fiscal year is open") {
  const std::vector<std::string> given = {draft, list_one, sign, ratify};
  const auto on = [](const std::string& time) { return substituted(Substitution{.at = time}); };
  const std::string close = "budget/1 fiscal_year_closed";
  const Proposal nine{.name = "proposal/9", .recipient = "group/9"};
  const std::vector<std::string> other_budget = {aid_story::budget("budget/2", 1),
                                                 "budget/2 fiscal_year_closed"};
  const std::vector<Row> rows = {
      {"in its year", given, substitute, "ok"},
      {"in its last minute", given, on("2023-12-31T23:59:59+07:00"), "ok"},
      {"in its last hour, in Papua the next year", given, on("2024-01-01T01:30:00+09:00"), "ok"},
      {"at the start of the next", given, on("2024-01-01T00:00:00+07:00"),
       "substitution_in_open_year"},
      {"in the next in Jakarta, not in London", given, on("2023-12-31T17:00:00Z"),
       "substitution_in_open_year"},
      {"on 3 January", given, on("2024-01-03T09:00:00+07:00"), "substitution_in_open_year"},
      {"on 3 January, the budget is closed", both(given, {close}), on("2024-01-03T09:00:00+07:00"),
       "substitution_in_open_year"},
      {"its budget is closed", both(given, {close}), substitute, "substitution_in_open_year"},
      {"its budget is closed, dated before",
       both(given, {"budget/1 fiscal_year_closed at 2023-12-29T17:00:00+07:00"}),
       on("2023-12-28T09:00:00+07:00"), "substitution_in_open_year"},
      {"another budget is closed", both(given, other_budget), substitute, "ok"},
      {"a budget is closed that paid it no more",
       both({aid_story::budget("budget/2", 5), aid_story::committed("budget/2", 5),
             aid_story::released("budget/2", 5), "budget/2 fiscal_year_closed"},
            given),
       substitute, "ok"},
      {"drafted, on 3 January",
       {draft, list_one},
       on("2024-01-03T09:00:00+07:00"),
       "substitution_in_open_year"},
      {"before it is there, on 3 January", {}, on("2024-01-03T09:00:00+07:00"), "stream_not_open"},
      {"by one who was not verified", both(given, {nine.submitted()}), substitute,
       "substitute_is_verified"},
      {"by one who was visited", both(given, {nine.submitted(), nine.checked(), nine.visited()}),
       substitute, "substitute_is_verified"},
      {"by one who was recommended", both(given, nine.whole()), substitute, "ok"},
      {"by one whose proposal is another's", both(given, nine.whole()),
       substituted(Substitution{.recipient = "group/8"}), "substitute_is_verified"},
      {"by one who was not verified, too late", both(given, {nine.submitted()}),
       on("2024-01-03T09:00:00+07:00"), "substitution_in_open_year"},
      {"struck on 3 January", given,
       R"(recipient_struck at 2024-01-03T09:00:00+07:00 {"proposal": "proposal/1"})", "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I14: no more is listed than is committed") {
  using aid_story::budget;
  using aid_story::committed;
  const std::vector<std::string> two = {draft, list_one, listed("proposal/2")};
  const auto with = [&](const std::vector<std::string>& budgets) { return both(budgets, two); };
  const std::string one_budget = budget("budget/1", 100'000'000),
                    other_budget = budget("budget/2", 100'000'000);
  const auto more = [](std::int64_t amount) {
    return substituted(Substitution{.amount_idr = amount});
  };
  const std::vector<std::string> exact = with({one_budget, committed("budget/1", 40'000'000)});
  const std::vector<Row> rows = {
      {"as much", exact, sign, "ok"},
      {"one rupiah less", with({one_budget, committed("budget/1", 39'999'999)}), sign,
       "determination_within_commitment"},
      {"nothing is committed", two, sign, "determination_within_commitment"},
      {"nobody is listed", {draft}, sign, "ok"},
      {"committed to another",
       with({one_budget, committed("budget/1", 40'000'000, "determination/2")}), sign,
       "determination_within_commitment"},
      {"by two budgets together",
       with({one_budget, other_budget, committed("budget/1", 20'000'000),
             committed("budget/2", 20'000'000)}),
       sign, "ok"},
      {"a part was released", both(exact, {aid_story::released("budget/1", 1)}), sign,
       "determination_within_commitment"},
      {"a recipient was struck",
       both(with({one_budget, committed("budget/1", 20'000'000)}), {strike}), sign, "ok"},
      {"committed after the list", both(two, {one_budget, committed("budget/1", 40'000'000)}), sign,
       "ok"},
      {"substituted for as much", both(exact, {sign}), more(20'000'000), "ok"},
      {"substituted for less", both(exact, {sign}), more(10'000'000), "ok"},
      {"substituted for a rupiah more", both(exact, {sign}), more(20'000'001),
       "determination_within_commitment"},
      {"substituted for as much, a part was released",
       both(exact, {sign, aid_story::released("budget/1", 1)}), more(20'000'000), "ok"},
  };
  CHECK(support::mismatches(programme::determination::stream(), rows) ==
        std::vector<std::string>{});
}

TEST_CASE("I15: what is listed lies within the juknis of the proposal") {
  const auto given = [](const std::vector<std::string>& juknis) {
    return both(both(juknis, Proposal{}.whole()), {draft});
  };
  const auto of = [](std::int64_t amount) { return listed_for("proposal/1", "group/1", amount); };
  const std::string building = guide({.scheme = "BLKK_GEDUNG", .most_idr = 500'000'000});
  const std::vector<std::string> listed_one =
      both(given({guide({})}),
           both({list_one, sign}, Proposal{.name = "proposal/9", .recipient = "group/9"}.whole()));
  const auto in_place = [](std::int64_t amount) {
    return substituted(Substitution{.amount_idr = amount});
  };
  const std::vector<Row> rows = {
      {"the least", given({guide({})}), of(10'000'000), "ok"},
      {"one rupiah less", given({guide({})}), of(9'999'999), "amount_within_juknis"},
      {"the most", given({guide({})}), of(40'000'000), "ok"},
      {"one rupiah more", given({guide({})}), of(40'000'001), "amount_within_juknis"},
      {"more than the proposal's juknis, not the determination's",
       both({guide({}), guide({.name = "juknis/2", .most_idr = 15'000'000})},
            both(Proposal{.juknis = "juknis/2"}.whole(), {draft})),
       of(20'000'000), "amount_within_juknis"},
      {"after the end of the juknis",
       both(both({guide({.to = "2023-06-30"}), guide({.name = "juknis/2"})}, Proposal{}.whole()),
            {drafted("2023-07-01T09:00:00+07:00", "juknis/2")}),
       of(40'000'001), "amount_within_juknis"},
      {"a building in one stage", given({building}), of(100'000'000),
       "large_works_in_two_tranches"},
      {"the most in another's place", listed_one, in_place(40'000'000), "ok"},
      {"more in another's place", listed_one, in_place(40'000'001), "amount_within_juknis"},
      {"a building in one stage in another's place",
       both(both({building}, both(Proposal{}.whole(), {draft, list_one, sign})),
            Proposal{.name = "proposal/9", .recipient = "group/9"}.whole()),
       in_place(100'000'000), "large_works_in_two_tranches"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I18: the number of a determination is given once in a year") {
  const std::string number = "3/488/PK.03.00/IV/2023";
  const auto other = [](const std::string& time) {
    return of_other(
        {draft, "signed by ppk at " + time + R"( {"number": "3/488/PK.03.00/IV/2023"})"});
  };
  const std::vector<std::string> same_year = other("2023-01-01T00:00:00+07:00");
  const std::vector<Row> rows = {
      {"new", {draft}, sign, "ok"},
      {"of another", both(same_year, {draft}), sign, "determination_number_unique"},
      {"of another that was revoked", both(same_year, both(of_other({"revoked"}), {draft})), sign,
       "determination_number_unique"},
      {"of another year", both(other("2022-12-31T23:59:59+07:00"), {draft}), sign, "ok"},
      {"of this year in Jakarta", both(other("2022-12-31T17:00:00Z"), {draft}), sign,
       "determination_number_unique"},
      {"another number", both(same_year, {draft}), signed_by("ppk", "3/489/PK.03.00/IV/2023"),
       "ok"},
      {"its own again", {draft, sign}, sign, "step_out_of_order"},
      {"above the commitment too",
       both(same_year, {draft, listed("proposal/1"), aid_story::released("budget/1", 990'000'000)}),
       sign, "determination_within_commitment"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("I18: a correction of a signature frees one number and takes another") {
  using namespace aid_story;
  Desk desk;
  const auto draft_as = [&](const std::string& subject) {
    return desk.record(officer, "determination.drafted", subject, data_of(draft));
  };
  const auto sign_with = [&](const std::string& subject, const std::string& number) {
    return desk.record(ppk, "determination.signed", subject, R"({"number": ")" + number + "\"}");
  };
  REQUIRE(desk.record(kpa, "juknis.issued", "juknis/1", data_of(guide({}))) == "ok");
  for (const char* subject : {"determination/1", "determination/2", "determination/3"})
    REQUIRE(draft_as(subject) == "ok");
  const std::uint64_t first = desk.position();
  REQUIRE(sign_with("determination/1", "3/1/2023") == "ok");
  CHECK(sign_with("determination/2", "3/1/2023") == "determination_number_unique");
  REQUIRE(desk.correct(first, ppk, "determination.signed", "determination/1",
                       R"({"number": "3/2/2023"})") == "ok");
  const std::uint64_t second = desk.position();
  CHECK(sign_with("determination/2", "3/1/2023") == "ok");
  CHECK(sign_with("determination/3", "3/2/2023") == "determination_number_unique");
  CHECK(desk.correct(first + 1, ppk, "determination.signed", "determination/1",
                     R"({"number": "3/1/2023"})") == "determination_number_unique");
  REQUIRE(desk.reverse(second, ppk, "determination/2") == "ok");
  CHECK(sign_with("determination/3", "3/1/2023") == "ok");
}

TEST_CASE("a proposal is determined by what is signed, holds, and lists it") {
  using programme::determination::determines;
  programme::determination::State state;
  state.listed["proposal/1"] = {"group/1", 20'000'000};
  CHECK_FALSE(determines(state, "proposal/1"));
  state.is_signed = true;
  CHECK(determines(state, "proposal/1"));
  CHECK_FALSE(determines(state, "proposal/2"));
  state.is_revoked = true;
  CHECK_FALSE(determines(state, "proposal/1"));
}

TEST_CASE("the sample's determinations play through") {
  const auto& stream = programme::determination::stream();
  CHECK(support::play_sample({&stream}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&stream}) == 2 * 13);
}
