#include "ledger/core/ledger.h"

#include <catch2/catch.hpp>
#include <numeric>
#include <thread>

#include "ledger/core/head_slot.h"
#include "ledger/core/sha256.h"
#include "tests/support/core_ledger.h"
#include "tests/support/laws.h"
#include "tests/support/temporary_folder.h"

namespace ledger {
namespace {

using support::CoreLedger;
using support::CoreStores;
using support::row_key;
using support::seed_of;
using support::verifies;
using support::WatchedStore;

const SigningKey& other_key() {
  static const auto key = SigningKey::from_seed("core.example/test", std::string(32, 'x')).value();
  return key;
}

void change(Store& store, Table table, const std::string& key, std::optional<std::string> value) {
  StoreBatch batch;
  batch.changes.push_back({table, key, std::move(value)});
  REQUIRE(store.write(batch, Durability::synced));
}

std::string value_of(const Store& store, Table table, const std::string& key) {
  return store.get(table, key).value().value();
}

// Three commits of two records each, and the last checkpoint as the head that was given out.
struct SixRecords : CoreLedger {
  SixRecords() {
    for (int i = 0; i < 3; ++i) append(2);
    head = log->checkpoint(6).value();
  }
  std::string head;
};

// A ledger on a store that fails when told to.
struct WatchedLedger : CoreLedger {
  WatchedLedger() : CoreLedger(make()), disk(dynamic_cast<WatchedStore&>(*stores.records)) {}
  static CoreStores make() {
    CoreStores out = CoreStores::in_memory();
    out.records = std::make_unique<WatchedStore>(ledger_tables().size(), "records", nullptr);
    return out;
  }
  WatchedStore& disk;
};

// The hashes of every level as the definition of a tile gives them: each hash of a level is the
// root of 256 hashes of the level below.
std::vector<std::vector<Hash>> levels_over(std::vector<Hash> leaves) {
  std::vector<std::vector<Hash>> levels{std::move(leaves)};
  while (levels.back().size() >= 256) {
    std::vector<Hash> nodes = levels.back();
    nodes.resize(nodes.size() / 256 * 256);
    for (int height = 0; height < 8; ++height) {
      for (std::size_t i = 0; i < nodes.size() / 2; ++i)
        nodes[i] = node_hash(nodes[2 * i], nodes[2 * i + 1]);
      nodes.resize(nodes.size() / 2);
    }
    levels.push_back(std::move(nodes));
  }
  return levels;
}

std::vector<Hash> tiny_leaves(std::uint64_t first, std::uint64_t last) {
  std::vector<Hash> leaves;
  for (; first < last; ++first) leaves.push_back(leaf_hash("record " + std::to_string(first)));
  return leaves;
}

std::vector<Hash> leaves_of(const Ledger& log) {
  std::vector<Hash> leaves;
  REQUIRE(log.scan(0, log.size(), [&](std::uint64_t, std::string_view record) {
    leaves.push_back(leaf_hash(record));
    return Result<bool>(true);
  }));
  return leaves;
}

std::string joined(const std::vector<Hash>& hashes, std::size_t first, std::size_t count) {
  std::string out;
  for (std::size_t i = first; i < first + count; ++i) out += view(hashes.at(i));
  return out;
}

// Complaints about the tiles that the ledger serves: the tiles from `first_tile` of each level on,
// at every width, and one hash more than there is.
std::vector<std::string> wrong_tiles(const Ledger& log, const std::vector<Hash>& leaves,
                                     std::size_t first_tile = 0) {
  std::vector<std::string> wrong;
  const auto levels = levels_over(leaves);
  const auto compare = [&](TileId id, unsigned width) {
    const auto& level = levels.at(id.level);
    const auto served = log.hashes(id, width);
    const bool held = id.index * 256 + width <= level.size();
    const bool good = held ? served && *served == joined(level, id.index * 256, width)
                           : !served && served.error().code == Code::not_found;
    if (!good)
      wrong.push_back("level " + std::to_string(id.level) + ", tile " + std::to_string(id.index) +
                      ", width " + std::to_string(width));
  };
  for (unsigned level = 0; level < levels.size(); ++level) {
    const std::size_t first = level == 0 ? first_tile : 0;
    for (std::size_t index = first; index <= levels[level].size() / 256; ++index)
      for (unsigned width = 1; width <= 256; ++width) compare({level, index}, width);
  }
  return wrong;
}

// Visits all and notes their positions, until `count` are seen.
Ledger::Visitor collect(std::vector<std::uint64_t>& seen, std::size_t count) {
  return [&seen, count](std::uint64_t position, std::string_view record) {
    CHECK(record == "record " + std::to_string(position));
    seen.push_back(position);
    return Result<bool>(seen.size() < count);
  };
}

using Pairs = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

Pairs stream_of(const Ledger& log, std::string_view stream, std::uint64_t first,
                std::size_t count = 1000) {
  Pairs seen;
  REQUIRE(log.scan_stream(stream, first, [&](std::uint64_t version, std::uint64_t position) {
    seen.emplace_back(version, position);
    return Result<bool>(seen.size() < count);
  }));
  return seen;
}

}  // namespace

TEST_CASE("a commit that came to disk without its head gets it at the next opening", "[disk]") {
  const TemporaryFolder folder;
  REQUIRE(HeadSlots::create(folder.path()));
  HeadSlots slots = HeadSlots::open(folder.path(), false).value();
  CoreLedger core(WatchedLedger::make(), &slots);
  auto& store = dynamic_cast<WatchedStore&>(*core.stores.records);
  core.append(2);
  store.fault = WatchedStore::Fault::loses_answer;
  CHECK_THROWS(core.append(1));
  store.fault = WatchedStore::Fault::none;
  CHECK(slots.size() == 2);
  core.reopen();
  CHECK(core.log->size() == 3);
  const auto kept = HeadSlots::open(folder.path(), true).value();
  CHECK(kept.size() == 3);
  CHECK(kept.latest() == core.log->checkpoint(3).value());
}

TEST_CASE("a new ledger is empty under a signed checkpoint of size 0") {
  const CoreLedger core;
  CHECK(core.log->size() == 0);
  CHECK(core.checkpoint_at(0) == Checkpoint{"core.example/test", 0, sha256("")});
  CHECK(core.log->record(0).error().code == Code::not_found);
  CHECK(core.log->receipt(0).error().code == Code::not_found);
  CHECK(core.log->receipt(0, 0).error().code == Code::not_found);
  CHECK(core.log->checkpoint_covering(0).error().code == Code::not_found);
  CHECK(core.log->checkpoint(1).error().code == Code::not_found);
  CHECK(core.log->hashes({0, 0}, 1).error().code == Code::not_found);
  CHECK(core.log->consistency(0, 0).value().empty());
  CHECK(core.log->stream_head("tiny/0").value() == std::nullopt);
  CHECK_FALSE(core.log->claim("record 0").value());
  CHECK(stream_of(*core.log, "tiny/0", 1).empty());
}

TEST_CASE("a ledger is found again as it was left") {
  SixRecords core;
  CHECK_FALSE(core.refusal());
  CHECK_FALSE(core.refusal(core.head));
  CHECK_FALSE(core.refusal(core.log->checkpoint(0).value()));
  CHECK_FALSE(core.refusal(core.log->checkpoint(4).value()));
  const auto reader =
      Ledger::open_reader(*core.stores.records, core.key->verifier(), core.head).value();
  CHECK(reader->size() == 6);
  CHECK(reader->record(5).value() == "record 5");
  core.reopen();
  core.append(1);
  CHECK(core.log->size() == 7);
  CHECK(reader->size() == 6);
}

TEST_CASE("a store without a ledger is refused") {
  const CoreLedger core;
  const MemoryStore empty(ledger_tables().size());
  const auto opened = Ledger::open_reader(empty, core.key->verifier(), std::nullopt);
  CHECK(opened.error().code == Code::corrupt);
  CHECK_THAT(opened.error().message, Catch::Contains("no ledger"));
}

TEST_CASE("a ledger of a newer format, or of one that is no number, is refused") {
  CoreLedger core;
  const auto format = GENERATE(as<std::string>{}, "2", "18446744073709551616", "x", "");
  change(*core.stores.records, table::meta, "format", format);
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK_THAT(core.refusal()->message, Catch::Contains("newer program"));
}

TEST_CASE("records that end before the head are refused with the first position that is missing") {
  SixRecords core;
  Store& store = *core.stores.records;
  for (const std::uint64_t gone : {4, 5})
    change(store, table::records, row_key(gone), std::nullopt);
  change(store, table::checkpoints, row_key(6), std::nullopt);
  CHECK_FALSE(core.refusal());
  CHECK(core.refusal(core.head)->code == Code::corrupt);
  CHECK_THAT(core.refusal(core.head)->message, Catch::Contains("positions from 4 on are missing"));
}

TEST_CASE("a tail of records without their checkpoint is refused") {
  SixRecords core;
  change(*core.stores.records, table::records, row_key(5), std::nullopt);
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK_THAT(core.refusal()->message, Catch::Contains("no signed checkpoint"));
}

TEST_CASE("a record that is missing within the last tile is refused") {
  SixRecords core;
  change(*core.stores.records, table::records, row_key(2), std::nullopt);
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK_THAT(core.refusal()->message, Catch::Contains("position 2 is missing"));
}

TEST_CASE("records that are missing before the last tile are looked for too") {
  CoreLedger core;
  core.append(600);
  change(*core.stores.records, table::records, row_key(17), std::nullopt);
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK_THAT(core.refusal()->message, Catch::Contains("position 17 is missing"));
  CHECK_THAT(core.refusal()->message, Catch::Contains("put back the newest copy"));
}

TEST_CASE("a checkpoint or a head that another key signed is refused") {
  SixRecords core;
  const std::string forged = sign_note(checkpoint_text(core.checkpoint_at(6)), other_key());
  CHECK(core.refusal(forged)->code == Code::corrupt);
  CHECK_THAT(core.refusal(forged)->message, Catch::Contains("head.a"));
  change(*core.stores.records, table::checkpoints, row_key(6), forged);
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK_THAT(core.refusal()->message, Catch::Contains("not signed by the key"));
}

TEST_CASE("a head or a checkpoint over another tree is refused, though the key signed it") {
  SixRecords core;
  Checkpoint other = core.checkpoint_at(6);
  other.root[0] ^= 1;
  const std::string fork = sign_note(checkpoint_text(other), *core.key);
  CHECK(core.refusal(fork)->code == Code::corrupt);
  change(*core.stores.records, table::checkpoints, row_key(6), core.log->checkpoint(4).value());
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK_THAT(core.refusal()->message, Catch::Contains("leuit verify"));
}

TEST_CASE("a leaf hash that was altered under the last checkpoint is refused") {
  SixRecords core;
  std::string row = value_of(*core.stores.records, table::records, row_key(3));
  row[0] = static_cast<char>(row[0] ^ 1);
  change(*core.stores.records, table::records, row_key(3), row);
  CHECK(core.refusal()->code == Code::corrupt);
  CHECK(core.log->record(3).error().code == Code::corrupt);
}

TEST_CASE("a record that was altered beside its leaf hash is corrupt when it is read") {
  SixRecords core;
  std::string row = value_of(*core.stores.records, table::records, row_key(3));
  row.back() = 'x';
  change(*core.stores.records, table::records, row_key(3), row);
  CHECK(core.log->record(3).error().code == Code::corrupt);
  CHECK(core.log->receipt(3).error().code == Code::corrupt);
  CHECK(core.log->record(2).value() == "record 2");
  change(*core.stores.records, table::records, row_key(3), "short");
  CHECK(core.log->record(3).error().code == Code::corrupt);
  CHECK(core.log->receipt(2).error().code == Code::corrupt);
}

TEST_CASE("a receipt stands under the checkpoint of its own commit, and keeps its bytes") {
  SixRecords core;
  const Receipt first = core.log->receipt(3).value();
  CHECK(first.tree_size == 4);
  CHECK(first.record == "record 3");
  CHECK(first.checkpoint == core.log->checkpoint(4).value());
  CHECK(verifies(first, core.key->verifier()));
  CHECK(core.log->checkpoint_covering(3).value().first == 4);
  CHECK(core.log->checkpoint_covering(4).value().first == 6);

  core.append(600);
  core.reopen();
  const Receipt later = core.log->receipt(3).value();
  CHECK(later.proof == first.proof);
  CHECK(later.checkpoint == first.checkpoint);
  CHECK(later.tree_size == first.tree_size);
  CHECK(later.record == first.record);
  CHECK_FALSE(verifies(later, other_key().verifier()));
}

TEST_CASE("a receipt stands under any kept checkpoint that covers it, and no other") {
  const SixRecords core;
  const Receipt under_all = core.log->receipt(3, 6).value();
  CHECK(under_all.tree_size == 6);
  CHECK(verifies(under_all, core.key->verifier()));
  CHECK(core.log->receipt(3, 2).error().code == Code::not_found);  // ends before it
  CHECK(core.log->receipt(3, 5).error().code == Code::not_found);  // was never signed
  CHECK(core.log->receipt(3, 7).error().code == Code::not_found);  // is not there yet
  CHECK(core.log->receipt(6).error().code == Code::not_found);
  CHECK(core.log->record(6).error().code == Code::not_found);
  CHECK(core.log->checkpoint(5).error().code == Code::not_found);
  CHECK(core.log->checkpoint_covering(6).error().code == Code::not_found);
}

TEST_CASE("consistency is proved between sizes that the ledger holds, the older first") {
  const SixRecords core;
  CHECK(core.log->consistency(0, 6).value().empty());
  CHECK(core.log->consistency(6, 6).value().empty());
  CHECK(core.log->consistency(5, 4).error().code == Code::invalid);
  CHECK(core.log->consistency(7, 6).error().code == Code::invalid);
  CHECK(core.log->consistency(6, 7).error().code == Code::not_found);
  const auto proof = core.log->consistency(2, 6).value();
  CHECK(verify_consistency(2, 6, proof, core.checkpoint_at(2).root, core.checkpoint_at(6).root));
}

TEST_CASE("tiles are served at every width around the ends of the first ones") {
  CoreLedger core;
  for (const std::uint64_t size : {1, 255, 256, 257, 511, 512, 513}) {
    core.append(size - core.log->size());
    CHECK(wrong_tiles(*core.log, tiny_leaves(0, size)) == std::vector<std::string>{});
  }
  core.reopen();
  CHECK(wrong_tiles(*core.log, tiny_leaves(0, 513)) == std::vector<std::string>{});
  CHECK(core.log->hashes({8, 0}, 1).error().code == Code::not_found);
  CHECK(core.log->hashes({0, UINT64_MAX}, 1).error().code == Code::not_found);
  CHECK(core.log->hashes({0, UINT64_MAX >> 8}, 256).error().code == Code::not_found);
}

TEST_CASE("tiles are served at every width around the end of the first one of level 1") {
  CoreLedger core;
  std::vector<Hash> leaves;
  for (const std::uint64_t size : {65'535, 65'536, 65'537, 65'800}) {
    core.append(size - core.log->size());
    const auto more = tiny_leaves(leaves.size(), size);
    leaves.insert(leaves.end(), more.begin(), more.end());
    CHECK(wrong_tiles(*core.log, leaves, 254) == std::vector<std::string>{});
  }
  CHECK_FALSE(core.refusal());
  CHECK(verifies(core.log->receipt(65'536).value(), core.key->verifier()));
  CHECK(verifies(core.log->receipt(3, 65'800).value(), core.key->verifier()));
  CHECK(verify_consistency(65'535, 65'800, core.log->consistency(65'535, 65'800).value(),
                           core.checkpoint_at(65'535).root, core.checkpoint_at(65'800).root));
}

TEST_CASE("a scan visits a range in order, up to the end of the ledger or until it is told") {
  using Seen = std::vector<std::uint64_t>;
  const SixRecords core;
  const auto scanned = [&](std::uint64_t first, std::uint64_t last, std::size_t count) {
    Seen seen;
    REQUIRE(core.log->scan(first, last, collect(seen, count)));
    return seen;
  };
  CHECK(scanned(0, 6, 100) == Seen{0, 1, 2, 3, 4, 5});
  CHECK(scanned(2, 4, 100) == Seen{2, 3});
  CHECK(scanned(4, 1000, 100) == Seen{4, 5});
  CHECK(scanned(0, 6, 2) == Seen{0, 1});
  CHECK(scanned(3, 3, 100).empty());
  CHECK(scanned(5, 2, 100).empty());
  CHECK(scanned(6, 9, 100).empty());
}

TEST_CASE("a scan ends with the error of its visitor, or at a record that is missing") {
  SixRecords core;
  const auto broken = core.log->scan(0, 6, [](std::uint64_t, std::string_view) -> Result<bool> {
    return fail(Code::refused, "enough");
  });
  CHECK(broken.error().message == "enough");
  change(*core.stores.records, table::records, row_key(3), std::nullopt);
  std::vector<std::uint64_t> seen;
  CHECK(core.log->scan(0, 6, collect(seen, 100)).error().code == Code::corrupt);
  CHECK(seen.size() == 3);
}

TEST_CASE("a stream is scanned by its versions, and never runs into the next one") {
  CoreLedger core;
  core.append(16);
  CHECK(stream_of(*core.log, "tiny/1", 1) == Pairs{{1, 1}, {2, 8}, {3, 15}});
  CHECK(stream_of(*core.log, "tiny/1", 0) == Pairs{{1, 1}, {2, 8}, {3, 15}});
  CHECK(stream_of(*core.log, "tiny/1", 2, 1) == Pairs{{2, 8}});
  CHECK(stream_of(*core.log, "tiny/1", 4).empty());
  CHECK(stream_of(*core.log, "tiny/", 1).empty());
  CHECK(stream_of(*core.log, "tiny", 1).empty());
  CHECK(core.log->stream_head("tiny/1").value()->version == 3);
  CHECK(core.log->stream_head("tiny/1").value()->position == 15);
  CHECK_FALSE(core.log->stream_head("tiny").value());
  CHECK_FALSE(core.log->stream_head("tiny/10").value());
  CHECK(core.log->claim("record 8").value()->position == 8);
  CHECK(core.log->claim("record 8").value()->value == "record 8");
}

TEST_CASE("after a failed write the ledger takes no more, and is read as it was before") {
  WatchedLedger core;
  core.append(8);
  core.disk.fault = GENERATE(WatchedStore::Fault::refuses, WatchedStore::Fault::loses_answer);
  auto late = support::together(support::text("tiny/1", "late"));
  Submission* queue[] = {late.get()};
  const Commit commit = core.sequencer->step(queue, 0);
  CHECK(core.log->apply(commit).error().code == Code::unavailable);
  CHECK(core.log->read_only());
  core.disk.fault = WatchedStore::Fault::none;
  CHECK(core.log->apply(commit).error().code == Code::unavailable);

  CHECK(core.log->size() == 8);
  CHECK(core.log->record(8).error().code == Code::not_found);
  CHECK(core.log->checkpoint(9).error().code == Code::not_found);
  CHECK(core.log->hashes({0, 0}, 9).error().code == Code::not_found);
  CHECK(stream_of(*core.log, "tiny/1", 1) == Pairs{{1, 1}});
  CHECK(core.log->stream_head("tiny/1").value()->version == 1);
  CHECK_FALSE(core.log->claim("late").value());
  CHECK(verifies(core.log->receipt(7).value(), core.key->verifier()));
}

TEST_CASE("a ledger whose write failed is whole again when it is opened again") {
  WatchedLedger core;
  core.append(8);
  core.disk.fault = GENERATE(WatchedStore::Fault::refuses, WatchedStore::Fault::loses_answer);
  const std::uint64_t size = core.disk.fault == WatchedStore::Fault::refuses ? 8 : 9;
  CHECK_THROWS(core.append(1));
  core.disk.fault = WatchedStore::Fault::none;
  core.reopen();
  CHECK(core.log->size() == size);
  CHECK_FALSE(core.log->read_only());
  core.append(1);
  CHECK(verifies(core.log->receipt(size).value(), core.key->verifier()));
}

TEST_CASE("readers beside a writer see whole commits only") {
  CoreLedger core;
  core.append(1);
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> reads = 0, wrong = 0;
  const auto read = [&] {
    while (!done || reads < 4) {
      const std::uint64_t size = core.log->size();
      const auto last = core.log->receipt(size - 1);
      const auto proof = core.log->consistency(1, size);
      const auto head = core.log->stream_head("tiny/0");
      const bool good = last && verifies(*last, core.key->verifier()) && proof && head && *head &&
                        core.log->record((*head)->position) && core.log->checkpoint(size);
      wrong += good ? 0 : 1;
      ++reads;
    }
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) readers.emplace_back(read);
  for (int i = 0; i < 60; ++i) core.append(9);
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
}

TEST_CASE("law: receipts verify, checkpoints are consistent and tiles follow from the records") {
  std::mt19937_64 random(seed_of("the law of the ledger"));
  CoreLedger core;
  std::vector<std::uint64_t> sizes{0};
  while (sizes.size() < static_cast<std::size_t>(support::rounds(40))) {
    core.append(random() % 8 == 0 ? random() % 300 + 1 : random() % 9 + 1);
    sizes.push_back(core.log->size());
    if (random() % 8 == 0) core.reopen();
  }
  const auto& key = core.key->verifier();
  std::uint64_t bad_receipts = 0, bad_proofs = 0;
  for (std::uint64_t position = 0; position < core.log->size(); ++position) {
    const auto own = core.log->receipt(position), last = core.log->receipt(position, sizes.back());
    bad_receipts += own && verifies(*own, key) && own->position == position ? 0 : 1;
    bad_receipts += last && verifies(*last, key) && last->record == own->record ? 0 : 1;
  }
  for (std::size_t newer = 0; newer < sizes.size(); ++newer)
    for (std::size_t older = 0; older <= newer; ++older) {
      const auto proof = core.log->consistency(sizes[older], sizes[newer]);
      const bool good = proof && verify_consistency(sizes[older], sizes[newer], *proof,
                                                    core.checkpoint_at(sizes[older]).root,
                                                    core.checkpoint_at(sizes[newer]).root);
      bad_proofs += good ? 0 : 1;
    }
  CHECK(bad_receipts == 0);
  CHECK(bad_proofs == 0);
  CHECK(leaves_of(*core.log) == tiny_leaves(0, core.log->size()));
  CHECK(wrong_tiles(*core.log, leaves_of(*core.log)) == std::vector<std::string>{});
}

}  // namespace ledger
