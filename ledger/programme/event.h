// An event as the ledger keeps it: the CloudEvents 1.0 attributes of contract.md and the data of
// its type.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "ledger/programme/json.h"

namespace programme {

class EventType;

// The data of an event as the struct of its type.
class Payload {
 public:
  virtual ~Payload() = default;
};
template <class E>
class PayloadOf : public Payload {
 public:
  explicit PayloadOf(E held) : value(std::move(held)) {}
  E value;
};

struct Event {
  const EventType* type = nullptr;
  std::string id, source, subject, time, area, actor, role;
  std::int64_t time_us = 0;  // `time` as microseconds since 1970, UTC
  std::optional<std::string> recorded_by, basis, basis_digest, reason, correlation_id, causation_id;
  std::optional<std::uint64_t> corrects;  // position of the event that this one replaces
  std::uint64_t position = 0;
  std::uint64_t place = 0;  // where it counts: its position, or that of the event it replaces
  std::uint64_t stream_version = 0;
  std::optional<std::uint64_t> previous_position;
  std::string recorded_time;
  std::unique_ptr<Payload> data;
  // The last day of something done that a personal field holds (days since 1970-01-01), where it
  // was seen in clear: while the event is recorded.
  std::optional<std::int64_t> sealed_day_done;

  // The data as E, or null where this is an event of another type.
  template <class E>
  const E* as() const {
    const auto* held = dynamic_cast<const PayloadOf<E>*>(data.get());
    return held ? &held->value : nullptr;
  }
};

}  // namespace programme
