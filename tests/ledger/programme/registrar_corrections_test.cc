// Corrections, reversals and erasures through the registrar: in a real ledger, in its index, and
// after a restart.
#include <catch2/catch.hpp>

#include "ledger/core/bytes.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/index.h"
#include "ledger/programme/registrar.h"
#include "tests/support/pending_log.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using support::SampleLedger;

Json event_of(const std::string& id, const std::string& type, const std::string& subject,
              const Json& data) {
  return {{"specversion", "1.0"}, {"id", id},           {"source", "/office"},
          {"type", type},         {"subject", subject}, {"time", "2023-07-01T09:00:00+07:00"},
          {"area", "36.02"},      {"data", data}};
}

Json correction_of(std::uint64_t position, Json event) {
  event["id"] = event["id"].get<std::string>() + "-corrects-" + std::to_string(position);
  event["corrects"] = std::to_string(position);
  event["reason"] = "mistyped";
  return event;
}

Json reversal_of(std::uint64_t position, const std::string& subject) {
  const std::string aggregate(aggregate_of(subject));
  return correction_of(
      position, event_of("reversal", aggregate + ".event_reversed", subject, Json::object()));
}

const Json tagged = event_of("tag", "kawasan.policy_tagged", "kawasan/lebak-kasepuhan",
                             {{"leap", "L1"}, {"list_version", "2022"}});
const Json registered = event_of("p", "person.registered", "person/P",
                                 {{"nik", "3602272107729000"},
                                  {"name", "Rohman Wijaya"},
                                  {"birth_date", "1972-07-21"},
                                  {"sex", "L"},
                                  {"region_id_card", "36.02.27.2010"},
                                  {"region_domicile", "36.02.27.2010"},
                                  {"edition", "E1"},
                                  {"phone", "+6281324155979"}});
const Json request = event_of("r", "protection.subject_request_received", "protection/R",
                              {{"kind", "erase"}, {"person", "person/P"}, {"channel", "letter"}});

Json erasure(const std::string& actor) {
  Json out = event_of("e-" + actor, "person.erased", "person/P", {{"request", "protection/R"}});
  out["actor"] = actor;
  out["basis"] = "SK 1/2024";
  out["basisdigest"] = "sha-256:" + std::string(64, 'a');
  return out;
}

std::string record(SampleLedger& ledger, const Json& event) {
  return ledger.record({event.dump()});
}

std::string last_word(const std::string& text) { return text.substr(text.rfind(' ') + 1); }

}  // namespace

TEST_CASE("a correction is recorded as it is sent, and found from the event that it corrects") {
  SampleLedger ledger(6);
  const std::uint64_t at = ledger.ledger().size();
  REQUIRE(record(ledger, tagged) == "");
  Json correction = correction_of(at, tagged);
  correction["data"]["leap"] = "L2";
  REQUIRE(record(ledger, correction) == "");
  const Json kept = Json::parse(ledger.ledger().record(at + 1).value());
  CHECK(kept.at("corrects") == std::to_string(at));
  CHECK(kept.at("reason") == "mistyped");
  CHECK(read_record(kept.dump())->corrects == at);
  const auto names = ledger.ledger().claims_under(corrects_prefix(at)).value();
  REQUIRE(names.size() == 1);
  CHECK(corrected_of(names[0]) == at);
  CHECK(corrector_of(names[0]) == at + 1);
  // What the corrected event took is free again, and what the new one took is not.
  Json again = tagged;
  again["id"] = "again";
  CHECK(record(ledger, again) == "");
  again["id"] = "again-2";
  again["data"]["leap"] = "L2";
  CHECK(last_word(record(ledger, again)) == "policy_tagged_already");
}

TEST_CASE("what may not be corrected is refused, and nothing is written") {
  SampleLedger ledger(6);
  const std::uint64_t at = ledger.ledger().size();
  REQUIRE(record(ledger, tagged) == "");
  const auto refusal = [&](const Json& event) { return last_word(record(ledger, event)); };
  CHECK(refusal(correction_of(at + 9, tagged)) == "reference_unknown");
  CHECK(refusal(correction_of(0, tagged)) == "correction_of_other_type");
  Json stranger = correction_of(at, tagged);
  stranger["role"] = "bank";
  CHECK(refusal(stranger) == "type");  // "may not record this type"
  REQUIRE(record(ledger, reversal_of(at, "kawasan/lebak-kasepuhan")) == "");
  CHECK(refusal(correction_of(at, tagged)) == "correction_not_latest");
  CHECK(refusal(reversal_of(0, "kawasan/lebak-kasepuhan")) == "stream_not_open");
  CHECK(ledger.ledger().size() == at + 2);
}

TEST_CASE("an erasure takes two, and destroys the key at once") {
  SampleLedger ledger(6);
  REQUIRE(record(ledger, registered) == "");
  CHECK(last_word(record(ledger, erasure("dpo-2"))) == "reference_unknown");
  Json received = request;
  received["actor"] = "dpo-1";
  REQUIRE(record(ledger, received) == "");
  CHECK(last_word(record(ledger, erasure("dpo-1"))) == "erasure_needs_second_person");
  REQUIRE(ledger.vault().find("person/P").value().has_value());
  REQUIRE(record(ledger, erasure("dpo-2")) == "");
  CHECK_FALSE(ledger.vault().find("person/P").value().has_value());
  CHECK_FALSE(ledger.vault().subject_key("person/P"));
  Json again = registered;
  again["id"] = "again";
  CHECK(last_word(record(ledger, again)) == "subject_erased");
  // What was recorded before is the same again, and nothing is written.
  const auto size = ledger.ledger().size();
  CHECK(record(ledger, registered) == "");
  Json other = registered;
  other["data"]["sex"] = "P";
  CHECK(record(ledger, other).find("used this id for another event") != std::string::npos);
  CHECK(ledger.ledger().size() == size);
}

TEST_CASE("a repeat that was on its way while its subject was erased stops nothing") {
  SampleLedger ledger(6);
  REQUIRE(record(ledger, registered) == "");
  REQUIRE(record(ledger, request) == "");
  auto taken = ledger.registrar().take(registered.dump(), false, {}, {});
  REQUIRE(taken);
  REQUIRE(record(ledger, erasure("dpo-2")) == "");
  bool repeated = false;
  ledger.writer().submit(
      std::move(taken->submission), taken->subjects,
      [&](ledger::Outcome outcome) { repeated = !outcome.submission->error && !outcome.recorded; });
  CHECK(record(ledger, tagged) == "");
  CHECK(repeated);
  CHECK_FALSE(ledger.ledger().read_only());
}

TEST_CASE("an erasure and what still seals under its key, sent at once, take their order") {
  SampleLedger ledger(6);
  REQUIRE(record(ledger, registered) == "");
  REQUIRE(record(ledger, request) == "");
  Json moved = event_of("m", "person.attribute_recorded", "person/P", Json::object());
  moved["data"] = {{"kind", "education"}, {"value", "SMA"}};
  CHECK(last_word(ledger.record({erasure("dpo-2").dump(), moved.dump()})) == "subject_erased");
  CHECK_FALSE(ledger.ledger().read_only());
  CHECK(record(ledger, tagged) == "");
}

TEST_CASE("an erasure that a crash cut short is finished at the start") {
  SampleLedger ledger(6);
  REQUIRE(record(ledger, registered) == "");
  const Json other = [] {
    Json out = registered;
    out["id"] = "q";
    out["subject"] = "person/Q";
    out["data"]["nik"] = "3602272107729099";
    return out;
  }();
  REQUIRE(record(ledger, other) == "");
  // On record, and the key still there: as if the process had ended in between.
  ledger::StoreBatch batch;
  std::string name = erased_prefix("person/P"), at;
  ledger::append_u64(name, 6);
  ledger::append_u64(at, 6);
  batch.put(ledger::table::claims, name, at);
  REQUIRE(ledger.store().write(batch, ledger::Durability::synced));
  REQUIRE(finish_erasures(ledger.ledger(), ledger.vault()));
  CHECK_FALSE(ledger.vault().find("person/P").value().has_value());
  CHECK(ledger.vault().find("person/Q").value().has_value());
  CHECK(finish_erasures(ledger.ledger(), ledger.vault()));
}

TEST_CASE("the role of the ledger's own clock cannot be claimed") {
  SampleLedger ledger(6);
  const Json lapsed = event_of("l", "jobseeker.ak1_expired", "jobseeker/J", Json::object());
  const auto taken = ledger.registrar().take(lapsed.dump(), false, {}, {});
  REQUIRE_FALSE(taken);
  CHECK(taken.error().kind == Refused::forbidden);
}

}  // namespace programme
