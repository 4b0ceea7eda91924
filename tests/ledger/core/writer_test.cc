#include "ledger/core/writer.h"

#include <catch2/catch.hpp>
#include <set>

#include "ledger/core/head_slot.h"
#include "ledger/core/rocks_store.h"
#include "tests/support/core_ledger.h"
#include "tests/support/temporary_folder.h"

namespace ledger {
namespace {

using support::CoreLedger;
using support::CoreStores;
using support::text;
using support::together;
using support::verifies;
using support::WatchedStore;

// Takes outcomes from the writer's thread.
class Mailbox {
 public:
  Completion slot() {
    return [this](Outcome outcome) {
      const std::lock_guard lock(mutex_);
      outcomes_.push_back(std::move(outcome));
    };
  }
  // To be called when the writer rests.
  std::vector<Outcome>& outcomes() { return outcomes_; }

 private:
  // Guards outcomes_.
  std::mutex mutex_;
  std::vector<Outcome> outcomes_;
};

// A ledger whose stores keep one journal of their writes.
struct Watched {
  std::vector<std::string> journal;
  CoreLedger core{make()};
  WatchedStore& records = dynamic_cast<WatchedStore&>(*core.stores.records);
  WatchedStore& keys = dynamic_cast<WatchedStore&>(*core.stores.keys);
  Mailbox mailbox;

  Watched() { journal.clear(); }
  CoreStores make() {
    return {std::make_unique<WatchedStore>(ledger_tables().size(), "records", &journal),
            std::make_unique<WatchedStore>(Vault::table_names().size(), "keys", &journal)};
  }
  // An event of a person whose key was taken for it, as a registrar does.
  void submit(std::unique_ptr<Submission> submission, const std::string& subject) {
    uses.push_back(core.vault->subject_key(subject).value());
    core.writer->submit(std::move(submission), {subject}, mailbox.slot());
  }
  std::vector<KeyUse> uses;
};

// A store whose rows cannot be read while it is told so.
class BlindStore : public MemoryStore {
 public:
  using MemoryStore::MemoryStore;
  Result<std::optional<std::string>> get(Table table, std::string_view key) const override {
    if (blind == table) return fail(Code::unavailable, "the disk is failing");
    return MemoryStore::get(table, key);
  }
  std::optional<Table> blind;
};

using Journal = std::vector<std::string>;

// `threads` threads submit `each` events of their own, and a few that all of them share.
void submit_from_threads(Writer& writer, Mailbox& mailbox, int threads, int each) {
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([&writer, &mailbox, t, each] {
      for (int i = 0; i < each; ++i) {
        const bool shared = i % 10 == 9;
        const std::string id = (shared ? "shared" : std::to_string(t)) + "/" + std::to_string(i);
        writer.submit(
            together(text("stream/" + std::to_string(t % 5), id, shared ? "the same" : id)), {},
            mailbox.slot());
      }
    });
  for (std::thread& thread : running) thread.join();
}

// What is wrong with the outcomes of submit_from_threads, whose own events are recorded once each.
std::vector<std::string> complaints_about(std::vector<Outcome>& outcomes, const Ledger& log) {
  std::vector<std::string> wrong;
  std::set<std::uint64_t> recorded;
  for (const Outcome& outcome : outcomes) {
    const std::string& id = outcome.submission->actions[0]->claim;
    if (outcome.submission->error || outcome.receipts.size() != 1) {
      wrong.push_back(id + " was not recorded");
      continue;
    }
    const Receipt& receipt = outcome.receipts[0];
    const auto stored = log.receipt(receipt.position);
    if (!verifies(receipt, log.key())) wrong.push_back("the receipt of " + id + " does not verify");
    if (!stored || stored->proof != receipt.proof || stored->checkpoint != receipt.checkpoint)
      wrong.push_back("the receipt of " + id + " is another than the stored one");
    if (outcome.recorded && !recorded.insert(receipt.position).second)
      wrong.push_back(id + " was recorded at a position of another");
  }
  if (recorded.size() != log.size()) wrong.push_back("not every record has one who recorded it");
  return wrong;
}

}  // namespace

TEST_CASE("everything that waits goes into one commit") {
  CoreLedger core;
  Mailbox mailbox;
  for (int i = 0; i < 10; ++i)
    core.writer->submit(together(text("s", std::to_string(i))), {}, mailbox.slot());
  CHECK(mailbox.outcomes().empty());
  CHECK(core.log->size() == 0);
  CHECK(core.writer->round());
  CHECK(core.writer->commits() == 1);
  CHECK(core.log->size() == 10);
  REQUIRE(mailbox.outcomes().size() == 10);
  for (const Outcome& outcome : mailbox.outcomes()) CHECK(outcome.receipts[0].tree_size == 10);
  CHECK_FALSE(core.writer->round());
  CHECK(core.writer->commits() == 1);
}

TEST_CASE("an outcome tells what is new, what was there before and what was refused") {
  CoreLedger core;
  Mailbox mailbox;
  core.append(3);
  const auto submit = [&](std::unique_ptr<Submission> submission) {
    core.writer->submit(std::move(submission), {}, mailbox.slot());
  };
  submit(together(text("s", "1"), text("tiny/1", "record 1"), text("s", "2")));
  submit(together(text("tiny/1", "record 1")));
  submit(together(text("s", "1", "another")));
  submit(together(text("s", "3")));
  auto dry = together(text("s", "4"));
  dry->dry_run = true;
  submit(std::move(dry));
  core.writer->round();
  const auto& got = mailbox.outcomes();
  REQUIRE(got.size() == 5);
  CHECK(got[0].recorded);
  REQUIRE(got[0].receipts.size() == 3);
  CHECK(got[0].receipts[1].position == 1);
  CHECK(got[0].receipts[1].tree_size == 3);
  CHECK(got[0].receipts[2].tree_size == 6);
  CHECK_FALSE(got[1].recorded);
  CHECK(got[1].receipts[0].position == 1);
  CHECK(got[2].submission->error->name == "id-reused");
  CHECK(got[2].receipts.empty());
  CHECK_FALSE(got[2].unknown);
  CHECK(got[3].receipts[0].position == 5);
  CHECK(got[4].submission->placed[0].record == "4");
  CHECK(got[4].receipts.empty());
  CHECK_FALSE(got[4].recorded);
}

TEST_CASE("a round that records nothing makes no commit, and tells nobody of one") {
  CoreLedger core;
  Mailbox mailbox;
  int told = 0;
  core.writer->on_commit([&] { ++told; });
  auto dry = together(text("s", "1"));
  dry->dry_run = true;
  core.writer->submit(std::move(dry), {}, mailbox.slot());
  CHECK(core.writer->round());
  CHECK(core.writer->commits() == 0);
  CHECK(told == 0);
  CHECK(mailbox.outcomes().size() == 1);
}

TEST_CASE("a commit is told of when it can be read, before its events are answered") {
  CoreLedger core;
  std::vector<std::string> order;
  core.writer->on_commit([&] { order.push_back("size " + std::to_string(core.log->size())); });
  core.writer->submit(together(text("s", "1"), text("s", "2")), {},
                      [&](const Outcome&) { order.push_back("answer"); });
  core.writer->round();
  CHECK(order == Journal{"size 2", "answer"});
}

TEST_CASE("32 threads that submit get exactly one outcome each time") {
  CoreLedger core;
  Mailbox mailbox;
  core.writer->start();
  submit_from_threads(*core.writer, mailbox, 32, 20);
  core.writer->stop();
  REQUIRE(mailbox.outcomes().size() == 32 * 20);
  CHECK(core.log->size() == 32 * 18 + 2);
  CHECK(complaints_about(mailbox.outcomes(), *core.log) == Journal{});
  CHECK(core.writer->commits() >= 1);
  CHECK(core.writer->commits() <= core.log->size());
}

TEST_CASE("a writer that ends answers what was submitted, whether it has a thread or not") {
  CoreLedger core;
  Mailbox mailbox;
  if (GENERATE(false, true)) core.writer->start();
  for (int i = 0; i < 50; ++i)
    core.writer->submit(together(text("s", std::to_string(i))), {}, mailbox.slot());
  core.writer.reset();
  CHECK(mailbox.outcomes().size() == 50);
  CHECK(core.log->size() == 50);
}

TEST_CASE("an answer may submit the next event") {
  CoreLedger core;
  Mailbox mailbox;
  core.writer->submit(together(text("s", "1")), {}, [&](const Outcome&) {
    core.writer->submit(together(text("s", "2")), {}, mailbox.slot());
  });
  core.writer->stop();
  REQUIRE(mailbox.outcomes().size() == 1);
  CHECK(mailbox.outcomes()[0].receipts[0].position == 1);
  CHECK(core.writer->commits() == 2);
}

TEST_CASE("a failed write leaves its batch unknown, and later ones certainly not recorded") {
  Watched watched;
  CoreLedger& core = watched.core;
  core.append(2);
  int told = 0;
  core.writer->on_commit([&] { ++told; });
  const auto submit = [&](std::unique_ptr<Submission> submission) {
    core.writer->submit(std::move(submission), {}, watched.mailbox.slot());
  };
  watched.records.fault = GENERATE(WatchedStore::Fault::refuses, WatchedStore::Fault::loses_answer);
  submit(together(text("s", "new")));
  submit(together(text("s", "new")));                    // the same again
  submit(together(text("tiny/1", "record 1")));          // recorded long before
  submit(together(text("tiny/1", "record 1", "else")));  // refused
  core.writer->round();
  watched.records.fault = WatchedStore::Fault::none;
  submit(together(text("s", "late")));
  core.writer->round();

  const auto& got = watched.mailbox.outcomes();
  REQUIRE(got.size() == 5);
  for (const std::size_t i : {0, 1}) {
    CHECK(got[i].submission->error->code == Code::unavailable);
    CHECK(got[i].unknown);
    CHECK(got[i].receipts.empty());
  }
  CHECK_FALSE(got[2].submission->error);
  CHECK(verifies(got[2].receipts[0], core.key->verifier()));
  CHECK(got[3].submission->error->name == "id-reused");
  CHECK_FALSE(got[3].unknown);
  CHECK(got[4].submission->error->code == Code::unavailable);
  CHECK_FALSE(got[4].unknown);
  CHECK(core.writer->commits() == 0);
  CHECK(told == 0);
  CHECK(core.log->size() == 2);
  CHECK(core.log->record(1).value() == "record 1");
}

TEST_CASE("a ledger that is read-only answers what it has, and doubts what it may have") {
  Watched watched;
  CoreLedger& core = watched.core;
  core.append(2);
  const auto submit = [&](std::unique_ptr<Submission> submission) {
    core.writer->submit(std::move(submission), {}, watched.mailbox.slot());
    core.writer->round();
    return std::move(watched.mailbox.outcomes().back());
  };
  CHECK_FALSE(core.writer->refusal());
  watched.records.fault = WatchedStore::Fault::loses_answer;
  submit(together(text("tiny/1", "new")));
  watched.records.fault = WatchedStore::Fault::none;
  REQUIRE(core.writer->refusal());
  CHECK(core.writer->refusal()->message.find("restart") != std::string::npos);
  const auto again = submit(together(text("tiny/1", "new")));
  CHECK(again.submission->error->code == Code::unavailable);
  CHECK(again.unknown);
  CHECK(submit(together(text("s", "other"), text("tiny/1", "new"))).unknown);
  const auto other = submit(together(text("s", "other")));
  CHECK(other.submission->error->code == Code::unavailable);
  CHECK_FALSE(other.unknown);
  const auto repeated = submit(together(text("tiny/1", "record 1"), text("tiny/0", "record 0")));
  CHECK_FALSE(repeated.submission->error);
  CHECK_FALSE(repeated.recorded);
  REQUIRE(repeated.receipts.size() == 2);
  CHECK(verifies(repeated.receipts[0], core.key->verifier()));
  CHECK(submit(together(text("tiny/1", "record 1", "else"))).submission->error->name ==
        "id-reused");
  const auto half = submit(together(text("tiny/1", "record 1"), text("s", "other")));
  CHECK(half.submission->error->code == Code::unavailable);
  CHECK(half.submission->failed_action == 1);
  CHECK(half.receipts.empty());
  auto dry = together(text("tiny/1", "record 1"));
  dry->dry_run = true;
  CHECK(submit(std::move(dry)).submission->error->code == Code::unavailable);
  CHECK(core.log->size() == 2);
}

TEST_CASE("nothing is begun that could find the disk full, and room lets it go on") {
  Watched watched;
  CoreLedger& core = watched.core;
  core.append(2);
  watched.journal.clear();
  std::uint64_t room = Writer::spare_bytes - 1;
  core.writer->watch_room([&room] { return room; });
  const auto submit = [&](std::size_t bytes) {
    auto submission = together(text("s", "new"));
    submission->bytes = bytes;
    core.writer->submit(std::move(submission), {}, watched.mailbox.slot());
    core.writer->submit(together(text("tiny/1", "record 1")), {}, watched.mailbox.slot());
    core.writer->round();
    const auto& got = watched.mailbox.outcomes();
    CHECK_FALSE(got.back().submission->error);
    return got[got.size() - 2].recorded;
  };
  CHECK_FALSE(submit(100));
  const auto& refused = watched.mailbox.outcomes()[0];
  CHECK(refused.submission->error->code == Code::unavailable);
  CHECK(refused.submission->error->message.find("full") != std::string::npos);
  CHECK_FALSE(refused.unknown);
  CHECK(core.writer->refusal());
  CHECK_FALSE(core.log->read_only());
  CHECK(watched.journal.empty());

  room = Writer::spare_bytes + 100'000;
  CHECK_FALSE(core.writer->refusal());
  CHECK_FALSE(submit(1'000'000));  // for which there is not enough
  CHECK(submit(100));
  CHECK(core.log->size() == 3);
}

TEST_CASE("the ledger knows the generation of the vault that it stands on") {
  Watched watched;
  const auto known = [&] {
    return watched.core.stores.records->get(table::meta, vault_generation_row).value();
  };
  watched.core.append(1);
  CHECK(known() == std::nullopt);
  watched.submit(together(text("person/1", "1")), "person/1");
  watched.core.writer->round();
  CHECK(known() == "1");
  watched.submit(together(text("person/1", "2")), "person/1");
  watched.core.writer->round();
  CHECK(known() == "1");
  watched.submit(together(text("person/2", "3")), "person/2");
  watched.core.writer->round();
  CHECK(known() == "2");
}

TEST_CASE("a failed write leaves its events unknown, also for who sends them again") {
  Watched watched;
  watched.core.append(2);
  const auto submit = [&](std::unique_ptr<Submission> submission) {
    watched.core.writer->submit(std::move(submission), {}, watched.mailbox.slot());
  };
  watched.records.fault = GENERATE(WatchedStore::Fault::refuses, WatchedStore::Fault::loses_answer);
  submit(together(text("s", "new"), text("s", "with it")));
  watched.core.writer->round();
  submit(together(text("s", "new")));
  submit(together(text("s", "late"), text("s", "with it")));
  submit(together(text("tiny/1", "record 1")));  // recorded long before
  submit(together(text("s", "late")));
  auto dry = together(text("s", "new"));
  dry->dry_run = true;
  submit(std::move(dry));
  watched.core.writer->round();
  const auto& got = watched.mailbox.outcomes();
  REQUIRE(got.size() == 6);
  for (const std::size_t i : {0, 1, 2, 4, 5})
    CHECK(got[i].submission->error->code == Code::unavailable);
  for (const std::size_t i : {0, 1, 2}) CHECK(got[i].unknown);
  CHECK_FALSE(got[3].submission->error);
  CHECK_FALSE(got[4].unknown);
  CHECK_FALSE(got[5].unknown);
}

TEST_CASE("where what is on disk cannot be read, nobody is told that an event is not there") {
  auto records = std::make_unique<BlindStore>(ledger_tables().size());
  BlindStore& store = *records;
  CoreLedger core({std::move(records), std::make_unique<MemoryStore>(Vault::table_names().size())});
  Mailbox mailbox;
  core.append(3);
  store.blind = GENERATE(table::records, table::claims);
  const bool ids_are_known = store.blind == table::records;
  core.writer->submit(together(text("tiny/1", "record 1")), {}, mailbox.slot());
  core.writer->submit(together(text("s", "new")), {}, mailbox.slot());
  core.writer->round();
  store.blind.reset();
  core.writer->submit(together(text("tiny/1", "record 1")), {}, mailbox.slot());
  core.writer->round();
  const auto& got = mailbox.outcomes();
  REQUIRE(got.size() == 3);
  CHECK(got[0].submission->error->code == Code::unavailable);
  CHECK(got[0].receipts.empty());
  CHECK(got[0].unknown);
  CHECK(got[1].submission->error.has_value() != ids_are_known);
  CHECK(got[1].unknown != ids_are_known);
  CHECK(got[2].receipts.at(0).position == 1);
  CHECK_FALSE(got[2].unknown);
}

TEST_CASE("keys of new subjects are on disk before the records that they seal") {
  Watched watched;
  watched.submit(together(text("person/1", "1")), "person/1");
  watched.submit(together(text("person/2", "2")), "person/2");
  watched.core.writer->round();
  CHECK(watched.journal == Journal{"keys", "records"});
  CHECK(watched.mailbox.outcomes().size() == 2);
  const SubjectKey key = watched.uses[1].key();
  watched.uses.clear();
  watched.submit(together(text("person/2", "3")), "person/2");
  watched.core.writer->round();
  CHECK(watched.journal == Journal{"keys", "records", "records"});
  watched.uses.clear();
  watched.core.reopen();
  CHECK(watched.core.vault->find("person/2").value() == key);
}

TEST_CASE("keys of events that are not recorded are not kept") {
  Watched watched;
  watched.core.append(1);
  watched.journal.clear();
  auto dry = together(text("person/1", "1"));
  dry->dry_run = true;
  watched.submit(std::move(dry), "person/1");
  watched.submit(together(text("person/2", "record 0", "another")), "person/2");
  watched.core.writer->submit(together(text("s", "2")), {}, watched.mailbox.slot());
  watched.core.writer->round();
  watched.uses.clear();
  CHECK(watched.journal == Journal{"records"});
  CHECK(watched.core.vault->find("person/1").value() == std::nullopt);
  CHECK(watched.core.vault->find("person/2").value() == std::nullopt);
}

TEST_CASE("where the keys cannot be written no record is, and the ledger takes no more") {
  Watched watched;
  watched.keys.fault = WatchedStore::Fault::refuses;
  watched.submit(together(text("person/1", "1")), "person/1");
  watched.core.writer->round();
  CHECK(watched.journal == Journal{"keys"});
  CHECK(watched.core.log->read_only());
  CHECK(watched.core.log->size() == 0);
  REQUIRE(watched.mailbox.outcomes().size() == 1);
  CHECK(watched.mailbox.outcomes()[0].submission->error->code == Code::unavailable);
  CHECK(watched.mailbox.outcomes()[0].unknown);
}

TEST_CASE("32 threads write to a ledger on disk, and all of it is there afterwards", "[disk]") {
  const TemporaryFolder folder;
  const auto open = [&](Access access) {
    CoreStores stores;
    stores.records = RocksStore::open(folder.path("ledger"), ledger_tables(), access).value();
    stores.keys = RocksStore::open(folder.path("vault"), Vault::table_names(), access).value();
    return stores;
  };
  REQUIRE(HeadSlots::create(folder.path()));
  auto slots = HeadSlots::open(folder.path(), false).value();
  CoreLedger core(open(Access::create), &slots);
  Mailbox mailbox;
  core.writer->start();
  submit_from_threads(*core.writer, mailbox, 32, 20);
  core.writer->stop();
  CHECK(mailbox.outcomes().size() == 32 * 20);
  CHECK(complaints_about(mailbox.outcomes(), *core.log) == Journal{});
  CHECK(slots.size() == core.log->size());
  CHECK(core.writer->commits() < core.log->size());

  core.writer.reset();
  core.sequencer.reset();
  core.log.reset();
  core.vault.reset();
  core.stores = {};
  core.stores = open(Access::open);
  core.reopen();
  CHECK(core.log->size() == slots.size());
  CHECK(slots.latest() == core.log->checkpoint(slots.size()).value());
  CHECK(complaints_about(mailbox.outcomes(), *core.log) == Journal{});
}

}  // namespace ledger
