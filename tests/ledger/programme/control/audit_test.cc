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

std::string assessed(const std::string& result) {
  return R"(follow_up_assessed {"recommendation": "1.1.1", "result": ")" + result + R"("})";
}

const std::string digest =
    "sha-256:8149b4b3f03e28d9ab571a80846116a44b895338593aeafcd55b3aaeb730122b";
const std::string replay = R"(replay_performed {"as_at": "17", "query": "grants?as_of=17",
    "result": ")" + digest +
                           R"("})";
const std::string sample = R"(sample_drawn {"seed": "6e340b9c", "size": 40, "method": "random"})";
const std::string evidence = R"(evidence_sealed {"digest": ")" + digest + R"("})";
const std::string submit = R"(follow_up_submitted {"recommendation": "1.1.1", "documents":
    [{"kind": "deposit_slip", "digest": ")" +
                           digest + R"("}]})";
const std::string overdue =
    R"(follow_up_overdue_declared {"recommendation": "1.1.1", "due_on": "2024-04-05"})";
const std::string verify = R"(follow_up_verified_by_apip {"recommendation": "1.1.1",
    "sufficient": true, "competent": true, "relevant": false})";
const std::string loss = R"(state_loss_determined {"number": "1.1", "value_idr": "20000000.33"})";

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

TEST_CASE("fieldwork is optional, and goes on beside the later steps until the end") {
  const std::vector<std::string> published = {assign, draft, issue},
                                 ended = {assign, draft, issue, "closed"};
  check({
      {"a replay", {assign}, replay, "ok"},
      {"a replay of no audit", {}, replay, "stream_not_open"},
      {"a replay after the report", published, replay, "ok"},
      {"a replay after the end", ended, replay, "step_out_of_order"},
      {"a sample", {assign}, sample, "ok"},
      {"a sample after the report", published, sample, "ok"},
      {"a sample after the end", ended, sample, "step_out_of_order"},
      {"evidence", {assign}, evidence, "ok"},
      {"evidence after the report", published, evidence, "ok"},
      {"evidence after the end", ended, evidence, "step_out_of_order"},
      {"the same evidence", {assign, evidence}, evidence, "evidence_sealed_already"},
      {"a draft after fieldwork", {assign, replay, sample}, draft, "ok"},
  });
}

TEST_CASE("an audit's statuses are those of its steps") {
  const auto after = [](const std::vector<std::string>& given) {
    return support::status_after(programme::audit::stream(), given);
  };
  CHECK(after({assign}) == "assigned");
  CHECK(after({assign, replay}) == "fieldwork");
  CHECK(after({assign, sample}) == "fieldwork");
  CHECK(after({assign, evidence, replay}) == "fieldwork");
  CHECK(after({assign, replay, draft}) == "draft_findings");
  CHECK(after({assign, draft, replay, answer}) == "draft_findings");
  CHECK(after({assign, draft, issue, sample}) == "report");
  CHECK(after({assign, draft, issue, recommend, submit}) == "follow_up");
  CHECK(after({assign, draft, issue, recommend, "closed"}) == "closed");
}

TEST_CASE("a recommendation is answered, and assessed until it is settled") {
  const auto given = [](std::vector<std::string> more) {
    std::vector<std::string> out = {assign, draft, issue, recommend};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  };
  const std::string yes = assessed("SESUAI"), partly = assessed("BELUM_SESUAI"),
                    not_yet = assessed("BELUM_DITINDAKLANJUTI"), never = assessed("TIDAK_DAPAT");
  check({
      {"answered", given({}), submit, "ok"},
      {"answered without a recommendation",
       {assign, draft, issue},
       submit,
       "recommendation_unknown"},
      {"answered twice", given({submit}), submit, "follow_up_submitted_already"},
      {"assessed", given({submit, verify}), yes, "ok"},
      {"assessed without an answer", given({}), not_yet, "follow_up_not_submitted"},
      {"assessed without a recommendation", {assign, draft, issue}, yes, "recommendation_unknown"},
      {"assessed twice", given({submit, verify, partly}), yes, "follow_up_not_submitted"},
      {"answered again in part", given({submit, verify, partly}), submit, "ok"},
      {"answered again at last", given({submit, verify, not_yet}), submit, "ok"},
      {"assessed again", given({submit, verify, partly, submit, verify}), yes, "ok"},
      {"answered when in accordance", given({submit, verify, yes}), submit, "follow_up_settled"},
      {"answered when impossible", given({submit, verify, never}), submit, "follow_up_settled"},
      {"assessed when in accordance", given({submit, verify, yes}), partly, "follow_up_settled"},
      {"answered while the next finding is reported",
       {assign, draft, drafted("1.2"), issue, recommend, issued("1.2")},
       submit,
       "ok"},
      {"answered after the end", given({"closed"}), submit, "step_out_of_order"},
      {"assessed after the end", given({submit, verify, "closed"}), yes, "step_out_of_order"},
  });
}

TEST_CASE("an answer is assessed when the inspectorate has verified it") {
  const auto given = [](std::vector<std::string> more) {
    std::vector<std::string> out = {assign, draft, issue, recommend};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  };
  const std::string yes = assessed("SESUAI"), partly = assessed("BELUM_SESUAI");
  const std::string other = R"(follow_up_verified_by_apip {"recommendation": "1.1.2",
      "sufficient": true, "competent": true, "relevant": true})";
  check({
      {"verified after it was handed in", given({submit, verify}), yes, "ok"},
      {"verified before", given({verify, submit}), yes, "ok"},
      {"never", given({submit}), yes, "assessment_needs_verification"},
      {"another recommendation's", given({recommended({.number = "1.1.2"}), submit, other}), yes,
       "assessment_needs_verification"},
      {"before the last assessment alone", given({submit, verify, partly, submit}), yes,
       "assessment_needs_verification"},
      {"and anew", given({submit, verify, partly, verify, submit}), yes, "ok"},
  });
}

TEST_CASE("the inspectorate verifies a follow-up before or after it is submitted") {
  const std::vector<std::string> issues = {assign, draft, issue, recommend};
  check({
      {"before", issues, verify, "ok"},
      {"after", {assign, draft, issue, recommend, submit}, verify, "ok"},
      {"twice", {assign, draft, issue, recommend, verify}, verify, "ok"},
      {"no such recommendation", {assign, draft, issue}, verify, "recommendation_unknown"},
      {"when it is settled",
       {assign, draft, issue, recommend, submit, verify, assessed("SESUAI")},
       verify,
       "follow_up_settled"},
      {"after the end", {assign, draft, issue, recommend, "closed"}, verify, "step_out_of_order"},
  });
}

TEST_CASE("a recommendation that nobody answered is declared overdue once") {
  const std::vector<std::string> waiting = {assign, draft, issue, recommend};
  check({
      {"declared", waiting, overdue, "ok"},
      {"twice",
       {assign, draft, issue, recommend, overdue},
       overdue,
       "follow_up_overdue_declared_already"},
      {"answered all the same", {assign, draft, issue, recommend, overdue}, submit, "ok"},
      {"when answered",
       {assign, draft, issue, recommend, submit},
       overdue,
       "follow_up_submitted_already"},
      {"when answered in part",
       {assign, draft, issue, recommend, submit, verify, assessed("BELUM_SESUAI")},
       overdue,
       "follow_up_submitted_already"},
      {"no such recommendation", {assign, draft, issue}, overdue, "recommendation_unknown"},
      {"after the end", {assign, draft, issue, recommend, "closed"}, overdue, "step_out_of_order"},
  });
}

TEST_CASE("a state loss is determined once of a finding that was issued") {
  check({
      {"determined", {assign, draft, issue}, loss, "ok"},
      {"of a draft", {assign, draft}, loss, "finding_not_issued"},
      {"of no finding", {assign}, loss, "finding_unknown"},
      {"twice", {assign, draft, issue, loss}, loss, "state_loss_determined_already"},
      {"after the end", {assign, draft, issue, "closed"}, loss, "step_out_of_order"},
  });
}

TEST_CASE("an audit is closed once, after its report") {
  check({
      {"after the follow-up", {assign, draft, issue, recommend}, "closed", "ok"},
      {"after the report", {assign, draft, issue}, "closed", "ok"},
      {"of drafts", {assign, draft}, "closed", "step_out_of_order"},
      {"in fieldwork", {assign, replay}, "closed", "step_out_of_order"},
      {"unassigned", {}, "closed", "stream_not_open"},
      {"twice", {assign, draft, issue, "closed"}, "closed", "step_out_of_order"},
      {"a response after it", {assign, draft, issue, "closed"}, answer, "step_out_of_order"},
      {"a finding after it", {assign, draft, issue, "closed"}, issue, "step_out_of_order"},
  });
}

TEST_CASE("auditors record on audits, the audited answer, and the clock tells what is overdue") {
  using namespace programme;
  for (const auto& type : audit::stream().events) {
    if (type->act != EventType::Act::fact) continue;
    const bool answers =
        type->name == "audit.auditee_responded" || type->name == "audit.follow_up_submitted";
    const std::vector<std::string_view> want =
        answers ? std::vector{role::ppk, role::kpa, role::programme_officer}
        : type->name == "audit.follow_up_overdue_declared" ? std::vector{role::system}
                                                           : std::vector{role::auditor};
    CHECK(type->roles == want);
  }
}

TEST_CASE("the sample's audits play through") {
  CHECK(support::play_sample({&programme::audit::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::audit::stream()}) == 2 * 5);
}
