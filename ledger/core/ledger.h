// The ledger: an append-only sequence of records under one Merkle tree (RFC 9162).
//
// A record is bytes; the ledger never looks inside one. Once appended, a record keeps its position
// and its bytes for ever, so anyone who kept an older checkpoint can demand proof that nothing
// under it has moved. Each record also belongs to one named stream, which gives it a version there.
//
// Precious rows are the records, the tiles and the checkpoints. The stream index and the claims
// are derived: they can be made again from the records.
//
// Threads: one writer at a time calls apply(); any number of readers, also during a write, without
// a lock. A reader sees whole commits only.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/bytes.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/head_slot.h"
#include "ledger/core/merkle.h"
#include "ledger/core/note.h"
#include "ledger/core/result.h"
#include "ledger/core/store.h"

namespace ledger {

// The tables of the store that a ledger is kept in, in the order of ledger_tables().
namespace table {
inline constexpr Table meta = 0, records = 1, tiles = 2, checkpoints = 3, streams = 4, claims = 5;
}
const std::vector<std::string>& ledger_tables();

// The version of what is on disk. A ledger written by a newer program is refused.
inline constexpr std::uint64_t format_version = 1;
// Bytes of one record: a C2SP entry bundle has two bytes for its length.
inline constexpr std::size_t record_size_max = 65'535;

// Where a stream ends.
struct StreamHead {
  std::uint64_t version = 0;   // number of its events
  std::uint64_t position = 0;  // of the last
};

// A name that one record holds for ever, so that no other may.
struct ClaimHeld {
  std::uint64_t position = 0;
  std::string value;
};

// The row of `meta` with the generation of the vault that the records stand on, as a decimal.
inline constexpr std::string_view vault_generation_row = "vault_generation";

// What is added by one synced write: whole, with its checkpoint and its index, so that another
// machine can apply it as it is.
struct Commit {
  std::uint64_t first = 0;  // position of the first new record
  std::uint64_t size = 0;   // of the ledger afterwards
  std::string checkpoint;   // signed note over that size
  StoreBatch rows;
  bool empty() const { return size == first; }
};

// An event's place, its record, and the proof that a signed checkpoint covers it.
struct Receipt {
  std::string record;
  std::uint64_t position = 0;
  Hash leaf{};
  std::uint64_t tree_size = 0;
  Proof proof;
  std::string checkpoint;
};

// Keys of derived rows.
std::string stream_key(std::string_view stream, std::uint64_t version);
std::string record_row(const Hash& leaf, std::string_view record);

class Ledger : public TileSource {
 public:
  // Makes `store`, which must be empty, the ledger of size 0 whose signed checkpoint is given.
  static Result<void> create(Store& store, std::string_view checkpoint);

  // Opens the ledger in `store`. `key` is what its checkpoints are signed with; `slots`, where
  // given, is written at each apply(); `store` and `slots` must outlive the ledger.
  // corrupt: the records end before the last checkpoint that was given out (kept in `head`), the
  // tree does not come to a signed checkpoint, or the folder is of a newer program.
  static Result<std::unique_ptr<Ledger>> open(Store& store, const VerifierKey& key,
                                              std::optional<std::string> head, HeadSlots* slots);
  // The same, for reading alone. apply() must not be called.
  static Result<std::unique_ptr<Ledger>> open_reader(const Reader& store, const VerifierKey& key,
                                                     std::optional<std::string> head);

  // Writes the commit, whose `first` must be size(), then the head slot; when it returns, the
  // records are on disk and readers see them.
  // unavailable: whether it is on disk is unknown. The ledger takes no further commit until it is
  // opened again, since a sync that failed once must not be believed the second time.
  Result<void> apply(const Commit& commit);
  // Takes no further commit: something that a commit stands on could not be written.
  void fail_writes() { failed_.store(true, std::memory_order_release); }
  bool read_only() const { return failed_.load(std::memory_order_acquire); }

  std::uint64_t size() const { return size_.load(std::memory_order_acquire); }
  const VerifierKey& key() const { return key_; }

  // not_found: position >= size(). corrupt: the bytes do not match their leaf hash.
  Result<std::string> record(std::uint64_t position) const;

  // Calls `visit` with the records of [first, last) in order, until it returns false.
  using Visitor = std::function<Result<bool>(std::uint64_t position, std::string_view record)>;
  Result<void> scan(std::uint64_t first, std::uint64_t last, const Visitor& visit) const;
  // Positions of a stream's events from `first_version` on, in order.
  using PositionVisitor =
      std::function<Result<bool>(std::uint64_t version, std::uint64_t position)>;
  Result<void> scan_stream(std::string_view stream, std::uint64_t first_version,
                           const PositionVisitor& visit) const;

  Result<std::optional<StreamHead>> stream_head(std::string_view stream) const;
  Result<std::optional<ClaimHeld>> claim(std::string_view name) const;
  // Names that are held under a prefix, or in [first, last), in order.
  Result<std::vector<std::string>> claims_under(std::string_view prefix) const;
  Result<std::vector<std::string>> claims_in(std::string_view first, std::string_view last) const;

  // The checkpoint that was signed at this size. not_found: none was.
  Result<std::string> checkpoint(std::uint64_t tree_size) const;
  // The first checkpoint that covers `position`: that of the commit which recorded it.
  // not_found: position >= size().
  Result<std::pair<std::uint64_t, std::string>> checkpoint_covering(std::uint64_t position) const;

  // The receipt under the checkpoint signed at `tree_size`; without one, under that of the
  // event's own commit, which gives the same bytes however often it is asked for.
  Result<Receipt> receipt(std::uint64_t position,
                          std::optional<std::uint64_t> tree_size = std::nullopt) const;
  // invalid: older > newer. not_found: newer > size().
  Result<Proof> consistency(std::uint64_t older, std::uint64_t newer) const;

  // The first `width` hashes of a tile. not_found: the tree does not hold so many.
  Result<std::string> hashes(TileId id, unsigned width) const override;

 private:
  Ledger(const Reader& reader, Store* store, VerifierKey key, HeadSlots* slots)
      : reader_(&reader), store_(store), slots_(slots), key_(std::move(key)) {}
  static Result<std::unique_ptr<Ledger>> opened(std::unique_ptr<Ledger> ledger,
                                                std::optional<std::string> head);
  Result<void> recover(const std::optional<std::string>& head);
  Result<void> recover_tree();
  Result<void> check_head(const std::string& head) const;
  Result<std::string> leaf_hashes(std::uint64_t tile, unsigned width) const;
  Result<std::uint64_t> recovered_size() const;
  Result<void> check_signed(std::uint64_t tree_size, std::string_view note) const;

  const Reader* reader_;  // not owned
  Store* store_;          // the same store, or null where it is read alone
  HeadSlots* slots_;      // not owned; may be null
  VerifierKey key_;
  std::atomic<std::uint64_t> size_ = 0;
  std::atomic<bool> failed_ = false;
};

}  // namespace ledger
