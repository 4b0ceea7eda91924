// Mentoring cases ("pendampingan"), a row each.
//
// `sessions` counts those logged, `verified` those of them that were verified. Months, revenue and
// workers are of the monthly reports that were not rejected: `revenue_idr` is the sum over the
// months, `workers` what the report of the latest month says. `hired` counts workers hired.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& mentoring();

}  // namespace projections
