// A determination ("surat keputusan", SK): the decree that names the recipients of aid and how much
// each is to have. The PPK signs it, then the KPA ratifies it.
//
//   (new) -drafted-> drafted -recipient_listed-> drafted -signed-> signed -ratified-> ratified
//   ratified, amended -recipient_substituted, recipient_struck-> amended
//   signed, ratified, amended -revoked-> revoked
//
// A proposal is listed once. In a draft recipients are listed and struck; from the signature on one
// takes another's place ("substitusi") or is struck. What is changed before the ratification is
// ratified with the rest; an amended determination is a ratified one, and is_ratified says so of
// both. Source: domain.md 7.1 I.
#pragma once

#include <cstdint>
#include <map>
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
struct RecipientSubstituted {
  std::string old_proposal, new_proposal, new_recipient;
  std::int64_t amount_idr = 0;
};
struct RecipientStruck {
  std::string proposal;
};
struct Revoked {};

struct State {
  struct Listing {
    std::string recipient;
    std::int64_t amount_idr = 0;
  };

  std::string juknis;
  std::int64_t year = 0;
  std::map<std::string, Listing> listed;  // by proposal, as it stands now
  bool is_signed = false, is_ratified = false;
  bool is_amended = false;  // since it was ratified
  bool is_revoked = false;  // the others stay as they were
};

// Whether a proposal has its place in a determination that was signed and still holds.
bool determines(const State& state, const std::string& proposal);

const StreamType& stream();

}  // namespace programme::determination
