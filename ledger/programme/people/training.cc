#include "ledger/programme/people/training.h"

#include <algorithm>

namespace programme::training {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title person_title = {"Peserta", "Participant"};

Field person() { return indexed(reference({"person"})); }

Verdict not_enrolled() {
  return refuse_state("participant_not_enrolled", "only who is enrolled takes part");
}

void plan(Builder& s) {
  s.event<NeedIdentified>("need_identified",
                          {"Kebutuhan pelatihan diidentifikasi", "Training need identified"})
      .by({role::training_provider})
      .opens("need")
      .field("kawasan", &NeedIdentified::kawasan, indexed(reference({"kawasan"})),
             {"Kawasan", "Kawasan"})
      .field("gap", &NeedIdentified::gap, text(format::line),
             {"Kesenjangan keterampilan", "Gap in skills"});
  s.event<Planned>("planned", {"Pelatihan direncanakan", "Training planned"})
      .by({role::training_provider})
      .step({"need"}, "planned")
      .field("title", &Planned::title, text(format::line), {"Judul", "Title"})
      .field("hours", &Planned::hours, integer(1, 10'000, "hour"),
             {"Jam pelajaran", "Lesson hours"})
      .field("quota", &Planned::quota, integer(1, 1000, "person"), {"Kuota", "Quota"})
      .field("venue", &Planned::venue, code({"BLK", "BLKK"}), {"Tempat", "Venue"})
      .field("from", &Planned::from, text(format::date), {"Mulai", "From"})
      .field("to", &Planned::to, text(format::date), {"Selesai", "To"})
      .applies([](State& state, const Planned& e, const Event&) { state.quota = e.quota; });
}

Verdict may_enrol(const State& state, const ParticipantEnrolled& e, const Event&) {
  if (state.participants.contains(e.person))
    return refuse_state("participant_enrolled_already", "this person is enrolled already");
  if (static_cast<std::int64_t>(state.participants.size()) < state.quota) return {};
  return refuse_state("training_quota_full",
                      "all " + std::to_string(state.quota) + " places of this training are taken");
}

Verdict may_attend(const State& state, const SessionAttendanceRecorded& e, const Event&) {
  const bool all_enrolled =
      std::all_of(e.persons.begin(), e.persons.end(),
                  [&](const std::string& one) { return state.participants.contains(one); });
  return all_enrolled ? Verdict{} : not_enrolled();
}

void sessions(Builder& s) {
  s.event<ParticipantEnrolled>("participant_enrolled",
                               {"Peserta didaftarkan", "Participant enrolled"})
      .by({role::training_provider})
      .step({"planned", "running"})
      .field("person", &ParticipantEnrolled::person, person(), person_title)
      .decides(may_enrol)
      .applies([](State& state, const ParticipantEnrolled& e, const Event&) {
        state.participants.emplace(e.person, false);
      });
  s.event<SessionAttendanceRecorded>("session_attendance_recorded",
                                     {"Kehadiran sesi dicatat", "Session attendance recorded"})
      .by({role::training_provider})
      .step({"planned", "running"}, "running")
      .field("date", &SessionAttendanceRecorded::date, text(format::day_done), {"Tanggal", "Date"})
      .field("hours", &SessionAttendanceRecorded::hours, integer(1, 24, "hour"),
             {"Jam pelajaran", "Lesson hours"})
      .field("persons", &SessionAttendanceRecorded::persons, list(reference({"person"})),
             {"Peserta hadir", "Participants present"})
      .decides(may_attend);
  s.event<Completed>("completed", {"Pelatihan selesai", "Training completed"})
      .by({role::training_provider})
      .step({"running"}, "completed");
}

Verdict may_certify(const State& state, const CertificateIssued& e, const Event&) {
  const auto found = state.participants.find(e.person);
  if (found == state.participants.end()) return not_enrolled();
  if (found->second)
    return refuse_state("certificate_issued_already",
                        "this participant holds the certificate already");
  return {};
}

void certificates(Builder& s) {
  s.event<CertificateIssued>("certificate_issued",
                             {"Sertifikat pelatihan diterbitkan", "Training certificate issued"})
      .by({role::training_provider})
      .step({"completed"})
      .field("person", &CertificateIssued::person, person(), person_title)
      .field("number", &CertificateIssued::number, indexed(text(format::document_number)),
             {"Nomor sertifikat", "Number of the certificate"})
      .decides(may_certify)
      .applies([](State& state, const CertificateIssued& e, const Event&) {
        state.participants[e.person] = true;
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("training", {"Pelatihan", "Training"});
    plan(s);
    sessions(s);
    certificates(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::training
