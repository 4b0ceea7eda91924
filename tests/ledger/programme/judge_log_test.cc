#include "ledger/programme/judge_log.h"

#include <catch2/catch.hpp>
#include <limits>

#include "ledger/programme/common_rules.h"
#include "tests/support/forged.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using support::SampleLedger;

struct Judged {
  std::string first;  // "POSITION TYPE RULE NAME" of the first that was not allowed
  std::uint64_t judged = 0, in_part = 0;
};

Judged judged(const ledger::Ledger& log) {
  LogJudge judge([&](std::uint64_t position) { return log.record(position); });
  Judged out;
  for (std::uint64_t position = 0; position < log.size() && out.first.empty(); ++position) {
    const auto found = judge.judge(Json::parse(log.record(position).value()));
    REQUIRE(found);
    if (*found)
      out.first = std::to_string((*found)->position) + " " + (*found)->type + " " +
                  (*found)->refusal.rule + " " + (*found)->refusal.name;
  }
  out.judged = judge.judged();
  out.in_part = judge.judged_in_part();
  return out;
}

Json event(const std::string& type, const std::string& subject, const std::string& role,
           const Json& data) {
  static int number = 0;
  return {{"specversion", "1.0"}, {"id", "forged-" + std::to_string(++number)},
          {"source", "/office"},  {"type", type},
          {"subject", subject},   {"time", "2023-07-01T09:00:00+07:00"},
          {"area", "36.02"},      {"actor", "somebody"},
          {"role", role},         {"data", data}};
}

const std::string kawasan = "kawasan/lebak-kasepuhan";

Json tagged(const std::string& leap) {
  return event("kawasan.policy_tagged", kawasan, "programme_officer",
               {{"leap", leap}, {"list_version", "2023"}});
}
Json formed(const std::string& region) {
  return event("group.formed", "group/new", "applicant",
               {{"name", "G"},
                {"scheme", "TKM_PEMULA"},
                {"region", region},
                {"edition", "KEPMENDAGRI-100.1.1-6117-2022"},
                {"kawasan", kawasan}});
}
Json with(Json sent, const std::string& name, const std::string& value) {
  sent[name] = value;
  return sent;
}

}  // namespace

TEST_CASE("what was recorded is allowed again, of every type") {
  SampleLedger ledger(std::numeric_limits<std::size_t>::max());
  REQUIRE(support::record_samples(ledger) == "");
  const Judged all = judged(ledger.ledger());
  CHECK(all.first == "");
  CHECK(all.judged == ledger.ledger().size());
  // Of the registrations alone, the birth dates are sealed.
  CHECK(all.in_part >= 160);
  CHECK(all.in_part < all.judged / 2);
}

TEST_CASE("corrections are judged as they were when they were recorded") {
  SampleLedger ledger(6);
  const std::uint64_t at = ledger.ledger().size();
  REQUIRE(ledger.record({tagged("L1").dump()}) == "");
  Json correction = with(with(tagged("L2"), "corrects", std::to_string(at)), "reason", "mistyped");
  REQUIRE(ledger.record({correction.dump(), tagged("L1").dump()}) == "");
  Json reversal = with(with(event("kawasan.event_reversed", kawasan, "programme_officer", {}),
                            "corrects", std::to_string(at + 1)),
                       "reason", "mistyped");
  reversal["data"] = Json::object();
  // What the correction made free is taken: it cannot be reversed any more.
  REQUIRE(ledger.record({reversal.dump()}) != "");
  CHECK(judged(ledger.ledger()).first == "");
  CHECK(judged(ledger.ledger()).judged == at + 3);
  const std::uint64_t forged = support::forge(ledger.writer(), reversal);
  CHECK(judged(ledger.ledger()).first == std::to_string(forged) +
                                             " kawasan.event_reversed state "
                                             "policy_tagged_already");
}

TEST_CASE("an event that came in past the registrar is named, and the first of several") {
  struct Row {
    const char* what;
    Json sent;
    std::string named;  // without its position
  };
  const Json tag = tagged("L1");
  const auto row = GENERATE_COPY(values<Row>({
      {"a step out of order",
       event("kawasan.proposed", kawasan, "programme_officer",
             {{"name", "K"}, {"criteria", {"tourism"}}}),
       "kawasan.proposed state stream_exists"},
      {"a numbered rule", formed("36.02.99.2001"), "group.formed I31 region_in_edition"},
      {"a day to come",
       event("institution.dissolved", "institution/new", "programme_officer",
             {{"dissolved_on", "2023-07-02"}}),
       "institution.dissolved I41 day_not_after_event"},
      {"a stream that is not there",
       event("kawasan.adat_community_linked", kawasan, "programme_officer",
             {{"institution", "institution/none"}}),
       "kawasan.adat_community_linked reference reference_unknown"},
      {"a role", with(tag, "role", "auditor"), "kawasan.policy_tagged role role_may_not_record"},
      {"an area", with(tag, "area", "94.04"), "kawasan.policy_tagged area area_of_other_stream"},
      {"a correction of another type", with(with(tag, "corrects", "0"), "reason", "x"),
       "kawasan.policy_tagged I40 correction_of_other_type"},
      {"a correction of nothing", with(with(tag, "corrects", "99"), "reason", "x"),
       "kawasan.policy_tagged reference reference_unknown"},
  }));
  INFO(row.what);
  SampleLedger ledger(6);
  const std::uint64_t at = support::forge(ledger.writer(), row.sent);
  REQUIRE(at == 6);
  support::forge(ledger.writer(), formed("36.70"));
  CHECK(judged(ledger.ledger()).first == std::to_string(at) + " " + row.named);
  CHECK(judged(ledger.ledger()).judged == at);
}

TEST_CASE("nothing is sealed for somebody whose data was erased") {
  SampleLedger ledger(6);
  const Json person = event("person.registered", "person/P", "manpower_office",
                            {{"nik", "3602272107729000"},
                             {"name", "Rohman Wijaya"},
                             {"birth_date", "1972-07-21"},
                             {"sex", "L"},
                             {"region_id_card", "36.02.27.2010"},
                             {"region_domicile", "36.02.27.2010"},
                             {"edition", "KEPMENDAGRI-100.1.1-6117-2022"},
                             {"phone", "+6281324155979"}});
  const Json request =
      event("protection.subject_request_received", "protection/R", "privacy_officer",
            {{"kind", "erase"}, {"person", "person/P"}, {"channel", "letter"}});
  Json erased =
      event("person.erased", "person/P", "privacy_officer", {{"request", "protection/R"}});
  erased["actor"] = "another";
  erased["basis"] = "SK 1";
  erased["basisdigest"] = "sha-256:" + std::string(64, 'a');
  REQUIRE(ledger.record({person.dump(), request.dump(), erased.dump()}) == "");
  CHECK(judged(ledger.ledger()).first == "");
  const std::uint64_t at = support::forge(
      ledger.writer(), event("person.attribute_recorded", "person/P", "manpower_office",
                             {{"kind", "disability"}, {"value", {{"sealed", "a.b.c"}}}}));
  CHECK(judged(ledger.ledger()).first ==
        std::to_string(at) + " person.attribute_recorded state subject_erased");
}

TEST_CASE("what is no record is not judged") {
  LogJudge judge([](std::uint64_t) { return ledger::Result<std::string>(""); });
  CHECK(judge.judge(Json::object()).error().code == ledger::Code::corrupt);
}

}  // namespace programme
