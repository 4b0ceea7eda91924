// Placements to work, a row each.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& placements();

}  // namespace projections
