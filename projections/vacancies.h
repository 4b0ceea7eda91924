// Vacancies ("lowongan"), a row each.
//
// `filled` counts placements made, also those that ended since: the vacancy was for the seat, and a
// seat that falls free is posted anew. A placement whose making is reversed does not count.
// `candidates` counts who was matched. The state is `filled` while all seats are and the vacancy is
// not closed; whether it was verified is a column of its own.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& vacancies();

}  // namespace projections
