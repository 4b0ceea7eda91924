// The status of a stream after each of its events, as its own declaration tells: what other streams
// do to it is not in it.
//
// Threads: none.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/core/result.h"
#include "ledger/programme/history.h"

namespace projections {

// The events of a stream up to and with the event that is folded.
using Streams = std::function<ledger::Result<programme::History>(const std::string& stream)>;

std::string_view own_status(const programme::StreamType& stream,
                            const programme::StreamState& state);

class Statuses {
 public:
  // Valid until the next call. Events of one stream come in their order; one that changes how
  // others count is passed by, and what follows it is asked of `streams`.
  ledger::Result<std::string_view> after(const programme::Event& event, const Streams& streams);

 private:
  std::unordered_map<std::string, programme::StreamState> held_;
};

}  // namespace projections
