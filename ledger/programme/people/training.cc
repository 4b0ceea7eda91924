#include "ledger/programme/people/training.h"

#include <algorithm>
#include <set>

#include "ledger/programme/calendar.h"

namespace programme::training {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title person_title = {"Peserta", "Participant"},
                kind_title = {"Jenis sertifikat", "Kind of certificate"};
constexpr std::string_view blk = "blk", bnsp = "bnsp";

Field person() { return indexed(reference({"person"})); }

Verdict takes_part(const State& state, const std::string& person) {
  const auto found = state.participants.find(person);
  if (found == state.participants.end())
    return refuse_state("participant_not_enrolled", "only who is enrolled takes part");
  if (!found->second.dropped) return {};
  return refuse_state("participant_dropped",
                      "who was dropped takes no part until he is enrolled anew");
}
template <class E>
Verdict is_a_participant(const State& state, const E& e, const Event&) {
  return takes_part(state, e.person);
}

void plan(Builder& s) {
  s.event<NeedIdentified>("need_identified",
                          {"Kebutuhan pelatihan diidentifikasi", "Training need identified"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .opens("need")
      .field("kawasan", &NeedIdentified::kawasan, indexed(reference({"kawasan"})),
             {"Kawasan", "Kawasan"})
      .field("gap", &NeedIdentified::gap, text(format::line),
             {"Kesenjangan keterampilan", "Gap in skills"});
  s.event<Planned>("planned", {"Pelatihan direncanakan", "Training planned"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"need"}, "planned")
      .field("title", &Planned::title, text(format::line), {"Judul", "Title"})
      .field("hours", &Planned::hours, integer(1, 10'000, "hour"),
             {"Jam pelajaran", "Lesson hours"})
      .field("quota", &Planned::quota, integer(1, 1000, "person"), {"Kuota", "Quota"})
      .field("venue", &Planned::venue, code({"BLK", "BLKK"}), {"Tempat", "Venue"})
      .field("from", &Planned::from, text(format::date), {"Mulai", "From"})
      .field("to", &Planned::to, text(format::date), {"Selesai", "To"})
      .applies([](State& state, const Planned& e, const Event&) {
        state.hours = e.hours;
        state.quota = e.quota;
      });
}

Verdict may_enrol(const State& state, const ParticipantEnrolled& e, const Event&) {
  const auto found = state.participants.find(e.person);
  if (found != state.participants.end() && !found->second.dropped)
    return refuse_state("participant_enrolled_already", "this person is enrolled already");
  const auto taken =
      std::count_if(state.participants.begin(), state.participants.end(),
                    [](const auto& participant) { return !participant.second.dropped; });
  if (taken < state.quota) return {};
  return refuse_state("training_quota_full",
                      "all " + std::to_string(state.quota) + " places of this training are taken");
}

Verdict may_drop(const State& state, const ParticipantDropped& e, const Event&) {
  if (Verdict refused = takes_part(state, e.person)) return refused;
  if (state.participants.at(e.person).assessment == Participant::Assessment::none) return {};
  return refuse_state("participant_assessed_already",
                      "who was assessed has passed or failed, and is not dropped");
}

Verdict may_attend(const State& state, const SessionAttendanceRecorded& e, const Event&) {
  for (const std::string& person : e.persons)
    if (Verdict refused = takes_part(state, person)) return refused;
  return {};
}

void participants(Builder& s) {
  s.event<ParticipantEnrolled>("participant_enrolled",
                               {"Peserta didaftarkan", "Participant enrolled"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"planned", "running"})
      .field("person", &ParticipantEnrolled::person, person(), person_title)
      .decides(may_enrol)
      .applies([](State& state, const ParticipantEnrolled& e, const Event&) {
        state.participants.insert_or_assign(e.person, Participant{});
      });
  s.event<ParticipantDropped>("participant_dropped", {"Peserta dikeluarkan", "Participant dropped"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .step({"planned", "running"})
      .field("person", &ParticipantDropped::person, person(), person_title)
      .decides(may_drop)
      .applies([](State& state, const ParticipantDropped& e, const Event&) {
        state.participants[e.person].dropped = true;
      });
}

void sessions(Builder& s) {
  s.event<SessionAttendanceRecorded>("session_attendance_recorded",
                                     {"Kehadiran sesi dicatat", "Session attendance recorded"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"planned", "running"}, "running")
      .field("date", &SessionAttendanceRecorded::date, text(format::day_done), {"Tanggal", "Date"})
      .field("hours", &SessionAttendanceRecorded::hours, integer(1, 24, "hour"),
             {"Jam pelajaran", "Lesson hours"})
      .field("persons", &SessionAttendanceRecorded::persons, list(reference({"person"})),
             {"Peserta hadir", "Participants present"})
      .decides(may_attend)
      .applies([](State& state, const SessionAttendanceRecorded& e, const Event&) {
        for (const std::string& person : std::set(e.persons.begin(), e.persons.end()))
          state.hours_attended[person] += e.hours;
      });
  s.event<Completed>("completed", {"Pelatihan selesai", "Training completed"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"running"}, "completed");
  s.event<Cancelled>("cancelled", {"Pelatihan dibatalkan", "Training cancelled"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .step({"need", "planned", "running"}, "cancelled");
}

Verdict may_certify(const State& state, const CertificateIssued& e, const Event&) {
  if (Verdict refused = takes_part(state, e.person)) return refused;
  if (!state.participants.at(e.person).certificates.contains(blk)) return {};
  return refuse_state("certificate_issued_already",
                      "this participant holds the certificate already");
}

Verdict may_certify_by_bnsp(const State& state, const BnspCertificateIssued& e, const Event&) {
  if (Verdict refused = takes_part(state, e.person)) return refused;
  if (state.participants.at(e.person).assessment != Participant::Assessment::certified) return {};
  return refuse_state("bnsp_certificate_issued_already",
                      "the certificate of this assessment is issued; another needs a new one");
}

// Of a participant. Who takes no part breaks the order of steps.
const Participant* participant(const State& state, const std::string& person) {
  const auto found = state.participants.find(person);
  return found == state.participants.end() || found->second.dropped ? nullptr : &found->second;
}

Broken number_is_used(const State& state, const CertificateIssued& e, const Event& event,
                      const Facts& facts) {
  if (state.numbers.contains(e.number)) return "this training gave a certificate of that number";
  for (const std::string& name : facts.referring("blk/" + e.number, "training")) {
    const auto* other = name == event.subject ? nullptr : own<State>(facts.stream(name));
    if (other != nullptr && other->numbers.contains(e.number))
      return name + " gave a certificate of that number";
  }
  return {};
}

Broken bnsp_number_is_used(const State& state, const BnspCertificateIssued& e, const Event& event,
                           const Facts& facts) {
  const auto holders = facts.holders(e.person, e.number);
  if (!holders) return {};
  for (const Holder& holder : *holders) {
    const State* training =
        holder.stream == event.subject ? &state : own<State>(facts.stream(holder.stream));
    if (training != nullptr && training->bnsp_numbers.contains(holder.seal))
      return holder.stream + " gave a BNSP certificate of that number";
  }
  return {};
}

Broken has_missed_hours(const State& state, const CertificateIssued& e, const Event&) {
  if (participant(state, e.person) == nullptr) return {};
  const auto found = state.hours_attended.find(e.person);
  const std::int64_t attended = found == state.hours_attended.end() ? 0 : found->second;
  if (attended >= state.hours) return {};
  return e.person + " attended " + std::to_string(attended) + " hours of " +
         std::to_string(state.hours);
}

Broken was_not_competent(const State& state, const BnspCertificateIssued& e, const Event&) {
  const Participant* found = participant(state, e.person);
  if (found == nullptr || found->assessment == Participant::Assessment::competent ||
      found->assessment == Participant::Assessment::certified)
    return {};
  return e.person + " was not found competent; a BNSP certificate is for who was";
}

Broken is_not_for_three_years(const State&, const BnspCertificateIssued& e, const Event&) {
  const std::string end = months_after(e.issued_on, 36);
  if (e.expires_on == end) return {};
  return "a certificate issued on " + e.issued_on + " is valid until " + end + ", not until " +
         e.expires_on;
}

template <class E>
Verdict is_held(const State& state, const E& e, const Event&) {
  if (Verdict refused = takes_part(state, e.person)) return refused;
  if (state.participants.at(e.person).certificates.contains(e.kind)) return {};
  return refuse_state("certificate_not_held",
                      "this participant holds no " + e.kind + " certificate of this training");
}

template <class E>
void take_away(State& state, const E& e, const Event&) {
  state.participants[e.person].certificates.erase(e.kind);
}

void assessment(Builder& s) {
  s.event<CompetencyAssessed>("competency_assessed", {"Kompetensi diuji", "Competency assessed"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"running", "completed"})
      .field("person", &CompetencyAssessed::person, person(), person_title)
      .field("result", &CompetencyAssessed::result, indexed(code({"competent", "not_yet"})),
             {"Hasil uji kompetensi", "Result"})
      .field("assessor", &CompetencyAssessed::assessor, text(format::line),
             {"Lembaga sertifikasi profesi (LSP)", "Certification body (LSP)"})
      .field("assessed_on", &CompetencyAssessed::assessed_on, text(format::day_done),
             {"Tanggal uji", "Assessed on"})
      .decides(is_a_participant<CompetencyAssessed>)
      .applies([](State& state, const CompetencyAssessed& e, const Event&) {
        state.participants[e.person].assessment = e.result == "competent"
                                                      ? Participant::Assessment::competent
                                                      : Participant::Assessment::not_yet;
      });
}

void certificates(Builder& s) {
  s.event<CertificateIssued>("certificate_issued",
                             {"Sertifikat pelatihan diterbitkan", "Training certificate issued"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"completed"})
      .field("person", &CertificateIssued::person, person(), person_title)
      .field("number", &CertificateIssued::number,
             marked(blk, indexed(text(format::document_number))),
             {"Nomor sertifikat", "Number of the certificate"})
      .rule(certificate_number_unique, number_is_used)
      .rule(certificate_needs_hours, has_missed_hours)
      .decides(may_certify)
      .applies([](State& state, const CertificateIssued& e, const Event&) {
        state.participants[e.person].certificates.emplace(blk);
        state.numbers.insert(e.number);
      });
  s.event<BnspCertificateIssued>("bnsp_certificate_issued",
                                 {"Sertifikat BNSP diterbitkan", "BNSP certificate issued"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .step({"completed"})
      .field("person", &BnspCertificateIssued::person, person(), person_title)
      .field("number", &BnspCertificateIssued::number,
             looked_up("bnsp", sealed_for("person", text(format::document_number))),
             {"Nomor sertifikat", "Number of the certificate"})
      .field("issued_on", &BnspCertificateIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("expires_on", &BnspCertificateIssued::expires_on, text(format::date),
             {"Berlaku sampai", "Expires on"})
      .rule(bnsp_number_unique, bnsp_number_is_used)
      .rule(participant_not_competent, was_not_competent)
      .rule(bnsp_valid_three_years, is_not_for_three_years)
      .decides(may_certify_by_bnsp)
      .applies([](State& state, const BnspCertificateIssued& e, const Event&) {
        Participant& participant = state.participants[e.person];
        participant.certificates.emplace(bnsp);
        participant.assessment = Participant::Assessment::certified;
        state.bnsp_numbers.insert(e.number.seal());
      });
}

void ends_of_certificates(Builder& s) {
  s.event<CertificateRevoked>("certificate_revoked", {"Sertifikat dicabut", "Certificate revoked"})
      .by({role::training_provider})
      .corrected_by({role::programme_officer})
      .needs_basis()
      .needs_reason()
      .step({"completed"})
      .field("person", &CertificateRevoked::person, person(), person_title)
      .field("kind", &CertificateRevoked::kind, code({blk, bnsp}), kind_title)
      .decides(is_held<CertificateRevoked>)
      .applies(take_away<CertificateRevoked>);
  s.event<CertificateExpired>("certificate_expired",
                              {"Sertifikat habis masa berlaku", "Certificate expired"})
      .by({role::system})
      .corrected_by({role::training_provider, role::programme_officer})
      .step({"completed"})
      .field("person", &CertificateExpired::person, person(), person_title)
      .field("kind", &CertificateExpired::kind, code({bnsp}), kind_title)
      .decides(is_held<CertificateExpired>)
      .applies(take_away<CertificateExpired>);
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("training", {"Pelatihan", "Training"}, {"cancelled"});
    plan(s);
    participants(s);
    sessions(s);
    assessment(s);
    certificates(s);
    ends_of_certificates(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::training
