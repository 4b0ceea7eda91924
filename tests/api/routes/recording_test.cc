// POST /v1/events, from outside: what it answers, and that a refusal writes nothing.
#include <catch2/catch.hpp>

#include "tests/api/http/raw_connection.h"
#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;
using support::proposal;
using support::proposal_with;

constexpr const char* kOne = "application/cloudevents+json";
constexpr const char* kMany = "application/cloudevents-batch+json";

// One server for the whole file; each case has keys of its own. It knows kawasan/known, whose
// event has the id "known".
support::LeuitServer& server() {
  static support::LeuitServer one;
  static const Answer known = one.post(proposal("known").dump());
  return one;
}

std::string size() { return server().get("/healthz").header("leuit-position"); }

std::string survey(const std::string& key) {
  const Json assets = {
      {"human", 1}, {"natural", 2}, {"physical", 3}, {"financial", 4}, {"social", 5}};
  Json event = proposal(key);
  event["id"] = key + "-survey";
  event["type"] = "kawasan.surveyed";
  event["data"] = {{"institution", "IPB"}, {"assets", assets}, {"commodities", {"coffee", "tea"}}};
  return event.dump();
}

std::string batch(const std::vector<Json>& events) { return Json(events).dump(); }

// A refusal has the form that the contract gives it, and nothing was written.
void check_refusal(const Answer& answer, const std::string& size_before) {
  const Json problem = answer.json();
  REQUIRE(problem.is_object());
  CHECK(answer.header("content-type") == "application/problem+json");
  CHECK(problem.value("status", 0U) == answer.status);
  CHECK(problem.value("instance", "") == "/v1/events");
  CHECK(problem.value("written", "") == "no");
  CHECK_FALSE(problem.value("title", "").empty());
  CHECK_FALSE(problem.value("detail", "").empty());
  CHECK(answer.header("leuit-position") == size_before);
  CHECK(answer.header("traceparent").size() == 55);
  CHECK(size() == size_before);
}

TEST_CASE("a new event is answered 201 with its address, its version and its receipt") {
  const Answer answer = server().post(proposal("new").dump());
  REQUIRE(answer.status == 201);
  const Json receipt = answer.json();
  const std::string position = receipt.at("position");
  CHECK(answer.header("location") == "/v1/events/" + position);
  CHECK(answer.header("etag") == "\"1\"");
  CHECK(answer.header("content-type") == "application/json");
  CHECK(answer.header("leuit-position") == position);
  CHECK(receipt.at("streamversion") == "1");
  CHECK(receipt.at("durability") == "fsync");
  const Json record = Json::parse(receipt.at("record").get<std::string>());
  CHECK(record.at("subject") == "kawasan/new");
  CHECK(record.at("position") == position);
  CHECK(record.at("actor") == "local");
  CHECK(record.at("role") == "programme_officer");
  CHECK(record.at("dataschema") == "/v1/schemas/kawasan.proposed/1");
  CHECK(server().get(answer.header("location")).body == receipt.at("record").get<std::string>());
}

TEST_CASE("an event sent again is answered 200 with the same bytes, whatever came between") {
  const Answer first = server().post(proposal("again").dump());
  REQUIRE(first.status == 201);
  REQUIRE(server().post(survey("again")).status == 201);
  const std::string before = size();
  const Answer second = server().post(proposal("again").dump(2));
  CHECK(second.status == 200);
  CHECK(second.body == first.body);
  CHECK(second.header("location") == first.header("location"));
  CHECK(second.header("etag") == first.header("etag"));
  CHECK(server().get(first.header("location") + "/receipt").body == first.body);
  CHECK(size() == before);
}

TEST_CASE("what is not kept does not make an event another one") {
  REQUIRE(server().post(proposal("kept").dump()).status == 201);
  const std::pair<const char*, Json> same[] = {
      {"datacontenttype", "application/json"},
      {"dataschema", "/v1/schemas/kawasan.proposed/1"},
      {"expectedversion", "7"},
      {"actor", "local"},
      {"role", "programme_officer"},
  };
  for (const auto& [attribute, value] : same) {
    CAPTURE(attribute);
    CHECK(server().post(proposal_with("kept", attribute, value)).status == 200);
  }
}

struct Condition {
  const char* name;
  const char* value;
  bool known;  // the stream is at version 1, else it is new
  unsigned status;
  const char* slug;
};

TEST_CASE("a condition holds, fails with the version, or is no condition") {
  const Condition table[] = {
      {"If-Match", "\"1\"", true, 422, "rule-violated"},  // it got past the version
      {"If-Match", "*", true, 422, "rule-violated"},
      {"If-Match", "\"0\"", false, 201, ""},
      {"If-None-Match", "*", false, 201, ""},
      {"If-Match", "\"0\"", true, 412, "version-conflict"},
      {"If-Match", "\"2\"", true, 412, "version-conflict"},
      {"If-Match", "\"18446744073709551615\"", true, 412, "version-conflict"},
      {"If-Match", "W/\"1\"", true, 412, "version-conflict"},
      {"If-None-Match", "*", true, 412, "version-conflict"},
      {"If-Match", "\"1\"", false, 412, "version-conflict"},
      {"If-Match", "*", false, 412, "version-conflict"},
      {"If-Match", "1", true, 400, "bad-query"},
      {"If-Match", "\"one\"", true, 400, "bad-query"},
      {"If-Match", "\"01\"", true, 400, "bad-query"},
      {"If-Match", "\"", true, 400, "bad-query"},
      {"If-Match", "", true, 400, "bad-query"},
      {"If-None-Match", "\"1\"", true, 400, "bad-query"},
  };
  int row = 0;
  for (const Condition& one : table) {
    CAPTURE(one.name, one.value, one.known);
    const std::string fresh = "condition-" + std::to_string(++row);
    Json event = proposal(one.known ? "known" : fresh);
    event["id"] = fresh;
    const std::string before = size();
    const Answer answer = server().post(event.dump(), {{one.name, one.value}});
    CHECK(answer.status == one.status);
    CHECK(answer.slug() == one.slug);
    if (one.status == 412) CHECK(answer.json().at("current_version") == (one.known ? "1" : "0"));
    if (one.status >= 400) check_refusal(answer, before);
  }
}

TEST_CASE("an event of a batch carries the version that it expects") {
  const auto expecting = [](const std::string& key, const char* version) {
    return Json::parse(proposal_with(key, "expectedversion", version));
  };
  CHECK(server().post_batch(batch({expecting("expects-0", "0")})).status == 201);
  const std::string before = size();
  const Answer stale =
      server().post_batch(batch({expecting("expects-1", "0"), expecting("expects-2", "3")}));
  CHECK(stale.status == 412);
  CHECK(stale.json().at("current_version") == "0");
  CHECK(stale.json().at("errors").at(0).at("pointer") == "/1");
  check_refusal(stale, before);
  const Answer header =
      server().post_batch(batch({proposal("expects-3")}), {{"If-Match", "\"0\""}});
  CHECK(header.slug() == "bad-query");
  check_refusal(header, before);
}

TEST_CASE("a batch is recorded whole, in its order, and answered again with the same bytes") {
  const std::string sent = batch({proposal("b1"), proposal("b2"), Json::parse(survey("b1"))});
  const Answer first = server().post_batch(sent);
  REQUIRE(first.status == 201);
  CHECK(first.header("location").empty());
  const Json receipts = first.json().at("receipts");
  REQUIRE(receipts.size() == 3);
  const auto at = std::stoull(receipts[0].at("position").get<std::string>());
  CHECK(receipts[1].at("position") == std::to_string(at + 1));
  CHECK(receipts[2].at("position") == std::to_string(at + 2));
  CHECK(receipts[2].at("streamversion") == "2");
  CHECK(first.header("leuit-position") == std::to_string(at + 2));
  const Answer second = server().post_batch(sent);
  CHECK(second.status == 200);
  CHECK(second.body == first.body);
}

TEST_CASE("a batch with one event known before is new, and gives that one its first receipt") {
  const Answer alone = server().post(proposal("half-1").dump());
  const Answer both = server().post_batch(batch({proposal("half-1"), proposal("half-2")}));
  CHECK(both.status == 201);
  CHECK(both.body.find(alone.body) != std::string::npos);
}

TEST_CASE("one bad event refuses its whole batch and is pointed at") {
  const std::tuple<std::string, unsigned, std::string> table[] = {
      {proposal_with("x", "type", "kawasan.nonsense"), 422, "/2/type"},
      {proposal_with("x", "area", "nowhere"), 422, "/2/area"},
      {proposal_with("x", "id", "known"), 409, "/2"},
      {proposal_with("x", "role", "mentor"), 403, "/2/role"},
      {proposal_with("x", "subject", "kawasan/known"), 422, "/2"},
      {"7", 422, "/2"},
  };
  for (const auto& [bad, status, pointer] : table) {
    CAPTURE(bad);
    const std::string before = size();
    const Answer answer =
        server().post_batch(batch({proposal("y1"), proposal("y2"), Json::parse(bad)}));
    CHECK(answer.status == status);
    CHECK(answer.json().at("errors").at(0).at("pointer") == pointer);
    check_refusal(answer, before);
  }
  CHECK(server().post_batch(batch({proposal("y1"), proposal("y2")})).status == 201);
}

TEST_CASE("a batch is an array of 1 to 1,000 events") {
  const std::string before = size();
  std::vector<Json> events;
  for (int i = 0; i < 1001; ++i) events.push_back(proposal("many-" + std::to_string(i)));
  const std::pair<std::string, const char*> table[] = {
      {"[]", "schema-violation"},
      {"{}", "schema-violation"},
      {proposal("single").dump(), "schema-violation"},
      {batch(events), "too-large"},
  };
  for (const auto& [body, slug] : table) {
    CAPTURE(body.substr(0, 40));
    const Answer answer = server().post_batch(body);
    CHECK(answer.slug() == slug);
    check_refusal(answer, before);
  }
  events.pop_back();
  const Answer answer = server().post_batch(batch(events), {{"Prefer", "return=minimal"}});
  CHECK(answer.status == 201);
  CHECK(answer.json().at("receipts").size() == 1000);
}

TEST_CASE("who prefers it minimal gets places and hashes, and the checkpoint once") {
  const Answer answer = server().post_batch(batch({proposal("short-1"), proposal("short-2")}),
                                            {{"Prefer", "respond-async, return=minimal"}});
  REQUIRE(answer.status == 201);
  CHECK(answer.header("preference-applied") == "return=minimal");
  const Json body = answer.json();
  REQUIRE(body.size() == 3);
  const Json& second = body.at("receipts").at(1);
  CHECK(second.size() == 3);
  const std::string position = second.at("position");
  CHECK(body.at("tree_size") == std::to_string(std::stoull(position) + 1));
  const Json whole = server().get("/v1/events/" + position + "/receipt").json();
  CHECK(whole.at("leaf_hash") == second.at("leaf_hash"));
  CHECK(whole.at("checkpoint") == body.at("checkpoint"));
  const Answer one = server().post(proposal("short-3").dump(), {{"Prefer", "return=minimal"}});
  CHECK(one.status == 201);
  CHECK(one.json().at("receipts").size() == 1);
  CHECK(one.header("etag") == "\"1\"");
}

TEST_CASE("a dry run checks everything, answers the record and writes nothing") {
  const std::string before = size();
  const Answer one = server().post(proposal("dry").dump(), {}, "?dry_run=true");
  CHECK(one.status == 200);
  CHECK(one.json().at("subject") == "kawasan/dry");
  CHECK(one.json().at("position") == std::to_string(std::stoll(before) + 1));
  const Answer many =
      server().post_batch(batch({proposal("dry"), proposal("dry-2")}), {}, "?dry_run=true");
  CHECK(many.status == 200);
  CHECK(many.json().size() == 2);
  CHECK(many.json().at(1).at("position") == std::to_string(std::stoll(before) + 2));
  const Answer refused = server().post(survey("dry"), {}, "?dry_run=true");
  CHECK(refused.slug() == "rule-violated");
  check_refusal(refused, before);
  const Answer unclear = server().post(proposal("dry").dump(), {}, "?dry_run=maybe");
  CHECK(unclear.slug() == "bad-query");
  check_refusal(unclear, before);
  CHECK(server().post(proposal("dry").dump(), {}, "?dry_run=false").status == 201);
}

struct Refusal {
  const char* title;
  std::string body;
  unsigned status;
  const char* slug;
};

TEST_CASE("each refusal has its status and its name, and writes nothing") {
  Json huge = Json::parse(survey("known"));
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "\xF0\x9F\x8C\xBE";
  huge["data"]["commodities"] = std::vector<std::string>(100, wide);
  const std::string known = proposal("known").dump();
  const Refusal table[] = {
      {"an empty body", "", 400, "malformed-json"},
      {"half an object", "{", 400, "malformed-json"},
      {"two texts", known + known, 400, "malformed-json"},
      {"no UTF-8", "{\"id\":\"\xFF\"}", 400, "malformed-json"},
      {"65 levels", std::string(65, '[') + std::string(65, ']'), 400, "malformed-json"},
      {"100,000 levels", std::string(100'000, '['), 400, "malformed-json"},
      {"a name twice", R"({"id":"a","id":"a"})", 400, "malformed-json"},
      {"a number out of range", R"({"data":{"n":1e999}})", 400, "malformed-json"},
      {"a number no double is", R"({"data":{"n":9007199254740993}})", 400, "malformed-json"},
      {"a list", "[" + known + "]", 422, "schema-violation"},
      {"a text", "\"event\"", 422, "schema-violation"},
      {"nothing in it", "{}", 422, "schema-violation"},
      {"an unknown type", proposal_with("x", "type", "kawasan.nonsense"), 422, "unknown-type"},
      {"an unknown attribute", proposal_with("x", "colour", "red"), 422, "schema-violation"},
      {"what the ledger sets", proposal_with("x", "position", "0"), 422, "schema-violation"},
      {"another version", proposal_with("x", "specversion", "0.3"), 422, "schema-violation"},
      {"another schema", proposal_with("x", "dataschema", "/a/b"), 422, "schema-violation"},
      {"no such day", proposal_with("x", "time", "2023-02-30T00:00:00Z"), 422, "schema-violation"},
      {"tomorrow", proposal_with("x", "time", "2999-01-01T00:00:00Z"), 422, "schema-violation"},
      {"a stream of another kind", proposal_with("x", "subject", "grant/x"), 422,
       "schema-violation"},
      {"a stream named ..", proposal_with("x", "subject", "kawasan/.."), 422, "schema-violation"},
      {"an id too long", proposal_with("x", "id", std::string(129, 'a')), 422, "schema-violation"},
      {"a role that may not", proposal_with("x", "role", "mentor"), 403, "forbidden"},
      {"an id used before", proposal_with("known", "basis", "b"), 409, "id-reused"},
      {"a stream that exists", proposal_with("known", "id", "other"), 422, "rule-violated"},
      {"a stream that does not", survey("nowhere"), 422, "rule-violated"},
      {"a record too large", huge.dump(), 413, "too-large"},
  };
  for (const Refusal& one : table) {
    CAPTURE(one.title);
    const std::string before = size();
    const Answer answer = server().post(one.body);
    CHECK(answer.status == one.status);
    CHECK(answer.slug() == one.slug);
    check_refusal(answer, before);
  }
}

TEST_CASE("a broken rule is named by its number and its name") {
  const Json problem = server().post(survey("nobody")).json();
  CHECK(problem.at("rule") == "state");
  CHECK_FALSE(problem.at("name").get<std::string>().empty());
}

TEST_CASE("a later event of a stream stays in its area") {
  Json event = Json::parse(survey("known"));
  event["area"] = "36.03";
  const std::string before = size();
  const Answer answer = server().post(event.dump());
  CHECK(answer.status == 403);
  CHECK(answer.slug() == "forbidden");
  check_refusal(answer, before);
  event["area"] = "36.02.27";
  CHECK(server().post(event.dump(), {}, "?dry_run=true").status == 200);
}

TEST_CASE("all faults of an event are told at once, each by its pointer") {
  Json event = proposal("faults");
  event.erase("time");
  event["area"] = "x";
  event["data"] = {{"name", 7}, {"criteria", {"3t", "none"}}, {"more", true}};
  const Json errors = server().post(event.dump()).json().at("errors");
  std::vector<std::string> pointers;
  for (const auto& error : errors) pointers.push_back(error.at("pointer"));
  std::sort(pointers.begin(), pointers.end());
  CHECK(pointers ==
        std::vector<std::string>{"/area", "/data/criteria/1", "/data/more", "/data/name", "/time"});
}

TEST_CASE("the checks run in the order of the contract: the first that fails answers") {
  const std::string five_mib(5 << 20, ' ');
  const auto sent = [](const char* attribute, const Json& value, const char* other,
                       const Json& more) {
    Json event = Json::parse(proposal_with("known", attribute, value));
    event[other] = more;
    return event.dump();
  };
  const std::tuple<const char*, std::string, std::string, unsigned> table[] = {
      {"text/plain", five_mib, "\"9\"", 415},
      {kOne, five_mib, "\"9\"", 413},
      {kOne, "{", "\"9\"", 400},
      {kOne, sent("type", "a.b", "area", "x"), "\"9\"", 422},
      {kOne, sent("area", "x", "role", "mentor"), "\"9\"", 422},
      {kOne, sent("role", "mentor", "basis", "b"), "\"9\"", 403},
      {kOne, sent("basis", "b", "basis", "b"), "\"9\"", 409},
      {kOne, sent("id", "order", "basis", "b"), "\"9\"", 412},
      {kOne, sent("id", "order", "basis", "b"), "\"1\"", 422},
  };
  for (const auto& [type, body, version, status] : table) {
    CAPTURE(status, type);
    const Answer answer = server().post(body, {{"Content-Type", type}, {"If-Match", version}});
    CHECK(answer.status == status);
  }
}

TEST_CASE("an event is taken in its two media types, in UTF-8 alone") {
  const std::tuple<const char*, const char*, bool> table[] = {
      {"application/cloudevents+json; charset=utf-8", "identity", true},
      {"application/cloudevents+json;charset=\"UTF-8\"", "", true},
      {"Application/CloudEvents+JSON ; x=y", "", true},
      {"application/cloudevents+json; charset=iso-8859-1", "", false},
      {"application/cloudevents+json; charset=", "", false},
      {"application/cloudevents+json", "gzip", false},
      {"application/cloudevents+xml", "", false},
      {"application/json", "", false},
      {"application/cloudevents+jsonx", "", false},
      {"text/plain", "", false},
      {"", "", false},
  };
  int row = 0;
  for (const auto& [type, encoding, taken] : table) {
    CAPTURE(type, encoding);
    const std::string before = size();
    api::Headers headers = {{"Content-Type", type}};
    if (*encoding != '\0') headers.emplace_back("Content-Encoding", encoding);
    const auto answer = server().post(proposal("media-" + std::to_string(++row)).dump(), headers);
    CHECK(answer.status == (taken ? 201 : 415));
    if (!taken) CHECK(answer.slug() == "unsupported-media-type");
    if (!taken) check_refusal(answer, before);
  }
}

TEST_CASE("a body over 4 MiB is read to its end, refused, and the connection goes on") {
  api::RawConnection connection(server().port());
  const std::string body(5 << 20, ' ');
  const std::string head = std::string("POST /v1/events HTTP/1.1\r\nHost: h\r\nContent-Type: ") +
                           kMany + "\r\nContent-Length: " + std::to_string(body.size()) +
                           "\r\n\r\n";
  const api::Answer refused = connection.ask(head + body);
  CHECK(refused.status() == 413);
  CHECK(refused.has("Content-Type: application/problem+json"));
  CHECK(Json::parse(refused.body).at("type") == "/problems/too-large");
  CHECK(Json::parse(refused.body).at("written") == "no");
  CHECK(connection.ask("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").status() == 200);
}

TEST_CASE("a batch of just under 4 MiB is taken") {
  Json event = proposal("wide");
  event["data"]["name"] = "wide";
  std::string body = "[" + event.dump();
  body += std::string((4 << 20) - body.size() - 1, ' ') + "]";
  CHECK(server().post_batch(body).status == 201);
  CHECK(server().post_batch(body + " ").status == 413);
}

TEST_CASE("an unknown parameter of a recording is refused, and nothing is written") {
  const std::string before = size();
  const Answer answer = server().post(proposal("parameter").dump(), {}, "?dryrun=true");
  CHECK(answer.status == 400);
  CHECK(answer.slug() == "bad-query");
  check_refusal(answer, before);
}

}  // namespace
