#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;

support::LeuitServer& server() { return support::sample_server(); }

std::set<std::string> types_of_sample() {
  std::set<std::string> out;
  std::ifstream file(support::sample_file());
  for (std::string line; std::getline(file, line);) out.insert(Json::parse(line).at("type"));
  return out;
}

TEST_CASE("every type is listed with its title and its versions, each once") {
  const Answer answer = server().get("/v1/schemas");
  REQUIRE(answer.status == 200);
  std::set<std::string> names;
  const Json body = answer.json();
  for (const auto& schema : body.at("schemas")) {
    const std::string name = schema.at("type");
    CAPTURE(name);
    CHECK(names.insert(name).second);
    CHECK_FALSE(schema.at("title").at("id").get<std::string>().empty());
    CHECK_FALSE(schema.at("title").at("en").get<std::string>().empty());
    CHECK(schema.at("versions") == Json::array({"/v1/schemas/" + name + "/1"}));
  }
  for (const auto& name : types_of_sample()) {
    CAPTURE(name);
    CHECK(names.count(name) == 1);
  }
}

TEST_CASE("every type of the sample has a schema of draft-07 that tells all that is asked") {
  const auto types = types_of_sample();
  CHECK(types.size() == 92);
  for (const auto& name : types) {
    CAPTURE(name);
    const Answer answer = server().get("/v1/schemas/" + name + "/1");
    REQUIRE(answer.status == 200);
    CHECK(answer.header("content-type") == "application/schema+json");
    const Json schema = answer.json();
    CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
    CHECK(schema.at("$id") == "/v1/schemas/" + name + "/1");
    CHECK(schema.at("type") == "object");
    CHECK(schema.at("additionalProperties") == false);
    CHECK_FALSE(schema.at("x-roles").empty());
    CHECK(schema.at("x-personal").is_array());
    CHECK(schema.at("x-rules").is_array());
  }
}

TEST_CASE("a schema has each field of the sample's events, and what they lack is optional") {
  std::ifstream file(support::sample_file());
  std::map<std::string, Json> schemas;
  for (std::string line; std::getline(file, line);) {
    const Json event = Json::parse(line);
    Json& schema = schemas[event.at("type")];
    if (schema.is_null())
      schema = server().get("/v1/schemas/" + event.at("type").get<std::string>() + "/1").json();
    CAPTURE(event.at("type").get<std::string>());
    for (const auto& [name, value] : event.at("data").items()) {
      if (!schema.at("properties").contains(name)) FAIL(name << " is not in the schema");
    }
    for (const auto& name : schema.value("required", Json::array())) {
      if (!event.at("data").contains(name)) FAIL(name << " is required and not in the sample");
    }
  }
}

TEST_CASE("a schema names the personal fields and the roles") {
  const Json schema = server().get("/v1/schemas/person.registered/1").json();
  const Json personal = schema.at("x-personal");
  for (const char* field : {"nik", "name"}) {
    CAPTURE(field);
    CHECK(std::count(personal.begin(), personal.end(), field) == 1);
  }
  CHECK(server().get("/v1/schemas/kawasan.proposed/1").json().at("x-personal").empty());
  CHECK(server().get("/v1/schemas/kawasan.proposed/1").json().at("x-roles") ==
        Json::array({"programme_officer"}));
}

TEST_CASE("a schema that is not there is not found") {
  for (const char* part :
       {"kawasan.nonsense/1", "kawasan.proposed/0", "kawasan.proposed/2", "kawasan.proposed/01",
        "kawasan.proposed/x", "kawasan.proposed", "kawasan.proposed/1/1", "/1", "kawasan/1"}) {
    CAPTURE(part);
    const Answer answer = server().get(std::string("/v1/schemas/") + part);
    CHECK(answer.status == 404);
    CHECK(answer.slug() == "not-found");
  }
}

TEST_CASE("an address of the schemas takes no parameter") {
  CHECK(server().get("/v1/schemas?x=1").slug() == "bad-query");
  CHECK(server().get("/v1/schemas/kawasan.proposed/1?x=1").slug() == "bad-query");
}

}  // namespace
