#include "ledger/programme/control/audit.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using support::Row;

const std::string assign = R"(assigned {"body": "BPK", "scope": "Bantuan TKM 2023",
    "period_from": "2023-01-01", "period_to": "2023-12-31"})";

std::string drafted(const std::string& number) {
  return R"(finding_drafted {"number": ")" + number +
         R"(", "kind": "report_missing", "value_idr": "20000000.33", "grants": ["grant/1"]})";
}
std::string answered(const std::string& number) {
  return R"(auditee_responded {"number": ")" + number + R"(", "text": "sedang ditagih"})";
}
std::string issued(const std::string& number) {
  return R"(finding_issued {"number": ")" + number + R"(", "report": "12/LHP/2024", "page": 14})";
}

struct Recommendation {
  std::string finding = "1.1", number = "1.1.1";
};
std::string recommended(const Recommendation& recommendation) {
  return R"(recommendation_issued {"number": ")" + recommendation.finding +
         R"(", "recommendation": ")" + recommendation.number +
         R"(", "text": "menagih LPJ", "due_on": "2024-04-05"})";
}

const std::string draft = drafted("1.1"), answer = answered("1.1"), issue = issued("1.1"),
                  recommend = recommended({});

void check(const std::vector<Row>& rows) {
  CHECK(support::mismatches(programme::audit::stream(), rows) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("an audit goes from its assignment to the findings and the recommendations") {
  check({
      {"assigned", {}, assign, "ok"},
      {"assigned twice", {assign}, assign, "stream_exists"},
      {"drafted", {assign}, draft, "ok"},
      {"drafted before the assignment", {}, draft, "stream_not_open"},
      {"a second draft", {assign, draft}, drafted("1.2"), "ok"},
      {"drafted after the report", {assign, draft, issue}, drafted("1.2"), "step_out_of_order"},
      {"issued", {assign, draft}, issue, "ok"},
      {"issued without any draft", {assign}, issue, "step_out_of_order"},
      {"recommended", {assign, draft, issue}, recommend, "ok"},
      {"recommended without a report", {assign, draft}, recommend, "step_out_of_order"},
      {"the next finding after a recommendation",
       {assign, draft, drafted("1.2"), issue, recommend},
       issued("1.2"),
       "ok"},
  });
}

TEST_CASE("a finding is drafted once and issued once, under its number") {
  check({
      {"drafted twice", {assign, draft}, draft, "finding_number_used"},
      {"issued under another number", {assign, draft}, issued("1.2"), "finding_unknown"},
      {"issued twice", {assign, draft, issue}, issue, "finding_issued"},
  });
}

TEST_CASE("an auditee answers a finding that was drafted") {
  check({
      {"a draft", {assign, draft}, answer, "ok"},
      {"once more", {assign, draft, answer}, answer, "ok"},
      {"after the report", {assign, draft, issue, recommend}, answer, "ok"},
      {"no such finding", {assign, draft}, answered("1.2"), "finding_unknown"},
      {"before any draft", {assign}, answer, "finding_unknown"},
  });
}

TEST_CASE("a recommendation has its own number and a finding that was issued") {
  const std::vector<std::string> given = {assign, draft, drafted("1.2"), issue, recommend};
  check({
      {"a second one", given, recommended({.number = "1.1.2"}), "ok"},
      {"a number used", given, recommend, "recommendation_number_used"},
      {"a draft", given, recommended({.finding = "1.2", .number = "1.2.1"}), "finding_not_issued"},
      {"no such finding", given, recommended({.finding = "9", .number = "9.1"}), "finding_unknown"},
  });
}

TEST_CASE("auditors record on audits, and the audited answer") {
  using namespace programme;
  for (const auto& type : audit::stream().events) {
    if (type->act != EventType::Act::fact) continue;
    const bool answers = type->name == "audit.auditee_responded";
    const std::vector<std::string_view> want =
        answers ? std::vector{role::ppk, role::kpa, role::programme_officer}
                : std::vector{role::auditor};
    CHECK(type->roles == want);
  }
}

TEST_CASE("the sample's audits play through") {
  CHECK(support::play_sample({&programme::audit::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::audit::stream()}) == 2 * 5);
}
