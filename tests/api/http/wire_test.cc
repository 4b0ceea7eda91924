#include "api/http/wire.h"

#include <catch2/catch.hpp>

namespace api {
namespace {

std::string wire(const Response& response, const Delivery& delivery = {}) {
  std::string out;
  serialise(response, delivery, out);
  return out;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an answer goes out as status line, headers, length and body") {
  const std::string out = wire({201, {{"ETag", "\"1\""}}, "hello"});
  CHECK(out.rfind("HTTP/1.1 201 Created\r\nETag: \"1\"\r\nDate: ", 0) == 0);
  CHECK(holds(out, " GMT\r\nContent-Length: 5\r\n\r\nhello"));
  CHECK_FALSE(holds(out, "Connection"));
}

TEST_CASE("an answer without a body by its status has no length either") {
  CHECK_FALSE(holds(wire({204, {}, "x"}), "Content-Length"));
  CHECK_FALSE(holds(wire({304, {}, "x"}), "Content-Length"));
}

TEST_CASE("a withheld body keeps its length") {
  const std::string out = wire({200, {}, "hello"}, {.withhold_body = true});
  CHECK(holds(out, "Content-Length: 5\r\n\r\n"));
  CHECK_FALSE(holds(out, "hello"));
}

TEST_CASE("a line break in a header cannot open another one") {
  const std::string out = wire({200, {{"Location", "/a\r\nSet-Cookie: x"}}, ""});
  CHECK(holds(out, "Location: /a  Set-Cookie: x\r\n"));
}

TEST_CASE("the handler's own traceparent goes before the server's") {
  const Delivery delivery{.traceparent = "00-server"};
  CHECK(holds(wire({}, delivery), "traceparent: 00-server\r\n"));
  const std::string out = wire({200, {{"Traceparent", "00-own"}}, ""}, delivery);
  CHECK(holds(out, "Traceparent: 00-own\r\n"));
  CHECK_FALSE(holds(out, "00-server"));
}

TEST_CASE("the server's own answers are problem documents") {
  CHECK(malformed_request().body ==
        R"({"type":"/problems/malformed-request","title":"Malformed request","status":400})");
  CHECK(header_too_large().status == 431);
  CHECK(internal_error().headers == Headers{{"Content-Type", "application/problem+json"}});
}

}  // namespace
}  // namespace api
