// A ledger of plain texts with everything that stands around it: core, tested without the
// programme. Its seeds and its clock are fixed, so that two of them hold the same bytes.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/core/clock.h"
#include "ledger/core/ledger.h"
#include "ledger/core/memory_store.h"
#include "ledger/core/random.h"
#include "ledger/core/sequencer.h"
#include "ledger/core/vault.h"
#include "ledger/core/writer.h"

namespace support {

// An event whose record is a text. Its claim is `id`, and the same text under it is the same event.
class TextAction : public ledger::Action {
 public:
  TextAction(std::string stream, std::string id, std::string text);

  bool says_place = false;               // the record ends in its place
  std::optional<ledger::Error> refusal;  // what prepare() answers
  ledger::Place place;                   // as the last prepare() was given it
  int prepared = 0, reverted = 0;
  bool looks_back = false;                   // prepare() asks the log for the stream's events
  std::vector<std::uint64_t> stream_before;  // what it got

  ledger::Result<void> admit(const ledger::Pending& log) override;
  ledger::Result<bool> repeats(const ledger::ClaimHeld& held, const ledger::Pending& log) override;
  ledger::Result<ledger::Prepared> prepare(const ledger::Pending& log,
                                           const ledger::Place& given) override;
  void revert() override { ++reverted; }

 private:
  std::string text_;
};

// An event of `stream` under this id; its text is the id unless one is given.
std::unique_ptr<TextAction> text(const std::string& stream, const std::string& id);
std::unique_ptr<TextAction> text(const std::string& stream, const std::string& id,
                                 const std::string& content);

// Events to be recorded together or not at all.
template <class... Actions>
std::unique_ptr<ledger::Submission> together(Actions... actions) {
  auto out = std::make_unique<ledger::Submission>();
  (out->actions.push_back(std::move(actions)), ...);
  return out;
}
const TextAction& action_of(const ledger::Submission& submission, std::size_t index = 0);

// Keeps a journal of the writes, and fails them when it is told to.
class WatchedStore : public ledger::MemoryStore {
 public:
  enum class Fault {
    none,
    refuses,       // nothing is written
    loses_answer,  // the batch is written, and nobody is told
  };
  WatchedStore(std::size_t tables, std::string name, std::vector<std::string>* journal)
      : MemoryStore(tables), name_(std::move(name)), journal_(journal) {}
  ledger::Result<void> write(const ledger::StoreBatch& batch,
                             ledger::Durability durability) override;

  std::atomic<Fault> fault = Fault::none;

 private:
  std::string name_;
  std::vector<std::string>* journal_;  // not owned; may be null
};

// Where a CoreLedger keeps its rows: empty stores with the tables of a ledger and of a vault.
struct CoreStores {
  std::unique_ptr<ledger::Store> records;
  std::unique_ptr<ledger::Store> keys;

  static CoreStores in_memory();
};

class CoreLedger {
 public:
  // Throws std::runtime_error where a part cannot be made.
  explicit CoreLedger(CoreStores given = CoreStores::in_memory(),
                      ledger::HeadSlots* slots_given = nullptr);
  ~CoreLedger();

  // Ends the writer and opens the ledger in the same stores anew.
  void reopen(std::int64_t last_recorded_us = 0);
  // Decides on these and writes what was accepted, as the writer would.
  ledger::Commit commit(const std::vector<ledger::Submission*>& submissions);
  // `count` events in one commit, each of the stream "tiny/N", where N is its position modulo 7.
  ledger::Commit append(std::size_t count);
  // What opening a ledger in the store says; nullopt: it opens.
  std::optional<ledger::Error> refusal(std::optional<std::string> head = std::nullopt) const;
  ledger::Checkpoint checkpoint_at(std::uint64_t size) const;

  ledger::SeededRandom random{7};
  ledger::ManualClock clock{1'000'000};
  CoreStores stores;
  ledger::HeadSlots* slots;
  std::unique_ptr<ledger::SigningKey> key;
  std::unique_ptr<ledger::Vault> vault;
  std::unique_ptr<ledger::Ledger> log;
  std::unique_ptr<ledger::Sequencer> sequencer;
  std::unique_ptr<ledger::Writer> writer;
};

// The big-endian key of a row of records or checkpoints.
std::string row_key(std::uint64_t number);

// Whether the receipt holds by itself: its checkpoint is signed by `key` and covers the record.
bool verifies(const ledger::Receipt& receipt, const ledger::VerifierKey& key);

}  // namespace support
