// The simulator as a command: tools/dev simulate.
//
//   --seeds A..B     runs these seeds (default 1..100)
//   --seed N         runs one, and shrinks it where it fails
//   --steps N --base N --without I,J-K,…   another plan than the seed's, as a failure prints it
//   --canary NAME    with one of the mistakes that must be noticed
//   --canaries       runs each of them until it is noticed
//   --trace          prints all that happens, each operation of the disk included
//   --table FILE     writes the table of what was tried and found into FILE; implies --canaries
//   --jobs N         runs so many seeds at a time
//
// Exit 0: every promise was kept. 1: one was broken, or a canary was not noticed. 2: usage.
#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/simulation/table.h"

namespace {

using namespace simulation;

constexpr std::uint64_t canary_seeds_max = 200;

struct Usage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::uint64_t number(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size())
    throw Usage("not a number: " + std::string(text));
  return out;
}

struct Options {
  Plan plan;
  std::uint64_t first = 1, last = 100;
  bool one = false, canaries = false, trace = false;
  std::string table;
  std::uint64_t jobs = 1;
};

void read_seeds(std::string_view text, Options& out) {
  const auto dots = text.find("..");
  if (dots == text.npos) throw Usage("--seeds takes A..B");
  out.first = number(text.substr(0, dots));
  out.last = number(text.substr(dots + 2));
  if (out.last < out.first) throw Usage("--seeds takes A..B with A <= B");
}

void read_without(std::string_view text, Options& out) {
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view steps = text.substr(0, comma);
    const auto dash = steps.find('-');
    const std::uint64_t first = number(steps.substr(0, dash));
    const std::uint64_t last = dash == steps.npos ? first : number(steps.substr(dash + 1));
    for (std::uint64_t step = first; step <= last; ++step) out.plan.without.insert(step);
    text = comma == text.npos ? "" : text.substr(comma + 1);
  }
}

Options read(const std::vector<std::string>& words) {
  Options out;
  std::size_t at = 0;
  const auto value = [&]() -> const std::string& {
    if (at + 1 >= words.size()) throw Usage(words[at] + " takes a value");
    return words[++at];
  };
  for (; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (word == "--seeds") {
      read_seeds(value(), out);
    } else if (word == "--seed") {
      out.first = out.last = number(value());
      out.one = true;
    } else if (word == "--steps") {
      out.plan.steps = number(value());
    } else if (word == "--base") {
      out.plan.base = number(value());
    } else if (word == "--without") {
      read_without(value(), out);
    } else if (word == "--canary") {
      const auto canary = canary_named(value());
      if (!canary) throw Usage("there is no such canary");
      out.plan.canary = *canary;
    } else if (word == "--canaries") {
      out.canaries = true;
    } else if (word == "--trace") {
      out.trace = true;
    } else if (word == "--table") {
      out.table = value();
      out.canaries = true;
    } else if (word == "--jobs") {
      out.jobs = std::max<std::uint64_t>(1, number(value()));
    } else {
      throw Usage("there is no option " + word);
    }
  }
  return out;
}

// Says what is broken, and how to see it again.
void complain(const Plan& plan, const Outcome& outcome) {
  std::cout << fmt::format("FAILED {}\n  at step {}: {}\n", plan.text(), outcome.step,
                           outcome.complaint)
            << std::flush;
  const Plan small = shrunk(plan, outcome.step);
  std::cout << fmt::format("  shrunk: tools/dev simulate {}\n    {}\n", small.text(),
                           run(small).complaint)
            << std::flush;
}

void run_seeds(const Options& options, Report& report) {
  std::atomic<std::uint64_t> next = options.first;
  std::mutex mutex;  // guards the report and the output
  const auto work = [&] {
    for (std::uint64_t seed = next++; seed <= options.last; seed = next++) {
      Plan plan = options.plan;
      plan.seed = seed;
      const Outcome outcome = run(plan, options.trace ? &std::cout : nullptr);
      const std::lock_guard lock(mutex);
      report.counts.add(outcome.counts);
      if (options.one) std::cout << "digest " << outcome.digest << "\n";
      if (outcome.complaint.empty()) continue;
      ++report.complaints;
      complain(plan, outcome);
    }
  };
  std::vector<std::thread> threads;
  for (std::uint64_t i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

int simulate(const Options& options) {
  Report report;
  report.first_seed = options.first;
  report.last_seed = options.last;
  const auto start = std::chrono::steady_clock::now();
  run_seeds(options, report);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  bool all_noticed = true;
  if (options.canaries)
    for (const Canary canary : canaries) {
      report.canaries.push_back(hunt(canary, options.first, canary_seeds_max));
      all_noticed &= report.canaries.back().complaint.has_value();
    }
  std::cout << table_of(report)
            << fmt::format("{:.1f} s, {:.1f} crashes a second\n", took.count(),
                           static_cast<double>(report.counts.crashes()) / took.count());
  if (!options.table.empty()) put_into(options.table, table_of(report));
  return report.complaints == 0 && all_noticed ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return simulate(read({argv + 1, argv + argc}));
  } catch (const Usage& usage) {
    std::cerr << usage.what() << "\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
