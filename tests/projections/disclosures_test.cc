#include "projections/disclosures.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

TEST_CASE("disclosures stands empty until something fills it") {
  CHECK(projections::folded_sample(projections::disclosures()).empty());
  CHECK(projections::disclosures().columns().size() == 6);
}
