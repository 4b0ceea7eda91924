#include "projections/red_flags.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

TEST_CASE("red_flags stands empty until something fills it") {
  CHECK(projections::folded_sample(projections::red_flags()).empty());
  CHECK(projections::red_flags().columns().size() == 6);
}
