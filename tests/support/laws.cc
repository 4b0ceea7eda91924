#include "tests/support/laws.h"

#include <cstdlib>
#include <iostream>
#include <random>

namespace support {

std::uint64_t seed_of(const char* test) {
  const char* given = std::getenv("LEUIT_SEED");
  const std::uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << test << ": --seed " << seed << "\n" << std::flush;
  return seed;
}

int rounds(int usual) {
  const char* times = std::getenv("LEUIT_LAWS");
  return usual * (times == nullptr ? 1 : std::max(1, std::atoi(times)));
}

}  // namespace support
