#include "projections/filter.h"

#include <catch2/catch.hpp>

#include "tests/projections/things.h"

namespace {

using projections::Conditions;
using projections::Filter;
using projections::Json;

Filter filter(const Conditions& where) {
  const auto parsed = Filter::parse(projections::things(), where);
  if (!parsed) FAIL(parsed.error().message);
  return *parsed;
}

std::string refusal(const std::string& name, const std::string& value) {
  const auto parsed = Filter::parse(projections::things(), {{name, value}});
  CAPTURE(name, value);
  REQUIRE(!parsed);
  CHECK(parsed.error().code == ledger::Code::invalid);
  return parsed.error().message;
}

const Json row = {{"id", "T1"},
                  {"word", "lebak"},
                  {"owner", "person/P0001"},
                  {"place", "91.09.01"},
                  {"number", 3},
                  {"worth_idr", 5'000'000'000},
                  {"rate", "8.50"},
                  {"flag", true},
                  {"day", "2024-02-29"},
                  {"moment", "2024-01-01T00:00:00.000000Z"},
                  {"tags", {"36.02", "36.03"}},
                  {"secret", "sealed text"},
                  {"position", "17"},
                  {"updated_at", "2024-01-02T00:00:00.000000Z"}};

TEST_CASE("a condition on a region holds for every code that it has had") {
  const std::tuple<const char*, const char*, bool> table[] = {
      {"place", "91.09.01", true},     {"place", "94.04.01", true},
      {"place", "94.04.02", false},    {"place.in", "36.02,94.04.01", true},
      {"place.prefix", "94.04", true}, {"place.prefix", "91.09", true},
      {"place.prefix", "92", false},
  };
  for (const auto& [name, value, holds] : table) {
    CAPTURE(name, value);
    CHECK(filter({{name, value}}).matches(row) == holds);
  }
}

TEST_CASE("a condition holds or does not, by the type of its column") {
  const std::tuple<const char*, const char*, bool> table[] = {
      {"word", "lebak", true},
      {"word.eq", "lebak", true},
      {"word", "Lebak", false},
      {"word", "", false},
      {"word.ne", "lebak", false},
      {"word.ne", "serang", true},
      {"word.ne", "", true},
      {"word.in", "serang,lebak", true},
      {"word.in", "serang,", false},
      {"word.prefix", "leb", true},
      {"word.prefix", "lebak", true},
      {"word.prefix", "lebaks", false},
      {"word.gt", "leba", true},
      {"word.lt", "lebak", false},
      {"owner.prefix", "person/", true},
      {"id.prefix", "T", true},
      {"id.in", "T1,T2", true},
      {"number", "3", true},
      {"number.gt", "3", false},
      {"number.gte", "3", true},
      {"number.lt", "10", true},
      {"number.lte", "2", false},
      {"number.in", "1,3,20", true},
      {"number.gt", "-5", true},
      {"worth_idr.gte", "999999999", true},
      {"rate", "8.5", true},
      {"rate.gt", "10.00", false},
      {"rate.gte", "8.50", true},
      {"rate.lt", "-1", false},
      {"rate.in", "1,8.500", true},
      {"flag", "true", true},
      {"flag.ne", "true", false},
      {"flag.in", "true,false", true},
      {"day.gte", "2024-02-29", true},
      {"day.lt", "2024-03-01", true},
      {"day.gt", "2024-03-01", false},
      {"moment", "2024-01-01T07:00:00+07:00", true},
      {"moment.gt", "2023-12-31T23:00:00-00:30", true},
      {"moment.lt", "2024-01-01T01:00:00+07:00", false},
      {"tags", "36.02", true},
      {"tags", "36.0", false},
      {"tags.ne", "36.03", false},
      {"tags.ne", "36.04", true},
      {"tags.in", "1,36.03", true},
      {"tags", "", false},
      {"position.gt", "9", true},
      {"position.lte", "17", true},
      {"updated_at.gte", "2024-01-02T07:00:00+07:00", true},
  };
  for (const auto& [name, value, holds] : table) {
    CAPTURE(name, value);
    CHECK(filter({{name, value}}).matches(row) == holds);
  }
}

TEST_CASE("null is the empty value, and neither above nor below another") {
  const Json empty = {{"word", nullptr}, {"number", nullptr}, {"tags", Json::array()}};
  const std::tuple<const char*, const char*, bool> table[] = {
      {"word", "", true},          {"word", "a", false},       {"word.ne", "a", true},
      {"word.ne", "", false},      {"word.in", "a,", true},    {"word.in", "a", false},
      {"word.prefix", "a", false}, {"number", "", true},       {"number", "0", false},
      {"number.gt", "0", false},   {"number.gte", "0", false}, {"number.lt", "0", false},
      {"number.lte", "0", false},  {"tags", "", true},         {"tags.ne", "", false},
      {"tags.ne", "a", true},      {"rate", "", true},
  };
  for (const auto& [name, value, holds] : table) {
    CAPTURE(name, value);
    CHECK(filter({{name, value}}).matches(empty) == holds);
  }
}

TEST_CASE("all conditions must hold, also several on one column") {
  CHECK(filter({}).matches(row));
  CHECK(filter({{"number.gt", "1"}, {"number.lt", "4"}, {"word", "lebak"}}).matches(row));
  CHECK(!filter({{"number.gt", "1"}, {"number.lt", "3"}}).matches(row));
  CHECK(!filter({{"number", "3"}, {"number", "4"}}).matches(row));
  CHECK(filter({{"tags", "36.02"}, {"tags", "36.03"}}).matches(row));
}

TEST_CASE("a condition that makes no sense is refused by the name of its column") {
  const std::tuple<const char*, const char*, const char*> table[] = {
      {"nonsense", "1", "unknown column: nonsense"},
      {"nonsense.gt", "1", "unknown column: nonsense"},
      {"", "1", "unknown column: "},
      {".eq", "1", "unknown column: "},
      {"secret", "x", "the column secret is sealed: it cannot be asked by"},
      {"secret.ne", "", "the column secret is sealed: it cannot be asked by"},
      {"secret.prefix", "x", "the column secret is sealed: it cannot be asked by"},
      {"flag.gt", "true", "the column flag is of a type that cannot be asked by .gt"},
      {"tags.lt", "a", "the column tags is of a type that cannot be asked by .lt"},
      {"tags.prefix", "a", "the column tags is of a type that cannot be asked by .prefix"},
      {"number.prefix", "1", "the column number is of a type that cannot be asked by .prefix"},
      {"rate.prefix", "1", "the column rate is of a type that cannot be asked by .prefix"},
      {"day.prefix", "2024", "the column day is of a type that cannot be asked by .prefix"},
      {"number.gte", "many", "the column number holds whole numbers"},
      {"number.in", "1,many", "the column number holds whole numbers"},
      {"number.lt", "", "the column number with .lt needs a value"},
      {"word.prefix", "", "the column word with .prefix needs a value"},
  };
  for (const auto& [name, value, message] : table) CHECK(refusal(name, value) == message);
  for (const char* name : {"number.", "number.like", "number.GT", "number.eq.eq", "word.gte "}) {
    const bool is_unknown = refusal(name, "1").starts_with("unknown ");
    CHECK(is_unknown);
  }
  CHECK(refusal("number.like", "1").starts_with("unknown operator of the column number: like"));
}

TEST_CASE("a filter is the same question in any order of its parts") {
  const auto one = filter({{"number", "3"}, {"word", "L"}});
  CHECK(one.text() == filter({{"word.eq", "L"}, {"number", "3"}}).text());
  CHECK(one.text() != filter({{"word", "L"}}).text());
  CHECK(filter({{"word", "7"}}).text() != filter({{"number", "7"}}).text());
  CHECK(filter({{"number.gt", "7"}}).text() != filter({{"number.lt", "7"}}).text());
}

}  // namespace
