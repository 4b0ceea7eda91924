#include "projections/summary.h"

#include <catch2/catch.hpp>

#include "tests/projections/things.h"

namespace {

using projections::Grouping;
using projections::Json;

Grouping grouping(std::string_view by, const std::vector<Json>& rows) {
  auto out = Grouping::parse(projections::things(), by);
  if (!out) FAIL(out.error().message);
  for (const Json& row : rows) REQUIRE(out->add(row));
  return std::move(*out);
}

const std::vector<Json> rows = {
    {{"id", "a"}, {"word", "x"}, {"number", 10}, {"worth_idr", 5}, {"rate", "9.50"}},
    {{"id", "b"}, {"word", nullptr}, {"number", 9}, {"worth_idr", nullptr}, {"rate", "10.00"}},
    {{"id", "c"}, {"word", "b"}, {"number", -1}, {"worth_idr", 7}, {"rate", "-1.50"}},
    {{"id", "d"}, {"word", "x"}, {"number", nullptr}, {"worth_idr", 1}, {"rate", nullptr}},
};

TEST_CASE("groups stand in the order of their values, null last") {
  const auto groups = grouping("word", rows).groups();
  REQUIRE(groups.size() == 3);
  CHECK(groups[0]["word"] == "b");
  CHECK(groups[1]["word"] == "x");
  CHECK(groups[2]["word"].is_null());
  CHECK(groups[1]["count"] == 2);
  CHECK(groups[1]["sums"] == Json{{"number", 10}, {"worth_idr", 6}});
  CHECK(groups[1]["min"]["number"] == 10);
  CHECK(groups[1]["max"]["rate"] == "9.50");
  CHECK(groups[2]["sums"] == Json{{"number", 9}, {"worth_idr", 0}});
  CHECK(groups[2]["min"]["worth_idr"].is_null());
}

TEST_CASE("without a column there is one group, also of no rows") {
  const auto groups = grouping("", rows).groups();
  REQUIRE(groups.size() == 1);
  CHECK(!groups[0].contains("word"));
  CHECK(groups[0]["count"] == 4);
  CHECK(groups[0]["sums"]["worth_idr"] == 13);
  CHECK(groups[0]["min"]["rate"] == "-1.50");
  CHECK(groups[0]["max"]["rate"] == "10.00");
  const auto none = grouping("", {}).groups();
  REQUIRE(none.size() == 1);
  CHECK(none[0]["count"] == 0);
  CHECK(none[0]["sums"]["number"] == 0);
  CHECK(none[0]["max"]["day"].is_null());
  CHECK(grouping("word", {}).groups().empty());
}

TEST_CASE("old and new code of one region are one group, under the new") {
  const auto groups =
      grouping("place", {{{"place", "91.09"}}, {{"place", "94.04"}}, {{"place", "92.06"}}})
          .groups();
  REQUIRE(groups.size() == 2);
  CHECK(groups[0]["place"] == "92.06");
  CHECK(groups[1]["place"] == "94.04");
  CHECK(groups[1]["count"] == 2);
}

TEST_CASE("values that are one number are one group") {
  const auto groups =
      grouping("rate", {{{"rate", "8.50"}}, {{"rate", "10.0"}}, {{"rate", "8.5"}}}).groups();
  REQUIRE(groups.size() == 2);
  CHECK(groups[0]["rate"] == "8.50");
  CHECK(groups[0]["count"] == 2);
}

TEST_CASE("a sum stops at the end of 64 bits") {
  const auto groups = grouping("", {{{"number", INT64_MAX}}, {{"number", 5}}}).groups();
  CHECK(groups[0]["sums"]["number"] == INT64_MAX);
}

TEST_CASE("a column that cannot be grouped by is refused by its name") {
  const std::pair<const char*, const char*> table[] = {
      {"nonsense", "unknown column: nonsense"},
      {"secret", "the column secret cannot be grouped by"},
      {"tags", "the column tags cannot be grouped by"},
      {"word,number", "unknown column: word,number"},
  };
  for (const auto& [by, message] : table) {
    const auto out = Grouping::parse(projections::things(), by);
    REQUIRE(!out);
    CHECK(out.error().message == message);
  }
}

TEST_CASE("a column with too many values is refused") {
  auto out = *Grouping::parse(projections::things(), "id");
  for (int i = 0; i < 10'000; ++i) REQUIRE(out.add({{"id", std::to_string(i)}}));
  CHECK(out.add({{"id", "0"}}));
  const auto refused = out.add({{"id", "one more"}});
  REQUIRE(!refused);
  CHECK(refused.error().code == ledger::Code::invalid);
  CHECK(refused.error().message == "the column id has over 10000 values: ask for fewer rows");
}

TEST_CASE("no view has a column by the name of a part of a group") {
  for (const auto* view : projections::all_projections()) {
    for (const auto& column : view->columns()) {
      for (const char* part : {"count", "sums", "min", "max"}) CHECK(column.name != part);
    }
  }
}

TEST_CASE("a summary as CSV has a line a group") {
  const std::string text = grouping("word", rows).csv();
  CHECK(
      text.starts_with("word,count,sums.number,sums.worth_idr,min.number,min.worth_idr,min.rate,"
                       "min.day,min.moment,max.number,"));
  CHECK(text.find("\r\nx,2,10,6,10,1,9.50,,,10,5,9.50,,\r\n") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  CHECK(grouping("", {}).csv().starts_with("count,sums.number,"));
}

}  // namespace
