// A juknis ("petunjuk teknis"): the rule set of one scheme and year. Amounts, sizes and days are
// judged by the juknis that was in force at an event's time, never by a constant of this program.
//
//   (new) -issued-> issued
//
// Once issued it is never corrected, only amended: others have relied on it. Source: domain.md 7.1.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::juknis {

// One payment of a grant: its share of the whole, and what must be there before it.
struct Tranche {
  std::int64_t number = 0, share_bp = 0;  // hundredths of a percent
  std::string condition;

  static void describe(Fields<Tranche>& fields);
};

struct Issued {
  std::string scheme, number, effective_from, effective_to, recipient_kind;
  std::int64_t members_min = 0, members_max = 0;
  std::int64_t amount_min_idr = 0, amount_max_idr = 0;
  std::vector<Tranche> tranches;
  std::int64_t report_due_days = 0, refund_due_days = 0;
  std::int64_t groups_per_village_max = 0;
};

struct State {};

const StreamType& stream();

}  // namespace programme::juknis
