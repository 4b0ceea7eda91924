// One monitoring visit ("kunjungan monev") to a group: planned, made, and what was seen.
//
//   (new) -visit_planned-> planned -visit_conducted-> conducted
//   conducted -condition_recorded-> condition_recorded
//   conducted, condition_recorded -evaluation_published-> evaluated
//
// Beside the steps: issues, each raised under its own number and resolved once, also long after the
// evaluation. What an issue says may point at people, so it is sealed. Source: domain.md 7.1 Q.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
struct IssueRaised {
  std::int64_t number = 0;
  Personal<std::string> issue;
};
struct IssueResolved {
  std::int64_t number = 0;
  Personal<std::string> resolution;
};
struct EvaluationPublished {};

struct State {
  enum class Issue { open, resolved };
  std::string group;
  std::uint64_t began_at = 0;            // place of the plan
  std::optional<bool> running;           // the business, as the visit saw it
  std::map<std::int64_t, Issue> issues;  // by number
};

const StreamType& stream();

}  // namespace programme::monitoring
