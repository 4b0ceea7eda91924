// The query of an address, for verbs that ask a server.
#pragma once

#include <string>
#include <string_view>

namespace tools {

// RFC 3986: everything but unreserved characters is percent-encoded.
std::string percent_encode(std::string_view text);
// Adds name=value to `query`, with what joins them.
void add_parameter(std::string& query, std::string_view name, std::string_view value);

}  // namespace tools
