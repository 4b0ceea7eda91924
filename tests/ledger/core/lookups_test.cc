#include "ledger/core/lookups.h"

#include <catch2/catch.hpp>

#include "ledger/core/memory_store.h"
#include "ledger/core/vault.h"

namespace ledger {
namespace {

using Seals = std::vector<std::string>;

struct Fixture {
  MemoryStore store{Vault::table_names().size()};
  SeededRandom random{1};
  std::unique_ptr<Vault> vault;

  Fixture() {
    REQUIRE(Vault::create(store, std::string(32, 'm'), random));
    reopen();
  }
  void reopen() { vault = Vault::open(store, std::string(32, 'm'), random).value(); }
  Lookups& lookups() { return vault->lookups(); }
  Lookup nik(const std::string& subject, const std::string& seal, const std::string& value) {
    return {subject, subject, seal, "nik", lookups().hash("nik", value), "sex"};
  }
  // On disk, as those of an event that was recorded.
  void write(const Lookup& lookup) {
    const KeyUse key = vault->subject_key(lookup.subject).value();
    LookupUse use = lookups().hold(lookup);
    use.accept();
    REQUIRE(vault->persist({lookup.subject}));
  }
  // The seals of those that gave the same; "nothing finds it" where that cannot be told.
  Seals same(const std::string& subject, const std::string& seal) {
    const auto found = lookups().of_same_value(subject, seal).value();
    if (!found) return {"nothing finds it"};
    Seals out;
    for (const Lookup& one : *found) out.push_back(one.seal);
    return out;
  }
  std::size_t rows() const {
    std::size_t out = 0;
    for (const Table table : {Table{2}, Table{3}}) {
      const auto cursor = store.cursor(table);
      for (cursor->seek(""); cursor->valid(); cursor->next()) ++out;
    }
    return out;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a hash is that of a kind, a value and a vault") {
  const std::string hash = lookups().hash("nik", "1");
  CHECK(hash.size() == 32);
  CHECK(hash == lookups().hash("nik", "1"));
  CHECK(hash != lookups().hash("nik", "2"));
  CHECK(hash != lookups().hash("phone", "1"));
  reopen();
  CHECK(hash == lookups().hash("nik", "1"));
  SeededRandom other_random{2};
  MemoryStore other_store{Vault::table_names().size()};
  REQUIRE(Vault::create(other_store, std::string(32, 'm'), other_random));
  const auto other = Vault::open(other_store, std::string(32, 'm'), other_random).value();
  CHECK(hash != other->lookups().hash("nik", "1"));
}

TEST_CASE_METHOD(Fixture, "who gave the same value is found, before and after a restart") {
  write(nik("person/P1", "s1", "A"));
  write(nik("person/P2", "s2", "A"));
  write(nik("person/P2", "s3", "A"));
  write(nik("person/P3", "s4", "B"));
  const auto check = [&] {
    CHECK(same("person/P1", "s1") == Seals{"s2", "s3"});
    CHECK(same("person/P2", "s2") == Seals{"s1", "s3"});
    CHECK(same("person/P3", "s4").empty());
    CHECK(same("person/P1", "s2") == Seals{"nothing finds it"});
    CHECK(same("person/P", "s1") == Seals{"nothing finds it"});
  };
  check();
  reopen();
  check();
}

TEST_CASE_METHOD(Fixture, "what is held is found by others once it is accepted") {
  write(nik("person/P1", "s1", "A"));
  LookupUse held = lookups().hold(nik("person/P2", "s2", "A"));
  CHECK(same("person/P2", "s2") == Seals{"s1"});
  CHECK(same("person/P1", "s1").empty());
  held.accept();
  CHECK(same("person/P1", "s1") == Seals{"s2"});
  held.withdraw();
  CHECK(same("person/P1", "s1").empty());
  {
    const LookupUse moved = std::move(held);
    CHECK(same("person/P2", "s2") == Seals{"s1"});
  }
  CHECK(same("person/P2", "s2") == Seals{"nothing finds it"});
}

TEST_CASE_METHOD(Fixture, "what was not accepted is not written") {
  const KeyUse key = vault->subject_key("person/P1").value();
  LookupUse accepted = lookups().hold(nik("person/P1", "s1", "A"));
  const LookupUse waiting = lookups().hold(nik("person/P1", "s2", "B"));
  LookupUse of_other = lookups().hold(nik("person/P2", "s3", "B"));
  accepted.accept();
  of_other.accept();
  REQUIRE(vault->persist({"person/P1", "person/P1"}));
  CHECK(rows() == 2);
  CHECK(same("person/P1", "s1").empty());
  CHECK(same("person/P1", "s2") == Seals{"s3"});
}

TEST_CASE_METHOD(Fixture, "look-ups go with the key of their subject") {
  write(nik("person/P1", "s1", "A"));
  write(nik("person/P1", "s2", "B"));
  write(nik("person/P11", "s3", "A"));
  LookupUse held = lookups().hold(nik("person/P1", "s4", "A"));
  held.accept();
  REQUIRE(vault->destroy("person/P1"));
  CHECK(rows() == 2);
  CHECK(same("person/P11", "s3").empty());
  CHECK(same("person/P1", "s4") == Seals{"nothing finds it"});
}

TEST_CASE_METHOD(Fixture, "a visit sees the values of one kind, the equal ones together") {
  write(nik("person/P1", "s1", "A"));
  write(nik("person/P2", "s2", "B"));
  write(nik("person/P3", "s3", "A"));
  write({"group/G1", "group/G1", "s4", "nikel", lookups().hash("nikel", "A"), ""});
  std::vector<Lookup> seen;
  REQUIRE(lookups().visit("nik", [&](const Lookup& one) {
    seen.push_back(one);
    return true;
  }));
  REQUIRE(seen.size() == 3);
  std::size_t together = 0;
  for (std::size_t i = 1; i < seen.size(); ++i) together += seen[i].hash == seen[i - 1].hash;
  CHECK(together == 1);
  CHECK(seen[0].note == "sex");
  CHECK(seen[0].stream == seen[0].subject);
  std::size_t calls = 0;
  REQUIRE(lookups().visit("nik", [&](const Lookup&) { return ++calls < 2; }));
  CHECK(calls == 2);
}

TEST_CASE_METHOD(Fixture, "look-ups are made anew, and count as made when that is finished") {
  CHECK(lookups().version().value().empty());
  REQUIRE(lookups().finish("1"));
  write(nik("person/P1", "s1", "A"));
  reopen();
  CHECK(lookups().version().value() == "1");
  REQUIRE(lookups().clear());
  CHECK(rows() == 0);
  CHECK(lookups().version().value().empty());
  REQUIRE(lookups().add({nik("person/P1", "s1", "A"), nik("person/P2", "s2", "A")}));
  CHECK(lookups().version().value().empty());
  REQUIRE(lookups().finish("2"));
  CHECK(lookups().version().value() == "2");
  CHECK(same("person/P1", "s1") == Seals{"s2"});
}

}  // namespace ledger
