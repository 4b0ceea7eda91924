#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "ledger/programme/catalogue.h"
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

TEST_CASE("every type has a schema of draft-07 that tells all that is asked") {
  std::size_t count = 0;
  for (const programme::StreamType* stream : programme::catalogue())
    for (const auto& type : stream->events) {
      CAPTURE(type->name);
      ++count;
      const Answer answer = server().get("/v1/schemas/" + type->name + "/1");
      REQUIRE(answer.status == 200);
      CHECK(answer.header("content-type") == "application/schema+json");
      const Json schema = answer.json();
      CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
      CHECK(schema.at("$id") == "/v1/schemas/" + type->name + "/1");
      CHECK(schema.at("title") == type->title.id);
      CHECK(schema.at("x-title-en") == type->title.en);
      CHECK(schema.at("type") == "object");
      CHECK(schema.at("additionalProperties") == false);
      CHECK(schema.at("properties").size() == type->fields.size());
      CHECK(schema.at("x-roles") == type->roles);
      CHECK(schema.at("x-corrected-by") == type->correctors);
      CHECK(schema.at("x-correctable") == type->correctable);
      CHECK(schema.at("x-four-eyes") == type->four_eyes);
      CHECK(schema.at("x-personal").is_array());
      CHECK(schema.at("x-rules").is_array());
    }
  CHECK(server().get("/v1/schemas").json().at("schemas").size() == count);
}

TEST_CASE("a schema tells what its event asks for, and who may put it right") {
  struct Row {
    const char *type, *member, *value;
  };
  const auto row = GENERATE(values<Row>({
      {"grant.sp2d_issued", "x-basis", R"("optional")"},
      {"grant.sp2d_issued", "x-four-eyes", "true"},
      {"grant.sp2d_issued", "x-corrected-by", R"(["treasurer","kpa"])"},
      {"grant.sp2d_issued", "x-correctable", "true"},
      {"grant.agreement_signed", "x-basis", R"("required")"},
      {"grant.agreement_signed", "x-four-eyes", "false"},
      {"grant.agreement_terminated", "x-reason", R"("required")"},
      {"grant.agreement_signed", "x-reason", R"("optional")"},
      {"disclosure.made", "x-correctable", "false"},
      {"disclosure.made", "x-corrected-by", "[]"},
      {"training.bnsp_certificate_issued", "x-personal", R"(["number"])"},
  }));
  INFO(row.type << " " << row.member);
  const Json schema = server().get(std::string("/v1/schemas/") + row.type + "/1").json();
  CHECK(schema.at(row.member) == Json::parse(row.value));
}

TEST_CASE("a schema lists the rules of its type, by number") {
  const auto rules = [](const std::string& type) {
    std::string out;
    const Json schema = server().get("/v1/schemas/" + type + "/1").json();
    for (const Json& rule : schema.at("x-rules")) {
      CHECK_FALSE(rule.at("title").at("id").get<std::string>().empty());
      CHECK_FALSE(rule.at("title").at("en").get<std::string>().empty());
      CHECK(rule.at("source").is_string());
      out += rule.at("rule").get<std::string>() + " " + rule.at("name").get<std::string>() + "\n";
    }
    return out;
  };
  CHECK(rules("rembuk.minutes_signed") ==
        "I33 minutes_need_three_kinds\nI40 correction_of_other_stream\n"
        "I40 correction_of_other_type\nI40 correction_not_latest\n");
  CHECK(rules("institution.formed").starts_with("I31 region_in_edition\nI40 "));
  CHECK(rules("institution.dissolved").ends_with("\nI41 day_not_after_event\n"));
  CHECK(rules("disclosure.made") == "I40 event_never_corrected\n");
  CHECK(rules("kawasan.event_reversed") ==
        "I40 correction_of_other_stream\nI40 event_never_corrected\n"
        "I40 correction_not_latest\n");
  CHECK(rules("grant.correction_approved") ==
        "I40 correction_not_waiting\nI40 correction_needs_second_person\n");
}

TEST_CASE("a field of a schema tells its unit, its titles and whose key seals it") {
  const Json amount =
      server().get("/v1/schemas/grant.sp2d_issued/1").json().at("properties").at("amount_idr");
  CHECK(amount.at("x-unit") == "idr");
  CHECK(amount.at("title") == "Jumlah");
  CHECK(amount.at("x-title-en") == "Amount");
  const Json number = server()
                          .get("/v1/schemas/training.bnsp_certificate_issued/1")
                          .json()
                          .at("properties")
                          .at("number");
  CHECK(number.at("x-personal") == "person");
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
