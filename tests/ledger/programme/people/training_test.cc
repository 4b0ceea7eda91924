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
    {"title": "Pelatihan usaha", "hours": 24, "quota": 2, "venue": "BLKK",
     "from": "2023-06-05", "to": "2023-06-07"})";
const std::string first = R"(participant_enrolled {"person": "person/P1"})";
const std::string second = R"(participant_enrolled {"person": "person/P2"})";
const std::string session = R"(session_attendance_recorded
    {"date": "2023-06-05", "hours": 8, "persons": ["person/P1"]})";
const std::string certificate = R"(certificate_issued
    {"person": "person/P1", "number": "BLK/01/0001/2023"})";

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
       certificate,
       "certificate_issued_already"},
      {"no certificate for a stranger",
       {need, planned, first, session, "completed"},
       no_certificate_for_a_stranger,
       "participant_not_enrolled"},
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
}

TEST_CASE("training: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("training: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
