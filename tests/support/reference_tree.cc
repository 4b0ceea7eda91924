#include "tests/support/reference_tree.h"

#include "ledger/core/sha256.h"

namespace support {

using namespace ledger;

namespace {

// The largest power of two smaller than `length`, found as a beginner would.
std::uint64_t split_of(std::uint64_t length) {
  std::uint64_t power = 1;
  while (power * 2 < length) power *= 2;
  return power;
}

}  // namespace

ReferenceTree::ReferenceTree(std::uint64_t size) {
  for (std::uint64_t i = 0; i < size; ++i) {
    leaves_.push_back(leaf_hash("record " + std::to_string(i)));
  }
}

Hash ReferenceTree::mth(std::uint64_t first, std::uint64_t last) const {
  if (first == last) return sha256("");
  if (last - first == 1) return leaves_[first];
  const auto known = known_.find({first, last});
  if (known != known_.end()) return known->second;
  const std::uint64_t middle = first + split_of(last - first);
  return known_[{first, last}] = node_hash(mth(first, middle), mth(middle, last));
}

Result<Hash> ReferenceTree::node(unsigned height, std::uint64_t index) const {
  return mth(index << height, (index + 1) << height);
}

Proof ReferenceTree::inclusion(std::uint64_t position, std::uint64_t size) const {
  Proof proof;
  path(position, {0, size}, proof);
  return proof;
}

void ReferenceTree::path(std::uint64_t position, Subtree subtree, Proof& proof) const {
  const auto [first, last] = subtree;
  if (last - first == 1) return;
  const std::uint64_t middle = first + split_of(last - first);
  path(position, position < middle ? Subtree{first, middle} : Subtree{middle, last}, proof);
  proof.push_back(position < middle ? mth(middle, last) : mth(first, middle));
}

Proof ReferenceTree::consistency(std::uint64_t older, std::uint64_t newer) const {
  Proof proof;
  subproof(older, {0, newer}, proof);
  return proof;
}

void ReferenceTree::subproof(std::uint64_t older, Subtree subtree, Proof& proof) const {
  const auto [first, last] = subtree;
  if (older == last) {
    if (first != 0) proof.push_back(mth(first, last));
    return;
  }
  const std::uint64_t middle = first + split_of(last - first);
  subproof(older, older <= middle ? Subtree{first, middle} : Subtree{middle, last}, proof);
  proof.push_back(older <= middle ? mth(middle, last) : mth(first, middle));
}

void TileShelf::put(const std::vector<TileWrite>& writes) {
  for (const TileWrite& write : writes) tiles_[{write.id.level, write.id.index}] = write.hashes;
}

Result<std::string> TileShelf::hashes(TileId id, unsigned width) const {
  ++reads_;
  const auto tile = tiles_.find({id.level, id.index});
  if (tile != tiles_.end()) return tile->second.substr(0, width * sizeof(Hash));
  if (id.level != 0) return fail(Code::not_found, "no such tile");
  std::string bytes;
  for (std::uint64_t i = 0; i < width; ++i) bytes += view(leaves_[id.index * 256 + i]);
  return bytes;
}

}  // namespace support
