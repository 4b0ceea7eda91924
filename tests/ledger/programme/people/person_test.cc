#include "ledger/programme/people/person.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::person::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string registered = R"(registered
    {"nik": "3602272107729000", "name": "Rohman", "birth_date": "1972-07-21", "sex": "L",
     "region_id_card": "36.02.27.2010", "region_domicile": "36.02.22.2004",
     "edition": "KEPMENDAGRI-100.1.1-6117-2022", "phone": "+6281324155979"})";
const std::string consent = R"(consent_given {"purpose": "programme_administration"})";
const std::string match = R"(identity_verified {"result": "match", "source": "dukcapil"})";
const std::string mismatch = R"(identity_verified {"result": "mismatch", "source": "dukcapil"})";
const std::string employment = R"(employment_status_declared
    {"status": "unemployed", "as_of": "2023-03-01"})";
const std::string welfare = R"(welfare_status_recorded
    {"source": "P3KE", "decile": 1, "extreme_poor": true, "as_of": "2022-12-31"})";

}  // namespace

TEST_CASE("person: registered before anything else") {
  const std::string a_decile_is_1_to_10 = R"(welfare_status_recorded
    {"source": "P3KE", "decile": 11, "extreme_poor": true, "as_of": "2022-12-31"})";
  const std::vector<Row> rows = {
      {"a registration opens", {}, registered, "ok"},
      {"registered once", {registered}, registered, "stream_exists"},
      {"no consent of nobody", {}, consent, "stream_not_open"},
      {"no identity of nobody", {}, match, "stream_not_open"},
      {"no employment of nobody", {}, employment, "stream_not_open"},
      {"no welfare of nobody", {}, welfare, "stream_not_open"},
      {"a consent", {registered}, consent, "ok"},
      {"a match", {registered}, match, "ok"},
      {"a mismatch is a flag, not a refusal", {registered}, mismatch, "ok"},
      {"held against the register again", {registered, mismatch}, match, "ok"},
      {"employment before the identity", {registered}, employment, "ok"},
      {"employment changes", {registered, employment}, employment, "ok"},
      {"welfare of a flagged identity", {registered, mismatch}, welfare, "ok"},
      {"a decile is 1 to 10",
       {registered},
       a_decile_is_1_to_10,
       "person.welfare_status_recorded: /data/decile must be from 1 to 10"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("person: the identity is the status") {
  using support::status_after;
  CHECK(status_after(stream(), {registered, consent}) == "registered");
  CHECK(status_after(stream(), {registered, match}) == "identity_valid");
  CHECK(status_after(stream(), {registered, match, employment}) == "identity_valid");
  CHECK(status_after(stream(), {registered, match, mismatch}) == "identity_flagged");
}

TEST_CASE("person: name, NIK, birth date and phone are personal, and nothing else of it") {
  std::vector<std::string> personal;
  for (const auto& type : stream().events) {
    for (const auto& field : type->fields) {
      if (field.is_personal()) personal.emplace_back(field.name);
    }
  }
  CHECK(personal == std::vector<std::string>{"nik", "name", "birth_date", "phone"});
}

TEST_CASE("person: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("person: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
