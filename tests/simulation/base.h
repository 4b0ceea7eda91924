// Ledgers that a run starts from: the first events of tests/data/lebak.jsonl, recorded by the real
// program on a simulated disk without faults. Each is made once and then copied.
//
// Threads: base_of() from any; a Process belongs to one.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/core/store.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/data_folder.h"
#include "projections/views.h"
#include "tests/simulation/world.h"

namespace simulation {

inline const std::string data_folder = "/data";

// One record, and what of it is checked again and again.
struct Known {
  std::string record;
  programme::RecordKeys keys;
  std::string claim;  // of its source and id
  bool sealed = false;
};
Known known_of(std::string record);  // throws std::runtime_error for what is no record

struct Base {
  SimulatedDisk::Image image;
  std::vector<Known> log;
  std::vector<ledger::Receipt> receipts;
  ledger::StoreBatch views;  // the rows of all views, folded in memory
};
const Base& base_of(std::size_t events);

// Who records: may speak for anybody, the ledger's clock among them.
programme::Caller anyone();

// The ledger as a server holds it, but without its threads.
struct Process {
  ledger::SeededRandom random;
  std::unique_ptr<programme::Folder> folder;
  ledger::Store* views_store = nullptr;
  std::unique_ptr<projections::Views> views;

  // `seed`: of its keys and nonces.
  static ledger::Result<std::unique_ptr<Process>> start(World& world, std::uint64_t seed);
  ~Process();

 private:
  explicit Process(std::uint64_t seed) : random(seed) {}
};

// Every row of a store with the tables of the views.
ledger::Result<ledger::StoreBatch> rows_of(const ledger::Reader& store);

}  // namespace simulation
