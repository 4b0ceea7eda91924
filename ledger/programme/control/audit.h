// One audit ("pemeriksaan") by BPK, BPKP or the inspectorate general, with its findings ("temuan")
// and their recommendations ("rekomendasi").
//
//   (new) -assigned-> assigned
//   assigned -replay_performed, sample_drawn, evidence_sealed-> fieldwork
//   assigned, fieldwork -finding_drafted-> draft_findings (again for each finding)
//   draft_findings, report, follow_up -finding_issued-> report     ("LHP": the audit report)
//   report, follow_up -recommendation_issued-> follow_up
//   report, follow_up -closed-> closed
//
// Fieldwork is optional, and goes on beside the later steps until the end. So do the auditee's
// responses, to findings that were drafted, and state losses, of findings that were issued.
//
// Each finding goes its own way under a number that is used once: it is drafted, then issued once,
// then recommended upon, and from there it stands as its recommendations do. Each of these:
//
//   (new) -recommendation_issued-> recommended
//   recommended, belum_sesuai, belum_ditindaklanjuti -follow_up_submitted-> answered
//   answered -follow_up_assessed-> sesuai | belum_sesuai | belum_ditindaklanjuti | tidak_dapat
//
// The last four are the official codes: in accordance, not yet in accordance, not yet followed up,
// cannot be followed up. The first and the last end it. The inspectorate ("APIP") verifies an
// answer's documents at any time before that; a recommendation that nobody answered is declared
// overdue once, and may be answered all the same.
//
// I37: the auditors assess an answer when the inspectorate has verified its documents, before or
// after it was handed in, and since the last assessment. The day that it is due on is the
// auditors'; an answer after 60 days, or an assessment after 30, is a flag and no refusal.
//
// Source: domain.md 5.2, 7.1 R and 7.3. What stands before finding_issued is for auditors alone.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::audit {

inline constexpr Rule assessment_needs_verification{
    "I37",
    "assessment_needs_verification",
    {"Tindak lanjut dinilai setelah dokumennya diverifikasi APIP",
     "A follow-up is assessed after the inspectorate (APIP) has verified its documents"},
    "Peraturan BPK 2/2017"};

struct Assigned {
  std::string body, scope, period_from, period_to;
};
struct ReplayPerformed {
  std::uint64_t as_at = 0;  // a position
  std::string query, result;
};
struct SampleDrawn {
  std::string seed;
  std::int64_t size = 0;
  std::string method;
};
struct EvidenceSealed {
  std::string digest;
};
struct FindingDrafted {
  std::string number, kind, value_idr;  // rupiah with two decimals, as auditors quote them
  std::vector<std::string> grants;
};
struct AuditeeResponded {
  std::string number, text;
};
struct FindingIssued {
  std::string number, report;
  std::int64_t page = 0;
};
struct RecommendationIssued {
  std::string number, recommendation, text, due_on;
};
struct Document {
  std::string kind, digest;
  static void describe(Fields<Document>& fields);
};
struct FollowUpSubmitted {
  std::string recommendation;
  std::vector<Document> documents;
};
struct FollowUpOverdueDeclared {
  std::string recommendation, due_on;
};
struct FollowUpVerifiedByApip {
  std::string recommendation;
  bool sufficient = false, competent = false, relevant = false;  // cukup, kompeten, relevan
};
struct FollowUpAssessed {
  std::string recommendation, result;
};
struct StateLossDetermined {
  std::string number, value_idr;
};
struct Closed {};

struct State {
  enum class Finding { drafted, issued };
  enum class Standing {
    recommended,
    answered,
    sesuai,
    belum_sesuai,
    belum_ditindaklanjuti,
    tidak_dapat
  };
  struct Recommendation {
    Standing standing = Standing::recommended;
    bool overdue = false;   // was declared so
    bool verified = false;  // by the inspectorate, since the last assessment
  };
  std::map<std::string, Finding> findings;                // by number
  std::set<std::string> grants;                           // that findings are on
  std::map<std::string, Recommendation> recommendations;  // by number
  std::set<std::string> evidence;                         // digests
  std::set<std::string> state_losses;                     // numbers of findings
};

const StreamType& stream();

}  // namespace programme::audit
