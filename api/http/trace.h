// W3C Trace Context: which traceparent a request travels under.
#pragma once

#include <string>
#include <string_view>

namespace api {

// `sent` where it is valid (a later version is brought down to version 00), else a new random one.
// Safe from any thread.
std::string traceparent_for(std::string_view sent);

}  // namespace api
