// Folds events without a ledger: written ones, the sample, and any part of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "projections/projection.h"

namespace projections {

using FoldedRows = std::map<std::string, Json>;  // by id

// An event before it is read, so that it can be read again: as it was written in a test, or as a
// record. An event is written `[TIME ]TYPE[@POSITION] SUBJECT DATA`; TIME is a year or RFC 3339,
// and 2023 if left out; @POSITION is the event that it corrects. Its data may have fewer fields
// than the ledger would take.
struct Told {
  std::string text;
  std::uint64_t position = 0;

  programme::Event read() const;
};
std::vector<Told> told(const std::vector<std::string>& events);
// The sample's records.
const std::vector<Told>& sample_events();
// Those of tests/data/samples, which come after it and have every other type in them.
const std::vector<Told>& later_sample_events();

FoldedRows folded(const Projection& projection, const std::vector<Told>& events);
FoldedRows folded(const Projection& projection, const std::vector<std::string>& events);
FoldedRows folded_sample(const Projection& projection);
// The slow way: the events that count, in the order of their places, from nothing.
FoldedRows folded_as_they_count(const Projection& projection, const std::vector<Told>& events);
// Random parts of the sample, in its order: none may crash, and each row has every column.
void fold_parts_of_sample(const Projection& projection);

}  // namespace projections
