// The Merkle tree of RFC 9162 2.1 as the RFC writes it: recursive and slow. What the fast one is
// held against.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "ledger/core/bytes.h"
#include "ledger/core/merkle.h"

namespace support {

// Positions and sizes as in the RFC: the subtree over the leaves [first, last).
class ReferenceTree : public ledger::NodeReader {
 public:
  // `size` leaves, the hashes of records that say their position.
  explicit ReferenceTree(std::uint64_t size);

  const std::vector<ledger::Hash>& leaves() const { return leaves_; }
  ledger::Hash root(std::uint64_t size) const { return mth(0, size); }
  ledger::Proof inclusion(std::uint64_t position, std::uint64_t size) const;
  ledger::Proof consistency(std::uint64_t older, std::uint64_t newer) const;
  ledger::Result<ledger::Hash> node(unsigned height, std::uint64_t index) const override;

  ledger::Hash mth(std::uint64_t first, std::uint64_t last) const;

 private:
  struct Subtree {
    std::uint64_t first;
    std::uint64_t last;
  };
  void path(std::uint64_t position, Subtree subtree, ledger::Proof& proof) const;
  void subproof(std::uint64_t older, Subtree subtree, ledger::Proof& proof) const;

  std::vector<ledger::Hash> leaves_;
  mutable std::map<std::pair<std::uint64_t, std::uint64_t>, ledger::Hash> known_;
};

// A store of tiles as take_tiles() fills it, with the leaves beside it for the last tile of level
// 0.
class TileShelf : public ledger::TileSource {
 public:
  explicit TileShelf(const std::vector<ledger::Hash>& leaves) : leaves_(leaves) {}
  void put(const std::vector<ledger::TileWrite>& writes);
  ledger::Result<std::string> hashes(ledger::TileId id, unsigned width) const override;
  // How often hashes() was called.
  std::size_t reads() const { return reads_; }

 private:
  const std::vector<ledger::Hash>& leaves_;
  std::map<std::pair<unsigned, std::uint64_t>, std::string> tiles_;
  mutable std::size_t reads_ = 0;
};

}  // namespace support
