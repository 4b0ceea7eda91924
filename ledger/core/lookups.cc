#include "ledger/core/lookups.h"

#include <utility>

#include "ledger/core/check.h"
#include "ledger/core/crypto.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::size_t changes_max = 10'000;
constexpr std::string_view version_name = "lookups_version";

// kind 0 hash subject 0 stream 0 seal
std::string value_row(const Lookup& lookup) {
  std::string out = lookup.kind;
  out.push_back('\0');
  out += lookup.hash;
  out += lookup.subject;
  out.push_back('\0');
  out += lookup.stream;
  out.push_back('\0');
  out += lookup.seal;
  return out;
}

std::string subject_prefix(std::string_view subject) {
  std::string out(subject);
  out.push_back('\0');
  return out;
}

// Kind and hash, by which all of one value stand together.
std::string_view value_prefix(std::string_view row) {
  return row.substr(0, row.find('\0') + 1 + hash_bytes);
}

Lookup read_row(std::string_view row, std::string_view note) {
  Lookup out;
  const std::string_view prefix = value_prefix(row);
  out.kind = prefix.substr(0, prefix.size() - hash_bytes - 1);
  out.hash = prefix.substr(prefix.size() - hash_bytes);
  row.remove_prefix(prefix.size());
  const std::size_t end = row.find('\0'), last = row.rfind('\0');
  LEUIT_CHECK(end < last && last != std::string_view::npos);
  out.subject = row.substr(0, end);
  out.stream = row.substr(end + 1, last - end - 1);
  out.seal = row.substr(last + 1);
  out.note = note;
  return out;
}

std::string_view seal_in(std::string_view row) { return row.substr(row.rfind('\0') + 1); }

std::string subject_row(const std::string& row) {
  return subject_prefix(read_row(row, {}).subject) + row;
}

// Calls `visit` with key and value of each row under a prefix, until it returns false.
template <class Visit>
Result<void> walk(const Reader& store, Table table, std::string_view prefix, const Visit& visit) {
  const auto rows = store.cursor(table);
  for (rows->seek(prefix); rows->valid() && rows->key().starts_with(prefix); rows->next()) {
    if (!visit(rows->key(), rows->value())) {
      return {};
    }
  }
  return rows->status();
}

}  // namespace

LookupUse::LookupUse(LookupUse&& other) noexcept
    : lookups_(std::exchange(other.lookups_, nullptr)), row_(std::move(other.row_)) {}

LookupUse& LookupUse::operator=(LookupUse&& other) noexcept {
  std::swap(lookups_, other.lookups_);
  std::swap(row_, other.row_);
  return *this;
}

LookupUse::~LookupUse() {
  if (lookups_ != nullptr) {
    lookups_->let_go(row_);
  }
}

void LookupUse::accept() { lookups_->set_accepted(row_, true); }

void LookupUse::withdraw() { lookups_->set_accepted(row_, false); }

std::string Lookups::hash(std::string_view kind, std::string_view value) const {
  std::string named(kind);
  named.push_back('\0');
  named += value;
  return std::string(view(hmac_sha256(secret_, named)));
}

LookupUse Lookups::hold(const Lookup& lookup) {
  std::string row = value_row(lookup);
  const std::lock_guard lock(mutex_);
  held_.emplace(row, Held{lookup.note});
  held_by_subject_.insert(subject_prefix(lookup.subject) + row);
  return LookupUse(this, std::move(row));
}

void Lookups::set_accepted(const std::string& row, bool accepted) {
  const std::lock_guard lock(mutex_);
  if (const auto held = held_.find(row); held != held_.end()) {
    held->second.accepted = accepted;
  }
}

void Lookups::let_go(const std::string& row) {
  const std::lock_guard lock(mutex_);
  if (held_.erase(row) > 0) {
    held_by_subject_.erase(subject_row(row));
  }
}

std::vector<std::string> Lookups::held_of(std::string_view subject) const {
  const std::string prefix = subject_prefix(subject);
  std::vector<std::string> out;
  const std::lock_guard lock(mutex_);
  for (auto at = held_by_subject_.lower_bound(prefix);
       at != held_by_subject_.end() && at->starts_with(prefix); ++at) {
    out.push_back(at->substr(prefix.size()));
  }
  return out;
}

Result<std::optional<std::string>> Lookups::row_of(std::string_view subject,
                                                   std::string_view seal) const {
  for (std::string& row : held_of(subject)) {
    if (seal_in(row) == seal) {
      return std::move(row);
    }
  }
  std::optional<std::string> found;
  const std::string prefix = subject_prefix(subject);
  auto walked =
      walk(store_, tables_.by_subject, prefix, [&](std::string_view key, std::string_view) {
        if (seal_in(key) == seal) {
          found = key.substr(prefix.size());
        }
        return !found;
      });
  if (!walked) {
    return tl::unexpected(walked.error());
  }
  return found;
}

Result<std::optional<std::vector<Lookup>>> Lookups::of_same_value(std::string_view subject,
                                                                  std::string_view seal) const {
  const auto own = row_of(subject, seal);
  if (!own) {
    return tl::unexpected(own.error());
  }
  if (!*own) {
    return std::nullopt;
  }
  const std::string_view prefix = value_prefix(**own);
  std::map<std::string, std::string, std::less<>> rows;
  {
    const std::lock_guard lock(mutex_);
    for (auto at = held_.lower_bound(prefix); at != held_.end() && at->first.starts_with(prefix);
         ++at) {
      if (at->second.accepted) {
        rows.emplace(at->first, at->second.note);
      }
    }
  }
  auto walked =
      walk(store_, tables_.by_value, prefix, [&](std::string_view key, std::string_view value) {
        rows.emplace(key, value);
        return true;
      });
  if (!walked) {
    return tl::unexpected(walked.error());
  }
  rows.erase(**own);
  std::vector<Lookup> out;
  for (const auto& [row, note] : rows) {
    out.push_back(read_row(row, note));
  }
  return out;
}

Result<void> Lookups::visit(std::string_view kind,
                            const std::function<bool(const Lookup&)>& visit) const {
  return walk(
      store_, tables_.by_value, subject_prefix(kind),
      [&](std::string_view key, std::string_view value) { return visit(read_row(key, value)); });
}

void Lookups::put_accepted(std::string_view subject, StoreBatch& batch) const {
  for (std::string& row : held_of(subject)) {
    const std::lock_guard lock(mutex_);
    const auto held = held_.find(row);
    if (held == held_.end() || !held->second.accepted) {
      continue;
    }
    batch.put(tables_.by_subject, subject_prefix(subject) + row, "");
    batch.put(tables_.by_value, std::move(row), held->second.note);
  }
}

void Lookups::accepted_are_written(std::string_view subject) {
  for (const std::string& row : held_of(subject)) {
    const std::lock_guard lock(mutex_);
    const auto held = held_.find(row);
    if (held != held_.end() && held->second.accepted) {
      held_.erase(held);
      held_by_subject_.erase(subject_prefix(subject) + row);
    }
  }
}

Result<void> Lookups::remove(std::string_view subject, StoreBatch& batch) {
  for (const std::string& row : held_of(subject)) {
    let_go(row);
  }
  const std::string prefix = subject_prefix(subject);
  return walk(store_, tables_.by_subject, prefix, [&](std::string_view key, std::string_view) {
    batch.remove(tables_.by_subject, std::string(key));
    batch.remove(tables_.by_value, std::string(key.substr(prefix.size())));
    return true;
  });
}

Result<std::string> Lookups::version() const {
  auto row = store_.get(tables_.meta, version_name);
  if (!row) {
    return tl::unexpected(row.error());
  }
  return row->value_or("");
}

Result<void> Lookups::clear() {
  StoreBatch batch;
  batch.remove(tables_.meta, std::string(version_name));
  for (const Table table : {tables_.by_value, tables_.by_subject}) {
    Result<void> written;
    auto walked = walk(store_, table, "", [&](std::string_view key, std::string_view) {
      batch.remove(table, std::string(key));
      if (batch.changes.size() >= changes_max) {
        written = store_.write(batch, Durability::buffered);
        batch.changes.clear();
      }
      return written.has_value();
    });
    if (!walked || !written) {
      return walked ? written : walked;
    }
  }
  return store_.write(batch, Durability::synced);
}

Result<void> Lookups::add(const std::vector<Lookup>& lookups) {
  StoreBatch batch;
  for (const Lookup& lookup : lookups) {
    std::string row = value_row(lookup);
    batch.put(tables_.by_subject, subject_prefix(lookup.subject) + row, "");
    batch.put(tables_.by_value, std::move(row), lookup.note);
  }
  return store_.write(batch, Durability::buffered);
}

Result<void> Lookups::finish(const std::string& version) {
  StoreBatch batch;
  batch.put(tables_.meta, std::string(version_name), version);
  return store_.write(batch, Durability::synced);
}

}  // namespace ledger
