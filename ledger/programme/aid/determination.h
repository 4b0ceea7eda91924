// A determination ("surat keputusan", SK): the decree that names the recipients of aid and how much
// each is to have. The PPK signs it, then the KPA ratifies it.
//
//   (new) -drafted-> drafted -recipient_listed-> drafted -signed-> signed -ratified-> ratified
//
// A proposal is listed once. Source: domain.md 7.1.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::determination {

struct Drafted {
  std::string juknis;
  std::int64_t year = 0;
};
struct RecipientListed {
  std::string proposal, recipient;
  std::int64_t amount_idr = 0;
};
struct Signed {
  std::string number;
};
struct Ratified {};

struct State {
  std::set<std::string> proposals;  // listed
};

const StreamType& stream();

}  // namespace programme::determination
