#include "tests/support/core_ledger.h"

#include <cstdlib>
#include <iostream>
#include <random>
#include <stdexcept>

#include "ledger/core/checkpoint.h"
#include "ledger/core/sha256.h"

namespace support {
namespace {

using namespace ledger;

const std::string master_key(32, 'm');

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

}  // namespace

TextAction::TextAction(std::string stream_name, std::string id, std::string text)
    : text_(std::move(text)) {
  stream = std::move(stream_name);
  claim = std::move(id);
  claim_value = text_;
}

Result<void> TextAction::admit(const Pending&) { return {}; }

Result<bool> TextAction::repeats(const ClaimHeld& held, const Pending&) {
  return held.value == claim_value;
}

Result<Prepared> TextAction::prepare(const Pending& log, const Place& given) {
  ++prepared;
  place = given;
  if (looks_back) {
    auto before = log.stream_positions(stream);
    if (!before) return tl::unexpected(before.error());
    stream_before = std::move(*before);
  }
  if (refusal) return tl::unexpected(*refusal);
  if (!says_place) return Prepared{text_, {}};
  const std::string previous =
      place.previous_position ? std::to_string(*place.previous_position) : "none";
  return Prepared{text_ + " at " + std::to_string(place.position) + ", version " +
                      std::to_string(place.stream_version) + " after " + previous + ", recorded " +
                      std::to_string(place.recorded_us),
                  {}};
}

std::unique_ptr<TextAction> text(const std::string& stream, const std::string& id) {
  return text(stream, id, id);
}

std::unique_ptr<TextAction> text(const std::string& stream, const std::string& id,
                                 const std::string& content) {
  return std::make_unique<TextAction>(stream, id, content);
}

const TextAction& action_of(const Submission& submission, std::size_t index) {
  return dynamic_cast<const TextAction&>(*submission.actions.at(index));
}

Result<void> WatchedStore::write(const StoreBatch& batch, Durability durability) {
  if (journal_ != nullptr) journal_->push_back(name_);
  const Fault now = fault;
  if (now != Fault::refuses) must(MemoryStore::write(batch, durability));
  if (now == Fault::none) return {};
  return fail(Code::unavailable, "the disk is full");
}

CoreStores CoreStores::in_memory() {
  return {std::make_unique<MemoryStore>(ledger_tables().size()),
          std::make_unique<MemoryStore>(Vault::table_names().size())};
}

CoreLedger::CoreLedger(CoreStores given, HeadSlots* slots_given)
    : stores(std::move(given)), slots(slots_given) {
  const std::string origin = "core.example/test";
  key = std::make_unique<SigningKey>(must(SigningKey::from_seed(origin, std::string(32, 's'))));
  must(Vault::create(*stores.keys, master_key, random));
  must(Ledger::create(*stores.records, sign_note(checkpoint_text({origin, 0, sha256("")}), *key)));
  reopen();
}

CoreLedger::~CoreLedger() = default;

void CoreLedger::reopen(std::int64_t last_recorded_us) {
  writer.reset();
  sequencer.reset();
  log.reset();
  vault = must(Vault::open(*stores.keys, master_key, random));
  log = must(Ledger::open(*stores.records, key->verifier(),
                          slots == nullptr ? std::nullopt : slots->latest(), slots));
  sequencer = must(Sequencer::open(*log, *key, last_recorded_us));
  writer = std::make_unique<Writer>(*log, *sequencer, *vault, clock);
}

Commit CoreLedger::commit(const std::vector<Submission*>& submissions) {
  Commit made = sequencer->step(submissions, clock.now_us());
  if (!made.empty()) must(log->apply(made));
  return made;
}

Commit CoreLedger::append(std::size_t count) {
  std::vector<std::unique_ptr<Submission>> owned;
  std::vector<Submission*> queue;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t position = log->size() + i;
    owned.push_back(together(
        text("tiny/" + std::to_string(position % 7), "record " + std::to_string(position))));
    queue.push_back(owned.back().get());
  }
  return commit(queue);
}

std::optional<Error> CoreLedger::refusal(std::optional<std::string> head) const {
  const auto opened = Ledger::open(*stores.records, key->verifier(), std::move(head), nullptr);
  return opened ? std::nullopt : std::optional(opened.error());
}

Checkpoint CoreLedger::checkpoint_at(std::uint64_t size) const {
  return must(open_checkpoint(must(log->checkpoint(size)), key->verifier()));
}

std::string row_key(std::uint64_t number) {
  std::string out;
  append_u64(out, number);
  return out;
}

bool verifies(const Receipt& receipt, const VerifierKey& key) {
  const auto signed_head = open_checkpoint(receipt.checkpoint, key);
  return signed_head && signed_head->size == receipt.tree_size &&
         receipt.leaf == leaf_hash(receipt.record) &&
         verify_inclusion(receipt.position, receipt.tree_size, receipt.leaf, receipt.proof,
                          signed_head->root);
}

}  // namespace support
