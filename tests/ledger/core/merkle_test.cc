#include "ledger/core/merkle.h"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <bit>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ledger/core/sha256.h"
#include "tests/support/paths.h"
#include "tests/support/reference_tree.h"

namespace ledger {
namespace {

using support::ReferenceTree;

const nlohmann::json& vectors() {
  static const nlohmann::json all = [] {
    std::ifstream file(support::source_path("tests/data/vectors/merkle.json"));
    return nlohmann::json::parse(file);
  }();
  return all;
}

std::string hex(const Hash& hash) { return to_hex(view(hash)); }

std::vector<std::string> hex(const Proof& proof) {
  std::vector<std::string> lines;
  for (const Hash& hash : proof) lines.push_back(hex(hash));
  return lines;
}

Tail tree_of(const std::vector<std::string>& records) {
  Tail tree;
  for (const std::string& record : records) tree.append(leaf_hash(record));
  return tree;
}

Tail eight_leaves() {
  std::vector<std::string> records;
  for (const auto& input : vectors()["leafInputs"]) {
    records.push_back(from_hex(input.get<std::string>()).value());
  }
  return tree_of(records);
}

// The tree of the digests in transparency-dev/merkle: leaf i is the one byte i.
Tail one_byte_leaves() {
  std::vector<std::string> records;
  for (int i = 0; i < 130; ++i) records.emplace_back(1, static_cast<char>(i));
  return tree_of(records);
}

// The subtree that begins at leaf `first`, seen as a tree of its own.
class Subtree : public NodeReader {
 public:
  Subtree(const NodeReader& nodes, std::uint64_t first) : nodes_(nodes), first_(first) {}
  Result<Hash> node(unsigned height, std::uint64_t index) const override {
    return nodes_.node(height, index + (first_ >> height));
  }

 private:
  const NodeReader& nodes_;
  std::uint64_t first_;
};

bool is_subtree(std::uint64_t first, std::uint64_t last) {
  return first == 0 || first == last || first % std::bit_ceil(last - first) == 0;
}

TEST_CASE("the eight-leaf tree has the published leaves and roots") {
  const Tail tree = eight_leaves();
  for (std::uint64_t i = 0; i < 8; ++i) {
    CHECK(hex(tree.node(0, i).value()) == vectors()["leafHashes"][i]);
  }
  for (std::uint64_t size = 0; size <= 8; ++size) {
    CHECK(hex(root_at(size, tree).value()) == vectors()["roots"][size]);
  }
}

TEST_CASE("the eight-leaf tree has the published proofs") {
  const Tail tree = eight_leaves();
  for (const auto& row : vectors()["inclusion"]) {
    CHECK(hex(prove_inclusion(row["index"], row["size"], tree).value()) == row["proof"]);
  }
  for (const auto& row : vectors()["consistency"]) {
    CHECK(hex(prove_consistency(row["size1"], row["size2"], tree).value()) == row["proof"]);
  }
}

TEST_CASE("the 130-leaf tree has the published roots") {
  const Tail tree = one_byte_leaves();
  CHECK(hex(root_at(2, tree).value()) ==
        "a20bf9a7cc2dc8a08f5f415a71b19f6ac427bab54d24eec868b5d3103449953a");
  CHECK(hex(root_at(3, tree).value()) ==
        "3b6cccd7e3e023ff393006f030315ee7ad9eb111b022b41fba7e5b7a3973f688");
  CHECK(hex(tree.root()) == "f05d2f5ef24c72dd70b0a8f28e576b3acaf944c00e014524c47aa42325d7d1c3");
}

TEST_CASE(
    "all subtrees of the 130-leaf tree, and all their inclusion proofs, have the published "
    "digest") {
  const Tail tree = one_byte_leaves();
  Sha256 roots;
  Sha256 proofs;
  for (std::uint64_t last = 0; last <= 130; ++last) {
    for (std::uint64_t first = 0; first <= last; ++first) {
      if (!is_subtree(first, last)) continue;
      const Subtree subtree(tree, first);
      const std::uint64_t size = last - first;
      roots.update(fmt::format("[{}, {}) {}\n", first, last, hex(root_at(size, subtree).value())));
      for (std::uint64_t i = 0; i < size; ++i) {
        std::string line = fmt::format("{} [{}, {})", first + i, first, last);
        const Proof proof = prove_inclusion(i, size, subtree).value();
        for (const Hash& hash : proof) line += " " + hex(hash);
        proofs.update(line + "\n");
      }
    }
  }
  CHECK(hex(roots.finish()) == "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81");
  CHECK(hex(proofs.finish()) == "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f");
}

TEST_CASE("roots and proofs are those of the RFC's recursion at every size up to 600") {
  const ReferenceTree reference(600);
  Tail tree;
  for (std::uint64_t size = 1; size <= 600; ++size) {
    tree.append(reference.leaves()[size - 1]);
    REQUIRE(tree.root() == reference.root(size));
    // Every position in small trees; in larger ones a comb that shifts with the size.
    const std::uint64_t step = size <= 70 ? 1 : 13;
    for (std::uint64_t i = size % step; i < size; i += step) {
      REQUIRE(prove_inclusion(i, size, tree).value() == reference.inclusion(i, size));
      REQUIRE(prove_consistency(i + 1, size, tree).value() == reference.consistency(i + 1, size));
    }
  }
}

TEST_CASE("roots and proofs of larger trees are those of the RFC's recursion") {
  static const ReferenceTree reference(70'000);
  static const Tail tree = [] {
    Tail made;
    for (const Hash& leaf : reference.leaves()) made.append(leaf);
    return made;
  }();
  CHECK(rc::check([] {
    const auto size = *rc::gen::inRange<std::uint64_t>(600, 70'001);
    const auto position = *rc::gen::inRange<std::uint64_t>(0, size);
    RC_ASSERT(root_at(size, tree).value() == reference.root(size));
    RC_ASSERT(prove_inclusion(position, size, tree).value() == reference.inclusion(position, size));
    RC_ASSERT(prove_consistency(position + 1, size, tree).value() ==
              reference.consistency(position + 1, size));
  }));
}

// Answers every node with its own name, so that trees of any size can be walked.
class CountingNodes : public NodeReader {
 public:
  Result<Hash> node(unsigned height, std::uint64_t index) const override {
    ++reads;
    return sha256(fmt::format("{}/{}", height, index));
  }
  mutable unsigned reads = 0;
};

TEST_CASE("a proof in a tree of any size reads at most 128 nodes") {
  CHECK(rc::check([] {
    const auto size = (*rc::gen::arbitrary<std::uint64_t>() >> *rc::gen::inRange(1, 63)) + 1;
    const auto position = *rc::gen::arbitrary<std::uint64_t>() % size;
    const CountingNodes nodes;
    RC_ASSERT(prove_inclusion(position, size, nodes).value().size() <= 63U);
    RC_ASSERT(nodes.reads <= 128U);
    RC_ASSERT(prove_consistency(position + 1, size, nodes).value().size() <= 65U);
    RC_ASSERT(nodes.reads <= 256U);
  }));
}

TEST_CASE("what cannot be proved is refused") {
  const Tail tree = eight_leaves();
  CHECK(prove_inclusion(8, 8, tree).error().code == Code::invalid);
  CHECK(prove_inclusion(0, 0, tree).error().code == Code::invalid);
  CHECK(prove_consistency(8, 7, tree).error().code == Code::invalid);
  CHECK(prove_inclusion(0, 9, tree).error().code == Code::not_found);
  CHECK(root_at(9, tree).error().code == Code::not_found);
  CHECK(prove_consistency(0, 8, tree).value().empty());
  CHECK(prove_consistency(0, 0, tree).value().empty());
}

}  // namespace
}  // namespace ledger
