// One job seeker ("pencari kerja") and his cards (AK-1, "kartu kuning").
//
//   (new) -ak1_issued-> active -ak1_expired-> expired -ak1_issued-> active
//   active -ak1_reported-> active
//
// A card may be issued again in any status: the new one takes the old one's place. It runs out at
// its day or for want of a report, which the ledger's clock records. Whether he is placed is for
// the placements to tell. Source: domain.md 3 and 7.1 P.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::jobseeker {

struct Ak1Issued {
  std::string person, number, issued_on, expires_on;
};
struct Ak1Reported {
  std::string reported_on;
};
struct Ak1Expired {};

struct Card {
  std::string person, number, issued_on, expires_on;
  std::string ended_on;  // a day, recorded by the clock; empty: none is
};
struct State {
  std::vector<Card> cards;           // in the order of their recording
  std::vector<std::string> reports;  // days, in their order
};

// Whether this person has a card that is valid on a day: issued by then, not run out after its
// time, two years at most, and with no six months without a report since it was issued.
bool has_valid_card(const State& state, std::string_view person, std::string_view day);

// The number of a card is given once in the year of its issue; a card that is issued again to the
// same person on the same stream may keep it.
inline constexpr Rule ak1_number_unique = {
    "I18",
    "ak1_number_unique",
    {"Nomor kartu AK-1 hanya dipakai sekali dalam tahun terbitnya",
     "The number of an AK-1 card is given once in the year of its issue"},
    ""};

// A card is valid for two years at most.
inline constexpr Rule ak1_valid_two_years = {
    "I29",
    "ak1_valid_two_years",
    {"Kartu AK-1 berlaku paling lama dua tahun", "An AK-1 card is valid for two years at most"},
    "Permenaker 39/2016"};

const StreamType& stream();

}  // namespace programme::jobseeker
