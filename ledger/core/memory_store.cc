#include "ledger/core/memory_store.h"

#include <iterator>
#include <mutex>

#include "ledger/core/check.h"

namespace ledger {

// The store as it was after batch `sequence_`.
class MemoryStore::View : public Reader {
 public:
  explicit View(const MemoryStore& store) : store_(store) {
    const std::unique_lock lock(store_.mutex_);
    sequence_ = store_.sequence_;
    ++store_.view_count_;
  }
  View(const View& other) : Reader(other), store_(other.store_), sequence_(other.sequence_) {
    const std::unique_lock lock(store_.mutex_);
    ++store_.view_count_;
  }
  View& operator=(const View&) = delete;
  ~View() override {
    const std::unique_lock lock(store_.mutex_);
    --store_.view_count_;
  }

  Result<std::optional<std::string>> get(Table table, std::string_view key) const override {
    LEUIT_CHECK(table < store_.tables_.size());
    const std::shared_lock lock(store_.mutex_);
    const Rows& rows = store_.tables_[table];
    const auto row = rows.find(key);
    const std::string* value = row == rows.end() ? nullptr : find(row->second, sequence_);
    return value != nullptr ? std::optional(*value) : std::nullopt;
  }
  std::unique_ptr<Cursor> cursor(Table table) const override;

 private:
  friend class ViewCursor;

  const MemoryStore& store_;
  std::uint64_t sequence_;
};

// Copies the row it stands on, so that no writer can pull it away.
class MemoryStore::ViewCursor : public Cursor {
 public:
  ViewCursor(const View& view, Table table) : view_(view), rows_(view.store_.tables_[table]) {}

  void seek(std::string_view key) override {
    const std::shared_lock lock(view_.store_.mutex_);
    settle_forward(rows_.lower_bound(key));
  }
  void seek_last(std::string_view key) override {
    const std::shared_lock lock(view_.store_.mutex_);
    row_.reset();
    for (auto row = rows_.upper_bound(key); row != rows_.begin() && !row_;) {
      --row;
      settle(row);
    }
  }
  void next() override {
    LEUIT_CHECK(valid());
    const std::shared_lock lock(view_.store_.mutex_);
    settle_forward(rows_.upper_bound(row_->first));
  }
  bool valid() const override { return row_.has_value(); }
  std::string_view key() const override { return row_->first; }
  std::string_view value() const override { return row_->second; }
  Result<void> status() const override { return {}; }

 private:
  void settle_forward(Rows::const_iterator row) {
    row_.reset();
    for (; row != rows_.end() && !row_; ++row) {
      settle(row);
    }
  }
  // Stays without a row if this one did not exist in the view.
  void settle(Rows::const_iterator row) {
    if (const std::string* value = find(row->second, view_.sequence_)) {
      row_.emplace(row->first, *value);
    }
  }

  View view_;
  const Rows& rows_;
  std::optional<std::pair<std::string, std::string>> row_;
};

std::unique_ptr<Cursor> MemoryStore::View::cursor(Table table) const {
  LEUIT_CHECK(table < store_.tables_.size());
  return std::make_unique<ViewCursor>(*this, table);
}

const std::string* MemoryStore::find(const std::vector<Version>& versions, std::uint64_t sequence) {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (version->sequence <= sequence) {
      return version->value ? &*version->value : nullptr;
    }
  }
  return nullptr;
}

Result<std::optional<std::string>> MemoryStore::get(Table table, std::string_view key) const {
  LEUIT_CHECK(table < tables_.size());
  const std::shared_lock lock(mutex_);
  const auto row = tables_[table].find(key);
  return row == tables_[table].end() ? std::nullopt : row->second.back().value;
}

std::unique_ptr<Cursor> MemoryStore::cursor(Table table) const { return View(*this).cursor(table); }

std::unique_ptr<Reader> MemoryStore::snapshot() const { return std::make_unique<View>(*this); }

Result<void> MemoryStore::write(const StoreBatch& batch, Durability) {
  const std::unique_lock lock(mutex_);
  ++sequence_;
  for (const StoreBatch::Change& change : batch.changes) {
    apply(change);
  }
  return {};
}

void MemoryStore::apply(const StoreBatch::Change& change) {
  LEUIT_CHECK(change.table < tables_.size());
  Rows& rows = tables_[change.table];
  if (view_count_ == 0 && !change.value) {
    rows.erase(change.key);
    return;
  }
  std::vector<Version>& versions = rows[change.key];
  if (view_count_ == 0) {
    versions.clear();
  }
  versions.push_back({sequence_, change.value});
}

}  // namespace ledger
