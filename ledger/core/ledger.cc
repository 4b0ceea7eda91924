#include "ledger/core/ledger.h"

#include "ledger/core/check.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

std::string u64_key(std::uint64_t value) {
  std::string out;
  append_u64(out, value);
  return out;
}

std::string tile_key(TileId id) {
  std::string out(1, static_cast<char>(id.level));
  append_u64(out, id.index);
  return out;
}

// Records that a start looks for, spread evenly over the log.
constexpr std::uint64_t looks_max = 1024;

// The end of the log does not show what its middle lacks: files of another moment may be among it.
Result<void> look_for_records(const Reader& reader, std::uint64_t size) {
  const std::uint64_t step = std::max<std::uint64_t>(1, size / looks_max);
  for (std::uint64_t position = 0; position < size; position += step) {
    const auto row = reader.get(table::records, u64_key(position));
    if (!row) return tl::unexpected(row.error());
    if (!*row)
      return fail(Code::corrupt,
                  "the record at position " + std::to_string(position) + " is missing");
  }
  return {};
}

constexpr std::string_view put_back = "put back the newest copy of the whole folder";

tl::unexpected<Error> too_few(std::string_view what) {
  return fail(Code::not_found, "the ledger does not hold this " + std::string(what) + " yet");
}

}  // namespace

const std::vector<std::string>& ledger_tables() {
  static const std::vector<std::string> names = {"meta",        "records", "tiles",
                                                 "checkpoints", "streams", "claims"};
  return names;
}

std::string stream_key(std::string_view stream, std::uint64_t version) {
  std::string out(stream);
  out.push_back('\0');
  append_u64(out, version);
  return out;
}

std::string record_row(const Hash& leaf, std::string_view record) {
  std::string out;
  out.reserve(leaf.size() + record.size());
  out += view(leaf);
  out += record;
  return out;
}

Result<void> Ledger::create(Store& store, std::string_view checkpoint) {
  StoreBatch first;
  first.put(table::meta, "format", std::to_string(format_version));
  first.put(table::checkpoints, u64_key(0), std::string(checkpoint));
  return store.write(first, Durability::synced);
}

Result<std::unique_ptr<Ledger>> Ledger::open(Store& store, const VerifierKey& key,
                                             std::optional<std::string> head, HeadSlots* slots) {
  auto ledger =
      opened(std::unique_ptr<Ledger>(new Ledger(store, &store, key, slots)), std::move(head));
  if (!ledger || slots == nullptr || slots->size() >= (*ledger)->size()) return ledger;
  // A commit that came to disk without its head. From now on it is shown, so it must be missed.
  const auto last = (*ledger)->checkpoint((*ledger)->size());
  if (!last) return tl::unexpected(last.error());
  if (auto kept = slots->write(*last, (*ledger)->size()); !kept)
    return tl::unexpected(kept.error());
  return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open_reader(const Reader& store, const VerifierKey& key,
                                                    std::optional<std::string> head) {
  return opened(std::unique_ptr<Ledger>(new Ledger(store, nullptr, key, nullptr)), std::move(head));
}

Result<std::unique_ptr<Ledger>> Ledger::opened(std::unique_ptr<Ledger> ledger,
                                               std::optional<std::string> head) {
  if (auto done = ledger->recover(head); !done) return tl::unexpected(done.error());
  return ledger;
}

Result<std::uint64_t> Ledger::recovered_size() const {
  const auto cursor = reader_->cursor(table::records);
  cursor->seek_last(std::string(8, '\xff'));
  if (!cursor->valid()) {
    if (auto status = cursor->status(); !status) return tl::unexpected(status.error());
    return 0;
  }
  return read_u64(cursor->key()) + 1;
}

Result<void> Ledger::check_signed(std::uint64_t tree_size, std::string_view note) const {
  const auto signed_head = open_checkpoint(note, key_);
  if (!signed_head)
    return fail(Code::corrupt,
                "a kept checkpoint is not signed by the key in identity: ledger and identity are "
                "parts of two ledgers, or the checkpoint was altered; " +
                    std::string(put_back));
  TileNodes nodes(tree_size, *this);
  const auto root = root_at(tree_size, nodes);
  if (!root) return tl::unexpected(root.error());
  if (signed_head->size != tree_size || signed_head->root != *root)
    return fail(Code::corrupt, "the tree of " + std::to_string(tree_size) +
                                   " records does not come to the checkpoint signed over it");
  return {};
}

Result<void> Ledger::recover(const std::optional<std::string>& head) {
  const auto format = reader_->get(table::meta, "format");
  if (!format) return tl::unexpected(format.error());
  if (!*format) return fail(Code::corrupt, "the folder holds no ledger");
  if (parse_decimal(**format).value_or(UINT64_MAX) > format_version)
    return fail(Code::corrupt, "the ledger was written by a newer program than this one");
  auto recovered = recover_tree();
  if (recovered && head) recovered = check_head(*head);
  if (recovered) recovered = look_for_records(*reader_, size());
  if (recovered || recovered.error().code != Code::corrupt ||
      recovered.error().message.find(put_back) != std::string::npos)
    return recovered;
  return fail(Code::corrupt, recovered.error().message +
                                 "; run `leuit verify` to find the place, and " +
                                 std::string(put_back));
}

Result<void> Ledger::recover_tree() {
  const auto size = recovered_size();
  if (!size) return tl::unexpected(size.error());
  size_.store(*size, std::memory_order_release);
  const auto last = checkpoint(*size);
  if (!last && last.error().code == Code::not_found)
    return fail(Code::corrupt, "no signed checkpoint covers the last record");
  if (!last) return tl::unexpected(last.error());
  return check_signed(*size, *last);
}

Result<void> Ledger::check_head(const std::string& head) const {
  const auto given_out = open_checkpoint(head, key_);
  if (!given_out)
    return fail(Code::corrupt,
                "identity/head.a and head.b are not signed by this ledger's key: they are parts of "
                "two ledgers; " +
                    std::string(put_back));
  if (given_out->size > size())
    return fail(Code::corrupt, "the ledger holds " + std::to_string(size()) + " events, but " +
                                   std::to_string(given_out->size) +
                                   " were acknowledged: positions from " + std::to_string(size()) +
                                   " on are missing; " + std::string(put_back));
  return check_signed(given_out->size, head);
}

Result<void> Ledger::apply(const Commit& commit) {
  LEUIT_CHECK(store_ != nullptr);
  if (read_only())
    return fail(Code::unavailable, "the ledger is read-only since a write failed; restart it");
  LEUIT_CHECK(commit.first == size());
  auto written = store_->write(commit.rows, Durability::synced);
  if (written && slots_ != nullptr) written = slots_->write(commit.checkpoint, commit.size);
  if (!written) {
    failed_.store(true, std::memory_order_release);
    return written;
  }
  size_.store(commit.size, std::memory_order_release);
  return {};
}

Result<std::string> Ledger::record(std::uint64_t position) const {
  if (position >= size()) return too_few("event");
  auto row = reader_->get(table::records, u64_key(position));
  if (!row) return tl::unexpected(row.error());
  if (!*row || (*row)->size() < sizeof(Hash))
    return fail(Code::corrupt,
                "the record at position " + std::to_string(position) + " is missing");
  std::string record = (*row)->substr(sizeof(Hash));
  if (view(leaf_hash(record)) != std::string_view(**row).substr(0, sizeof(Hash)))
    return fail(Code::corrupt, "the record at position " + std::to_string(position) +
                                   " does not match its leaf hash");
  return record;
}

Result<void> Ledger::scan(std::uint64_t first, std::uint64_t last, const Visitor& visit) const {
  last = std::min(last, size());
  if (first >= last) return {};
  const auto cursor = reader_->cursor(table::records);
  cursor->seek(u64_key(first));
  for (std::uint64_t position = first; position < last; ++position, cursor->next()) {
    if (!cursor->valid() || read_u64(cursor->key()) != position ||
        cursor->value().size() < sizeof(Hash)) {
      if (auto status = cursor->status(); !status) return status;
      return fail(Code::corrupt,
                  "the record at position " + std::to_string(position) + " is missing");
    }
    const auto more = visit(position, cursor->value().substr(sizeof(Hash)));
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
  }
  return {};
}

Result<void> Ledger::scan_stream(std::string_view stream, std::uint64_t first_version,
                                 const PositionVisitor& visit) const {
  const std::uint64_t end = size();
  const std::string prefix = std::string(stream) + '\0';
  const auto cursor = reader_->cursor(table::streams);
  for (cursor->seek(stream_key(stream, first_version)); cursor->valid(); cursor->next()) {
    if (!cursor->key().starts_with(prefix)) return {};
    const std::uint64_t position = read_u64(cursor->value());
    if (position >= end) return {};
    const auto more = visit(read_u64(cursor->key().substr(prefix.size())), position);
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
  }
  return cursor->status();
}

// Rows past the end belong to a commit that is being written, or whose write failed.
Result<std::optional<StreamHead>> Ledger::stream_head(std::string_view stream) const {
  const std::uint64_t end = size();
  const auto cursor = reader_->cursor(table::streams);
  const std::string prefix = std::string(stream) + '\0';
  cursor->seek_last(stream_key(stream, UINT64_MAX));
  while (cursor->valid() && cursor->key().starts_with(prefix)) {
    const StreamHead head{read_u64(cursor->key().substr(prefix.size())), read_u64(cursor->value())};
    if (head.position < end) return head;
    cursor->seek_last(stream_key(stream, head.version - 1));
  }
  if (auto status = cursor->status(); !status) return tl::unexpected(status.error());
  return std::nullopt;
}

Result<std::vector<std::string>> Ledger::claims_under(std::string_view prefix) const {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  LEUIT_CHECK(!end.empty());
  ++end.back();
  return claims_in(prefix, end);
}

Result<std::vector<std::string>> Ledger::claims_in(std::string_view first,
                                                   std::string_view last) const {
  std::vector<std::string> out;
  const auto cursor = reader_->cursor(table::claims);
  for (cursor->seek(first); cursor->valid() && cursor->key() < last; cursor->next())
    out.emplace_back(cursor->key());
  if (!cursor->valid())
    if (auto status = cursor->status(); !status) return tl::unexpected(status.error());
  return out;
}

Result<std::optional<ClaimHeld>> Ledger::claim(std::string_view name) const {
  const std::uint64_t end = size();
  auto row = reader_->get(table::claims, name);
  if (!row) return tl::unexpected(row.error());
  if (!*row || read_u64(**row) >= end) return std::nullopt;
  return ClaimHeld{read_u64(**row), (*row)->substr(8)};
}

Result<std::string> Ledger::checkpoint(std::uint64_t tree_size) const {
  if (tree_size > size()) return too_few("size");
  auto row = reader_->get(table::checkpoints, u64_key(tree_size));
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(Code::not_found, "no checkpoint was signed at this size");
  return std::move(**row);
}

Result<std::pair<std::uint64_t, std::string>> Ledger::checkpoint_covering(
    std::uint64_t position) const {
  if (position >= size()) return too_few("event");
  const auto cursor = reader_->cursor(table::checkpoints);
  cursor->seek(u64_key(position + 1));
  if (!cursor->valid()) return fail(Code::corrupt, "the checkpoint of a commit is missing");
  return std::pair(read_u64(cursor->key()), std::string(cursor->value()));
}

Result<Receipt> Ledger::receipt(std::uint64_t position,
                                std::optional<std::uint64_t> tree_size) const {
  Receipt out;
  out.position = position;
  auto record_bytes = record(position);
  if (!record_bytes) return tl::unexpected(record_bytes.error());
  if (tree_size) {
    auto note = checkpoint(*tree_size);
    if (!note) return tl::unexpected(note.error());
    if (*tree_size <= position)
      return fail(Code::not_found, "a checkpoint of this size does not cover the event");
    out.tree_size = *tree_size;
    out.checkpoint = std::move(*note);
  } else {
    auto own = checkpoint_covering(position);
    if (!own) return tl::unexpected(own.error());
    out.tree_size = own->first;
    out.checkpoint = std::move(own->second);
  }
  TileNodes nodes(out.tree_size, *this);
  auto proof = prove_inclusion(position, out.tree_size, nodes);
  if (!proof) return tl::unexpected(proof.error());
  out.proof = std::move(*proof);
  out.leaf = leaf_hash(*record_bytes);
  out.record = std::move(*record_bytes);
  return out;
}

Result<Proof> Ledger::consistency(std::uint64_t older, std::uint64_t newer) const {
  if (older > newer) return fail(Code::invalid, "`from` must not be larger than `to`");
  if (newer > size()) return too_few("size");
  TileNodes nodes(newer, *this);
  return prove_consistency(older, newer, nodes);
}

Result<std::string> Ledger::hashes(TileId id, unsigned width) const {
  LEUIT_CHECK(width >= 1 && width <= 256);
  if (id.level > 7 || id.index > (UINT64_MAX >> 8)) return too_few("tile");
  const std::uint64_t held = size() >> (8 * id.level);
  if (held < width || id.index > (held - width) / 256) return too_few("tile");
  if (id.level == 0 && (id.index + 1) * 256 > size()) return leaf_hashes(id.index, width);
  auto row = reader_->get(table::tiles, tile_key(id));
  if (!row) return tl::unexpected(row.error());
  if (!*row || (*row)->size() < 32 * width)
    return fail(Code::corrupt, "a tile of the tree is missing");
  return (*row)->substr(0, 32 * width);
}

Result<std::string> Ledger::leaf_hashes(std::uint64_t tile, unsigned width) const {
  std::string out;
  const auto cursor = reader_->cursor(table::records);
  const std::uint64_t first = tile * 256;
  cursor->seek(u64_key(first));
  for (std::uint64_t position = first; position < first + width; ++position, cursor->next()) {
    if (!cursor->valid() || read_u64(cursor->key()) != position)
      return fail(Code::corrupt,
                  "the record at position " + std::to_string(position) + " is missing");
    out += cursor->value().substr(0, sizeof(Hash));
  }
  return out;
}

}  // namespace ledger
