#include "ledger/core/sequencer.h"

#include <algorithm>

#include "ledger/core/check.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

constexpr std::size_t heads_max = 200'000;

Error version_conflict(std::uint64_t current) {
  return {Code::conflict, "the stream is at version " + std::to_string(current), "",
          "version-conflict"};
}

}  // namespace

Result<std::unique_ptr<Sequencer>> Sequencer::open(const Ledger& ledger, const SigningKey& key,
                                                   std::int64_t last_recorded_us) {
  auto tail = Tail::restore(ledger.size(), ledger);
  if (!tail) return tl::unexpected(tail.error());
  return std::unique_ptr<Sequencer>(new Sequencer(ledger, key, std::move(*tail), last_recorded_us));
}

Sequencer::Sequencer(const Ledger& ledger, const SigningKey& key, Tail tail,
                     std::int64_t last_recorded_us)
    : ledger_(ledger),
      key_(key),
      tail_(std::move(tail)),
      tail_base_(ledger.size()),
      last_recorded_us_(last_recorded_us) {}

Commit Sequencer::step(std::span<Submission* const> queue, std::int64_t now_us) {
  LEUIT_CHECK(ledger_.size() == tail_.size());
  tail_.trim();
  forget();
  if (heads_.size() > heads_max) heads_.clear();
  const std::int64_t recorded_us = std::max(now_us, last_recorded_us_);
  for (Submission* submission : queue) decide(*submission, recorded_us);
  Commit commit;
  commit.first = commit.size = tail_base_;
  if (records_.empty()) return commit;
  last_recorded_us_ = recorded_us;
  finish(commit);
  return commit;
}

// What the step before has accepted.
void Sequencer::forget() {
  tail_base_ = ledger_.size();
  records_.clear();
  leaves_.clear();
  accepted_.clear();
  claims_.clear();
  positions_.clear();
}

void Sequencer::repeat(Submission& submission, const Error& refusal) {
  forget();
  heads_.clear();  // they may know a commit that failed
  for (std::size_t i = 0; i < submission.actions.size() && !submission.error; ++i) {
    Action& action = *submission.actions[i];
    const auto admitted = action.admit(*this);
    const auto found = admitted ? find(action) : tl::unexpected(admitted.error());
    submission.failed_action = i;
    if (!found)
      submission.error = found.error();
    else if (!*found || submission.dry_run)
      submission.error = refusal;
    else
      submission.placed.push_back(**found);
    action.revert();
  }
  if (submission.error) submission.placed.clear();
}

void Sequencer::decide(Submission& submission, std::int64_t now_us) {
  const std::size_t records_before = records_.size(), accepted_before = accepted_.size();
  for (std::size_t i = 0; i < submission.actions.size(); ++i) {
    auto placed = place(*submission.actions[i], submission, now_us);
    if (!placed) {
      submission.error = std::move(placed.error());
      submission.failed_action = i;
      submission.placed.clear();
      break;
    }
    submission.placed.push_back(std::move(*placed));
  }
  if (!submission.error && !submission.dry_run) return;
  if (submission.dry_run)
    for (Placed& placed : submission.placed) {
      auto found = record(placed.position);
      if (found)
        placed.record = std::move(*found);
      else
        submission.error = std::move(found.error());
    }
  undo(records_before, accepted_before, submission);
}

// Where the event stands already; nullopt: nowhere.
Result<std::optional<Placed>> Sequencer::find(Action& action) {
  const auto held = claim(action.claim);
  if (!held) return tl::unexpected(held.error());
  if (!*held) return std::nullopt;
  const auto same = action.repeats(**held, *this);
  if (!same) return tl::unexpected(same.error());
  if (*same) return Placed{(*held)->position, 0, true, {}};
  return tl::unexpected(
      Error{Code::conflict, "this source has used this id for another event", "", "id-reused"});
}

Result<Placed> Sequencer::place(Action& action, Submission& submission, std::int64_t now_us) {
  if (auto admitted = action.admit(*this); !admitted) return tl::unexpected(admitted.error());
  const auto found = find(action);
  if (!found) return tl::unexpected(found.error());
  if (*found) return **found;
  auto head = stream_head(action.stream);
  if (!head) return tl::unexpected(head.error());
  const std::uint64_t version = *head ? (*head)->version : 0;
  bool expected = version > 0 || !action.stream_must_exist;
  for (const std::uint64_t wanted : action.expected_versions) expected &= wanted == version;
  if (!expected) {
    submission.current_version = version;
    return tl::unexpected(version_conflict(version));
  }
  const Place place{size(), version + 1, *head ? std::optional((*head)->position) : std::nullopt,
                    now_us};
  auto prepared = action.prepare(*this, place);
  if (!prepared) return tl::unexpected(prepared.error());
  LEUIT_CHECK(prepared->record.size() <= record_size_max);
  const StreamHead now{place.stream_version, place.position};
  records_.push_back(std::move(prepared->record));
  claims_[action.claim] = {place.position, action.claim_value};
  for (const std::string& name : prepared->claims) claims_[name] = {place.position, {}};
  prepared->claims.push_back(action.claim);
  accepted_.push_back({action.stream, std::move(prepared->claims), now, *head});
  positions_[action.stream].push_back(place.position);
  heads_[action.stream] = now;
  return Placed{place.position, place.stream_version, false, {}};
}

void Sequencer::undo(std::size_t records_before, std::size_t accepted, Submission& submission) {
  for (std::size_t i = accepted_.size(); i-- > accepted;) {
    const Accepted& one = accepted_[i];
    for (const std::string& name : one.claims) claims_.erase(name);
    positions_[one.stream].pop_back();
    heads_[one.stream] = one.before;
  }
  for (std::size_t i = submission.actions.size(); i-- > 0;) submission.actions[i]->revert();
  accepted_.resize(accepted);
  records_.resize(records_before);
}

void Sequencer::finish(Commit& commit) {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const Hash leaf = leaf_hash(records_[i]);
    const std::uint64_t position = tail_base_ + i;
    leaves_.push_back(leaf);
    tail_.append(leaf);
    std::string key, at;
    append_u64(key, position);
    at = key;
    commit.rows.put(table::records, std::move(key), record_row(leaf, records_[i]));
    commit.rows.put(table::streams, stream_key(accepted_[i].stream, accepted_[i].head.version), at);
  }
  for (const auto& [name, held] : claims_) {
    std::string at;
    append_u64(at, held.position);
    commit.rows.put(table::claims, name, at + held.value);
  }
  for (TileWrite& tile : tail_.take_tiles()) {
    std::string key(1, static_cast<char>(tile.id.level));
    append_u64(key, tile.id.index);
    commit.rows.put(table::tiles, std::move(key), std::move(tile.hashes));
  }
  commit.size = tail_.size();
  const std::string& origin = key_.verifier().name();
  commit.checkpoint = sign_note(checkpoint_text({origin, commit.size, tail_.root()}), key_);
  std::string key;
  append_u64(key, commit.size);
  commit.rows.put(table::checkpoints, std::move(key), commit.checkpoint);
  commit.rows.put(table::meta, "indexed_to", std::to_string(commit.size));
  checkpoint_ = commit.checkpoint;
}

Receipt Sequencer::receipt_without_proof(std::uint64_t position) const {
  LEUIT_CHECK(position >= tail_base_ && position < tail_base_ + records_.size());
  Receipt out;
  out.record = records_[position - tail_base_];
  out.position = position;
  out.leaf = leaves_[position - tail_base_];
  out.tree_size = tail_.size();
  out.checkpoint = checkpoint_;
  return out;
}

Receipt Sequencer::receipt(std::uint64_t position) const {
  Receipt out = receipt_without_proof(position);
  auto proof = prove_inclusion(position, tail_.size(), tail_);
  LEUIT_CHECK(proof.has_value());
  out.proof = std::move(*proof);
  return out;
}

Result<std::optional<StreamHead>> Sequencer::stream_head(std::string_view stream) const {
  std::string name(stream);
  const auto known = heads_.find(name);
  if (known != heads_.end()) return known->second;
  auto found = ledger_.stream_head(stream);
  if (found) heads_.emplace(std::move(name), *found);
  return found;
}

Result<std::optional<ClaimHeld>> Sequencer::claim(std::string_view name) const {
  const auto pending = claims_.find(name);
  if (pending != claims_.end()) return pending->second;
  return ledger_.claim(name);
}

Result<std::vector<std::string>> Sequencer::claims_under(std::string_view prefix) const {
  auto kept = ledger_.claims_under(prefix);
  if (!kept) return kept;
  for (auto at = claims_.lower_bound(prefix); at != claims_.end(); ++at) {
    if (!std::string_view(at->first).starts_with(prefix)) break;
    kept->push_back(at->first);
  }
  std::sort(kept->begin(), kept->end());
  return kept;
}

Result<std::string> Sequencer::record(std::uint64_t position) const {
  if (position >= tail_base_) {
    LEUIT_CHECK(position - tail_base_ < records_.size());
    return records_[position - tail_base_];
  }
  return ledger_.record(position);
}

Result<std::vector<std::uint64_t>> Sequencer::stream_positions(std::string_view stream) const {
  std::vector<std::uint64_t> out;
  auto scanned = ledger_.scan_stream(stream, 1, [&](std::uint64_t, std::uint64_t position) {
    out.push_back(position);
    return Result<bool>(true);
  });
  if (!scanned) return tl::unexpected(scanned.error());
  const auto pending = positions_.find(stream);
  if (pending != positions_.end())
    out.insert(out.end(), pending->second.begin(), pending->second.end());
  return out;
}

}  // namespace ledger
