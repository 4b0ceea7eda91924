// Trainings ("pelatihan"), a row each.
//
// Participants are counted once, and not at all once they are dropped:
//
//   enrolled         who is enrolled
//   completed        who finished: attended a session of a training that is completed
//   certified        who holds the certificate of the training centre (BLK)
//   competent        whom the latest assessment found competent
//   bnsp_certified   who holds a BNSP certificate that has not run out
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& trainings();

}  // namespace projections
