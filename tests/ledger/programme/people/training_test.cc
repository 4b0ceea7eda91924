#include "ledger/programme/people/training.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::training::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string need = R"(need_identified {"kawasan": "kawasan/lebak", "gap": "pembukuan"})";
const std::string planned = R"(planned
    {"title": "Pelatihan usaha", "hours": 8, "quota": 2, "venue": "BLKK",
     "from": "2023-06-05", "to": "2023-06-07"})";
const std::string first = R"(participant_enrolled {"person": "person/P1"})";
const std::string second = R"(participant_enrolled {"person": "person/P2"})";
const std::string session = R"(session_attendance_recorded
    {"date": "2023-06-05", "hours": 8, "persons": ["person/P1"]})";
const std::string certificate = R"(certificate_issued
    {"person": "person/P1", "number": "BLK/01/0001/2023"})";
const std::string dropped = R"(participant_dropped {"person": "person/P1"})";
const std::string competent = R"(competency_assessed
    {"person": "person/P1", "result": "competent", "assessor": "LSP Contoh",
     "assessed_on": "2023-06-20"})";
const std::string not_yet = R"(competency_assessed
    {"person": "person/P1", "result": "not_yet", "assessor": "LSP Contoh",
     "assessed_on": "2023-06-20"})";
const std::string bnsp = R"(bnsp_certificate_issued
    {"person": "person/P1", "number": "10761 7514 2 0000123 2023", "issued_on": "2023-06-28",
     "expires_on": "2026-06-28"})";
const std::string next_bnsp = R"(bnsp_certificate_issued
    {"person": "person/P1", "number": "10761 7514 2 0000124 2023", "issued_on": "2023-06-29",
     "expires_on": "2026-06-29"})";
const std::string next_certificate = R"(certificate_issued
    {"person": "person/P1", "number": "BLK/01/0002/2023"})";
const std::string blk_revoked = R"(certificate_revoked {"person": "person/P1", "kind": "blk"})";
const std::string bnsp_revoked = R"(certificate_revoked {"person": "person/P1", "kind": "bnsp"})";
const std::string expired = R"(certificate_expired {"person": "person/P1", "kind": "bnsp"})";

// A training of two places that is over, with what came after it; person/P1 took part.
std::vector<std::string> completed_and(const std::vector<std::string>& more) {
  std::vector<std::string> given = {need, planned, first, session, "completed"};
  given.insert(given.end(), more.begin(), more.end());
  return given;
}

}  // namespace

TEST_CASE("training: need, plan, sessions, end") {
  const std::vector<Row> rows = {
      {"a need opens", {}, need, "ok"},
      {"one need", {need}, need, "stream_exists"},
      {"no plan without a need", {}, planned, "stream_not_open"},
      {"the plan follows", {need}, planned, "ok"},
      {"planned once", {need, planned}, planned, "step_out_of_order"},
      {"no session before the plan", {need}, session, "step_out_of_order"},
      {"the first session", {need, planned, first}, session, "ok"},
      {"a further session", {need, planned, first, session}, session, "ok"},
      {"not completed without a session", {need, planned, first}, "completed", "step_out_of_order"},
      {"completed", {need, planned, first, session}, "completed", "ok"},
      {"completed once",
       {need, planned, first, session, "completed"},
       "completed",
       "step_out_of_order"},
      {"no session after it",
       {need, planned, first, session, "completed"},
       session,
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: enrolled once, up to the quota") {
  const std::vector<Row> rows = {
      {"not before the plan", {need}, first, "step_out_of_order"},
      {"enrolled", {need, planned}, first, "ok"},
      {"enrolled twice", {need, planned, first}, first, "participant_enrolled_already"},
      {"the last place", {need, planned, first}, second, "ok"},
      {"no place left",
       {need, planned, first, second},
       R"(participant_enrolled {"person": "person/P3"})",
       "training_quota_full"},
      {"twice in a full training is twice",
       {need, planned, first, second},
       first,
       "participant_enrolled_already"},
      {"enrolled while it runs", {need, planned, first, session}, second, "ok"},
      {"not when it is over",
       {need, planned, first, session, "completed"},
       second,
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: sessions and certificates are for who is enrolled") {
  const std::string one_stranger_among_the_enrolled = R"(session_attendance_recorded
    {"date": "2023-06-05", "hours": 8, "persons": ["person/P1", "person/P9"]})";
  const std::string no_certificate_for_a_stranger = R"(certificate_issued
    {"person": "person/P9", "number": "BLK/01/0009/2023"})";
  const std::vector<Row> rows = {
      {"a stranger in a session", {need, planned, second}, session, "participant_not_enrolled"},
      {"one stranger among the enrolled",
       {need, planned, first},
       one_stranger_among_the_enrolled,
       "participant_not_enrolled"},
      {"no certificate while it runs",
       {need, planned, first, session},
       certificate,
       "step_out_of_order"},
      {"a certificate at the end", {need, planned, first, session, "completed"}, certificate, "ok"},
      {"one certificate",
       {need, planned, first, session, "completed", certificate},
       next_certificate,
       "certificate_issued_already"},
      {"no certificate for a stranger",
       {need, planned, first, session, "completed"},
       no_certificate_for_a_stranger,
       "participant_not_enrolled"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: cancelled until it is completed") {
  const std::vector<Row> rows = {
      {"nothing to cancel", {}, "cancelled", "stream_not_open"},
      {"as a need", {need}, "cancelled", "ok"},
      {"as a plan", {need, planned, first}, "cancelled", "ok"},
      {"while it runs", {need, planned, first, session}, "cancelled", "ok"},
      {"not when it is over", completed_and({}), "cancelled", "step_out_of_order"},
      {"cancelled once", {need, "cancelled"}, "cancelled", "step_out_of_order"},
      {"no plan after it", {need, "cancelled"}, planned, "step_out_of_order"},
      {"nobody enrols after it", {need, planned, "cancelled"}, first, "step_out_of_order"},
      {"nobody drops after it", {need, planned, first, "cancelled"}, dropped, "step_out_of_order"},
      {"no session after it", {need, planned, first, "cancelled"}, session, "step_out_of_order"},
      {"not completed after it",
       {need, planned, first, session, "cancelled"},
       "completed",
       "step_out_of_order"},
      {"no assessment after it",
       {need, planned, first, session, "cancelled"},
       competent,
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: who is dropped takes no part and frees his place") {
  const std::string third = R"(participant_enrolled {"person": "person/P3"})";
  const std::vector<Row> rows = {
      {"a stranger", {need, planned, second}, dropped, "participant_not_enrolled"},
      {"nobody in a need", {need}, dropped, "step_out_of_order"},
      {"before it runs", {need, planned, first}, dropped, "ok"},
      {"while it runs", {need, planned, first, session}, dropped, "ok"},
      {"not when it is over", completed_and({}), dropped, "step_out_of_order"},
      {"dropped once", {need, planned, first, dropped}, dropped, "participant_dropped"},
      {"who was assessed",
       {need, planned, first, session, not_yet},
       dropped,
       "participant_assessed_already"},
      {"no session", {need, planned, first, dropped}, session, "participant_dropped"},
      {"no assessment", {need, planned, first, session, dropped}, competent, "participant_dropped"},
      {"no certificate",
       {need, planned, first, session, dropped, "completed"},
       certificate,
       "participant_dropped"},
      {"no BNSP certificate",
       {need, planned, first, session, dropped, "completed"},
       bnsp,
       "participant_dropped"},
      {"his place is free", {need, planned, first, second, dropped}, third, "ok"},
      {"enrolled anew", {need, planned, first, dropped}, first, "ok"},
      {"anew, where a place is free",
       {need, planned, first, second, dropped, third},
       first,
       "training_quota_full"},
      {"anew once", {need, planned, first, dropped, first}, first, "participant_enrolled_already"},
      {"and then he attends", {need, planned, first, dropped, first}, session, "ok"},
      {"and may be dropped again", {need, planned, first, dropped, first}, dropped, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: who is enrolled is assessed, as often as it takes") {
  const std::string perhaps = R"(competency_assessed
    {"person": "person/P1", "result": "KOMPETEN", "assessor": "LSP Contoh",
     "assessed_on": "2023-06-20"})";
  const std::vector<Row> rows = {
      {"not before it runs", {need, planned, first}, competent, "step_out_of_order"},
      {"while it runs", {need, planned, first, session}, competent, "ok"},
      {"when it is over", completed_and({}), not_yet, "ok"},
      {"again", completed_and({not_yet}), competent, "ok"},
      {"when certified", completed_and({competent, bnsp}), competent, "ok"},
      {"a stranger",
       {need, planned, second, R"(session_attendance_recorded
           {"date": "2023-06-05", "hours": 8, "persons": ["person/P2"]})"},
       competent,
       "participant_not_enrolled"},
      {"a result of the list", completed_and({}), perhaps,
       "training.competency_assessed: /data/result must be one of competent, not_yet"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: a BNSP certificate answers one assessment as competent") {
  const std::string for_a_stranger = R"(bnsp_certificate_issued
    {"person": "person/P9", "number": "1", "issued_on": "2023-06-28",
     "expires_on": "2026-06-28"})";
  const std::vector<Row> rows = {
      {"not while it runs", {need, planned, first, session, competent}, bnsp, "step_out_of_order"},
      {"assessed while it ran",
       {need, planned, first, session, competent, "completed"},
       bnsp,
       "ok"},
      {"never assessed", completed_and({}), bnsp, "participant_not_competent"},
      {"found not competent", completed_and({not_yet}), bnsp, "participant_not_competent"},
      {"the latest counts", completed_and({competent, not_yet}), bnsp, "participant_not_competent"},
      {"competent", completed_and({competent}), bnsp, "ok"},
      {"competent at last", completed_and({not_yet, competent}), bnsp, "ok"},
      {"beside the other", completed_and({certificate, competent}), bnsp, "ok"},
      {"once", completed_and({competent, bnsp}), next_bnsp, "bnsp_certificate_issued_already"},
      {"renewed", completed_and({competent, bnsp, competent}), next_bnsp, "ok"},
      {"not renewed", completed_and({competent, bnsp, not_yet}), next_bnsp,
       "participant_not_competent"},
      {"expired, and not assessed anew", completed_and({competent, bnsp, expired}), next_bnsp,
       "bnsp_certificate_issued_already"},
      {"expired, and assessed anew", completed_and({competent, bnsp, expired, competent}),
       next_bnsp, "ok"},
      {"a stranger", completed_and({}), for_a_stranger, "participant_not_enrolled"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: only a certificate that is held is revoked or runs out") {
  const std::string blk_expired = R"(certificate_expired {"person": "person/P1", "kind": "blk"})";
  const std::string of_a_stranger = R"(certificate_revoked {"person": "person/P9", "kind": "blk"})";
  const std::vector<Row> rows = {
      {"revoked", completed_and({certificate}), blk_revoked, "ok"},
      {"never issued", completed_and({}), blk_revoked, "certificate_not_held"},
      {"of the other kind", completed_and({certificate}), bnsp_revoked, "certificate_not_held"},
      {"revoked once", completed_and({certificate, blk_revoked}), blk_revoked,
       "certificate_not_held"},
      {"issued again", completed_and({certificate, blk_revoked}), next_certificate, "ok"},
      {"the one of BNSP", completed_and({competent, bnsp}), bnsp_revoked, "ok"},
      {"expired", completed_and({competent, bnsp}), expired, "ok"},
      {"never certified", completed_and({competent}), expired, "certificate_not_held"},
      {"expired once", completed_and({competent, bnsp, expired}), expired, "certificate_not_held"},
      {"revoked, so not expired", completed_and({competent, bnsp, bnsp_revoked}), expired,
       "certificate_not_held"},
      {"the renewed one too", completed_and({competent, bnsp, competent, next_bnsp}), expired,
       "ok"},
      {"not while it runs", {need, planned, first, session}, blk_revoked, "step_out_of_order"},
      {"no expiry while it runs", {need, planned, first, session}, expired, "step_out_of_order"},
      {"a stranger", completed_and({}), of_a_stranger, "participant_not_enrolled"},
      {"the other never runs out", completed_and({certificate}), blk_expired,
       "training.certificate_expired: /data/kind must be one of bnsp"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: I18 a number of a certificate is given once") {
  // Another training that somebody took part in, and what it gave him.
  const auto other = [](const std::string& person, const std::string& gave) {
    std::vector<std::string> given = completed_and({competent, gave});
    for (std::string& event : given) {
      if (const auto at = event.find("person/P1"); at != std::string::npos)
        event.replace(at, 9, person);
      event.insert(0, "training/other ");
    }
    return given;
  };
  const auto other_gave = other("person/P9", R"(certificate_issued at 2022-12-31T23:59:00+07:00
      {"person": "person/P1", "number": "BLK/01/0001/2023"})");
  const auto other_bnsp = [&](const std::string& person) {
    return other(person, R"(bnsp_certificate_issued {"person": "person/P1",
        "number": "10761 7514 2 0000123 2023", "issued_on": "2023-01-02",
        "expires_on": "2026-01-02"})");
  };
  const auto after = [](std::vector<std::string> given, const std::vector<std::string>& more) {
    for (const std::string& event : completed_and(more)) given.push_back(event);
    return given;
  };
  std::vector<std::string> not_yet_there = other_gave;
  for (const std::string& event : {need, planned, first}) not_yet_there.push_back(event);
  Row unknown{"without the vault nobody can tell", after(other_bnsp("person/P9"), {competent}),
              bnsp, "ok"};
  unknown.has_vault = false;
  const std::vector<Row> rows = {
      {"of another training", after(other_gave, {}), certificate, "certificate_number_unique"},
      {"another number", after(other_gave, {}), next_certificate, "ok"},
      {"of this training", completed_and({certificate}), certificate, "certificate_number_unique"},
      {"also once it is revoked", completed_and({certificate, blk_revoked}), certificate,
       "certificate_number_unique"},
      {"before the hours are asked for", not_yet_there, certificate, "certificate_number_unique"},
      {"BNSP, of another training", after(other_bnsp("person/P9"), {competent}), bnsp,
       "bnsp_number_unique"},
      {"BNSP, of the same person there", after(other_bnsp("person/P1"), {competent}), bnsp,
       "bnsp_number_unique"},
      {"BNSP, another number", after(other_bnsp("person/P9"), {competent}), next_bnsp, "ok"},
      {"BNSP, of the same person here", completed_and({competent, bnsp, competent}), bnsp,
       "bnsp_number_unique"},
      {"BNSP, before competence is asked for", after(other_bnsp("person/P9"), {not_yet}), bnsp,
       "bnsp_number_unique"},
      unknown,
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: I28 a certificate is for the planned hours") {
  const auto plan = [](int hours) {
    return "planned {\"title\": \"P\", \"hours\": " + std::to_string(hours) +
           R"(, "quota": 2, "venue": "BLKK", "from": "2023-06-05", "to": "2023-06-07"})";
  };
  const auto attended = [](int hours, const std::string& persons) {
    return "session_attendance_recorded {\"date\": \"2023-06-05\", \"hours\": " +
           std::to_string(hours) + ", \"persons\": [" + persons + "]}";
  };
  const std::string one = R"("person/P1")", both = R"("person/P1", "person/P2")";
  const auto given = [&](int hours, const std::vector<std::string>& sessions) {
    std::vector<std::string> out = {need, plan(hours), first, second};
    out.insert(out.end(), sessions.begin(), sessions.end());
    out.push_back("completed");
    return out;
  };
  const std::string needs_hours = "certificate_needs_hours";
  const std::vector<Row> rows = {
      {"all of the hours", given(24, {attended(16, both), attended(8, one)}), certificate, "ok"},
      {"more than those", given(23, {attended(24, one)}), certificate, "ok"},
      {"an hour less", given(24, {attended(23, both)}), certificate, needs_hours},
      {"none", given(8, {attended(8, R"("person/P2")")}), certificate, needs_hours},
      {"named twice in a session", given(16, {attended(8, one + ", " + one)}), certificate,
       needs_hours},
      {"before he was dropped, and since",
       given(16, {attended(8, one), dropped, first, attended(8, one)}), certificate, "ok"},
      {"the rule is asked before the order", {need, planned, first}, certificate, needs_hours},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: I28 a BNSP certificate is valid for three years") {
  const auto valid = [](const std::string& from, const std::string& until) {
    return "bnsp_certificate_issued at 2024-03-01T10:00:00+07:00 {\"person\": "
           "\"person/P1\", \"number\": \"1\", "
           "\"issued_on\": \"" +
           from + "\", \"expires_on\": \"" + until + "\"}";
  };
  const std::string no = "bnsp_valid_three_years";
  const auto given = completed_and({competent});
  const std::vector<Row> rows = {
      {"to the day", given, valid("2023-06-28", "2026-06-28"), "ok"},
      {"a day less", given, valid("2023-06-28", "2026-06-27"), no},
      {"a day more", given, valid("2023-06-28", "2026-06-29"), no},
      {"two years", given, valid("2023-06-28", "2025-06-28"), no},
      {"a day that not every year has", given, valid("2024-02-29", "2027-02-28"), "ok"},
      {"and not the day after", given, valid("2024-02-29", "2027-03-01"), no},
      {"competence is asked first", completed_and({not_yet}), valid("2023-06-28", "2025-06-28"),
       "participant_not_competent"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("training: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {need}) == "need");
  CHECK(status_after(stream(), {need, planned, first}) == "planned");
  CHECK(status_after(stream(), {need, planned, first, session}) == "running");
  CHECK(status_after(stream(), {need, planned, first, session, "completed", certificate}) ==
        "completed");
  CHECK(status_after(stream(), completed_and({competent, bnsp, expired})) == "completed");
  CHECK(status_after(stream(), {need, planned, first, dropped}) == "planned");
  CHECK(status_after(stream(), {need, planned, first, session, not_yet}) == "running");
  CHECK(status_after(stream(), {need, "cancelled"}) == "cancelled");
}

TEST_CASE("training: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("training: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
