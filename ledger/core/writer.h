// The writer takes submissions from any thread and commits everything that waits in one synced
// write. The batch is as large as the queue happened to be while the last write ran: no timer, no
// fixed size.
//
//   submit -> queue -> step -> keys of new subjects to the vault -> commit, head slot -> answers
//
// A commit that could find the disk full is not begun, since what is on disk after a failed write
// is unknown: it is refused, and recording goes on by itself once there is room. A write that fails
// makes the ledger read-only. What was recorded before is answered as ever in both.
//
// Threads: submit() from any; round() from one at a time. start() makes a thread that calls it.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "ledger/core/clock.h"
#include "ledger/core/ledger.h"
#include "ledger/core/sequencer.h"
#include "ledger/core/vault.h"

namespace ledger {

// What became of a submission.
struct Outcome {
  std::unique_ptr<Submission> submission;
  std::vector<Receipt> receipts;  // one an action; empty for a dry run or an error
  bool recorded = false;          // at least one of its events is new
  bool unknown = false;           // with an error: events of it may be on disk, from now or before
};
using Completion = std::function<void(Outcome)>;

class Writer {
 public:
  // All must outlive the writer. `subjects` of a submission are the data subjects whose keys must
  // be on disk before it is written.
  Writer(Ledger& ledger, Sequencer& sequencer, Vault& vault, Clock& clock);
  ~Writer();  // stops

  // `done` is called once, from the writer's thread, when the events are on disk or refused.
  void submit(std::unique_ptr<Submission> submission, std::vector<std::string> subjects,
              Completion done);
  void start();
  // Answers everything that was submitted, then ends the thread. No submit() may follow.
  void stop();
  // Takes what waits and commits it. Returns whether there was anything.
  bool round();
  // Asked before each commit how many bytes the disk still takes; without it there is no end of
  // them. Set before start().
  void watch_room(std::function<std::uint64_t()> free_bytes) {
    free_bytes_ = std::move(free_bytes);
  }
  // Room that is left alone, for what the store writes besides the commits.
  static constexpr std::uint64_t spare_bytes = std::uint64_t{512} << 10;
  // Why nothing is recorded now; nullopt: it is. Threads: any.
  std::optional<Error> refusal() const { return refusal_for(0); }
  // Called after each commit, from the writer's thread.
  void on_commit(std::function<void()> notify) { notify_ = std::move(notify); }

  std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    std::unique_ptr<Submission> submission;
    std::vector<std::string> subjects;
    Completion done;
  };
  void run();
  std::optional<Error> refusal_for(std::uint64_t bytes) const;
  void refuse(Waiting& waiting, const Error& error);
  void give_receipts(Outcome& outcome, const Commit& commit) const;
  static bool records_something(const Submission& submission, const Commit& commit);
  Result<void> commit(const std::vector<Waiting>& batch, Commit& commit);
  void doubt(const std::vector<Waiting>& batch, const Commit& commit);
  // What accepted events have to do once they are on disk.
  static Result<void> follow(const Submission& submission, const Commit& commit);
  void answer(Waiting& waiting, const Commit& commit, const Result<void>& committed);
  // Whether one of its events is on disk for all that can be known now.
  bool may_be_recorded(const Submission& submission) const;

  Ledger& ledger_;
  Sequencer& sequencer_;
  Vault& vault_;
  Clock& clock_;
  std::function<void()> notify_;
  std::function<std::uint64_t()> free_bytes_;
  std::uint64_t vault_generation_;               // that the ledger knows of
  std::set<std::string, std::less<>> in_doubt_;  // claims of the commit whose write failed
  std::atomic<std::uint64_t> commits_ = 0;
  std::thread thread_;

  // Guards queue_ and stopping_.
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Waiting> queue_;
  bool stopping_ = false;
};

}  // namespace ledger
