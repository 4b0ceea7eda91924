// An ordered key-value store with named tables, atomic batches and snapshots: what the log, the
// vault and the views stand on. RocksStore keeps it on disk; MemoryStore keeps it in a map, for
// tests and for the thread sanitizer, which cannot see into RocksDB.
//
// Threads: one writer at a time; any number of readers, also during a write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"

namespace ledger {

// A table by its place in the list of names that the store was opened with.
using Table = std::size_t;

// Walks one table in the order of its keys. A cursor sees the store as it was when it was made.
// key() and value() may be called while valid(), and hold until the next move.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual void seek(std::string_view key) = 0;       // to the first key >= `key`
  virtual void seek_last(std::string_view key) = 0;  // to the last key <= `key`
  virtual void next() = 0;                           // requires valid()
  virtual bool valid() const = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  // corrupt, unavailable: the walk ended early. Ask when valid() has become false.
  virtual Result<void> status() const = 0;
};

class Reader {
 public:
  virtual ~Reader() = default;
  // nullopt: no such key. corrupt: bytes on disk fail their checksum.
  virtual Result<std::optional<std::string>> get(Table table, std::string_view key) const = 0;
  virtual std::unique_ptr<Cursor> cursor(Table table) const = 0;
};

// Changes that are written together or not at all, in the order in which they were added.
struct StoreBatch {
  struct Change {
    Table table;
    std::string key;
    std::optional<std::string> value;  // nullopt: the key is removed
  };
  std::vector<Change> changes;

  void put(Table table, std::string key, std::string value) {
    changes.push_back({table, std::move(key), std::move(value)});
  }
  void remove(Table table, std::string key) {
    changes.push_back({table, std::move(key), std::nullopt});
  }
};

enum class Durability {
  synced,    // on disk when write() returns
  buffered,  // survives the process, not a power cut; never partly
};

class Store : public Reader {
 public:
  // unavailable: the disk is full or failing, and whether the batch is on disk is unknown. After a
  // failed synced write the store refuses every further one until it is opened again.
  virtual Result<void> write(const StoreBatch& batch, Durability durability) = 0;
  // What this batch removed or replaced when it was written is no longer anywhere in the store,
  // rather than only out of sight.
  virtual Result<void> purge(const StoreBatch&) { return {}; }
  // The store as it is now, whatever is written later. Must not outlive the store.
  virtual std::unique_ptr<Reader> snapshot() const = 0;
};

}  // namespace ledger
