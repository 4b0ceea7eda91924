#include "projections/projection.h"

#include <catch2/catch.hpp>
#include <limits>
#include <set>

#include "tests/projections/folded.h"

namespace projections {
TEST_CASE("every projection has a name, titles and columns of its own") {
  std::set<std::string_view> names;
  for (const Projection* projection : all_projections()) {
    INFO(projection->name());
    CHECK(names.insert(projection->name()).second);
    CHECK(find_projection(projection->name()) == projection);
    std::set<std::string_view> columns = {"id", "position", "updated_at"};
    for (const Column& column : projection->columns()) {
      INFO(column.name);
      CHECK(columns.insert(column.name).second);
      CHECK(!column.title.id.empty());
      CHECK(!column.title.en.empty());
      CHECK((column.type == ColumnType::money) == (column.unit == "idr"));
    }
  }
  CHECK(find_projection("nonsense") == nullptr);
}

TEST_CASE("no column has the name of something else that is asked") {
  const std::set<std::string_view> taken = {"limit",       "cursor",       "sort",
                                            "fields",      "format",       "as_of",
                                            "occurred_by", "min_position", "group_by"};
  for (const Projection* projection : all_projections()) {
    for (const Column& column : projection->columns()) {
      // Its name is given; it is shown and exported, and no condition can be put on it.
      if (projection->name() == "disclosures" && column.name == "fields") continue;
      INFO(projection->name());
      CHECK(taken.count(column.name) == 0);
    }
  }
}

TEST_CASE("an event that a projection does not know changes nothing") {
  for (const Projection* projection : all_projections()) {
    CHECK(folded(*projection, {R"(complaint.received complaint/C {"channel": "desk"})"}).empty());
  }
}

TEST_CASE("sums stop at the ends of 64 bits") {
  constexpr auto max = std::numeric_limits<std::int64_t>::max();
  constexpr auto min = std::numeric_limits<std::int64_t>::min();
  CHECK(sum(1, 2) == 3);
  CHECK(sum(max, 1) == max);
  CHECK(sum(min, -1) == min);
  Json value;
  add_to(value, 5);
  add_to(value, -7);
  CHECK(value == -2);
  CHECK(number(Json("7")) == 0);
}

}  // namespace projections
