// The parts of the view of funding, each in a file of its own, and what they share.
#pragma once

#include <string>
#include <string_view>

#include "projections/projection.h"

namespace projections {

// The id of a budget's line.
std::string line_id(std::string_view budget, std::string_view line);
// The year of an event in western Indonesian time.
std::string fiscal_year(const programme::Event& event);

// funding_grants.cc: what grants and envelopes do to their lines.
void fold_grant_money(Projection& out);

}  // namespace projections
