// Where random bytes come from, so that a test or a simulation can be run again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace ledger {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(char* out, std::size_t size) = 0;

  std::string bytes(std::size_t size);
};

// Fit for keys: OpenSSL's generator. Threads: any.
class SystemRandom : public Random {
 public:
  void fill(char* out, std::size_t size) override;
};

// The same bytes for the same seed, on every machine: for tests and simulation, never for keys.
// Threads: none.
class SeededRandom : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(char* out, std::size_t size) override;

 private:
  std::mt19937_64 engine_;
};

}  // namespace ledger
