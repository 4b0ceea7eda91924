// Partners ("mitra"), a row each: what they pledged and brought, and their commitments in rembuk.
//
// `commitments` counts those the partner made in any rembuk, `fulfilled` those that were kept, late
// or not. `mou_until` is the last day of the memorandum that runs longest, of those that were not
// terminated.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& partners();

}  // namespace projections
