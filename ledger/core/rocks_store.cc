#include "ledger/core/rocks_store.h"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ledger/core/check.h"

namespace ledger {
namespace {

using Names = std::vector<std::string>;

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view text(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

// RocksDB writes a LOG file into the folder unless it is given another place for it.
class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

class FailureListener : public rocksdb::EventListener {
 public:
  explicit FailureListener(std::atomic<bool>& failed) : failed_(failed) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status*) override {
    failed_ = true;
  }
  // Nor is a full disk, once there is room again: by then an answer has said that writing failed.
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* recovers) override {
    *recovers = false;
  }

 private:
  std::atomic<bool>& failed_;
};

tl::unexpected<Error> read_failure(const rocksdb::Status& status) {
  if (status.IsCorruption()) {
    return fail(Code::corrupt, "Stored data are damaged: their checksum does not match.");
  }
  if (status.IsPathNotFound()) {
    return fail(Code::corrupt, "Stored data are gone: a file is missing.");
  }
  return fail(Code::unavailable, "Stored data cannot be read: the disk is failing.");
}

tl::unexpected<Error> open_failure(const rocksdb::Status& status, const std::string& folder) {
  const std::string reason = status.ToString();
  // RocksDB has no code for a lock that is held: by this process, or by another one.
  if (status.IsIOError() && (reason.find("lock hold by current process") != std::string::npos ||
                             reason.find("While lock file") != std::string::npos)) {
    return fail(Code::conflict, fmt::format("The folder {} is in use by another process.", folder));
  }
  if (status.IsPathNotFound() || reason.find("No such file") != std::string::npos ||
      reason.find("Missing WAL") != std::string::npos) {
    return fail(Code::corrupt,
                fmt::format("The data in the folder {} are not whole: a file is missing; "
                            "put back the newest copy.",
                            folder));
  }
  if (status.IsCorruption()) {
    return fail(
        Code::corrupt,
        fmt::format("The data in the folder {} are damaged; put back the newest copy.", folder));
  }
  if (status.IsNoSpace() || reason.find("No space left") != std::string::npos) {
    return fail(Code::unavailable,
                fmt::format("The disk is full: the folder {} needs more room.", folder));
  }
  return fail(Code::unavailable, fmt::format("The folder {} cannot be read or written.", folder));
}

rocksdb::DBOptions database_options(std::atomic<bool>& failed, const RocksOptions& given) {
  rocksdb::DBOptions options;
  if (given.environment != nullptr) {
    options.env = given.environment;
    options.max_file_opening_threads = 1;  // what stands in for the machine may have no threads
  }
  options.max_total_wal_size = given.wal_bytes;
  options.create_missing_column_families = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.max_bgerror_resume_count = 0;             // a failed sync is never retried and believed
  options.allow_concurrent_memtable_write = false;  // there is one writer
  options.enable_write_thread_adaptive_yield = false;
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.listeners.push_back(std::make_shared<FailureListener>(failed));
  return options;
}

rocksdb::ColumnFamilyOptions table_options(const RocksOptions& options) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_size = std::size_t{16} << 10;
  blocks.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));

  const auto supported = rocksdb::GetSupportedCompressions();
  const bool has_lz4 =
      std::find(supported.begin(), supported.end(), rocksdb::kLZ4Compression) != supported.end();
  rocksdb::ColumnFamilyOptions table;
  // Most look-ups are for what is not there yet (a new id, a new stream): a filter over the
  // memtable spares the walk down its skip list.
  table.write_buffer_size = options.write_buffer_bytes;
  table.memtable_prefix_bloom_size_ratio = 0.05;
  table.memtable_whole_key_filtering = true;
  table.compression = has_lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  table.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  return table;
}

rocksdb::ReadOptions read_options(const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.snapshot = snapshot;
  return options;
}

rocksdb::Env& environment_of(const RocksOptions& options) {
  return options.environment != nullptr ? *options.environment : *rocksdb::Env::Default();
}

rocksdb::Status sync_parent(rocksdb::Env& files, const std::string& folder) {
  std::string absolute;
  std::unique_ptr<rocksdb::Directory> parent;
  rocksdb::Status status = files.GetAbsolutePath(folder, &absolute);
  const auto path = std::filesystem::path(absolute).lexically_normal();
  const auto name = path.has_filename() ? path : path.parent_path();
  if (status.ok()) {
    status = files.NewDirectory(name.parent_path().string(), &parent);
  }
  return status.ok() ? parent->Fsync() : status;
}

Result<void> make_folder(rocksdb::Env& files, const std::string& folder) {
  rocksdb::Status status;
  for (auto end = folder.find('/', 1); status.ok(); end = folder.find('/', end + 1)) {
    status = files.CreateDirIfMissing(folder.substr(0, end));
    if (end == std::string::npos) {
      break;
    }
  }
  std::vector<std::string> names;
  if (status.ok()) {
    status = files.GetChildren(folder, &names);
  }
  if (status.ok() && !names.empty()) {
    return fail(Code::invalid, fmt::format("The folder {} is not empty.", folder));
  }
  if (!status.ok() || !sync_parent(files, folder).ok()) {
    return fail(Code::unavailable, fmt::format("The folder {} cannot be made.", folder));
  }
  return {};
}

// CURRENT is the file by which RocksDB finds all others.
Result<void> find_database(rocksdb::Env& files, const std::string& folder) {
  const rocksdb::Status found = files.FileExists(folder + "/CURRENT");
  if (found.ok()) {
    return {};
  }
  std::vector<std::string> names;
  const rocksdb::Status listed = files.GetChildren(folder, &names);
  if (!found.IsNotFound() || (!listed.ok() && !listed.IsNotFound())) {
    return fail(Code::unavailable, fmt::format("The folder {} cannot be read.", folder));
  }
  if (names.empty()) {
    return fail(
        Code::not_found,
        fmt::format("There are no data in the folder {}; put back the newest copy.", folder));
  }
  return fail(
      Code::corrupt,
      fmt::format("The folder {} has lost a file or belongs to something else; put back the "
                  "newest copy.",
                  folder));
}

bool is_for_reading(Access access) {
  return access == Access::read_only || access == Access::inspect;
}

Result<void> check_folder(rocksdb::Env& files, const std::string& folder, const Names& wanted,
                          Access access) {
  if (auto found = find_database(files, folder); !found) {
    return found;
  }
  Names tables;
  rocksdb::DBOptions options;
  options.env = &files;
  const rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, folder, &tables);
  if (!status.ok()) {
    return open_failure(status, folder);
  }
  const auto known = [&](const std::string& name) {
    return name == rocksdb::kDefaultColumnFamilyName ||
           std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  if (!std::all_of(tables.begin(), tables.end(), known)) {
    return fail(Code::corrupt,
                fmt::format("The folder {} was made by a newer program than this.", folder));
  }
  if (is_for_reading(access) && tables.size() <= wanted.size()) {
    return fail(Code::invalid,
                fmt::format("The folder {} was made by an older program: open it for writing once.",
                            folder));
  }
  return {};
}

Result<std::optional<std::string>> read_row(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle,
                                            const rocksdb::Snapshot* snapshot,
                                            std::string_view key) {
  std::string value;
  const rocksdb::Status status = db.Get(read_options(snapshot), handle, slice(key), &value);
  if (status.IsNotFound()) {
    return std::nullopt;
  }
  if (!status.ok()) {
    return read_failure(status);
  }
  return std::optional(std::move(value));
}

class RocksCursor : public Cursor {
 public:
  explicit RocksCursor(rocksdb::Iterator* rows) : rows_(rows) {}

  void seek(std::string_view key) override { rows_->Seek(slice(key)); }
  void seek_last(std::string_view key) override { rows_->SeekForPrev(slice(key)); }
  void next() override { rows_->Next(); }
  bool valid() const override { return rows_->Valid(); }
  std::string_view key() const override { return text(rows_->key()); }
  std::string_view value() const override { return text(rows_->value()); }
  Result<void> status() const override {
    const rocksdb::Status status = rows_->status();
    if (!status.ok()) {
      return read_failure(status);
    }
    return {};
  }

 private:
  std::unique_ptr<rocksdb::Iterator> rows_;
};

}  // namespace

class RocksStore::Snapshot : public Reader {
 public:
  explicit Snapshot(const RocksStore& store) : store_(store), snapshot_(store.db_->GetSnapshot()) {}
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() override { store_.db_->ReleaseSnapshot(snapshot_); }

  Result<std::optional<std::string>> get(Table table, std::string_view key) const override {
    return read_row(*store_.db_, store_.handle(table), snapshot_, key);
  }
  std::unique_ptr<Cursor> cursor(Table table) const override {
    return std::make_unique<RocksCursor>(
        store_.db_->NewIterator(read_options(snapshot_), store_.handle(table)));
  }

 private:
  const RocksStore& store_;
  const rocksdb::Snapshot* snapshot_;
};

Result<std::unique_ptr<RocksStore>> RocksStore::open(const std::string& folder,
                                                     const Names& table_names, Access access,
                                                     RocksOptions options) {
  // A process that writes may remove a file between the moments when a reader learns its name and
  // opens it; the reader then starts again from the newer list of files.
  const int attempts = is_for_reading(access) ? 4 : 1;
  Result<void> started;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    std::unique_ptr<RocksStore> store(new RocksStore(folder, access, options));
    started = store->start(table_names);
    if (started) {
      return store;
    }
  }
  return tl::unexpected(started.error());
}

Result<void> RocksStore::start(const Names& table_names) {
  rocksdb::Env& files = environment_of(options_);
  const auto ready = access_ == Access::create ? make_folder(files, folder_)
                                               : check_folder(files, folder_, table_names, access_);
  if (!ready) {
    return ready;
  }
  const rocksdb::ColumnFamilyOptions table = table_options(options_);
  std::vector<rocksdb::ColumnFamilyDescriptor> tables = {
      {rocksdb::kDefaultColumnFamilyName, table}};
  for (const std::string& name : table_names) {
    tables.emplace_back(name, table);
  }
  rocksdb::DBOptions database = database_options(failed_, options_);
  database.create_if_missing = database.error_if_exists = access_ == Access::create;
  if (access_ == Access::inspect) {
    database.paranoid_checks = false;
    database.skip_checking_sst_file_sizes_on_db_open = true;
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      is_for_reading(access_)
          ? rocksdb::DB::OpenForReadOnly(database, folder_, tables, &handles_, &db)
          : rocksdb::DB::Open(database, folder_, tables, &handles_, &db);
  db_.reset(db);
  if (!status.ok()) {
    return open_failure(status, folder_);
  }
  return {};
}

RocksStore::RocksStore(std::string folder, Access access, const RocksOptions& options)
    : folder_(std::move(folder)), access_(access), options_(options) {}

RocksStore::~RocksStore() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle);
  }
}

rocksdb::ColumnFamilyHandle* RocksStore::handle(Table table) const {
  LEUIT_CHECK(table + 1 < handles_.size());
  return handles_[table + 1];
}

Result<std::optional<std::string>> RocksStore::get(Table table, std::string_view key) const {
  return read_row(*db_, handle(table), nullptr, key);
}

std::unique_ptr<Cursor> RocksStore::cursor(Table table) const {
  return std::make_unique<RocksCursor>(db_->NewIterator(read_options(nullptr), handle(table)));
}

std::unique_ptr<Reader> RocksStore::snapshot() const { return std::make_unique<Snapshot>(*this); }

Result<void> RocksStore::write(const StoreBatch& batch, Durability durability) {
  if (is_for_reading(access_)) {
    return fail(Code::unavailable, fmt::format("The folder {} is open for reading only.", folder_));
  }
  rocksdb::WriteBatch rows;
  for (const StoreBatch::Change& change : batch.changes) {
    const rocksdb::Status added = change.value
                                      ? rows.Put(handle(change.table), change.key, *change.value)
                                      : rows.Delete(handle(change.table), change.key);
    LEUIT_CHECK(added.ok());
  }
  rocksdb::WriteOptions options;
  options.sync = durability == Durability::synced;
  if (failed_ || !db_->Write(options, &rows).ok()) {
    failed_ = true;
    return fail(Code::unavailable,
                fmt::format("Writing to the folder {} failed: restart once the disk is well again.",
                            folder_));
  }
  return {};
}

// A change only hides what was there before: it goes when the files that hold it are made anew, and
// from the log of writes when every table has its own in files.
Result<void> RocksStore::purge(const StoreBatch& batch) {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  bool done = db_->Flush(rocksdb::FlushOptions(), handles_).ok();
  for (const StoreBatch::Change& change : batch.changes) {
    const rocksdb::Slice key = slice(change.key);
    done = done && db_->CompactRange(options, handle(change.table), &key, &key).ok();
  }
  if (failed_ || !done) {
    failed_ = true;
    return fail(Code::unavailable,
                fmt::format("Writing to the folder {} failed: restart once the disk is well again.",
                            folder_));
  }
  return {};
}

}  // namespace ledger
