// The tree computed again from the leaves, with its tiles as they become full and with the signed
// heads that it must come to on its way.
//
// Threads: none.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/merkle.h"
#include "tools/verify.h"

namespace tools {

class TreeChecker {
 public:
  // Is given each tile with its true hashes once it is full, and by finish() those that stay
  // partial. False: the search ends.
  using Tile = std::function<bool(const ledger::TileWrite& tile)>;
  explicit TreeChecker(Tile tile) : tile_(std::move(tile)) {}

  // The tree must have this root at this size, which must not have been passed. `where` says whose
  // claim it is.
  void expect(const ledger::Checkpoint& checkpoint, std::string where);
  // A signed note that was kept, against a tree that will come to `size`; false, with the fault in
  // `report`: it is not signed by `key`, or is of a larger tree.
  struct Kept {
    std::string_view note;
    std::string where;
  };
  bool expect_kept(const Kept& kept, const ledger::VerifierKey& key, std::uint64_t size,
                   Report& report);

  bool append(const ledger::Hash& leaf);
  bool finish();
  // False, with the fault in `report`, where the tree has another root than is expected here.
  bool meets_expected(Report& report) const;

  std::uint64_t size() const { return tail_.size(); }
  ledger::Hash root() const { return tail_.root(); }

 private:
  bool hand_out();

  struct Expected {
    ledger::Hash root;
    std::string where;
  };
  Tile tile_;
  ledger::Tail tail_;
  std::string leaves_;                               // of the partial tile of level 0
  std::map<unsigned, ledger::TileWrite> partial_;    // the last of each higher level
  std::multimap<std::uint64_t, Expected> expected_;  // by size
};

}  // namespace tools
