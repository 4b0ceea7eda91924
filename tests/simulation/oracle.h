// What the clients of a run were told, and whether the ledger still keeps to it.
//
// Every event has a fate: it was acknowledged with a receipt, it was refused for certain, or its
// sender does not know. Every checkpoint that was given out stands for ever. examine() holds a
// ledger that has just been opened against all of it, and against folds and trees of its own.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/core/memory_store.h"
#include "tests/simulation/base.h"

namespace simulation {

struct Fate {
  bool doubtful = false;  // somebody has had no answer, and nobody was refused since
  bool denied = false;    // the last that was said is that it is not written
  std::optional<ledger::Receipt> receipt;
};

struct OracleCounts {
  std::uint64_t acknowledged = 0, refused = 0, unanswered = 0;
  std::uint64_t records = 0;      // compared with what is known of them
  std::uint64_t receipts = 0;     // asked for again
  std::uint64_t checkpoints = 0;  // whose tree was proved to be part of the present one
  std::uint64_t index = 0;        // ids, claims and versions looked up
  std::uint64_t keys = 0;         // sealed fields opened, and destroyed keys found to be gone
  std::uint64_t view_rows = 0;    // compared with a fold of their own

  void add(const OracleCounts& other);
};

class Oracle {
 public:
  explicit Oracle(const Base& base);

  // What a client was told of an event, by its claim. Each returns what is wrong with that; empty:
  // nothing. `created`: it was told that the event is new.
  std::string receipt(const std::string& claim, const ledger::Receipt& receipt, bool created);
  std::string denied(const std::string& claim);
  void unanswered(const std::string& claim);
  const std::map<std::string, Fate>& fates() const { return fates_; }

  // Looks at a ledger that nobody writes to: what the clients know of, and of the rest a part, or
  // everything where `whole`. Feeds the views. Empty: all is as it should be.
  std::string examine(World& world, Process& process, bool whole, Choices& choices);
  // The same where a bit was flipped: an error is an answer too, but a wrong answer is not.
  // `noticed`: whether there was an error.
  std::string examine_damaged(Process& process, bool& noticed);
  // One event, read while the ledger is at work; what cannot be read is no fault.
  std::string look(Process& process, Choices& choices);

  const std::vector<Known>& log() const { return log_; }
  std::uint64_t versions(const std::string& stream) const;
  std::vector<std::string> streams_under(const std::string& prefix) const;
  bool is_erased(const std::string& stream) const { return erased_.contains(stream); }

  const OracleCounts& counts() const { return counts_; }

 private:
  using Complaint = std::string;
  Complaint check_size(World& world, const Process& process) const;
  Complaint check_records(const ledger::Ledger& ledger);
  Complaint check_new(const Known& known, std::uint64_t position) const;
  Complaint check_receipts(const ledger::Ledger& ledger, bool whole, Choices& choices);
  Complaint check_checkpoints(const ledger::Ledger& ledger, bool whole, Choices& choices);
  Complaint check_index(const ledger::Ledger& ledger, bool whole, Choices& choices);
  Complaint check_keys(Process& process, bool whole, Choices& choices);
  Complaint check_views(Process& process);
  void learn(Known known);
  void forget_from(std::uint64_t position);
  Complaint give_out(const std::string& note, const ledger::VerifierKey& key);
  const ledger::Receipt* own_receipt(std::uint64_t position) const;
  // Of which positions to look at: all of this run, and some of the base.
  std::vector<std::uint64_t> some(bool whole, Choices& choices) const;

  const Base& base_;
  std::vector<Known> log_;          // as the ledger was last found, or acknowledged since
  std::uint64_t certain_;           // records that were shown, and may never be gone again
  std::uint64_t promised_ = 0;      // the largest tree of a receipt of this run
  std::vector<std::string> fresh_;  // claims that were acknowledged since the last examination
  std::vector<ledger::Hash> leaves_;
  std::unordered_map<std::string, std::uint64_t> ids_;  // claim -> position
  std::map<std::string, std::vector<std::uint64_t>> streams_;
  std::set<std::string> erased_;
  std::map<std::string, Fate> fates_;            // of this run
  std::map<std::uint64_t, ledger::Hash> roots_;  // size -> root of each checkpoint given out
  ledger::MemoryStore views_{projections::Views::table_names().size()};
  OracleCounts counts_;
};

}  // namespace simulation
