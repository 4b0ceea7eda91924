#include "api/http/mailbox.h"

#include <thread>

#include "api/http/server.h"
#include "tests/api/http/raw_connection.h"

namespace api {
namespace {

constexpr std::string_view kRequest = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

TEST_CASE("an answer may come later from another thread") {
  std::vector<std::thread> threads;
  auto server = Server::start({}, [&](Request&& request, Respond respond) {
    threads.emplace_back([request = std::move(request), respond = std::move(respond)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      respond({200, {}, request.path[0]});
    });
  });
  REQUIRE(server);
  RawConnection client((*server)->port());
  CHECK(client.ask(kRequest).body == "a");
  CHECK(client.ask(kRequest).body == "a");
  (*server)->stop();
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("only the first of two answers counts") {
  auto server = Server::start({}, [](Request&&, const Respond& respond) {
    respond({200, {}, "first"});
    respond({200, {}, "second"});
  });
  REQUIRE(server);
  RawConnection client((*server)->port());
  CHECK(client.ask(kRequest).body == "first");
  CHECK(client.ask(kRequest).body == "first");
}

TEST_CASE("a request that nobody answers gets a 500") {
  auto server = Server::start({}, [](Request&&, const Respond&) {});
  REQUIRE(server);
  RawConnection client((*server)->port());
  CHECK(client.ask(kRequest).status() == 500);
}

TEST_CASE("an answer after the server has gone does nothing") {
  Respond kept;
  std::atomic<bool> is_asked = false;
  auto server = Server::start({.stop_timeout = std::chrono::milliseconds(50)},
                              [&](Request&&, Respond respond) {
                                kept = std::move(respond);
                                is_asked = true;
                              });
  REQUIRE(server);
  RawConnection client((*server)->port());
  REQUIRE(client.send(kRequest));
  while (!is_asked) std::this_thread::yield();
  server->reset();
  kept({200, {}, "late"});
  CHECK(client.is_closed_by_peer());
}

}  // namespace
}  // namespace api
