// Rules on personal values, which the vault alone can tell, through the registrar.
#include <catch2/catch.hpp>

#include "ledger/programme/codec.h"
#include "ledger/programme/registrar.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

const std::string one = "3602272107729000", other = "3602272107729001";

Json event(const std::string& subject, const std::string& type, const std::string& data) {
  static int number = 0;
  Json out = Json::parse(R"({"specversion":"1.0","source":"/office","area":"36.02",
      "time":"2024-07-01T09:00:00+07:00"})");
  out["id"] = "v-" + std::to_string(++number);
  out["subject"] = subject;
  out["type"] = type;
  out["data"] = Json::parse(data);
  return out;
}

Json registered(const std::string& key, const std::string& nik) {
  Json out = event("person/" + key, "person.registered", R"({"name":"Rohman",
      "birth_date":"1972-07-21","sex":"L","region_id_card":"36.02.27.2010",
      "region_domicile":"36.02.27.2010","edition":"KEPMENDAGRI-100.1.1-6117-2022",
      "phone":"+6281324155979"})");
  out["data"]["nik"] = nik;
  return out;
}

Json corrected(Json of, std::uint64_t position, const std::string& nik) {
  of["id"] = of["id"].get<std::string>() + "-" + nik;
  of["corrects"] = std::to_string(position);
  of["reason"] = "slip";
  of["data"]["nik"] = nik;
  return of;
}

Json account_of(const std::string& group, const std::string& number) {
  Json out = event(group, "group.bank_account_registered", R"({"bank":"002","holder":"TKM"})");
  out["data"]["account"] = number;
  return out;
}

class Desk : public support::SampleLedger {
 public:
  using SampleLedger::SampleLedger;

  // The name of the rule, or "ok".
  std::string ask(const Json& sent) { return asked({sent.dump()}); }
  // In one commit, each for itself; the first refusal.
  std::string asked(const std::vector<std::string>& sent) {
    const std::string said = record(sent);
    return said.empty() ? "ok" : said.substr(said.rfind(' ') + 1);
  }
  // All or none, or as a dry run.
  std::string ask_together(const std::vector<Json>& sent, bool dry_run = false) {
    Conditions conditions;
    conditions.dry_run = dry_run;
    auto taken = registrar().take(Json(sent).dump(), true, {}, conditions);
    REQUIRE(taken);
    std::string said = "no answer";
    writer().submit(std::move(taken->submission), std::move(taken->subjects),
                    [&](ledger::Outcome outcome) {
                      const auto answer = Registrar::outcome(std::move(outcome), true);
                      said = answer ? "ok" : answer.error().name;
                    });
    writer().round();
    return said;
  }
  std::size_t holders_of(const std::string& nik) {
    std::size_t out = 0;
    const std::string hash = vault().lookups().hash("nik", nik);
    REQUIRE(vault().lookups().visit("nik", [&](const ledger::Lookup& found) {
      out += found.hash == hash ? 1 : 0;
      return true;
    }));
    return out;
  }
};

}  // namespace

TEST_CASE("a NIK is of one person, however the second one comes in") {
  Desk desk(0);
  REQUIRE(desk.ask(registered("P1", one)) == "ok");
  CHECK(desk.ask(registered("P2", one)) == "nik_of_one_person");
  CHECK(desk.ask(registered("P3", other)) == "ok");
  CHECK(desk.ask_together({registered("P4", "3602272107729004"),
                           registered("P5", "3602272107729004")}) == "nik_of_one_person");
  CHECK(desk.holders_of("3602272107729004") == 0);
  CHECK(desk.asked({registered("P6", "3602272107729004").dump(),
                    registered("P7", "3602272107729004").dump()}) == "nik_of_one_person");
  CHECK(desk.holders_of("3602272107729004") == 1);
}

TEST_CASE("what was tried without being recorded holds no NIK") {
  Desk desk(0);
  CHECK(desk.ask_together({registered("P1", one)}, true) == "ok");
  CHECK(desk.ask_together({registered("P1", one), registered("P1", other)}) == "stream_exists");
  CHECK(desk.holders_of(one) == 0);
  CHECK(desk.ask(registered("P2", one)) == "ok");
}

TEST_CASE("a look-up whose record was lost in a crash blocks nobody") {
  Desk desk(0);
  REQUIRE(desk.ask(registered("P1", one)) == "ok");
  const std::string hash = desk.vault().lookups().hash("nik", other);
  REQUIRE(desk.vault().lookups().add({{"person/P1", "person/P1", "lost", "nik", hash, ""},
                                      {"person/P9", "person/P9", "lost", "nik", hash, ""}}));
  CHECK(desk.ask(registered("P2", other)) == "ok");
  CHECK(desk.ask(registered("P3", other)) == "nik_of_one_person");
}

TEST_CASE("a correction gives a NIK back, and takes none that is held") {
  Desk desk(0);
  const Json first = registered("P1", one);
  REQUIRE(desk.ask(first) == "ok");
  REQUIRE(desk.ask(registered("P2", other)) == "ok");
  CHECK(desk.ask(corrected(first, 0, other)) == "nik_of_one_person");
  CHECK(desk.ask(registered("P3", one)) == "nik_of_one_person");
  CHECK(desk.ask(corrected(first, 0, "3602272107729003")) == "ok");
  CHECK(desk.ask(registered("P3", one)) == "ok");
  CHECK(desk.ask(registered("P4", "3602272107729003")) == "nik_of_one_person");
}

TEST_CASE("a registration that was reversed holds no NIK") {
  Desk desk(0);
  REQUIRE(desk.ask(registered("P1", one)) == "ok");
  Json reversed = event("person/P1", "person.event_reversed", "{}");
  reversed["corrects"] = "0";
  reversed["reason"] = "somebody else";
  REQUIRE(desk.ask(reversed) == "ok");
  CHECK(desk.ask(registered("P2", one)) == "ok");
}

TEST_CASE("a dismissed duplicate is registered, and either may be corrected since") {
  Desk desk(0);
  const Json first = registered("P1", one), second = registered("P2", one);
  REQUIRE(desk.ask(first) == "ok");
  REQUIRE(desk.ask(event("person/P1", "person.duplicate_suspected",
                         R"({"other":"person/P2","source":"nik"})")) == "ok");
  CHECK(desk.ask(second) == "nik_of_one_person");
  Json dismissed = event("person/P1", "person.duplicate_dismissed", R"({"other":"person/P2"})");
  dismissed["reason"] = "one NIK given to two people";
  REQUIRE(desk.ask(dismissed) == "ok");
  REQUIRE(desk.ask(second) == "ok");
  Json phone = corrected(first, 0, one);
  phone["data"]["phone"] = "+6281324155970";
  CHECK(desk.ask(phone) == "ok");
  CHECK(desk.ask(corrected(second, 3, one)) == "ok");
}

TEST_CASE("an account is of one group, until it is changed or the group ends") {
  Desk desk(925);
  Json formed = event("group/G3", "group.formed", R"({"name":"G3","scheme":"TKM_PEMULA",
      "region":"36.02.22.2004","edition":"KEPMENDAGRI-100.1.1-6117-2022"})");
  REQUIRE(desk.ask(formed) == "ok");
  const std::string of_lbk_02 = "360271577919171";
  CHECK(desk.ask(account_of("group/G3", of_lbk_02)) == "account_of_one_recipient");
  Json changed = event("group/LBK-02", "group.bank_account_changed",
                       R"({"bank":"002","account":"360271577919172","holder":"TKM"})");
  changed["reason"] = "closed by the bank";
  REQUIRE(desk.ask(changed) == "ok");
  CHECK(desk.ask(account_of("group/G3", "360271577919172")) == "account_of_one_recipient");
  CHECK(desk.ask(account_of("group/G3", of_lbk_02)) == "ok");
}

TEST_CASE("what the rules of people say names nobody and holds no number that is personal") {
  Desk desk(0);
  REQUIRE(desk.ask(registered("P1", one)) == "ok");
  const std::string said = desk.record({registered("P2", one).dump()});
  CHECK(said.find(one) == std::string::npos);
  CHECK(said.find("Rohman") == std::string::npos);
  CHECK(said.find("person/P1") != std::string::npos);
}

}  // namespace programme
