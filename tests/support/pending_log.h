// What is on disk in a ledger, as the sequencer shows it to an action when nothing else waits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/sequencer.h"

namespace support {

class PendingLog : public ledger::Pending {
 public:
  explicit PendingLog(const ledger::Ledger& ledger) : ledger_(ledger) {}

  std::uint64_t size() const override { return ledger_.size(); }
  ledger::Result<std::optional<ledger::StreamHead>> stream_head(
      std::string_view stream) const override {
    return ledger_.stream_head(stream);
  }
  ledger::Result<std::optional<ledger::ClaimHeld>> claim(std::string_view name) const override {
    return ledger_.claim(name);
  }
  ledger::Result<std::vector<std::string>> claims_under(std::string_view prefix) const override {
    return ledger_.claims_under(prefix);
  }
  ledger::Result<std::string> record(std::uint64_t position) const override {
    ++records_read;
    return ledger_.record(position);
  }
  ledger::Result<std::vector<std::uint64_t>> stream_positions(
      std::string_view stream) const override {
    std::vector<std::uint64_t> out;
    auto scanned = ledger_.scan_stream(stream, 1, [&](std::uint64_t, std::uint64_t position) {
      out.push_back(position);
      return ledger::Result<bool>(true);
    });
    if (!scanned) return tl::unexpected(scanned.error());
    return out;
  }

  mutable std::size_t records_read = 0;

 private:
  const ledger::Ledger& ledger_;
};

}  // namespace support
