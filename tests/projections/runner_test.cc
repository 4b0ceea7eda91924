#include "projections/runner.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <limits>
#include <thread>

#include "ledger/core/memory_store.h"
#include "projections/rows.h"
#include "tests/support/sample_ledger.h"

namespace {

using projections::Runner;
using projections::Views;

// Waits until it holds, at most ten seconds.
bool becomes(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000 && !holds(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return holds();
}

}  // namespace

TEST_CASE("a runner feeds what there is, then what comes") {
  const auto lines = support::sample_lines();
  support::SampleLedger sample(50);
  ledger::MemoryStore store(4);
  const auto views = *Views::open(store, sample.ledger());
  Runner runner(*views);
  sample.writer().on_commit([&] { runner.wake(); });
  runner.start();
  CHECK(becomes([&] { return views->position() == 49; }));
  REQUIRE(sample.record({lines[50], lines[51]}).empty());
  CHECK(becomes([&] { return views->position() == 51; }));
  CHECK(!runner.stalled());
}

TEST_CASE("a runner whose fold fails stops and says why") {
  support::SampleLedger sample(10);
  ledger::MemoryStore store(4);
  const auto views = *Views::open(store, sample.ledger());
  ledger::StoreBatch batch;
  batch.put(projections::view_table::meta, "funding", "damaged");
  REQUIRE(store.write(batch, ledger::Durability::buffered));
  Runner runner(*views);
  runner.start();
  REQUIRE(becomes([&] { return runner.stalled().has_value(); }));
  CHECK(runner.stalled()->code == ledger::Code::corrupt);
  CHECK(views->position() == -1);
}

TEST_CASE("a runner waits while the disk is full, and goes on where there is a little room") {
  support::SampleLedger sample(50);
  ledger::MemoryStore store(4);
  const auto views = *Views::open(store, sample.ledger());
  std::atomic<std::uint64_t> room = 0;
  std::atomic<int> asked = 0;
  Runner runner(*views);
  runner.watch_room([&] {
    ++asked;
    return room.load();
  });
  runner.start();
  REQUIRE(becomes([&] { return asked >= 2; }));
  CHECK(views->position() == -1);
  CHECK(!runner.stalled());
  room = 256 * 1024;
  CHECK(becomes([&] { return views->position() == 49; }));
}

TEST_CASE("readers see whole chunks while a runner feeds") {
  ledger::MemoryStore store(4);
  const auto views = *Views::open(store, support::whole_sample().ledger());
  Runner runner(*views);
  runner.start();
  const auto is_done = [&] { return views->position() == 2036; };
  while (!is_done()) {
    const auto page = views->list("beneficiaries", {}, projections::Viewer::local());
    REQUIRE(page);
    CHECK((page->position == -1) == page->rows.empty());
    // A reader copies the store in memory, and the runner waits for that at every turn.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(is_done());
}

TEST_CASE("a runner that was not started ends") {
  ledger::MemoryStore store(4);
  const auto views = *Views::open(store, support::whole_sample().ledger());
  Runner runner(*views);
  runner.wake();
  CHECK(views->position() == -1);
}
