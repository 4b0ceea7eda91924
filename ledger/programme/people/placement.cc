#include "ledger/programme/people/placement.h"

#include <algorithm>

namespace programme::placement {
namespace {

using Builder = StreamBuilder<State>;

void candidate(Builder& s) {
  s.event<CandidateMatched>("candidate_matched", {"Calon dipertemukan", "Candidate matched"})
      .by({role::placement_officer})
      .opens("matched")
      .field("person", &CandidateMatched::person, indexed(reference({"person"})),
             {"Orang", "Person"})
      .field("vacancy", &CandidateMatched::vacancy, indexed(reference({"vacancy"})),
             {"Lowongan", "Vacancy"});
  s.event<CandidateReferred>("candidate_referred", {"Calon dirujuk", "Candidate referred"})
      .by({role::placement_officer})
      .step({"matched"}, "referred")
      .field("letter", &CandidateReferred::letter, text(format::document_number),
             {"Nomor surat pengantar", "Number of the letter of introduction"});
  s.event<CandidateRejected>("candidate_rejected", {"Calon ditolak", "Candidate rejected"})
      .by({role::placement_officer})
      .needs_reason()
      .step({"matched", "referred"}, "rejected");
}

void work(Builder& s) {
  s.event<Made>("made", {"Penempatan dilakukan", "Placement made"})
      .by({role::placement_officer})
      .step({"referred"}, "placed")
      .field("mechanism", &Made::mechanism, code({"AKL", "AKAD", "AKAN", "WIRAUSAHA"}),
             {"Mekanisme", "Mechanism"})
      .field("start_on", &Made::start_on, text(format::date), {"Mulai bekerja", "Starts on"})
      .field("contract", &Made::contract, code({"PKWT", "PKWTT"}),
             {"Perjanjian kerja", "Contract"});
  s.event<Confirmed>("confirmed", {"Penempatan dikonfirmasi", "Placement confirmed"})
      .by({role::placement_officer})
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
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("placement", {"Penempatan", "Placement"}, {"rejected"});
    candidate(s);
    work(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::placement
