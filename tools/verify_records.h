// Checks records one after the other, as an auditor does who knows nothing but their bytes: the
// form of each, its place, and that its stream and its time go on from those before.
//
// Threads: none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/core/ledger.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/json.h"
#include "tools/verify.h"

namespace tools {

class RecordChecker {
 public:
  // To be called with the positions 0, 1, 2, … in order. nullopt: all is well.
  std::optional<Finding> check(std::uint64_t position, std::string_view record);

  // Of the last record that was well.
  const programme::RecordKeys& keys() const { return keys_; }
  std::uint64_t streams() const { return heads_.size(); }
  // The last record that was well, parsed. Once a record.
  programme::Json take_record() { return std::move(record_); }

 private:
  std::optional<Finding> follows(std::uint64_t position);

  programme::RecordKeys keys_;
  programme::Json record_;
  std::int64_t recorded_us_ = INT64_MIN;
  std::unordered_map<std::string, ledger::StreamHead> heads_;
};

}  // namespace tools
