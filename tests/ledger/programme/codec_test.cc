#include "ledger/programme/codec.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <limits>
#include <map>
#include <set>

#include "ledger/core/bytes.h"
#include "ledger/core/sealing.h"
#include "ledger/programme/catalogue.h"
#include "tests/support/paths.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

// One record of each type that version 1 knows, made once of the first event of that type in
// tests/data/lebak.jsonl, else in tests/data/samples after it: as it was recorded there, but sealed
// under a key of 32 times the letter k. These bytes stand in ledgers for ever: a change of the
// program that needs a change of the file is wrong. Only types without a line may get one, by
//   programme_test "[records]"
const std::string kept_file = support::source_path("tests/data/records/v1.jsonl");

std::vector<std::string> kept_records() {
  std::ifstream file(kept_file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

const ledger::SubjectKey kept_key{std::string(32, 'k')};

ledger::Place place_of(const Event& event) {
  return {event.position, event.stream_version, event.previous_position,
          parse_time(event.recorded_time)->utc_us};
}

// Reads a record and writes it again.
std::string rewritten(const std::string& record) {
  const auto event = read_record(record);
  if (!event) return event.error().message;
  const Json parsed = Json::parse(record);
  const auto salt = ledger::from_base64url(parsed.at("salt").get<std::string>());
  return join_record(record_parts(*event, canonical(parsed.at("data")), salt.value_or("")),
                     place_of(*event));
}

// The data of a record with its sealed fields opened.
Json opened_data(const std::string& record) {
  Json parsed = Json::parse(record);
  const std::string source = parsed.at("source"), id = parsed.at("id");
  visit_fields(find_type(parsed.at("type").get<std::string>())->fields, parsed.at("data"), "/data",
               [&](const std::string& pointer, const Field& field, Json& value, const Json&) {
                 if (!field.is_personal()) return;
                 const std::string sealed = value.at("sealed");
                 const auto plain = ledger::open_field(kept_key, {source, id, pointer}, sealed);
                 value = plain ? Json::parse(*plain) : Json("does not open");
               });
  return parsed.at("data");
}

// The data of every sample as it is sent, by the event's id.
std::map<std::string, Json> sent_data() {
  std::map<std::string, Json> sent;
  auto lines = support::sample_lines();
  for (auto& line : support::more_sample_lines()) lines.push_back(std::move(line));
  for (const std::string& line : lines) {
    Json event = Json::parse(line);
    sent[event.at("id").get<std::string>()] = event.at("data");
  }
  return sent;
}

// A record as it is, but with its personal fields sealed under the kept key.
std::string kept(std::string_view record, Json sent) {
  static ledger::SeededRandom random(2);
  Json parsed = Json::parse(record);
  const auto& fields = find_type(parsed.at("type").get<std::string>())->fields;
  if (!any_field(fields, [](const Field& field) { return field.is_personal(); }))
    return std::string(record);
  const std::string source = parsed.at("source"), id = parsed.at("id");
  visit_fields(fields, sent, "/data",
               [&](const std::string& pointer, const Field& field, Json& value, const Json&) {
                 if (!field.is_personal()) return;
                 const ledger::FieldPlace place{source, id, pointer};
                 value = Json{{"sealed", seal_field(kept_key, place, canonical(value), random)}};
               });
  parsed["data"] = std::move(sent);
  return canonical(parsed);
}

Event tagged() {
  Event event;
  event.type = find_type("kawasan.policy_tagged");
  event.id = "e-\"1\"";
  event.source = "/office\n";
  event.subject = "kawasan/lebak";
  event.time = "2023-07-01T09:00:00+07:00";
  event.area = "36.02";
  event.actor = "Kasépuhan";
  event.role = "programme_officer";
  return event;
}

const std::string tagged_data = R"({"leap":"L3","list_version":"2022"})";
const std::string salt(16, '\xfb');

// A record that is faultless but for the members of `patch`; null takes one away.
std::string patched(const char* patch) {
  Json record = Json::parse(
      join_record(record_parts(tagged(), tagged_data, salt), {4, 2, 3, 1'700'000'000'000'000}));
  record.merge_patch(Json::parse(patch));
  return canonical(record);
}

}  // namespace

TEST_CASE("a record with no optional attribute has exactly this text") {
  CHECK(join_record(record_parts(tagged(), tagged_data, salt), {0, 1, std::nullopt, 0}) ==
        R"({"actor":"Kasépuhan","area":"36.02","data":{"leap":"L3","list_version":"2022"},)"
        R"("dataschema":"/v1/schemas/kawasan.policy_tagged/1","id":"e-\"1\"","position":"0",)"
        R"("recordedtime":"1970-01-01T00:00:00.000000Z","role":"programme_officer",)"
        R"("salt":"-_v7-_v7-_v7-_v7-_v7-w","source":"/office\n","specversion":"1.0",)"
        R"("streamversion":"1","subject":"kawasan/lebak","time":"2023-07-01T09:00:00+07:00",)"
        R"("type":"kawasan.policy_tagged"})");
}

TEST_CASE("a record with some or all of the optional attributes is canonical") {
  Event event = tagged();
  const auto set = [](int bit, int bits) {
    return (bits >> bit & 1) != 0 ? std::optional<std::string>("x\ty") : std::nullopt;
  };
  const int bits = GENERATE(range(0, 128));
  event.basis = set(0, bits);
  event.basis_digest = set(1, bits);
  event.causation_id = set(2, bits);
  event.correlation_id = set(3, bits);
  event.reason = set(4, bits);
  event.recorded_by = set(5, bits);
  ledger::Place place{18'446'744'073'709'551'615U, 10, std::nullopt, 1'700'000'000'000'001};
  if (set(6, bits)) place.previous_position = 9;

  const std::string record = join_record(record_parts(event, tagged_data, salt), place);
  CHECK(record == canonical(parse_json(record).value()));
  CHECK(rewritten(record) == record);
}

TEST_CASE("an event is read back from its record as it was written") {
  Event event = tagged();
  event.basis = "SK 1";
  event.basis_digest = "sha-256:00";
  event.reason = "because";
  event.recorded_by = "importer";
  event.correlation_id = "case";
  event.causation_id = "cause";
  const auto read =
      read_record(join_record(record_parts(event, tagged_data, salt), {7, 3, 5, 1'000'001}));

  REQUIRE(read);
  CHECK(read->type == event.type);
  CHECK(read->id == event.id);
  CHECK(read->source == event.source);
  CHECK(read->subject == event.subject);
  CHECK(read->time == event.time);
  CHECK(read->time_us == parse_time(event.time)->utc_us);
  CHECK(read->area == event.area);
  CHECK(read->actor == event.actor);
  CHECK(read->role == event.role);
  CHECK(read->basis == event.basis);
  CHECK(read->basis_digest == event.basis_digest);
  CHECK(read->reason == event.reason);
  CHECK(read->recorded_by == event.recorded_by);
  CHECK(read->correlation_id == event.correlation_id);
  CHECK(read->causation_id == event.causation_id);
  CHECK(read->position == 7);
  CHECK(read->stream_version == 3);
  CHECK(read->previous_position == 5);
  CHECK(read->recorded_time == "1970-01-01T00:00:01.000001Z");
}

TEST_CASE("the records of version 1 are read and written to the same bytes") {
  const auto records = kept_records();
  std::set<std::string> types;
  std::string wrong;
  for (const std::string& record : records) {
    types.insert(Json::parse(record).at("type"));
    if (rewritten(record) != record) wrong += rewritten(record) + "\n";
    if (canonical(Json::parse(record)) != record) wrong += "not canonical: " + record + "\n";
  }
  CHECK(wrong == "");
  for (const StreamType* stream : catalogue())
    for (const auto& type : stream->events)
      if (type->act == EventType::Act::fact && !types.contains(type->name))
        FAIL_CHECK(type->name << " has no record: see kept_records()");
}

TEST_CASE("a type without a record gets one of its first sample", "[.][records]") {
  support::SampleLedger sample(std::numeric_limits<std::size_t>::max());
  REQUIRE(support::record_samples(sample) == "");
  std::set<std::string> types;
  for (const std::string& record : kept_records()) types.insert(Json::parse(record).at("type"));
  const auto sent = sent_data();
  std::ofstream file(kept_file, std::ios::app);
  const auto scanned = sample.ledger().scan(
      0, sample.ledger().size(),
      [&](std::uint64_t, std::string_view record) -> ledger::Result<bool> {
        const Json parsed = Json::parse(record);
        if (types.insert(parsed.at("type")).second)
          file << kept(record, sent.at(parsed.at("id").get<std::string>())) << "\n";
        return true;
      });
  REQUIRE(scanned);
}

TEST_CASE("the sealed fields of version 1 open to what was sent") {
  const auto sent = sent_data();
  std::string wrong;
  for (const std::string& record : kept_records()) {
    const std::string id = Json::parse(record).at("id");
    if (opened_data(record) != sent.at(id)) wrong += id + "\n";
  }
  CHECK(wrong == "");
}

TEST_CASE("bytes that are no record are refused") {
  struct Row {
    const char *what, *patch;
  };
  const auto row = GENERATE(values<Row>({
      {"no type", R"({"type":null})"},
      {"a type of another program", R"({"type":"kawasan.sold"})"},
      {"a type that is a number", R"({"type":7})"},
      {"no data", R"({"data":null})"},
      {"data that is text", R"({"data":"x"})"},
      {"data that is a list", R"({"data":[1]})"},
      {"a field of another kind", R"({"data":{"leap":3}})"},
      {"no position", R"({"position":null})"},
      {"a position as a number", R"({"position":4})"},
      {"a position with a leading zero", R"({"position":"04"})"},
      {"a version below zero", R"({"streamversion":"-1"})"},
      {"no version", R"({"streamversion":null})"},
      {"a previous position that is none", R"({"previousposition":"x"})"},
      {"no recorded time", R"({"recordedtime":null})"},
      {"a recorded day that does not exist", R"({"recordedtime":"2023-02-29T00:00:00Z"})"},
      {"no subject", R"({"subject":null})"},
      {"a subject that is no stream", R"({"subject":"kawasan"})"},
  }));
  INFO(row.what);

  REQUIRE(read_record(patched("{}")));
  const auto read = read_record(patched(row.patch));
  REQUIRE_FALSE(read);
  CHECK(read.error().code == ledger::Code::corrupt);
}

TEST_CASE("bytes that are not even an object are refused, also where only the keys are read") {
  const auto bytes =
      GENERATE(as<std::string>(), "", "{", "[]", "\"x\"", "null", "\xff", "{}", "{}{}");
  INFO(bytes);
  CHECK_FALSE(read_record(bytes));
  CHECK_FALSE(read_keys(bytes));
}

TEST_CASE("a personal field that is not sealed does not read") {
  Json record = Json::parse(patched(R"({"type":"complaint.received","subject":"complaint/1"})"));
  record["data"] = Json{{"text", "in clear"}};
  CHECK_FALSE(read_record(canonical(record)));
}

TEST_CASE("the keys of the index are read without the type being known") {
  const auto keys = read_keys(patched(R"({"type":"kawasan.sold"})"));
  REQUIRE(keys);
  CHECK(keys->stream == "kawasan/lebak");
  CHECK(keys->source == "/office\n");
  CHECK(keys->id == "e-\"1\"");
  CHECK(keys->position == 4);
  CHECK(keys->stream_version == 2);
  CHECK(keys->previous_position == 3);
  CHECK(keys->recorded_us == 1'700'000'000'000'000);
}

TEST_CASE("source and id make one claim, wherever the one ends and the other begins") {
  CHECK(id_claim("/a", "b") == std::string("id\0/a\0b", 7));
  CHECK(id_claim("/a", "bc") != id_claim("/ab", "c"));
}

TEST_CASE("the aggregate of a record is found at its end, whatever its data say") {
  CHECK(aggregate_in(R"({"data":{"x":"\"type\":\"a.b"},"type":"grant.closed"})") == "grant");
  CHECK(aggregate_in(R"({"data":{"type":"a.b"},"type":"person.registered"})") == "person");
  CHECK(aggregate_in("{}") == "");
}

}  // namespace programme
