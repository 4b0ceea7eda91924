#include "projections/viewer.h"

#include <catch2/catch.hpp>

using projections::Viewer;

TEST_CASE("a viewer sees his areas, what is below them, and the whole country's") {
  const Viewer lebak{{"reader"}, {"36.02"}};
  CHECK(lebak.sees("36.02"));
  CHECK(lebak.sees("36.02.27.2010"));
  CHECK(lebak.sees("00"));
  CHECK(!lebak.sees("36"));
  CHECK(!lebak.sees("36.021"));
  CHECK(!lebak.sees("36.03.01"));
}

TEST_CASE("a viewer without areas sees what belongs to the whole country") {
  const Viewer nobody{{"reader"}, {}};
  CHECK(nobody.sees("00"));
  CHECK(!nobody.sees("36"));
}

TEST_CASE("a local viewer sees every area") { CHECK(Viewer::local().sees("36.02.27.2010")); }
