#include "api/http/worker.h"

#include "tests/api/http/raw_connection.h"

namespace api {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<Server> impatient() {
  auto server = Server::start({.header_timeout = milliseconds(100),
                               .body_timeout = milliseconds(100),
                               .idle_timeout = milliseconds(100)},
                              [](Request&&, const Respond& respond) { respond({}); });
  REQUIRE(server);
  return std::move(*server);
}

TEST_CASE("a header that does not end in time closes the connection") {
  const auto server = impatient();
  RawConnection client(server->port());
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost"));
  CHECK(client.is_closed_by_peer());
}

TEST_CASE("a body that does not end in time closes the connection") {
  const auto server = impatient();
  RawConnection client(server->port());
  REQUIRE(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"));
  CHECK(client.is_closed_by_peer());
}

TEST_CASE("a connection that stays idle is closed") {
  const auto server = impatient();
  RawConnection client(server->port());
  CHECK(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status() == 200);
  CHECK(client.is_closed_by_peer());
}

TEST_CASE("a handler that takes long is not timed out") {
  Server* timer = nullptr;
  auto server = Server::start(
      {.threads = 2, .header_timeout = milliseconds(50), .body_timeout = milliseconds(50)},
      [&](Request&&, Respond respond) {
        timer->after(milliseconds(300), [respond = std::move(respond)] { respond({}); });
      });
  REQUIRE(server);
  timer = server->get();
  RawConnection client((*server)->port());
  CHECK(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status() == 200);
}

}  // namespace
}  // namespace api
