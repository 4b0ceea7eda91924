// One audit ("pemeriksaan") by BPK, BPKP or the inspectorate general, with its findings ("temuan")
// and their recommendations ("rekomendasi").
//
//   (new) -assigned-> assigned -finding_drafted-> draft_findings (again for each finding)
//   draft_findings, report, follow_up -finding_issued-> report     ("LHP": the audit report)
//   report, follow_up -recommendation_issued-> follow_up
//   auditee_responded: beside the steps, to a finding that was drafted
//
// Each finding goes its own way: drafted, then issued once, then recommended upon; a number is used
// once. Source: domain.md 7.1 and 7.3. What stands before finding_issued is for auditors alone.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::audit {

struct Assigned {
  std::string body, scope, period_from, period_to;
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

struct State {
  enum class Finding { drafted, issued };
  std::map<std::string, Finding> findings;  // by number
  std::set<std::string> recommendations;    // numbers
};

const StreamType& stream();

}  // namespace programme::audit
