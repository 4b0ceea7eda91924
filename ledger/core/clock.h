// Where the time comes from, so that a test or a replay can say what time it is.
#pragma once

#include <cstdint>

namespace ledger {

class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since the start of 1970, UTC. May go back when the machine's clock is set.
  virtual std::int64_t now_us() = 0;
};

// The machine's clock. Threads: any.
class SystemClock : public Clock {
 public:
  std::int64_t now_us() override;
};

// Stands still until it is told. Threads: none.
class ManualClock : public Clock {
 public:
  explicit ManualClock(std::int64_t now_us) : now_us_(now_us) {}
  std::int64_t now_us() override { return now_us_; }
  void set(std::int64_t now_us) { now_us_ = now_us; }
  void advance(std::int64_t by_us) { now_us_ += by_us; }

 private:
  std::int64_t now_us_;
};

}  // namespace ledger
