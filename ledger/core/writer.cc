#include "ledger/core/writer.h"

#include <algorithm>

namespace ledger {

Writer::Writer(Ledger& ledger, Sequencer& sequencer, Vault& vault, Clock& clock)
    : ledger_(ledger), sequencer_(sequencer), vault_(vault), clock_(clock) {}

Writer::~Writer() { stop(); }

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  while (round()) {
  }
}

void Writer::submit(std::unique_ptr<Submission> submission, std::vector<std::string> subjects,
                    Completion done) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(submission), std::move(subjects), std::move(done)});
  }
  wake_.notify_one();
}

void Writer::start() {
  thread_ = std::thread([this] { run(); });
}

void Writer::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
    }
    round();
  }
}

bool Writer::round() {
  std::vector<Waiting> batch;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(queue_);
  }
  if (batch.empty()) return false;
  if (ledger_.read_only()) {
    for (Waiting& waiting : batch) {
      waiting.submission->error = Error{
          Code::unavailable, "the ledger is read-only since a write failed; restart the server"};
      waiting.done({std::move(waiting.submission), {}, false, false});
    }
    return true;
  }
  std::vector<Submission*> queue;
  for (const Waiting& waiting : batch) queue.push_back(waiting.submission.get());
  const Commit made = sequencer_.step(queue, clock_.now_us());
  const auto committed = made.empty() ? Result<void>{} : commit(batch, made);
  if (committed && !made.empty()) {
    commits_.fetch_add(1, std::memory_order_relaxed);
    if (notify_) notify_();
  }
  for (Waiting& waiting : batch) answer(waiting, made, committed);
  return true;
}

// What repeats an earlier event needs no key, and may be of a subject that was erased since.
bool Writer::records_something(const Submission& submission, const Commit& commit) {
  if (submission.error || submission.dry_run) return false;
  return std::any_of(submission.placed.begin(), submission.placed.end(),
                     [&](const Placed& placed) { return placed.position >= commit.first; });
}

Result<void> Writer::commit(const std::vector<Waiting>& batch, const Commit& commit) {
  std::vector<std::string> subjects;
  for (const Waiting& waiting : batch)
    if (records_something(*waiting.submission, commit))
      subjects.insert(subjects.end(), waiting.subjects.begin(), waiting.subjects.end());
  if (auto kept = vault_.persist(subjects); !kept) {
    ledger_.fail_writes();
    return kept;
  }
  if (auto applied = ledger_.apply(commit); !applied) return applied;
  for (const Waiting& waiting : batch)
    if (auto done = follow(*waiting.submission, commit); !done) {
      ledger_.fail_writes();
      return done;
    }
  return {};
}

Result<void> Writer::follow(const Submission& submission, const Commit& commit) {
  if (submission.error || submission.dry_run) return {};
  for (std::size_t i = 0; i < submission.placed.size(); ++i)
    if (submission.placed[i].position >= commit.first)
      if (auto done = submission.actions[i]->committed(); !done) return done;
  return {};
}

void Writer::answer(Waiting& waiting, const Commit& commit, const Result<void>& committed) {
  Outcome outcome;
  Submission& submission = *waiting.submission;
  const auto is_new = [&](const Placed& placed) { return placed.position >= commit.first; };
  if (!submission.error && !submission.dry_run) {
    for (const Placed& placed : submission.placed) {
      if (!committed && is_new(placed)) {
        submission.error = committed.error();
        outcome.unknown = true;
        break;
      }
      outcome.recorded |= !placed.repeated;
      auto receipt = !is_new(placed) ? ledger_.receipt(placed.position)
                     : submission.needs_proofs
                         ? Result<Receipt>(sequencer_.receipt(placed.position))
                         : sequencer_.receipt_without_proof(placed.position);
      if (!receipt) {
        submission.error = receipt.error();
        outcome.unknown = outcome.recorded;
        break;
      }
      outcome.receipts.push_back(std::move(*receipt));
    }
  }
  outcome.submission = std::move(waiting.submission);
  waiting.done(std::move(outcome));
}

}  // namespace ledger
