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
};

struct Issued {
  std::string scheme, number, effective_from, effective_to, recipient_kind;
  std::int64_t members_min = 0, members_max = 0;
  std::int64_t amount_min_idr = 0, amount_max_idr = 0;
  std::vector<Tranche> tranches;
  std::int64_t report_due_days = 0, refund_due_days = 0;
  std::int64_t groups_per_village_max = 0;
};
struct Amended {
  std::string effective_from;
  std::optional<std::string> effective_to, recipient_kind;
  std::optional<std::int64_t> members_min, members_max, amount_min_idr, amount_max_idr;
  std::vector<Tranche> tranches;  // empty: as before
  std::optional<std::int64_t> report_due_days, refund_due_days, groups_per_village_max;
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

const StreamType& stream();

}  // namespace programme::juknis
