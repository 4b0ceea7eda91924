// One placement ("penempatan"): one person before one vacancy, to work that lasts.
//
//   (new) -candidate_matched-> matched -candidate_referred-> referred -made-> placed
//   placed, confirmed -confirmed-> confirmed
//   placed, confirmed -ended-> ended (the end)
//   matched, referred -candidate_rejected-> rejected (the end)
//
// A closed vacancy takes no new candidate; who was matched before may go on. `months` of a
// confirmation (3, 6, 12) grows from one to the next. Source: domain.md 3, 7.1 P.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::placement {

struct CandidateMatched {
  std::string person, vacancy;
};
// By a letter of introduction (surat pengantar).
struct CandidateReferred {
  std::string letter;
};
struct CandidateRejected {};
struct Made {
  std::string mechanism, start_on, contract;
};
struct Confirmed {
  std::int64_t months = 0;
};
struct Ended {
  std::string cause, ended_on;
};

struct State {
  std::int64_t months_confirmed = 0;
};

const StreamType& stream();

}  // namespace programme::placement
