#include "ledger/core/merkle.h"

#include <algorithm>
#include <bit>

#include "ledger/core/sha256.h"

namespace ledger {
namespace {

// Leaves [first, last): a subtree of the RFC, so `first` is a multiple of the least power of two
// that is not smaller than the length.
struct Range {
  std::uint64_t first;
  std::uint64_t last;

  std::uint64_t length() const { return last - first; }
  // Where the RFC splits it: after the largest power of two smaller than the length.
  std::uint64_t split() const { return first + std::bit_floor(length() - 1); }
};

// Requires a range that is not empty.
Result<Hash> root_of(Range range, const NodeReader& nodes) {
  std::vector<Hash> perfect;  // the subtrees from the largest to the smallest, left to right
  while (range.length() != 0) {
    const unsigned height = static_cast<unsigned>(std::bit_width(range.length()) - 1);
    Result<Hash> node = nodes.node(height, range.first >> height);
    if (!node) return node;
    perfect.push_back(*node);
    range.first += std::uint64_t{1} << height;
  }
  Hash root = perfect.back();
  for (std::size_t i = perfect.size() - 1; i-- > 0;) root = node_hash(perfect[i], root);
  return root;
}

// The roots of `ranges` from the last to the first: proofs are found from the root down, and
// written from the leaves up.
Result<Proof> roots_upwards(const std::vector<Range>& ranges, const NodeReader& nodes) {
  Proof proof;
  proof.reserve(ranges.size());
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    Result<Hash> root = root_of(*range, nodes);
    if (!root) return tl::unexpected(root.error());
    proof.push_back(*root);
  }
  return proof;
}

}  // namespace

Result<Hash> root_at(std::uint64_t size, const NodeReader& nodes) {
  if (size == 0) return sha256("");
  return root_of({0, size}, nodes);
}

Result<Proof> prove_inclusion(std::uint64_t position, std::uint64_t size, const NodeReader& nodes) {
  if (position >= size) return fail(Code::invalid, "the position is not in the tree");
  Range range{0, size};
  std::vector<Range> siblings;
  while (range.length() > 1) {
    const std::uint64_t split = range.split();
    if (position < split) {
      siblings.push_back({split, range.last});
      range.last = split;
    } else {
      siblings.push_back({range.first, split});
      range.first = split;
    }
  }
  return roots_upwards(siblings, nodes);
}

Result<Proof> prove_consistency(std::uint64_t older, std::uint64_t newer, const NodeReader& nodes) {
  if (older > newer) return fail(Code::invalid, "the older tree is larger than the newer one");
  if (older == 0) return Proof{};
  Range range{0, newer};
  std::vector<Range> siblings;
  while (range.last != older) {
    const std::uint64_t split = range.split();
    if (older <= split) {
      siblings.push_back({split, range.last});
      range.last = split;
    } else {
      siblings.push_back({range.first, split});
      range.first = split;
    }
  }
  // What is left is the older tree itself, whose root the checker has, or the last part of it.
  if (range.first != 0) siblings.push_back(range);
  return roots_upwards(siblings, nodes);
}

}  // namespace ledger
