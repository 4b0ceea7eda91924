#include "tests/simulation/oracle.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/core/checkpoint.h"
#include "ledger/core/head_slot.h"
#include "ledger/core/proof.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/record_action.h"

namespace simulation {
namespace {

using ledger::Code;
using ledger::Hash;
using ledger::Receipt;

constexpr std::size_t base_part = 8;         // events of the base that are looked at each time
constexpr std::size_t receipts_part = 8;     // earlier receipts of the run, likewise
constexpr std::size_t checkpoints_part = 8;  // and checkpoints

// RFC 9162 2.1, as it is written there.
Hash root_of(const std::vector<Hash>& leaves, std::size_t first, std::size_t last) {
  if (first == last) return ledger::sha256("");
  if (last - first == 1) return leaves[first];
  std::size_t half = 1;
  while (half * 2 < last - first) half *= 2;
  return ledger::node_hash(root_of(leaves, first, first + half),
                           root_of(leaves, first + half, last));
}

bool same(const Receipt& a, const Receipt& b) {
  return a.record == b.record && a.position == b.position && a.leaf == b.leaf &&
         a.tree_size == b.tree_size && a.proof == b.proof && a.checkpoint == b.checkpoint;
}

std::string verify(const Receipt& receipt, const ledger::VerifierKey& key) {
  const auto head = ledger::open_checkpoint(receipt.checkpoint, key);
  if (!head || head->size != receipt.tree_size) return "a receipt's checkpoint does not hold";
  if (receipt.leaf != ledger::leaf_hash(receipt.record) ||
      !ledger::verify_inclusion(receipt.position, receipt.tree_size, receipt.leaf, receipt.proof,
                                head->root))
    return fmt::format("the receipt of position {} does not verify", receipt.position);
  return {};
}

std::string readable(std::string claim) {
  std::replace(claim.begin(), claim.end(), '\0', ' ');
  return claim;
}

// Runs checks until one complains.
template <class... Checks>
std::string first_complaint(const Checks&... checks) {
  std::string complaint;
  static_cast<void>(((complaint = checks(), complaint.empty()) && ...));
  return complaint;
}

}  // namespace

void OracleCounts::add(const OracleCounts& other) {
  acknowledged += other.acknowledged;
  refused += other.refused;
  unanswered += other.unanswered;
  records += other.records;
  receipts += other.receipts;
  checkpoints += other.checkpoints;
  index += other.index;
  keys += other.keys;
  view_rows += other.view_rows;
}

Oracle::Oracle(const Base& base) : base_(base), certain_(base.log.size()) {
  for (const Known& known : base.log) learn(known);
  (void)views_.write(base.views, ledger::Durability::buffered);
}

std::string Oracle::receipt(const std::string& claim, const Receipt& receipt, bool created) {
  ++counts_.acknowledged;
  Fate& fate = fates_[claim];
  if (fate.receipt) {
    if (created) return readable(claim) + " was recorded twice";
    if (!same(*fate.receipt, receipt)) return readable(claim) + " got another receipt";
  } else if (!created && fate.denied) {
    return readable(claim) + " was there already, after its sender was told that it was not";
  }
  fate = {false, false, receipt};
  fresh_.push_back(claim);
  promised_ = std::max(promised_, receipt.tree_size);
  return {};
}

std::string Oracle::denied(const std::string& claim) {
  ++counts_.refused;
  Fate& fate = fates_[claim];
  if (fate.receipt || ids_.contains(claim))
    return readable(claim) + " is recorded, and who sent it again was told that it is not";
  fate.denied = true;
  fate.doubtful = false;
  return {};
}

void Oracle::unanswered(const std::string& claim) {
  ++counts_.unanswered;
  Fate& fate = fates_[claim];
  fate.doubtful = !fate.receipt;
  fate.denied = false;
}

void Oracle::learn(Known known) {
  const std::uint64_t position = log_.size();
  ids_[known.claim] = position;
  streams_[known.keys.stream].push_back(position);
  for (const std::string& name : known.keys.index_claims)
    if (name.starts_with(programme::erased_prefix())) erased_.insert(programme::found_by(name));
  log_.push_back(std::move(known));
}

void Oracle::forget_from(std::uint64_t position) {
  while (log_.size() > position) {
    const Known& last = log_.back();
    ids_.erase(last.claim);
    auto& stream = streams_[last.keys.stream];
    stream.pop_back();
    if (stream.empty()) streams_.erase(last.keys.stream);
    for (const std::string& name : last.keys.index_claims)
      if (name.starts_with(programme::erased_prefix())) erased_.erase(programme::found_by(name));
    log_.pop_back();
    leaves_.resize(std::min(leaves_.size(), log_.size()));
  }
}

std::uint64_t Oracle::versions(const std::string& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? 0 : found->second.size();
}

std::vector<std::string> Oracle::streams_under(const std::string& prefix) const {
  std::vector<std::string> out;
  for (auto at = streams_.lower_bound(prefix);
       at != streams_.end() && at->first.starts_with(prefix); ++at)
    out.push_back(at->first);
  return out;
}

std::string Oracle::examine(World& world, Process& process, bool whole, Choices& choices) {
  const ledger::Ledger& ledger = process.folder->ledger();
  std::string complaint = first_complaint(
      [&] { return check_size(world, process); }, [&] { return check_records(ledger); },
      [&] { return check_receipts(ledger, whole, choices); },
      [&] { return check_checkpoints(ledger, whole, choices); },
      [&] { return check_index(ledger, whole, choices); },
      [&] { return check_keys(process, whole, choices); }, [&] { return check_views(process); });
  fresh_.clear();
  return complaint;
}

Oracle::Complaint Oracle::check_size(World& world, const Process& process) const {
  const std::uint64_t size = process.folder->ledger().size();
  const std::uint64_t promised = std::max(promised_, certain_);
  if (size < promised)
    return fmt::format("{} events were acknowledged or shown, and {} are there", promised, size);
  const auto head = ledger::HeadSlots::open(data_folder + "/identity", true, world);
  if (!head) return "the head cannot be read: " + head.error().message;
  if (head->size() < promised_)
    return fmt::format("{} events were acknowledged, and the head on disk says {}", promised_,
                       head->size());
  return {};
}

Oracle::Complaint Oracle::check_records(const ledger::Ledger& ledger) {
  Complaint complaint;
  if (ledger.size() < log_.size()) forget_from(ledger.size());
  const auto visit = [&](std::uint64_t position, std::string_view record) -> ledger::Result<bool> {
    ++counts_.records;
    if (position < log_.size()) {
      if (log_[position].record == record) return true;
      if (position < certain_) {
        complaint = fmt::format("the record at position {} is another now", position);
        return false;
      }
      forget_from(position);
    }
    Known known = known_of(std::string(record));
    complaint = check_new(known, position);
    if (complaint.empty()) learn(std::move(known));
    return complaint.empty();
  };
  const auto scanned = ledger.scan(0, ledger.size(), visit);
  if (!complaint.empty()) return complaint;
  if (!scanned) return "the records cannot be read: " + scanned.error().message;
  certain_ = ledger.size();
  const auto note = ledger.checkpoint(ledger.size());
  if (!note) return "there is no checkpoint at the head: " + note.error().message;
  return give_out(*note, ledger.key());
}

Oracle::Complaint Oracle::check_new(const Known& known, std::uint64_t position) const {
  const programme::RecordKeys& keys = known.keys;
  const std::string name = readable(known.claim);
  if (const auto held = ids_.find(known.claim); held != ids_.end())
    return fmt::format("{} stands at position {} and again at {}", name, held->second, position);
  const auto fate = fates_.find(known.claim);
  if (fate == fates_.end()) return name + " is recorded, and nobody sent it";
  if (fate->second.denied) return name + " is recorded, and its sender was told that it is not";
  if (fate->second.receipt && fate->second.receipt->position != position)
    return fmt::format("{} stands at position {}, and its receipt says {}", name, position,
                       fate->second.receipt->position);
  const auto stream = streams_.find(keys.stream);
  const std::uint64_t before = stream == streams_.end() ? 0 : stream->second.size();
  const bool follows = before == 0
                           ? !keys.previous_position
                           : keys.previous_position.value_or(UINT64_MAX) == stream->second.back();
  if (keys.position != position || keys.stream_version != before + 1 || !follows)
    return fmt::format("the record at position {} says that it stands elsewhere", position);
  if (!log_.empty() && keys.recorded_us < log_.back().keys.recorded_us)
    return fmt::format("the record at position {} is older than the one before it", position);
  return {};
}

Oracle::Complaint Oracle::give_out(const std::string& note, const ledger::VerifierKey& key) {
  const auto head = ledger::open_checkpoint(note, key);
  if (!head) return "a checkpoint is not signed by the ledger's key";
  const auto [known, is_new] = roots_.emplace(head->size, head->root);
  if (!is_new && known->second != head->root)
    return fmt::format("two checkpoints of size {} have two roots", head->size);
  return {};
}

Oracle::Complaint Oracle::check_receipts(const ledger::Ledger& ledger, bool whole,
                                         Choices& choices) {
  std::vector<const Receipt*> wanted;
  std::vector<const std::pair<const std::string, Fate>*> known;
  for (const auto& fate : fates_)
    if (fate.second.receipt) known.push_back(&fate);
  for (const auto* fate : known)
    if (whole) wanted.push_back(&*fate->second.receipt);
  for (const std::string& claim : fresh_) wanted.push_back(&*fates_.at(claim).receipt);
  for (std::size_t i = 0; !whole && i < receipts_part && !known.empty(); ++i)
    wanted.push_back(&*known[below(choices, known.size())]->second.receipt);
  for (std::size_t i = 0;
       !base_.receipts.empty() && i < (whole ? base_.receipts.size() : base_part); ++i)
    wanted.push_back(&base_.receipts[whole ? i : below(choices, base_.receipts.size())]);
  for (const Receipt* given : wanted) {
    ++counts_.receipts;
    const auto now = ledger.receipt(given->position);
    if (!now)
      return fmt::format("the receipt of position {} cannot be given again: {}", given->position,
                         now.error().message);
    if (!same(*now, *given))
      return fmt::format("the receipt of position {} is another now", given->position);
  }
  for (const std::string& claim : fresh_) {
    const Receipt& given = *fates_.at(claim).receipt;
    if (auto complaint = verify(given, ledger.key()); !complaint.empty()) return complaint;
    if (auto complaint = give_out(given.checkpoint, ledger.key()); !complaint.empty())
      return complaint;
  }
  return {};
}

Oracle::Complaint Oracle::check_checkpoints(const ledger::Ledger& ledger, bool whole,
                                            Choices& choices) {
  for (std::size_t i = leaves_.size(); i < log_.size(); ++i)
    leaves_.push_back(ledger::leaf_hash(log_[i].record));
  const std::uint64_t size = log_.size();
  const Hash root = root_of(leaves_, 0, size);
  if (roots_.at(size) != root) return "the tree does not come to the checkpoint signed over it";
  std::vector<std::pair<std::uint64_t, Hash>> older(roots_.begin(), roots_.end());
  if (!whole && older.size() > checkpoints_part) {
    std::shuffle(older.begin(), older.end(), choices);
    older.resize(checkpoints_part);
  }
  for (const auto& [older_size, older_root] : older) {
    ++counts_.checkpoints;
    if (older_size > size)
      return fmt::format("a checkpoint of {} events was given out, and {} are there", older_size,
                         size);
    const auto proof = ledger.consistency(older_size, size);
    if (!proof || !ledger::verify_consistency(older_size, size, *proof, older_root, root))
      return fmt::format("the tree does not extend the checkpoint of size {}", older_size);
  }
  return {};
}

std::vector<std::uint64_t> Oracle::some(bool whole, Choices& choices) const {
  std::vector<std::uint64_t> out;
  const std::uint64_t base = base_.log.size();
  for (std::uint64_t position = whole ? 0 : base; position < log_.size(); ++position)
    out.push_back(position);
  for (std::size_t i = 0; !whole && base > 0 && i < base_part; ++i)
    out.push_back(below(choices, base));
  return out;
}

Oracle::Complaint Oracle::check_index(const ledger::Ledger& ledger, bool whole, Choices& choices) {
  std::set<std::string> streams;
  for (const std::uint64_t position : some(whole, choices)) {
    const Known& known = log_[position];
    streams.insert(known.keys.stream);
    std::vector<std::string> names = known.keys.index_claims;
    names.push_back(known.claim);
    for (const std::string& name : names) {
      ++counts_.index;
      const auto held = ledger.claim(name);
      if (!held) return "a claim cannot be read: " + held.error().message;
      if (!*held || (*held)->position != position)
        return fmt::format("the name {} is not held by position {}", readable(name), position);
    }
  }
  for (const std::string& stream : streams) {
    ++counts_.index;
    std::vector<std::uint64_t> positions;
    const auto scanned = ledger.scan_stream(stream, 1, [&](std::uint64_t, std::uint64_t position) {
      positions.push_back(position);
      return ledger::Result<bool>(true);
    });
    const auto head = ledger.stream_head(stream);
    if (!scanned || !head) return "the index of a stream cannot be read";
    const auto& known = streams_.at(stream);
    if (positions != known || !*head || (*head)->version != known.size() ||
        (*head)->position != known.back())
      return fmt::format("the index does not have all events of {}", stream);
  }
  return {};
}

Oracle::Complaint Oracle::check_keys(Process& process, bool whole, Choices& choices) {
  ledger::Vault& vault = process.folder->vault();
  for (const std::uint64_t position : some(whole, choices)) {
    const Known& known = log_[position];
    if (!known.sealed) continue;
    ++counts_.keys;
    const auto content = programme::sent_content(known.record, vault);
    if (content) continue;
    if (content.error().code != Code::not_found)
      return fmt::format("what is sealed at position {} cannot be read: {}", position,
                         content.error().message);
    if (erased_.empty()) return fmt::format("the key of position {} is gone", position);
    if (!erased_.contains(known.keys.stream) && known.keys.stream.starts_with("person/"))
      return fmt::format("the key of position {} is gone", position);
  }
  for (const std::string& subject : erased_) {
    ++counts_.keys;
    const auto key = vault.find(subject);
    if (!key) return "a key cannot be looked up: " + key.error().message;
    if (*key) return fmt::format("{} was erased, and its key is there", subject);
  }
  return {};
}

Oracle::Complaint Oracle::check_views(Process& process) {
  const auto own = projections::Views::open(views_, process.folder->ledger());
  if (!own) return "the oracle's own views cannot be opened: " + own.error().message;
  const auto folded = (*own)->feed();
  if (!folded) return "the oracle's own views cannot be folded: " + folded.error().message;
  if (const auto fed = process.views->feed(); !fed)
    return "the views cannot be fed: " + fed.error().message;
  for (ledger::Table table = 0; table < projections::Views::table_names().size(); ++table) {
    const auto mine = views_.cursor(table);
    const auto theirs = process.views_store->cursor(table);
    mine->seek("");
    theirs->seek("");
    for (; mine->valid() && theirs->valid(); mine->next(), theirs->next()) {
      ++counts_.view_rows;
      if (mine->key() != theirs->key() || mine->value() != theirs->value())
        return fmt::format("a view is not what its events come to, at {}",
                           readable(std::string(mine->key())));
    }
    if (const auto status = theirs->status(); !status)
      return "the views cannot be read: " + status.error().message;
    if (mine->valid() || theirs->valid())
      return "a view has other rows than its events come to, at " +
             readable(std::string(mine->valid() ? mine->key() : theirs->key()));
  }
  return {};
}

std::string Oracle::examine_damaged(Process& process, bool& noticed) {
  const ledger::Ledger& ledger = process.folder->ledger();
  if (ledger.size() < std::max(promised_, certain_))
    return "a damaged ledger opens as a shorter one";
  std::map<std::string, std::uint64_t> versions;
  for (std::uint64_t position = 0; position < log_.size(); ++position) {
    const Known& known = log_[position];
    const auto record = ledger.record(position);
    const auto receipt = ledger.receipt(position);
    const auto held = ledger.claim(known.claim);
    const auto head = ledger.stream_head(known.keys.stream);
    noticed |= !record || !receipt || !held || !head;
    if (record && *record != known.record)
      return fmt::format("a flipped bit changes the record at position {}", position);
    if (const Receipt* given = own_receipt(position); given && receipt && !same(*receipt, *given))
      return fmt::format("a flipped bit changes the receipt of position {}", position);
    if (held && (!*held || (*held)->position != position))
      return fmt::format("a flipped bit frees the id of position {}", position);
    if (head && (!*head || (*head)->version != streams_.at(known.keys.stream).size()))
      return fmt::format("a flipped bit changes the version of {}", known.keys.stream);
    if (!known.sealed || !erased_.empty()) continue;
    const auto content = programme::sent_content(known.record, process.folder->vault());
    noticed |= !content;
    if (!content && content.error().code == Code::not_found)
      return fmt::format("a flipped bit makes the key of position {} look destroyed", position);
  }
  std::string complaint = check_views(process);
  if (complaint.find("cannot be") == std::string::npos) return complaint;
  noticed = true;
  return {};
}

const Receipt* Oracle::own_receipt(std::uint64_t position) const {
  if (position < base_.receipts.size()) return &base_.receipts[position];
  const auto fate = fates_.find(log_[position].claim);
  return fate != fates_.end() && fate->second.receipt ? &*fate->second.receipt : nullptr;
}

std::string Oracle::look(Process& process, Choices& choices) {
  const ledger::Ledger& ledger = process.folder->ledger();
  if (log_.empty()) return {};
  const std::uint64_t position = below(choices, log_.size());
  const Known& known = log_[position];
  const auto record = ledger.record(position);
  if (record && *record != known.record)
    return fmt::format("the record at position {} reads otherwise", position);
  const auto receipt = ledger.receipt(position);
  const Receipt* given = own_receipt(position);
  if (receipt && given != nullptr && !same(*receipt, *given))
    return fmt::format("the receipt of position {} reads otherwise", position);
  const auto held = ledger.claim(known.claim);
  if (held && (!*held || (*held)->position != position))
    return fmt::format("the id of position {} is not held", position);
  return {};
}

}  // namespace simulation
