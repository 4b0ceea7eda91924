#include <catch2/catch.hpp>

#include "tests/support/process.h"

namespace {

using support::Answer;

TEST_CASE("an empty ledger is alive and ready") {
  support::LeuitServer server;
  const Answer alive = server.get("/healthz");
  CHECK(alive.status == 200);
  CHECK(alive.body == "{\"status\":\"alive\"}");
  CHECK(alive.header("leuit-position") == "-1");
  const Answer ready = server.get("/readyz");
  CHECK(ready.status == 200);
  CHECK(ready.json().at("status") == "ready");
  CHECK(ready.json().at("views_position") == "-1");
}

TEST_CASE("a server with the sample is ready when its views have caught up") {
  const Answer ready = support::sample_server().get("/readyz");
  CHECK(ready.status == 200);
  CHECK(ready.json().at("views_position") == "2036");
  CHECK(ready.header("leuit-position") == "2036");
}

TEST_CASE("who asks for health may add what he likes to the address") {
  CHECK(support::sample_server().get("/healthz?t=1").status == 200);
  CHECK(support::sample_server().get("/readyz?t=1").status == 200);
}

}  // namespace
