// The parts of the red flags, each in a file of its own.
#pragma once

#include <string>
#include <string_view>

#include "ledger/programme/event.h"
#include "projections/projection.h"

namespace projections {

// What raises a flag. The key is "KIND:" and what tells flags of a kind apart.
struct Sign {
  std::string subject;     // whom it speaks of
  std::string about = {};  // what the flag as a whole is about, where it is not the first subject
  std::int64_t amount_idr = 0;
  std::int64_t limit = 1;   // the flag is raised by so many subjects
  Json evidence = nullptr;  // positions, where they are more than that of the event
};
void raise(Fold& fold, std::string_view key, std::string_view element, Sign sign);

// The regency of an area, or the province or country.
std::string regency_of(std::string_view area);

// red_flags_money.cc: what becomes of a grant's money.
void fold_money_flags(Projection& out);

}  // namespace projections
