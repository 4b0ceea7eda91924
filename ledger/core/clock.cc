#include "ledger/core/clock.h"

#include <chrono>

namespace ledger {

std::int64_t SystemClock::now_us() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count();
}

}  // namespace ledger
