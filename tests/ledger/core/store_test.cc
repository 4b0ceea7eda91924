// What every store promises, for each of them.
#include "ledger/core/store.h"

#include <catch2/catch.hpp>

#include "ledger/core/memory_store.h"
#include "ledger/core/rocks_store.h"
#include "tests/support/temporary_folder.h"

namespace ledger {
namespace {

struct InMemory {
  MemoryStore store{2};
};

struct OnDisk {
  TemporaryFolder folder;
  std::unique_ptr<RocksStore> rocks =
      RocksStore::open(folder.path("db"), {"one", "two"}, Access::create).value();
  Store& store = *rocks;
};

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows walk(Cursor& cursor, std::string_view from) {
  Rows rows;
  for (cursor.seek(from); cursor.valid(); cursor.next()) {
    rows.emplace_back(cursor.key(), cursor.value());
  }
  CHECK(cursor.status());
  return rows;
}

Rows walk(const Reader& reader, Table table) { return walk(*reader.cursor(table), ""); }

void put(Store& store, const Rows& rows) {
  StoreBatch batch;
  for (const auto& [key, value] : rows) {
    batch.put(0, key, value);
  }
  REQUIRE(store.write(batch, Durability::buffered));
}

}  // namespace

TEMPLATE_TEST_CASE("a batch changes all its tables, in the order of its changes", "[store][disk]",
                   InMemory, OnDisk) {
  TestType given;
  put(given.store, {{"gone", "x"}});

  StoreBatch batch;
  batch.put(0, "a", "1");
  batch.put(1, "a", "other table");
  batch.put(0, "a", "2");
  batch.put(0, "b", "removed again");
  batch.remove(0, "b");
  batch.remove(0, "gone");
  batch.remove(0, "never there");
  REQUIRE(given.store.write(batch, Durability::synced));

  CHECK(walk(given.store, 0) == Rows{{"a", "2"}});
  CHECK(walk(given.store, 1) == Rows{{"a", "other table"}});
}

TEMPLATE_TEST_CASE("get tells an empty value from a missing key", "[store][disk]", InMemory,
                   OnDisk) {
  TestType given;
  put(given.store, {{"empty", ""}, {std::string("\0\xff", 2), std::string("\xff\0", 2)}});

  CHECK(given.store.get(0, "empty").value() == "");
  CHECK(given.store.get(0, std::string("\0\xff", 2)).value() == std::string("\xff\0", 2));
  CHECK(given.store.get(0, "none").value() == std::nullopt);
  CHECK(given.store.get(1, "empty").value() == std::nullopt);
}

TEMPLATE_TEST_CASE("a cursor walks the keys in the order of their unsigned bytes", "[store][disk]",
                   InMemory, OnDisk) {
  TestType given;
  put(given.store, {{"\xff", "4"}, {"b", "3"}, {"a", "1"}, {"ab", "2"}});

  const auto cursor = given.store.cursor(0);
  CHECK_FALSE(cursor->valid());
  CHECK(walk(*cursor, "") == Rows{{"a", "1"}, {"ab", "2"}, {"b", "3"}, {"\xff", "4"}});
  CHECK(walk(*cursor, "aa") == Rows{{"ab", "2"}, {"b", "3"}, {"\xff", "4"}});
  CHECK(walk(*cursor, "\xff\xff").empty());
}

TEMPLATE_TEST_CASE("seek_last finds the last key that is not above", "[store][disk]", InMemory,
                   OnDisk) {
  TestType given;
  put(given.store, {{"b", "1"}, {"d", "2"}, {"e", "3"}});
  StoreBatch batch;
  batch.remove(0, "d");
  REQUIRE(given.store.write(batch, Durability::buffered));
  struct Row {
    std::string_view sought, found;
  };
  const auto row =
      GENERATE(values<Row>({{"a", ""}, {"b", "b"}, {"d", "b"}, {"e", "e"}, {"z", "e"}}));

  const auto cursor = given.store.cursor(0);
  cursor->seek_last(row.sought);

  CHECK((cursor->valid() ? cursor->key() : "") == row.found);
}

TEMPLATE_TEST_CASE("snapshots and cursors see no later write", "[store][disk]", InMemory, OnDisk) {
  TestType given;
  const Rows before = {{"a", "1"}, {"b", "2"}};
  put(given.store, before);
  const auto snapshot = given.store.snapshot();
  const auto cursor = given.store.cursor(0);

  StoreBatch batch;
  batch.put(0, "a", "changed");
  batch.remove(0, "b");
  batch.put(0, "c", "new");
  REQUIRE(given.store.write(batch, Durability::synced));

  CHECK(walk(*cursor, "") == before);
  CHECK(walk(*snapshot, 0) == before);
  CHECK(snapshot->get(0, "b").value() == "2");
  CHECK(snapshot->get(0, "c").value() == std::nullopt);
  CHECK(walk(given.store, 0) == Rows{{"a", "changed"}, {"c", "new"}});
  CHECK(walk(*given.store.snapshot(), 0) == Rows{{"a", "changed"}, {"c", "new"}});
}

}  // namespace ledger
