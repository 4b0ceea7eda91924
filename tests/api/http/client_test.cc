#include "api/http/client.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "api/http/server.h"

namespace api {
namespace {

Response echo(const Request& request) {
  std::string text = request.method + " " + request.target + " " + request.body + " ";
  text += request.header("authorization").value_or("-");
  return {201, {{"X-Accept", std::string(request.header("accept").value_or("-"))}}, text};
}

std::unique_ptr<Server> echoing(Server::Options options = {}) {
  auto server = Server::start(std::move(options), [](Request&& request, const Respond& respond) {
    respond(echo(request));
  });
  REQUIRE(server);
  return std::move(*server);
}

std::string url_of(const Server& server) {
  return "http://127.0.0.1:" + std::to_string(server.port());
}

TEST_CASE("a client gets and posts over one connection") {
  const auto server = echoing();
  auto client = Client::connect(url_of(*server), "t.o.k");
  REQUIRE(client);
  const auto got = client->get("/a?b=1", {{"Accept", "text/csv"}});
  REQUIRE(got);
  CHECK(got->status == 201);
  CHECK(got->body == "GET /a?b=1  Bearer t.o.k");
  CHECK(std::count(got->headers.begin(), got->headers.end(),
                   std::pair<std::string, std::string>("x-accept", "text/csv")) == 1);
  Client moved = std::move(*client);
  const auto posted = moved.post("/b", {}, "body");
  REQUIRE(posted);
  CHECK(posted->body == "POST /b body Bearer t.o.k");
}

TEST_CASE("a client connects again when its kept connection was closed") {
  const auto server = echoing({.idle_timeout = std::chrono::milliseconds(40)});
  auto client = Client::connect(url_of(*server) + "/", "");
  REQUIRE(client);
  REQUIRE(client->get("/a"));
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  const auto again = client->post("/b", {}, "x");
  REQUIRE(again);
  CHECK(again->body == "POST /b x -");
}

TEST_CASE("a client of a server that has gone says so") {
  auto server = echoing();
  auto client = Client::connect(url_of(*server), "");
  REQUIRE(client);
  REQUIRE(client->get("/a"));
  const std::string url = url_of(*server);
  server.reset();
  const auto got = client->get("/a");
  REQUIRE_FALSE(got);
  CHECK(got.error().code == ledger::Code::unavailable);
  CHECK(got.error().message ==
        "No server answers at " + url + ": check the address and that it is running.");
  CHECK_FALSE(Client::connect(url, ""));
}

TEST_CASE("an address that makes no sense is refused") {
  const std::string url = GENERATE(as<std::string>{}, "", "127.0.0.1:80", "ftp://h", "http://",
                                   "http://h/path", "http://u@h", "http://h?x=1", "http://h:99999");
  INFO(url);
  const auto client = Client::connect(url, "");
  REQUIRE_FALSE(client);
  CHECK(client.error().code == ledger::Code::invalid);
}

TEST_CASE("https and a token with a line break are refused") {
  const auto secure = Client::connect("https://127.0.0.1", "");
  REQUIRE_FALSE(secure);
  CHECK(secure.error().code == ledger::Code::invalid);
  CHECK(secure.error().message.find("https:// addresses are not supported") == 0);
  const auto server = echoing();
  CHECK_FALSE(Client::connect(url_of(*server), "a\r\nX: b"));
}

TEST_CASE("a target or header that would break the request is refused") {
  const auto server = echoing();
  auto client = Client::connect(url_of(*server), "");
  REQUIRE(client);
  CHECK_FALSE(client->get("a"));
  CHECK_FALSE(client->get("/a b"));
  CHECK_FALSE(client->post("/a", {{"X", "a\r\nY: b"}}, ""));
  CHECK(client->get("/a"));
}

}  // namespace
}  // namespace api
