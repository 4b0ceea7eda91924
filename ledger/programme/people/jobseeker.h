// One job seeker ("pencari kerja") and his cards (AK-1, "kartu kuning").
//
//   (new) -ak1_issued-> active
//
// A card may be issued again in any status: the new one takes the old one's place.
// Source: domain.md 3 and 7.1 P.
#pragma once

#include <string>

#include "ledger/programme/stream.h"

namespace programme::jobseeker {

struct Ak1Issued {
  std::string person, number, issued_on, expires_on;
};

struct State {};

const StreamType& stream();

}  // namespace programme::jobseeker
