#include "ledger/core/writer.h"

#include <algorithm>

namespace ledger {
namespace {

// Whether the error says nothing about the events themselves.
bool is_failure(Code code) { return code == Code::unavailable || code == Code::corrupt; }

// Bytes on disk for each byte of an event that was sent, and for each event whatever its size: the
// record, its rows in the index, the tiles and the checkpoint, and the keys of its subjects.
constexpr std::uint64_t bytes_each_byte = 4, bytes_each_event = 2048;

}  // namespace

Writer::Writer(Ledger& ledger, Sequencer& sequencer, Vault& vault, Clock& clock)
    : ledger_(ledger),
      sequencer_(sequencer),
      vault_(vault),
      clock_(clock),
      vault_generation_(0) {}  // so that the first commit tells it, whatever the ledger knows

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
  std::uint64_t bytes = 0;
  for (const Waiting& waiting : batch)
    bytes += bytes_each_byte * waiting.submission->bytes +
             bytes_each_event * waiting.submission->actions.size();
  if (const auto error = refusal_for(bytes)) {
    for (Waiting& waiting : batch) refuse(waiting, *error);
    return true;
  }
  std::vector<Submission*> queue;
  for (const Waiting& waiting : batch) queue.push_back(waiting.submission.get());
  Commit made = sequencer_.step(queue, clock_.now_us());
  const auto committed = made.empty() ? Result<void>{} : commit(batch, made);
  if (!committed) doubt(batch, made);
  if (committed && !made.empty()) {
    commits_.fetch_add(1, std::memory_order_relaxed);
    if (notify_) notify_();
  }
  for (Waiting& waiting : batch) answer(waiting, made, committed);
  return true;
}

std::optional<Error> Writer::refusal_for(std::uint64_t bytes) const {
  if (ledger_.read_only())
    return Error{Code::unavailable,
                 "the ledger is read-only since a write failed; restart the server once the disk "
                 "is well"};
  if (free_bytes_ && free_bytes_() < spare_bytes + bytes)
    return Error{Code::unavailable,
                 "the ledger is read-only while the disk is full; recording goes on once there is "
                 "room"};
  return std::nullopt;
}

void Writer::refuse(Waiting& waiting, const Error& error) {
  Outcome outcome;
  outcome.submission = std::move(waiting.submission);
  Submission& submission = *outcome.submission;
  sequencer_.repeat(submission, error);
  Commit none;
  none.first = none.size = ledger_.size();
  give_receipts(outcome, none);
  if (submission.error && is_failure(submission.error->code))
    outcome.unknown = may_be_recorded(submission);
  waiting.done(std::move(outcome));
}

// The events of this commit may be on disk, and whoever sends them again is not told otherwise.
void Writer::doubt(const std::vector<Waiting>& batch, const Commit& commit) {
  for (const Waiting& waiting : batch)
    if (records_something(*waiting.submission, commit))
      for (const auto& action : waiting.submission->actions) in_doubt_.insert(action->claim);
}

// What repeats an earlier event needs no key, and may be of a subject that was erased since.
bool Writer::records_something(const Submission& submission, const Commit& commit) {
  if (submission.error || submission.dry_run) return false;
  return std::any_of(submission.placed.begin(), submission.placed.end(),
                     [&](const Placed& placed) { return placed.position >= commit.first; });
}

Result<void> Writer::commit(const std::vector<Waiting>& batch, Commit& commit) {
  std::vector<std::string> subjects;
  for (const Waiting& waiting : batch)
    if (records_something(*waiting.submission, commit))
      subjects.insert(subjects.end(), waiting.subjects.begin(), waiting.subjects.end());
  if (auto kept = vault_.persist(subjects); !kept) {
    ledger_.fail_writes();
    return kept;
  }
  if (vault_.generation() != vault_generation_) {
    commit.rows.put(table::meta, std::string(vault_generation_row),
                    std::to_string(vault_.generation()));
    vault_generation_ = vault_.generation();
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

bool Writer::may_be_recorded(const Submission& submission) const {
  if (submission.dry_run) return false;
  return std::any_of(submission.actions.begin(), submission.actions.end(), [&](const auto& action) {
    if (in_doubt_.contains(action->claim)) return true;
    const auto held = ledger_.claim(action->claim);
    return !held || held->has_value();
  });
}

void Writer::answer(Waiting& waiting, const Commit& commit, const Result<void>& committed) {
  Outcome outcome;
  outcome.submission = std::move(waiting.submission);
  if (!committed && records_something(*outcome.submission, commit)) {
    outcome.submission->error = committed.error();
    outcome.unknown = true;
  }
  give_receipts(outcome, commit);
  // What is on disk already was not decided on, or its receipt cannot be read.
  if (outcome.submission->error && is_failure(outcome.submission->error->code))
    outcome.unknown |= may_be_recorded(*outcome.submission);
  waiting.done(std::move(outcome));
}

// Of events that are on disk.
void Writer::give_receipts(Outcome& outcome, const Commit& commit) const {
  Submission& submission = *outcome.submission;
  if (submission.error || submission.dry_run) return;
  for (const Placed& placed : submission.placed) {
    outcome.recorded |= !placed.repeated;
    auto receipt = placed.position < commit.first ? ledger_.receipt(placed.position)
                   : submission.needs_proofs ? Result<Receipt>(sequencer_.receipt(placed.position))
                                             : sequencer_.receipt_without_proof(placed.position);
    if (!receipt) {
      submission.error = receipt.error();
      return;
    }
    outcome.receipts.push_back(std::move(*receipt));
  }
}

}  // namespace ledger
