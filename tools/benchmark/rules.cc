// The measuring half of `tools/bench rules`: judges recorded events again, as `leuit verify
// --rules` does, and says what each stream's rules cost.
//
//   leuit_bench_rules FILE     records as `leuit events` writes them, one a line, from position 0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "ledger/programme/judge_log.h"
#include "ledger/programme/values.h"

namespace {

using Seconds = std::chrono::duration<double>;
using Clock = std::chrono::steady_clock;

struct Cost {
  std::uint64_t events = 0;
  Seconds taken{};
};

struct Measured {
  Cost reading;                       // JSON
  std::map<std::string, Cost> rules;  // by aggregate
};

void add(Cost& cost, Clock::time_point from, Clock::time_point to) {
  ++cost.events;
  cost.taken += to - from;
}

// False: an event was refused, or is no record, which it has said.
bool measure(std::ifstream& file, const std::string& name, Measured& measured) {
  std::vector<std::streamoff> starts;
  std::ifstream again(name);
  programme::LogJudge judge([&](std::uint64_t position) -> ledger::Result<std::string> {
    std::string record;
    again.clear();
    again.seekg(starts.at(position));
    if (std::getline(again, record)) return record;
    return ledger::fail(ledger::Code::unavailable, "the file cannot be read again");
  });
  std::streamoff at = 0;
  for (std::string line; std::getline(file, line);) {
    starts.push_back(at);
    at += static_cast<std::streamoff>(line.size() + 1);
    const auto begun = Clock::now();
    auto record = programme::Json::parse(line, nullptr, false);
    const auto read = Clock::now();
    if (!record.is_object() || !record.contains("subject")) {
      std::fprintf(stderr, "line %zu is no record\n", starts.size());
      return false;
    }
    const std::string subject = record["subject"];
    const auto judging = Clock::now();
    const auto refused = judge.judge(std::move(record));
    add(measured.rules[std::string(programme::aggregate_of(subject))], judging, Clock::now());
    add(measured.reading, begun, read);
    if (refused && !*refused) continue;
    std::fprintf(stderr, "line %zu: %s\n", starts.size(),
                 refused ? (**refused).refusal.name.c_str() : refused.error().message.c_str());
    return false;
  }
  return true;
}

void print_row(const std::string& what, const Cost& cost, Seconds whole) {
  std::printf(
      "%-14s %9llu %8.2f %10.2f %7.1f\n", what.c_str(),
      static_cast<unsigned long long>(cost.events), cost.taken.count(),
      cost.taken.count() * 1e6 / static_cast<double>(std::max<std::uint64_t>(1, cost.events)),
      100 * cost.taken / whole);
}

void print(const Measured& measured) {
  Cost rules;
  for (const auto& [aggregate, cost] : measured.rules) {
    rules.events += cost.events;
    rules.taken += cost.taken;
  }
  std::vector<std::pair<std::string, Cost>> rows(measured.rules.begin(), measured.rules.end());
  std::sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) {
    return one.second.taken > other.second.taken;
  });
  std::printf("%-14s %9s %8s %10s %7s\n", "stream", "events", "s", "us/event", "%");
  const Seconds whole = rules.taken + measured.reading.taken;
  for (const auto& [aggregate, cost] : rows) print_row(aggregate, cost, whole);
  print_row("all rules", rules, whole);
  print_row("reading JSON", measured.reading, whole);
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc == 2 ? argv[1] : "");
  if (argc != 2 || !file) {
    std::fprintf(stderr, "usage: leuit_bench_rules FILE, of records, one a line\n");
    return 2;
  }
  Measured measured;
  if (!measure(file, argv[1], measured)) return 1;
  print(measured);
  return 0;
}
