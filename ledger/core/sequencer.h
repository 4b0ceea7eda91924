// The sequencer gives every event its place: it takes all that waits, decides on each in turn, and
// makes one commit of what was accepted.
//
// It has no thread, no clock and no disk of its own: step() is a function of what is in the ledger
// and of the queue, so a simulator can drive it and a cluster can send its commits elsewhere.
//
// It sees an event as an Action and a stream as a name; what they mean is the programme's affair.
//
// Threads: one. After step() has made a commit, apply() it before the next step(); where apply()
// fails, neither the sequencer nor the ledger may be used for writing again, but repeat() may be
// called.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/core/ledger.h"
#include "ledger/core/merkle.h"
#include "ledger/core/note.h"

namespace ledger {

struct Place {
  std::uint64_t position = 0;
  std::uint64_t stream_version = 0;
  std::optional<std::uint64_t> previous_position;  // of the stream's event before
  std::int64_t recorded_us = 0;                    // microseconds since 1970, never decreasing
};

// The log as the next event finds it: what is on disk, and what this step has accepted so far.
class Pending {
 public:
  virtual ~Pending() = default;
  virtual std::uint64_t size() const = 0;
  virtual Result<std::optional<StreamHead>> stream_head(std::string_view stream) const = 0;
  virtual Result<std::optional<ClaimHeld>> claim(std::string_view name) const = 0;
  // Names under a prefix that are held, in order.
  virtual Result<std::vector<std::string>> claims_under(std::string_view prefix) const = 0;
  virtual Result<std::string> record(std::uint64_t position) const = 0;
  // Positions of the stream's events, in order.
  virtual Result<std::vector<std::uint64_t>> stream_positions(std::string_view stream) const = 0;
};

// What an accepted event writes: its record, and the names by which it is found beside its
// idempotency key. Requires that no other event has one of them: its position stands in each.
struct Prepared {
  std::string record;
  std::vector<std::string> claims;
};

// One event that asks for a place.
class Action {
 public:
  virtual ~Action() = default;

  std::string stream;
  std::string claim;        // the name that this event takes for ever: its idempotency key
  std::string claim_value;  // kept beside it
  std::vector<std::uint64_t> expected_versions;  // each must be the stream's; 0 = it is new
  bool stream_must_exist = false;                // If-Match: *

  // Whether this stream may be written by who asks. forbidden: no.
  virtual Result<void> admit(const Pending& log) = 0;
  // The claim is held already: is it by the same event?
  virtual Result<bool> repeats(const ClaimHeld& held, const Pending& log) = 0;
  // What it writes at this place. refused: a rule says no. too_large: over record_size_max.
  virtual Result<Prepared> prepare(const Pending& log, const Place& place) = 0;
  // What prepare() did is taken back: another event of the same submission was refused.
  virtual void revert() = 0;
  // It is on disk. unavailable: what has to follow could not be done.
  virtual Result<void> committed() { return {}; }
};

// Where an accepted event stands.
struct Placed {
  std::uint64_t position = 0;
  std::uint64_t stream_version = 0;
  bool repeated = false;  // it was recorded before; this is its first place
  std::string record;     // of a dry run alone
};

// Events that are recorded all or not at all.
struct Submission {
  std::vector<std::unique_ptr<Action>> actions;
  std::size_t bytes = 0;  // of what was sent, so that its room on disk can be foreseen
  bool dry_run = false;
  bool needs_proofs = true;  // false: who asks does not want the proofs of its receipts

  // Set by step().
  std::vector<Placed> placed;  // one an action, unless there is an error
  std::optional<Error> error;
  std::size_t failed_action = 0;                 // which action the error speaks of
  std::optional<std::uint64_t> current_version;  // with a version conflict
};

class Sequencer : private Pending {
 public:
  // `ledger` and `key` must outlive it. corrupt, unavailable: the tree's edge cannot be read.
  static Result<std::unique_ptr<Sequencer>> open(const Ledger& ledger, const SigningKey& key,
                                                 std::int64_t last_recorded_us);

  // Decides on every submission in turn and sets its outcome. The commit is empty where nothing
  // was accepted; otherwise `now_us` (or the last recorded time, if that is later) is the recorded
  // time of all its events.
  Commit step(std::span<Submission* const> queue, std::int64_t now_us);

  // Takes nothing: places the events of the submission, if each of them was recorded before;
  // otherwise `refusal` is its error, or what is wrong with it. For a ledger that takes no writes.
  void repeat(Submission& submission, const Error& refusal);

  // The receipt of an event of the last commit, from memory. Requires that it is in it.
  Receipt receipt(std::uint64_t position) const;
  // The same without its proof.
  Receipt receipt_without_proof(std::uint64_t position) const;

 private:
  Sequencer(const Ledger& ledger, const SigningKey& key, Tail tail, std::int64_t last_recorded_us);

  std::uint64_t size() const override { return tail_base_ + records_.size(); }
  Result<std::optional<StreamHead>> stream_head(std::string_view stream) const override;
  Result<std::optional<ClaimHeld>> claim(std::string_view name) const override;
  Result<std::vector<std::string>> claims_under(std::string_view prefix) const override;
  Result<std::string> record(std::uint64_t position) const override;
  Result<std::vector<std::uint64_t>> stream_positions(std::string_view stream) const override;

  void forget();
  void decide(Submission& submission, std::int64_t now_us);
  Result<std::optional<Placed>> find(Action& action);
  Result<Placed> place(Action& action, Submission& submission, std::int64_t now_us);
  void undo(std::size_t records_before, std::size_t accepted, Submission& submission);
  void finish(Commit& commit);

  struct Accepted {
    std::string stream;
    std::vector<std::string> claims;
    StreamHead head;
    std::optional<StreamHead> before;
  };

  const Ledger& ledger_;
  const SigningKey& key_;
  Tail tail_;
  std::uint64_t tail_base_;  // size of the ledger when the step began
  std::int64_t last_recorded_us_;
  std::string checkpoint_;  // of the last commit

  // What this step has accepted; records_[i] stands at tail_base_ + i.
  std::vector<std::string> records_;
  std::vector<Hash> leaves_;  // of records_, once the commit is made
  std::vector<Accepted> accepted_;
  std::map<std::string, ClaimHeld, std::less<>> claims_;
  std::map<std::string, std::vector<std::uint64_t>, std::less<>> positions_;

  // Heads of streams, so that a busy stream costs no seek. Emptied when it grows past its limit.
  mutable std::unordered_map<std::string, std::optional<StreamHead>> heads_;
};

}  // namespace ledger
