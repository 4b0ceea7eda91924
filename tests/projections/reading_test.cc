// Lists against a slow reference: all rows at every position, filtered and sorted by plain numbers.
#include "projections/reading.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "ledger/core/bytes.h"
#include "ledger/core/memory_store.h"
#include "ledger/programme/values.h"
#include "tests/projections/things.h"
#include "tests/support/laws.h"

namespace {

using projections::Json;
using projections::ListQuery;
using projections::Moment;
using projections::Viewer;
using Value = std::optional<int>;  // a small number that each column writes in its own way

const char* const columns[] = {"word", "number", "rate", "flag", "day", "moment"};

struct Thing {
  std::map<std::string, Value> values;
  std::set<int> tags;
};
using Things = std::map<std::string, Thing>;  // by id

// The same number in one of the ways in which it can be written.
std::string written(const std::string& column, int n, std::mt19937& random) {
  if (column == "word") return {static_cast<char>('a' + n / 3), static_cast<char>('a' + n % 3)};
  if (column == "number") return std::to_string(n * 5 - 10);
  if (column == "flag") return n % 2 == 0 ? "false" : "true";
  if (column == "day") return programme::format_date(19'720 + n);
  if (column == "rate") {
    const std::string number = n < 2 ? "-" + std::to_string(2 - n) : std::to_string(7 * (n - 2));
    return number + (random() % 2 == 0 ? ".0" : ".00");
  }
  if (random() % 2 == 0) return programme::format_time(n * 3'600'000'000LL);
  char text[40];
  std::snprintf(text, sizeof text, "1970-01-01T%02d:00:00+07:00", n + 7);
  return text;
}

int normal(const std::string& column, int n) { return column == "flag" ? n % 2 : n; }

bool is_national(const std::string& id) { return id.back() % 3 != 0; }

struct Fixture {
  explicit Fixture(std::mt19937& random) {
    auto writer = projections::things().writer(store);
    Things now;
    for (std::uint64_t position = 0; position < 120; ++position) {
      change(random, position, writer, now);
      after.push_back(now);
    }
    ledger::StoreBatch batch;
    writer.flush(batch);
    REQUIRE(store.write(batch, ledger::Durability::buffered));
  }

  void change(std::mt19937& random, std::uint64_t position, projections::RowWriter& writer,
              Things& now) {
    const std::string id = "T" + std::to_string(random() % 40);
    programme::Event event;
    event.position = position;
    event.subject = "thing/" + id;
    event.area = is_national(id) ? "00" : "36.02";
    event.recorded_time = programme::format_time(static_cast<std::int64_t>(position));
    writer.begin(event);
    if (random() % 8 == 0) {
      writer.set_own(id, false);
      now.erase(id);
      REQUIRE(writer.end());
      return;
    }
    Json& row = writer.row(id);
    writer.set_own(id, true);
    Thing& thing = now[id] = {};
    for (const std::string column : columns) {
      if (random() % 4 == 0) {
        row[column] = nullptr;
        thing.values[column] = std::nullopt;
        continue;
      }
      const int n = static_cast<int>(random() % 6);
      const std::string text = written(column, n, random);
      thing.values[column] = normal(column, n);
      row[column] = text;
      if (column == "number") row[column] = n * 5 - 10;
      if (column == "flag") row[column] = n % 2 == 1;
    }
    row["tags"] = Json::array();
    for (const auto tag : {random() % 4, random() % 4}) {
      if (thing.tags.insert(static_cast<int>(tag)).second)
        row["tags"].push_back("t" + std::to_string(tag));
    }
    REQUIRE(writer.end());
  }

  Moment moment() const { return {&projections::things(), store.snapshot(), 119}; }

  ledger::MemoryStore store{4};
  std::vector<Things> after;  // by position
};

using Holds = std::function<bool(const Thing&)>;
struct Case {
  ListQuery query;
  std::vector<Holds> conditions;
  std::vector<std::pair<std::string, bool>> order;  // column; downwards
  std::size_t position = 0;
  Viewer viewer;
};

void ask_by(std::mt19937& random, Case& out) {
  if (random() % 5 == 0) {
    const int tag = static_cast<int>(random() % 4);
    const bool is_not = random() % 2 == 0;
    out.query.where.emplace_back(is_not ? "tags.ne" : "tags", "t" + std::to_string(tag));
    out.conditions.push_back(
        [=](const Thing& thing) { return (thing.tags.count(tag) > 0) != is_not; });
    return;
  }
  const std::string column = columns[random() % std::size(columns)];
  const int n = static_cast<int>(random() % 6), m = static_cast<int>(random() % 6);
  const int a = normal(column, n), b = normal(column, m);
  const std::string text = written(column, n, random), other = written(column, m, random);
  const auto add = [&](const char* op, const std::string& value,
                       const std::function<bool(Value)>& holds) {
    out.query.where.emplace_back(column + op, value);
    out.conditions.push_back([=](const Thing& thing) { return holds(thing.values.at(column)); });
  };
  switch (random() % (column == "flag" ? 5 : column == "word" ? 10 : 9)) {
    case 0:
      return add("", text, [=](Value v) { return v == a; });
    case 1:
      return add(".ne", text, [=](Value v) { return v != a; });
    case 2:
      return add("", "", [=](Value v) { return !v; });
    case 3:
      return add(".in", text + "," + other, [=](Value v) { return v == a || v == b; });
    case 4:
      return add(".in", text + ",", [=](Value v) { return v == a || !v; });
    case 5:
      return add(".gt", text, [=](Value v) { return v && *v > a; });
    case 6:
      return add(".gte", text, [=](Value v) { return v && *v >= a; });
    case 7:
      return add(".lt", text, [=](Value v) { return v && *v < a; });
    case 8:
      return add(".lte", text, [=](Value v) { return v && *v <= a; });
    default:
      return add(".prefix", text.substr(0, 1), [=](Value v) { return v && *v / 3 == a / 3; });
  }
}

Case some_case(std::mt19937& random) {
  Case out;
  for (auto count = random() % 3; count > 0; --count) ask_by(random, out);
  std::set<std::string> seen;
  for (auto count = random() % 4; count > 0; --count) {
    const std::string column = columns[random() % std::size(columns)];
    const bool is_downward = random() % 2 == 0;
    if (!seen.insert(column).second) continue;
    out.order.emplace_back(column, is_downward);
    out.query.sort += (out.query.sort.empty() ? "" : ",") + (is_downward ? "-" + column : column);
  }
  out.query.limit = random() % 9 + 1;
  out.position = random() % 120;
  out.query.as_of = static_cast<std::int64_t>(out.position);
  out.viewer = random() % 2 == 0 ? Viewer::local() : Viewer{{"reader"}, {}};
  return out;
}

bool is_before(const Value& a, const Value& b) { return a && (!b || *a < *b); }

std::vector<std::string> expected(const Fixture& fixture, const Case& asked) {
  const Things& all = fixture.after[asked.position];
  std::vector<std::string> ids;
  for (const auto& [id, thing] : all) {
    const bool holds = std::all_of(asked.conditions.begin(), asked.conditions.end(),
                                   [&, &one = thing](const Holds& each) { return each(one); });
    if (holds && (is_national(id) || !asked.viewer.areas.empty())) ids.push_back(id);
  }
  std::stable_sort(ids.begin(), ids.end(), [&](const std::string& x, const std::string& y) {
    for (const auto& [column, is_downward] : asked.order) {
      const Value &a = all.at(x).values.at(column), &b = all.at(y).values.at(column);
      if (a != b) return is_downward ? is_before(b, a) : is_before(a, b);
    }
    return false;
  });
  return ids;
}

std::string described(const ListQuery& query) {
  std::string out = "sort=" + query.sort;
  for (const auto& [name, value] : query.where) out.append(" ").append(name) += "=" + value;
  return out;
}

TEST_CASE("pages of any question are the rows that it is about, once each and in order") {
  const int round = GENERATE_COPY(range(0, support::rounds(3)));
  std::mt19937 random(static_cast<unsigned>(support::seed_of("lists") + round));
  const Fixture fixture(random);
  const Moment moment = fixture.moment();
  for (int i = 0; i < 150; ++i) {
    Case asked = some_case(random);
    CAPTURE(described(asked.query), asked.position);
    std::vector<std::string> ids;
    for (;;) {
      const auto page = list_of(moment, asked.query, asked.viewer);
      if (!page) FAIL(page.error().message);
      REQUIRE(page->rows.size() <= *asked.query.limit);
      for (const Json& row : page->rows) ids.push_back(row["id"]);
      if (!page->next) break;
      REQUIRE(page->rows.size() == *asked.query.limit);
      asked.query.cursor = *page->next;
      asked.query.as_of = std::nullopt;
    }
    REQUIRE(ids == expected(fixture, asked));
  }
}

TEST_CASE("without a limit a list and its CSV have every row, in the same order") {
  std::mt19937 random(static_cast<unsigned>(support::seed_of("whole lists")));
  const Fixture fixture(random);
  const Moment moment = fixture.moment();
  for (int i = 0; i < 60; ++i) {
    Case asked = some_case(random);
    asked.query.limit = std::nullopt;
    asked.query.fields = "rate";
    CAPTURE(described(asked.query), asked.position);
    std::string csv = "id,rate\r\n";
    std::vector<std::string> ids;
    const auto page = list_of(moment, asked.query, asked.viewer);
    REQUIRE(page);
    for (const Json& row : page->rows) {
      ids.push_back(row["id"]);
      csv +=
          ids.back() + "," + (row["rate"].is_null() ? "" : row["rate"].get<std::string>()) + "\r\n";
      REQUIRE(row.size() == 2);
    }
    REQUIRE(ids == expected(fixture, asked));
    const auto text = csv_of(moment, asked.query, asked.viewer);
    REQUIRE(text);
    CHECK(text->text == csv);
    CHECK(!text->next);
    CHECK(text->position == static_cast<std::int64_t>(asked.position));
  }
}

TEST_CASE("a summary counts the rows that the list has") {
  std::mt19937 random(static_cast<unsigned>(support::seed_of("summaries")));
  const Fixture fixture(random);
  const Moment moment = fixture.moment();
  for (int i = 0; i < 60; ++i) {
    const Case asked = some_case(random);
    CAPTURE(described(asked.query), asked.position);
    const std::string by = columns[random() % std::size(columns)];
    const auto summary =
        summary_of(moment, {asked.query.where, by, asked.query.as_of}, asked.viewer);
    REQUIRE(summary);
    std::map<Value, std::int64_t> counts;
    std::int64_t total = 0, counted = 0, sum = 0, summed = 0;
    for (const auto& id : expected(fixture, asked)) {
      const auto& values = fixture.after[asked.position].at(id).values;
      ++counts[values.at(by)];
      ++total;
      if (values.at("number")) sum += *values.at("number") * 5 - 10;
    }
    REQUIRE(summary->groups.size() == counts.size());
    for (const Json& group : summary->groups) {
      counted += group["count"].get<std::int64_t>();
      summed += group["sums"]["number"].get<std::int64_t>();
    }
    CHECK(counted == total);
    CHECK(summed == sum);
    if (counts.count(std::nullopt) > 0) {
      CHECK(summary->groups.back()[by].is_null());
      CHECK(summary->groups.back()["count"] == counts[std::nullopt]);
    }
  }
}

TEST_CASE("a cursor of a row that there never was is refused") {
  std::mt19937 random(1);
  const Fixture fixture(random);
  ListQuery query;
  query.sort = "-number";
  query.limit = 1;
  const auto next = *list_of(fixture.moment(), query, Viewer::local())->next;
  std::string parts = *ledger::from_base64url(next);
  const auto at = parts.find("\"T");
  parts.replace(at, parts.find('"', at + 1) - at, "\"never");
  query.cursor = ledger::to_base64url(parts);
  const auto refused = list_of(fixture.moment(), query, Viewer::local());
  REQUIRE(!refused);
  CHECK(refused.error().message == "this is not a cursor that a list gave");
  CHECK(!position_of(fixture.moment(), [] {
    ListQuery wrong;
    wrong.sort = "tags";
    return wrong;
  }()));
}

}  // namespace
