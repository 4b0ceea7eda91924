// The table of docs/reliability.md: what was tried, and what was found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/run.h"

namespace simulation {

// How a canary was noticed.
struct CanaryCatch {
  Canary canary = Canary::none;
  std::uint64_t runs = 0;                // until it was, or all that were tried
  std::optional<std::string> complaint;  // nullopt: it was not
};
CanaryCatch hunt(Canary canary, std::uint64_t first_seed, std::uint64_t seeds_max);

struct Report {
  std::uint64_t first_seed = 0, last_seed = 0;
  Counts counts;
  std::uint64_t complaints = 0;
  std::vector<CanaryCatch> canaries;
};
std::string table_of(const Report& report);

// Puts `table` between the two markers of a Markdown file.
// Throws std::runtime_error where the file or its markers are missing.
void put_into(const std::string& path, const std::string& table);

}  // namespace simulation
