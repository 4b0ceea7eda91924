#include "ledger/programme/people/person.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/event.h"
#include "tests/support/stream_table.h"

namespace {

using programme::person::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string registered = R"(registered
    {"nik": "3602272107729000", "name": "Rohman", "birth_date": "1972-07-21", "sex": "L",
     "region_id_card": "36.02.27.2010", "region_domicile": "36.02.22.2004",
     "edition": "KEPMENDAGRI-100.1.1-6117-2022", "phone": "+6281324155979"})";
const std::string consent = R"(consent_given {"purpose": "programme_administration"})";
const std::string match = R"(identity_verified {"result": "match", "source": "dukcapil"})";
const std::string mismatch = R"(identity_verified {"result": "mismatch", "source": "dukcapil"})";
const std::string employment = R"(employment_status_declared
    {"status": "unemployed", "as_of": "2023-03-01"})";
const std::string welfare = R"(welfare_status_recorded
    {"source": "P3KE", "decile": 1, "extreme_poor": true, "as_of": "2022-12-31"})";
const std::string withdrawn = R"(consent_withdrawn {"purpose": "programme_administration"})";
const std::string flagged = R"(identity_mismatch_flagged {"field": "birth_date"})";
const std::string employed = R"(employment_status_declared
    {"status": "employed", "as_of": "2023-06-01"})";
const std::string attribute = R"(attribute_recorded
    {"kind": "adat_community", "value": "Kasepuhan Pasir Eurih"})";
const std::string moved = R"(domicile_changed
    {"region": "32.02.10.2003", "edition": "KEPMENDAGRI-100.1.1-6117-2022",
     "moved_on": "2023-06-12"})";
const std::string lost_by_work = R"(eligibility_lost
    {"cause": "employed", "source": "bpjs", "as_of": "2023-06-01"})";
const std::string lost_as_asn = R"(eligibility_lost
    {"cause": "asn", "source": "bkn", "as_of": "2023-06-01"})";
const std::string died = R"(death_recorded {"died_on": "2023-06-11", "source": "dukcapil"})";
const std::string suspected = R"(duplicate_suspected {"other": "person/P2", "source": "nik"})";
const std::string dismissed = R"(duplicate_dismissed {"other": "person/P2"})";
const std::string duplicate_confirmed = R"(duplicate_confirmed {"other": "person/P2"})";
const std::string merged = R"(merged {"into": "person/P2"})";
const std::string unmerged = "unmerged";
const std::string restricted = R"(processing_restricted
    {"scope": "disclosure", "ground": "accuracy_contested"})";
const std::string erased = R"(erased {"request": "protection/1"})";

// An event of another person.
std::string of(const char* person, const std::string& event) {
  return "person/" + std::string(person) + " " + event;
}

std::string registered_under(const std::string& nik) {
  std::string out = registered;
  return out.replace(out.find("3602272107729000"), 16, nik);
}
const std::string p2_under_another = of("P2", registered_under("3602272107729002"));
const std::string p3_under_another = of("P3", registered_under("3602272107729003"));

}  // namespace

TEST_CASE("person: registered before anything else") {
  const std::string a_decile_is_1_to_10 = R"(welfare_status_recorded
    {"source": "P3KE", "decile": 11, "extreme_poor": true, "as_of": "2022-12-31"})";
  const std::vector<Row> rows = {
      {"a registration opens", {}, registered, "ok"},
      {"registered once", {registered}, registered, "stream_exists"},
      {"no consent of nobody", {}, consent, "stream_not_open"},
      {"no identity of nobody", {}, match, "stream_not_open"},
      {"no employment of nobody", {}, employment, "stream_not_open"},
      {"no welfare of nobody", {}, welfare, "stream_not_open"},
      {"a consent", {registered}, consent, "ok"},
      {"a match", {registered}, match, "ok"},
      {"a mismatch is a flag, not a refusal", {registered}, mismatch, "ok"},
      {"held against the register again", {registered, mismatch}, match, "ok"},
      {"employment before the identity", {registered}, employment, "ok"},
      {"employment changes", {registered, employment}, employment, "ok"},
      {"welfare of a flagged identity", {registered, mismatch}, welfare, "ok"},
      {"a decile is 1 to 10",
       {registered},
       a_decile_is_1_to_10,
       "person.welfare_status_recorded: /data/decile must be from 1 to 10"},
      {"welfare with the line it is held against",
       {registered},
       R"(welfare_status_recorded at 2025-04-01T09:00:00+07:00
          {"source": "DTSEN", "decile": 2, "extreme_poor": false, "as_of": "2025-03-31",
           "line_idr": 391000, "ppp_base": 2017})",
       "ok"},
      {"an attribute", {registered}, attribute, "ok"},
      {"an attribute changes", {registered, attribute}, attribute, "ok"},
      {"no attribute of nobody", {}, attribute, "stream_not_open"},
      {"moved", {registered}, moved, "ok"},
      {"moved again, to an address",
       {registered, moved},
       R"(domicile_changed
          {"region": "36.02.27.2010", "edition": "KEPMENDAGRI-100.1.1-6117-2022",
           "moved_on": "2023-06-20", "address": "Kp. Cikaret"})",
       "ok"},
      {"nobody does not move", {}, moved, "stream_not_open"},
      {"a mismatch in one field", {registered}, flagged, "ok"},
      {"in a valid identity too, and again", {registered, match, flagged}, flagged, "ok"},
      {"no mismatch of nobody", {}, flagged, "stream_not_open"},
      {"processing restricted", {registered}, restricted, "ok"},
      {"restricted again", {registered, restricted}, restricted, "ok"},
      {"no restriction of nobody", {}, restricted, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("person: the identity is the status") {
  using support::status_after;
  CHECK(status_after(stream(), {registered, consent}) == "registered");
  CHECK(status_after(stream(), {registered, match}) == "identity_valid");
  CHECK(status_after(stream(), {registered, match, employment}) == "identity_valid");
  CHECK(status_after(stream(), {registered, match, mismatch}) == "identity_flagged");
  CHECK(status_after(stream(), {registered, flagged}) == "identity_flagged");
  CHECK(status_after(stream(), {registered, match, flagged}) == "identity_flagged");
  CHECK(status_after(stream(), {registered, flagged, match}) == "identity_valid");
  CHECK(status_after(stream(), {registered, match, welfare, attribute, moved, suspected,
                                restricted}) == "identity_valid");
}

TEST_CASE("person: a loss stands over the identity until it is gone") {
  using support::status_after;
  const std::vector<Row> rows = {
      {"a loss", {registered}, lost_by_work, "ok"},
      {"no loss of nobody", {}, lost_by_work, "stream_not_open"},
      {"lost once", {registered, lost_by_work}, lost_by_work, "eligibility_lost_already"},
      {"lost for another cause", {registered, lost_by_work}, lost_as_asn, "ok"},
      {"lost again", {registered, lost_by_work, employment}, lost_by_work, "ok"},
      {"died", {registered, lost_by_work}, died, "ok"},
      {"nobody dies unregistered", {}, died, "stream_not_open"},
      {"died once", {registered, died}, died, "death_recorded_already"},
      {"an identity is verified all the same", {registered, lost_as_asn}, match, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
  CHECK(status_after(stream(), {registered, match, lost_by_work}) == "ineligible");
  CHECK(status_after(stream(), {registered, lost_by_work, match}) == "ineligible");
  CHECK(status_after(stream(), {registered, lost_by_work, flagged}) == "ineligible");
  CHECK(status_after(stream(), {registered, match, lost_by_work, employed}) == "ineligible");
  CHECK(status_after(stream(), {registered, match, lost_by_work, employment}) == "identity_valid");
  CHECK(status_after(stream(), {registered, lost_as_asn, lost_by_work, employment}) ==
        "ineligible");
  CHECK(status_after(stream(), {registered, match, died, employment}) == "ineligible");
}

TEST_CASE("person: a consent stands before it is withdrawn, each purpose for itself") {
  const std::vector<Row> rows = {
      {"withdrawn", {registered, consent}, withdrawn, "ok"},
      {"never given", {registered}, withdrawn, "consent_not_given"},
      {"given to another purpose",
       {registered, R"(consent_given {"purpose": "publication"})"},
       withdrawn,
       "consent_not_given"},
      {"withdrawn once", {registered, consent, withdrawn}, withdrawn, "consent_not_given"},
      {"given again", {registered, consent, withdrawn}, consent, "ok"},
      {"and withdrawn again", {registered, consent, withdrawn, consent}, withdrawn, "ok"},
      {"nobody withdraws nothing", {}, withdrawn, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("person: a duplicate is suspected, then dismissed or confirmed, once") {
  const std::vector<Row> rows = {
      {"suspected, and not registered yet", {registered}, suspected, "ok"},
      {"no suspicion about nobody", {}, suspected, "stream_not_open"},
      {"suspected once", {registered, suspected}, suspected, "duplicate_suspected_already"},
      {"nor after it is dismissed",
       {registered, suspected, dismissed},
       suspected,
       "duplicate_suspected_already"},
      {"somebody else",
       {registered, suspected},
       R"(duplicate_suspected {"other": "person/P3", "source": "phone"})",
       "ok"},
      {"not himself",
       {registered},
       R"(duplicate_suspected {"other": "person/one", "source": "nik"})",
       "duplicate_of_itself"},
      {"not a group",
       {registered},
       R"(duplicate_suspected {"other": "group/G1", "source": "nik"})",
       "person.duplicate_suspected: /data/other must be a person, person/key"},
      {"dismissed", {registered, suspected}, dismissed, "ok"},
      {"dismissed, never suspected", {registered}, dismissed, "duplicate_not_suspected"},
      {"dismissed once",
       {registered, suspected, dismissed},
       dismissed,
       "duplicate_settled_already"},
      {"not dismissed when confirmed",
       {registered, suspected, duplicate_confirmed},
       dismissed,
       "duplicate_settled_already"},
      {"confirmed", {registered, suspected}, duplicate_confirmed, "ok"},
      {"confirmed, never suspected", {registered}, duplicate_confirmed, "duplicate_not_suspected"},
      {"not confirmed when dismissed",
       {registered, suspected, dismissed},
       duplicate_confirmed,
       "duplicate_settled_already"},
      {"nobody dismisses for nobody", {}, dismissed, "stream_not_open"},
      {"nor confirms", {}, duplicate_confirmed, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("person: who is merged waits for the merge to be taken back") {
  const std::string &p2 = p2_under_another, &p3 = p3_under_another;
  const std::vector<Row> rows = {
      {"merged", {p2, registered}, merged, "ok"},
      {"nobody is not merged", {p2}, merged, "stream_not_open"},
      {"merged once", {p2, registered, merged}, merged, "step_out_of_order"},
      {"not into himself", {registered}, R"(merged {"into": "person/one"})", "merged_into_itself"},
      {"not into who is merged himself",
       {p2, p3, of("P2", R"(merged {"into": "person/P3"})"), registered},
       merged,
       "merge_target_ended"},
      {"not back into who was merged into this one",
       {p2, registered, of("P2", R"(merged {"into": "person/one"})")},
       merged,
       "merge_target_ended"},
      {"into who was unmerged",
       {p2, p3, of("P2", R"(merged {"into": "person/P3"})"), of("P2", unmerged), registered},
       merged,
       "ok"},
      {"taken back", {p2, registered, merged}, unmerged, "ok"},
      {"nothing to take back", {registered}, unmerged, "step_out_of_order"},
      {"taken back once", {p2, registered, merged, unmerged}, unmerged, "step_out_of_order"},
      {"no taking back for nobody", {}, unmerged, "stream_not_open"},
      {"merged again", {p2, registered, merged, unmerged}, merged, "ok"},
      {"no consent of a merged person", {p2, registered, merged}, consent, "step_out_of_order"},
      {"no identity", {p2, registered, merged}, match, "step_out_of_order"},
      {"no loss", {p2, registered, merged}, lost_by_work, "step_out_of_order"},
      {"no duplicate", {p2, registered, merged}, suspected, "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
  using support::status_after;
  CHECK(status_after(stream(), {p2, registered, match, merged}) == "merged");
  CHECK(status_after(stream(), {p2, registered, merged, unmerged}) == "registered");
  CHECK(status_after(stream(), {p2, registered, match, merged, unmerged}) == "identity_valid");
  CHECK(status_after(stream(), {p2, registered, lost_as_asn, merged, unmerged}) == "ineligible");
}

TEST_CASE("person: no erasure without a request, and none of nobody") {
  const std::vector<Row> rows = {
      {"no request", {registered}, erased, "erasure_request_not_open"},
      {"nobody", {}, erased, "stream_not_open"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

namespace {

using programme::StreamState;

const std::string asked =
    R"(protection/1 subject_request_received by dpo-1 {"kind": "erase", "person": "person/one",
    "channel": "letter"})";
std::string asked_with(const std::string& from, const std::string& to) {
  std::string out = asked;
  return out.replace(out.find(from), from.size(), to);
}
const std::string erased_by_another = R"(erased by dpo-2 {"request": "protection/1"})";

}  // namespace

TEST_CASE("person: erased at an open request of his own, by two") {
  const std::string by_one = R"(erased by dpo-1 {"request": "protection/1"})";
  const std::vector<Row> rows = {
      {"two officers", {registered, asked}, erased_by_another, "ok"},
      {"a request that was fulfilled",
       {registered, asked, "protection/1 subject_request_fulfilled by dpo-1"},
       erased_by_another,
       "ok"},
      {"the second fulfilled it, the first erases",
       {registered, asked, "protection/1 subject_request_fulfilled by dpo-2"},
       by_one,
       "ok"},
      {"one officer alone", {registered, asked}, by_one, "erasure_needs_second_person"},
      {"one officer all along",
       {registered, asked, "protection/1 subject_request_fulfilled by dpo-1"},
       by_one,
       "erasure_needs_second_person"},
      {"a request that was refused",
       {registered, asked, R"(protection/1 subject_request_refused {"ground": "hold"})"},
       erased_by_another,
       "erasure_request_not_open"},
      {"a request for something else",
       {registered, asked_with("erase", "access")},
       erased_by_another,
       "erasure_request_not_open"},
      {"a request of somebody else",
       {registered, asked_with("person/one", "person/two")},
       erased_by_another,
       "erasure_request_not_open"},
      {"consent withdrawn", {registered, asked_with("erase", "withdraw")}, erased_by_another, "ok"},
      {"twice", {registered, asked, erased_by_another}, erased_by_another, "step_out_of_order"},
      {"anything after it", {registered, asked, erased_by_another}, registered, "stream_exists"},
      {"a status after it",
       {registered, asked, erased_by_another},
       R"(employment_status_declared {"status": "employed", "as_of": "2023-06-01"})",
       "step_out_of_order"},
  };
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
  CHECK(programme::find_type("person.erased")->destroys_key);
}

TEST_CASE("person: not erased while a hold or an audit runs on him or on his aid") {
  const std::string joined = R"(group/1 member_added {"person": "person/one", "role": "member"})";
  const std::string left = R"(group/1 member_removed {"person": "person/one"})";
  const std::string granted = R"(grant/1 agreement_signed {"recipient": "group/1",
      "determination": "determination/1", "number": "PKS/1", "amount_idr": 20000000,
      "ends_on": "2023-12-15"})";
  const auto hold = [](const std::string& about, const std::string& until) {
    return R"(protection/2 retention_hold_placed {"about": ")" + about +
           R"(", "ground": "legal_process")" + until + "}";
  };
  const std::string released = "protection/2 retention_hold_released";
  const std::string audited = R"(audit/1 assigned {"body": "BPK", "scope": "TKM",
      "period_from": "2023-01-01", "period_to": "2023-06-30"})";
  const auto found = [](const std::string& grants) {
    return R"(audit/1 finding_drafted {"number": "1.1", "kind": "report_missing",
        "value_idr": "1.00", "grants": [)" +
           grants + "]}";
  };
  const auto given = [&](std::vector<std::string> more) {
    std::vector<std::string> out = {registered, asked, joined, granted};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  };
  // The events are of 1 July 2023.
  const std::vector<Row> rows = {
      {"nothing runs", given({}), erased_by_another, "ok"},
      {"a hold on him", given({hold("person/one", "")}), erased_by_another,
       "erasure_waits_for_holds"},
      {"a hold that was released", given({hold("person/one", ""), released}), erased_by_another,
       "ok"},
      {"on its last day", given({hold("person/one", R"(, "until": "2023-07-01")")}),
       erased_by_another, "erasure_waits_for_holds"},
      {"after its last day", given({hold("person/one", R"(, "until": "2023-06-30")")}),
       erased_by_another, "ok"},
      {"a hold on somebody else", given({hold("person/two", "")}), erased_by_another, "ok"},
      {"a hold on his group", given({hold("group/1", "")}), erased_by_another,
       "erasure_waits_for_holds"},
      {"a hold on a group that he left", given({left, hold("group/1", "")}), erased_by_another,
       "ok"},
      {"a hold on the group's grant", given({hold("grant/1", "")}), erased_by_another,
       "erasure_waits_for_holds"},
      {"an audit without findings", given({audited}), erased_by_another, "ok"},
      {"an audit with a finding on the grant", given({audited, found(R"("grant/1")")}),
       erased_by_another, "erasure_waits_for_holds"},
      {"a finding on another grant", given({audited, found(R"("grant/2")")}), erased_by_another,
       "ok"},
      {"a finding on no grant", given({audited, found("")}), erased_by_another, "ok"},
      {"an audit that is closed", given({audited, found(R"("grant/1")"), "audit/1 closed"}),
       erased_by_another, "ok"},
  };
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("person: I3 a NIK has its shape") {
  const std::string wrong =
      "person.registered: /data/nik must be a NIK of 16 digits with a possible day and month";
  const auto row = [&](const std::string& title, const std::string& nik, bool good) {
    return Row{title, {}, registered_under(nik), good ? "ok" : wrong};
  };
  const std::vector<Row> rows = {
      row("the first of a month", "3602270107729000", true),
      row("no day 00", "3602270007729000", false),
      row("the last of a month", "3602273107729000", true),
      row("no day 32", "3602273207729000", false),
      row("no day 40", "3602274007729000", false),
      row("a woman, the first", "3602274107729000", true),
      row("a woman, the last", "3602277107729000", true),
      row("no day 72", "3602277207729000", false),
      row("January", "3602272101729000", true),
      row("December", "3602272112729000", true),
      row("no month 00", "3602272100729000", false),
      row("no month 13", "3602272113729000", false),
      row("the first serial number", "3602272107720001", true),
      row("no serial number 0000", "3602272107720000", false),
      row("15 digits", "360227210772900", false),
      row("17 digits", "36022721077290001", false),
      row("a letter", "360227210772900A", false),
      row("another birth date is a flag", "3602272207729000", true),
      row("another sex is a flag", "3602276107729000", true),
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("person: I4 one live NIK is of one person") {
  const std::string p2 = of("P2", registered), p3 = of("P3", registered);
  const std::string by_verifier =
      R"(duplicate_suspected as verifier {"other": "person/P2", "source": "nik"})";
  const std::string dismissed_here = of("P2", R"(duplicate_dismissed {"other": "person/one"})");
  const std::string suspected_here =
      of("P2", R"(duplicate_suspected {"other": "person/one", "source": "nik"})");
  const std::string suspected_third =
      R"(duplicate_suspected {"other": "person/P3", "source": "nik"})";
  const std::string dismissed_third = R"(duplicate_dismissed {"other": "person/P3"})";
  const std::vector<Row> rows = {
      {"the NIK of somebody registered", {registered}, p2, "nik_of_one_person"},
      {"the next number", {registered}, p2_under_another, "ok"},
      {"a suspicion alone", {registered, suspected}, p2, "nik_of_one_person"},
      {"dismissed", {registered, suspected, dismissed}, p2, "ok"},
      {"confirmed", {registered, suspected, duplicate_confirmed}, p2, "nik_of_one_person"},
      {"dismissed for another",
       {registered, suspected_third, dismissed_third},
       p2,
       "nik_of_one_person"},
      {"a third one is asked of the first",
       {registered, suspected, dismissed, p2},
       p3,
       "nik_of_one_person"},
      {"and dismissed there",
       {registered, suspected, dismissed, p2, suspected_third, dismissed_third},
       p3,
       "ok"},
      {"the dead keep theirs", {registered, died}, p2, "nik_of_one_person"},
      {"who was merged does not",
       {registered, p3_under_another, R"(merged {"into": "person/P3"})"},
       p2,
       "ok"},
      {"nor who was erased", {registered, asked, erased_by_another}, p2, "ok"},
      {"without the vault nobody can tell", {registered}, p2, "ok", false},
      {"before the order of steps", {registered, p2_under_another}, p2, "nik_of_one_person"},
      {"the same person again breaks the order", {registered}, registered, "stream_exists"},
      {"a merge is not taken back to a NIK that is held",
       {registered, p3_under_another, R"(merged {"into": "person/P3"})", p2},
       unmerged,
       "nik_of_one_person"},
      {"but to one that is not",
       {registered, p3_under_another, R"(merged {"into": "person/P3"})"},
       unmerged,
       "ok"},
      {"the role that suspected does not dismiss",
       {registered, by_verifier},
       R"(duplicate_dismissed as verifier {"other": "person/P2"})",
       "duplicate_dismissed_by_another"},
      {"another role does",
       {registered, by_verifier},
       R"(duplicate_dismissed as kpa {"other": "person/P2"})",
       "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("person: who somebody is and what is sensitive is personal, and nothing else of it") {
  std::vector<std::string> personal;
  for (const auto& type : stream().events) {
    for (const auto& field : type->fields) {
      if (field.is_personal()) personal.emplace_back(field.name);
    }
  }
  CHECK(personal == std::vector<std::string>{"nik", "name", "birth_date", "phone", "value",
                                             "address", "died_on"});
}

TEST_CASE("person: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("person: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
