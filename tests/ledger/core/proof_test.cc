#include "ledger/core/proof.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "ledger/core/merkle.h"
#include "tests/support/reference_tree.h"

namespace ledger {
namespace {

using support::ReferenceTree;

const ReferenceTree& tree() {
  static const ReferenceTree reference(600);
  return reference;
}

bool included(std::uint64_t position, std::uint64_t size, const Proof& proof) {
  return verify_inclusion(position, size, tree().leaves()[position], proof, tree().root(size));
}

bool consistent(std::uint64_t older, std::uint64_t newer, const Proof& proof) {
  return verify_consistency(older, newer, proof, tree().root(older), tree().root(newer));
}

// Every proof that differs from `proof` in one bit, or by one element more, fewer or elsewhere.
std::vector<Proof> forgeries(const Proof& proof) {
  std::vector<Proof> forged;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    for (std::size_t bit = 0; bit < 256; ++bit) {
      forged.push_back(proof);
      forged.back()[i][bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    if (i == 0) continue;
    forged.push_back(proof);
    std::swap(forged.back()[i - 1], forged.back()[i]);
  }
  if (!proof.empty()) {
    forged.emplace_back(proof.begin() + 1, proof.end());
    forged.emplace_back(proof.begin(), proof.end() - 1);
    forged.push_back(proof);
    forged.back().insert(forged.back().begin(), proof.front());
  }
  forged.push_back(proof);
  forged.back().push_back(proof.empty() ? Hash{} : proof.back());
  return forged;
}

TEST_CASE("any inclusion proof that is made verifies, at its own position and size only") {
  CHECK(rc::check([] {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 600);
    const auto position = *rc::gen::inRange<std::uint64_t>(0, size);
    const Proof proof = prove_inclusion(position, size, tree()).value();
    const Hash& leaf = tree().leaves()[position];
    const Hash root = tree().root(size);
    RC_ASSERT(verify_inclusion(position, size, leaf, proof, root));
    RC_ASSERT(root_from_inclusion(position, size, leaf, proof).value() == root);
    RC_ASSERT(!verify_inclusion(position + 1, size, leaf, proof, root));
    RC_ASSERT(!verify_inclusion(position - 1, size, leaf, proof, root));
    RC_ASSERT(!verify_inclusion(position, size, leaf, proof, tree().root(size - 1)));
    RC_ASSERT(!verify_inclusion(position, size, leaf, proof, tree().root(size + 1)));
    RC_ASSERT(
        !verify_inclusion(position, size, tree().leaves()[(position + 1) % 600], proof, root));
  }));
}

TEST_CASE("any tree is consistent with each of its prefixes, and with no other") {
  CHECK(rc::check([] {
    const auto newer = *rc::gen::inRange<std::uint64_t>(1, 600);
    const auto older = *rc::gen::inRange<std::uint64_t>(1, newer + 1);
    const Proof proof = prove_consistency(older, newer, tree()).value();
    RC_ASSERT(consistent(older, newer, proof));
    const Hash& older_root = tree().root(older);
    const Hash& newer_root = tree().root(newer);
    RC_ASSERT(!verify_consistency(older, newer, proof, tree().root(older - 1), newer_root));
    RC_ASSERT(!verify_consistency(older, newer, proof, older_root, tree().root(newer + 1)));
    RC_ASSERT(!verify_consistency(older, newer, proof, Hash{}, newer_root));
    RC_ASSERT(!verify_consistency(older, newer, proof, older_root, Hash{}));
  }));
}

TEST_CASE("an inclusion proof that is altered anywhere is refused") {
  for (const std::uint64_t size : {1U, 2U, 7U, 8U, 13U, 300U}) {
    for (std::uint64_t position = 0; position < size; position += 1 + size / 8) {
      const Proof proof = tree().inclusion(position, size);
      REQUIRE(included(position, size, proof));
      for (const Proof& forged : forgeries(proof)) {
        REQUIRE_FALSE(included(position, size, forged));
      }
    }
  }
}

TEST_CASE("a consistency proof that is altered anywhere is refused") {
  for (const std::uint64_t newer : {1U, 2U, 7U, 8U, 13U, 300U}) {
    for (std::uint64_t older = 1; older <= newer; older += 1 + newer / 8) {
      const Proof proof = tree().consistency(older, newer);
      REQUIRE(consistent(older, newer, proof));
      for (const Proof& forged : forgeries(proof)) {
        REQUIRE_FALSE(consistent(older, newer, forged));
      }
    }
  }
}

TEST_CASE("a consistency proof is good for its two sizes only") {
  for (std::uint64_t newer = 2; newer <= 40; ++newer) {
    for (std::uint64_t older = 1; older < newer; ++older) {
      const Proof proof = tree().consistency(older, newer);
      const Hash older_root = tree().root(older);
      const Hash newer_root = tree().root(newer);
      REQUIRE_FALSE(verify_consistency(older + 1, newer, proof, older_root, newer_root));
      // One size less can only be 0 when the older tree has one leaf, and then needs no proof.
      REQUIRE_FALSE(verify_consistency(older - 1, newer, proof, older_root, newer_root));
      REQUIRE_FALSE(verify_consistency(newer, older, proof, newer_root, older_root));
    }
  }
}

TEST_CASE("a position outside the tree, and a proof of a wrong length, are invalid") {
  const Proof proof = tree().inclusion(5, 8);
  const Hash& leaf = tree().leaves()[5];
  CHECK(root_from_inclusion(8, 8, leaf, proof).error().code == Code::invalid);
  CHECK(root_from_inclusion(0, 0, leaf, {}).error().code == Code::invalid);
  CHECK(root_from_inclusion(5, 8, leaf, {}).error().code == Code::invalid);
  CHECK(root_from_inclusion(5, 8, leaf, Proof(64)).error().code == Code::invalid);
  CHECK(root_from_inclusion(0, 1, leaf, Proof(1)).error().code == Code::invalid);
}

TEST_CASE("the empty tree is a prefix of every tree, with an empty proof") {
  CHECK(verify_consistency(0, 8, {}, tree().root(0), tree().root(8)));
  CHECK(verify_consistency(0, 0, {}, tree().root(0), tree().root(0)));
  CHECK_FALSE(verify_consistency(0, 8, Proof(1), tree().root(0), tree().root(8)));
  CHECK_FALSE(verify_consistency(0, 0, {}, tree().root(0), tree().root(1)));
}

TEST_CASE("trees of one size are consistent when they have one root") {
  CHECK(verify_consistency(8, 8, {}, tree().root(8), tree().root(8)));
  CHECK_FALSE(verify_consistency(8, 8, {}, tree().root(8), tree().root(7)));
  CHECK_FALSE(verify_consistency(8, 8, Proof(1), tree().root(8), tree().root(8)));
}

}  // namespace
}  // namespace ledger
