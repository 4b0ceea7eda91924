// The world around a ledger: a simulated disk with RocksDB on it, a clock that stands still until
// it is told, and the canaries: mistakes of the kind that lose data, put between the ledger and its
// disk, to see whether the simulation notices them.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/clock.h"
#include "ledger/core/disk.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/environment.h"

namespace simulation {

enum class Canary {
  none,
  sync_off,    // syncs succeed and keep nothing
  late_head,   // a head slot is written when the next one should be
  late_key,    // a key is written after the record that it seals
  lost_claim,  // claims are written after the batch that they belong to
  lost_index,  // one row of the stream index is lost now and then
  view_ahead,  // how far a view is, is written before its rows
};
inline constexpr std::array canaries = {Canary::sync_off,   Canary::late_head,  Canary::late_key,
                                        Canary::lost_claim, Canary::lost_index, Canary::view_ahead};
std::string_view name_of(Canary canary);                    // such as late-head
std::string_view title_of(Canary canary);                   // what is wrong, for the table
std::optional<Canary> canary_named(std::string_view name);  // nullopt: there is none

class World : public ledger::Disk {
 public:
  World(std::uint64_t seed, Canary canary, Trace* trace);

  ledger::Result<std::unique_ptr<ledger::Store>> open_store(
      const std::string& folder, const std::vector<std::string>& table_names,
      ledger::Access access) override;
  ledger::Result<std::unique_ptr<ledger::SlotFile>> open_slot(const std::string& path,
                                                              bool read_only) override;
  ledger::Result<std::string> read_file(const std::string& path) override;
  bool exists(const std::string& path) override { return disk.exists(path); }
  std::uint64_t free_bytes(const std::string&) override { return disk.left(); }
  bool is_writable(const std::string&) override { return true; }
  ledger::Result<ledger::File> lock_folder(const std::string&) override { return ledger::File(); }
  void remove_folder(const std::string& folder) override;

  // The machine ends and starts again; everything that was opened must be gone by then.
  void boot();

  ledger::ManualClock clock;
  SimulatedDisk disk;
  Environment environment{disk, clock};

 private:
  class RowStore;
  class Slot;

  const Canary canary_;
  std::uint64_t commits_ = 0;
  std::function<void()> late_;  // what a canary holds back
  std::string late_head_;
};

}  // namespace simulation
