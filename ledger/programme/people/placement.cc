#include "ledger/programme/people/placement.h"

#include <algorithm>

#include "ledger/programme/calendar.h"
#include "ledger/programme/people/jobseeker.h"
#include "ledger/programme/people/person.h"
#include "ledger/programme/people/vacancy.h"

namespace programme::placement {
namespace {

using Builder = StreamBuilder<State>;

Verdict vacancy_is_open(const State&, const CandidateMatched& e, const Event&, const Facts& facts) {
  const StreamState* vacancy = facts.stream(e.vacancy);
  if (vacancy == nullptr || vacancy->status != "closed") return {};
  return refuse_state("vacancy_closed", "this vacancy is closed and takes no new candidate");
}

Broken has_no_valid_card(const std::string& person, const Event& event, const Facts& facts) {
  const std::string day = day_of(event);
  for (const std::string& name : facts.referring(person, "jobseeker")) {
    const auto* seeker = own<jobseeker::State>(facts.stream(name));
    if (seeker != nullptr && jobseeker::has_valid_card(*seeker, person, day)) return {};
  }
  return person + " has no AK-1 card that is valid on " + day;
}

// Empty: it is not known.
std::string_view province_of(std::string_view region) {
  return region.starts_with("00") ? std::string_view() : region.substr(0, 2);
}

Broken does_not_fit(const State& state, const Made& e, const Event&, const Facts& facts) {
  const auto* offer = own<vacancy::State>(facts.stream(state.vacancy));
  const auto* worker = own<person::State>(facts.stream(state.person));
  if (offer == nullptr || worker == nullptr || e.mechanism == "WIRAUSAHA") return {};
  if ((e.mechanism == "AKAN") != (offer->country != "ID"))
    return "the workplace is " + std::string(offer->country == "ID" ? "in Indonesia" : "abroad") +
           "; AKAN is for work abroad, AKL and AKAD are for work in Indonesia";
  const auto from = province_of(worker->region), to = province_of(offer->region);
  if (e.mechanism == "AKAN" || from.empty() || to.empty()) return {};
  if ((e.mechanism == "AKL") == (from == to)) return {};
  return "the workplace is in province " + std::string(to) + " and the domicile in province " +
         std::string(from) + "; AKL is within a province, AKAD between two";
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
      .rule(placement_needs_valid_ak1,
            [](const State&, const CandidateMatched& e, const Event& event, const Facts& facts) {
              return has_no_valid_card(e.person, event, facts);
            })
      .decides(vacancy_is_open)
      .applies([](State& state, const CandidateMatched& e, const Event&) {
        state.person = e.person;
        state.vacancy = e.vacancy;
      });
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
      .field("contract", &Made::contract, code({"PKWT", "PKWTT"}), {"Perjanjian kerja", "Contract"})
      .rule(placement_needs_valid_ak1,
            [](const State& state, const Made& e, const Event& event, const Facts& facts) {
              return state.person.empty() || e.mechanism == "WIRAUSAHA"
                         ? Broken()
                         : has_no_valid_card(state.person, event, facts);
            })
      .rule(mechanism_fits_workplace, does_not_fit);
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
