// What a request and its answer are to everything outside this folder. Plain values: whoever holds
// one may move it to any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // a HEAD request comes as "GET"; the server withholds the body
  std::string target;  // as sent
  // Decoded segments: "/a/b%2Fc" is {"a", "b/c"}, "/" is {}, "/a/" is {"a", ""}. "." and ".." are
  // kept as they are and never resolved.
  std::vector<std::string> path;
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order; "+" is a space
  Headers headers;              // names in lower case; a repeated one is joined by ", "
  std::string body;             // empty where body_too_large
  bool body_too_large = false;  // it was longer than the server's limit and was thrown away
  bool bad_target = false;      // no origin-form, bad percent-encoding or no UTF-8; path is empty
  std::string traceparent;      // the one sent if it is valid, else a new one (W3C Trace Context)

  // The value of a header, by its name in lower case.
  std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

// The server adds Date, Content-Length, Connection and, unless it is given, traceparent.
struct Response {
  unsigned status = 200;
  Headers headers;
  std::string body;  // its content-type is a header
};

// Answers one request: at once or later, from any thread. Calls after the first do nothing; when
// the last copy goes without a call the client gets a 500. Safe to call after the server has gone.
using Respond = std::function<void(Response)>;

// Runs on a server thread, so it must not block; an exception from it becomes a 500.
using Handler = std::function<void(Request&&, Respond)>;

}  // namespace api
