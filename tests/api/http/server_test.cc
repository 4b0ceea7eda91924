#include "api/http/server.h"

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "tests/api/http/raw_connection.h"

namespace api {
namespace {

using std::chrono::milliseconds;
using Started = ledger::Result<std::unique_ptr<Server>>;

constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

void answer_ok(Request&&, const Respond& respond) { respond({200, {}, "ok"}); }

TEST_CASE("64 clients at once are all answered") {
  Started server = Server::start({.threads = 2}, answer_ok);
  REQUIRE(server);
  std::atomic<int> answered = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 64; ++i) {
    clients.emplace_back([&] {
      RawConnection client((*server)->port());
      for (int k = 0; k < 20; ++k) answered += client.ask(kRequest).body == "ok" ? 1 : 0;
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(answered == 64 * 20);
}

TEST_CASE("a port in use is reported in a sentence") {
  Started first = Server::start({}, answer_ok);
  REQUIRE(first);
  const std::uint16_t port = (*first)->port();
  const Started second = Server::start({.port = port}, answer_ok);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ledger::Code::unavailable);
  CHECK(second.error().message ==
        "The address 127.0.0.1:" + std::to_string(port) + " is in use by another program.");
}

TEST_CASE("a host that is none is refused") {
  const Started server = Server::start({.host = "no host"}, answer_ok);
  REQUIRE_FALSE(server);
  CHECK(server.error().code == ledger::Code::invalid);
}

TEST_CASE("the port is free again once the server has stopped") {
  Started first = Server::start({}, answer_ok);
  REQUIRE(first);
  const std::uint16_t port = (*first)->port();
  RawConnection client(port);
  CHECK(client.ask(kRequest).status() == 200);
  (*first)->stop();
  (*first)->stop();
  CHECK_FALSE(RawConnection(port).is_open());
  CHECK(Server::start({.port = port}, answer_ok));
}

TEST_CASE("a request in flight is answered while the server stops, an idle client is let go") {
  std::promise<Respond> asked;
  Started server = Server::start(
      {.threads = 2}, [&](Request&&, Respond respond) { asked.set_value(std::move(respond)); });
  REQUIRE(server);
  RawConnection idle((*server)->port());
  RawConnection client((*server)->port());
  REQUIRE(client.send(kRequest));
  const Respond respond = asked.get_future().get();
  std::thread stopping([&] { (*server)->stop(); });
  CHECK(idle.is_closed_by_peer());
  respond({200, {}, "in time"});
  const Answer answer = client.read_answer();
  CHECK(answer.body == "in time");
  CHECK(answer.has("Connection: close\r\n"));
  CHECK(client.is_closed_by_peer());
  stopping.join();
}

TEST_CASE("a request that waits by a timer is answered while the server stops") {
  Server* timer = nullptr;
  std::promise<void> asked;
  Started server = Server::start({.threads = 2}, [&](Request&&, Respond respond) {
    timer->after(milliseconds(100), [respond = std::move(respond)] { respond({}); });
    asked.set_value();
  });
  REQUIRE(server);
  timer = server->get();
  RawConnection client((*server)->port());
  REQUIRE(client.send(kRequest));
  asked.get_future().get();
  std::thread stopping([&] { (*server)->stop(); });
  CHECK(client.read_answer().status() == 200);
  CHECK(client.is_closed_by_peer());
  stopping.join();
}

TEST_CASE("stopping does not wait for ever for an answer") {
  std::promise<Respond> asked;
  Started server =
      Server::start({.threads = 2, .stop_timeout = milliseconds(100)},
                    [&](Request&&, Respond respond) { asked.set_value(std::move(respond)); });
  REQUIRE(server);
  RawConnection client((*server)->port());
  REQUIRE(client.send(kRequest));
  const Respond respond = asked.get_future().get();
  (*server)->stop();
  CHECK(client.read_answer().status() == 0);
  respond({});
}

TEST_CASE("a callback that fails is logged and the server goes on") {
  std::promise<std::string> logged;
  Started server = Server::start(
      {.log = [&](std::string line) { logged.set_value(std::move(line)); }}, answer_ok);
  REQUIRE(server);
  (*server)->after(milliseconds(1), [] { throw std::runtime_error("secret"); });
  CHECK(logged.get_future().get() == "a callback of the server failed");
  CHECK(RawConnection((*server)->port()).ask(kRequest).status() == 200);
}

}  // namespace
}  // namespace api
