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

#include "ledger/programme/stream.h"

namespace programme::jobseeker {

struct Ak1Issued {
  std::string person, number, issued_on, expires_on;
};
struct Ak1Reported {
  std::string reported_on;
};
struct Ak1Expired {};

struct State {};

const StreamType& stream();

}  // namespace programme::jobseeker
