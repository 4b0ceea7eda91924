// Indicator series, a row each: where it started, where it should be, and what was measured last.
//
// `value` is that of the latest day measured, as restated last: a restatement of an earlier day
// leaves it. `target` is that of the farthest day, as set last. Values are decimal text.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& indicators();

}  // namespace projections
