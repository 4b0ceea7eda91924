#include "ledger/core/memory_store.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

namespace ledger {

TEST_CASE("readers of the memory store never see half a batch of a writer beside them") {
  MemoryStore store(2);
  std::atomic<bool> done = false;
  std::atomic<int> differences = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto snapshot = store.snapshot();
        const auto cursor = snapshot->cursor(1);
        cursor->seek("key");
        const std::string other = cursor->valid() ? std::string(cursor->value()) : "";
        differences += snapshot->get(0, "key").value().value_or("") != other;
      }
    });
  }
  for (int i = 0; i < 2000; ++i) {
    StoreBatch batch;
    batch.put(0, "key", std::to_string(i));
    batch.put(1, "key", std::to_string(i));
    REQUIRE(store.write(batch, Durability::buffered));
  }
  done = true;
  for (std::thread& reader : readers) {
    reader.join();
  }

  CHECK(differences == 0);
}

TEST_CASE("a row that was removed under a snapshot is written anew after it") {
  MemoryStore store(1);
  StoreBatch put, remove;
  put.put(0, "a", "1");
  remove.remove(0, "a");
  REQUIRE(store.write(put, Durability::buffered));
  {
    const auto snapshot = store.snapshot();
    REQUIRE(store.write(remove, Durability::buffered));
    CHECK(snapshot->get(0, "a").value() == "1");
  }
  CHECK(store.get(0, "a").value() == std::nullopt);
  REQUIRE(store.write(put, Durability::buffered));
  CHECK(store.get(0, "a").value() == "1");
  REQUIRE(store.write(remove, Durability::buffered));
  CHECK(store.get(0, "a").value() == std::nullopt);
}

}  // namespace ledger
