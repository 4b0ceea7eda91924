// The index of the programme's records: derived rows of the ledger's store, made again where they
// are missing or were made by an older program.
//
// Threads: one, before the first event is taken.
#pragma once

#include "ledger/core/ledger.h"
#include "ledger/core/vault.h"

namespace programme {

// Which rows the index has. One that another version made is made anew.
inline constexpr std::string_view index_version = "3";
// Whether the index in this store is of this version.
ledger::Result<bool> is_index_current(const ledger::Reader& store);

// Makes the derived rows of the records from `indexed_to` on again, where the index is behind.
ledger::Result<void> rebuild_index(ledger::Store& store, const ledger::Ledger& ledger);

// Destroys the keys whose erasure is on record, where a crash came between the two.
ledger::Result<void> finish_erasures(const ledger::Ledger& ledger, ledger::Vault& vault);

}  // namespace programme
