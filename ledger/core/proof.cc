#include "ledger/core/proof.h"

#include <bit>

namespace ledger {
namespace {

// The way up from a node (`fn`) and from the last node (`sn`) of the same height, as in the RFC.
struct Ascent {
  std::uint64_t fn;
  std::uint64_t sn;

  bool at_root() const { return sn == 0; }
  // Whether the next hash of the proof stands to the left of the node.
  bool sibling_is_left() const { return (fn & 1) == 1 || fn == sn; }
  void climb() {
    while ((fn & 1) == 0 && fn == sn && fn != 0) shift();
    shift();
  }
  void shift() {
    fn >>= 1;
    sn >>= 1;
  }
};

}  // namespace

Result<Hash> root_from_inclusion(std::uint64_t position, std::uint64_t size, const Hash& leaf,
                                 const Proof& proof) {
  if (position >= size) return fail(Code::invalid, "the position is not in the tree");
  Ascent ascent{position, size - 1};
  Hash root = leaf;
  for (const Hash& sibling : proof) {
    if (ascent.at_root()) return fail(Code::invalid, "the inclusion proof is too long");
    root = ascent.sibling_is_left() ? node_hash(sibling, root) : node_hash(root, sibling);
    ascent.climb();
  }
  if (!ascent.at_root()) return fail(Code::invalid, "the inclusion proof is too short");
  return root;
}

bool verify_inclusion(std::uint64_t position, std::uint64_t size, const Hash& leaf,
                      const Proof& proof, const Hash& root) {
  const Result<Hash> reached = root_from_inclusion(position, size, leaf, proof);
  return reached && *reached == root;
}

bool verify_consistency(std::uint64_t older, std::uint64_t newer, const Proof& proof,
                        const Hash& older_root, const Hash& newer_root) {
  if (older > newer) return false;
  if (older == newer) return proof.empty() && older_root == newer_root;
  if (older == 0) return proof.empty();

  // A perfect older tree is itself the first node of the way, so the proof leaves it out.
  const bool perfect = std::has_single_bit(older);
  if (!perfect && proof.empty()) return false;
  Ascent ascent{older - 1, newer - 1};
  while ((ascent.fn & 1) == 1) ascent.shift();
  Hash from_older = perfect ? older_root : proof[0];
  Hash from_newer = from_older;
  for (std::size_t i = perfect ? 0 : 1; i < proof.size(); ++i) {
    if (ascent.at_root()) return false;
    if (ascent.sibling_is_left()) {
      from_older = node_hash(proof[i], from_older);
      from_newer = node_hash(proof[i], from_newer);
    } else {
      from_newer = node_hash(from_newer, proof[i]);
    }
    ascent.climb();
  }
  return ascent.at_root() && from_older == older_root && from_newer == newer_root;
}

}  // namespace ledger
