// Folds events without a ledger: written ones, the sample, and any part of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/projection.h"

namespace projections {

using FoldedRows = std::map<std::string, Json>;  // by id

// An event is written `[TIME ]TYPE SUBJECT DATA`; TIME is a year or RFC 3339, and 2023 if left out.
// Its data may have fewer fields than the ledger would take.
FoldedRows folded(const Projection& projection, const std::vector<std::string>& events);
FoldedRows folded_sample(const Projection& projection);
// Random parts of the sample, in its order: none may crash, and each row has every column.
void fold_parts_of_sample(const Projection& projection);

}  // namespace projections
