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
  std::string person, vacancy;
  std::int64_t months_confirmed = 0;
};

// Who is matched with a vacancy, and who is placed, has a valid AK-1 card on that day. For
// self-employment it is a flag.
inline constexpr Rule placement_needs_valid_ak1 = {
    "I29",
    "placement_needs_valid_ak1",
    {"Penempatan memerlukan kartu AK-1 yang berlaku", "A placement needs a valid AK-1 card"},
    "Permenaker 39/2016"};

// A placement by AKL is in the province of domicile, one by AKAD in another, one by AKAN abroad.
// Where the province of either is not known it is not judged.
inline constexpr Rule mechanism_fits_workplace = {
    "I30",
    "mechanism_fits_workplace",
    {"AKL di provinsi asal, AKAD di provinsi lain, AKAN di luar negeri",
     "AKL is in the province of origin, AKAD in another one, AKAN abroad"},
    "Permenaker 39/2016: antar kerja"};

const StreamType& stream();

}  // namespace programme::placement
