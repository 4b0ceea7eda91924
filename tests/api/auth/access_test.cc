#include "api/auth/access.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/judging.h"
#include "ledger/programme/roles.h"
#include "tests/support/sample_ledger.h"

namespace api {
namespace {

using programme::Json;
using programme::Refused;

// The first lines of the sample: a kawasan of 36.02 and what stands around it.
support::SampleLedger& sample() {
  static support::SampleLedger one(60);
  return one;
}

Identity officer() { return {"staf", {"programme_officer"}, {"36.02"}, {}, std::nullopt}; }

// An event that opens a stream in 36.02 and refers to no other.
Json proposed(const std::string& key, const Json& patch = Json::object()) {
  Json event = {{"specversion", "1.0"},
                {"id", key},
                {"source", "/staf/office"},
                {"type", "kawasan.proposed"},
                {"subject", "kawasan/" + key},
                {"time", "2023-07-01T09:00:00+07:00"},
                {"area", "36.02"},
                {"data", {{"name", "Kasepuhan"}, {"criteria", {"3t"}}}}};
  event.merge_patch(patch);
  return event;
}

programme::Accepted<programme::Taken> take(const Json& body, const Identity& caller) {
  return Door(sample().registrar(), sample().ledger())
      .take(body.dump(), body.is_array(), caller, {});
}

// "ok", or the kind of the refusal and where it points.
std::string told(const Json& body, const Identity& caller) {
  const auto taken = take(body, caller);
  if (taken) return "ok";
  std::string out = taken.error().kind == Refused::forbidden          ? "forbidden"
                    : taken.error().kind == Refused::schema_violation ? "schema"
                                                                      : "other";
  for (const auto& fault : taken.error().faults) out += " " + fault.pointer;
  return out;
}

// Takes and records; "ok", or the refusal.
std::string recorded(programme::Accepted<programme::Taken> taken) {
  REQUIRE(taken);
  std::string out = "ok";
  sample().writer().submit(
      std::move(taken->submission), std::move(taken->subjects), [&](ledger::Outcome outcome) {
        const auto done = programme::Registrar::outcome(std::move(outcome), false);
        if (!done) out = done.error().detail;
      });
  sample().writer().round();
  return out;
}
Json record_of(const std::string& source, const std::string& id) {
  projections::EventQuery query;
  query.source = source;
  query.id = id;
  const auto page = projections::Log(sample().ledger()).events(query, projections::Viewer::local());
  REQUIRE(page);
  REQUIRE(page->records.size() == 1);
  return Json::parse(page->records.front());
}

TEST_CASE("an address asks for nothing, for a role, or for the whole") {
  const Identity nobody{"s", {}, {"*"}, {}, {}};
  CHECK(may_call(nobody, Needs::nothing));
  CHECK_FALSE(may_call(nobody, Needs::role));
  for (const auto role : programme::role::all) {
    CAPTURE(role);
    const bool is_trusted = role == "auditor" || role == "operator" || role == "importer";
    const Identity everywhere{"s", {std::string(role)}, {"*"}, {}, {}};
    const Identity here{"s", {std::string(role)}, {"36.02", "00"}, {}, {}};
    CHECK(may_call(everywhere, Needs::role));
    CHECK(may_call(here, Needs::role));
    CHECK(may_call(everywhere, Needs::whole) == is_trusted);
    CHECK_FALSE(may_call(here, Needs::whole));
  }
}

TEST_CASE("an area covers itself and what is below it") {
  const auto covered = [](const std::vector<std::string>& areas, const char* area) {
    return covers({"s", {}, areas, {}, {}}, area);
  };
  CHECK(covered({"36.02"}, "36.02"));
  CHECK(covered({"36.02"}, "36.02.27.2010"));
  CHECK_FALSE(covered({"36.02"}, "36.021"));
  CHECK_FALSE(covered({"36.02"}, "36"));
  CHECK_FALSE(covered({"36.02"}, "00"));
  CHECK(covered({"32.01", "36.02"}, "36.02.27"));
  CHECK(covered({"00"}, "36.02"));
  CHECK(covered({"00"}, "00"));
  CHECK(covered({"*"}, "00"));
  CHECK_FALSE(covered({}, "00"));
}

// The first line of every type: of the sample, then of the lines for other types.
std::map<std::string, Json> lines_by_type() {
  std::map<std::string, Json> out;
  auto lines = support::sample_lines();
  const auto more = support::more_sample_lines();
  lines.insert(lines.end(), more.begin(), more.end());
  for (const std::string& line : lines) {
    Json event = Json::parse(line);
    const auto type = event.at("type").get<std::string>();
    out.emplace(type, std::move(event));
  }
  return out;
}

// Every type times every role: the declaration alone says who may.
TEST_CASE("a type is recorded in the roles of its declaration and in no other") {
  sample().clock().advance(365 * 86'400'000'000);
  const auto lines = lines_by_type();
  std::size_t types = 0;
  for (const auto* stream : programme::catalogue()) {
    for (const auto& type : stream->events) {
      const auto line = lines.find(type->name);
      if (line == lines.end()) continue;
      ++types;
      Json event = line->second;
      event.erase("role");
      event.erase("actor");
      for (const auto role : programme::role::all) {
        CAPTURE(type->name, role);
        const bool corrects = event.contains("corrects");
        const bool is_importer = role == "importer";
        const auto speaks = is_importer ? type->roles.front() : role;
        const bool may = speaks != "system" && programme::may_record(*type, speaks, corrects);
        const Identity caller{
            "s", {std::string(role)}, {"*"}, {event.at("subject").get<std::string>()}, "/"};
        const std::string answer = told(event, caller);
        if (role == "system") continue;  // no token has it: see the tests of tokens
        CHECK((answer == "ok" || answer.starts_with("forbidden")));
        CHECK((answer == "ok") == may);
      }
    }
  }
  CHECK(types > 150);
}

TEST_CASE("an event is recorded under the name of the token's holder, in the role that fits") {
  Identity caller = officer();
  caller.roles = {"reader", "programme_officer"};
  CHECK(recorded(take(proposed("named"), caller)) == "ok");
  const Json record = record_of("/staf/office", "named");
  CHECK(record.at("actor") == "staf");
  CHECK(record.at("role") == "programme_officer");
  CHECK_FALSE(record.contains("recordedby"));
}

TEST_CASE("who speaks, as what, and where from is the token's to say") {
  const Json table[] = {
      // what the event says, and the answer
      {{{"actor", "staf"}}, "ok"},
      {{{"role", "programme_officer"}}, "ok"},
      {{{"source", "/staf"}}, "ok"},
      {{{"area", "36.02.27.2010"}}, "ok"},
      {{{"actor", "somebody"}}, "forbidden /actor"},
      {{{"role", "kpa"}}, "forbidden /role"},
      {{{"role", "system"}}, "forbidden /role"},
      {{{"role", "importer"}}, "forbidden /role"},
      {{{"type", "juknis.issued"}}, "schema"},  // the form comes before the role
      {{{"source", "/other"}}, "forbidden /source"},
      {{{"source", "/staff"}}, "forbidden /source"},
      {{{"source", "staf"}}, "forbidden /source"},
      {{{"area", "32.01"}}, "forbidden /area"},
      {{{"area", "36"}}, "forbidden /area"},
      {{{"area", "00"}}, "forbidden /area"},
      {{{"area", "nowhere"}}, "schema /area"},
      {{{"actor", 7}}, "schema /actor"},
      {{{"role", 7}}, "schema /role"},
      {{{"data", nullptr}, {"area", "32.01"}}, "schema /data"},
  };
  int row = 0;
  for (const Json& one : table) {
    CAPTURE(one.dump());
    const std::string answer = told(proposed("said-" + std::to_string(++row), one[0]), officer());
    CHECK(answer.starts_with(one[1].get<std::string>()));
  }
}

TEST_CASE("of several roles that may, the event must say which") {
  Identity caller = officer();
  caller.roles = {"programme_officer", "verifier"};
  Json event = lines_by_type().at("partner.verified");
  event.erase("actor");
  event.erase("role");
  event["source"] = "/staf/office";
  CHECK(told(event, caller) == "schema /role");
  CHECK(told(Json::array({proposed("beside"), event}), caller) == "schema /1/role");
  Json unformed = event;
  unformed["time"] = "soon";
  CHECK(told(unformed, caller) == "schema /time /role");
  event["role"] = "verifier";
  CHECK(told(event, caller) == "ok");
}

TEST_CASE("a source claim is a prefix, and replaces the holder's own") {
  Identity caller = officer();
  caller.source = "/lebak/20";
  const auto under = [](const char* source) { return proposed("sourced", {{"source", source}}); };
  CHECK(told(under("/lebak/2023"), caller) == "ok");
  CHECK(told(under("/lebak/20"), caller) == "ok");
  CHECK(told(under("/lebak"), caller) == "forbidden /source");
  CHECK(told(under("/staf"), caller) == "forbidden /source");
}

TEST_CASE("a role that speaks for somebody needs the stream, or the reference to it") {
  const auto lines = lines_by_type();
  const auto says = [&](const char* type, const char* role, const char* acts_for) {
    Json event = lines.at(type);
    event.erase("actor");
    event["role"] = role;
    Identity caller{"s", {role}, {"36.02"}, {}, "/"};
    if (*acts_for != '\0') caller.acts_for = {acts_for};
    return told(event, caller);
  };
  const std::tuple<const char*, const char*, const char*, const char*> table[] = {
      {"group.business_profile_recorded", "applicant", "group/LBK-01", "ok"},
      {"group.business_profile_recorded", "applicant", "group/LBK-02", "forbidden /subject"},
      {"group.business_profile_recorded", "applicant", "", "forbidden /subject"},
      {"proposal.submitted", "applicant", "group/LBK-01", "ok"},
      {"proposal.submitted", "applicant", "proposal/2023-LBK-01", "ok"},
      {"proposal.submitted", "applicant", "group/LBK-0", "forbidden /subject"},
      {"group.member_confirmed", "member", "person/P0001", "ok"},
      {"group.member_confirmed", "member", "person/P0002", "forbidden /subject"},
      {"group.attested", "village_head", "group/LBK-01", "ok"},
      {"group.attested", "village_head", "group/LBK-09", "forbidden /subject"},
      {"mentoring.session_logged", "mentor", "mentoring/2023-LBK-01", "ok"},
      {"mentoring.session_logged", "mentor", "group/LBK-01", "forbidden /subject"},
      {"training.planned", "training_provider", "training/2023-LBK-01", "ok"},
      {"training.planned", "training_provider", "", "forbidden /subject"},
      // Of many that a list names, one is not enough.
      {"training.session_attendance_recorded", "training_provider", "person/P0001",
       "forbidden /subject"},
      {"person.registered", "manpower_office", "", "ok"},
  };
  for (const auto& [type, role, acts_for, answer] : table) {
    CAPTURE(type, role, acts_for);
    CHECK(says(type, role, acts_for) == answer);
  }
}

TEST_CASE("the area that counts is that of the stream, not what the event says") {
  Identity wide = officer(), below = officer();
  wide.areas = {"36"};
  below.areas = {"36.02.27"};
  CHECK(recorded(take(proposed("wide", {{"area", "36"}}), wide)) == "ok");
  Json surveyed = proposed("wide", {{"id", "surveyed"}, {"type", "kawasan.surveyed"}});
  surveyed["data"] = lines_by_type().at("kawasan.surveyed").at("data");
  surveyed["area"] = "36.02.27";
  CHECK(told(surveyed, below) == "forbidden /subject");
  CHECK(told(surveyed, officer()) == "forbidden /subject");
  CHECK(told(surveyed, wide) == "ok");
  CHECK(told(Json::array({proposed("alone"), surveyed}), officer()) == "forbidden /1/subject");
}

TEST_CASE("a stream that somebody opens meanwhile is held against the caller's areas once more") {
  Identity wide = officer();
  wide.areas = {"36"};
  auto late = take(proposed("raced", {{"id", "late"}}), officer());
  auto first = take(proposed("raced", {{"id", "first"}, {"area", "36"}}), wide);
  CHECK(recorded(std::move(first)) == "ok");
  CHECK(recorded(std::move(late)) == "the stream belongs to an area outside those of the token");
}

TEST_CASE("a batch may open a stream and go on with it") {
  Json tagged = proposed("opened", {{"id", "goes-on"}, {"type", "kawasan.surveyed"}});
  tagged["data"] = lines_by_type().at("kawasan.surveyed").at("data");
  tagged["area"] = "36.02.27";
  const Json both = Json::array({proposed("opened"), tagged});
  auto taken = take(both, officer());
  REQUIRE(taken);
  std::string answer = "ok";
  sample().writer().submit(
      std::move(taken->submission), std::move(taken->subjects), [&](ledger::Outcome outcome) {
        const auto done = programme::Registrar::outcome(std::move(outcome), true);
        if (!done) answer = done.error().detail;
      });
  sample().writer().round();
  CHECK(answer == "ok");
}

TEST_CASE("the importer speaks for others, from anywhere, in roles that may") {
  const Identity importer{"loader", {"importer"}, {}, {}, std::nullopt};
  const Json theirs = proposed("theirs", {{"actor", "staf-pkk"}, {"source", "/anywhere"}});
  CHECK(recorded(take(theirs, importer)) == "ok");
  const Json record = record_of("/anywhere", "theirs");
  CHECK(record.at("actor") == "staf-pkk");
  CHECK(record.at("role") == "programme_officer");
  CHECK(record.at("recordedby") == "loader");
  CHECK(recorded(take(proposed("nobodys", {{"source", "/anywhere"}}), importer)) == "ok");
  CHECK(record_of("/anywhere", "nobodys").at("actor") == "local");
  CHECK(told(proposed("not-so", {{"role", "mentor"}}), importer) == "forbidden /role");
  CHECK(told(proposed("clock", {{"role", "system"}}), importer) == "forbidden /role");
}

TEST_CASE("what has no form is refused for its form") {
  CHECK(take(Json("x"), officer()).error().kind == Refused::schema_violation);
  CHECK(take(Json::array(), officer()).error().kind == Refused::schema_violation);
  CHECK(take(Json::array({1}), officer()).error().kind == Refused::schema_violation);
  CHECK(take(proposed("x", {{"type", "no.such"}}), officer()).error().kind ==
        Refused::unknown_type);
  const Door door(sample().registrar(), sample().ledger());
  CHECK(door.take("{", false, officer(), {}).error().kind == Refused::malformed_json);
  CHECK(door.take(R"({"id":"a","id":"b"})", false, officer(), {}).error().kind ==
        Refused::malformed_json);
}

}  // namespace
}  // namespace api
