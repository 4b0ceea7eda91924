// What partners committed themselves to in a rembuk, a row each; the id is REMBUK:NUMBER.
//
// A commitment that lapsed may be fulfilled all the same. `fulfilled_on` is the day (western
// Indonesian time) on which that happened.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& commitments();

}  // namespace projections
