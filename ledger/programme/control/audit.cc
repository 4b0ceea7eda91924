#include "ledger/programme/control/audit.h"

namespace programme::audit {
namespace {

using Builder = StreamBuilder<State>;

using Standing = State::Standing;

constexpr Title finding_title = {"Nomor temuan", "Number of the finding"},
                recommendation_title = {"Nomor rekomendasi", "Number of the recommendation"};

Field finding_number() { return indexed(text(format::document_number)); }
Field recommendation_number() { return indexed(text(format::document_number)); }

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

Verdict is_new_evidence(const State& state, const EvidenceSealed& e, const Event&) {
  if (!state.evidence.contains(e.digest)) return {};
  return refuse_state("evidence_sealed_already", "this paper is evidence of this audit already");
}

void fieldwork(Builder& s) {
  s.event<ReplayPerformed>("replay_performed", {"Putar ulang dilakukan", "Replay performed"})
      .by({role::auditor})
      .moves_on("assigned", "fieldwork")
      .field("as_at", &ReplayPerformed::as_at, text(format::position),
             {"Per posisi", "As at position"})
      .field("query", &ReplayPerformed::query, text(), {"Pertanyaan", "Query"})
      .field("result", &ReplayPerformed::result, text(format::digest),
             {"Sidik hasil", "Digest of the result"});
  s.event<SampleDrawn>("sample_drawn", {"Uji petik ditarik", "Sample drawn"})
      .by({role::auditor})
      .moves_on("assigned", "fieldwork")
      .field("seed", &SampleDrawn::seed, text(format::line), {"Benih acak", "Seed"})
      .field("size", &SampleDrawn::size, integer(1, 10'000'000), {"Ukuran sampel", "Size"})
      .field("method", &SampleDrawn::method, text(format::slug), {"Metode", "Method"});
  s.event<EvidenceSealed>("evidence_sealed", {"Bukti disegel", "Evidence sealed"})
      .by({role::auditor})
      .moves_on("assigned", "fieldwork")
      .field("digest", &EvidenceSealed::digest, indexed(text(format::digest)),
             {"Sidik bukti", "Digest of the evidence"})
      .decides(is_new_evidence)
      .applies([](State& state, const EvidenceSealed& e, const Event&) {
        state.evidence.insert(e.digest);
      });
}

void draft(Builder& s) {
  s.event<FindingDrafted>("finding_drafted", {"Konsep temuan disusun", "Finding drafted"})
      .by({role::auditor})
      .step({"assigned", "fieldwork", "draft_findings"}, "draft_findings")
      .field("number", &FindingDrafted::number, finding_number(), finding_title)
      .field("kind", &FindingDrafted::kind, text(format::slug), {"Jenis temuan", "Kind"})
      .field("value_idr", &FindingDrafted::value_idr, text(format::decimal_2),
             {"Nilai temuan", "Value"})
      .field("grants", &FindingDrafted::grants, list(linked(reference({"grant"})), 0, 1000),
             {"Bantuan", "Grants"})
      .decides(is_a_new_finding)
      .applies([](State& state, const FindingDrafted& e, const Event&) {
        state.findings.emplace(e.number, State::Finding::drafted);
        state.grants.insert(e.grants.begin(), e.grants.end());
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
      .field("recommendation", &Recommendation::recommendation, recommendation_number(),
             recommendation_title)
      .field("text", &Recommendation::text, text(), {"Rekomendasi", "Recommendation"})
      .field("due_on", &Recommendation::due_on, text(format::date), {"Tenggat", "Due on"})
      .decides(is_a_new_recommendation)
      .applies([](State& state, const Recommendation& e, const Event&) {
        state.recommendations.try_emplace(e.recommendation);
      });
}

Verdict unknown_recommendation(const std::string& number) {
  return refuse_state("recommendation_unknown",
                      "no recommendation " + number + " was issued in this audit");
}
Verdict answered_already(const std::string& number) {
  return refuse_state("follow_up_submitted_already",
                      "the recommendation " + number + " was answered already");
}

// Where it is known and its follow-up has not ended.
template <class E>
Verdict is_being_followed_up(const State& state, const E& e, const Event&) {
  const auto found = state.recommendations.find(e.recommendation);
  if (found == state.recommendations.end()) return unknown_recommendation(e.recommendation);
  const Standing standing = found->second.standing;
  if (standing != Standing::sesuai && standing != Standing::tidak_dapat) return {};
  return refuse_state("follow_up_settled", "the follow-up of the recommendation " +
                                               e.recommendation + " was assessed for good");
}

Verdict may_be_answered(const State& state, const FollowUpSubmitted& e, const Event& event) {
  if (Verdict refused = is_being_followed_up(state, e, event)) return refused;
  const bool waits = state.recommendations.at(e.recommendation).standing == Standing::answered;
  return waits ? answered_already(e.recommendation) : Verdict{};
}

Verdict was_never_answered(const State& state, const FollowUpOverdueDeclared& e, const Event&) {
  const auto found = state.recommendations.find(e.recommendation);
  if (found == state.recommendations.end()) return unknown_recommendation(e.recommendation);
  if (found->second.standing != Standing::recommended) return answered_already(e.recommendation);
  if (!found->second.overdue) return {};
  return refuse_state("follow_up_overdue_declared_already",
                      "the recommendation " + e.recommendation + " was declared overdue already");
}

Verdict waits_for_assessment(const State& state, const FollowUpAssessed& e, const Event& event) {
  if (Verdict refused = is_being_followed_up(state, e, event)) return refused;
  if (state.recommendations.at(e.recommendation).standing == Standing::answered) return {};
  return refuse_state(
      "follow_up_not_submitted",
      "no answer to the recommendation " + e.recommendation + " waits for its assessment");
}

Broken is_unverified(const State& state, const FollowUpAssessed& e, const Event&) {
  const auto found = state.recommendations.find(e.recommendation);
  const bool waits =
      found != state.recommendations.end() && found->second.standing == Standing::answered;
  if (!waits || found->second.verified) return {};
  return "the documents of the answer to the recommendation " + e.recommendation +
         " were not verified by the inspectorate, which comes before the assessment";
}

Standing standing_after(const FollowUpAssessed& e) {
  if (e.result == "SESUAI") return Standing::sesuai;
  if (e.result == "BELUM_SESUAI") return Standing::belum_sesuai;
  if (e.result == "BELUM_DITINDAKLANJUTI") return Standing::belum_ditindaklanjuti;
  return Standing::tidak_dapat;
}

void answer(Builder& s) {
  s.event<FollowUpSubmitted>("follow_up_submitted",
                             {"Tindak lanjut disampaikan", "Follow-up submitted"})
      .by({role::ppk, role::kpa, role::programme_officer})
      .corrected_by({role::kpa})
      .field("recommendation", &FollowUpSubmitted::recommendation, recommendation_number(),
             recommendation_title)
      .field("documents", &FollowUpSubmitted::documents, list(object<Document>(), 1, 100),
             {"Dokumen", "Documents"})
      .decides(may_be_answered)
      .applies([](State& state, const FollowUpSubmitted& e, const Event&) {
        state.recommendations[e.recommendation].standing = Standing::answered;
      });
  s.event<FollowUpOverdueDeclared>("follow_up_overdue_declared",
                                   {"Tindak lanjut terlambat", "Follow-up declared overdue"})
      .by({role::system})
      .corrected_by({role::auditor})
      .field("recommendation", &FollowUpOverdueDeclared::recommendation, recommendation_number(),
             recommendation_title)
      .field("due_on", &FollowUpOverdueDeclared::due_on, text(format::date), {"Tenggat", "Due on"})
      .decides(was_never_answered)
      .applies([](State& state, const FollowUpOverdueDeclared& e, const Event&) {
        state.recommendations[e.recommendation].overdue = true;
      });
}

void assess(Builder& s) {
  using Verified = FollowUpVerifiedByApip;
  s.event<Verified>("follow_up_verified_by_apip",
                    {"Tindak lanjut diverifikasi APIP", "Follow-up verified by the inspectorate"})
      .by({role::auditor})
      .field("recommendation", &Verified::recommendation, recommendation_number(),
             recommendation_title)
      .field("sufficient", &Verified::sufficient, boolean(), {"Cukup", "Sufficient"})
      .field("competent", &Verified::competent, boolean(), {"Kompeten", "Competent"})
      .field("relevant", &Verified::relevant, boolean(), {"Relevan", "Relevant"})
      .decides(is_being_followed_up<Verified>)
      .applies([](State& state, const Verified& e, const Event&) {
        state.recommendations[e.recommendation].verified = true;
      });
  s.event<FollowUpAssessed>("follow_up_assessed", {"Tindak lanjut dinilai", "Follow-up assessed"})
      .by({role::auditor})
      .field("recommendation", &FollowUpAssessed::recommendation, recommendation_number(),
             recommendation_title)
      .field("result", &FollowUpAssessed::result,
             indexed(code({"SESUAI", "BELUM_SESUAI", "BELUM_DITINDAKLANJUTI", "TIDAK_DAPAT"})),
             {"Status tindak lanjut", "Result"})
      .rule(assessment_needs_verification, is_unverified)
      .decides(waits_for_assessment)
      .applies([](State& state, const FollowUpAssessed& e, const Event&) {
        State::Recommendation& assessed = state.recommendations[e.recommendation];
        assessed.standing = standing_after(e);
        assessed.verified = false;
      });
}

Verdict is_an_issued_finding(const State& state, const StateLossDetermined& e, const Event&) {
  const auto found = state.findings.find(e.number);
  if (found == state.findings.end()) return unknown_finding(e.number);
  if (found->second != State::Finding::issued)
    return refuse_state("finding_not_issued", "the finding " + e.number +
                                                  " is a draft and must be issued before a state "
                                                  "loss is determined on it");
  if (!state.state_losses.contains(e.number)) return {};
  return refuse_state("state_loss_determined_already",
                      "the state loss of the finding " + e.number + " was determined already");
}

void conclude(Builder& s) {
  s.event<StateLossDetermined>("state_loss_determined",
                               {"Kerugian negara ditetapkan", "State loss determined"})
      .by({role::auditor})
      .needs_basis()
      .field("number", &StateLossDetermined::number, finding_number(), finding_title)
      .field("value_idr", &StateLossDetermined::value_idr, text(format::decimal_2),
             {"Nilai kerugian", "Value of the loss"})
      .decides(is_an_issued_finding)
      .applies([](State& state, const StateLossDetermined& e, const Event&) {
        state.state_losses.insert(e.number);
      });
  s.event<Closed>("closed", {"Pemeriksaan ditutup", "Audit closed"})
      .by({role::auditor})
      .needs_basis()
      .step({"report", "follow_up"}, "closed");
}

}  // namespace

void Document::describe(Fields<Document>& fields) {
  fields.field("kind", &Document::kind, text(format::slug), {"Jenis dokumen", "Kind"})
      .field("digest", &Document::digest, text(format::digest), {"Sidik dokumen", "Digest"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("audit", {"Pemeriksaan", "Audit"}, {"closed"});
    assign(s);
    fieldwork(s);
    draft(s);
    report(s);
    answer(s);
    assess(s);
    conclude(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::audit
