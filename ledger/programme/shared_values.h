// What only the vault can tell of sealed values: which groups have one in common, and whose NIK
// disagrees with what was declared beside it. The values themselves are never named.
//
//   phone_of_several_groups    Nomor telepon sama di beberapa kelompok: members of two groups gave
//                              one phone number
//   address_of_several_groups  Alamat sama di beberapa kelompok: the same of an address
//   account_of_several_groups  Rekening sama di beberapa kelompok: two groups registered one
//   account nik_disagrees              NIK tidak cocok dengan isian: the birth date or the sex in a
//   NIK is
//                              another than the one declared (I3: a flag, never a refusal)
//
// Source: domain.md 7.2, Red-flag projection.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/sequencer.h"
#include "ledger/core/vault.h"

namespace programme {

struct VaultFlag {
  std::string_view kind;
  std::vector<std::string> subjects;  // streams, in order; the first hundred
};

// The flags that stand now: a value counts where an event that counts holds it, and a group's
// member where he is one. corrupt, unavailable: the log or the vault cannot be read.
ledger::Result<std::vector<VaultFlag>> flags_of_vault(const ledger::Pending& log,
                                                      const ledger::Vault& vault);

}  // namespace programme
