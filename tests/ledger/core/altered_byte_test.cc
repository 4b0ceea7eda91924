// One byte of one row of a ledger is altered, wherever it may be: then opening is refused, or what
// is read from that row is corrupt or fails against the signed checkpoint. Never is there a wrong
// answer that verifies.
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "ledger/core/sha256.h"
#include "tests/support/core_ledger.h"
#include "tests/support/laws.h"

namespace ledger {
namespace {

using support::CoreLedger;
using support::row_key;
using support::verifies;

// Some 300 records in commits of 1 to 20; past the first tile, whose row is then there.
struct Subject : CoreLedger {
  explicit Subject(std::mt19937_64& sizes) {
    while (log->size() < 300) append(sizes() % 20 + 1);
    head = log->checkpoint(log->size()).value();
  }
  std::string head;
};

std::string record_at(std::uint64_t position) { return "record " + std::to_string(position); }

struct Row {
  Table table;
  std::string key;
  std::string value;
};

std::vector<Row> rows_of(const Reader& store, Table table) {
  std::vector<Row> rows;
  const auto cursor = store.cursor(table);
  for (cursor->seek(""); cursor->valid(); cursor->next())
    rows.push_back({table, std::string(cursor->key()), std::string(cursor->value())});
  return rows;
}

// The row with one byte changed while this lives.
class Altered {
 public:
  Altered(Store& store, const Row& row, std::mt19937_64& random) : store_(store), row_(row) {
    std::string value = row.value;
    char& byte = value[random() % value.size()];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (random() % 255 + 1));
    put(value);
  }
  Altered(const Altered&) = delete;
  Altered& operator=(const Altered&) = delete;
  ~Altered() { put(row_.value); }

 private:
  void put(const std::string& value) {
    StoreBatch batch;
    batch.put(row_.table, row_.key, value);
    if (!store_.write(batch, Durability::synced)) std::abort();
  }
  Store& store_;
  const Row& row_;
};

// What a reader who trusts nothing but the key makes of an answer.
enum class Answer { right, noticed, deceived };

Answer judge_record(const Ledger& log, std::uint64_t position) {
  const auto record = log.record(position);
  if (!record) return record.error().code == Code::corrupt ? Answer::noticed : Answer::deceived;
  return *record == record_at(position) ? Answer::right : Answer::deceived;
}

Answer judge_receipt(const Ledger& log, std::uint64_t position,
                     std::optional<std::uint64_t> tree_size) {
  const auto receipt = log.receipt(position, tree_size);
  if (!receipt) return receipt.error().code == Code::corrupt ? Answer::noticed : Answer::deceived;
  if (!verifies(*receipt, log.key())) return Answer::noticed;
  const bool right = receipt->record == record_at(position) && receipt->position == position;
  return right ? Answer::right : Answer::deceived;
}

// All leaves as they are served, against the signed root, and the tile above against the leaves.
Answer judge_tiles(const Ledger& log, const Checkpoint& signed_head) {
  Tail tree;
  for (std::uint64_t first = 0; first < signed_head.size; first += 256) {
    const auto width =
        static_cast<unsigned>(std::min<std::uint64_t>(256, signed_head.size - first));
    const auto hashes = log.hashes({0, first / 256}, width);
    if (!hashes) return hashes.error().code == Code::corrupt ? Answer::noticed : Answer::deceived;
    for (std::size_t i = 0; i < width; ++i) tree.append(to_hash(hashes->substr(32 * i, 32)));
  }
  if (tree.root() != signed_head.root) return Answer::noticed;
  const auto above = log.hashes({1, 0}, 1);
  if (!above) return above.error().code == Code::corrupt ? Answer::noticed : Answer::deceived;
  return *above == view(tree.node(8, 0).value()) ? Answer::right : Answer::noticed;
}

// Every read that touches the row. `whole` is the checkpoint over all.
std::vector<Answer> reads_of(const Ledger& log, const Row& row, const Checkpoint& whole) {
  std::vector<Answer> answers;
  const auto read = [&](std::uint64_t position) {
    answers.push_back(judge_record(log, position));
    answers.push_back(judge_receipt(log, position, std::nullopt));
    answers.push_back(judge_receipt(log, position, whole.size));
  };
  if (row.table == table::records) {
    const std::uint64_t position = read_u64(row.key);
    read(position);
    if (position > 0) read(position - 1);
    if (position + 1 < whole.size) read(position + 1);
  }
  if (row.table == table::tiles)
    for (std::uint64_t position = 0; position < whole.size; position += 17) read(position);
  if (row.table == table::checkpoints) {
    const std::uint64_t size = read_u64(row.key);
    const bool opens = open_checkpoint(log.checkpoint(size).value(), log.key()).has_value();
    answers.push_back(opens ? Answer::deceived : Answer::noticed);
    if (size > 0) read(size - 1);
    if (size > 0) answers.push_back(judge_receipt(log, 0, size));
  }
  answers.push_back(judge_tiles(log, whole));
  return answers;
}

// nullopt: as it should be.
std::optional<std::string> complaint_about(const Subject& subject, const Row& row) {
  const auto opened =
      Ledger::open_reader(*subject.stores.records, subject.key->verifier(), subject.head);
  if (!opened) {
    if (opened.error().code == Code::corrupt) return std::nullopt;
    return "opening is refused with another code than corrupt";
  }
  const auto whole = open_checkpoint(subject.head, subject.key->verifier()).value();
  const auto answers = reads_of(**opened, row, whole);
  if (std::count(answers.begin(), answers.end(), Answer::deceived) > 0)
    return "a wrong answer verifies";
  if (std::count(answers.begin(), answers.end(), Answer::noticed) == 0) return "nothing is noticed";
  return std::nullopt;
}

struct Tally {
  std::size_t tried = 0;
  std::vector<std::string> complaints;
};

// Alters each row of the table `times` times.
void try_table(Subject& subject, Table table, int times, std::mt19937_64& random, Tally& tally) {
  for (const Row& row : rows_of(*subject.stores.records, table))
    for (int i = 0; i < times; ++i) {
      const Altered altered(*subject.stores.records, row, random);
      ++tally.tried;
      if (const auto wrong = complaint_about(subject, row))
        tally.complaints.push_back(ledger_tables()[table] + " " + to_hex(row.key) + ": " + *wrong);
    }
}

}  // namespace

TEST_CASE("one altered byte anywhere in records, tiles or checkpoints never gives a wrong answer") {
  std::mt19937_64 random(support::seed_of("one altered byte"));
  Subject subject(random);
  Tally tally;
  try_table(subject, table::records, support::rounds(1), random, tally);
  try_table(subject, table::tiles, support::rounds(40), random, tally);
  try_table(subject, table::checkpoints, support::rounds(4), random, tally);
  std::cout << "one altered byte: " << tally.tried << " alterations tried\n";
  CHECK(tally.tried > 450);
  CHECK(tally.complaints == std::vector<std::string>{});
}

TEST_CASE("without an alteration every one of those reads is right") {
  std::mt19937_64 random(support::seed_of("no altered byte"));
  const Subject subject(random);
  const auto whole = open_checkpoint(subject.head, subject.key->verifier()).value();
  for (const Table table : {table::records, table::tiles})
    for (const Row& row : rows_of(*subject.stores.records, table)) {
      const auto answers = reads_of(*subject.log, row, whole);
      CHECK(std::count(answers.begin(), answers.end(), Answer::right) ==
            static_cast<std::ptrdiff_t>(answers.size()));
    }
}

}  // namespace ledger
