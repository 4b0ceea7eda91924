// Which personal values of an event can be found though they are sealed, and by what: as the
// declarations of their fields say. The rows themselves are the vault's (ledger/core/lookups.h).
//
// Kinds: nik, phone, account (with its bank), address, bnsp (number of a certificate). Beside a NIK
// stands what of the registration disagrees with it, as a list of birth_date and sex.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/ledger.h"
#include "ledger/core/vault.h"
#include "ledger/programme/stream.h"

namespace programme {

// Raised where a field becomes one that is looked up, or its text is made in another way: every
// vault then makes its rows anew.
inline constexpr std::string_view lookups_version = "1";

struct Findable {
  std::string pointer;  // of the field
  std::string_view kind;
  std::string text;  // what is hashed: writings of one value that differ in case, in spaces or in
                     // marks between words have one text
  std::string note;
};
// Of data that is clear, or as clear as its keys allow.
std::vector<Findable> findable_in(const EventType& type, Json& data);

// Makes the rows of a vault again by opening what is sealed in the records, where they are missing
// or were made by an older program. What was erased stays so.
ledger::Result<void> rebuild_lookups(const ledger::Ledger& ledger, ledger::Vault& vault);

}  // namespace programme
