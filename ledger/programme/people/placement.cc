#include "ledger/programme/people/placement.h"

#include <algorithm>

namespace programme::placement {
namespace {

using Builder = StreamBuilder<State>;

Verdict vacancy_is_open(const State&, const CandidateMatched& e, const Event&, const Facts& facts) {
  const StreamState* vacancy = facts.stream(e.vacancy);
  if (vacancy == nullptr || vacancy->status != "closed") return {};
  return refuse_state("vacancy_closed", "this vacancy is closed and takes no new candidate");
}

void candidate(Builder& s) {
  s.event<CandidateMatched>("candidate_matched", {"Calon dipertemukan", "Candidate matched"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .opens("matched")
      .field("person", &CandidateMatched::person, indexed(reference({"person"})),
             {"Orang", "Person"})
      .field("vacancy", &CandidateMatched::vacancy, indexed(reference({"vacancy"})),
             {"Lowongan", "Vacancy"})
      .decides(vacancy_is_open);
  s.event<CandidateReferred>("candidate_referred", {"Calon dirujuk", "Candidate referred"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .step({"matched"}, "referred")
      .field("letter", &CandidateReferred::letter, text(format::document_number),
             {"Nomor surat pengantar", "Number of the letter of introduction"});
  s.event<CandidateRejected>("candidate_rejected", {"Calon ditolak", "Candidate rejected"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .needs_reason()
      .step({"matched", "referred"}, "rejected");
}

void work(Builder& s) {
  s.event<Made>("made", {"Penempatan dilakukan", "Placement made"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .step({"referred"}, "placed")
      .field("mechanism", &Made::mechanism, code({"AKL", "AKAD", "AKAN", "WIRAUSAHA"}),
             {"Mekanisme", "Mechanism"})
      .field("start_on", &Made::start_on, text(format::date), {"Mulai bekerja", "Starts on"})
      .field("contract", &Made::contract, code({"PKWT", "PKWTT"}),
             {"Perjanjian kerja", "Contract"});
  s.event<Confirmed>("confirmed", {"Penempatan dikonfirmasi", "Placement confirmed"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .step({"placed", "confirmed"}, "confirmed")
      .field("months", &Confirmed::months, integer(1, 60, "month"), {"Bulan", "Months"})
      .decides([](const State& state, const Confirmed& e, const Event&) -> Verdict {
        if (e.months > state.months_confirmed) return {};
        return refuse_state("months_confirmed_already",
                            std::to_string(state.months_confirmed) +
                                " months are confirmed; the next must be more");
      })
      .applies([](State& state, const Confirmed& e, const Event&) {
        state.months_confirmed = std::max(state.months_confirmed, e.months);
      });
  s.event<Ended>("ended", {"Penempatan berakhir", "Placement ended"})
      .by({role::placement_officer})
      .corrected_by({role::manpower_office})
      .step({"placed", "confirmed"}, "ended")
      .field("cause", &Ended::cause,
             indexed(code({"resigned", "contract_end", "dismissed", "moved", "deceased", "other"})),
             {"Sebab", "Cause"})
      .field("ended_on", &Ended::ended_on, text(format::day_done),
             {"Tanggal berakhir", "Ended on"});
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("placement", {"Penempatan", "Placement"}, {"rejected", "ended"});
    candidate(s);
    work(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::placement
