#include "projections/csv.h"

#include <catch2/catch.hpp>

#include "tests/projections/things.h"

namespace {

using projections::ColumnType;
using projections::Csv;
using projections::Json;

std::string cell(ColumnType type, const Json& value) {
  Csv csv;
  csv.add_value(type, value);
  return csv.take();
}

TEST_CASE("a cell shows its value, quoted where it must be") {
  using enum ColumnType;
  const std::tuple<ColumnType, Json, const char*> table[] = {
      {text, "lebak", "lebak"},
      {text, nullptr, ""},
      {text, "", ""},
      {text, "a,b", "\"a,b\""},
      {text, "a\"b", "\"a\"\"b\""},
      {text, "a\nb", "\"a\nb\""},
      {text, "a\r\nb", "\"a\r\nb\""},
      {text, "a;b", "\"a;b\""},
      {text, " a ", " a "},
      {text, "Désa", "Désa"},
      {integer, -7, "-7"},
      {money, 5'000'000'000, "5000000000"},
      {boolean, true, "true"},
      {date, "2024-02-29", "2024-02-29"},
      {time, "2024-01-01T00:00:00.000000Z", "2024-01-01T00:00:00.000000Z"},
      {list, {"36.02"}, "36.02"},
      {list, {"36.02", "36.03"}, "\"36.02;36.03\""},
      {list, Json::array(), ""},
      {sealed, {{"sealed", true}}, "(sealed)"},
      {sealed, nullptr, ""},
  };
  for (const auto& [type, value, shown] : table) {
    CAPTURE(value.dump());
    CHECK(cell(type, value) == shown);
  }
}

TEST_CASE("a text that a spreadsheet would run gets an apostrophe, and a number does not") {
  using enum ColumnType;
  const std::tuple<ColumnType, Json, const char*> table[] = {
      {text, "=1+2", "'=1+2"},     {text, "+62811", "'+62811"},
      {text, "-5", "'-5"},         {text, "@SUM(A1)", "'@SUM(A1)"},
      {text, "\t=1", "'\t=1"},     {text, "\r=1", "\"'\r=1\""},
      {text, "=1,2", "\"'=1,2\""}, {text, "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
      {text, "1=1", "1=1"},        {text, "'=1", "'=1"},
      {reference, "=x", "'=x"},    {list, {"=1", "2"}, "\"'=1;2\""},
      {decimal, "-6.68", "-6.68"}, {decimal, "-6+cmd", "'-6+cmd"},
      {integer, -3, "-3"},
  };
  for (const auto& [type, value, shown] : table) {
    CAPTURE(value.dump());
    CHECK(cell(type, value) == shown);
  }
}

TEST_CASE("a text has a line of names and a line a row, each ended by CR LF") {
  const std::vector<projections::Column> columns = {{"id", ColumnType::text, {"ID", "ID"}},
                                                    {"count", ColumnType::integer, {"N", "N"}}};
  Csv csv;
  csv.add_names(columns);
  csv.add_row(columns, {{"id", "a"}, {"count", 1}, {"other", 2}});
  csv.add_row(columns, {{"id", nullptr}});
  CHECK(csv.take() == "id,count\r\na,1\r\n,\r\n");
}

}  // namespace
