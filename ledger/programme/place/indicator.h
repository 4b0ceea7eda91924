// One series of an indicator ("indikator"): a definition in a region, its baseline, its targets and
// what was measured. Values are decimal text with two places; `as_of` is the day they speak of.
//
//   (new) -defined-> defined
//
// Baseline, targets and measurements follow in any order. A day is measured once: a later figure
// for it is a restatement, not a second measurement. Source: domain.md 7.1 T.
#pragma once

#include <set>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::indicator {

struct Defined {
  std::string code, unit, source, region;
};
struct BaselineRecorded {
  std::string value, as_of;
};
struct TargetSet {
  std::string value, as_of;
};
struct Measured {
  std::string value, as_of;
};

struct State {
  bool baseline_recorded = false;
  std::set<std::string> measured;  // days
};

const StreamType& stream();

}  // namespace programme::indicator
