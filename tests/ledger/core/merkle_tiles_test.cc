// The two tile-shaped readers of merkle.h: Tail and TileNodes.
#include <catch2/catch.hpp>
#include <random>

#include "ledger/core/merkle.h"
#include "ledger/core/sha256.h"
#include "tests/support/laws.h"
#include "tests/support/reference_tree.h"

namespace ledger {
namespace {

using support::TileShelf;

std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> leaves(count);
  for (std::size_t i = 0; i < count; ++i) leaves[i] = leaf_hash("record " + std::to_string(i));
  return leaves;
}

TEST_CASE("a tile is given out when it is full, and at the higher levels whenever it grows") {
  const std::vector<Hash> leaves = some_leaves(513);
  Tail tail;
  const auto append_up_to = [&](std::uint64_t size) {
    while (tail.size() < size) tail.append(leaves[tail.size()]);
    std::vector<std::pair<TileId, std::size_t>> widths;
    for (const TileWrite& write : tail.take_tiles()) {
      widths.emplace_back(write.id, write.hashes.size() / 32);
    }
    tail.trim();
    return widths;
  };
  using Widths = std::vector<std::pair<TileId, std::size_t>>;
  CHECK(append_up_to(255).empty());
  CHECK(append_up_to(256) == Widths{{{0, 0}, 256}, {{1, 0}, 1}});
  CHECK(append_up_to(256).empty());
  CHECK(append_up_to(257).empty());
  CHECK(append_up_to(511).empty());
  CHECK(append_up_to(513) == Widths{{{0, 1}, 256}, {{1, 0}, 2}});
}

TEST_CASE("a tree of 70,000 leaves has the tiles that C2SP tlog-tiles says") {
  const std::vector<Hash> leaves = some_leaves(70'000);
  Tail tail;
  for (const Hash& leaf : leaves) tail.append(leaf);
  const std::vector<TileWrite> writes = tail.take_tiles();
  REQUIRE(writes.size() == 273 + 2 + 1);
  CHECK(writes[272].id == TileId{0, 272});
  CHECK(writes[273].id == TileId{1, 0});
  CHECK(writes[273].hashes.size() == 256 * 32);
  CHECK(writes[274].hashes.size() == 17 * 32);
  CHECK(writes[275].id == TileId{2, 0});
  CHECK(writes[275].hashes.size() == 32);
}

TEST_CASE("the eight-leaf tree has the tile of the vectors") {
  Tail tail;
  std::string tile;
  for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                          "606162636465666768696a6b6c6d6e6f"}) {
    tail.append(leaf_hash(from_hex(hex).value()));
  }
  for (std::uint64_t i = 0; i < 8; ++i) tile += view(tail.node(0, i).value());
  CHECK(to_hex(view(sha256(tile))) ==
        "aea2f1bbb5140fd5f8eacb503fdf54c00c3d860c72588e40233addd416bc8f10");
}

TEST_CASE("the tail restored at any size up to 700 goes on as the one that was never closed") {
  const std::vector<Hash> leaves = some_leaves(1400);
  TileShelf shelf(leaves);
  Tail grown;
  for (std::uint64_t size = 0; size <= 700; ++size) {
    shelf.put(grown.take_tiles());
    grown.trim();
    Tail restored = Tail::restore(size, shelf).value();
    REQUIRE(restored.size() == size);
    REQUIRE(restored.root() == grown.root());
    Tail going_on = grown;
    for (std::uint64_t i = size; i < size + 300; ++i) {
      restored.append(leaves[i]);
      going_on.append(leaves[i]);
    }
    REQUIRE(restored.root() == going_on.root());
    const auto left = restored.take_tiles();
    const auto right = going_on.take_tiles();
    REQUIRE(left.size() == right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
      REQUIRE(left[i].id == right[i].id);
      REQUIRE(left[i].hashes == right[i].hashes);
    }
    grown.append(leaves[size]);
  }
}

// One batch as the ledger appends it: grow, prove what is new from the tail, store, trim.
void append_batch(Tail& tail, TileShelf& shelf, const std::vector<Hash>& leaves,
                  std::uint64_t count) {
  const std::uint64_t first = tail.size();
  const Hash older_root = tail.root();
  for (std::uint64_t i = 0; i < count; ++i) tail.append(leaves[tail.size()]);
  const Hash root = tail.root();
  std::vector<Proof> proofs;
  for (std::uint64_t i = first; i < tail.size(); ++i) {
    proofs.push_back(prove_inclusion(i, tail.size(), tail).value());
    REQUIRE(verify_inclusion(i, tail.size(), leaves[i], proofs.back(), root));
  }
  const Proof consistency = prove_consistency(first, tail.size(), tail).value();
  REQUIRE(verify_consistency(first, tail.size(), consistency, older_root, root));

  shelf.put(tail.take_tiles());
  tail.trim();
  REQUIRE(tail.root() == root);
  REQUIRE(root_at(tail.size(), TileNodes(tail.size(), shelf)).value() == root);
  REQUIRE(prove_consistency(first, tail.size(), TileNodes(tail.size(), shelf)) == consistency);
  for (std::uint64_t i = 0; i < proofs.size(); i += 1 + proofs.size() / 5) {
    REQUIRE(prove_inclusion(first + i, tail.size(), TileNodes(tail.size(), shelf)) == proofs[i]);
  }
}

TEST_CASE("tail and tiles give the same roots and proofs across batches of any size") {
  std::mt19937_64 random(support::seed_of("tail and tiles"));
  const std::vector<Hash> leaves = some_leaves(80'000);
  TileShelf shelf(leaves);
  Tail tail;
  while (tail.size() < 67'000) {
    // Small and large ones, and at times as many as fill the last tile exactly.
    const std::uint64_t fill = 256 - tail.size() % 256;
    const std::uint64_t sizes[] = {random() % 3, random() % 20, random() % 1000 + 1, fill};
    append_batch(tail, shelf, leaves, sizes[random() % 4]);
  }
  const Hash root = tail.root();
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t size = random() % tail.size() + 1;
    const std::uint64_t position = random() % size;
    const TileNodes then(size, shelf);
    const Hash older_root = root_at(size, then).value();
    REQUIRE(verify_inclusion(position, size, leaves[position],
                             prove_inclusion(position, size, then).value(), older_root));
    const Proof proof = prove_consistency(size, tail.size(), TileNodes(tail.size(), shelf)).value();
    REQUIRE(verify_consistency(size, tail.size(), proof, older_root, root));
  }
}

TEST_CASE("nodes that were not taken survive a trim, and others are gone") {
  const std::vector<Hash> leaves = some_leaves(1000);
  Tail tail;
  for (std::uint64_t i = 0; i < 600; ++i) tail.append(leaves[i]);
  tail.trim();
  CHECK(tail.node(0, 0).value() == leaves[0]);
  CHECK(tail.take_tiles().size() == 3);
  tail.trim();
  CHECK(tail.node(0, 511).error().code == Code::not_found);
  CHECK(tail.node(0, 512).value() == leaves[512]);
  CHECK(tail.node(8, 1).has_value());
  CHECK(tail.node(0, 600).error().code == Code::not_found);
  CHECK(tail.node(40, 0).error().code == Code::not_found);
}

TEST_CASE("a copy of a tail can be thrown away") {
  Tail tail;
  tail.append(leaf_hash("a"));
  const Hash root = tail.root();
  Tail copy = tail;
  copy.append(leaf_hash("b"));
  CHECK(copy.root() != root);
  CHECK(tail.root() == root);
}

TEST_CASE("one proof reads each tile once") {
  const std::vector<Hash> leaves = some_leaves(70'000);
  TileShelf shelf(leaves);
  Tail tail;
  for (const Hash& leaf : leaves) tail.append(leaf);
  shelf.put(tail.take_tiles());
  const TileNodes nodes(70'000, shelf);
  REQUIRE(prove_inclusion(12'345, 70'000, nodes));
  CHECK(shelf.reads() == 4);  // of levels 0 and 1: the tile of the leaf, and the last one
}

// Gives tiles that are one hash short.
class ShortTiles : public TileSource {
 public:
  Result<std::string> hashes(TileId, unsigned width) const override {
    return std::string((width - 1) * 32, 'h');
  }
};

TEST_CASE("a tile of a wrong length is corrupt, and a node outside the tree is invalid") {
  const ShortTiles tiles;
  CHECK(TileNodes(300, tiles).node(0, 0).error().code == Code::corrupt);
  CHECK(Tail::restore(300, tiles).error().code == Code::corrupt);
  CHECK(TileNodes(300, tiles).node(0, 300).error().code == Code::invalid);
  CHECK(TileNodes(300, tiles).node(8, 1).error().code == Code::invalid);
  CHECK(TileNodes(300, tiles).node(64, 0).error().code == Code::invalid);
}

TEST_CASE("the empty tree has a tail") {
  const Tail tail = Tail::restore(0, ShortTiles()).value();
  CHECK(tail.size() == 0);
  CHECK(tail.root() == sha256(""));
}

}  // namespace
}  // namespace ledger
