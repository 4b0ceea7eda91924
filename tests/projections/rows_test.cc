// The versioned rows against a slow reference: a copy of all rows at every position.
#include "projections/rows.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "ledger/core/memory_store.h"
#include "tests/support/laws.h"

namespace {

using programme::Event;
using projections::Column;
using projections::ColumnType;
using projections::FoundRow;
using projections::Json;
using projections::RowReader;
using projections::RowWriter;

using Rows = std::map<std::string, Json>;  // by id, with the position under "at"

const std::vector<Column> columns = {{"value", ColumnType::integer, {"Nilai", "Value"}},
                                     {"word", ColumnType::text, {"Kata", "Word"}}};

Event event_at(std::uint64_t position, const std::string& subject = "person/A") {
  Event event;
  event.position = position;
  event.subject = subject;
  event.area = "36.02";
  event.recorded_time = "recorded " + std::to_string(position);
  return event;
}

struct Fixture {
  ledger::MemoryStore store{4};

  RowWriter writer() { return {store, "test", "person", columns}; }
  void flush(RowWriter& writer) {
    ledger::StoreBatch batch;
    writer.flush(batch);
    REQUIRE(store.write(batch, ledger::Durability::buffered));
  }
  std::size_t history_size() const {
    std::size_t count = 0;
    const auto cursor = store.cursor(projections::view_table::history);
    for (cursor->seek(""); cursor->valid(); cursor->next()) ++count;
    return count;
  }
  Json at(const std::string& id, std::int64_t as_of) const {
    const auto found = RowReader(store, "test").get(id, as_of);
    REQUIRE(found);
    return *found ? Json::parse((*found)->version.text) : Json();
  }
  Rows all(std::int64_t as_of) const {
    Rows out;
    const auto add = [&](const FoundRow& found) -> ledger::Result<bool> {
      Json row = Json::parse(found.version.text);
      row["at"] = found.version.position;
      out.emplace(found.id, std::move(row));
      return true;
    };
    REQUIRE(RowReader(store, "test").walk(std::nullopt, as_of, add));
    return out;
  }
  void set(RowWriter& rows, const Event& event, const std::string& id, int value) {
    rows.begin(event);
    rows.row(id)["value"] = value;
    rows.set_own(id, true);
    REQUIRE(rows.end());
  }
};

// One event: sets, keeps or removes some rows, in the rows and in the reference.
void change_at_random(std::mt19937& random, const Event& event, RowWriter& rows, Rows& reference) {
  rows.begin(event);
  for (unsigned i = 0, count = random() % 4; i < count; ++i) {
    const std::string id(1, static_cast<char>('A' + random() % 6));
    if (random() % 5 == 0) {
      rows.set_own(id, false);
      reference.erase(id);
      continue;
    }
    const int value = static_cast<int>(random() % 3);
    rows.row(id)["value"] = value;
    rows.set_own(id, true);
    Json want = {{"id", id}, {"value", value}, {"word", nullptr}, {"at", event.position}};
    reference[id] = want;
  }
  REQUIRE(rows.end());
}

// A row that comes out of an event as it was keeps its position.
void keep_positions(const Rows& before, Rows& after) {
  for (auto& [id, row] : after) {
    const auto old = before.find(id);
    if (old != before.end() && old->second["value"] == row["value"]) row["at"] = old->second["at"];
  }
}

}  // namespace

TEST_CASE("rows as of every position are those of a copy kept at every position") {
  const int round = GENERATE_COPY(range(0, support::rounds(10)));
  std::mt19937 random(static_cast<unsigned>(support::seed_of("rows as of a position") + round));
  Fixture fixture;
  std::vector<Rows> copies;
  for (std::uint64_t position = 0; position < 120;) {
    RowWriter rows = fixture.writer();
    for (auto left = random() % 20 + 1; left > 0 && position < 120; --left, ++position) {
      Rows next = copies.empty() ? Rows() : copies.back();
      const Rows before = next;
      change_at_random(random, event_at(position), rows, next);
      keep_positions(before, next);
      copies.push_back(std::move(next));
    }
    fixture.flush(rows);
  }
  CHECK(fixture.all(-1).empty());
  for (std::size_t position = 0; position < copies.size(); ++position) {
    REQUIRE(fixture.all(static_cast<std::int64_t>(position)) == copies[position]);
  }
}

TEST_CASE("a row's first version leaves no history") {
  Fixture fixture;
  auto rows = fixture.writer();
  fixture.set(rows, event_at(3), "A", 1);
  fixture.flush(rows);
  CHECK(fixture.history_size() == 0);
  CHECK(fixture.at("A", 2).is_null());
  CHECK(fixture.at("A", 3)["value"] == 1);
}

TEST_CASE("a row that changes twice in one chunk leaves both versions") {
  Fixture fixture;
  auto rows = fixture.writer();
  fixture.set(rows, event_at(1), "A", 1);
  fixture.set(rows, event_at(2), "A", 2);
  fixture.set(rows, event_at(5), "A", 3);
  fixture.flush(rows);
  CHECK(fixture.history_size() == 2);
  CHECK(fixture.at("A", 1)["value"] == 1);
  CHECK(fixture.at("A", 4)["value"] == 2);
  CHECK(fixture.at("A", 5)["value"] == 3);
}

TEST_CASE("an event that leaves a row as it was leaves its position") {
  Fixture fixture;
  auto rows = fixture.writer();
  fixture.set(rows, event_at(1), "A", 1);
  fixture.set(rows, event_at(2), "A", 1);
  fixture.flush(rows);
  CHECK(fixture.history_size() == 0);
  CHECK(fixture.all(9).at("A")["at"] == 1);
}

TEST_CASE("the area of a row is that of its own stream's first event") {
  Fixture fixture;
  auto rows = fixture.writer();
  Event other = event_at(1, "group/G"), own = event_at(2, "person/A"), later = event_at(3);
  other.area = "00";
  own.area = "36.02";
  later.area = "36.02.27";
  fixture.set(rows, other, "A", 1);
  fixture.set(rows, own, "A", 1);
  fixture.set(rows, later, "A", 2);
  fixture.flush(rows);
  const auto found = RowReader(fixture.store, "test").get("A", 3);
  REQUIRE(found);
  CHECK((*found)->area == "36.02");
}

TEST_CASE("rows of one view are not those of another whose name it begins") {
  Fixture fixture;
  auto rows = fixture.writer();
  RowWriter longer(fixture.store, "tests", "person", columns);
  fixture.set(rows, event_at(1), "A", 1);
  fixture.set(longer, event_at(1), "B", 2);
  fixture.flush(rows);
  fixture.flush(longer);
  CHECK(fixture.all(1).size() == 1);
  CHECK(fixture.at("B", 1).is_null());
}

TEST_CASE("notes last from one writer to the next") {
  Fixture fixture;
  auto rows = fixture.writer();
  CHECK(rows.note("who").is_null());
  rows.set_note("who", {"A", "B"});
  CHECK(rows.note("who").size() == 2);
  fixture.flush(rows);
  CHECK(fixture.writer().note("who") == Json{"A", "B"});
}

TEST_CASE("a damaged row stops the fold") {
  Fixture fixture;
  ledger::StoreBatch batch;
  batch.put(projections::view_table::rows, std::string("test\0A", 6), "short");
  REQUIRE(fixture.store.write(batch, ledger::Durability::buffered));
  auto rows = fixture.writer();
  const Event event = event_at(1);
  rows.begin(event);
  rows.row("A")["value"] = 1;
  const auto done = rows.end();
  REQUIRE(!done);
  CHECK(done.error().code == ledger::Code::corrupt);
  CHECK(!RowReader(fixture.store, "test").get("A", 1));
}
