#include "tools/verify_tree.h"

namespace tools {
namespace {

constexpr std::size_t full_bytes = 256 * sizeof(ledger::Hash);

}  // namespace

void TreeChecker::expect(const ledger::Checkpoint& checkpoint, std::string where) {
  expected_.emplace(checkpoint.size, Expected{checkpoint.root, std::move(where)});
}

bool TreeChecker::expect_kept(const Kept& kept, const ledger::VerifierKey& key, std::uint64_t size,
                              Report& report) {
  const auto checkpoint = ledger::open_checkpoint(kept.note, key);
  if (!checkpoint)
    return report.no(std::nullopt, "checkpoint", kept.where + " is not signed by " + key.text());
  if (checkpoint->size > size)
    return report.no(size, "missing",
                     kept.where + " covers " + std::to_string(checkpoint->size) +
                         " events, but there are " + std::to_string(size) +
                         ": those from this position on are missing");
  expect(*checkpoint, kept.where);
  return true;
}

bool TreeChecker::append(const ledger::Hash& leaf) {
  tail_.append(leaf);
  leaves_ += ledger::view(leaf);
  if (leaves_.size() < full_bytes) return true;
  leaves_.clear();
  return hand_out();
}

bool TreeChecker::hand_out() {
  for (ledger::TileWrite& tile : tail_.take_tiles()) {
    if (tile.hashes.size() < full_bytes) {
      partial_[tile.id.level] = std::move(tile);
      continue;
    }
    if (tile.id.level > 0) partial_.erase(tile.id.level);
    if (!tile_(tile)) return false;
  }
  tail_.trim();
  return true;
}

bool TreeChecker::finish() {
  if (!leaves_.empty() && !tile_({{0, tail_.size() / 256}, leaves_})) return false;
  for (const auto& [level, tile] : partial_)
    if (!tile_(tile)) return false;
  return true;
}

bool TreeChecker::meets_expected(Report& report) const {
  const auto [first, last] = expected_.equal_range(size());
  for (auto one = first; one != last; ++one)
    if (one->second.root != root())
      return report.no(std::nullopt, "checkpoint",
                       one->second.where + " over the first " + std::to_string(size()) +
                           " events has another root: one of them is not what it was");
  return true;
}

}  // namespace tools
