#include "ledger/programme/lookups.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using support::SampleLedger;
using Seen = std::vector<std::string>;

Seen found(const std::string& type, const std::string& data) {
  Json read = Json::parse(data);
  Seen out;
  for (const Findable& one : findable_in(*find_type(type), read)) {
    std::string text = one.text;
    std::replace(text.begin(), text.end(), '\0', '|');
    out.push_back(one.pointer + " " + std::string(one.kind) + " " + text);
  }
  return out;
}

std::string text_of(const std::string& type, const std::string& field, const std::string& value,
                    const std::string& beside = "{}") {
  Json data = Json::parse(beside);
  data[field] = value;
  const auto found = findable_in(*find_type(type), data);
  REQUIRE(found.size() == 1);
  return found[0].text;
}

std::string note_of(const std::string& nik, const std::string& born, const std::string& sex) {
  Json data = {{"nik", nik}, {"birth_date", born}, {"sex", sex}};
  const auto found = findable_in(*find_type("person.registered"), data);
  REQUIRE(found.size() == 1);
  return found[0].note;
}

std::string registered(const std::string& key, const std::string& nik, const std::string& id = "") {
  Json event = Json::parse(R"({"specversion":"1.0","source":"/office",
      "type":"person.registered","time":"2023-07-01T09:00:00+07:00","area":"36.02",
      "data":{"name":"Rohman","birth_date":"1972-07-21","sex":"L","region_id_card":"36.02.27.2010",
      "region_domicile":"36.02.27.2010","edition":"E1","phone":"+6281324155979"}})");
  event["id"] = id.empty() ? "r-" + key : id;
  event["subject"] = "person/" + key;
  event["data"]["nik"] = nik;
  return event.dump();
}

// All rows, each as kind, hash, subject, stream, seal and note.
std::vector<Seen> rows(const ledger::Vault& vault) {
  std::vector<Seen> out;
  for (const std::string kind : {"nik", "phone", "account", "address", "bnsp"})
    REQUIRE(vault.lookups().visit(kind, [&](const ledger::Lookup& one) {
      out.push_back({one.kind, one.hash, one.subject, one.stream, one.seal, one.note});
      return true;
    }));
  return out;
}

// A ledger with some of everything that is looked up.
SampleLedger& filled() {
  static SampleLedger ledger(support::sample_lines().size());
  static const std::string refusal = support::record_samples(ledger);
  REQUIRE(refusal.empty());
  return ledger;
}

}  // namespace

TEST_CASE("what of an event can be found") {
  CHECK(found("person.registered", R"({"nik":"3602272107729000","name":"R","phone":"+628132"})") ==
        Seen{"/data/nik nik 3602272107729000", "/data/phone phone 628132"});
  CHECK(
      found("group.bank_account_changed", R"({"bank":"002","account":"36021577","holder":"X"})") ==
      Seen{"/data/account account 002|36021577"});
  CHECK(found("training.bnsp_certificate_issued", R"({"person":"person/P","number":"1 A/2"})") ==
        Seen{"/data/number bnsp 1 a 2"});
  CHECK(found("mentoring.worker_hired", R"({"nik":"36","name":"X"})") == Seen{"/data/nik nik 36"});
  CHECK(found("person.consent_given", R"({"purpose":"x"})").empty());
  CHECK(found("person.registered", R"({"nik":{"sealed":"x.y.z"}})").empty());
}

TEST_CASE("writings of one address have one text, and two accounts have two") {
  const auto address = [](const std::string& text) {
    return text_of("person.domicile_changed", "address", text);
  };
  CHECK(address("Kp. Cibarani  RT 02/RW 01\n") == address("kp cibarani rt 02 rw 01"));
  CHECK(address("Kp. Cibarani 2") != address("Kp. Cibarani 21"));
  CHECK(address("Kp. Cibarani 1 2") != address("Kp. Cibarani 12"));
  const auto account = [](const std::string& bank, const std::string& number) {
    return text_of("group.bank_account_registered", "account", number,
                   "{\"bank\":\"" + bank + "\"}");
  };
  CHECK(account("002", "36021577") == account("002", "36021577"));
  CHECK(account("002", "36021577") != account("008", "36021577"));
  CHECK(account("002", "36021577") != account("002", "36021578"));
}

TEST_CASE("what of a registration disagrees with its NIK stands beside it") {
  CHECK(note_of("3602272107729000", "1972-07-21", "L") == "");
  CHECK(note_of("3602276107729000", "1972-07-21", "P") == "");
  CHECK(note_of("3602273107729000", "1972-07-31", "L") == "");
  CHECK(note_of("3602277107729000", "1972-07-31", "P") == "");
  CHECK(note_of("3602274107729000", "1972-07-01", "P") == "");
  CHECK(note_of("3602272107729000", "1972-07-22", "L") == "birth_date");
  CHECK(note_of("3602272107729000", "1972-08-21", "L") == "birth_date");
  CHECK(note_of("3602272107729000", "1973-07-21", "L") == "birth_date");
  CHECK(note_of("3602272107729000", "1972-07-21", "P") == "sex");
  CHECK(note_of("3602276107729000", "1972-07-21", "L") == "sex");
  CHECK(note_of("3602276107729000", "1973-07-21", "L") == "birth_date,sex");
}

TEST_CASE("the look-ups of a recorded event stand in the vault, those of a refused one do not") {
  SampleLedger ledger(0);
  REQUIRE(ledger.record({registered("P1", "3602272107729000")}).empty());
  const auto before = rows(ledger.vault());
  CHECK(before.size() == 2);
  CHECK(before[0][2] == "person/P1");
  CHECK_FALSE(ledger.record({registered("P1", "3602272107729001", "again")}).empty());
  CHECK(ledger.record({registered("P1", "3602272107729000")}).empty());
  CHECK(rows(ledger.vault()) == before);
}

TEST_CASE("look-ups of an older program are made anew from the records") {
  SampleLedger& ledger = filled();
  const auto before = rows(ledger.vault());
  REQUIRE(before.size() > 320);
  REQUIRE(ledger.vault().lookups().clear());
  REQUIRE(rows(ledger.vault()).empty());
  REQUIRE(rebuild_lookups(ledger.ledger(), ledger.vault()));
  CHECK(rows(ledger.vault()) == before);
  CHECK(ledger.vault().lookups().version().value() == lookups_version);
}

TEST_CASE("look-ups of this program are left as they are") {
  SampleLedger ledger(0);
  REQUIRE(ledger.record({registered("P1", "3602272107729000")}).empty());
  REQUIRE(rebuild_lookups(ledger.ledger(), ledger.vault()));
  const ledger::Lookup stray{"person/P2", "person/P2", "s", "nik", std::string(32, 'h'), ""};
  REQUIRE(ledger.vault().lookups().add({stray}));
  REQUIRE(rebuild_lookups(ledger.ledger(), ledger.vault()));
  CHECK(rows(ledger.vault()).size() == 3);
}

TEST_CASE("what was erased is not made again") {
  SampleLedger ledger(0);
  REQUIRE(ledger.record({registered("P1", "3602272107729000")}).empty());
  REQUIRE(ledger.record({registered("P2", "3602272107729001")}).empty());
  REQUIRE(ledger.vault().destroy("person/P1"));
  const auto left = rows(ledger.vault());
  CHECK(left.size() == 2);
  REQUIRE(ledger.vault().lookups().clear());
  REQUIRE(rebuild_lookups(ledger.ledger(), ledger.vault()));
  CHECK(rows(ledger.vault()) == left);
}

TEST_CASE("no record and no row of the ledger holds the hash of a value") {
  SampleLedger& ledger = filled();
  const std::string hash = ledger.vault().lookups().hash("nik", "3602272107729000");
  std::size_t seen = 0;
  for (const Seen& row : rows(ledger.vault())) seen += row[1] == hash ? 1 : 0;
  CHECK(seen > 0);
  for (std::size_t table = 0; table < ledger::ledger_tables().size(); ++table) {
    const auto cursor = ledger.store().cursor(table);
    for (cursor->seek(""); cursor->valid(); cursor->next()) {
      CHECK(cursor->key().find(hash) == std::string_view::npos);
      CHECK(cursor->value().find(hash) == std::string_view::npos);
    }
  }
}

}  // namespace programme
