#include "ledger/core/sequencer.h"

#include <catch2/catch.hpp>

#include "tests/support/core_ledger.h"

namespace ledger {
namespace {

using support::action_of;
using support::CoreLedger;
using support::CoreStores;
using support::row_key;
using support::text;
using support::TextAction;
using support::together;

using Positions = std::vector<std::uint64_t>;

Positions positions_of(const Submission& submission) {
  Positions out;
  for (const Placed& placed : submission.placed) out.push_back(placed.position);
  return out;
}

// An event of stream "s" that expects these versions.
std::unique_ptr<TextAction> expecting(const std::string& id, Positions versions) {
  auto out = text("s", id);
  out->expected_versions = std::move(versions);
  return out;
}

std::unique_ptr<TextAction> refused(const std::string& stream, const std::string& id) {
  auto out = text(stream, id);
  out->refusal = Error{Code::refused, "a rule says no", "I1", "no_such_thing"};
  return out;
}

// An event that asks the log for what is before it in its stream.
std::unique_ptr<TextAction> looking_back(std::unique_ptr<TextAction> action) {
  action->looks_back = true;
  return action;
}

// One submission in a commit of its own.
std::unique_ptr<Submission> alone(CoreLedger& core, std::unique_ptr<TextAction> action) {
  auto out = together(std::move(action));
  core.commit({out.get()});
  return out;
}

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows rows_of(const Reader& store, Table table) {
  Rows rows;
  const auto cursor = store.cursor(table);
  for (cursor->seek(""); cursor->valid(); cursor->next())
    rows.emplace_back(cursor->key(), cursor->value());
  return rows;
}

}  // namespace

TEST_CASE("positions and versions follow each other without a gap, within a step and across") {
  CoreLedger core;
  for (std::uint64_t step = 0; step < 3; ++step) {
    const std::string n = std::to_string(step);
    auto first = together(text("a", "1." + n)), second = together(text("b", "2." + n));
    auto third = together(text("a", "3." + n));
    const Commit commit = core.commit({first.get(), second.get(), third.get()});
    CHECK(commit.first == step * 3);
    CHECK(commit.size == step * 3 + 3);
    CHECK(positions_of(*second) == Positions{step * 3 + 1});
    CHECK(first->placed[0].stream_version == step * 2 + 1);
    CHECK(second->placed[0].stream_version == step + 1);
    CHECK(third->placed[0].stream_version == step * 2 + 2);
  }
  CHECK(core.log->size() == 9);
  CHECK(core.log->stream_head("a").value()->version == 6);
}

TEST_CASE("an event is told its place, the event before it in its stream, and that stream") {
  CoreLedger core;
  auto first = alone(core, looking_back(text("a", "1")));
  CHECK(action_of(*first).place.previous_position == std::nullopt);
  CHECK(action_of(*first).stream_before.empty());
  auto other = together(text("b", "2")), second = together(text("a", "3"));
  auto third = together(looking_back(text("a", "4")));
  core.commit({other.get(), second.get(), third.get()});
  CHECK(action_of(*other).place.previous_position == std::nullopt);
  CHECK(action_of(*second).place.previous_position == 0);
  CHECK(action_of(*third).place.previous_position == 2);
  CHECK(action_of(*third).place.position == 3);
  CHECK(action_of(*third).place.stream_version == 3);
  CHECK(action_of(*third).stream_before == Positions{0, 2});
}

TEST_CASE("the recorded time never decreases, although the clock goes back") {
  CoreLedger core;
  const auto recorded_at = [&](std::int64_t now_us, const std::string& id) {
    core.clock.set(now_us);
    return action_of(*alone(core, text("a", id))).place.recorded_us;
  };
  CHECK(recorded_at(500, "1") == 500);
  CHECK(recorded_at(499, "2") == 500);
  CHECK(recorded_at(-7, "3") == 500);
  CHECK(recorded_at(501, "4") == 501);
  core.reopen(501);
  CHECK(recorded_at(20, "5") == 501);
}

TEST_CASE("a step that accepts nothing does not hold the clock") {
  CoreLedger core;
  core.clock.set(900);
  alone(core, refused("a", "1"));
  core.clock.set(300);
  CHECK(action_of(*alone(core, text("a", "2"))).place.recorded_us == 300);
}

TEST_CASE("an event is refused where the stream is not at every version that it expects") {
  struct Row {
    std::string title;
    Positions expected;
    std::uint64_t at;  // version of the stream before
    bool accepted;
  };
  const auto row = GENERATE(values<Row>({
      {"a new stream, as expected", {0}, 0, true},
      {"a new stream, one expected at 1", {1}, 0, false},
      {"a stream that exists, expected new", {0}, 2, false},
      {"the version as expected", {2}, 2, true},
      {"a stale version", {1}, 2, false},
      {"a version that is not reached yet", {3}, 2, false},
      {"the same version twice", {2, 2}, 2, true},
      {"two versions, of which one is stale", {2, 1}, 2, false},
      {"nothing expected", {}, 2, true},
  }));
  CAPTURE(row.title);
  CoreLedger core;
  for (std::uint64_t i = 0; i < row.at; ++i) alone(core, text("s", std::to_string(i)));
  const auto tried = alone(core, expecting("new", row.expected));
  CHECK(tried->error.has_value() != row.accepted);
  CHECK(core.log->size() == row.at + (row.accepted ? 1 : 0));
  if (row.accepted) return;
  CHECK(tried->error->code == Code::conflict);
  CHECK(tried->error->name == "version-conflict");
  CHECK(tried->current_version == row.at);
  CHECK(tried->placed.empty());
  CHECK(action_of(*tried).prepared == 0);
}

TEST_CASE("of two events that expect the same version in one step, the first is recorded") {
  CoreLedger core;
  auto first = together(expecting("1", {0})), second = together(expecting("2", {0}));
  auto third = together(expecting("3", {1}));
  core.commit({first.get(), second.get(), third.get()});
  CHECK_FALSE(first->error);
  CHECK(second->current_version == 1);
  CHECK(positions_of(*third) == Positions{1});
}

TEST_CASE("an event that wants an existing stream is refused on a missing one") {
  CoreLedger core;
  const auto wanting = [](const std::string& id) {
    auto out = text("s", id);
    out->stream_must_exist = true;
    return out;
  };
  const auto early = alone(core, wanting("1"));
  CHECK(early->error->name == "version-conflict");
  CHECK(early->current_version == 0);
  auto opening = together(text("s", "2"), wanting("3"));
  core.commit({opening.get()});
  CHECK(positions_of(*opening) == Positions{0, 1});
  CHECK_FALSE(alone(core, wanting("4"))->error);
}

TEST_CASE("an id that was used for the same event gives its first place, whatever is expected") {
  CoreLedger core;
  const bool across = GENERATE(false, true);
  auto first = together(text("s", "id"));
  if (across) core.commit({first.get()});
  auto again = together(expecting("id", {77}));
  auto next = together(text("s", "next"));
  std::vector<Submission*> queue{again.get(), next.get()};
  if (!across) queue.insert(queue.begin(), first.get());
  core.commit(queue);
  CHECK_FALSE(first->placed[0].repeated);
  CHECK_FALSE(again->error);
  CHECK(again->placed[0].repeated);
  CHECK(positions_of(*again) == Positions{0});
  CHECK(action_of(*again).prepared == 0);
  CHECK(positions_of(*next) == Positions{1});
  CHECK(core.log->size() == 2);
}

TEST_CASE("a step of repeated events alone makes no commit") {
  CoreLedger core;
  alone(core, text("s", "id"));
  auto again = together(text("s", "id"));
  CHECK(core.commit({again.get()}).empty());
  CHECK(core.log->size() == 1);
  CHECK(core.log->checkpoint(1));
}

TEST_CASE("an id that was used for another event is refused, within a step and across") {
  CoreLedger core;
  const bool across = GENERATE(false, true);
  auto first = together(text("s", "id", "one"));
  if (across) core.commit({first.get()});
  auto other = together(text("s", "id", "another"));
  std::vector<Submission*> queue{other.get()};
  if (!across) queue.insert(queue.begin(), first.get());
  core.commit(queue);
  CHECK(other->error->code == Code::conflict);
  CHECK(other->error->name == "id-reused");
  CHECK(other->current_version == std::nullopt);
  CHECK(core.log->size() == 1);
}

TEST_CASE("ids are known after reopening, and the sequencer goes on where it was") {
  CoreLedger core;
  core.append(300);
  core.reopen();
  auto same = together(text("tiny/3", "record 3"));
  auto other = together(text("tiny/3", "record 3", "another"));
  auto next = together(text("tiny/3", "new"));
  core.commit({same.get(), other.get(), next.get()});
  CHECK(positions_of(*same) == Positions{3});
  CHECK(other->error->name == "id-reused");
  CHECK(positions_of(*next) == Positions{300});
  CHECK(next->placed[0].stream_version == 44);  // 3, 10, 17 … 297 are 43
  CHECK(action_of(*next).place.previous_position == 297);
  CHECK(support::verifies(core.log->receipt(300).value(), core.key->verifier()));
}

TEST_CASE("a submission is recorded as a whole or not at all, and the first fault is named") {
  CoreLedger core;
  alone(core, text("s", "taken"));
  auto whole = together(text("s", "1"), text("t", "2"), text("s", "3"));
  auto broken = together(text("s", "4"), text("new", "5"), refused("t", "6"), refused("t", "7"));
  core.commit({whole.get(), broken.get()});
  CHECK(positions_of(*whole) == Positions{1, 2, 3});
  CHECK(broken->error->name == "no_such_thing");
  CHECK(broken->failed_action == 2);
  CHECK(broken->placed.empty());
  for (std::size_t i = 0; i < 4; ++i) CHECK(action_of(*broken, i).reverted == 1);
  CHECK(action_of(*whole).reverted == 0);
  CHECK(core.log->size() == 4);
  CHECK_FALSE(core.log->stream_head("new").value());
  CHECK_FALSE(core.log->claim("4").value());
}

TEST_CASE("a submission that was taken back frees its ids, its versions and its positions") {
  CoreLedger core;
  alone(core, text("s", "before"));
  auto broken = together(text("s", "1"), text("new", "2"), text("s", "3"), refused("s", "4"));
  auto after = together(looking_back(expecting("1", {1})), text("new", "2", "another"));
  core.commit({broken.get(), after.get()});
  CHECK_FALSE(after->error);
  CHECK(positions_of(*after) == Positions{1, 2});
  CHECK(after->placed[0].stream_version == 2);
  CHECK(after->placed[1].stream_version == 1);
  CHECK(action_of(*after).place.previous_position == 0);
  CHECK(action_of(*after).stream_before == Positions{0});
  CHECK_FALSE(after->placed[0].repeated);
  CHECK(core.log->record(2).value() == "another");
}

TEST_CASE("events of one submission build on each other, and a repeated one may be among them") {
  CoreLedger core;
  alone(core, text("s", "old"));
  auto mixed = together(text("s", "old"), expecting("1", {1}), expecting("2", {2}));
  core.commit({mixed.get()});
  CHECK(positions_of(*mixed) == Positions{0, 1, 2});
  CHECK(mixed->placed[0].repeated);
  auto twice = together(text("s", "3"), text("s", "3"));
  core.commit({twice.get()});
  CHECK(positions_of(*twice) == Positions{3, 3});
  CHECK(core.log->size() == 4);
}

TEST_CASE("a refused event between accepted ones of other submissions leaves no mark") {
  CoreLedger core, without;
  auto before = together(text("s", "1")), broken = together(refused("s", "2"));
  auto stale = together(expecting("3", {9})), after = together(text("s", "4"));
  const Commit commit = core.commit({before.get(), broken.get(), stale.get(), after.get()});
  auto first = together(text("s", "1")), second = together(text("s", "4"));
  const Commit same = without.commit({first.get(), second.get()});
  CHECK(positions_of(*after) == Positions{1});
  CHECK(commit.checkpoint == same.checkpoint);
  CHECK(commit.rows.changes.size() == same.rows.changes.size());
  CHECK(broken->error);
  CHECK(stale->error);
}

TEST_CASE("a dry run shows the record that would be, and adds nothing") {
  CoreLedger core;
  alone(core, text("s", "1"));
  auto dry = together(text("s", "2"), text("s", "3"), text("s", "1"));
  dry->dry_run = true;
  dynamic_cast<TextAction&>(*dry->actions[1]).says_place = true;
  core.clock.set(2'000'000);
  CHECK(core.commit({dry.get()}).empty());
  CHECK_FALSE(dry->error);
  CHECK(dry->placed[0].record == "2");
  CHECK(dry->placed[1].record == "3 at 2, version 3 after 1, recorded 2000000");
  CHECK(dry->placed[2].record == "1");
  CHECK(dry->placed[2].repeated);
  CHECK(action_of(*dry).reverted == 1);
  CHECK(core.log->size() == 1);
  auto real = together(text("s", "2", "another"));
  core.commit({real.get()});
  CHECK(positions_of(*real) == Positions{1});
}

TEST_CASE("a dry run sees what the step has accepted so far, and its refusal is told") {
  CoreLedger core;
  auto before = together(text("s", "1"));
  auto dry = together(expecting("2", {1})), late = together(expecting("3", {0}));
  dry->dry_run = late->dry_run = true;
  auto after = together(expecting("4", {1}));
  core.commit({before.get(), dry.get(), late.get(), after.get()});
  CHECK(dry->placed[0].record == "2");
  CHECK(late->error->name == "version-conflict");
  CHECK(late->placed.empty());
  CHECK(positions_of(*after) == Positions{1});
}

TEST_CASE("the receipts of the last commit come from memory as they will from the store") {
  CoreLedger core;
  core.append(254);
  core.append(5);
  for (std::uint64_t position = 254; position < 259; ++position) {
    const Receipt now = core.sequencer->receipt(position);
    const Receipt stored = core.log->receipt(position).value();
    CHECK(now.record == stored.record);
    CHECK(now.position == stored.position);
    CHECK(now.leaf == stored.leaf);
    CHECK(now.tree_size == stored.tree_size);
    CHECK(now.proof == stored.proof);
    CHECK(now.checkpoint == stored.checkpoint);
  }
}

TEST_CASE("a commit is whole in itself: applied elsewhere it makes the same ledger") {
  CoreLedger core, copy;
  for (const std::size_t count : {1, 254, 3, 600, 7}) {
    const Commit commit = core.append(count);
    REQUIRE(copy.log->apply(commit));
    CHECK(copy.log->size() == core.log->size());
    CHECK(copy.log->checkpoint(commit.size).value() == commit.checkpoint);
  }
  for (Table table = 0; table < ledger_tables().size(); ++table)
    CHECK(rows_of(*copy.stores.records, table) == rows_of(*core.stores.records, table));
  copy.reopen();
  CHECK(copy.append(9).checkpoint == core.append(9).checkpoint);
}

TEST_CASE("the same submissions make the same bytes, in however many steps") {
  CoreLedger core, again;
  core.append(40);
  for (int i = 0; i < 40; ++i) again.append(1);
  CHECK(core.checkpoint_at(40) == again.checkpoint_at(40));
  CHECK(rows_of(*core.stores.records, table::records) ==
        rows_of(*again.stores.records, table::records));
  CHECK(rows_of(*core.stores.records, table::streams) ==
        rows_of(*again.stores.records, table::streams));
  CHECK(rows_of(*core.stores.records, table::claims) ==
        rows_of(*again.stores.records, table::claims));
}

TEST_CASE("the largest record is taken whole") {
  CoreLedger core;
  const std::string content(record_size_max, 'x');
  alone(core, text("s", "1", content));
  CHECK(core.log->record(0).value() == content);
  alone(core, text("s", "2", ""));
  CHECK(core.log->record(1).value().empty());
}

}  // namespace ledger
