// The entry of every test program: Catch2's options, and --seed N, which every random test takes
// (RapidCheck's laws too). LEUIT_LAWS=N tries laws N times as often.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/support/laws.h"

int main(int argc, char** argv) {
  std::vector<char*> rest;
  for (int i = 0; i < argc; ++i) {
    if (std::string(argv[i]) == "--seed" && i + 1 < argc)
      setenv("LEUIT_SEED", argv[++i], 1);
    else
      rest.push_back(argv[i]);
  }
  std::string laws = "max_success=" + std::to_string(support::rounds(100));
  if (const char* seed = std::getenv("LEUIT_SEED")) laws += " seed=" + std::string(seed);
  setenv("RC_PARAMS", laws.c_str(), 0);
  return Catch::Session().run(static_cast<int>(rest.size()), rest.data());
}
