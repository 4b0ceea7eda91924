// The kawasan, a row each, with what has come to its groups and their members.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& kawasan();

}  // namespace projections
