#include "projections/projection.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <random>
#include <set>

#include "ledger/core/memory_store.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "tests/projections/folded.h"
#include "tests/support/laws.h"
#include "tests/support/sample_ledger.h"

namespace projections {
namespace {

using programme::Event;

FoldedRows rows_of(const Projection& projection, const std::vector<const Event*>& events) {
  ledger::MemoryStore store(Views::table_names().size());
  RowWriter rows = projection.writer(store);
  for (const Event* event : events) REQUIRE(projection.fold(*event, rows));
  ledger::StoreBatch batch;
  rows.flush(batch);
  REQUIRE(store.write(batch, ledger::Durability::buffered));
  FoldedRows out;
  const auto add = [&](const FoundRow& found) -> ledger::Result<bool> {
    out.emplace(found.id, Json::parse(found.version.text));
    return true;
  };
  const auto done = RowReader(store, projection.name())
                        .walk(std::nullopt, std::numeric_limits<std::int64_t>::max(), add);
  REQUIRE(done);
  return out;
}

// Takes the text up to the next space.
std::string take_word(std::string& text) {
  const auto space = text.find(' ');
  std::string word = text.substr(0, space);
  text.erase(0, space + 1);
  return word;
}

Event written(std::string text, std::uint64_t position) {
  Event event;
  event.time = "2023";
  if (text[0] == '2') event.time = take_word(text);
  if (event.time.size() == 4) event.time += "-06-01T00:00:00Z";
  event.time_us = programme::parse_time(event.time).value().utc_us;
  event.type = programme::find_type(take_word(text));
  REQUIRE(event.type != nullptr);
  event.subject = take_word(text);
  event.area = "36.02";
  event.position = position;
  event.recorded_time = event.time;
  event.data = event.type->read(Json::parse(text));
  return event;
}

const std::vector<Event>& sample_events() {
  static const std::vector<Event> events = [] {
    std::vector<Event> made;
    const auto& ledger = support::whole_sample().ledger();
    const auto add = [&](std::uint64_t, std::string_view record) -> ledger::Result<bool> {
      auto event = programme::read_record(record);
      if (!event) return tl::unexpected(event.error());
      made.push_back(std::move(*event));
      return true;
    };
    REQUIRE(ledger.scan(0, ledger.size(), add));
    return made;
  }();
  return events;
}

std::vector<const Event*> addresses(const std::vector<Event>& events) {
  std::vector<const Event*> out;
  for (const Event& event : events) out.push_back(&event);
  return out;
}

}  // namespace

FoldedRows folded(const Projection& projection, const std::vector<std::string>& events) {
  std::vector<Event> made;
  for (const auto& text : events) made.push_back(written(text, made.size()));
  return rows_of(projection, addresses(made));
}

FoldedRows folded_sample(const Projection& projection) {
  return rows_of(projection, addresses(sample_events()));
}

void fold_parts_of_sample(const Projection& projection) {
  std::mt19937_64 random(support::seed_of("any subset folds"));
  for (int round = 0; round < 25; ++round) {
    std::vector<const Event*> part;
    const auto chance = random() % 100 + 1;
    for (const Event& event : sample_events()) {
      if (random() % 100 < chance) part.push_back(&event);
    }
    for (const auto& [id, row] : rows_of(projection, part)) {
      INFO("row " << id);
      REQUIRE(row.size() == projection.columns().size() + 1);
      REQUIRE(row["id"] == id);
    }
  }
}

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
    for (const Column& column : projection->columns()) CHECK(taken.count(column.name) == 0);
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
