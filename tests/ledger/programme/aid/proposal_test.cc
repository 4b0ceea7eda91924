#include "ledger/programme/aid/proposal.h"

#include <catch2/catch.hpp>

#include "tests/ledger/programme/aid/aid_desk.h"
#include "tests/ledger/programme/aid/aid_story.h"
#include "tests/support/stream_table.h"

namespace {

using support::Row;

const std::string digest = "sha-256:" + std::string(64, 'a');

struct Submission {
  std::string recipient = "group/1", by = "ketua", at = "2023-07-01T09:00:00+07:00";
  std::int64_t amount_idr = 20'000'000;
  std::string juknis = "juknis/1";
};
std::string submitted(const Submission& given) {
  return "submitted by " + given.by + " at " + given.at + R"( {"recipient": ")" + given.recipient +
         R"(", "juknis": ")" + given.juknis + R"(", "amount_idr": )" +
         std::to_string(given.amount_idr) + R"(, "budget": [{"item": "alat", "amount_idr": 1}],
    "documents": [{"kind": "proposal", "digest": ")" +
         digest + R"("}]})";
}
std::string submitted(const std::string& recipient) {
  return submitted(Submission{.recipient = recipient});
}
const std::string submit = submitted("group/1");
std::string checked(const std::string& actor, bool complete) {
  return "completeness_checked by " + actor + R"( {"complete": )" + (complete ? "true}" : "false}");
}
const std::string complete = checked("verifikator", true);
const std::string incomplete = checked("verifikator", false);
std::string visited(const std::string& actor) {
  return "field_verification_performed by " + actor +
         R"( {"latitude": -6.68, "longitude": 106.18, "accuracy_m": 8, "photos": [")" + digest +
         R"("], "finding": "usaha ditemukan"})";
}
const std::string verify = visited("verifikator");
const std::string recommend = R"(recommended by verifikator {"score": 93})";
const std::string reject = R"(rejected by verifikator {"score": 12})";
const std::string give_back = "returned by verifikator";
const std::string withdraw = "withdrawn";
const std::string lapse = "lapsed";
const std::string allow_duplicate = "duplicate_override_approved by kpa";

const std::string other_digest = "sha-256:" + std::string(64, 'b');
std::string attached(const std::string& kind, const std::string& paper) {
  return R"(document_attached {"kind": ")" + kind + R"(", "digest": ")" + paper + R"("})";
}
std::string replaced(const std::string& from, const std::string& to) {
  return R"(document_replaced {"kind": "proposal", "old": ")" + from + R"(", "new": ")" + to +
         R"("})";
}
std::string affirmed(const std::string& affirmation) {
  return R"(affirmation_applied {"affirmation": ")" + affirmation + R"("})";
}

using aid_story::both;
using aid_story::guide;
using aid_story::Guide;

// What a determination beside it does with this proposal.
const std::string sk = "determination/1 ";
const std::vector<std::string> listed = {
    sk + R"(drafted {"juknis": "juknis/1", "year": 2023})",
    sk + R"(recipient_listed {"proposal": "proposal/one", "recipient": "group/1",
        "amount_idr": 20000000})"};
const std::string sign = sk + R"(signed {"number": "3/488/PK.03.00/IV/2023"})";
const std::string ratify = sk + "ratified";
std::string substituted(const std::string& from, const std::string& to) {
  return sk + R"(recipient_substituted {"old_proposal": ")" + from + R"(", "new_proposal": ")" +
         to + R"(", "new_recipient": "group/2", "amount_idr": 20000000})";
}

const std::vector<std::string> recommended = {submit, complete, verify, recommend};
const std::vector<std::string> determined = both(both(recommended, listed), {sign, ratify});

std::string status_after(const std::vector<std::string>& given) {
  return support::status_after(programme::proposal::stream(), given);
}

}  // namespace

TEST_CASE("a proposal is checked, visited and then recommended") {
  const std::vector<Row> rows = {
      {"submitted", {}, submit, "ok"},
      {"submitted twice", {submit}, submit, "step_out_of_order"},
      {"checked before it is there", {}, complete, "stream_not_open"},
      {"checked", {submit}, complete, "ok"},
      {"checked and not complete", {submit}, incomplete, "ok"},
      {"checked twice", {submit, complete}, complete, "step_out_of_order"},
      {"visited before the check", {submit}, verify, "step_out_of_order"},
      {"visited", {submit, complete}, verify, "ok"},
      {"visited although returned", {submit, incomplete}, verify, "step_out_of_order"},
      {"visited twice", {submit, complete, verify}, verify, "step_out_of_order"},
      {"recommended before it is there", {}, recommend, "stream_not_open"},
      {"recommended before the check", {submit}, recommend, "determination_needs_verification"},
      {"recommended before the visit",
       {submit, complete},
       recommend,
       "determination_needs_verification"},
      {"recommended although not complete",
       {submit, incomplete},
       recommend,
       "determination_needs_verification"},
      {"recommended before the new one is checked",
       {submit, incomplete, submit},
       recommend,
       "determination_needs_verification"},
      {"recommended", {submit, complete, verify}, recommend, "ok"},
      {"recommended twice", {submit, complete, verify, recommend}, recommend, "step_out_of_order"},
      {"submitted after all", {submit, complete, verify, recommend}, submit, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("a proposal that was returned is submitted again by the same recipient") {
  const std::vector<Row> rows = {
      {"by the same", {submit, incomplete}, submit, "ok"},
      {"by another", {submit, incomplete}, submitted("group/2"), "proposal_recipient_differs"},
      {"checked without a new one", {submit, incomplete}, complete, "step_out_of_order"},
      {"checked anew", {submit, incomplete, submit}, complete, "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("a verifier returns or rejects, and says why") {
  const std::vector<Row> rows = {
      {"returned", {submit}, give_back, "ok"},
      {"returned before it is there", {}, give_back, "stream_not_open"},
      {"returned after a check that was not passed", {submit, incomplete}, give_back, "ok"},
      {"returned twice", {submit, give_back}, give_back, "proposal_returned_already"},
      {"returned twice, after a new one", {submit, give_back, submit}, give_back, "ok"},
      {"returned although complete", {submit, complete}, give_back, "step_out_of_order"},
      {"submitted after it was returned", {submit, give_back}, submit, "ok"},
      {"checked after it was returned", {submit, give_back}, complete, "step_out_of_order"},
      {"rejected before the check", {submit}, reject, "step_out_of_order"},
      {"rejected before it is there", {}, reject, "stream_not_open"},
      {"rejected without a visit", {submit, complete}, reject, "ok"},
      {"rejected after the visit", {submit, complete, verify}, reject, "ok"},
      {"rejected after the recommendation", recommended, reject, "ok"},
      {"rejected twice", {submit, complete, reject}, reject, "step_out_of_order"},
      {"recommended although rejected",
       {submit, complete, verify, reject},
       recommend,
       "step_out_of_order"},
      {"submitted although rejected", {submit, complete, reject}, submit, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
  CHECK(status_after({submit, give_back}) == "returned");
  CHECK(status_after({submit, complete, reject}) == "rejected");
}

TEST_CASE("a proposal is withdrawn or lapses until it comes to an end") {
  std::vector<Row> rows;
  for (const auto& given : std::vector<std::vector<std::string>>{{submit},
                                                                 {submit, give_back},
                                                                 {submit, complete},
                                                                 {submit, complete, verify},
                                                                 recommended,
                                                                 both(recommended, listed)}) {
    const std::string title = " after " + given.back();
    rows.push_back({"withdrawn" + title, given, withdraw, "ok"});
    rows.push_back({"lapsed" + title, given, lapse, "ok"});
  }
  for (const auto& given : std::vector<std::vector<std::string>>{
           {submit, withdraw}, {submit, lapse}, {submit, complete, reject}, determined}) {
    const std::string title = " after " + given.back();
    rows.push_back({"withdrawn" + title, given, withdraw, "step_out_of_order"});
    rows.push_back({"lapsed" + title, given, lapse, "step_out_of_order"});
    rows.push_back({"attached" + title, given, attached("map", digest), "step_out_of_order"});
    rows.push_back(
        {"replaced" + title, given, replaced(digest, other_digest), "step_out_of_order"});
    rows.push_back({"affirmed" + title, given, affirmed("women_led"), "step_out_of_order"});
    rows.push_back({"allowed" + title, given, allow_duplicate, "step_out_of_order"});
  }
  rows.push_back({"withdrawn before it is there", {}, withdraw, "stream_not_open"});
  rows.push_back({"lapsed before it is there", {}, lapse, "stream_not_open"});
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
  CHECK(status_after({submit, withdraw}) == "withdrawn");
  CHECK(status_after({submit, lapse}) == "lapsed");
}

TEST_CASE("a recommended proposal is determined while a signed determination lists it") {
  CHECK(status_after(both(recommended, listed)) == "recommended");
  CHECK(status_after(both(both(recommended, listed), {sign})) == "determined");
  CHECK(status_after(determined) == "determined");
  const std::string strike = sk + R"(recipient_struck {"proposal": "proposal/one"})";
  CHECK(status_after(both(determined, {strike})) == "recommended");
  CHECK(status_after(both(determined, {sk + "revoked"})) == "recommended");
  CHECK(status_after(both(determined, {substituted("proposal/one", "proposal/two")})) ==
        "recommended");
  const std::vector<std::string> of_another = {
      listed.front(), sk + R"(recipient_listed {"proposal": "proposal/two", "recipient": "group/2",
          "amount_idr": 20000000})",
      sign};
  CHECK(status_after(both(recommended, of_another)) == "recommended");
  CHECK(status_after(both(both(recommended, of_another),
                          {substituted("proposal/two", "proposal/one")})) == "determined");
  // What did not come as far is not moved.
  CHECK(status_after(both(both({submit, complete}, listed), {sign})) == "complete");

  const std::vector<Row> rows = {
      {"withdrawn after it was struck", both(determined, {strike}), withdraw, "ok"},
      {"rejected", determined, reject, "step_out_of_order"},
      {"recommended", determined, recommend, "step_out_of_order"},
      {"submitted", determined, submit, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("a paper is with a proposal once, and may be replaced") {
  const std::vector<Row> rows = {
      {"attached", {submit}, attached("map", digest), "ok"},
      {"attached before it is there", {}, attached("map", digest), "stream_not_open"},
      {"submitted with it", {submit}, attached("proposal", digest), "document_attached_already"},
      {"twice",
       {submit, attached("map", digest)},
       attached("map", digest),
       "document_attached_already"},
      {"another of its kind", {submit}, attached("proposal", other_digest), "ok"},
      {"replaced", {submit}, replaced(digest, other_digest), "ok"},
      {"replaced before it is there", {}, replaced(digest, other_digest), "stream_not_open"},
      {"an unknown one replaced", {submit}, replaced(other_digest, digest), "document_unknown"},
      {"by itself", {submit}, replaced(digest, digest), "document_attached_already"},
      {"replaced twice",
       {submit, replaced(digest, other_digest)},
       replaced(digest, other_digest),
       "document_unknown"},
      {"a new submission brings its own",
       {submit, attached("map", digest), give_back, submit},
       attached("map", digest),
       "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("an affirmation is applied once, and tells nothing of a single person") {
  const std::string of_person = submitted("person/P1");
  const std::vector<Row> rows = {
      {"applied", {submit}, affirmed("women_led"), "ok"},
      {"before it is there", {}, affirmed("women_led"), "stream_not_open"},
      {"twice",
       {submit, affirmed("women_led")},
       affirmed("women_led"),
       "affirmation_applied_already"},
      {"another", {submit, affirmed("women_led")}, affirmed("border_area"), "ok"},
      {"of a group's people", {submit}, affirmed("disability_inclusive"), "ok"},
      {"of one person", {of_person}, affirmed("disability_inclusive"), "affirmation_of_a_person"},
      {"of one person's descent",
       {of_person},
       affirmed("indigenous_papuan"),
       "affirmation_of_a_person"},
      {"of one person's community",
       {of_person},
       affirmed("adat_community"),
       "affirmation_of_a_person"},
      {"of where one person lives", {of_person}, affirmed("extreme_poverty_area"), "ok"},
      {"a duplicate allowed", {submit}, allow_duplicate, "ok"},
      {"a duplicate allowed, named",
       {submit},
       R"(duplicate_override_approved by kpa {"duplicate": "grant/2022-1"})",
       "ok"},
      {"a duplicate allowed before it is there", {}, allow_duplicate, "stream_not_open"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I2: a proposal names a juknis that is in force on its day") {
  const auto on = [](const std::string& time) { return submitted(Submission{.at = time}); };
  const std::string issued = guide({}),
                    revoked = R"(juknis/1 revoked {"revoked_on": "2023-06-30"})",
                    longer = R"(juknis/1 amended {"effective_from": "2023-11-01",
                               "effective_to": "2024-06-30"})",
                    shorter = R"(juknis/1 amended {"effective_from": "2023-05-01",
                                "effective_to": "2023-05-31"})";
  const std::vector<Row> rows = {
      {"on its first day", {issued}, on("2023-03-01T00:00:00+07:00"), "ok"},
      {"a second before", {issued}, on("2023-02-28T23:59:59+07:00"), "juknis_in_force"},
      {"on its first day in Jakarta, not in London", {issued}, on("2023-02-28T17:00:00Z"), "ok"},
      {"on its last day", {issued}, on("2023-12-31T23:59:59+07:00"), "ok"},
      {"on its last day in Jakarta, not in Papua", {issued}, on("2024-01-01T01:30:00+09:00"), "ok"},
      {"a second after", {issued}, on("2024-01-01T00:00:00+07:00"), "juknis_in_force"},
      {"after its end, amended", {issued, longer}, on("2024-06-30T12:00:00+07:00"), "ok"},
      {"after its end as amended",
       {issued, longer},
       on("2024-07-01T00:00:00+07:00"),
       "juknis_in_force"},
      {"before it was made shorter", {issued, shorter}, on("2023-05-31T12:00:00+07:00"), "ok"},
      {"made shorter", {issued, shorter}, on("2023-06-01T12:00:00+07:00"), "juknis_in_force"},
      {"the day before the revocation", {issued, revoked}, on("2023-06-29T23:00:00+07:00"), "ok"},
      {"on the day of the revocation",
       {issued, revoked},
       on("2023-06-30T00:00:00+07:00"),
       "juknis_in_force"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I2: of two juknis in one year a proposal stays under the one that it named") {
  const std::string issued = guide({}), other = guide({.name = "juknis/2", .from = "2023-09-01"}),
                    revoked = R"(juknis/1 revoked {"revoked_on": "2023-06-30"})";
  const auto on = [](const std::string& time) { return submitted(Submission{.at = time}); };
  const auto in = [](const std::string& juknis, const std::string& time) {
    return submitted(Submission{.at = time, .juknis = juknis});
  };
  const std::vector<Row> rows = {
      {"two in one year, the first",
       {issued, other},
       in("juknis/1", "2023-09-15T09:00:00+07:00"),
       "ok"},
      {"two in one year, the second",
       {issued, other},
       in("juknis/2", "2023-09-15T09:00:00+07:00"),
       "ok"},
      {"two in one year, the second too early",
       {issued, other},
       in("juknis/2", "2023-08-31T09:00:00+07:00"),
       "juknis_in_force"},
      {"submitted anew under the same after its end",
       {issued, submit, give_back},
       on("2024-01-08T09:00:00+07:00"),
       "ok"},
      {"submitted anew under the same after its revocation",
       {issued, submit, give_back, revoked},
       on("2023-07-08T09:00:00+07:00"),
       "ok"},
      {"submitted anew under the same before it began",
       {issued, submit, give_back},
       on("2023-02-28T09:00:00+07:00"),
       "juknis_in_force"},
      {"submitted anew under another that is over",
       {issued, guide({.name = "juknis/2", .to = "2023-06-30"}), submit, give_back},
       in("juknis/2", "2023-07-08T09:00:00+07:00"),
       "juknis_in_force"},
      {"verified after its end",
       {issued, submit},
       R"(completeness_checked by verifikator at 2024-01-08T09:00:00+07:00 {"complete": true})",
       "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I9: a group is recommended when it is attested") {
  const std::string formed = aid_story::formed("group/1"),
                    attested = aid_story::attested("group/1");
  const std::vector<std::string> visited = {submit, complete, verify};
  const auto of = [](const std::string& recipient) {
    return std::vector<std::string>{submitted(recipient), complete, verify};
  };
  const std::vector<Row> rows = {
      {"attested", both({formed, attested}, visited), recommend, "ok"},
      {"attested in the meantime", both({formed}, both(visited, {attested})), recommend, "ok"},
      {"not attested", both({formed}, visited), recommend, "recommendation_needs_attestation"},
      {"active, and not attested",
       both({formed, R"(group/1 found_on_site {"visited_on": "2023-06-30"})"}, visited), recommend,
       "recommendation_needs_attestation"},
      {"another is attested",
       both({formed, aid_story::formed("group/2"), aid_story::attested("group/2")}, visited),
       recommend, "recommendation_needs_attestation"},
      {"neither attested nor visited",
       {formed, submit, complete},
       recommend,
       "recommendation_needs_attestation"},
      {"a person", of("person/1"), recommend, "ok"},
      {"an institution", of("institution/1"), recommend, "ok"},
      {"rejected although not attested", both({formed}, visited), reject, "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I11: who has a part in a proposal's case has no other") {
  const auto by = [](const std::string& actor) { return submitted(Submission{.by = actor}); };
  const std::vector<Row> rows = {
      {"checked by the proposer", {submit}, checked("ketua", true), "duties_separated"},
      {"visited by the proposer", {submit, complete}, visited("ketua"), "duties_separated"},
      {"visited by another verifier", {submit, complete}, visited("verifikator-2"), "ok"},
      {"recommended by the proposer",
       {submit, complete, verify},
       R"(recommended by ketua {"score": 93})",
       "duties_separated"},
      {"recommended by another verifier",
       {submit, complete, verify},
       R"(recommended by verifikator-2 {"score": 93})",
       "ok"},
      {"rejected by the proposer",
       {submit, complete},
       R"(rejected by ketua {"score": 3})",
       "duties_separated"},
      {"returned by the proposer", {submit}, "returned by ketua", "duties_separated"},
      {"submitted anew by the verifier",
       {submit, give_back},
       by("verifikator"),
       "duties_separated"},
      {"submitted anew by another member", {submit, give_back}, by("sekretaris"), "ok"},
      {"checked by who proposed the first",
       {submit, give_back, by("sekretaris")},
       checked("ketua", true),
       "duties_separated"},
      {"a duplicate allowed by the proposer",
       {submit},
       "duplicate_override_approved by ketua",
       "duties_separated"},
      {"a duplicate allowed by the verifier",
       {submit, complete},
       "duplicate_override_approved by verifikator",
       "duties_separated"},
      {"checked by the KPA who allowed it",
       {submit, allow_duplicate},
       checked("kpa", true),
       "duties_separated"},
      {"checked by the proposer, out of order too",
       {submit, complete},
       checked("ketua", true),
       "duties_separated"},
      {"withdrawn by the proposer", {submit}, "withdrawn by ketua", "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I15: what is asked for lies within the juknis") {
  const auto asked = [](std::int64_t amount,
                        const std::string& time = "2023-07-01T09:00:00+07:00") {
    return submitted(Submission{.at = time, .amount_idr = amount});
  };
  const std::string issued = guide({}), more = R"(juknis/1 amended {"effective_from": "2023-07-01",
                             "amount_max_idr": 50000000})";
  const auto building = [](const std::string& tranches) {
    return guide({.scheme = "BLKK_GEDUNG", .most_idr = 500'000'000, .tranches = tranches});
  };
  const std::vector<Row> rows = {
      {"the least", {issued}, asked(10'000'000), "ok"},
      {"one rupiah less", {issued}, asked(9'999'999), "amount_within_juknis"},
      {"the most", {issued}, asked(40'000'000), "ok"},
      {"one rupiah more", {issued}, asked(40'000'001), "amount_within_juknis"},
      {"nothing", {issued}, asked(0), "amount_within_juknis"},
      {"the most as amended", {issued, more}, asked(50'000'000), "ok"},
      {"more than that", {issued, more}, asked(50'000'001), "amount_within_juknis"},
      {"the day before the amendment",
       {issued, more},
       asked(40'000'001, "2023-06-30T09:00:00+07:00"),
       "amount_within_juknis"},
      {"too much, and too early",
       {issued},
       asked(40'000'001, "2023-02-01T09:00:00+07:00"),
       "juknis_in_force"},
      {"too much, submitted anew",
       {issued, submit, give_back},
       asked(40'000'001),
       "amount_within_juknis"},
      {"a building in two stages", {building(aid_story::two_stages)}, asked(500'000'000), "ok"},
      {"a building in one",
       {building(aid_story::one_stage)},
       asked(100'000'000),
       "large_works_in_two_tranches"},
      {"a small building in one", {building(aid_story::one_stage)}, asked(99'999'999), "ok"},
      {"a building in halves",
       {building(aid_story::halves)},
       asked(100'000'000),
       "large_works_in_two_tranches"},
      {"infrastructure in one stage",
       {guide({.scheme = "PADAT_KARYA_INFRA", .most_idr = 500'000'000})},
       asked(100'000'000),
       "large_works_in_two_tranches"},
      {"as much for another thing in one",
       {guide({.most_idr = 500'000'000})},
       asked(100'000'000),
       "ok"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I25: new aid is asked for when the earlier is accounted for") {
  using aid_story::Grant;
  const std::string other = submitted("group/2");
  const auto after = [](const std::vector<std::string>& steps) { return Grant{}.after(steps); };
  const std::string report = aid_story::report, accept = "accountability_report_accepted",
                    order = aid_story::refund_of(600'000), deposit = aid_story::deposit_of(600'000),
                    confirm = aid_story::confirmation;
  const std::vector<Row> rows = {
      {"the first", {}, submit, "ok"},
      {"invited, not agreed", {Grant{}.invited()}, submit, "ok"},
      {"agreed", after({}), submit, "earlier_aid_accounted"},
      {"of another", after({}), other, "ok"},
      {"reported", after({report}), submit, "earlier_aid_accounted"},
      {"returned", after({report, "accountability_report_returned"}), submit,
       "earlier_aid_accounted"},
      {"overdue", after({"accountability_report_overdue_declared"}), submit,
       "earlier_aid_accounted"},
      {"accepted", after({report, accept}), submit, "ok"},
      {"closed", after({report, accept, "closed"}), submit, "ok"},
      {"terminated", after({"agreement_terminated"}), submit, "earlier_aid_accounted"},
      {"terminated and closed", after({"agreement_terminated", "closed"}), submit, "ok"},
      {"accepted, a refund is due", after({order, report, accept}), submit,
       "earlier_aid_accounted"},
      {"closed, a refund is due", after({order, report, accept, "closed"}), submit,
       "earlier_aid_accounted"},
      {"a refund deposited, not confirmed", after({order, deposit, report, accept}), submit,
       "earlier_aid_accounted"},
      {"a refund confirmed", after({order, deposit, confirm, report, accept}), submit, "ok"},
      {"one accepted, one not", both(after({report, accept}), Grant{"grant/2"}.after({report})),
       submit, "earlier_aid_accounted"},
      {"not accounted for, and submitted anew", both({submit, give_back}, after({report})), submit,
       "earlier_aid_accounted"},
      {"not accounted for, and too much", both({guide({})}, after({})),
       submitted(Submission{.amount_idr = 40'000'001}), "amount_within_juknis"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I2, I9, I11, I15: a correction is judged as what it corrects, under its juknis") {
  using namespace aid_story;
  Desk desk;
  const Desk::By chair{"applicant", "ketua"}, village{"village_head", "kades"},
      verifier{"verifier", "verifikator"};
  const std::string letter = data_of(attested("group/1"));
  REQUIRE(desk.record(kpa, "juknis.issued", "juknis/1", data_of(guide({}))) == "ok");
  REQUIRE(desk.record(kpa, "juknis.issued", "juknis/2",
                      data_of(guide({.name = "juknis/2", .to = "2023-12-30"}))) == "ok");
  REQUIRE(desk.record(chair, "group.formed", "group/1", data_of(formed("group/1"))) == "ok");
  const std::uint64_t letter_at = desk.position(), submission = letter_at + 1;
  REQUIRE(desk.record(village, "group.attested", "group/1", letter) == "ok");
  REQUIRE(desk.record(chair, "proposal.submitted", "proposal/1", data_of(submit)) == "ok");
  REQUIRE(desk.record(verifier, "proposal.completeness_checked", "proposal/1", data_of(complete)) ==
          "ok");
  REQUIRE(desk.record(verifier, "proposal.field_verification_performed", "proposal/1",
                      data_of(verify)) == "ok");
  const auto recommended_now = [&] {
    return desk.record(verifier, "proposal.recommended", "proposal/1", data_of(recommend));
  };
  REQUIRE(desk.reverse(letter_at, village, "group/1") == "ok");
  CHECK(recommended_now() == "recommendation_needs_attestation");
  REQUIRE(desk.record(village, "group.attested", "group/1", letter) == "ok");
  CHECK(recommended_now() == "ok");

  const auto corrected = [&](const std::string& time, const std::string& actor,
                             const Submission& now) {
    return desk.correct(submission, {"applicant", actor, time}, "proposal.submitted", "proposal/1",
                        data_of(submitted(now)));
  };
  const std::string summer = "2023-07-01T09:00:00+07:00", later = "2024-02-01T09:00:00+07:00";
  CHECK(corrected(summer, "ketua", {.amount_idr = 40'000'001}) == "amount_within_juknis");
  CHECK(corrected(summer, "verifikator", {}) == "duties_separated");
  CHECK(corrected("2023-02-01T09:00:00+07:00", "ketua", {}) == "juknis_in_force");
  CHECK(corrected(later, "ketua", {.juknis = "juknis/2"}) == "juknis_in_force");
  CHECK(corrected(later, "ketua", {.amount_idr = 40'000'000}) == "ok");
}

TEST_CASE("where a proposal's recipient was found is sealed for the proposal") {
  using programme::Owner;
  const auto& events = programme::proposal::stream().events;
  std::vector<std::string> sealed;
  for (const auto& type : events)
    for (const auto& field : type->fields)
      if (field.personal.kind == Owner::Kind::stream) sealed.emplace_back(field.name);
  CHECK(sealed == std::vector<std::string>{"latitude", "longitude", "finding"});
}

TEST_CASE("the sample's proposals play through") {
  CHECK(support::play_sample({&programme::proposal::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::proposal::stream()}) == 2 * 40);
}
