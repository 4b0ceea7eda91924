// The store on disk, in a folder of its own: one RocksDB with one column family a table, and the
// only home of RocksDB. A row whose bytes fail their checksum is an error, never an answer.
//
// After a power cut the store holds every synced batch, and of the buffered ones a prefix in the
// order in which they were written.
//
// Threads: as Store.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/store.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Env;
}  // namespace rocksdb

namespace ledger {

enum class Access {
  create,     // makes the folder, which must be missing or empty
  open,       // holds the folder's lock until the store is destroyed
  read_only,  // takes no lock and changes no byte; sees the store as it was when it was opened
  inspect,    // the same, and opens what has lost files too: rows that were in them are corrupt
};

struct RocksOptions {
  std::size_t cache_bytes = std::size_t{128} << 20;  // shared by all tables
  // New rows that a table holds in memory before they are sorted into a file.
  std::size_t write_buffer_bytes = std::size_t{64} << 20;
  // Of the write-ahead log, before all tables are sorted into files; 0: as the write buffers ask.
  std::uint64_t wal_bytes = 0;
  // Files, clock and background work; null: the machine's. Must outlive the store.
  rocksdb::Env* environment = nullptr;
};

class RocksStore : public Store {
 public:
  // Table i is called table_names[i]. A table that the folder lacks is made, except in read_only.
  // invalid: create in a folder that is not empty, or read_only in one that lacks a table.
  // not_found: there is no store in the folder.  conflict: another process has it open.
  // corrupt: the folder is damaged or has lost files, or has a table that is not in `table_names`.
  // unavailable: the disk is full or failing, or the folder cannot be written.
  static Result<std::unique_ptr<RocksStore>> open(const std::string& folder,
                                                  const std::vector<std::string>& table_names,
                                                  Access access, RocksOptions options = {});
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;
  ~RocksStore() override;

  Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
  std::unique_ptr<Cursor> cursor(Table table) const override;
  // Also unavailable in read_only, and after a failure of RocksDB's work in the background.
  Result<void> write(const StoreBatch& batch, Durability durability) override;
  // But for what a snapshot or a cursor still holds.
  Result<void> purge(const StoreBatch& batch) override;
  std::unique_ptr<Reader> snapshot() const override;

 private:
  class Snapshot;

  RocksStore(std::string folder, Access access, const RocksOptions& options);
  Result<void> start(const std::vector<std::string>& table_names);
  rocksdb::ColumnFamilyHandle* handle(Table table) const;

  const std::string folder_;
  const Access access_;
  const RocksOptions options_;
  std::atomic<bool> failed_ = false;  // once set, stays: what is on disk is then unknown
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // the unused default one, then the tables
};

}  // namespace ledger
