// The quick way through JSON, by simdjson, for what nearly every event is: objects, lists, texts,
// whole numbers of at most 15 digits. Whatever else there is, right or wrong, is left to
// parse_json, which alone says what is taken and what is not.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/programme/json.h"

namespace programme {

// What parse_json would give; nullopt: ask parse_json. Threads: any.
std::optional<Json> parse_plain_json(std::string_view text);

}  // namespace programme
