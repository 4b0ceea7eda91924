#include "projections/query.h"

#include <catch2/catch.hpp>

#include "tests/projections/things.h"

namespace {

using projections::Json;
using projections::ListQuery;
using projections::PageCursor;
using projections::Question;

Question question(const ListQuery& query = {}) {
  auto parsed = Question::parse(projections::things(), query);
  if (!parsed) FAIL(parsed.error().message);
  return std::move(*parsed);
}

std::vector<std::string> columns(const std::string& fields) {
  ListQuery query;
  query.fields = fields;
  std::vector<std::string> out;
  for (const auto& column : question(query).columns) out.emplace_back(column.name);
  return out;
}

std::string refusal(const std::string& fields) {
  ListQuery query;
  query.fields = fields;
  const auto parsed = Question::parse(projections::things(), query);
  REQUIRE(!parsed);
  CHECK(parsed.error().code == ledger::Code::invalid);
  return parsed.error().message;
}

ListQuery asked(projections::Conditions where, std::string sort) {
  ListQuery query;
  query.where = std::move(where);
  query.sort = std::move(sort);
  return query;
}

TEST_CASE("fields are shown in the order in which they are asked for, after the id") {
  using Names = std::vector<std::string>;
  CHECK(columns("rate,word") == Names{"id", "rate", "word"});
  CHECK(columns("rate,id") == Names{"id", "rate"});
  CHECK(columns("id") == Names{"id"});
  CHECK(columns("updated_at,position,secret") == Names{"id", "updated_at", "position", "secret"});
  CHECK(columns("").size() == 14);
  CHECK(refusal("word,nonsense") == "unknown column: nonsense");
  CHECK(refusal("word,") == "unknown column: ");
  CHECK(refusal("word,rate,word") == "the column word is asked for twice");
}

TEST_CASE("a row shows the columns that are asked for and nothing else") {
  ListQuery query;
  query.fields = "secret,rate";
  const Json full = {{"id", "a"}, {"rate", "1.00"}, {"word", "x"}, {"secret", "text"}};
  CHECK(projections::shown(full, question(query).columns) ==
        Json{{"id", "a"}, {"rate", "1.00"}, {"secret", {{"sealed", true}}}});
}

TEST_CASE("a sealed column that is null stays null") {
  const auto& all = projections::things().columns();
  CHECK(projections::shown({{"secret", "token"}}, all)["secret"] == Json{{"sealed", true}});
  CHECK(projections::shown({{"secret", nullptr}}, all)["secret"].is_null());
}

TEST_CASE("a question is told from others by what it finds and in which order") {
  const auto digest = question(asked({{"number", "1"}, {"word", "a"}}, "-rate")).digest;
  CHECK(digest == question(asked({{"word", "a"}, {"number", "1"}}, "-rate")).digest);
  CHECK(digest != question(asked({{"number", "1"}}, "-rate")).digest);
  CHECK(digest != question(asked({{"number", "1"}, {"word", "a"}}, "rate")).digest);
  ListQuery fields = asked({{"number", "1"}, {"word", "a"}}, "-rate");
  fields.fields = "word";
  CHECK(digest == question(fields).digest);
}

TEST_CASE("a cursor is read as it was written") {
  const auto all = question();
  const PageCursor cursor{"things", 17, "B-2023:L", all.digest};
  const auto read = PageCursor::parse(cursor.text(), "things", all);
  REQUIRE(read);
  CHECK(read->position == 17);
  CHECK(read->after == "B-2023:L");
  CHECK(!PageCursor::parse(cursor.text(), "placements", all));
  CHECK(!PageCursor::parse(cursor.text(), "things", question(asked({{"number", "1"}}, ""))));
  CHECK(!PageCursor::parse(cursor.text(), "things", question(asked({}, "number"))));
}

TEST_CASE("text that is not a cursor is refused") {
  const auto all = question();
  for (const auto* text : {"", "e30", "W10", "[]", "WyJhIiwxLCJiIiwxXQ"}) {
    INFO(text);
    CHECK(!PageCursor::parse(text, "things", all));
  }
  const PageCursor huge{"things", -2, "", all.digest};
  CHECK(!PageCursor::parse(huge.text(), "things", all));
}

}  // namespace
