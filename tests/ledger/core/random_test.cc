#include "ledger/core/random.h"

#include <catch2/catch.hpp>

#include "ledger/core/bytes.h"

namespace ledger {
namespace {

TEST_CASE("one seed always gives the same bytes") {
  // 14514284786278117030, the first number of the generator that the C++ standard fixes.
  SeededRandom random(5489);
  CHECK(to_hex(random.bytes(8)) == "a6aef6f61c196dc9");
  SeededRandom first(7);
  SeededRandom second(7);
  CHECK(first.bytes(100) == second.bytes(100));
  CHECK(SeededRandom(7).bytes(32) != SeededRandom(8).bytes(32));
}

TEST_CASE("the machine's random bytes differ from call to call") {
  SystemRandom random;
  CHECK(random.bytes(32).size() == 32);
  CHECK(random.bytes(32) != random.bytes(32));
  CHECK(random.bytes(0).empty());
}

}  // namespace
}  // namespace ledger
