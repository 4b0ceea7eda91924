// The grants, a row each: from the agreement to the account that is given of the money.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& grants();

}  // namespace projections
