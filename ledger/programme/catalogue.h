// Every stream and every event type that this program knows.
#pragma once

#include <string_view>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme {

const std::vector<const StreamType*>& catalogue();
// Null: no such type, or no such aggregate.
const EventType* find_type(std::string_view name);
const StreamType* find_stream(std::string_view aggregate);

}  // namespace programme
