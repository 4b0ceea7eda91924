#include "ledger/core/clock.h"

#include <catch2/catch.hpp>

namespace ledger {
namespace {

TEST_CASE("the machine's clock counts microseconds since 1970") {
  SystemClock clock;
  CHECK(clock.now_us() > 1'700'000'000'000'000);
  CHECK(clock.now_us() < 10'000'000'000'000'000);
}

TEST_CASE("a manual clock stands still until it is told") {
  ManualClock clock(5);
  CHECK(clock.now_us() == 5);
  clock.advance(10);
  CHECK(clock.now_us() == 15);
  clock.set(3);
  CHECK(clock.now_us() == 3);
}

}  // namespace
}  // namespace ledger
