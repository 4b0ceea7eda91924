// Proposals ("usulan"), a row each.
//
// A recommended proposal is `determined` as long as a signed determination lists it; when it is
// struck or substituted there, or the determination is revoked, it is recommended again.
// `determination` and `determined_idr` are of that determination, and null until it is signed. A
// proposal that was submitted anew shows the last submission. `score` is that of the
// recommendation, or of the rejection.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& proposals();

}  // namespace projections
