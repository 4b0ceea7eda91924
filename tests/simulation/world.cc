#include "tests/simulation/world.h"

#include <algorithm>

#include "ledger/core/ledger.h"
#include "ledger/core/rocks_store.h"

namespace simulation {
namespace {

using ledger::Code;
using ledger::Durability;
using ledger::fail;
using ledger::Result;
using ledger::StoreBatch;

// Small, so that a run of a minute's traffic sees files sorted and merged; never so full that rows
// held in memory decide when, since their size there depends on RocksDB's own dice.
constexpr std::uint64_t wal_bytes = 160 << 10;
constexpr std::size_t write_buffer_bytes = std::size_t{4} << 20;
constexpr std::size_t cache_bytes = std::size_t{64} << 20;
constexpr std::int64_t start_us = 1'735'689'600'000'000;  // 2025-01-01, after the whole sample

struct CanaryText {
  Canary canary;
  std::string_view name, title;
};
constexpr std::array<CanaryText, 7> canary_texts = {{
    {Canary::none, "none", "nothing"},
    {Canary::sync_off, "sync-off", "syncs succeed and keep nothing"},
    {Canary::late_head, "late-head", "a head slot is written one commit late"},
    {Canary::late_key, "late-key", "a key is written after the record that it seals"},
    {Canary::lost_claim, "lost-claim", "a claim is not in the batch of its event"},
    {Canary::lost_index, "lost-index", "one entry of the stream index is lost in ten commits"},
    {Canary::view_ahead, "view-ahead", "a view's position is written before its rows"},
}};

const CanaryText& text_of(Canary canary) {
  return *std::find_if(canary_texts.begin(), canary_texts.end(),
                       [&](const CanaryText& text) { return text.canary == canary; });
}

// Takes the changes of one table out of a batch.
StoreBatch taken_out(StoreBatch& batch, ledger::Table table) {
  StoreBatch out;
  const auto first = std::stable_partition(
      batch.changes.begin(), batch.changes.end(),
      [&](const StoreBatch::Change& change) { return change.table != table; });
  out.changes.assign(std::make_move_iterator(first), std::make_move_iterator(batch.changes.end()));
  batch.changes.erase(first, batch.changes.end());
  return out;
}

}  // namespace

std::string_view name_of(Canary canary) { return text_of(canary).name; }
std::string_view title_of(Canary canary) { return text_of(canary).title; }
std::optional<Canary> canary_named(std::string_view name) {
  for (const CanaryText& text : canary_texts)
    if (text.name == name) return text.canary;
  return std::nullopt;
}

// A store of the ledger, whose background work is done when a write returns.
class World::RowStore : public ledger::Store {
 public:
  RowStore(World& world, std::string part, std::unique_ptr<ledger::RocksStore> store)
      : world_(world), part_(std::move(part)), store_(std::move(store)) {}

  Result<std::optional<std::string>> get(ledger::Table table, std::string_view key) const override {
    return store_->get(table, key);
  }
  std::unique_ptr<ledger::Cursor> cursor(ledger::Table table) const override {
    return store_->cursor(table);
  }
  std::unique_ptr<ledger::Reader> snapshot() const override { return store_->snapshot(); }

  Result<void> write(const StoreBatch& batch, Durability durability) override {
    if (part_ == "vault" && world_.canary_ == Canary::late_key) {
      world_.late_ = [this, batch, durability] { (void)put(batch, durability); };
      return {};
    }
    StoreBatch first = batch, second;
    if (part_ == "ledger" && world_.canary_ == Canary::lost_claim)
      second = taken_out(first, ledger::table::claims);
    if (part_ == "ledger" && world_.canary_ == Canary::lost_index && ++world_.commits_ % 10 == 0)
      lose_one(first, ledger::table::streams);
    if (part_ == "views" && world_.canary_ == Canary::view_ahead) {
      second = std::move(first);
      first = taken_out(second, 0);
    }
    auto written = put(first, durability);
    if (written && !second.changes.empty()) written = put(second, Durability::buffered);
    return written;
  }

 private:
  Result<void> put(const StoreBatch& batch, Durability durability) {
    auto written = store_->write(batch, durability);
    world_.environment.run_jobs();
    return written;
  }
  static void lose_one(StoreBatch& batch, ledger::Table table) {
    const auto lost = std::find_if(batch.changes.begin(), batch.changes.end(),
                                   [&](const auto& change) { return change.table == table; });
    if (lost != batch.changes.end()) batch.changes.erase(lost);
  }

  World& world_;
  std::string part_;
  std::unique_ptr<ledger::RocksStore> store_;
};

class World::Slot : public ledger::SlotFile {
 public:
  Slot(World& world, SimulatedDisk::Handle handle) : world_(world), handle_(handle) {}

  std::string read(std::size_t size) const override {
    std::string bytes;
    (void)world_.disk.read(handle_, 0, size, bytes);
    return bytes;
  }
  Result<void> write(std::string_view bytes) override {
    std::string due(bytes);
    if (world_.canary_ == Canary::late_head) std::swap(due, world_.late_head_);
    const bool written = due.empty() || (world_.disk.write(handle_, 0, due) == Io::ok &&
                                         world_.disk.sync(handle_) == Io::ok);
    if (world_.late_) std::exchange(world_.late_, nullptr)();
    if (!written) return fail(Code::unavailable, "A file cannot be written to disk.");
    return {};
  }

 private:
  World& world_;
  SimulatedDisk::Handle handle_;
};

World::World(std::uint64_t seed, Canary canary, Trace* trace)
    : clock(start_us), disk(seed, trace), canary_(canary) {
  if (canary == Canary::sync_off) disk.ignore_syncs();
}

Result<std::unique_ptr<ledger::Store>> World::open_store(
    const std::string& folder, const std::vector<std::string>& table_names, ledger::Access access) {
  ledger::RocksOptions options;
  options.cache_bytes = cache_bytes;
  options.write_buffer_bytes = write_buffer_bytes;
  options.wal_bytes = wal_bytes;
  options.environment = &environment;
  auto opened = ledger::RocksStore::open(folder, table_names, access, options);
  if (!opened) return tl::unexpected(opened.error());
  environment.run_jobs();
  return std::make_unique<RowStore>(*this, folder.substr(folder.rfind('/') + 1),
                                    std::move(*opened));
}

Result<std::unique_ptr<ledger::SlotFile>> World::open_slot(const std::string& path, bool) {
  SimulatedDisk::Handle handle;
  const Io outcome = disk.open(path, handle);
  if (outcome == Io::ok) return std::make_unique<Slot>(*this, handle);
  return fail(outcome == Io::not_found ? Code::not_found : Code::unavailable,
              "The file " + path + " cannot be opened.");
}

Result<std::string> World::read_file(const std::string& path) {
  SimulatedDisk::Handle handle;
  const Io opened = disk.open(path, handle);
  if (opened == Io::not_found) return fail(Code::not_found, "There is no file " + path + ".");
  std::string bytes;
  if (opened != Io::ok || disk.read(handle, 0, disk.size(handle), bytes) != Io::ok)
    return fail(Code::unavailable, "The file " + path + " cannot be read.");
  return bytes;
}

void World::remove_folder(const std::string& folder) {
  for (const std::string& name : disk.children(folder)) (void)disk.remove(folder + "/" + name);
  (void)disk.remove_folder(folder);
}

void World::boot() {
  late_ = nullptr;
  late_head_.clear();
  disk.boot();
}

}  // namespace simulation
