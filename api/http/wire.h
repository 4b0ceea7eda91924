// An answer as the bytes that go over the wire. Pure but for the clock behind the Date header.
#pragma once

#include <string>
#include <string_view>

#include "api/http/message.h"

namespace api {

// How an answer leaves this connection.
struct Delivery {
  enum class Connection { implied, keep_alive, close } connection = Connection::implied;
  bool withhold_body = false;         // the answer to a HEAD: only the length is told
  std::string_view traceparent = {};  // added where the answer has none
};

// Appends status line, headers and body to `out`. A control character in a header becomes a space,
// so that no value can open a header of its own.
void serialise(const Response& response, const Delivery& delivery, std::string& out);

// What the server itself says; no internals in it.
Response malformed_request();
Response header_too_large();
Response internal_error();

}  // namespace api
