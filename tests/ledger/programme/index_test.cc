#include "ledger/programme/index.h"

#include <catch2/catch.hpp>

#include "ledger/core/bytes.h"
#include "ledger/programme/codec.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using support::SampleLedger;

std::map<std::string, std::string> claims(SampleLedger& ledger) {
  std::map<std::string, std::string> out;
  const auto cursor = ledger.store().cursor(ledger::table::claims);
  for (cursor->seek(""); cursor->valid(); cursor->next())
    out.emplace(cursor->key(), cursor->value());
  return out;
}

// The names that are no idempotency keys.
std::size_t names_in(const std::map<std::string, std::string>& claims) {
  std::size_t out = 0;
  for (const auto& [name, held] : claims)
    if (!name.starts_with(std::string("id") + '\0')) ++out;
  return out;
}

// The sample, whose determination names ten proposals, ten agreements a recipient and a number
// each, ten SPMs, ten SP2Ds and one deposit their numbers, and a reversal.
SampleLedger& with_reversal() {
  static SampleLedger ledger(support::sample_lines().size());
  static const std::string refusal = ledger.record({R"({"specversion":"1.0","id":"r",
      "source":"/office","type":"kawasan.event_reversed","subject":"kawasan/lebak-kasepuhan",
      "time":"2024-07-01T09:00:00+07:00","area":"36.02","reason":"twice","corrects":"5",
      "role":"programme_officer","data":{}})"});
  REQUIRE(refusal == "");
  return ledger;
}

}  // namespace

TEST_CASE("an index of an older program is made anew, and keeps its fingerprints") {
  SampleLedger& ledger = with_reversal();
  const auto before = claims(ledger);
  REQUIRE(names_in(before) == 479);
  ledger::StoreBatch batch;
  for (const auto& [name, held] : before)
    if (!name.starts_with(std::string("id") + '\0')) batch.remove(ledger::table::claims, name);
  batch.remove(ledger::table::meta, "index_version");
  REQUIRE(ledger.store().write(batch, ledger::Durability::synced));
  CHECK_FALSE(is_index_current(ledger.store()).value());
  REQUIRE(rebuild_index(ledger.store(), ledger.ledger()));
  CHECK(is_index_current(ledger.store()).value());
  CHECK(claims(ledger) == before);
}

TEST_CASE("an index that is behind goes on from where it ended") {
  SampleLedger& ledger = with_reversal();
  REQUIRE(rebuild_index(ledger.store(), ledger.ledger()));
  const auto before = claims(ledger);
  const std::uint64_t size = ledger.ledger().size();
  ledger::StoreBatch batch;
  for (const auto& [name, held] : before)
    if (ledger::read_u64(held) + 2 >= size) batch.remove(ledger::table::claims, name);
  batch.put(ledger::table::meta, "indexed_to", std::to_string(size - 2));
  REQUIRE(ledger.store().write(batch, ledger::Durability::synced));
  REQUIRE(rebuild_index(ledger.store(), ledger.ledger()));
  const auto after = claims(ledger);
  REQUIRE(after.size() == before.size());
  for (const auto& [name, held] : before) CHECK(after.at(name).substr(0, 8) == held.substr(0, 8));
}

TEST_CASE("an index that cannot be read is not made") {
  SampleLedger ledger(2);
  ledger::StoreBatch batch;
  batch.put(ledger::table::records, std::string(8, '\0'), std::string(40, 'x'));
  REQUIRE(ledger.store().write(batch, ledger::Durability::synced));
  CHECK_FALSE(rebuild_index(ledger.store(), ledger.ledger()));
}

}  // namespace programme
