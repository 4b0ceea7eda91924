// Who gets what from a server that checks tokens, from outside.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>

#include "api/routes/routes.h"
#include "ledger/programme/roles.h"
#include "tests/api/auth/signing.h"
#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;

const api::TestKey& key() {
  static const api::TestKey one = api::TestKey::ec("test");
  return one;
}

std::string token(const std::vector<std::string>& roles, const std::vector<std::string>& areas,
                  const nlohmann::json& more = nlohmann::json::object()) {
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
  nlohmann::json claims = {{"sub", "s"},     {"roles", roles},      {"areas", areas},
                           {"source", "/s"}, {"exp", now_s + 3600}, {"nbf", now_s},
                           {"iss", "i"},     {"aud", "a"}};
  claims.merge_patch(more);
  return key().sign(R"({"alg":"ES256","kid":"test"})", claims.dump(), "ES256");
}

api::Headers bearer(const std::string& text) { return {{"Authorization", "Bearer " + text}}; }
api::Headers as(const std::string& role, const std::string& area) {
  return bearer(token({role}, {area}));
}

// The whole sample, behind tokens.
class Guarded {
 public:
  Guarded() {
    support::write_text(home_.path("keys.json"), api::key_set({key().jwk()}));
    const auto made =
        support::leuit({"init", "--data", home_.path("data"), "--origin", "a.example"});
    const auto filled =
        support::leuit({"record", support::sample_file(), "--data", home_.path("data")});
    REQUIRE(made.exit_code + filled.exit_code == 0);
    server_ = std::make_unique<support::LeuitServer>(support::Start{
        {"serve", "--data", home_.path("data"), "--jwks", home_.path("keys.json"), "--issuer", "i",
         "--audience", "a", "--sweep", "off", "--listen", "127.0.0.1:0"},
        {}});
  }
  support::LeuitServer& server() { return *server_; }

 private:
  ledger::TemporaryFolder home_;
  std::unique_ptr<support::LeuitServer> server_;
};
support::LeuitServer& server() {
  static Guarded one;
  return one.server();
}

// An address for every pattern of the table.
const std::map<std::string_view, const char*>& addresses() {
  static const std::map<std::string_view, const char*> all = {
      {"/v1/events", "/v1/events"},
      {"/v1/events/*", "/v1/events/7"},
      {"/v1/events/*/receipt", "/v1/events/7/receipt"},
      {"/v1/events/*/proof", "/v1/events/7/proof"},
      {"/checkpoint", "/checkpoint"},
      {"/tile/entries/**", "/tile/entries/000"},
      {"/tile/**", "/tile/0/000"},
      {"/v1/consistency", "/v1/consistency?from=1&to=2"},
      {"/v1/key", "/v1/key"},
      {"/v1/keys", "/v1/keys"},
      {"/v1/views", "/v1/views"},
      {"/v1/views/*", "/v1/views/groups"},
      {"/v1/views/*/summary", "/v1/views/groups/summary"},
      {"/v1/views/*/*", "/v1/views/groups/LBK-01"},
      {"/v1/schemas", "/v1/schemas"},
      {"/v1/schemas/*/*", "/v1/schemas/kawasan.proposed/1"},
      {"/healthz", "/healthz"},
      {"/readyz", "/readyz"},
  };
  return all;
}

bool is_open(std::string_view pattern) {
  constexpr std::string_view open[] = {"/checkpoint", "/tile/**", "/v1/key",
                                       "/v1/keys",    "/healthz", "/readyz"};
  return std::find(std::begin(open), std::end(open), pattern) != std::end(open);
}

Answer ask(const api::Route& route, const api::Headers& headers) {
  const auto address = addresses().find(route.pattern);
  REQUIRE(address != addresses().end());
  if (route.method == "POST") return server().post("{}", headers);
  return server().get(address->second, headers);
}

void check_unauthenticated(const Answer& answer, const char* challenge) {
  CHECK(answer.status == 401);
  CHECK(answer.slug() == "unauthenticated");
  CHECK(answer.header("www-authenticate").starts_with(challenge));
  CHECK(answer.header("cache-control") == "no-store");
  CHECK_FALSE(answer.header("leuit-position").empty());
}

// Every route times every role.
TEST_CASE("an address is open, or asks for a token with a role, or for more") {
  for (const api::Route& route : api::routes()) {
    CAPTURE(route.method, route.pattern);
    if (is_open(route.pattern)) {
      CHECK(ask(route, {}).status == 200);
      CHECK(ask(route, bearer("nonsense")).status == 200);
      continue;
    }
    check_unauthenticated(ask(route, {}), "Bearer realm=\"leuit\"");
    check_unauthenticated(ask(route, bearer("nonsense")),
                          "Bearer realm=\"leuit\", error=\"invalid_token\"");
    const std::vector<std::string> without[] = {{}, {"system"}, {"x"}};
    for (const auto& none : without) {
      const Answer answer = ask(route, bearer(token(none, {"*"})));
      CHECK(answer.status == 403);
      CHECK(answer.slug() == "forbidden");
    }
    for (const auto role : programme::role::all) {
      if (role == "system") continue;
      for (const char* area : {"*", "36.02", "94.04", "00"}) {
        CAPTURE(role, area);
        const Answer answer = ask(route, as(std::string(role), area));
        const bool is_trusted = role == "auditor" || role == "operator" || role == "importer";
        const bool is_whole = route.pattern == "/tile/entries/**";
        const bool is_refused = is_whole && !(is_trusted && std::string_view(area) == "*");
        CHECK((answer.status == 403) == is_refused);
        CHECK(answer.status != 401);
        if (is_refused) CHECK(answer.slug() == "forbidden");
      }
    }
  }
}

TEST_CASE("a recording without a token is refused before anything else, and says unwritten") {
  const Answer answer = server().post("no json", {{"Content-Type", "text/plain"}});
  check_unauthenticated(answer, "Bearer");
  CHECK(answer.json().at("written") == "no");
  const Answer known = server().post("no json", as("reader", "*"));
  CHECK(known.status == 400);
}

TEST_CASE("a token in the query counts for nothing") {
  const std::string target = "/v1/events?access_token=" + token({"auditor"}, {"*"});
  check_unauthenticated(server().get(target), "Bearer");
}

TEST_CASE("entries cannot be had by another spelling, and stay out of shared caches") {
  for (const char* path : {"/tile/%65ntries/000", "/tile/entries%2F000", "/tile//entries/000",
                           "/tile/x/../entries/000", "/tile/ENTRIES/000"}) {
    CAPTURE(path);
    const Answer answer = server().get(path);
    CHECK((answer.status == 401 || answer.status == 404));
  }
  const Answer entries = server().get("/tile/entries/000", as("auditor", "*"));
  CHECK(entries.status == 200);
  CHECK(entries.header("cache-control").starts_with("private"));
}

std::size_t rows(const std::string& view, const api::Headers& who) {
  return server().get("/v1/views/" + view + "?limit=1000", who).json().at("rows").size();
}
std::size_t counted(const std::string& view, const api::Headers& who) {
  const Json summary = server().get("/v1/views/" + view + "/summary", who).json();
  return summary.at("groups").at(0).at("count").get<std::size_t>();
}
std::size_t lines(const std::string& view, const api::Headers& who) {
  const std::string text = server().get("/v1/views/" + view + "?format=csv", who).body;
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) - 1;
}
std::size_t listed(const std::string& view, const api::Headers& who) {
  const Json views = server().get("/v1/views", who).json();
  for (const Json& one : views.at("views"))
    if (one.at("name") == view) return std::stoul(one.at("rows").get<std::string>());
  return SIZE_MAX;
}

TEST_CASE("what is outside the reader's areas is absent, however it is asked for") {
  const auto here = as("reader", "36.02"), all = as("reader", "*"), there = as("reader", "94.04"),
             below = as("reader", "36.02.27");
  const std::pair<const char*, std::size_t> views[] = {
      {"beneficiaries", 160}, {"groups", 10}, {"grants", 10}, {"placements", 16}};
  for (const auto& [view, count] : views) {
    CAPTURE(view);
    for (const auto& who : {here, all, there, below}) {
      const std::size_t expected = who == here || who == all ? count : 0;
      CHECK(rows(view, who) == expected);
      CHECK(counted(view, who) == expected);
      CHECK(lines(view, who) == expected);
      CHECK(listed(view, who) == expected);
    }
  }
  CHECK(server().get("/v1/views/groups/LBK-01", here).status == 200);
  const Answer hidden = server().get("/v1/views/groups/LBK-01", there);
  const Answer absent = server().get("/v1/views/groups/LBK-99", there);
  CHECK(hidden.status == 404);
  CHECK(hidden.detail() == absent.detail());
}

TEST_CASE("events, receipts and proofs outside the reader's areas are absent too") {
  const auto here = as("reader", "36.02"), there = as("reader", "94.04");
  for (const char* path : {"/v1/events/0", "/v1/events/0/receipt", "/v1/events/0/proof"}) {
    CAPTURE(path);
    CHECK(server().get(path, here).status == 200);
    CHECK(server().get(path, there).status == 404);
  }
  for (const char* query : {"subject=kawasan/lebak-kasepuhan", "type=group.formed",
                            "source=/kemnaker/lebak&id=lebak-00001"}) {
    CAPTURE(query);
    const std::string target = std::string("/v1/events?limit=1000&") + query;
    CHECK_FALSE(server().get(target, here).json().at("events").empty());
    CHECK(server().get(target, there).json().at("events").empty());
  }
}

TEST_CASE("an entity tag of one reader is not that of another") {
  const Answer all = server().get("/v1/views/groups", as("reader", "*"));
  auto other = as("reader", "94.04");
  other.emplace_back("If-None-Match", all.header("etag"));
  CHECK(server().get("/v1/views/groups", other).status == 200);
}

TEST_CASE("a cursor that was made up tells nothing of rows outside the reader's areas") {
  const auto here = as("reader", "36.02"), there = as("reader", "94.04");
  const std::string target = "/v1/views/groups?sort=-members&limit=1";
  const std::string cursor = server().get(target, here).json().at("next");
  CHECK(server().get(target + "&cursor=" + cursor, here).status == 200);
  CHECK(server().get(target + "&cursor=" + cursor, there).status == 400);
}

TEST_CASE("an audit is for auditors alone until its finding is issued") {
  const auto auditor = as("auditor", "*"), reader = as("kpa", "*");
  const auto count = [](const char* type, const api::Headers& who) {
    const auto answer = server().get("/v1/events?limit=1000&type=" + std::string(type), who);
    return answer.json().at("events").size();
  };
  for (const char* early : {"audit.assigned", "audit.finding_drafted"}) {
    CAPTURE(early);
    CHECK(count(early, auditor) > 0);
    CHECK(count(early, reader) == 0);
  }
  CHECK(count("audit.finding_issued", auditor) > 0);
  CHECK(count("audit.finding_issued", reader) == count("audit.finding_issued", auditor));
}

TEST_CASE("a draft of a finding is no row, count or event for the auditee, who may answer it") {
  const auto auditor = bearer(token({"auditor"}, {"36.02"}));
  const auto auditee = bearer(token({"kpa"}, {"36.02"}));
  const auto event = [](const char* id, const char* type, const Json& data) {
    return Json{{"specversion", "1.0"},  {"id", id},
                {"source", "/s"},        {"type", type},
                {"subject", "audit/A1"}, {"time", "2024-06-01T09:00:00+07:00"},
                {"area", "36.02"},       {"data", data},
                {"basis", "ST 1"},       {"basisdigest", "sha-256:" + std::string(64, 'a')}}
        .dump();
  };
  const auto record = [&](const api::Headers& who, const std::string& text) {
    const Answer answer = server().post(text, who);
    CAPTURE(answer.body);
    REQUIRE(answer.status == 201);
    return answer.header("location");
  };
  record(auditor, event("a1", "audit.assigned",
                        {{"body", "BPK"},
                         {"scope", "x"},
                         {"period_from", "2023-01-01"},
                         {"period_to", "2023-12-31"}}));
  const std::size_t before = rows("findings", auditee);
  const std::string draft = record(auditor, event("a2", "audit.finding_drafted",
                                                  {{"number", "T1"},
                                                   {"kind", "late_report"},
                                                   {"value_idr", "1.00"},
                                                   {"grants", Json::array()}}));
  const std::string position = draft.substr(draft.rfind('/') + 1);
  const auto row = [&](const api::Headers& who) {
    return server().get("/v1/views/findings/A1%3AT1?min_position=" + position, who).status;
  };
  CHECK(row(auditor) == 200);
  CHECK(row(auditee) == 404);
  CHECK(server().get(draft, auditor).status == 200);
  CHECK(server().get(draft, auditee).status == 404);
  CHECK(server().get(draft + "/receipt", auditee).status == 404);
  CHECK(rows("findings", auditee) == before);
  CHECK(counted("findings", auditee) == before);
  CHECK(listed("findings", auditee) == before);
  CHECK(rows("findings", auditor) == before + 1);
  record(auditee, event("a3", "audit.auditee_responded", {{"number", "T1"}, {"text", "no"}}));
  const std::string issued = record(
      auditor,
      event("a4", "audit.finding_issued", {{"number", "T1"}, {"report", "1/LHP"}, {"page", 1}}));
  const std::string at = issued.substr(issued.rfind('/') + 1);
  CHECK(server().get("/v1/views/findings/A1%3AT1?min_position=" + at, auditee).status == 200);
  CHECK(server().get(issued, auditee).status == 200);
  CHECK(server().get(draft, auditee).status == 404);
}

TEST_CASE("who may not record is refused, and nothing is written") {
  const std::string size = server().get("/healthz").header("leuit-position");
  const auto answer = [](const api::Headers& who, const char* area) {
    Json event = support::proposal("denied");
    event["source"] = "/s";
    event["area"] = area;
    return server().post(event.dump(), who);
  };
  for (const Answer& one :
       {answer(as("reader", "*"), "36.02"), answer(as("programme_officer", "36.02"), "32.01"),
        answer(as("programme_officer", "36.02"), "00"),
        answer(bearer(token({"programme_officer"}, {})), "36.02")}) {
    CHECK(one.status == 403);
    CHECK(one.slug() == "forbidden");
    CHECK(one.json().at("written") == "no");
  }
  CHECK(server().get("/healthz").header("leuit-position") == size);
}

}  // namespace
