// The openings and exports of personal data, a row each. Nothing fills it yet.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& disclosures();

}  // namespace projections
