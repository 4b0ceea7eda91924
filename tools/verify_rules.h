// The rules judged again while a ledger is proven (`--rules`): what its tree cannot tell, an event
// that came into the log past the registrar, is named here.
//
// Threads: none.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ledger/programme/judge_log.h"
#include "tools/verify.h"

namespace tools {

class RulesCheck {
 public:
  // `record` gives a record that was passed to add() before.
  explicit RulesCheck(programme::LogJudge::Records record) : judge_(std::move(record)) {}

  // The records of the positions 0, 1, 2, … in order, each of which must be as leuit writes it.
  // What follows one that would not have been allowed is not judged.
  ledger::Result<void> add(programme::Json record);

  // Says in the report what was judged, and the event that would not have been allowed where the
  // report has no other fault: a ledger that was altered says nothing about its rules.
  void finish(Report& report) const;

 private:
  programme::LogJudge judge_;
  std::optional<Finding> not_allowed_;
};

}  // namespace tools
