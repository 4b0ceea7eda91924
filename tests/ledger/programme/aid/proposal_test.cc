#include "ledger/programme/aid/proposal.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using support::Row;

const std::string digest = "sha-256:" + std::string(64, 'a');

std::string submitted(const std::string& recipient) {
  return R"(submitted {"recipient": ")" + recipient +
         R"(", "juknis": "juknis/1", "amount_idr": 20000000,
    "budget": [{"item": "alat", "amount_idr": 20000000}],
    "documents": [{"kind": "proposal", "digest": ")" +
         digest + R"("}]})";
}
const std::string submit = submitted("group/1");
const std::string complete = R"(completeness_checked {"complete": true})";
const std::string incomplete = R"(completeness_checked {"complete": false})";
const std::string verify =
    R"(field_verification_performed {"latitude": -6.68, "longitude": 106.18, "accuracy_m": 8,
    "photos": [")" +
    digest + R"("], "finding": "usaha ditemukan"})";
const std::string recommend = R"(recommended {"score": 93})";
const std::string reject = R"(rejected {"score": 12})";
const std::string give_back = "returned";
const std::string withdraw = "withdrawn";
const std::string lapse = "lapsed";
const std::string allow_duplicate = "duplicate_override_approved";

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

std::vector<std::string> both(std::vector<std::string> first,
                              const std::vector<std::string>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
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
      {"recommended before the check", {submit}, recommend, "step_out_of_order"},
      {"recommended before the visit", {submit, complete}, recommend, "step_out_of_order"},
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
       R"(duplicate_override_approved {"duplicate": "grant/2022-1"})",
       "ok"},
      {"a duplicate allowed before it is there", {}, allow_duplicate, "stream_not_open"},
  };
  CHECK(support::mismatches(programme::proposal::stream(), rows) == std::vector<std::string>{});
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
