#include "projections/order.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/projections/things.h"
#include "tests/support/laws.h"

namespace {

using projections::FirstRows;
using projections::FoundRow;
using projections::Json;
using projections::Order;

Order order(std::string_view text) {
  const auto parsed = Order::parse(projections::things(), text);
  if (!parsed) FAIL(parsed.error().message);
  return *parsed;
}

std::string refusal(std::string_view text) {
  const auto parsed = Order::parse(projections::things(), text);
  REQUIRE(!parsed);
  CHECK(parsed.error().code == ledger::Code::invalid);
  return parsed.error().message;
}

// The ids of these rows in an order.
std::string ids_in(const Order& by, std::vector<Json> rows) {
  std::sort(rows.begin(), rows.end(), [&](const Json& a, const Json& b) {
    return by.is_before(by.place_of(a), by.place_of(b));
  });
  std::string out;
  for (const Json& row : rows) out += row["id"];
  return out;
}

TEST_CASE("rows are ordered by columns, then by id, with null last upwards") {
  const std::vector<Json> rows = {
      {{"id", "a"}, {"number", 10}, {"rate", "9.50"}, {"word", "x"}, {"flag", true}},
      {{"id", "b"}, {"number", 9}, {"rate", "10.00"}, {"word", nullptr}, {"flag", false}},
      {{"id", "c"}, {"number", 9}, {"rate", "-1.00"}, {"word", "X"}, {"flag", nullptr}},
      {{"id", "d"}, {"number", nullptr}, {"rate", nullptr}, {"word", "xa"}, {"flag", false}},
  };
  const std::pair<const char*, const char*> table[] = {
      {"", "abcd"},           {"id", "abcd"},          {"-id", "dcba"},
      {"number", "bcad"},     {"-number", "dabc"},     {"number,-id", "cbad"},
      {"rate", "cabd"},       {"-rate", "dbac"},       {"word", "cadb"},
      {"flag", "bdac"},       {"flag,number", "bdac"}, {"flag,-number", "dbac"},
      {"-flag,rate", "cabd"}, {"id,-number", "abcd"},
  };
  for (const auto& [text, ids] : table) {
    CAPTURE(text);
    CHECK(ids_in(order(text), rows) == ids);
  }
}

TEST_CASE("an order by id is the one in which rows are kept") {
  CHECK(order("").is_by_id());
  CHECK(order("id").is_by_id());
  CHECK(order("id,-number").is_by_id());
  CHECK(!order("-id").is_by_id());
  CHECK(!order("number,id").is_by_id());
  CHECK(order("id").text() == order("").text());
  CHECK(order("-number").text() != order("number").text());
}

TEST_CASE("an order that makes no sense is refused by the name of its column") {
  CHECK(refusal("nonsense") == "unknown column: nonsense");
  CHECK(refusal("-") == "unknown column: ");
  CHECK(refusal("number,") == "unknown column: ");
  CHECK(refusal("--number") == "unknown column: -number");
  CHECK(refusal("number.gt") == "unknown column: number.gt");
  CHECK(refusal("-secret") == "the column secret cannot be sorted by");
  CHECK(refusal("tags") == "the column tags cannot be sorted by");
  CHECK(refusal("number,-number") == "the column number is sorted by twice");
}

TEST_CASE("the first rows are the first of all rows sorted") {
  const int round = GENERATE_COPY(range(0, support::rounds(20)));
  std::mt19937 random(static_cast<unsigned>(support::seed_of("first rows") + round));
  const Order by = order("-number");
  for (const std::optional<std::size_t> count :
       {std::optional<std::size_t>(), {0}, {1}, {7}, {99}}) {
    FirstRows first(by, count);
    std::vector<Json> rows;
    for (int i = 0; i < 60; ++i) {
      rows.push_back({{"id", std::to_string(random())}, {"number", random() % 9}});
      first.add(by.place_of(rows.back()), FoundRow{rows.back()["id"], "00", {}});
    }
    std::string ids;
    std::sort(rows.begin(), rows.end(), [&](const Json& a, const Json& b) {
      return by.is_before(by.place_of(a), by.place_of(b));
    });
    if (count && *count < rows.size()) rows.resize(*count);
    std::string got;
    for (const FoundRow& row : first.take()) got += row.id + " ";
    for (const Json& row : rows) ids += row["id"].get<std::string>() + " ";
    CHECK(got == ids);
  }
}

}  // namespace
