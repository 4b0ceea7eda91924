// The CloudEvents attributes of an event that is sent in (contract.md, "The event").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/programme/declaration.h"
#include "ledger/programme/stream.h"

namespace programme {

// The client's attributes, checked one by one; what the ledger adds is not in here.
struct Envelope {
  std::string id, source, subject, time, area;
  std::int64_t time_us = 0;
  std::optional<std::string> actor, role, basis, basis_digest, reason, correlation_id, causation_id;
  std::optional<std::uint64_t> expected_version, corrects;
};

// How far ahead of the ledger's clock an event's time may be.
inline constexpr std::int64_t time_ahead_max_us = 5 * 60 * 1'000'000LL;

// Reads the attributes of `event`, which is an object, under its type, and adds every fault that
// they have. `at` is the pointer to the event ("" or "/3" in a batch). The result is of use where
// no fault was added.
Envelope read_envelope(const Json& event, const EventType& type, std::int64_t now_us,
                       const std::string& at, std::vector<Fault>& faults);

}  // namespace programme
