#include "tests/simulation/table.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace simulation {
namespace {

constexpr std::string_view begin_marker = "<!-- simulate: begin -->\n";
constexpr std::string_view end_marker = "<!-- simulate: end -->";

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3)
    out.insert(static_cast<std::size_t>(at), ",");
  return out;
}

class Rows {
 public:
  Rows(std::string_view what, std::string_view count) {
    text_ = fmt::format("| {} | {} |\n| --- | ---: |\n", what, count);
  }
  Rows& add(std::string_view what, std::uint64_t count) {
    text_ += fmt::format("| {} | {} |\n", what, grouped(count));
    return *this;
  }
  std::string text() const { return text_ + "\n"; }

 private:
  std::string text_;
};

std::string faults_of(const Counts& counts) {
  const auto failed = [&](Operation operation) {
    return counts.disk.failed[static_cast<std::size_t>(operation)];
  };
  return Rows("What went wrong", "times")
      .add("power cut", counts.power_cuts)
      .add("process killed", counts.kills)
      .add("of these, in the middle of a start", counts.dead_starts)
      .add("file whose unsynced writes a power cut lost or kept whole", counts.disk.lost)
      .add("file whose unsynced writes it cut off at some byte", counts.disk.torn)
      .add("file whose unsynced sectors it kept in no order", counts.disk.reordered)
      .add("new, renamed or removed name that it took back", counts.disk.names_lost)
      .add("failed read", failed(Operation::read))
      .add("failed write", failed(Operation::write))
      .add("failed sync", failed(Operation::sync))
      .add("failed rename", failed(Operation::rename))
      .add("failed removal", failed(Operation::remove))
      .add("disk that fills up", counts.full_disks)
      .add("write that found no room", counts.disk.no_space)
      .add("ledger that turned read-only after a failure", counts.read_only)
      .add("flipped bit: the ledger or a part did not open", counts.flips_refused)
      .add("flipped bit: it opened, and reading said that it is damaged", counts.flips_noticed)
      .add("flipped bit: in bytes that nobody needs any more", counts.flips_harmless)
      .text();
}

std::string clients_of(const Counts& counts) {
  return Rows("What clients did", "times")
      .add("requests", counts.sends)
      .add("of these, batches", counts.batches)
      .add("of these, the same event again after its receipt", counts.repeats)
      .add("of these, in a race with the same event", counts.races)
      .add("of these, not waited for", counts.timeouts)
      .add("of these, with a version that is not the stream's", counts.stale_versions)
      .add("another event under an id that is taken", counts.reused_ids)
      .add("dry runs", counts.dry_runs)
      .add("requests to erase a person", counts.erasures)
      .add("events acknowledged (repeats included)", counts.oracle.acknowledged)
      .add("events refused for certain", counts.oracle.refused)
      .add("events without an answer, or with `written: unknown`", counts.oracle.unanswered)
      .text();
}

std::string promises_of(const Report& report) {
  const OracleCounts& checked = report.counts.oracle;
  return Rows("What was checked", "times")
      .add("starts after which everything was examined", report.counts.starts)
      .add("records that must not have changed", checked.records)
      .add("receipts that must be given again, byte for byte", checked.receipts)
      .add("checkpoints that the tree must extend", checked.checkpoints)
      .add("ids, claims and stream versions", checked.index)
      .add("sealed fields that must open, and destroyed keys that must be gone", checked.keys)
      .add("rows of views held against a fold of their own", checked.view_rows)
      .add("promises that were broken", report.complaints)
      .text();
}

}  // namespace

CanaryCatch hunt(Canary canary, std::uint64_t first_seed, std::uint64_t seeds_max) {
  CanaryCatch out;
  out.canary = canary;
  while (!out.complaint && out.runs < seeds_max) {
    Plan plan;
    plan.seed = first_seed + out.runs++;
    plan.canary = canary;
    const Outcome outcome = run(plan);
    if (!outcome.complaint.empty()) out.complaint = outcome.complaint;
  }
  return out;
}

std::string table_of(const Report& report) {
  const Counts& counts = report.counts;
  std::string out = fmt::format(
      "`tools/dev simulate --seeds {}..{}`: {} runs, {} steps, {} commits, **{} crashes**, "
      "{} promises broken.\n\n",
      report.first_seed, report.last_seed, grouped(counts.runs), grouped(counts.steps),
      grouped(counts.commits), grouped(counts.crashes()), grouped(report.complaints));
  out += faults_of(counts) + clients_of(counts) + promises_of(report);
  if (report.canaries.empty()) return out;
  out +=
      "| Canary: what was spoilt on purpose | runs until it was noticed | by |\n"
      "| --- | ---: | --- |\n";
  for (const CanaryCatch& one : report.canaries)
    out += fmt::format("| {} | {} | {} |\n", title_of(one.canary), one.runs,
                       one.complaint.value_or("**not noticed**"));
  return out + "\n";
}

void put_into(const std::string& path, const std::string& table) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto begin = text.find(begin_marker);
  const auto end = text.find(end_marker);
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw std::runtime_error(path + " has no place for the table");
  const auto first = begin + begin_marker.size();
  text.replace(first, end - first, "\n" + table);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace simulation
