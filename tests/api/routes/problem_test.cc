#include "api/routes/problem.h"

#include <catch2/catch.hpp>

#include "tests/support/process.h"

namespace {

using programme::Refused;
using support::Json;

Json body_of(const api::Problem& problem) {
  return Json::parse(api::response_of(problem, "/v1/x").body);
}

TEST_CASE("a rejection has the status and the name that the contract gives it") {
  const std::tuple<Refused, unsigned, const char*> table[] = {
      {Refused::malformed_json, 400, "malformed-json"},
      {Refused::unknown_type, 422, "unknown-type"},
      {Refused::schema_violation, 422, "schema-violation"},
      {Refused::forbidden, 403, "forbidden"},
      {Refused::id_reused, 409, "id-reused"},
      {Refused::version_conflict, 412, "version-conflict"},
      {Refused::rule_violated, 422, "rule-violated"},
      {Refused::too_large, 413, "too-large"},
      {Refused::read_only, 503, "read-only"},
  };
  for (const auto& [kind, status, slug] : table) {
    const api::Problem problem = api::problem_of(programme::Rejection{kind, "why"});
    CAPTURE(slug);
    CHECK(problem.status == status);
    CHECK(problem.slug == slug);
    CHECK(problem.detail == "why");
    CHECK(problem.written == "no");
  }
}

TEST_CASE("a rejection after the write began says that nobody knows whether it is written") {
  programme::Rejection rejection{Refused::read_only, "the disk is full"};
  rejection.unknown = true;
  CHECK(body_of(api::problem_of(rejection)).at("written") == "unknown");
}

TEST_CASE("a failure of the server is told without its particulars") {
  const std::tuple<ledger::Code, unsigned, const char*, bool> table[] = {
      {ledger::Code::not_found, 404, "not-found", true},
      {ledger::Code::invalid, 400, "bad-query", true},
      {ledger::Code::unavailable, 503, "unavailable", false},
      {ledger::Code::corrupt, 500, "internal-error", false},
      {ledger::Code::conflict, 500, "internal-error", false},
  };
  for (const auto& [code, status, slug, told] : table) {
    const auto problem = api::problem_of(ledger::Error{code, "/secret/path"});
    CAPTURE(slug);
    CHECK(problem.status == status);
    CHECK(problem.slug == slug);
    CHECK((problem.detail == "/secret/path") == told);
  }
}

TEST_CASE("a problem is told in the members of RFC 9457, and in no empty one") {
  const Json body = body_of(api::not_found("no such row"));
  CHECK(body == Json{{"type", "/problems/not-found"},
                     {"title", "Not found"},
                     {"status", 404},
                     {"detail", "no such row"},
                     {"instance", "/v1/x"}});
  api::Problem whole{422, "rule-violated", "d"};
  whole.faults = {{"/data/a~1b", "bad"}};
  whole.rule = "R7";
  whole.name = "above_ceiling";
  whole.current_version = 18'000'000'000'000'000'000U;
  const Json more = body_of(whole);
  CHECK(more.at("errors") == Json::parse(R"([{"pointer":"/data/a~1b","detail":"bad"}])"));
  CHECK(more.at("rule") == "R7");
  CHECK(more.at("name") == "above_ceiling");
  CHECK(more.at("current_version") == "18000000000000000000");
}

TEST_CASE("a problem is not stored and keeps the headers that it was given") {
  api::Problem problem = api::not_found("x");
  problem.headers = {{"Retry-After", "1"}};
  const api::Response response = api::response_of(problem, "/");
  using Header = std::pair<std::string, std::string>;
  CHECK(response.status == 404);
  CHECK(response.headers == api::Headers{Header{"Retry-After", "1"},
                                         Header{"Content-Type", "application/problem+json"},
                                         Header{"Cache-Control", "no-store"}});
}

TEST_CASE("text that is no UTF-8 does not break the answer") {
  CHECK(body_of(api::not_found("a\xFF")).at("detail") == "a\xEF\xBF\xBD");
}

TEST_CASE("a server's refusal carries no path of the disk and no trace") {
  auto& server = support::sample_server();
  for (const char* target : {"/v1/events/9999", "/v1/nothing", "/v1/views/none", "/tile/9/000",
                             "/v1/events?limit=0", "/v1/consistency?from=1&to=9999"}) {
    CAPTURE(target);
    const support::Answer answer = server.get(target);
    CHECK(answer.status >= 400);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(answer.json().at("status") == answer.status);
    CHECK(answer.json().at("instance") ==
          std::string(target).substr(0, std::string(target).find('?')));
    CHECK(answer.body.find(server.data()) == std::string::npos);
    CHECK(answer.body.find("rocks") == std::string::npos);
  }
}

}  // namespace
