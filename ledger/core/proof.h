// The auditor's side of the Merkle tree: checks proofs (RFC 9162 2.1.3.2 and 2.1.4.2) and needs no
// ledger, so that it can be compiled alone. It trusts nothing in its arguments: a proof that is too
// short, too long or altered anywhere is refused.
//
// `position` counts leaves from 0. A tree of `size` leaves holds the positions [0, size).
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/core/bytes.h"
#include "ledger/core/result.h"
#include "ledger/core/sha256.h"

namespace ledger {

// The hashes of a proof in the order of RFC 9162: from the leaves to the root.
using Proof = std::vector<Hash>;

// The root that the proof leads to, for the leaf hash `leaf` at `position` in a tree of `size`.
// invalid: position >= size, or the proof does not have the one length that fits.
Result<Hash> root_from_inclusion(std::uint64_t position, std::uint64_t size, const Hash& leaf,
                                 const Proof& proof);

bool verify_inclusion(std::uint64_t position, std::uint64_t size, const Hash& leaf,
                      const Proof& proof, const Hash& root);

// Whether the first `older` leaves of the newer tree are the older tree. Trees of one size must
// have one root, and the proof is empty. An empty older tree is part of every
// larger tree; the proof is
// empty then too, and the roots are not looked at.
bool verify_consistency(std::uint64_t older, std::uint64_t newer, const Proof& proof,
                        const Hash& older_root, const Hash& newer_root);

}  // namespace ledger
