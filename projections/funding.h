// The money of each budget line, from the ceiling to what is accounted for.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& funding();

}  // namespace projections
