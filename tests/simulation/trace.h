// What a run did, line by line, so that two runs of one seed can be held against each other.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "ledger/core/sha256.h"

namespace simulation {

class Trace {
 public:
  // `out`, where given, gets every line as it comes.
  explicit Trace(std::ostream* out = nullptr) : out_(out) {}

  void add(std::string_view line);
  std::string digest() const;  // in hex
  std::uint64_t lines() const { return lines_; }

 private:
  std::ostream* out_;
  std::uint64_t lines_ = 0;
  std::string waiting_;
  mutable ledger::Sha256 hash_;
};

}  // namespace simulation
