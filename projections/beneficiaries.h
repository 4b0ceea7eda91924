// The people of the programme, a row each: who they are, what they got and what came of it.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& beneficiaries();

}  // namespace projections
