#include "projections/query.h"

#include <catch2/catch.hpp>

namespace {

using projections::Filter;
using projections::Json;
using projections::PageCursor;

Filter filter(const std::vector<std::pair<std::string, std::string>>& equals) {
  return *Filter::parse(*projections::find_projection("funding"), equals);
}

}  // namespace

TEST_CASE("all parts of a filter must hold") {
  const Json row = {{"year", 2023}, {"line", "L"}, {"spent_idr", nullptr}};
  CHECK(filter({}).matches(row));
  CHECK(filter({{"year", "2023"}, {"line", "L"}, {"spent_idr", ""}}).matches(row));
  CHECK(!filter({{"year", "2023"}, {"line", "M"}}).matches(row));
  CHECK(!filter({{"year", "2023"}, {"year", "2024"}}).matches(row));
  CHECK(!filter({{"year", ""}}).matches(row));
}

TEST_CASE("a filter is the same question in any order of its parts") {
  const auto one = filter({{"year", "2023"}, {"line", "L"}});
  CHECK(one.digest() == filter({{"line", "L"}, {"year", "2023"}}).digest());
  CHECK(one.digest() != filter({{"line", "L"}}).digest());
  CHECK(filter({{"line", "7"}}).digest() != filter({{"year", "7"}}).digest());
}

TEST_CASE("whole numbers of 64 bits can be asked for, and no others") {
  const auto* funding = projections::find_projection("funding");
  CHECK(Filter::parse(*funding, {{"year", "-9223372036854775807"}}));
  for (const auto* value : {"9223372036854775808", "+1", "1.0", "01", "-", " 1"}) {
    INFO(value);
    CHECK(!Filter::parse(*funding, {{"year", value}}));
  }
}

TEST_CASE("a cursor is read as it was written") {
  const auto all = filter({});
  const PageCursor cursor{"funding", 17, "B-2023:L", all.digest()};
  const auto read = PageCursor::parse(cursor.text(), "funding", all);
  REQUIRE(read);
  CHECK(read->position == 17);
  CHECK(read->after == "B-2023:L");
  CHECK(!PageCursor::parse(cursor.text(), "placements", all));
  CHECK(!PageCursor::parse(cursor.text(), "funding", filter({{"year", "1"}})));
}

TEST_CASE("text that is not a cursor is refused") {
  const auto all = filter({});
  for (const auto* text : {"", "e30", "W10", "[]", "WyJhIiwxLCJiIiwxXQ"}) {
    INFO(text);
    CHECK(!PageCursor::parse(text, "funding", all));
  }
  const PageCursor huge{"funding", -2, "", all.digest()};
  CHECK(!PageCursor::parse(huge.text(), "funding", all));
}

TEST_CASE("a sealed column that is null stays null") {
  const auto& columns = projections::find_projection("beneficiaries")->columns();
  const Json row = projections::shown({{"name", "token"}, {"nik", nullptr}}, columns);
  CHECK(row["name"] == Json{{"sealed", true}});
  CHECK(row["nik"].is_null());
}
