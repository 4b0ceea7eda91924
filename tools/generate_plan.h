// What becomes of each group of a generated programme: a pure function of the seed, the year and
// the group's number, so that nothing has to be kept in memory between the phases of a year.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/generate_text.h"

namespace tools::generate {

struct Wish {
  std::int64_t groups = 10;  // new ones a year
  std::uint64_t seed = 1;
  std::int64_t years = 1;
};
// A wish may ask for so many: each person has a NIK of his own.
inline constexpr std::int64_t groups_max = 100'000, groups_of_all_years_max = 700'000;
inline constexpr std::int64_t last_year = 2024;  // of any programme; its reports come in 2025
inline std::int64_t first_year(const Wish& wish) { return last_year - wish.years + 1; }

// The stories that the sources tell (domain facts: reports on time, late and missing; substituted
// recipients; groups that do not exist). In every twenty groups of a year each occurs.
enum class Course {
  on_time,
  proposal_returned,  // incomplete at first
  report_returned,    // and put right
  transfer_returned,  // the account was closed, so the money came back and was paid again
  payment_rejected,   // the KPPN sent the SPM back
  late,               // the report came in the next year
  missing,            // no report
  unspent,            // the rest was refunded in the same year (SSPB)
  late_unspent,       // in the next year (SSBP)
  rejected,           // the verifiers turned the proposal down
  replaced,           // was determined and withdrew
  substitute,         // took the place of the group before it
  fictitious,         // does not exist; found out when the money was gone
};

struct Member {
  std::string subject;          // person/…
  std::int64_t index = 0;       // among all people of the programme
  std::string role = "member";  // in the group
};

struct Plan {
  std::int64_t year = 0, number = 0;  // of the group in the year, from 0
  std::int64_t running = 0;           // over all years, from 0
  Course course = Course::on_time;
  std::string key;  // of the group and all that is about it: 2024-000017
  std::string group, proposal, grant, juknis, determination;  // subjects
  std::string leader;                                         // actor
  std::string name, village, kawasan;
  std::string verifier, monitor, mentor, bank;  // actors
  std::int64_t members = 16, amount_idr = 0;

  Dice dice(std::uint64_t purpose) const;
  Member member(std::int64_t index) const;  // from 0; those after `members` came later
  std::vector<std::string> subjects(std::int64_t count) const;

  std::uint64_t seed = 0;
};

Plan plan_of(const Wish& wish, std::int64_t year, std::int64_t number);

// Whether the course leads so far.
bool is_determined(const Plan& plan);  // listed, or in the place of one that was
bool is_paid(const Plan& plan);
bool works(const Plan& plan);  // paid, and a business at work

// Groups of a year are determined in batches, the first third of them under the year's first
// juknis.
inline constexpr std::int64_t batch_groups = 100;
std::int64_t batches(const Wish& wish);
std::int64_t early_batches(const Wish& wish);
inline std::int64_t early_groups(const Wish& wish) { return early_batches(wish) * batch_groups; }
// An envelope pays every fourth batch.
inline bool by_envelope(std::int64_t batch) { return batch % 4 == 3; }

std::string juknis_of(std::int64_t year, std::int64_t revision);
std::string budget_of(std::int64_t year);
inline constexpr std::string_view budget_line = "4498.QDB.001.051.A.526312";
// The edition of the region codes by which a day's papers name a region.
std::string edition_on(Day day);

struct Village {
  std::string_view code, name, kawasan;
};
const std::vector<Village>& villages();

}  // namespace tools::generate
