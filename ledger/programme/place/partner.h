// One partner ("mitra"): an office, a company, a university or a group that works with the
// programme, with its memorandum (MoU) and what it has pledged to bring.
//
//   (new) -registered-> registered -verified-> verified -mou_signed-> active
//   active -partnership_ended-> ended
//
// An active partner may sign a further memorandum. A memorandum is extended or terminated by its
// number; terminated, it may be signed again, and the partner stays active until the partnership
// ends. In any status before that, contributions are pledged, and delivered in as many parts as it
// takes: `value_idr` is what the part was worth.
// Source: domain.md 2.2 and 7.1 C.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
struct MouExtended {
  std::string number, to;
};
struct MouTerminated {
  std::string number, terminated_on;
};
struct ContributionPledged {
  std::string contribution, kind;
  std::int64_t value_idr = 0;
};
struct Amount {
  std::string quantity, unit;
  static void describe(Fields<Amount>& fields);
};
struct ContributionDelivered {
  std::string contribution, delivered_on;
  std::int64_t value_idr = 0;
  std::optional<Amount> amount;  // of goods, land and work
  std::string evidence;
};
struct PartnershipEnded {
  std::string ended_on;
};

struct State {
  enum class Mou { in_force, terminated };

  std::string kind;
  std::map<std::string, Mou> mous;      // by number
  std::set<std::string> contributions;  // their numbers
};

const StreamType& stream();

}  // namespace programme::partner
