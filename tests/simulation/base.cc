#include "tests/simulation/base.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <stdexcept>

#include "ledger/core/memory_store.h"
#include "tests/support/sample_ledger.h"
#include "tests/support/temporary_folder.h"

namespace simulation {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t commit_events = 50;
constexpr std::int64_t commit_us = 1'000'000;

template <class T>
T must(ledger::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// An empty ledger that the program made on the machine's disk, and the master key beside it.
struct Made {
  ledger::TemporaryFolder parent;
  std::string folder = parent.path("data");
  programme::MasterKeySource key{parent.path("master-key")};

  Made() {
    ledger::SeededRandom random(1);
    const auto made = programme::make_folder(folder, "simulation.example/ledger", key, random);
    if (!made) throw std::runtime_error(made.error().message);
  }
  void copy_to(SimulatedDisk& disk) const {
    disk.place_folder(data_folder);
    std::map<std::string, std::string> files;  // by name, since a folder lists them in any order
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string path = data_folder + entry.path().string().substr(folder.size());
      if (entry.is_directory())
        disk.place_folder(path);
      else
        files[path] = content_of(entry.path());
    }
    for (auto& [path, content] : files) disk.place(path, std::move(content));
  }
};
const Made& made() {
  static const Made one;
  return one;
}

void record(World& world, Process& process, std::size_t first, std::size_t last, Base& base) {
  static const auto lines = support::sample_lines();
  for (std::size_t i = first; i < last; ++i) {
    auto taken = process.folder->registrar().take(lines.at(i), false, anyone(), {});
    if (!taken) throw std::runtime_error(taken.error().detail);
    process.folder->writer().submit(
        std::move(taken->submission), taken->subjects, [&](ledger::Outcome outcome) {
          auto recorded = programme::Registrar::outcome(std::move(outcome), false);
          if (!recorded) throw std::runtime_error(recorded.error().detail);
          base.receipts.push_back(std::move(recorded->receipts.at(0)));
        });
  }
  world.clock.advance(commit_us);
  process.folder->writer().round();
  must(process.views->feed());
}

std::unique_ptr<Base> make(std::size_t events) {
  auto base = std::make_unique<Base>();
  World world(events, Canary::none, nullptr);
  made().copy_to(world.disk);
  auto process = must(Process::start(world, events));
  for (std::size_t first = 0; first < events; first += commit_events)
    record(world, *process, first, std::min(events, first + commit_events), *base);
  for (const ledger::Receipt& receipt : base->receipts)
    base->log.push_back(known_of(receipt.record));
  ledger::MemoryStore folded(projections::Views::table_names().size());
  const auto views = must(projections::Views::open(folded, process->folder->ledger()));
  must(views->feed());
  base->views = must(rows_of(folded));
  process.reset();
  world.disk.settle();
  base->image = world.disk.image();
  return base;
}

}  // namespace

Known known_of(std::string record) {
  Known out;
  out.keys = must(programme::read_keys(record));
  out.claim = programme::id_claim(out.keys.source, out.keys.id);
  out.sealed = record.find("\"sealed\":") != std::string::npos;
  out.record = std::move(record);
  return out;
}

const Base& base_of(std::size_t events) {
  static std::mutex mutex;  // guards bases
  static std::map<std::size_t, std::unique_ptr<Base>> bases;
  const std::lock_guard lock(mutex);
  auto& base = bases[events];
  if (base == nullptr) base = make(events);
  return *base;
}

programme::Caller anyone() {
  programme::Caller caller;
  caller.is_clock = true;
  return caller;
}

ledger::Result<std::unique_ptr<Process>> Process::start(World& world, std::uint64_t seed) {
  std::unique_ptr<Process> process(new Process(seed));
  auto folder =
      programme::Folder::open(data_folder, made().key, world.clock, process->random, world);
  if (!folder) return tl::unexpected(folder.error());
  process->folder = std::move(*folder);
  const auto store = process->folder->views(projections::Views::table_names());
  if (!store) return tl::unexpected(store.error());
  process->views_store = *store;
  auto views = projections::Views::open(**store, process->folder->ledger());
  if (!views) return tl::unexpected(views.error());
  process->views = std::move(*views);
  return process;
}

Process::~Process() {
  views.reset();
  folder.reset();
}

ledger::Result<ledger::StoreBatch> rows_of(const ledger::Reader& store) {
  ledger::StoreBatch out;
  for (ledger::Table table = 0; table < projections::Views::table_names().size(); ++table) {
    const auto cursor = store.cursor(table);
    for (cursor->seek(""); cursor->valid(); cursor->next())
      out.put(table, std::string(cursor->key()), std::string(cursor->value()));
    if (auto status = cursor->status(); !status) return tl::unexpected(status.error());
  }
  return out;
}

}  // namespace simulation
