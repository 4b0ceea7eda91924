// Checkpoints (C2SP tlog-checkpoint): what a ledger says of itself at one size, as the text of a
// signed note; and tlog-proofs (C2SP tlog-proof): a checkpoint with the proof that one record is
// under it, in one file that can be checked for ever after without asking anyone.
//
//   <origin>                 c2sp.org/tlog-proof@v1
//   <size>                   extra <base64>                  (may be left out)
//   <base64 of the root>     index <position of the record>
//                            <base64 of a hash>              (each)
//                            <empty line>
//                            <checkpoint, signed>
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/core/bytes.h"
#include "ledger/core/note.h"
#include "ledger/core/proof.h"
#include "ledger/core/result.h"

namespace ledger {

struct Checkpoint {
  std::string origin;  // which ledger: the name of its key, such as ledger.example/programme
  std::uint64_t size = 0;
  Hash root{};

  bool operator==(const Checkpoint&) const = default;
};

// The text to sign. Requires an origin of one line that is not empty.
std::string checkpoint_text(const Checkpoint& checkpoint);

// The inverse; lines after the root (extensions) are passed over.
// invalid: another form, or an empty tree with a root that is not sha256("").
Result<Checkpoint> parse_checkpoint(std::string_view text);

// The checkpoint in `note`, signed by `key`. Errors as open_note and parse_checkpoint, and
// invalid: the origin is not the name of the key.
Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

struct TlogProof {
  std::string extra = {};  // bytes that the ledger gives along; not covered by the proof
  std::uint64_t index = 0;
  Proof proof = {};
  std::string checkpoint;  // the whole signed note; parse_tlog_proof does not verify it
};

std::string tlog_proof(std::uint64_t index, const Proof& proof, std::string_view checkpoint_note);
// invalid: another form, more than 63 hashes, or what follows is not a note.
Result<TlogProof> parse_tlog_proof(std::string_view text);

}  // namespace ledger
