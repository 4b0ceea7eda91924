#include "tools/verify_rules.h"

namespace tools {

ledger::Result<void> RulesCheck::add(programme::Json record) {
  if (not_allowed_) return {};
  auto found = judge_.judge(std::move(record));
  if (!found) return tl::unexpected(found.error());
  if (!*found) return {};
  programme::NotAllowed& event = **found;
  not_allowed_ = Finding{event.position, "rule",
                         event.type + " would not have been allowed by " + event.refusal.rule +
                             " (" + event.refusal.name + "): " + event.refusal.detail,
                         BrokenRule{std::move(event.type), std::move(event.refusal.rule),
                                    std::move(event.refusal.name)}};
  return {};
}

void RulesCheck::finish(Report& report) const {
  report.rules = RulesJudged{judge_.judged(), judge_.judged_in_part()};
  if (!report.fault) report.fault = not_allowed_;
}

}  // namespace tools
