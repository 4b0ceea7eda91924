// How merkle.h cuts the tree into tiles: TileNodes and Tail.
#include <algorithm>
#include <cstring>

#include "ledger/core/check.h"
#include "ledger/core/merkle.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

constexpr std::uint64_t tile_width = 256;
constexpr unsigned tile_height = 8;
constexpr unsigned levels = 8;
constexpr std::size_t hash_size = sizeof(Hash);
constexpr std::size_t reads_kept = 16;  // two a level: what a proof touches

// How many hashes a tree of `size` leaves has at the level.
std::uint64_t count_at(unsigned level, std::uint64_t size) { return size >> tile_height * level; }

// The first hash of the level that is in the partial tile, or would be.
std::uint64_t partial_from(std::uint64_t count) { return count & ~(tile_width - 1); }

Result<std::string> checked_hashes(const TileSource& tiles, TileId id, unsigned width) {
  Result<std::string> hashes = tiles.hashes(id, width);
  if (hashes && hashes->size() != width * hash_size) {
    return fail(Code::corrupt, "a tile of the tree has a wrong length");
  }
  return hashes;
}

std::vector<Hash> split_hashes(std::string_view bytes) {
  std::vector<Hash> hashes(bytes.size() / hash_size);
  std::memcpy(hashes.data(), bytes.data(), bytes.size());
  return hashes;
}

// Every two neighbours become one; an odd last hash is left out.
std::vector<Hash> parents(const std::vector<Hash>& hashes) {
  std::vector<Hash> above(hashes.size() / 2);
  for (std::size_t i = 0; i < above.size(); ++i) {
    above[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
  }
  return above;
}

}  // namespace

Result<Hash> TileNodes::node(unsigned height, std::uint64_t index) const {
  if (height > 63 || index >= size_ >> height) {
    return fail(Code::invalid, "the node is not in the tree");
  }
  const unsigned level = height / tile_height;
  const unsigned above = height % tile_height;
  const std::uint64_t first = index << above;
  const Result<const Read*> tile = read({level, first / tile_width});
  if (!tile) return tl::unexpected(tile.error());
  const std::string_view bytes((*tile)->hashes);
  const std::size_t begin = first % tile_width * hash_size;
  std::vector<Hash> hashes = split_hashes(bytes.substr(begin, hash_size << above));
  while (hashes.size() > 1) hashes = parents(hashes);
  return hashes[0];
}

Result<const TileNodes::Read*> TileNodes::read(TileId id) const {
  for (const Read& known : reads_) {
    if (known.id == id) return &known;
  }
  const std::uint64_t left = count_at(id.level, size_) - id.index * tile_width;
  const auto width = static_cast<unsigned>(std::min(left, tile_width));
  Result<std::string> hashes = checked_hashes(*tiles_, id, width);
  if (!hashes) return tl::unexpected(hashes.error());
  if (reads_.size() < reads_kept) return &reads_.emplace_back(Read{id, std::move(*hashes)});
  Read& replaced = reads_[oldest_];
  oldest_ = (oldest_ + 1) % reads_kept;
  replaced = {id, std::move(*hashes)};
  return &replaced;
}

Result<Tail> Tail::restore(std::uint64_t size, const TileSource& tiles) {
  Tail tail;
  tail.size_ = tail.taken_ = size;
  for (unsigned level = 0; level < levels && count_at(level, size) != 0; ++level) {
    const Result<void> restored = tail.restore_level(level, tiles);
    if (!restored) return tl::unexpected(restored.error());
  }
  return tail;
}

Result<void> Tail::restore_level(unsigned level, const TileSource& tiles) {
  const std::uint64_t count = count_at(level, size_);
  const std::uint64_t first = partial_from(count);
  const auto width = static_cast<unsigned>(count - first);
  std::vector<Hash> nodes;
  if (width != 0) {
    const Result<std::string> hashes = checked_hashes(tiles, {level, first / tile_width}, width);
    if (!hashes) return tl::unexpected(hashes.error());
    nodes = split_hashes(*hashes);
  }
  for (unsigned above = 0; above < tile_height; ++above) {
    std::vector<Hash> next = parents(nodes);
    row(level * tile_height + above) = {first >> above, std::move(nodes)};
    nodes = std::move(next);
  }
  return {};
}

Tail::Row& Tail::row(unsigned height) {
  if (height >= rows_.size()) rows_.resize(height + 1);
  return rows_[height];
}

void Tail::append(const Hash& leaf) {
  Hash node = leaf;
  std::uint64_t index = size_;
  for (unsigned height = 0;; ++height, index >>= 1) {
    std::vector<Hash>& nodes = row(height).nodes;
    nodes.push_back(node);
    if ((index & 1) == 0) break;
    node = node_hash(nodes[nodes.size() - 2], node);
  }
  ++size_;
}

Hash Tail::root() const {
  const Result<Hash> root = root_at(size_, *this);
  LEUIT_CHECK(root.has_value());
  return *root;
}

Result<Hash> Tail::node(unsigned height, std::uint64_t index) const {
  if (height < rows_.size()) {
    const Row& held = rows_[height];
    if (index >= held.first && index - held.first < held.nodes.size()) {
      return held.nodes[index - held.first];
    }
  }
  return fail(Code::not_found, "the node is not at the edge of the tree");
}

std::vector<TileWrite> Tail::take_tiles() {
  std::vector<TileWrite> writes;
  for (unsigned level = 0; level < levels && count_at(level, size_) != 0; ++level) {
    const std::uint64_t taken = count_at(level, taken_);
    const std::uint64_t count = count_at(level, size_);
    const std::uint64_t last = level == 0 ? partial_from(count) : count;
    for (std::uint64_t first = partial_from(taken); taken < count && first < last;
         first += tile_width) {
      const TileId id{level, first / tile_width};
      writes.push_back({id, hashes(id, std::min(tile_width, last - first))});
    }
  }
  taken_ = size_;
  return writes;
}

std::string Tail::hashes(TileId id, std::uint64_t count) const {
  const Row& held = rows_[id.level * tile_height];
  const std::uint64_t first = id.index * tile_width;
  LEUIT_CHECK(first >= held.first && first - held.first + count <= held.nodes.size());
  const auto* begin = reinterpret_cast<const char*>(&held.nodes[first - held.first]);
  return {begin, count * hash_size};
}

void Tail::trim() {
  for (unsigned height = 0; height < rows_.size(); ++height) {
    Row& held = rows_[height];
    const std::uint64_t count = count_at(height / tile_height, taken_);
    const std::uint64_t first = partial_from(count) >> height % tile_height;
    if (first <= held.first) continue;
    const auto forgotten = static_cast<std::ptrdiff_t>(first - held.first);
    held.nodes.erase(held.nodes.begin(), held.nodes.begin() + forgotten);
    held.first = first;
  }
}

}  // namespace ledger
