#include "ledger/programme/control/audit.h"

namespace programme::audit {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title finding_title = {"Nomor temuan", "Number of the finding"};

Field finding_number() { return indexed(text(format::document_number)); }

Verdict unknown_finding(const std::string& number) {
  return refuse_state("finding_unknown", "no finding " + number + " was drafted in this audit");
}

Verdict is_a_new_finding(const State& state, const FindingDrafted& e, const Event&) {
  if (!state.findings.contains(e.number)) return {};
  return refuse_state("finding_number_used", "this audit has a finding " + e.number + " already");
}

Verdict answers_a_finding(const State& state, const AuditeeResponded& e, const Event&) {
  return state.findings.contains(e.number) ? Verdict{} : unknown_finding(e.number);
}

Verdict is_still_a_draft(const State& state, const FindingIssued& e, const Event&) {
  const auto found = state.findings.find(e.number);
  if (found == state.findings.end()) return unknown_finding(e.number);
  if (found->second == State::Finding::drafted) return {};
  return refuse_state("finding_issued", "the finding " + e.number + " was issued already");
}

Verdict is_a_new_recommendation(const State& state, const RecommendationIssued& e, const Event&) {
  const auto found = state.findings.find(e.number);
  if (found == state.findings.end()) return unknown_finding(e.number);
  if (found->second != State::Finding::issued)
    return refuse_state("finding_not_issued", "the finding " + e.number +
                                                  " is a draft and must be issued before it is "
                                                  "recommended upon");
  if (!state.recommendations.contains(e.recommendation)) return {};
  return refuse_state("recommendation_number_used",
                      "this audit has a recommendation " + e.recommendation + " already");
}

void assign(Builder& s) {
  s.event<Assigned>("assigned", {"Pemeriksaan ditugaskan", "Audit assigned"})
      .by({role::auditor})
      .needs_basis()
      .opens("assigned")
      .field("body", &Assigned::body, indexed(code({"BPK", "BPKP", "ITJEN"})),
             {"Lembaga pemeriksa", "Auditing body"})
      .field("scope", &Assigned::scope, text(format::line), {"Lingkup", "Scope"})
      .field("period_from", &Assigned::period_from, text(format::date),
             {"Awal masa yang diperiksa", "Period from"})
      .field("period_to", &Assigned::period_to, text(format::date),
             {"Akhir masa yang diperiksa", "Period to"});
}

void draft(Builder& s) {
  s.event<FindingDrafted>("finding_drafted", {"Konsep temuan disusun", "Finding drafted"})
      .by({role::auditor})
      .step({"assigned", "draft_findings"}, "draft_findings")
      .field("number", &FindingDrafted::number, finding_number(), finding_title)
      .field("kind", &FindingDrafted::kind, text(format::slug), {"Jenis temuan", "Kind"})
      .field("value_idr", &FindingDrafted::value_idr, text(format::decimal_2),
             {"Nilai temuan", "Value"})
      .field("grants", &FindingDrafted::grants, list(reference({"grant"}), 0, 1000),
             {"Bantuan", "Grants"})
      .decides(is_a_new_finding)
      .applies([](State& state, const FindingDrafted& e, const Event&) {
        state.findings.emplace(e.number, State::Finding::drafted);
      });
  s.event<AuditeeResponded>("auditee_responded", {"Auditi menanggapi", "Auditee responded"})
      .by({role::ppk, role::kpa, role::programme_officer})
      .field("number", &AuditeeResponded::number, finding_number(), finding_title)
      .field("text", &AuditeeResponded::text, text(), {"Tanggapan", "Response"})
      .decides(answers_a_finding);
}

void report(Builder& s) {
  s.event<FindingIssued>("finding_issued", {"Temuan diterbitkan", "Finding issued"})
      .by({role::auditor})
      .needs_basis()
      .step({"draft_findings", "report", "follow_up"}, "report")
      .field("number", &FindingIssued::number, finding_number(), finding_title)
      .field("report", &FindingIssued::report, indexed(text(format::document_number)),
             {"Nomor LHP", "Number of the report"})
      .field("page", &FindingIssued::page, integer(1, 100000), {"Halaman", "Page"})
      .decides(is_still_a_draft)
      .applies([](State& state, const FindingIssued& e, const Event&) {
        state.findings[e.number] = State::Finding::issued;
      });
  using Recommendation = RecommendationIssued;
  s.event<Recommendation>("recommendation_issued",
                          {"Rekomendasi diterbitkan", "Recommendation issued"})
      .by({role::auditor})
      .step({"report", "follow_up"}, "follow_up")
      .field("number", &Recommendation::number, finding_number(), finding_title)
      .field("recommendation", &Recommendation::recommendation,
             indexed(text(format::document_number)),
             {"Nomor rekomendasi", "Number of the recommendation"})
      .field("text", &Recommendation::text, text(), {"Rekomendasi", "Recommendation"})
      .field("due_on", &Recommendation::due_on, text(format::date), {"Tenggat", "Due on"})
      .decides(is_a_new_recommendation)
      .applies([](State& state, const Recommendation& e, const Event&) {
        state.recommendations.insert(e.recommendation);
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("audit", {"Pemeriksaan", "Audit"});
    assign(s);
    draft(s);
    report(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::audit
