#include "ledger/programme/index.h"

#include "ledger/core/bytes.h"
#include "ledger/programme/codec.h"

namespace programme {
namespace {

using ledger::Result;

constexpr std::size_t changes_max = 10'000;

// Writes the rows of one record after the other.
class Indexing {
 public:
  explicit Indexing(ledger::Store& store) : store_(store) {}

  Result<void> add(std::uint64_t position, std::string_view record) {
    const auto keys = read_keys(record);
    if (!keys) return tl::unexpected(keys.error());
    std::string at;
    ledger::append_u64(at, position);
    batch_.put(ledger::table::streams, ledger::stream_key(keys->stream, keys->stream_version), at);
    const std::string id = id_claim(keys->source, keys->id);
    // One that is there keeps its fingerprint.
    const auto held = store_.get(ledger::table::claims, id);
    if (!held) return tl::unexpected(held.error());
    if (!*held || !(*held)->starts_with(at)) batch_.put(ledger::table::claims, id, at);
    for (const std::string& name : keys->index_claims) batch_.put(ledger::table::claims, name, at);
    return batch_.changes.size() < changes_max ? Result<void>{} : flush(position + 1);
  }
  Result<void> flush(std::uint64_t indexed_to) {
    batch_.put(ledger::table::meta, "indexed_to", std::to_string(indexed_to));
    auto written = store_.write(batch_, ledger::Durability::buffered);
    batch_.changes.clear();
    return written;
  }
  Result<void> finish(std::uint64_t size) {
    batch_.put(ledger::table::meta, "index_version", std::string(index_version));
    return flush(size);
  }

 private:
  ledger::Store& store_;
  ledger::StoreBatch batch_;
};

}  // namespace

Result<bool> is_index_current(const ledger::Reader& store) {
  const auto version = store.get(ledger::table::meta, "index_version");
  if (!version) return tl::unexpected(version.error());
  return *version == index_version;
}

Result<void> rebuild_index(ledger::Store& store, const ledger::Ledger& ledger) {
  const auto mark = store.get(ledger::table::meta, "indexed_to");
  if (!mark) return tl::unexpected(mark.error());
  const auto current = is_index_current(store);
  if (!current) return tl::unexpected(current.error());
  const std::uint64_t indexed_to =
      *current ? ledger::parse_decimal(mark->value_or("0")).value_or(0) : 0;
  if (*current && indexed_to >= ledger.size()) return {};
  Indexing indexing(store);
  auto scanned = ledger.scan(indexed_to, ledger.size(),
                             [&](std::uint64_t position, std::string_view record) -> Result<bool> {
                               auto added = indexing.add(position, record);
                               if (!added) return tl::unexpected(added.error());
                               return true;
                             });
  if (!scanned) return scanned;
  return indexing.finish(ledger.size());
}

Result<void> finish_erasures(const ledger::Ledger& ledger, ledger::Vault& vault) {
  const auto names = ledger.claims_under(erased_prefix());
  if (!names) return tl::unexpected(names.error());
  for (const std::string& name : *names) {
    const std::string subject = found_by(name);
    const auto key = vault.find(subject);
    if (!key) return tl::unexpected(key.error());
    if (*key)
      if (auto done = vault.destroy(subject); !done) return done;
  }
  return {};
}

}  // namespace programme
