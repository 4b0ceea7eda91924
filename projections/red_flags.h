// The red flags that were raised, a row each: what looks as if it had to be looked into. Nothing
// raises one yet.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& red_flags();

}  // namespace projections
