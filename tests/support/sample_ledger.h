// A ledger in memory with everything that stands around it, empty or with tests/data/lebak.jsonl in
// it. Its seeds and its clock are fixed, so that two of them hold the same bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/memory_store.h"
#include "ledger/programme/registrar.h"

namespace support {

// Throws std::runtime_error where the file cannot be read.
std::vector<std::string> sample_lines();

// The lines of tests/data/samples, file by file: the types that the sample does not use.
std::vector<std::string> more_sample_lines();

class SampleLedger {
 public:
  // Holds the first `events` lines of the sample. Throws std::runtime_error at a refusal.
  explicit SampleLedger(std::size_t events);
  ~SampleLedger();

  // Records events, each a submission of its own, in one commit, also those of the ledger's clock.
  // Empty, or the first refusal.
  std::string record(const std::vector<std::string>& events);

  ledger::Ledger& ledger() { return *ledger_; }
  const ledger::Ledger& ledger() const { return *ledger_; }
  ledger::Store& store() { return store_; }
  ledger::Vault& vault() { return *vault_; }
  ledger::Writer& writer() { return *writer_; }
  programme::Registrar& registrar() { return *registrar_; }
  ledger::ManualClock& clock() { return clock_; }

 private:
  ledger::SeededRandom random_{1};
  ledger::ManualClock clock_;
  ledger::MemoryStore store_, vault_store_;
  std::unique_ptr<ledger::SigningKey> key_;
  std::unique_ptr<ledger::Vault> vault_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::unique_ptr<programme::Registrar> registrar_;
  std::unique_ptr<ledger::Writer> writer_;
};

// Records the lines of tests/data/samples after the sample, file by file. A file stops at a line
// that is refused and goes on when others have made it possible. Empty, or the lines that no order
// makes possible, each with its last refusal.
std::string record_samples(SampleLedger& sample);

// The whole sample, made once. For reading alone.
const SampleLedger& whole_sample();

}  // namespace support
