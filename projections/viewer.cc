#include "projections/viewer.h"

#include <algorithm>

#include "ledger/programme/values.h"

namespace projections {

bool Viewer::sees(std::string_view area) const {
  if (area == "00") return true;
  // "*" as an area asks for a viewer who sees everything.
  return std::any_of(areas.begin(), areas.end(), [&](const std::string& prefix) {
    return prefix == "*" || programme::is_within(area, prefix);
  });
}

}  // namespace projections
