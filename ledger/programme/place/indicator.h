// One series of an indicator ("indikator"): a definition in a region, its baseline, its targets and
// what was measured. Values are decimal text with two places; `as_of` is the day they speak of.
//
//   (new) -defined-> defined
//
// Baseline, targets and measurements follow in any order. A day is measured once: where the source
// publishes another figure for it afterwards, that is a restatement, not a second measurement, and
// says which value it takes the place of. A value that was entered wrongly is corrected instead.
// Source: domain.md 7.1 T.
#pragma once

#include <map>
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
struct Restated {
  std::string value, as_of, replaces, source;
};

struct State {
  bool baseline_recorded = false;
  std::map<std::string, std::string> measured;  // day -> its value, as stated last
};

const StreamType& stream();

}  // namespace programme::indicator
