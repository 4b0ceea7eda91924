#include "projections/column.h"

#include <catch2/catch.hpp>

#include "tests/projections/things.h"

namespace {

using projections::ColumnType;
using projections::Decimal;
using projections::Json;
using projections::Key;
using projections::key_of;

Key asked(const char* column, const std::string& text) {
  const auto key =
      projections::parse_key(*projections::find_column(projections::things(), column), text);
  if (!key) FAIL(key.error().message);
  return *key;
}

std::string refusal(const char* column, const std::string& text) {
  const auto key =
      projections::parse_key(*projections::find_column(projections::things(), column), text);
  REQUIRE(!key);
  CHECK(key.error().code == ledger::Code::invalid);
  return key.error().message;
}

TEST_CASE("decimal numbers compare as numbers, however they are written") {
  const char* ascending[] = {"-100000000000000000000.5",
                             "-10.1",
                             "-10.01",
                             "-2",
                             "-0.50",
                             "0",
                             "0.05",
                             "0.5",
                             "0.55",
                             "8.55",
                             "9",
                             "10.00",
                             "123456789012345678901"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      CAPTURE(ascending[i], ascending[j]);
      CHECK((*Decimal::parse(ascending[i]) < *Decimal::parse(ascending[j])) == (i < j));
    }
  }
  CHECK(Decimal::parse("8.5") == Decimal::parse("008.500"));
  CHECK(Decimal::parse("-0.00") == Decimal::parse("0"));
}

TEST_CASE("what is no decimal number is refused") {
  for (const char* text : {"", "-", ".5", "5.", "+1", "1,5", "1e3", "--1", "1.2.3", " 1", "0x1"}) {
    CAPTURE(text);
    CHECK(!Decimal::parse(text));
  }
}

TEST_CASE("a value from outside is the key of the value that a row holds") {
  const std::tuple<const char*, std::string, Json> table[] = {
      {"word", "a", "a"},
      {"owner", "person/P1", "person/P1"},
      {"number", "-7", -7},
      {"worth_idr", "5000000000", 5'000'000'000},
      {"rate", "8.5", "8.50"},
      {"rate", "8", 8},
      {"flag", "true", true},
      {"flag", "false", false},
      {"day", "2024-02-29", "2024-02-29"},
      {"moment", "2024-01-01T07:00:00+07:00", "2024-01-01T00:00:00.000000Z"},
      {"position", "17", "17"},
      {"updated_at", "2024-01-01T07:00:00.5+07:00", "2024-01-01T00:00:00.500000Z"},
      {"word", "", nullptr},
      {"number", "", nullptr},
  };
  for (const auto& [column, text, value] : table) {
    CAPTURE(column, text);
    const auto type = projections::find_column(projections::things(), column)->type;
    CHECK(asked(column, text) == key_of(type, value));
  }
}

TEST_CASE("null stands after every other value") {
  for (const Json& value : {Json(INT64_MAX), Json("\xF4\x8F\xBF\xBF"), Json("9.99"), Json(true)}) {
    for (const auto type : {ColumnType::text, ColumnType::integer, ColumnType::decimal}) {
      CHECK(key_of(type, value) < key_of(type, nullptr));
    }
  }
}

TEST_CASE("what a column should not hold has a key all the same") {
  for (const Json& value : {Json("x"), Json(1.5), Json::array({1}), Json::object(), Json("\xFF")}) {
    for (int type = 0; type <= static_cast<int>(ColumnType::sealed); ++type) {
      CHECK(!projections::is_null(key_of(static_cast<ColumnType>(type), value)));
    }
  }
}

TEST_CASE("a value of another type is refused by the name of its column") {
  const std::tuple<const char*, std::string, std::string> table[] = {
      {"number", "one", "the column number holds whole numbers"},
      {"number", "9223372036854775808", "the column number holds whole numbers"},
      {"number", "1.0", "the column number holds whole numbers"},
      {"number", "01", "the column number holds whole numbers"},
      {"worth_idr", "+1", "the column worth_idr holds whole numbers"},
      {"rate", "1,5", "the column rate holds decimal numbers such as 8.55"},
      {"flag", "yes", "the column flag holds true or false"},
      {"day", "2023-02-29", "the column day holds days: YYYY-MM-DD"},
      {"secret", "x", "the column secret is sealed: it cannot be asked by"},
      {"secret", "", "the column secret is sealed: it cannot be asked by"},
  };
  for (const auto& [column, text, message] : table) {
    CAPTURE(column, text);
    CHECK(refusal(column, text) == message);
  }
  CHECK(refusal("moment", "2024-01-01").find("holds times as RFC 3339") != std::string::npos);
}

TEST_CASE("a list has its elements as texts, and an empty one has null") {
  using projections::elements_of;
  CHECK(elements_of({"36.02", 7}) == std::vector<Key>{"36.02", "7"});
  CHECK(elements_of("36.02") == std::vector<Key>{"36.02"});
  CHECK(elements_of(nullptr) == std::vector<Key>{std::monostate()});
  CHECK(elements_of(Json::array()) == std::vector<Key>{std::monostate()});
}

TEST_CASE("every row has an id, a position and a time beside its columns") {
  const auto all = projections::all_columns(projections::things());
  CHECK(all.size() == projections::things().columns().size() + 3);
  CHECK(all.front().name == "id");
  CHECK(all[1].name == "word");
  CHECK(all.back().name == "updated_at");
  const auto unknown =
      projections::find_column(projections::things(), "x\n\xC3\xA9" + std::string(80, 'y'));
  REQUIRE(!unknown);
  CHECK(unknown.error().message == "unknown column: x" + std::string(60, 'y'));
}

TEST_CASE("text is split at every comma") {
  using projections::split_at_commas;
  CHECK(split_at_commas("") == std::vector<std::string>{""});
  CHECK(split_at_commas("a") == std::vector<std::string>{"a"});
  CHECK(split_at_commas(",a,,b") == std::vector<std::string>{"", "a", "", "b"});
}

}  // namespace
