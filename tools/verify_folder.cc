#include <algorithm>

#include "ledger/core/file.h"
#include "ledger/core/head_slot.h"
#include "ledger/core/ledger.h"
#include "ledger/core/rocks_store.h"
#include "ledger/core/sha256.h"
#include "ledger/core/vault.h"
#include "ledger/programme/index.h"
#include "ledger/programme/record_action.h"
#include "tools/verify_records.h"
#include "tools/verify_rules.h"
#include "tools/verify_tree.h"

namespace tools {
namespace {

using ledger::Code;
using ledger::Hash;
using ledger::Result;
namespace table = ledger::table;

std::string u64_key(std::uint64_t value) {
  std::string out;
  ledger::append_u64(out, value);
  return out;
}

std::string tile_key(ledger::TileId id) { return static_cast<char>(id.level) + u64_key(id.index); }

// Index of the first hash that differs; both have whole hashes.
std::uint64_t first_difference(std::string_view a, std::string_view b) {
  const auto [at, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::uint64_t>(at - a.begin()) / sizeof(Hash);
}

// One pass over the store, without trust in anything that it says about itself. The functions that
// give a bool give false where the pass ends: report_.fault or error_ says why.
class FolderPass {
 public:
  // `vault`: where the folder has one.
  FolderPass(const ledger::Reader& store, const ledger::Reader* vault,
             const ledger::VerifierKey& key)
      : store_(store),
        vault_(vault),
        key_(key),
        tree_([this](const ledger::TileWrite& tile) { return check_tile(tile); }) {}

  Result<Report> run(const std::optional<std::string>& head, const Pinned& pinned,
                     const Progress& progress) {
    const auto current = programme::is_index_current(store_);
    if (!current) return tl::unexpected(current.error());
    is_index_current_ = *current;
    if (pinned.rules) rules_.emplace([this](std::uint64_t at) { return record_at(at); });
    if (find_size() && expect_kept(head, pinned) && check_records(progress))
      check_index_sizes() && check_tile_sizes() && check_vault();
    if (error_) return tl::unexpected(*error_);
    report_.size = size_;
    report_.root = tree_.root();
    report_.streams = records_.streams();
    if (rules_) rules_->finish(report_);
    return std::move(report_);
  }

 private:
  bool no(std::optional<std::uint64_t> position, std::string kind, std::string detail) {
    if (differing_tile_) report_.fault = std::move(differing_tile_);
    return report_.no(position, std::move(kind), std::move(detail));
  }
  bool unreadable(std::optional<std::uint64_t> position, const ledger::Error& error) {
    if (error.code == Code::corrupt)
      return no(position, "storage",
                "the bytes on disk fail their checksum from here on, or their file is missing");
    error_ = error;
    return false;
  }
  // At the end of a walk: false where it did not come to the end of the table.
  bool ended(const ledger::Cursor& cursor, std::optional<std::uint64_t> position) {
    const auto status = cursor.status();
    return status ? true : unreadable(position, status.error());
  }

  bool find_size();
  bool expect_kept(const std::optional<std::string>& head, const Pinned& pinned);
  bool check_records(const Progress& progress);
  bool check_row(std::uint64_t position, const ledger::Cursor& rows);
  bool check_keys(std::uint64_t position, std::string_view record);
  bool check_vault();
  bool check_index(std::uint64_t position);
  bool check_rules(std::uint64_t position);
  Result<std::string> record_at(std::uint64_t position) const;
  bool check_tile(const ledger::TileWrite& tile);
  bool check_checkpoint(ledger::Cursor& notes);
  bool root_differs(std::uint64_t size);
  std::optional<std::uint64_t> first_unlike_tiles() const;
  bool check_index_sizes();
  bool find_extra(ledger::Table table);
  bool check_tile_sizes();

  const ledger::Reader& store_;
  const ledger::Reader* vault_;  // may be null
  const ledger::VerifierKey& key_;
  Report report_;
  std::optional<ledger::Error> error_;
  std::uint64_t size_ = 0;
  std::uint64_t claims_ = 0;  // that the records make
  bool is_index_current_ = false;
  RecordChecker records_;
  std::optional<RulesCheck> rules_;
  TreeChecker tree_;
  std::uint64_t signed_size_ = 0;  // of the last checkpoint that was well
  std::vector<Hash> unsigned_;     // leaves from signed_size_ on
  // A tile that is not what the records give: whether the tile or a record was altered, the next
  // checkpoint tells.
  std::optional<Finding> differing_tile_;
};

bool FolderPass::find_size() {
  const auto format = store_.get(table::meta, "format");
  if (!format) return unreadable(std::nullopt, format.error());
  const auto version = ledger::parse_decimal(format->value_or(""));
  if (!version) return no(std::nullopt, "format", "the folder does not say what format it has");
  if (*version > ledger::format_version) {
    error_ = ledger::Error{Code::unavailable,
                           "the ledger was written by a newer program: verify it with that one"};
    return false;
  }
  const auto rows = store_.cursor(table::records);
  rows->seek_last(std::string(8, '\xff'));
  if (!rows->valid() && !rows->status()) {
    // The end cannot be seen: the place is where a walk from the start breaks off.
    std::uint64_t readable = 0;
    for (rows->seek(""); rows->valid(); rows->next()) ++readable;
    return ended(*rows, readable);
  }
  if (!rows->valid()) return true;
  if (rows->key().size() != 8)
    return no(std::nullopt, "record", "there is a record without a position");
  size_ = ledger::read_u64(rows->key()) + 1;
  return true;
}

bool FolderPass::expect_kept(const std::optional<std::string>& head, const Pinned& pinned) {
  const auto expect = [&](const std::optional<std::string>& note, std::string where) {
    return !note || tree_.expect_kept({*note, std::move(where)}, key_, size_, report_);
  };
  return expect(head, "the checkpoint in identity/head.a and head.b") &&
         expect(pinned.checkpoint, "the checkpoint given");
}

bool FolderPass::check_records(const Progress& progress) {
  const auto rows = store_.cursor(table::records);
  const auto notes = store_.cursor(table::checkpoints);
  rows->seek("");
  notes->seek("");
  if (!check_checkpoint(*notes) || !tree_.meets_expected(report_)) return false;
  for (std::uint64_t position = 0; position < size_; ++position, rows->next()) {
    if (position % 1000 == 0) progress(position, size_);
    if (!check_row(position, *rows)) return false;
    if (position + 1 == size_ && !tree_.finish()) return false;
    if (!check_checkpoint(*notes) || !tree_.meets_expected(report_)) return false;
  }
  progress(size_, size_);
  if (rows->valid()) return no(size_, "record", "there is a record without a position");
  if (!ended(*rows, size_)) return false;
  if (notes->valid())
    return no(size_, "missing",
              "a checkpoint was signed over more events than there are: those from this position "
              "on are missing");
  return ended(*notes, size_);
}

bool FolderPass::check_row(std::uint64_t position, const ledger::Cursor& rows) {
  if (!rows.valid() && !ended(rows, position)) return false;
  if (!rows.valid() || rows.key() != u64_key(position) || rows.value().size() < sizeof(Hash))
    return no(position, "missing", "the record at this position is missing");
  const std::string_view record = rows.value().substr(sizeof(Hash));
  const Hash leaf = ledger::leaf_hash(record);
  if (ledger::view(leaf) != rows.value().substr(0, sizeof(Hash)))
    return no(position, "leaf_hash", "the record does not have the leaf hash kept beside it");
  if (auto wrong = records_.check(position, record))
    return no(wrong->position, std::move(wrong->kind), std::move(wrong->detail));
  unsigned_.push_back(leaf);
  return check_index(position) && check_keys(position, record) && check_rules(position) &&
         tree_.append(leaf);
}

bool FolderPass::check_rules(std::uint64_t position) {
  if (!rules_) return true;
  const auto judged = rules_->add(records_.take_record());
  return judged ? true : unreadable(position, judged.error());
}

Result<std::string> FolderPass::record_at(std::uint64_t position) const {
  auto row = store_.get(table::records, u64_key(position));
  if (!row) return tl::unexpected(row.error());
  if (!*row || (*row)->size() < sizeof(Hash))
    return ledger::fail(Code::corrupt, "a record that was read is missing");
  return (*row)->substr(sizeof(Hash));
}

// Each personal field has a key in the vault, or it was erased.
bool FolderPass::check_keys(std::uint64_t position, std::string_view record) {
  if (vault_ == nullptr || record.find("{\"sealed\":") == std::string_view::npos) return true;
  const auto event = programme::read_record(record);
  if (!event) return true;  // which its own check has told
  std::optional<Finding> missing;
  programme::Json data = programme::Json::parse(record).at("data");
  programme::visit_fields(
      event->type->fields, data, "/data",
      [&](const std::string& pointer, const programme::Field& field, const programme::Json&,
          const programme::Json& beside) {
        if (!field.is_personal() || missing) return;
        const auto known =
            ledger::Vault::knows(*vault_, programme::subject_of(field, beside, event->subject));
        if (known && *known) return;
        missing = Finding{position, "vault",
                          known ? "the key of " + pointer +
                                      " is missing: the vault is older than the ledger, or that of "
                                      "another one"
                                : "the keys in the vault cannot be read: a file of it is damaged "
                                  "or missing"};
      });
  return !missing || no(missing->position, missing->kind, missing->detail);
}

bool FolderPass::check_vault() {
  if (vault_ == nullptr) return true;
  for (ledger::Table table = 0; table < ledger::Vault::table_names().size(); ++table) {
    const auto rows = vault_->cursor(table);
    for (rows->seek(""); rows->valid();) rows->next();
    if (!rows->status())
      return no(std::nullopt, "vault",
                "the vault cannot be read: a file of it is damaged or missing; put back the newest "
                "copy");
  }
  const auto known = store_.get(table::meta, ledger::vault_generation_row);
  if (!known) return unreadable(std::nullopt, known.error());
  const auto generation = ledger::Vault::generation_in(*vault_);
  if (generation && *generation >= ledger::parse_decimal(known->value_or("0")).value_or(0))
    return true;
  return no(std::nullopt, "vault", "the vault is older than the ledger, or damaged");
}

bool FolderPass::check_index(std::uint64_t position) {
  const auto& keys = records_.keys();
  const auto stream =
      store_.get(table::streams, ledger::stream_key(keys.stream, keys.stream_version));
  if (!stream) return unreadable(position, stream.error());
  if (*stream != u64_key(position))
    return no(position, "index", "the index of streams does not lead to this event");
  const auto claim = store_.get(table::claims, programme::id_claim(keys.source, keys.id));
  if (!claim) return unreadable(position, claim.error());
  if (!*claim || ((*claim)->size() != 8 && (*claim)->size() != 8 + sizeof(Hash)) ||
      !(*claim)->starts_with(u64_key(position)))
    return no(position, "claim",
              "source and id of this event are not claimed by it: they are missing from the "
              "claims, or another event has them too");
  // Those of an older program are made at the next start of a server.
  if (!is_index_current_) return ++claims_, true;
  for (const std::string& name : keys.index_claims) {
    const auto row = store_.get(table::claims, name);
    if (!row) return unreadable(position, row.error());
    if (*row != u64_key(position))
      return no(position, "claim", "a name by which this event is found is missing");
  }
  claims_ += 1 + keys.index_claims.size();
  return true;
}

bool FolderPass::check_tile(const ledger::TileWrite& tile) {
  const bool is_kept = tile.id.level > 0 || tile.hashes.size() == 256 * sizeof(Hash);
  if (!is_kept) return true;
  const auto row = store_.get(table::tiles, tile_key(tile.id));
  const std::uint64_t first = tile.id.index * 256;
  const unsigned height = 8 * tile.id.level;
  if (!row) return unreadable(first << height, row.error());
  if (*row == tile.hashes || differing_tile_) return true;
  const auto at = *row ? first_difference(tile.hashes, **row) : 0;
  const std::string name =
      "tile " + std::to_string(tile.id.level) + "/" + std::to_string(tile.id.index);
  differing_tile_ = Finding{
      (first + at) << height, "tile",
      *row ? name + " does not hold the hashes of the records" : name + " of the tree is missing"};
  return true;
}

// The kept checkpoint of this size, if there is one; there must be one at the first and last.
bool FolderPass::check_checkpoint(ledger::Cursor& notes) {
  const std::uint64_t size = tree_.size();
  if (!notes.valid() && !ended(notes, size)) return false;
  if (!notes.valid() || notes.key() != u64_key(size)) {
    if (size > 0 && size < size_) return true;
    return no(signed_size_, "checkpoint",
              size == 0 ? "the first checkpoint, that of the empty ledger, is missing"
                        : "no signed checkpoint covers the events from this position on");
  }
  const auto checkpoint = ledger::open_checkpoint(notes.value(), key_);
  const auto position = size == 0 ? std::nullopt : std::optional(size - 1);
  if (!checkpoint)
    return no(position, "checkpoint",
              "the checkpoint over " + std::to_string(size) +
                  " events is not signed by the key of this ledger");
  if (checkpoint->size != size)
    return no(position, "checkpoint",
              "the checkpoint kept for " + std::to_string(size) + " events is that of " +
                  std::to_string(checkpoint->size));
  if (checkpoint->root != tree_.root()) return root_differs(size);
  if (differing_tile_) return no(differing_tile_->position, "tile", differing_tile_->detail);
  signed_size_ = size;
  unsigned_.clear();
  ++report_.checkpoints;
  notes.next();
  return true;
}

bool FolderPass::root_differs(std::uint64_t size) {
  auto place = first_unlike_tiles();
  if (!place && differing_tile_) place = differing_tile_->position;
  if (!place && size == signed_size_ + 1) place = signed_size_;
  differing_tile_.reset();
  const std::string cause = "the checkpoint signed over " + std::to_string(size) +
                            " events has another root than the records: ";
  if (place) return no(place, "record", cause + "this record is not the one that was signed");
  return no(signed_size_, "record",
            cause + "one of the positions " + std::to_string(signed_size_) + " to " +
                std::to_string(size - 1) + " is not what was signed");
}

std::optional<std::uint64_t> FolderPass::first_unlike_tiles() const {
  std::string tile;
  for (std::size_t i = 0; i < unsigned_.size(); ++i) {
    const std::uint64_t position = signed_size_ + i;
    if (i == 0 || position % 256 == 0) {
      const auto row = store_.get(table::tiles, tile_key({0, position / 256}));
      tile = row && *row ? **row : "";
    }
    const std::size_t at = position % 256 * sizeof(Hash);
    if (tile.size() < at + sizeof(Hash)) continue;
    if (tile.compare(at, sizeof(Hash), ledger::view(unsigned_[i])) != 0) return position;
  }
  return std::nullopt;
}

// Every record has its row: more rows than records means that some have no record.
bool FolderPass::check_index_sizes() {
  for (const ledger::Table index : {table::streams, table::claims}) {
    const auto rows = store_.cursor(index);
    std::uint64_t count = 0;
    for (rows->seek(""); rows->valid(); rows->next()) ++count;
    if (!ended(*rows, std::nullopt)) return false;
    if (count != (index == table::streams ? size_ : claims_)) return find_extra(index);
  }
  return true;
}

bool is_of(const programme::RecordKeys& keys, ledger::Table index, std::string_view key) {
  if (index == table::streams) return key == ledger::stream_key(keys.stream, keys.stream_version);
  return key == programme::id_claim(keys.source, keys.id) ||
         std::find(keys.index_claims.begin(), keys.index_claims.end(), key) !=
             keys.index_claims.end();
}

bool FolderPass::find_extra(ledger::Table index) {
  const std::string kind = index == table::streams ? "index" : "claim";
  const std::string detail = index == table::streams
                                 ? "the index of streams has a row that no event stands behind"
                                 : "a source and id are claimed that no event has";
  const auto rows = store_.cursor(index);
  for (rows->seek(""); rows->valid(); rows->next()) {
    if (rows->value().size() < 8) return no(std::nullopt, kind, detail);
    const std::uint64_t position = ledger::read_u64(rows->value());
    const auto row = store_.get(table::records, u64_key(position));
    if (!row) return unreadable(position, row.error());
    if (!*row) return no(std::nullopt, kind, detail);
    const auto keys = programme::read_keys(std::string_view(**row).substr(sizeof(Hash)));
    if (!keys || !is_of(*keys, index, rows->key())) return no(position, kind, detail);
  }
  return no(std::nullopt, kind, detail);
}

// The tiles that there must be were compared: here, that there is no other.
bool FolderPass::check_tile_sizes() {
  std::uint64_t wanted = size_ / 256, count = 0;
  for (unsigned level = 1; level < 8; ++level) wanted += ((size_ >> 8 * level) + 255) / 256;
  const auto rows = store_.cursor(table::tiles);
  for (rows->seek(""); rows->valid(); rows->next()) ++count;
  if (!ended(*rows, std::nullopt)) return false;
  if (count == wanted) return true;
  return no(std::nullopt, "tile", "there are tiles that do not belong to the tree");
}

// Of a sentence that goes on.
std::string without_stop(std::string sentence) {
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

Report answer_no(std::string kind, std::string detail) {
  Report report;
  report.no(std::nullopt, std::move(kind), std::move(detail));
  return report;
}

}  // namespace

Result<Report> verify_folder(const std::string& folder, const Pinned& pinned,
                             const Progress& progress) {
  const std::string identity = folder + "/identity";
  const auto text = ledger::read_file(identity + "/verifier-key");
  if (!text && text.error().code == Code::not_found)
    return ledger::fail(Code::not_found,
                        "there is no ledger in " + folder + "; name its folder with --data");
  if (!text) return tl::unexpected(text.error());
  const auto key = ledger::VerifierKey::parse(text->substr(0, text->find('\n')));
  if (!key) return answer_no("key", "identity/verifier-key does not hold a key");
  if (pinned.key && pinned.key->text() != key->text())
    return answer_no("key", "the folder is signed by " + key->text() + ", not by the key given");
  // The head before the store, which may grow meanwhile.
  const auto slots = ledger::HeadSlots::open(identity, true);
  if (!slots && slots.error().code == Code::unavailable) return tl::unexpected(slots.error());
  if (!slots)
    return answer_no("head",
                     "identity/head.a and head.b are missing or damaged: they tell whether "
                     "acknowledged events are missing");
  const auto store = ledger::RocksStore::open(folder + "/ledger", ledger::ledger_tables(),
                                              ledger::Access::inspect);
  if (!store && (store.error().code == Code::corrupt || store.error().code == Code::not_found))
    return answer_no("storage", without_stop(store.error().message));
  if (!store) return tl::unexpected(store.error());
  // A copy without the vault has no keys to look at.
  const auto vault = ledger::RocksStore::open(folder + "/vault", ledger::Vault::table_names(),
                                              ledger::Access::inspect);
  if (!vault && vault.error().code == Code::unavailable) return tl::unexpected(vault.error());
  auto report = FolderPass(**store, vault ? vault->get() : nullptr, *key)
                    .run(slots->latest(), pinned, progress);
  if (report && !vault && vault.error().code == Code::corrupt)
    report->no(std::nullopt, "vault", without_stop(vault.error().message));
  return report;
}

}  // namespace tools
