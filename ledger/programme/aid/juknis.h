// A juknis ("petunjuk teknis"): the rule set of one scheme and year. Amounts, sizes and days are
// judged by the juknis that was in force at an event's time, never by a constant of this program.
//
//   (new) -issued-> issued -amended-> amended (again and again)
//   issued, amended -revoked-> revoked
//
// It is never corrected, only amended: others have relied on it. An amendment says what changes
// from a day on, and that day is not before the last change; what held until then stays known. A
// revocation ends it on its day; an end that is still to come is an amendment of `effective_to`.
// Source: domain.md 1.1 and 7.1 A.
//
// The rules that hold others to a juknis stand here too, with the two functions that judge them:
// whoever names a juknis asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::juknis {

// One payment of a grant: its share of the whole, and what must be there before it.
struct Tranche {
  std::int64_t number = 0, share_bp = 0;  // hundredths of a percent
  std::string condition;

  static void describe(Fields<Tranche>& fields);
};

// What a juknis sets, from one day on.
struct Parameters {
  std::string effective_from, effective_to, recipient_kind;
  std::int64_t members_min = 0, members_max = 0;
  std::int64_t amount_min_idr = 0, amount_max_idr = 0;
  std::vector<Tranche> tranches;
  std::int64_t report_due_days = 0, refund_due_days = 0;
  std::int64_t groups_per_village_max = 0;
  std::optional<std::int64_t> work_days;  // of public works, at most; nullopt: it says nothing
};

struct Issued {
  std::string scheme, number, effective_from, effective_to, recipient_kind;
  std::int64_t members_min = 0, members_max = 0;
  std::int64_t amount_min_idr = 0, amount_max_idr = 0;
  std::vector<Tranche> tranches;
  std::int64_t report_due_days = 0, refund_due_days = 0;
  std::int64_t groups_per_village_max = 0;
  std::optional<std::int64_t> work_days;
};
struct Amended {
  std::string effective_from;
  std::optional<std::string> effective_to, recipient_kind;
  std::optional<std::int64_t> members_min, members_max, amount_min_idr, amount_max_idr;
  std::vector<Tranche> tranches;  // empty: as before
  std::optional<std::int64_t> report_due_days, refund_due_days, groups_per_village_max, work_days;
};
struct Revoked {
  std::string revoked_on;
};

struct State {
  std::string scheme, number;
  std::vector<Parameters> versions;       // the first as issued, each other as amended
  std::optional<std::string> revoked_on;  // a day
};

// What the juknis sets on a day, also after its end: aid goes on under the juknis that it began
// with. Null: the day is before the first version. Valid as long as the state.
const Parameters* parameters_at(const State& state, std::string_view day);

// Whether something may begin under the juknis on a day: from the first to the last of its term,
// both inclusive, and before the day of its revocation.
bool is_in_force(const State& state, std::string_view day);

// What is named as the rule set of something that begins is in force on that day, in western
// Indonesian time. What is under it already stays under it, also after its end.
inline constexpr Rule in_force = {
    "I2",
    "juknis_in_force",
    {"Petunjuk teknis yang dirujuk berlaku pada hari usulan diajukan atau SK dirancang",
     "The technical guide that is named is in force on the day of the proposal or of the draft"},
    "Kepdirjen 3/686/PK.03.00/XII/2022, replaced by 3/111/PK.03.00/III/2023"};

// An amount lies between the least and the most that the juknis gives for its day, both inclusive.
inline constexpr Rule amount_within = {
    "I15",
    "amount_within_juknis",
    {"Jumlah bantuan berada dalam batas petunjuk teknis",
     "The amount of aid lies within the limits of the technical guide"},
    "PMK 132/PMK.05/2021; the limits are the technical guide's own"};

// Buildings and infrastructure of Rp100,000,000 or more are paid 70 % and 30 %: the juknis has to
// say so.
inline constexpr Rule large_works_in_two_tranches = {
    "I15",
    "large_works_in_two_tranches",
    {"Bantuan sarana/gedung mulai Rp100.000.000 dibayar dua tahap, 70 % dan 30 %",
     "Buildings and infrastructure of Rp100,000,000 or more are paid in tranches of 70 and 30 %"},
    "PMK 132/PMK.05/2021"};

// What breaks `in_force` where an event names this juknis. `is_under_it`: what the event speaks of
// is under it already, and does not begin.
Broken begins_outside_term(const std::string& juknis, const Event& event, bool is_under_it,
                           const Facts& facts);

// What breaks `amount_within` and `large_works_in_two_tranches` at an event.
Broken amount_outside(const std::string& juknis, std::int64_t amount_idr, const Event& event,
                      const Facts& facts);
Broken large_at_once(const std::string& juknis, std::int64_t amount_idr, const Event& event,
                     const Facts& facts);

const StreamType& stream();

}  // namespace programme::juknis
