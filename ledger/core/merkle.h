// The prover's side of the Merkle tree of RFC 6962 2.1 and RFC 9162 2.1: roots and proofs in
// O(log size) nodes. The checker's side is proof.h.
//
// A node is named by height and index: it is the hash of the perfect subtree over the leaves
// [index << height, (index + 1) << height). Nodes of perfect subtrees never change, which is what
// lets tiles.h store them for ever. Sizes go up to 2^63.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/core/bytes.h"
#include "ledger/core/proof.h"
#include "ledger/core/result.h"

namespace ledger {

class NodeReader {
 public:
  virtual ~NodeReader() = default;
  // Errors are those of what the nodes are kept in.
  virtual Result<Hash> node(unsigned height, std::uint64_t index) const = 0;
};

// The root of the tree of the first `size` leaves; of an empty tree, sha256("").
Result<Hash> root_at(std::uint64_t size, const NodeReader& nodes);

// invalid: position >= size.
Result<Proof> prove_inclusion(std::uint64_t position, std::uint64_t size, const NodeReader& nodes);

// That the first `older` leaves of the tree of `newer` leaves are the older tree. Empty for
// older == 0, which needs no proof.  invalid: older > newer.
Result<Proof> prove_consistency(std::uint64_t older, std::uint64_t newer, const NodeReader& nodes);

// A tile holds the hashes [256 * index, 256 * index + 256) of the nodes of height 8 * level, and so
// stands for 8 heights of the tree. A tree of `size` leaves has size >> 8 * level hashes at a
// level; its last tile there may be partial.
struct TileId {
  unsigned level = 0;  // 0..7
  std::uint64_t index = 0;

  bool operator==(const TileId&) const = default;
};

class TileSource {
 public:
  virtual ~TileSource() = default;
  // The first `width` (1..256) hashes of the tile, concatenated: 32 * width bytes.
  virtual Result<std::string> hashes(TileId id, unsigned width) const = 0;
};

// Nodes computed from tiles. Remembers the tiles it read last, so that a proof reads each one once.
//
// Threads: none; make one for each proof.
class TileNodes : public NodeReader {
 public:
  // For the tree of `size` leaves. `tiles` must outlive this object.
  TileNodes(std::uint64_t size, const TileSource& tiles) : size_(size), tiles_(&tiles) {}

  // invalid: the node covers leaves past the tree.  corrupt: the source gave another length.
  Result<Hash> node(unsigned height, std::uint64_t index) const override;

 private:
  struct Read {
    TileId id;
    std::string hashes;
  };
  Result<const Read*> read(TileId id) const;

  std::uint64_t size_;
  const TileSource* tiles_;          // not owned
  mutable std::vector<Read> reads_;  // at most `reads_kept`, a ring
  mutable std::size_t oldest_ = 0;   // what the next read replaces when the ring is full
};

// A tile to be stored: its whole content so far.
struct TileWrite {
  TileId id;
  std::string hashes;  // 32 bytes each, 1..256 of them
};

// The right edge of a growing tree, in memory: what an appender needs, however large the tree is.
// It holds every node of the partial tile at each level, and of the tiles touched since trim(), so
// roots, and proofs for leaves appended since then, need nothing else. An append costs one node
// hash on average. Copying is cheap (a few thousand hashes), so that a caller can try and throw
// away.
//
// Threads: none.
class Tail : public NodeReader {
 public:
  // The edge of the tree of `size` leaves. Reads one partial tile a level, at level 0 too, where
  // take_tiles() gives full tiles only: the source must know the last leaves from elsewhere.
  // corrupt: the source gave another length. Whether its hashes are true, root() tells.
  static Result<Tail> restore(std::uint64_t size, const TileSource& tiles);

  void append(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  Hash root() const;
  // not_found: the node is not complete yet, or trimmed.
  Result<Hash> node(unsigned height, std::uint64_t index) const override;

  // What to store since the last call: each tile of level 0 that became full, and each tile of a
  // higher level that gained a hash, in the order of level, then index.
  std::vector<TileWrite> take_tiles();

  // Forgets the full tiles that take_tiles() has given out.
  void trim();

 private:
  // The nodes of one height from index `first` to the edge.
  struct Row {
    std::uint64_t first = 0;
    std::vector<Hash> nodes;
  };
  Result<void> restore_level(unsigned level, const TileSource& tiles);
  Row& row(unsigned height);
  std::string hashes(TileId id, std::uint64_t count) const;

  std::uint64_t size_ = 0;
  std::uint64_t taken_ = 0;  // size at the last take_tiles()
  std::vector<Row> rows_;    // by height
};

}  // namespace ledger
