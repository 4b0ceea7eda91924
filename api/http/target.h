// Taking a request target apart. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/core/result.h"

namespace api {

struct Target {
  std::vector<std::string> path;                           // decoded segments, never resolved
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order; "+" is a space
};

// Parses an origin-form ("/path?query", RFC 9112 section 3.2.1). Splits before it decodes, so that
// "%2F" stays inside its segment and "%26" inside its value.
// `invalid`: it is no origin-form, or what it decodes to is not UTF-8.
ledger::Result<Target> parse_target(std::string_view text);

}  // namespace api
