// The stories of a generated programme, each a function that tells one item of a phase. What a
// later phase says of a group fits what an earlier one said, since both follow the group's plan.
//
// The order of phases is told in generate.cc.
#pragma once

#include <cstdint>
#include <string>

#include "tools/generate_plan.h"
#include "tools/generate_text.h"

namespace tools::generate {

namespace by {
inline constexpr By programme = {"staf-pkk", "programme_officer"}, kpa = {"kpa-binapenta", "kpa"},
                    ppk = {"ppk-tkm", "ppk"}, ppspm = {"ppspm-binapenta", "ppspm"},
                    kppn = {"kppn-jakarta-vii", "kppn"}, bank = {"bank-penyalur-bri", "bank"},
                    manpower = {"disnaker-lebak", "manpower_office"},
                    provider = {"blk-lebak", "training_provider"},
                    placement = {"pengantar-kerja-2", "placement_officer"},
                    auditor = {"bpk-tim-4", "auditor"}, inspectorate = {"itjen-tim-2", "auditor"};
inline By leader(const Plan& plan) { return {plan.leader, "applicant"}; }
inline By verifier(const Plan& plan) { return {plan.verifier, "verifier"}; }
inline By monitor(const Plan& plan) { return {plan.monitor, "monitor"}; }
inline By mentor(const Plan& plan) { return {plan.mentor, "mentor"}; }
}  // namespace by

// What the stories share: where they are written, and numbers of papers that are given once.
struct Tale {
  Lines& lines;
  const Wish& wish;
  std::uint64_t orders = 0;    // payment orders so far
  std::uint64_t deposits = 0;  // into the treasury
  std::uint64_t vacancies = 0, seats_left = 0;
};

// generate_country.cc: what is there before and around the groups.
void tell_kawasan(Tale& tale, Minute at);  // with institutions and partners; once
void tell_teams(Tale& tale, Minute at);    // of verification and monitoring; once
void tell_year_begins(Tale& tale, std::int64_t year, Minute at);  // juknis and budget
void tell_juknis_replaced(Tale& tale, std::int64_t year, Minute at);
void tell_rembuk(Tale& tale, std::int64_t year, Minute at);
void tell_commitments(Tale& tale, std::int64_t year, Minute at);  // of the rembuk, fulfilled
void tell_year_ends(Tale& tale, std::int64_t year, Minute at);
void tell_indicators(Tale& tale, std::int64_t year, Minute at);
void tell_audit(Tale& tale, std::int64_t year, Minute at);

// generate_group.cc: people and their group, up to its recommendation.
void tell_registration(Tale& tale, const Plan& plan, Minute at);
void tell_proposal(Tale& tale, const Plan& plan, Minute at);

// generate_grant.cc: the money, from the decree to the report. `batch` of its year.
void tell_determination(Tale& tale, std::int64_t year, std::int64_t batch, Minute at);
void tell_payment(Tale& tale, std::int64_t year, std::int64_t batch, Minute at);
void tell_spending(Tale& tale, const Plan& plan, std::int64_t round, Minute at);  // round 0 to 2
void tell_report(Tale& tale, const Plan& plan, Minute at);
void tell_late_report(Tale& tale, const Plan& plan, Minute at);  // or its absence
void tell_reminder(Tale& tale, const Plan& plan, Minute at);

// generate_work.cc: what the people learn and do, and who looks after them.
void tell_training_planned(Tale& tale, const Plan& plan, Minute at, Day ends);
void tell_training(Tale& tale, const Plan& plan, Minute at);
void tell_mentoring(Tale& tale, const Plan& plan, std::int64_t month, Minute at);  // 0, 1, …
void tell_visit(Tale& tale, const Plan& plan, Minute at);
void tell_bnsp(Tale& tale, const Plan& plan, Minute at);
void tell_placement(Tale& tale, const Plan& plan, Minute at);
void tell_placement_confirmed(Tale& tale, const Plan& plan, Minute at);

}  // namespace tools::generate
