// Judges one event in the order of checks of contract.md, from the moment when its place in the log
// is known. Who records asks here, and who judges a log again, so that nothing is judged in two
// ways:
//
//   forbidden   the stream's area; of a correction, whether the role may correct that event
//   verdict     references, subjects whose personal data was erased, rules; of a correction, the
//               rules of all that then counts in its stream
//   settle      the stream's state goes on with what was allowed
//
// Threads: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"
#include "ledger/programme/history.h"
#include "ledger/programme/stream.h"

namespace programme {

// The log as it stands just before the event. Errors: it cannot be read.
class Grounds {
 public:
  virtual ~Grounds() = default;
  virtual std::uint64_t size() const = 0;  // number of events
  virtual ledger::Result<bool> holds(const std::string& stream) = 0;
  virtual ledger::Result<bool> is_erased(const std::string& stream) = 0;
  // Valid until the event is settled.
  virtual ledger::Result<StreamState*> state(const std::string& stream, const StreamType& type) = 0;
  virtual void set_state(const std::string& stream, StreamState state) = 0;
  virtual ledger::Result<History> history(const std::string& stream) = 0;
  virtual const Facts& facts() = 0;
  // What could not be read for facts() looked absent.
  virtual ledger::Result<void> facts_were_read() { return {}; }
};

// The streams that an event's data speaks of.
struct Named {
  std::vector<std::string> references;  // must exist
  std::vector<std::string> sealed_for;  // whose keys seal its personal fields
  bool key_destroyed = false;           // one of those is gone
};

// Whether a role may record the type at all.
bool may_record(const EventType& type, std::string_view role, bool corrects);

// The refusal of what would seal something under a key that was destroyed.
Refusal subject_erased();

// One event on its way. The type must outlive it.
class Judging {
 public:
  explicit Judging(const StreamType& stream) : stream_(stream) {}

  // Why it may not be recorded on this stream by who asks; nullopt: it may.
  ledger::Result<std::optional<std::string>> forbidden(const Event& event, Grounds& grounds);
  // Requires that the event has its place. One that changes how others count is moved from.
  ledger::Result<Verdict> verdict(Event& event, const Named& named, Grounds& grounds);
  // Requires a verdict that allows it.
  ledger::Result<void> settle(const Event& event, Grounds& grounds);

  bool changes_history() const { return history_.has_value(); }

 private:
  ledger::Result<void> read_history(const Event& event, Grounds& grounds);
  ledger::Result<Verdict> unusable(const Event& event, const Named& named, Grounds& grounds) const;
  Verdict correction(Event& event, Grounds& grounds);

  const StreamType& stream_;
  std::optional<History> history_;  // of the stream, for an event that changes how others count
};

}  // namespace programme
