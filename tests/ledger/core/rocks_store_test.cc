#include "ledger/core/rocks_store.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>

#include "ledger/core/random.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

struct Fixture {
  TemporaryFolder parent;
  std::string folder = parent.path("a/db");

  Result<std::unique_ptr<RocksStore>> open(Access access, const Names& names = {"one", "two"}) {
    return RocksStore::open(folder, names, access);
  }
  std::optional<Code> failure(Access access, const Names& names = {"one", "two"}) {
    const auto store = open(access, names);
    return store ? std::nullopt : std::optional(store.error().code);
  }
};

Result<void> put(Store& store, std::string key, std::string value) {
  StoreBatch batch;
  batch.put(0, std::move(key), std::move(value));
  return store.write(batch, Durability::synced);
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Name and bytes of every file, and the moment each was last written.
std::map<std::string, std::pair<std::string, fs::file_time_type>> contents(
    const std::string& folder) {
  std::map<std::string, std::pair<std::string, fs::file_time_type>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    files[entry.path()] = {entry.is_regular_file() ? read_file(entry.path()) : "",
                           entry.last_write_time()};
  }
  return files;
}

// The largest file with this ending.
fs::path find_file(const std::string& folder, const std::string& ending) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().string().ends_with(ending) &&
        (found.empty() || entry.file_size() > fs::file_size(found))) {
      found = entry.path();
    }
  }
  return found;
}

void damage(const fs::path& path, std::size_t position) {
  std::string bytes = read_file(path);
  bytes.at(position) = static_cast<char>(~bytes[position]);
  std::ofstream(path, std::ios::binary) << bytes;
}

// Another process, which holds a lock on a file.
class LockingProcess {
 public:
  explicit LockingProcess(const std::string& path) : process_(::fork()) {
    if (process_ == 0) {
      struct flock lock = {};
      lock.l_type = F_WRLCK;
      const bool locked = ::fcntl(::open(path.c_str(), O_RDWR), F_SETLK, &lock) == 0;
      ::raise(SIGSTOP);
      ::_exit(locked ? 0 : 1);
    }
    int status = 0;
    ::waitpid(process_, &status, WUNTRACED);  // until it has stopped, with the lock
  }
  LockingProcess(const LockingProcess&) = delete;
  LockingProcess& operator=(const LockingProcess&) = delete;
  ~LockingProcess() {
    int status = 0;
    ::kill(process_, SIGCONT);
    ::waitpid(process_, &status, 0);
    CHECK(status == 0);
  }

 private:
  pid_t process_;
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a reopened store has what was written, synced or not", "[disk]") {
  {
    auto store = open(Access::create).value();
    REQUIRE(put(*store, "a", "1"));
    StoreBatch batch;
    batch.put(1, "b", "2");
    REQUIRE(store->write(batch, Durability::buffered));
  }
  auto store = open(Access::open).value();
  CHECK(store->get(0, "a").value() == "1");
  CHECK(store->get(1, "b").value() == "2");
}

TEST_CASE_METHOD(Fixture, "create wants a missing or empty folder, open one with a store",
                 "[disk]") {
  CHECK(failure(Access::open) == Code::not_found);
  CHECK(failure(Access::read_only) == Code::not_found);
  CHECK_FALSE(fs::exists(folder));

  CHECK(failure(Access::create) == std::nullopt);
  CHECK(failure(Access::create) == Code::invalid);

  fs::remove(folder + "/CURRENT");
  CHECK(failure(Access::create) == Code::invalid);
  CHECK(failure(Access::open) == Code::corrupt);
}

TEST_CASE_METHOD(Fixture, "a folder in use is refused within the process and from another one",
                 "[disk]") {
  auto store = open(Access::create).value();
  CHECK(failure(Access::open) == Code::conflict);
  store.reset();
  {
    const LockingProcess other(folder + "/LOCK");
    CHECK(failure(Access::open) == Code::conflict);
    CHECK(failure(Access::read_only) == std::nullopt);
  }
  CHECK(failure(Access::open) == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "a read-only store changes no byte, and reads beside a writer",
                 "[disk]") {
  auto writer = open(Access::create).value();
  REQUIRE(put(*writer, "a", "1"));
  const auto before = contents(parent.path());
  {
    auto reader = open(Access::read_only).value();
    CHECK(reader->get(0, "a").value() == "1");
    CHECK(reader->snapshot()->get(0, "a").value() == "1");
    const auto cursor = reader->cursor(0);
    cursor->seek("");
    CHECK(cursor->valid());
    CHECK(put(*reader, "b", "2").error().code == Code::unavailable);
  }
  CHECK(contents(parent.path()) == before);
  CHECK(put(*writer, "b", "2"));
  writer.reset();

  const auto closed = contents(parent.path());
  CHECK(open(Access::read_only).value()->get(0, "b").value() == "2");
  CHECK(contents(parent.path()) == closed);
}

TEST_CASE_METHOD(Fixture, "a table of a newer program is refused, one that is missing is made",
                 "[disk]") {
  { REQUIRE(open(Access::create)); }
  CHECK(failure(Access::open, {"one"}) == Code::corrupt);
  CHECK(failure(Access::read_only, {"one"}) == Code::corrupt);

  const Names more = {"one", "two", "three"};
  CHECK(failure(Access::read_only, more) == Code::invalid);
  CHECK(failure(Access::open, more) == std::nullopt);
  CHECK(failure(Access::read_only, more) == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "a batch that was torn by a power cut is not there at all", "[disk]") {
  {
    auto store = open(Access::create).value();
    REQUIRE(put(*store, "a", "1"));
    REQUIRE(put(*store, "b", std::string(1000, 'x')));
  }
  const fs::path wal = find_file(folder, ".log");
  fs::resize_file(wal, fs::file_size(wal) - 10);

  auto store = open(Access::open).value();
  CHECK(store->get(0, "a").value() == "1");
  CHECK(store->get(0, "b").value() == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "altered bytes on disk are an error and never an answer", "[disk]") {
  {
    auto store = open(Access::create).value();
    REQUIRE(put(*store, "a", std::string(10'000, 'x')));
  }
  { REQUIRE(open(Access::open)); }  // moves the row from the write-ahead log to a table file
  damage(find_file(folder, ".sst"), 20);

  auto store = open(Access::open).value();
  CHECK(store->get(0, "a").error().code == Code::corrupt);
  const auto cursor = store->cursor(0);
  cursor->seek("");
  CHECK_FALSE(cursor->valid());
  CHECK(cursor->status().error().code == Code::corrupt);
}

TEST_CASE_METHOD(Fixture, "a damaged manifest is corrupt", "[disk]") {
  { REQUIRE(open(Access::create)); }
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("MANIFEST")) {
      damage(entry.path(), 20);
    }
  }
  CHECK(failure(Access::open) == Code::corrupt);
  CHECK(failure(Access::read_only) == Code::corrupt);
}

TEST_CASE_METHOD(Fixture, "a store that has lost a file opens for inspection alone", "[disk]") {
  {
    auto store = open(Access::create).value();
    REQUIRE(put(*store, "a", "1"));
    StoreBatch batch;
    batch.put(1, "b", SeededRandom(1).bytes(10'000));
    REQUIRE(store->write(batch, Durability::synced));
  }
  { REQUIRE(open(Access::open)); }  // moves the rows from the write-ahead log to table files
  fs::remove(find_file(folder, ".sst"));
  for (const Access access : {Access::open, Access::read_only}) {
    const auto refused = open(access);
    CHECK(refused.error().code == Code::corrupt);
    CHECK(refused.error().message.find("a file is missing") != std::string::npos);
    CHECK(refused.error().message.find(".sst") == std::string::npos);
  }
  const auto before = contents(folder);
  {
    auto store = open(Access::inspect).value();
    CHECK(store->get(0, "a").value() == "1");
    CHECK(store->get(1, "b").error().code == Code::corrupt);
    const auto cursor = store->cursor(1);
    cursor->seek("");
    CHECK_FALSE(cursor->valid());
    CHECK(cursor->status().error().code == Code::corrupt);
    CHECK(put(*store, "a", "2").error().code == Code::unavailable);
  }
  CHECK(contents(folder) == before);
}

TEST_CASE_METHOD(Fixture, "a store of more than one log file is read in every way", "[disk]") {
  {
    RocksOptions options;
    options.write_buffer_bytes = std::size_t{64} << 10;
    auto store = RocksStore::open(folder, {"one", "two"}, Access::create, options).value();
    StoreBatch first;
    first.put(1, "b", "2");  // keeps the first log file needed
    REQUIRE(store->write(first, Durability::synced));
    SeededRandom random(1);
    for (int i = 0; i < 40; ++i)
      REQUIRE(put(*store, "a" + std::to_string(i), random.bytes(10'000)));
  }
  std::size_t logs = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    logs += entry.path().extension() == ".log" && entry.file_size() > 0 ? 1 : 0;
  REQUIRE(logs > 1);
  for (const Access access : {Access::inspect, Access::read_only, Access::open}) {
    const auto store = open(access).value();
    CHECK(store->get(0, "a39").value()->size() == 10'000);
    CHECK(store->get(1, "b").value() == "2");
  }
}

TEST_CASE_METHOD(Fixture, "after a failed write every later one is refused until a reopening",
                 "[disk]") {
  auto store = open(Access::create).value();
  REQUIRE(put(*store, "a", "1"));
  Result<void> failed;
  {
    const FullDisk disk;
    failed = put(*store, "b", std::string(1000, 'x'));
  }
  CHECK(failed.error().code == Code::unavailable);
  CHECK(failed.error().message.find("IO error") == std::string::npos);
  CHECK(put(*store, "c", "3").error().code == Code::unavailable);
  CHECK(store->get(0, "a").value() == "1");

  store.reset();
  store = open(Access::open).value();
  CHECK(store->get(0, "a").value() == "1");
  CHECK(store->get(0, "c").value() == std::nullopt);
  CHECK(put(*store, "c", "3"));
}

TEST_CASE_METHOD(Fixture, "what was purged is in no file any more", "[disk]") {
  const auto store = open(Access::create).value();
  const auto is_on_disk = [&](const std::string& text) {
    const auto files = contents(folder);
    return std::any_of(files.begin(), files.end(), [&](const auto& file) {
      return file.second.first.find(text) != std::string::npos;
    });
  };
  REQUIRE(put(*store, "kept", "visible-kept"));
  REQUIRE(put(*store, "secret-key", "secret-value"));
  REQUIRE(put(*store, "wrapped", "old-value"));
  StoreBatch batch;
  batch.remove(0, "secret-key");
  batch.put(0, "wrapped", "new-value");
  REQUIRE(store->write(batch, Durability::synced));
  REQUIRE(is_on_disk("secret-value"));
  REQUIRE(is_on_disk("old-value"));

  REQUIRE(store->purge(batch));
  CHECK_FALSE(is_on_disk("secret-key"));
  CHECK_FALSE(is_on_disk("secret-value"));
  CHECK_FALSE(is_on_disk("old-value"));
  CHECK(store->get(0, "wrapped").value() == "new-value");
  CHECK(store->get(0, "kept").value() == "visible-kept");
  CHECK(store->get(0, "secret-key").value() == std::nullopt);
}

}  // namespace ledger
