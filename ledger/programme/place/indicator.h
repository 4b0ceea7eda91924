// One series of an indicator ("indikator"): a definition in a region, its baseline, its targets and
// what was measured. Values are decimal text with two places; `as_of` is the day they speak of.
//
//   (new) -defined-> defined
//
// Baseline, targets and measurements follow in any order. A day is measured once: where the source
// publishes another figure for it afterwards, that is a restatement, not a second measurement, and
// says which value it takes the place of. A value that was entered wrongly is corrected instead.
// Source: domain.md 7.1 T.
//
// I34: a series is one version of its definition. Where the formula, the unit, the source or the
// line (of poverty, with the base year of its purchasing power parity) is another, a new stream is
// opened; what was measured stays under the definition that it was recorded under. So the
// definition of a series is corrected only as long as no value stands in it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::indicator {

inline constexpr Rule one_definition_a_series{
    "I34",
    "one_definition_a_series",
    {"Satu seri indikator memakai satu versi definisi; garis atau rumus lain berarti seri baru",
     "A series is one version of its definition: another line or formula makes a new series"},
    ""};

struct Defined {
  std::string code, unit, source, region;
  std::optional<std::string> formula;
  std::optional<std::int64_t> line_idr, ppp_base;  // a person and month; a year
  bool operator==(const Defined&) const = default;
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
  std::optional<Defined> definition;
  std::uint64_t defined_at = 0;  // position of the event that gives it
  bool baseline_recorded = false;
  std::map<std::string, std::string> measured;  // day -> its value, as stated last
};

const StreamType& stream();

}  // namespace programme::indicator
