#include "tests/support/sample_ledger.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include "ledger/core/checkpoint.h"
#include "ledger/core/sha256.h"
#include "tests/support/paths.h"

namespace support {
namespace {

constexpr std::int64_t start_us = 1'735'689'600'000'000;  // 2025-01-01, after the whole sample
constexpr std::int64_t commit_us = 1'000'000;             // from one commit to the next
constexpr std::int64_t samples_later_us = 365 * 86'400'000'000;  // some of them are of 2025
constexpr std::size_t commit_events = 50;

template <class T>
T must(ledger::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
void must(const ledger::Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

const std::filesystem::path data_folder = support::source_path("tests/data");

// By name, so in the order of names.
std::map<std::string, std::deque<std::string>> sample_files() {
  std::map<std::string, std::deque<std::string>> files;
  for (const auto& file : std::filesystem::directory_iterator(data_folder / "samples")) {
    const auto lines = lines_of(file.path());
    files[file.path().filename().string()] = {lines.begin(), lines.end()};
  }
  return files;
}

}  // namespace

std::vector<std::string> sample_lines() { return lines_of(data_folder / "lebak.jsonl"); }

std::vector<std::string> more_sample_lines() {
  std::vector<std::string> out;
  for (const auto& [name, lines] : sample_files())
    out.insert(out.end(), lines.begin(), lines.end());
  return out;
}

SampleLedger::SampleLedger(std::size_t events)
    : clock_(start_us),
      store_(ledger::ledger_tables().size()),
      vault_store_(ledger::Vault::table_names().size()) {
  const std::string master_key(32, 'm');
  key_ = std::make_unique<ledger::SigningKey>(
      must(ledger::SigningKey::from_seed("test.example/sample", std::string(32, 's'))));
  must(ledger::Vault::create(vault_store_, master_key, random_));
  vault_ = must(ledger::Vault::open(vault_store_, master_key, random_));
  const auto empty = ledger::checkpoint_text({key_->verifier().name(), 0, ledger::sha256("")});
  must(ledger::Ledger::create(store_, ledger::sign_note(empty, *key_)));
  ledger_ = must(ledger::Ledger::open(store_, key_->verifier(), std::nullopt, nullptr));
  sequencer_ = must(ledger::Sequencer::open(*ledger_, *key_, 0));
  registrar_ = std::make_unique<programme::Registrar>(*vault_, clock_, random_);
  writer_ = std::make_unique<ledger::Writer>(*ledger_, *sequencer_, *vault_, clock_);
  if (events == 0) return;
  const auto lines = sample_lines();
  const std::size_t last = std::min(events, lines.size());
  for (std::size_t first = 0; first < last; first += commit_events) {
    const auto end = std::min(first + commit_events, last);
    const auto at = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
    const std::string refusal = record({at(first), at(end)});
    if (!refusal.empty()) throw std::runtime_error(refusal);
  }
}

SampleLedger::~SampleLedger() = default;

std::string SampleLedger::record(const std::vector<std::string>& events) {
  std::string refusal;
  const auto refused = [&](const programme::Rejection& rejection) {
    if (!refusal.empty()) return;
    refusal = rejection.detail + " " + rejection.name;
    for (const auto& fault : rejection.faults) refusal += "; " + fault.pointer + " " + fault.detail;
  };
  programme::Caller anyone;
  anyone.is_clock = true;
  for (const std::string& event : events) {
    auto taken = registrar_->take(event, false, anyone, {});
    if (!taken) {
      refused(taken.error());
      break;
    }
    writer_->submit(std::move(taken->submission), taken->subjects, [&](ledger::Outcome outcome) {
      const auto recorded = programme::Registrar::outcome(std::move(outcome), false);
      if (!recorded) refused(recorded.error());
    });
  }
  clock_.advance(commit_us);
  writer_->round();
  return refusal;
}

std::string record_samples(SampleLedger& sample) {
  auto waiting = sample_files();
  sample.clock().advance(samples_later_us);
  std::string refusals;
  for (bool moved = true; moved;) {
    moved = false;
    refusals.clear();
    for (auto& [name, lines] : waiting) {
      std::string refusal;
      while (!lines.empty() && refusal.empty()) {
        refusal = sample.record({lines.front()});
        if (refusal.empty()) lines.pop_front(), moved = true;
      }
      if (!refusal.empty()) refusals += name + ": " + lines.front() + ": " + refusal + "\n";
    }
  }
  return refusals;
}

const SampleLedger& whole_sample() {
  static const SampleLedger sample(std::numeric_limits<std::size_t>::max());
  return sample;
}

}  // namespace support
