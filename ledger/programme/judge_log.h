// Judges a log again, from nothing but its records: each event in its order, by what the log held
// just before it, with the checks that recorded it (judging.h). So what came into the log past the
// registrar is found, also where the tree is whole.
//
// States of all streams and the index of who names whom are kept in memory, about 1 KB a stream:
// 1.3 million streams (a national year) take some 1.5 GB. Records are read again only where an
// event is corrected, for the events of its stream.
//
// What a rule asks of personal values cannot be told from the records alone; such an event is
// judged by its other rules, and counted.
//
// Threads: none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ledger/programme/json.h"
#include "ledger/programme/stream.h"

namespace programme {

// An event that would not have been allowed. Beside the rules of contract.md, `rule` is `role` or
// `area` where its role or its area may not record it.
struct NotAllowed {
  std::uint64_t position = 0;
  std::string type;
  Refusal refusal;
};

class LogJudge {
 public:
  // The record at a position that was judged before.
  using Records = std::function<ledger::Result<std::string>(std::uint64_t position)>;
  explicit LogJudge(Records records);
  ~LogJudge();

  // To be called with the records of the positions 0, 1, 2, … in order; nullopt: it was allowed.
  // After one that was not, or an error, the judge is of no use any more.
  // corrupt: it is no record of this program. Any other: a record could not be read again.
  ledger::Result<std::optional<NotAllowed>> judge(Json record);

  std::uint64_t judged() const;
  // Of these, the events of which a rule could not be asked without the vault.
  std::uint64_t judged_in_part() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace programme
