// One monitoring visit ("kunjungan monev") to a group: planned, made, and what was seen.
//
//   (new) -visit_planned-> planned -visit_conducted-> conducted
//   conducted -condition_recorded-> condition_recorded
//
// Source: domain.md 7.1.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::monitoring {

struct VisitPlanned {
  std::string group, date;
};
struct VisitConducted {};
struct ConditionRecorded {
  bool running = false;
  std::int64_t members_present = 0;
  bool assets_seen = false;
};

struct State {};

const StreamType& stream();

}  // namespace programme::monitoring
