// One run: a ledger on a simulated disk, clients that send it events, and whatever can go wrong on
// the way. A plan decides everything that happens in it, to the byte.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <set>
#include <string>

#include "tests/simulation/oracle.h"
#include "tests/simulation/world.h"

namespace simulation {

struct Plan {
  std::uint64_t seed = 1;
  std::optional<std::size_t> base;  // events that are there at the start; nullopt: the seed decides
  std::size_t steps = 150;
  std::set<std::size_t> without = {};  // steps that are left out
  Canary canary = Canary::none;

  // As the command takes it.
  std::string text() const;
};

struct Counts {
  std::uint64_t runs = 0, steps = 0, commits = 0;
  std::uint64_t starts = 0;  // after which everything was examined
  std::uint64_t power_cuts = 0, kills = 0, stops = 0;
  std::uint64_t dead_starts = 0;    // starts in the middle of which the machine died
  std::uint64_t failed_starts = 0;  // starts that a failing or full disk refused
  std::uint64_t read_only = 0;      // times that a failed write ended all writing
  std::uint64_t full_disks = 0;
  std::uint64_t flips_refused = 0, flips_noticed = 0, flips_harmless = 0;
  std::uint64_t sends = 0, batches = 0, repeats = 0, races = 0, timeouts = 0, reused_ids = 0,
                stale_versions = 0, dry_runs = 0, erasures = 0, looks = 0;
  DiskCounts disk;
  OracleCounts oracle;

  std::uint64_t crashes() const { return power_cuts + kills; }
  void add(const Counts& other);
};

struct Outcome {
  std::string complaint;  // empty: every promise was kept
  std::size_t step = 0;   // at which it was found
  Counts counts;
  std::string digest;  // of all that happened, each operation of the disk included
};

// `trace`, where given, gets all that happens, line by line.
Outcome run(const Plan& plan, std::ostream* trace = nullptr);

// A plan with fewer steps and a shorter base that still comes to a complaint. Requires that `plan`
// does, at `step`.
Plan shrunk(const Plan& plan, std::size_t step);

}  // namespace simulation
