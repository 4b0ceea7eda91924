// A store in memory. It keeps the older values of a key for as long as a snapshot or a cursor might
// ask for them, so that taking either costs no copy.
//
// Threads: as Store, and writers may also meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/core/store.h"

namespace ledger {

class MemoryStore : public Store {
 public:
  explicit MemoryStore(std::size_t table_count) : tables_(table_count) {}

  Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
  std::unique_ptr<Cursor> cursor(Table table) const override;
  Result<void> write(const StoreBatch& batch, Durability durability) override;
  std::unique_ptr<Reader> snapshot() const override;

 private:
  class View;
  class ViewCursor;

  struct Version {
    std::uint64_t sequence;
    std::optional<std::string> value;  // nullopt: removed
  };
  // Every row has at least one version; the newest is the last.
  using Rows = std::map<std::string, std::vector<Version>, std::less<>>;

  static const std::string* find(const std::vector<Version>& versions, std::uint64_t sequence);
  void apply(const StoreBatch::Change& change);

  // Guards every member below.
  mutable std::shared_mutex mutex_;
  std::vector<Rows> tables_;
  std::uint64_t sequence_ = 0;          // of the last batch
  mutable std::size_t view_count_ = 0;  // while it is 0, a row needs only its newest version
};

}  // namespace ledger
