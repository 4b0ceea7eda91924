// The findings of audits, a row each: a finding stands as its recommendations do.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& findings();

}  // namespace projections
