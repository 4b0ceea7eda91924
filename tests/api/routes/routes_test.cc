// Addresses, methods and what every answer carries.
#include "api/routes/routes.h"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;

support::LeuitServer& server() { return support::sample_server(); }

std::string line(const std::string& method, const std::string& target) {
  return method + " " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
}

TEST_CASE("no two routes stand for one method and address") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& route : api::routes()) {
    CAPTURE(route.pattern);
    CHECK(route.pattern.starts_with('/'));
    CHECK(seen.emplace(route.method, route.pattern).second);
  }
}

TEST_CASE("an address that nothing answers is not found, by any method") {
  for (const char* target :
       {"/v1", "/v1/", "/v2/events", "/V1/events", "/v1/event", "/v1//events", "/v1/events/1/",
        "/v1/events/1/receipt/2", "/v1/views/a/b/c", "/healthz/", "/v1/../healthz", "/%2Fhealthz",
        "/v1%2Fevents", "/.env", "/checkpoint/"}) {
    for (const char* method : {"GET", "POST", "DELETE"}) {
      CAPTURE(target, method);
      const Answer answer = server().send(line(method, target));
      CHECK(answer.status == 404);
      CHECK(answer.slug() == "not-found");
      CHECK(answer.json().at("instance") == target);
    }
  }
}

TEST_CASE("a method that an address does not answer is refused with those that it does") {
  const std::tuple<const char*, const char*, const char*> table[] = {
      {"DELETE", "/v1/events", "POST, GET, HEAD"}, {"PUT", "/v1/events", "POST, GET, HEAD"},
      {"PATCH", "/v1/events/1", "GET, HEAD"},      {"POST", "/v1/events/1", "GET, HEAD"},
      {"POST", "/checkpoint", "GET, HEAD"},        {"DELETE", "/tile/0/000", "GET, HEAD"},
      {"OPTIONS", "/v1/views", "GET, HEAD"},       {"PUT", "/v1/views/a/summary", "GET, HEAD"},
      {"BREW", "/healthz", "GET, HEAD"},
  };
  for (const auto& [method, target, allowed] : table) {
    CAPTURE(method, target);
    const Answer answer = server().send(line(method, target));
    CHECK(answer.status == 405);
    CHECK(answer.header("allow") == allowed);
    CHECK(answer.slug() == "method-not-allowed");
  }
}

TEST_CASE("HEAD answers what GET would, without the body") {
  for (const char* target :
       {"/v1/events?limit=3", "/v1/events/7", "/v1/events/7/receipt", "/checkpoint", "/tile/0/000",
        "/v1/views", "/v1/views/funding", "/healthz", "/v1/nothing", "/v1/events?limit=0"}) {
    CAPTURE(target);
    const Answer get = server().send(line("GET", target));
    const Answer head = server().send(line("HEAD", target));
    CHECK(head.status == get.status);
    CHECK(head.body.empty());
    CHECK(head.header("content-length") == std::to_string(get.body.size()));
    CHECK(head.header("content-type") == get.header("content-type"));
    CHECK(head.header("leuit-position") == "2036");
  }
}

TEST_CASE("an address that is none is refused and harms nobody") {
  for (const char* target : {"/%", "/%2", "/%zz", "/v1/events/%ff", "/v1/views/%c3%28",
                             "/v1/events?id=%ff", "/v1/events?%", "v1/events", "*"}) {
    CAPTURE(target);
    const Answer answer = server().send(line("GET", target));
    CHECK(answer.status == 400);
    CHECK(answer.header("content-type") == "application/problem+json");
  }
  CHECK(server().get("/healthz").status == 200);
}

TEST_CASE("every answer says which position it reflects and carries the trace") {
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  for (const char* target : {"/v1/events",
                             "/v1/events/1",
                             "/v1/events/1/receipt",
                             "/v1/events/1/proof",
                             "/checkpoint",
                             "/tile/0/000",
                             "/tile/entries/000",
                             "/v1/consistency?from=1&to=2",
                             "/v1/key",
                             "/v1/keys",
                             "/v1/views",
                             "/v1/views/funding",
                             "/v1/views/beneficiaries/P0001",
                             "/v1/schemas",
                             "/v1/schemas/kawasan.proposed/1",
                             "/healthz",
                             "/readyz",
                             "/v1/events/9999",
                             "/nothing",
                             "/v1/events?limit=0",
                             "/%zz"}) {
    CAPTURE(target);
    const Answer answer = server().get(target, {{"traceparent", trace}});
    CHECK(answer.header("leuit-position") == "2036");
    CHECK(answer.header("traceparent") == trace);
    CHECK(answer.header("x-content-type-options") == "nosniff");
    const std::string made = server().get(target).header("traceparent");
    CHECK(made.size() == 55);
    CHECK(made.starts_with("00-"));
    CHECK(made != trace);
  }
  const Answer odd = server().get("/healthz", {{"traceparent", "00-xyz"}});
  CHECK(odd.header("traceparent").size() == 55);
}

TEST_CASE("addresses without a question take no parameter") {
  for (const char* target : {"/checkpoint", "/tile/0/000", "/v1/key", "/v1/keys", "/v1/views",
                             "/v1/events/1", "/v1/schemas"}) {
    CAPTURE(target);
    const Answer answer = server().get(std::string(target) + "?x=1");
    CHECK(answer.status == 400);
    CHECK(answer.slug() == "bad-query");
  }
}

}  // namespace
