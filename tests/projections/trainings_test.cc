#include "projections/trainings.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::trainings(), events)["T"];
}

std::string of(const std::string& what, const std::string& person, const std::string& more = "") {
  return "training." + what + R"( training/T {"person": "person/)" + person + "\"" + more + "}";
}

const std::string session =
    "training.session_attendance_recorded training/T "
    R"({"hours": 8, "persons": ["person/A", "person/B"]})";
const std::string completed = "training.completed training/T {}";

}  // namespace

TEST_CASE("the sample comes to 10 trainings that 152 of 160 completed") {
  const auto rows = projections::folded_sample(projections::trainings());
  REQUIRE(rows.size() == 10);
  std::int64_t enrolled = 0, finished = 0, certified = 0;
  for (const auto& [id, row] : rows) {
    CHECK(row["state"] == "completed");
    enrolled += row["enrolled"].get<std::int64_t>();
    finished += row["completed"].get<std::int64_t>();
    certified += row["certified"].get<std::int64_t>();
  }
  CHECK(enrolled == 160);
  CHECK(finished == 152);
  CHECK(certified == 152);
  const Json want = {{"id", "2023-LBK-01"},
                     {"title", "Pelatihan usaha Ekra Coffee"},
                     {"kawasan", "kawasan/lebak-kasepuhan"},
                     {"venue", "BLKK"},
                     {"starts_on", "2023-06-05"},
                     {"ends_on", "2023-06-07"},
                     {"hours", 24},
                     {"quota", 16},
                     {"enrolled", 16},
                     {"completed", 15},
                     {"certified", 15},
                     {"competent", 0},
                     {"bnsp_certified", 0},
                     {"state", "completed"}};
  CHECK(rows.at("2023-LBK-01") == want);
}

TEST_CASE("a participant has completed who attended a training that is completed") {
  const std::vector<std::string> events = {of("participant_enrolled", "A"),
                                           of("participant_enrolled", "B"),
                                           of("participant_enrolled", "C"), session, session};
  CHECK(row_of(events)["enrolled"] == 3);
  CHECK(row_of(events)["completed"] == 0);
  auto more = events;
  more.push_back(completed);
  CHECK(row_of(more)["completed"] == 2);
  more.insert(more.end() - 1, of("participant_dropped", "B", R"(, "reason": "r")"));
  CHECK(row_of(more)["enrolled"] == 2);
  CHECK(row_of(more)["completed"] == 1);
  more.insert(more.end() - 1, of("participant_enrolled", "B"));
  CHECK(row_of(more)["enrolled"] == 3);
  CHECK(row_of(more)["completed"] == 2);
  more.push_back("training.event_reversed@5 training/T {}");
  CHECK(row_of(more)["completed"] == 2);
}

TEST_CASE("a certificate counts once while it is held") {
  const std::string issued = of("certificate_issued", "A", R"(, "number": "1")"),
                    revoked = of("certificate_revoked", "A", R"(, "kind": "blk")");
  CHECK(row_of({issued, issued})["certified"] == 1);
  CHECK(row_of({issued, revoked})["certified"] == 0);
  CHECK(row_of({issued, "training.event_reversed@0 training/T {}", completed})["certified"] == 0);
  const std::string bnsp = of("bnsp_certificate_issued", "A");
  CHECK(row_of({issued, bnsp, revoked})["bnsp_certified"] == 1);
  CHECK(row_of({bnsp, of("certificate_expired", "A", R"(, "kind": "bnsp")")})["bnsp_certified"] ==
        0);
}

TEST_CASE("the latest assessment says who is competent") {
  const std::string passed = of("competency_assessed", "A", R"(, "result": "competent")"),
                    failed = of("competency_assessed", "A", R"(, "result": "not_yet")");
  CHECK(row_of({passed})["competent"] == 1);
  CHECK(row_of({passed, failed})["competent"] == 0);
  CHECK(row_of({failed, passed})["competent"] == 1);
  CHECK(row_of({passed, of("bnsp_certificate_issued", "A")})["competent"] == 1);
}

TEST_CASE("any part of the sample folds to trainings") {
  projections::fold_parts_of_sample(projections::trainings());
}
