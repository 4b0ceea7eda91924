#include "projections/trainings.h"

#include <algorithm>

#include "ledger/programme/people/training.h"

namespace projections {
namespace {

using programme::Event;
namespace training = programme::training;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"title", text, {"Judul", "Title"}},
      {"kawasan", reference, {"Kawasan", "Kawasan"}},
      {"venue", text, {"Tempat", "Venue"}},
      {"starts_on", date, {"Mulai", "Starts on"}},
      {"ends_on", date, {"Selesai", "Ends on"}},
      {"hours", integer, {"Jam pelajaran", "Lesson hours"}, "hour"},
      {"quota", integer, {"Kuota", "Quota"}, "person"},
      {"enrolled", integer, {"Peserta terdaftar", "Enrolled"}, "person"},
      {"completed", integer, {"Peserta yang menyelesaikan", "Completed"}, "person"},
      {"certified", integer, {"Bersertifikat pelatihan", "Certified"}, "person"},
      {"competent", integer, {"Kompeten", "Found competent"}, "person"},
      {"bnsp_certified", integer, {"Bersertifikat BNSP", "BNSP certificate"}, "person"},
      {"state", text, {"Keadaan", "State"}},
  };
}

void plan(const training::Planned& e, const Event&, Fold& fold) {
  Json& row = fold.row();
  row["title"] = e.title;
  row["venue"] = e.venue;
  row["starts_on"] = e.from;
  row["ends_on"] = e.to;
  row["hours"] = e.hours;
  row["quota"] = e.quota;
}

// The working memory of a training: person -> what is true of him, of: enrolled, dropped, attended,
// competent, blk, bnsp. Nothing is counted of who was dropped.
std::int64_t count(const Json& participants, const char* fact) {
  return std::count_if(participants.begin(), participants.end(), [&](const Json& one) {
    return one.contains(fact) && !one.contains("dropped");
  });
}

void show(const Json& participants, Fold& fold) {
  Json& row = fold.row();
  row["enrolled"] = count(participants, "enrolled");
  row["completed"] = fold.status() == "completed" ? count(participants, "attended") : 0;
  row["certified"] = count(participants, "blk");
  row["competent"] = count(participants, "competent");
  row["bnsp_certified"] = count(participants, "bnsp");
}

void set(const std::string& person, const std::string& fact, bool holds, Fold& fold) {
  Json participants = fold.own();
  Json& one = participants[person];
  if (one.is_null()) one = Json::object();
  if (holds)
    one[fact] = true;
  else
    one.erase(fact);
  show(participants, fold);
  fold.set_own(std::move(participants));
}

void attend(const training::SessionAttendanceRecorded& e, const Event&, Fold& fold) {
  Json participants = fold.own();
  for (const auto& person : e.persons) participants[person]["attended"] = true;
  show(participants, fold);
  fold.set_own(std::move(participants));
}

void fold_participants(Projection& out) {
  out.on<training::ParticipantEnrolled>([](const auto& e, const Event&, Fold& fold) {
    set(e.person, "dropped", false, fold);
    set(e.person, "enrolled", true, fold);
  });
  out.on<training::ParticipantDropped>(
      [](const auto& e, const Event&, Fold& fold) { set(e.person, "dropped", true, fold); });
  out.on<training::SessionAttendanceRecorded>(attend);
  out.on<training::CompetencyAssessed>([](const auto& e, const Event&, Fold& fold) {
    set(e.person, "competent", e.result == "competent", fold);
  });
  out.on<training::CertificateIssued>(
      [](const auto& e, const Event&, Fold& fold) { set(e.person, "blk", true, fold); });
  out.on<training::BnspCertificateIssued>(
      [](const auto& e, const Event&, Fold& fold) { set(e.person, "bnsp", true, fold); });
  out.on<training::CertificateRevoked>(
      [](const auto& e, const Event&, Fold& fold) { set(e.person, e.kind, false, fold); });
  out.on<training::CertificateExpired>(
      [](const auto& e, const Event&, Fold& fold) { set(e.person, e.kind, false, fold); });
}

Projection make() {
  Projection out({"trainings", {"Pelatihan", "Trainings"}, 1, "training", columns()});
  out.derives([](Json& row) {
    for (const char* each : {"enrolled", "completed", "certified", "competent", "bnsp_certified"})
      add_to(row[each], 0);
  });
  out.on_each("training", set_state);
  out.on<training::NeedIdentified>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["kawasan"] = e.kawasan; });
  out.on<training::Planned>(plan);
  out.on<training::Completed>(
      [](const auto&, const Event&, Fold& fold) { show(fold.own(), fold); });
  fold_participants(out);
  return out;
}

}  // namespace

const Projection& trainings() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
