#include "ledger/core/vault.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "ledger/core/memory_store.h"

namespace ledger {
namespace {

const std::string master(32, 'm');

// Counts the writes, and fails them when told to.
class WatchedStore : public MemoryStore {
 public:
  WatchedStore() : MemoryStore(Vault::table_names().size()) {}
  Result<void> write(const StoreBatch& batch, Durability durability) override {
    ++writes;
    synced = durability == Durability::synced;
    if (failing) {
      return fail(Code::unavailable, "The disk is full.");
    }
    return MemoryStore::write(batch, durability);
  }
  int writes = 0;
  bool synced = false;
  bool failing = false;
};

struct Fixture {
  WatchedStore store;
  SeededRandom random{1};
  std::unique_ptr<Vault> vault;

  Fixture() {
    REQUIRE(Vault::create(store, master, random));
    vault = reopened();
    store.writes = 0;
  }
  std::unique_ptr<Vault> reopened() { return Vault::open(store, master, random).value(); }
  SubjectKey make(const std::string& subject) {
    const KeyUse use = vault->subject_key(subject).value();
    REQUIRE(vault->persist({subject}));
    return use.key();
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "all threads get the same pending key") {
  std::vector<std::optional<KeyUse>> uses(8);
  std::vector<std::thread> threads;
  for (auto& use : uses) {
    threads.emplace_back([&] { use = vault->subject_key("person/P1").value(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const auto& use : uses) {
    CHECK(use->key() == uses[0]->key());
  }
  CHECK(uses[0]->key().bytes.size() == 32);
  CHECK(store.writes == 0);
}

TEST_CASE_METHOD(Fixture, "a pending key lives as long as a use of it, and no longer") {
  std::optional<KeyUse> first = vault->subject_key("person/P1").value();
  std::optional<KeyUse> copy = first;
  KeyUse moved = std::move(*first);
  const SubjectKey key = moved.key();
  first.reset();
  CHECK(vault->find("person/P1").value() == key);

  moved = vault->subject_key("person/P2").value();
  CHECK(vault->find("person/P1").value() == key);
  copy.reset();
  CHECK(vault->find("person/P1").value() == std::nullopt);
  CHECK(vault->subject_key("person/P1").value().key() != key);
}

TEST_CASE_METHOD(Fixture, "persist writes the pending keys once, together and synced") {
  const KeyUse one = vault->subject_key("person/P1").value();
  const KeyUse two = vault->subject_key("group/G1").value();
  REQUIRE(vault->persist({"person/P1", "group/G1", "person/P1"}));
  CHECK(store.writes == 1);
  CHECK(store.synced);

  REQUIRE(vault->persist({"person/P1", "group/G1"}));
  REQUIRE(vault->persist({}));
  CHECK(store.writes == 1);
  const auto again = reopened();
  CHECK(again->find("person/P1").value() == one.key());
  CHECK(again->subject_key("group/G1").value().key() == two.key());
  CHECK(one.key() != two.key());
}

TEST_CASE_METHOD(Fixture, "a vault counts the writes of new keys, and says so without its key") {
  CHECK(vault->generation() == 0);
  CHECK(Vault::generation_in(store).value() == 0);
  make("person/P1");
  make("person/P1");
  make("person/P2");
  REQUIRE(vault->destroy("person/P1"));
  CHECK(vault->generation() == 2);
  CHECK(Vault::generation_in(store).value() == 2);
  CHECK(reopened()->generation() == 2);
  CHECK(Vault::knows(store, "person/P1").value());
  CHECK(Vault::knows(store, "person/P2").value());
  CHECK_FALSE(Vault::knows(store, "person/P3").value());
}

TEST_CASE_METHOD(Fixture, "keys whose write failed stay pending") {
  const KeyUse use = vault->subject_key("person/P1").value();
  store.failing = true;
  CHECK(vault->persist({"person/P1"}).error().code == Code::unavailable);
  store.failing = false;
  REQUIRE(vault->persist({"person/P1"}));
  CHECK(reopened()->find("person/P1").value() == use.key());
}

TEST_CASE_METHOD(Fixture, "find makes no key") {
  CHECK(vault->find("person/P1").value() == std::nullopt);
  CHECK(vault->find("person/P1").value() == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "a destroyed key stays destroyed, whoever holds it and after reopening") {
  make("person/P1");
  const KeyUse held = vault->subject_key("person/P1").value();
  const KeyUse pending = vault->subject_key("person/P2").value();
  REQUIRE(vault->destroy("person/P1"));
  REQUIRE(vault->destroy("person/P2"));
  REQUIRE(vault->destroy("person/P3"));
  CHECK(store.synced);

  const auto subject = GENERATE(as<std::string>(), "person/P1", "person/P2", "person/P3");
  const auto again = reopened();
  for (Vault* each : {vault.get(), again.get()}) {
    CHECK(each->subject_key(subject).error().code == Code::not_found);
    CHECK(each->find(subject).value() == std::nullopt);
    CHECK(each->persist({subject}).error().code == Code::not_found);
  }
}

TEST_CASE_METHOD(Fixture, "persist with a destroyed subject writes none of the others") {
  const KeyUse use = vault->subject_key("person/P1").value();
  REQUIRE(vault->destroy("person/P2"));
  store.writes = 0;
  CHECK(vault->persist({"person/P1", "person/P2"}).error().code == Code::not_found);
  CHECK(store.writes == 0);
}

TEST_CASE_METHOD(Fixture, "a vault opens with its own master key only") {
  CHECK(Vault::open(store, std::string(32, 'x'), random).error().code == Code::invalid);
  CHECK(Vault::open(store, "short", random).error().code == Code::invalid);
  CHECK(Vault::create(store, master, random).error().code == Code::invalid);
  MemoryStore empty(2);
  CHECK(Vault::create(empty, "short", random).error().code == Code::invalid);
  CHECK(Vault::open(empty, master, random).error().code == Code::not_found);
}

TEST_CASE_METHOD(Fixture, "the secrets are different, and the same after reopening") {
  const std::string fingerprint = vault->secret("fingerprint");
  const std::string claims = vault->secret("claims");
  CHECK(fingerprint.size() == 32);
  CHECK(fingerprint != claims);
  const auto again = reopened();
  CHECK(again->secret("fingerprint") == fingerprint);
  CHECK(again->secret("claims") == claims);
}

TEST_CASE_METHOD(Fixture, "a wrapped row that was altered or moved to another name is corrupt") {
  const SubjectKey key = make("person/P1");
  std::string row = store.get(0, "person/P1").value().value();
  CHECK(row.find(key.bytes) == std::string::npos);
  StoreBatch batch;
  batch.put(0, "person/P2", row);
  row[20] = static_cast<char>(row[20] ^ 1);
  batch.put(0, "person/P1", row);
  batch.put(1, "claims", row);
  REQUIRE(store.write(batch, Durability::synced));

  CHECK(vault->find("person/P2").error().code == Code::corrupt);
  CHECK(vault->find("person/P1").value() == key);  // from memory
  CHECK(Vault::open(store, master, random).error().code == Code::corrupt);
}

TEST_CASE_METHOD(Fixture, "threads that take and drop keys beside persist never see two keys") {
  std::atomic<bool> done = false;
  std::atomic<int> differences = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!done) {
        const KeyUse use = vault->subject_key("person/P1").value();
        differences += vault->subject_key("person/P1").value().key() != use.key();
      }
    });
  }
  const SubjectKey key = make("person/P1");
  done = true;
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(differences == 0);
  CHECK(reopened()->find("person/P1").value() == key);
}

TEST_CASE("the key cache forgets what was used longest ago") {
  KeyCache cache(2);
  cache.put("a", {"1"});
  cache.put("b", {"2"});
  REQUIRE(cache.find("a") != nullptr);
  cache.put("c", {"3"});
  CHECK(cache.find("b") == nullptr);
  CHECK(cache.find("a")->bytes == "1");
  cache.put("a", {"4"});
  CHECK(cache.find("a")->bytes == "4");
  cache.remove("a");
  cache.remove("never there");
  CHECK(cache.find("a") == nullptr);
  CHECK(cache.find("c")->bytes == "3");
}

}  // namespace ledger
