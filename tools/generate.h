// A made-up programme of any size that reads like a real one, for trials and measurements: the
// spread of stories that the sources tell, year after year, every event acceptable in its order to
// an empty ledger by every rule. People, their NIK (serials from 9000 on), accounts and papers are
// nobody's.
//
// The same wish gives the same bytes on every machine, as they come: memory does not grow with the
// programme. The last year is 2024, whose reports and audit end in 2025, so that no event lies
// ahead of a clock that is right.
#pragma once

#include <cstdint>
#include <optional>

#include "tools/generate_plan.h"

namespace tools::generate {

// How many events were written; nullopt: `write` said that it cannot take more. Requires a wish
// within groups_max and groups_of_all_years_max.
std::optional<std::uint64_t> generate(const Wish& wish, const Lines::Write& write);

}  // namespace tools::generate
