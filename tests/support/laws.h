// Random tests: where their seed comes from, and how often they are run.
#pragma once

#include <cstdint>

namespace support {

// The seed of --seed N (or LEUIT_SEED), else another one each time. Prints it with the test's name,
// so that a failure can be seen again.
std::uint64_t seed_of(const char* test);

// How often a law is tried: `usual`, times LEUIT_LAWS of the environment.
int rounds(int usual);

}  // namespace support
