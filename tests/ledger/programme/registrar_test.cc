#include "ledger/programme/registrar.h"

#include <catch2/catch.hpp>

#include "ledger/core/crypto.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/index.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

// Members of `patch` replace those of the event; null takes one away.
std::string with(const std::string& event, const std::string& patch) {
  Json sent = Json::parse(event);
  sent.merge_patch(Json::parse(patch));
  return sent.dump();
}

// A kawasan is proposed: an event that opens a stream and refers to no other.
std::string proposed(const std::string& key, const std::string& patch = "{}") {
  Json event = Json::parse(R"({"specversion":"1.0","source":"/office","type":"kawasan.proposed",
    "time":"2023-07-01T09:00:00+07:00","area":"36.02",
    "data":{"name":"Kasepuhan","criteria":["3t"]}})");
  event["id"] = "proposed-" + key;
  event["subject"] = "kawasan/" + key;
  return with(event.dump(), patch);
}

std::string tagged(const std::string& key, const std::string& leap,
                   const std::string& patch = "{}") {
  Json event = Json::parse(proposed(key));
  event["id"] = "tagged-" + key + leap;
  event["type"] = "kawasan.policy_tagged";
  event["data"] = {{"leap", leap}, {"list_version", "2022"}};
  return with(event.dump(), patch);
}

// Its record would be longer than a record may be.
std::string surveyed_at_length(const std::string& key) {
  std::string name;
  while (name.size() < 4 * 256) name += "\xf0\x9f\x98\x82";
  Json event = Json::parse(proposed(key, R"({"id":"long","type":"kawasan.surveyed"})"));
  event["data"] = Json::parse(R"({"institution":"IPB","assets":{"human":1,"natural":1,
                                  "physical":1,"financial":1,"social":1}})");
  event["data"]["commodities"] = Json(100, name);
  return event.dump();
}

const std::string registered = R"({"specversion":"1.0","id":"p-1","source":"/office",
  "type":"person.registered","subject":"person/P1","time":"2023-07-01T09:00:00+07:00",
  "area":"36.02","data":{"nik":"3602272107729000","name":"Rohman Wijaya",
  "birth_date":"1972-07-21","sex":"L","region_id_card":"36.02.27.2010",
  "region_domicile":"36.02.27.2010","edition":"E1","phone":"+6281324155979"}})";

std::string batch_of(const std::vector<std::string>& events) {
  std::string out = "[";
  for (const std::string& event : events) out += (out.size() > 1 ? "," : "") + event;
  return out + "]";
}

// "ok", "repeated", or the refusal and what it names.
std::string told(const Accepted<Recorded>& answer) {
  if (answer) return answer->created || !answer->dry_records.empty() ? "ok" : "repeated";
  static const std::map<Refused, std::string> kinds = {
      {Refused::malformed_json, "malformed_json"},
      {Refused::unknown_type, "unknown_type"},
      {Refused::schema_violation, "schema_violation"},
      {Refused::forbidden, "forbidden"},
      {Refused::id_reused, "id_reused"},
      {Refused::version_conflict, "version_conflict"},
      {Refused::rule_violated, "rule_violated"},
      {Refused::too_large, "too_large"},
      {Refused::read_only, "read_only"}};
  const Rejection& no = answer.error();
  std::string out = kinds.at(no.kind);
  if (!no.rule.empty()) out += " " + no.rule + " " + no.name;
  if (no.current_version) out += " at " + std::to_string(*no.current_version);
  for (const Fault& fault : no.faults) out += " " + fault.pointer;
  return out;
}

const Conditions dry_run = {.expected_versions = {}, .stream_must_exist = false, .dry_run = true};

// An empty ledger, or one with the first events of the sample, and its counter.
class Desk : public support::SampleLedger {
 public:
  using SampleLedger::SampleLedger;

  Accepted<Recorded> send(const std::string& body, const Conditions& conditions = {},
                          const Caller& caller = {}) {
    const bool batch = body.front() == '[';
    auto taken = registrar().take(body, batch, caller, conditions);
    if (!taken) return tl::unexpected(taken.error());
    Accepted<Recorded> answer = tl::unexpected(Rejection{Refused::read_only, "no answer"});
    writer().submit(
        std::move(taken->submission), std::move(taken->subjects),
        [&](ledger::Outcome outcome) { answer = Registrar::outcome(std::move(outcome), batch); });
    writer().round();
    clock().advance(1'000'000);
    return answer;
  }
  std::string ask(const std::string& body, const Conditions& conditions = {}) {
    return told(send(body, conditions));
  }
  Json record(std::uint64_t position) { return Json::parse(ledger().record(position).value()); }

  std::map<std::string, std::string> rows(ledger::Table table) {
    std::map<std::string, std::string> out;
    const auto cursor = store().cursor(table);
    for (cursor->seek(""); cursor->valid(); cursor->next())
      out.emplace(cursor->key(), cursor->value());
    return out;
  }
  // The index as it is after a crash that lost it.
  void lose_index() {
    ledger::StoreBatch batch;
    for (const auto table : {ledger::table::claims, ledger::table::streams})
      for (const auto& [key, value] : rows(table)) batch.remove(table, key);
    batch.remove(ledger::table::meta, "indexed_to");
    REQUIRE(store().write(batch, ledger::Durability::synced));
  }
};

bool same(const ledger::Receipt& a, const ledger::Receipt& b) {
  return a.record == b.record && a.position == b.position && a.leaf == b.leaf &&
         a.tree_size == b.tree_size && a.proof == b.proof && a.checkpoint == b.checkpoint;
}

}  // namespace

TEST_CASE("of two things that are wrong the answer names the one that is checked first") {
  static const std::string other = R"({"id":"proposed-a",)";
  static const std::vector<std::string> bodies = {
      R"({"type":"x.y","type":"x.y"})",
      with(proposed("b"), R"({"type":"x.y","area":"wrong"})"),
      with(proposed("b"), R"({"area":"wrong","data":{"name":7,"x":1}})"),
      with(proposed("b"), R"({"area":"wrong","role":"auditor"})"),
      with(tagged("a", "L1"), R"({"role":"auditor","area":"94.04"})"),
      with(tagged("a", "L1"), other + R"("area":"94.04"})"),
      with(tagged("a", "L1"), other + R"("expectedversion":"7"})"),
      with(proposed("a"), R"({"id":"again","expectedversion":"7"})"),
      with(tagged("c", "L1"), R"({"type":"kawasan.adat_community_linked",
                                  "data":{"institution":"institution/x","leap":null,
                                          "list_version":null}})"),
      surveyed_at_length("c"),
      surveyed_at_length("a"),
  };
  const auto row = GENERATE(values<std::pair<std::size_t, const char*>>({
      {0, "malformed_json"},
      {1, "unknown_type /type"},
      {2, "schema_violation /area /data/name /data/x"},
      {3, "schema_violation /area"},
      {4, "forbidden /role"},
      {5, "forbidden"},
      {6, "id_reused"},
      {7, "version_conflict at 1"},
      {8, "rule_violated reference reference_unknown"},
      {9, "rule_violated state stream_not_open"},
      {10, "too_large"},
  }));
  Desk desk(0);
  REQUIRE(desk.ask(proposed("a")) == "ok");

  INFO(bodies[row.first].substr(0, 300));
  CHECK(desk.ask(bodies[row.first]) == row.second);
  CHECK(desk.ledger().size() == 1);
}

TEST_CASE("a body that is no event is refused with where it is wrong") {
  struct Row {
    std::string body, answer;
  };
  const auto row = GENERATE(values<Row>({
      {"", "malformed_json"},
      {"7", "schema_violation "},
      {"{}", "schema_violation /type"},
      {R"({"type":7})", "schema_violation /type"},
      {R"({"type":"kawasan.proposed"})",
       "schema_violation /specversion /id /source /subject /time /area /data"},
      {with(proposed("a"), R"({"data":null})"), "schema_violation /data"},
      {with(proposed("a"), R"({"data":"x"})"), "schema_violation /data"},
  }));
  Desk desk(0);
  INFO(row.body);
  const Conditions conditions;
  const auto taken = desk.registrar().take(row.body, false, {}, conditions);
  REQUIRE_FALSE(taken);
  CHECK(told(tl::unexpected(taken.error())) == row.answer);
}

TEST_CASE("a stream keeps the area of its first event, and takes what lies below it") {
  struct Row {
    const char *area, *answer;
  };
  const auto row = GENERATE(values<Row>({
      {"36.02", "ok"},
      {"36.02.27", "ok"},
      {"36.02.27.2010", "ok"},
      {"36", "forbidden"},
      {"36.03", "forbidden"},
      {"94.04", "forbidden"},
      {"00", "forbidden"},
  }));
  Desk desk(0);
  REQUIRE(desk.ask(proposed("a")) == "ok");
  CHECK(desk.ask(tagged("a", "L1", R"({"area":")" + std::string(row.area) + R"("})")) ==
        row.answer);
}

TEST_CASE("an event that is sent again gets its first receipt, whatever was recorded since") {
  struct Row {
    const char *what, *patch, *answer;
  };
  const auto row = GENERATE(values<Row>({
      {"the same", "{}", "repeated"},
      {"with what is not kept",
       R"({"expectedversion":"7","datacontenttype":"application/json",
           "dataschema":"/v1/schemas/person.registered/1"})",
       "repeated"},
      {"with the actor and role that it had", R"({"actor":"local","role":"manpower_office"})",
       "repeated"},
      {"another personal value", R"({"data":{"name":"Rohman"}})", "id_reused"},
      {"another time", R"({"time":"2023-07-01T09:00:00.0+07:00"})", "id_reused"},
      {"another actor", R"({"actor":"somebody"})", "id_reused"},
      {"another subject", R"({"subject":"person/P2"})", "id_reused"},
      {"an attribute more", R"({"correlationid":"c"})", "id_reused"},
      {"another source", R"({"source":"/other"})", "rule_violated state stream_exists"},
  }));
  const bool index_lost = GENERATE(false, true);
  Desk desk(0);
  const auto first = desk.send(registered);
  REQUIRE(desk.ask(proposed("a")) == "ok");
  if (index_lost) {
    desk.lose_index();
    REQUIRE(rebuild_index(desk.store(), desk.ledger()));
  }

  INFO(row.what << (index_lost ? ", without fingerprints" : ""));
  const auto again = desk.send(with(registered, row.patch));
  CHECK(told(again) == row.answer);
  if (again) CHECK(same(again->receipts.front(), first->receipts.front()));
  CHECK(desk.ledger().size() == 2);
}

TEST_CASE("an index that was lost is made again as it was, but for the fingerprints") {
  Desk desk(120);
  const auto streams = desk.rows(ledger::table::streams);
  auto claims = desk.rows(ledger::table::claims);
  for (auto& [name, held] : claims) held.resize(8);

  desk.lose_index();
  REQUIRE(rebuild_index(desk.store(), desk.ledger()));
  CHECK(desk.rows(ledger::table::streams) == streams);
  CHECK(desk.rows(ledger::table::claims) == claims);
  CHECK(desk.store().get(ledger::table::meta, "indexed_to").value() == "120");
}

TEST_CASE("an index that is whole is left as it is") {
  Desk desk(10);
  const auto claims = desk.rows(ledger::table::claims);
  REQUIRE(rebuild_index(desk.store(), desk.ledger()));
  CHECK(desk.rows(ledger::table::claims) == claims);
}

TEST_CASE("an event is recorded at the version that was expected, else refused with the present") {
  struct Row {
    const char* what;
    std::string key, patch;
    Conditions conditions;
    const char* answer;
  };
  const auto row = GENERATE(values<Row>({
      {"the version it has", "a", R"({"expectedversion":"1"})", {}, "ok"},
      {"new, but it is not", "a", R"({"expectedversion":"0"})", {}, "version_conflict at 1"},
      {"ahead", "a", R"({"expectedversion":"2"})", {}, "version_conflict at 1"},
      {"of a new stream", "b", R"({"expectedversion":"1"})", {}, "version_conflict at 0"},
      {"If-Match", "a", "{}", {.expected_versions = {1}}, "ok"},
      {"If-Match of long ago", "a", "{}", {.expected_versions = {7}}, "version_conflict at 1"},
      {"both, and they agree", "a", R"({"expectedversion":"1"})", {.expected_versions = {1}}, "ok"},
      {"both, and they differ",
       "a",
       R"({"expectedversion":"1"})",
       {.expected_versions = {2}},
       "version_conflict at 1"},
      {"If-Match: *", "a", "{}", {.expected_versions = {}, .stream_must_exist = true}, "ok"},
      {"If-Match: * of a new stream",
       "b",
       "{}",
       {.expected_versions = {}, .stream_must_exist = true},
       "version_conflict at 0"},
  }));
  Desk desk(0);
  REQUIRE(desk.ask(proposed("a")) == "ok");
  INFO(row.what);
  CHECK(desk.ask(tagged(row.key, "L1", row.patch), row.conditions) == row.answer);
}

TEST_CASE("an expected version in a batch counts the events before it in the batch") {
  Desk desk(0);
  const std::string first = proposed("a", R"({"expectedversion":"0"})");
  CHECK(desk.ask(batch_of({first, tagged("a", "L1", R"({"expectedversion":"0"})")})) ==
        "version_conflict at 1 /1");
  CHECK(desk.ask(batch_of({first, tagged("a", "L1", R"({"expectedversion":"1"})")})) == "ok");
}

TEST_CASE("a batch is recorded whole or not at all, and the refusal says which event it was") {
  struct Row {
    const char* what;
    std::string third, answer;
  };
  const auto row = GENERATE(values<Row>({
      {"a faultless batch", tagged("a", "L3"), "ok"},
      {"a fault of form", tagged("a", "L3", R"({"area":"x","data":{"leap":"L0"}})"),
       "schema_violation /3/area /3/data/leap"},
      {"not an event", "7", "schema_violation /3"},
      {"an unknown type", tagged("a", "L3", R"({"type":"x.y"})"), "unknown_type /3/type"},
      {"a role that may not", tagged("a", "L3", R"({"role":"auditor"})"), "forbidden /3/role"},
      {"another area", tagged("a", "L3", R"({"area":"94.04"})"), "forbidden /3"},
      {"an id of the same batch", tagged("a", "L1", R"({"data":{"leap":"L3"}})"), "id_reused /3"},
      {"a rule", tagged("a", "L2", R"({"id":"x"})"),
       "rule_violated state policy_tagged_already /3"},
      {"a record too large", surveyed_at_length("a"), "too_large /3"},
  }));
  Desk desk(0);
  const std::vector<std::string> rest = {proposed("a"), tagged("a", "L1"), tagged("a", "L2"),
                                         tagged("a", "L4")};
  INFO(row.what);
  CHECK(desk.ask(batch_of({rest[0], rest[1], rest[2], row.third, rest[3]})) == row.answer);
  CHECK(desk.ledger().size() == (row.answer == "ok" ? 5 : 0));
  CHECK(desk.ask(batch_of(rest)) == (row.answer == "ok" ? "repeated" : "ok"));
}

TEST_CASE("faults of all events of a batch are named at once") {
  Desk desk(0);
  CHECK(desk.ask(batch_of({proposed("a", R"({"area":"x"})"), proposed("b"),
                           proposed("c", R"({"data":{"name":""}})")})) ==
        "schema_violation /0/area /2/data/name");
}

TEST_CASE("an event that stands twice in a batch is recorded once") {
  Desk desk(0);
  const auto answer = desk.send(batch_of({proposed("a"), proposed("a")}));
  REQUIRE(told(answer) == "ok");
  CHECK(desk.ledger().size() == 1);
  CHECK(same(answer->receipts[0], answer->receipts[1]));
}

TEST_CASE("a batch holds 1 to 1,000 events") {
  std::vector<std::string> events;
  for (int i = 0; i < 1001; ++i) events.push_back(proposed(std::to_string(i)));
  Desk desk(0);
  CHECK(desk.ask(batch_of(events)) == "too_large");
  CHECK(desk.ask("[]") == "schema_violation ");
  CHECK(desk.ledger().size() == 0);
  events.pop_back();
  CHECK(desk.ask(batch_of(events)) == "ok");
  CHECK(desk.ledger().size() == 1000);
}

TEST_CASE("a batch that is no list is refused") {
  Desk desk(0);
  const auto taken = desk.registrar().take(proposed("a"), true, {}, {});
  REQUIRE_FALSE(taken);
  CHECK(taken.error().kind == Refused::schema_violation);
}

TEST_CASE("a dry run answers the record that would be, and writes nothing") {
  Desk desk(0);
  const auto dry = desk.send(batch_of({registered, proposed("a")}), dry_run);
  REQUIRE(dry);
  CHECK(dry->receipts.empty());
  REQUIRE(dry->dry_records.size() == 2);
  CHECK(Json::parse(dry->dry_records[0])["position"] == "0");
  CHECK(read_record(dry->dry_records[1])->position == 1);

  CHECK(desk.ledger().size() == 0);
  CHECK(desk.rows(ledger::table::claims).empty());
  CHECK_FALSE(desk.vault().find("person/P1").value());
  CHECK(desk.ask(tagged("a", "L1"), dry_run) == "rule_violated state stream_not_open");
  CHECK(desk.ask(proposed("a")) == "ok");
}

TEST_CASE("a dry run of an event that is recorded shows its record") {
  Desk desk(0);
  REQUIRE(desk.ask(proposed("a")) == "ok");
  const auto dry = desk.send(proposed("a"), dry_run);
  REQUIRE(dry);
  CHECK(dry->dry_records == std::vector<std::string>{desk.ledger().record(0).value()});
}

TEST_CASE("a personal value stands nowhere in the ledger") {
  const auto value = GENERATE("3602272107729000", "Rohman", "Wijaya", "1972-07-21", "81324155979");
  Desk desk(0);
  REQUIRE(desk.ask(registered) == "ok");
  std::string all;
  for (ledger::Table table = 0; table < ledger::ledger_tables().size(); ++table)
    for (const auto& [key, held] : desk.rows(table)) all += key + held;
  CHECK(all.find("36.02.27.2010") != std::string::npos);
  CHECK(all.find(value) == std::string::npos);
}

TEST_CASE("a sealed value opens with its subject's key, at its own pointer alone") {
  Desk desk(0);
  REQUIRE(desk.ask(registered) == "ok");
  const std::string sealed = desk.record(0)["data"]["nik"]["sealed"];
  const auto key = desk.vault().find("person/P1").value();
  REQUIRE(key);

  const ledger::Hash id = ledger::sha256("leuit-subject-key" + key->bytes);
  const auto first = sealed.find('.'), second = sealed.find('.', first + 1);
  CHECK(sealed.substr(0, first) == ledger::to_base64url(ledger::view(id)));
  const std::string info = "/office\np-1\n/data/nik";
  const auto nonce = ledger::from_base64url(sealed.substr(first + 1, second - first - 1));
  const auto ciphertext = ledger::from_base64url(sealed.substr(second + 1));
  CHECK(ledger::open_aes256gcm(ledger::hkdf_sha256(key->bytes, info, 32), nonce.value(),
                               ciphertext.value(), info) == "\"3602272107729000\"");
  CHECK_FALSE(ledger::open_field(*key, {"/office", "p-1", "/data/name"}, sealed));
}

TEST_CASE("nothing more is recorded of the personal data of an erased subject") {
  Desk desk(0);
  REQUIRE(desk.vault().destroy("person/P1"));
  CHECK(desk.ask(registered) == "rule_violated state subject_erased");
}

TEST_CASE("a number that is kept in capitals is the same in lower case") {
  const auto lines = support::sample_lines();
  const auto at = static_cast<std::size_t>(
      std::find_if(lines.begin(), lines.end(),
                   [](const std::string& line) {
                     return line.find("\"grant.refund_deposited\"") != std::string::npos;
                   }) -
      lines.begin());
  Desk desk(at);
  const std::string ntpn = Json::parse(lines[at])["data"]["ntpn"];

  REQUIRE(desk.ask(with(lines[at], R"({"data":{"ntpn":"09j8987hsd4567lb"}})")) == "ok");
  CHECK(ntpn == "09J8987HSD4567LB");
  CHECK(desk.record(at)["data"]["ntpn"] == ntpn);
  CHECK(desk.ask(lines[at]) == "repeated");
}

TEST_CASE("who brought an event in is kept where he is not its actor") {
  struct Row {
    const char* patch;
    Caller caller;
    const char *actor, *recorded_by;
  };
  const auto row = GENERATE(values<Row>({
      {"{}", {}, "local", nullptr},
      {R"({"actor":"local"})", {}, "local", nullptr},
      {R"({"actor":"staf-pkk"})", {}, "staf-pkk", "local"},
      {"{}", {.subject = "importer-1"}, "importer-1", nullptr},
      {R"({"actor":"local"})", {.subject = "importer-1"}, "local", "importer-1"},
  }));
  Desk desk(0);
  REQUIRE(desk.send(proposed("a", row.patch), {}, row.caller));
  const Json record = desk.record(0);
  CHECK(record["actor"] == row.actor);
  CHECK(record["role"] == "programme_officer");
  CHECK(record.value("recordedby", "nobody") ==
        std::string(row.recorded_by ? row.recorded_by : "nobody"));
}

TEST_CASE("a record holds what was sent and its place, each attribute as contract and order say") {
  Desk desk(0);
  REQUIRE(desk.ask(batch_of({proposed("a"), proposed("b"), tagged("a", "L1")})) == "ok");
  const Json first = desk.record(0), third = desk.record(2);

  CHECK_FALSE(first.contains("previousposition"));
  CHECK_FALSE(first.contains("datacontenttype"));
  CHECK(first["dataschema"] == "/v1/schemas/kawasan.proposed/1");
  CHECK(first["recordedtime"] == "2025-01-01T00:00:00.000000Z");
  CHECK(third["position"] == "2");
  CHECK(third["streamversion"] == "2");
  CHECK(third["previousposition"] == "0");
  CHECK(ledger::from_base64url(third["salt"].get<std::string>())->size() == 16);
  CHECK(third["salt"] != first["salt"]);
}

TEST_CASE("a reference may be to a stream of the same batch") {
  Desk desk(0);
  const std::string formed = proposed("a", R"({"id":"i","type":"institution.formed",
    "subject":"institution/x","data":{"kind":"adat_community","criteria":null,
    "region":"36.02.22.2004","edition":"E1"}})");
  const std::string linked = proposed("a", R"({"id":"l","type":"kawasan.adat_community_linked",
    "data":{"name":null,"criteria":null,"institution":"institution/x"}})");
  CHECK(desk.ask(batch_of({proposed("a"), linked, formed})) ==
        "rule_violated reference reference_unknown /1");
  CHECK(desk.ask(batch_of({proposed("a"), formed, linked})) == "ok");
}

}  // namespace programme
