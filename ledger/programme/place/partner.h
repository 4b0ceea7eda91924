// One partner ("mitra"): an office, a company, a university or a group that works with the
// programme, with its memorandum (MoU) and what it has pledged to bring.
//
//   (new) -registered-> registered -verified-> verified -mou_signed-> active
//
// An active partner may sign a further memorandum; contributions are pledged in any status.
// Source: domain.md 2.2 and 7.1 C.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::partner {

struct Registered {
  std::string kind, name;
};
struct Verified {};
struct MouSigned {
  std::string number, from, to;
};
struct ContributionPledged {
  std::string contribution, kind;
  std::int64_t value_idr = 0;
};

struct State {
  std::set<std::string> contributions;  // their numbers
};

const StreamType& stream();

}  // namespace programme::partner
