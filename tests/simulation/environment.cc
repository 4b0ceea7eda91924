#include "tests/simulation/environment.h"

#include <fmt/format.h>
#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace simulation {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

IOStatus status_of(Io outcome, const std::string& path) {
  switch (outcome) {
    case Io::ok:
      return IOStatus::OK();
    case Io::not_found:
      return IOStatus::PathNotFound(path);
    case Io::no_space:
      return IOStatus::NoSpace(path);
    case Io::failed:
      break;
  }
  return IOStatus::IOError(path);
}

class Sequential : public rocksdb::FSSequentialFile {
 public:
  Sequential(SimulatedDisk& disk, SimulatedDisk::Handle handle, std::string path)
      : disk_(disk), handle_(handle), path_(std::move(path)) {}

  IOStatus Read(std::size_t size, const IOOptions&, Slice* result, char* scratch,
                IODebugContext*) override {
    std::string bytes;
    const Io outcome = disk_.read(handle_, at_, size, bytes);
    std::memcpy(scratch, bytes.data(), bytes.size());
    *result = Slice(scratch, bytes.size());
    at_ += bytes.size();
    return status_of(outcome, path_);
  }
  IOStatus Skip(std::uint64_t size) override {
    at_ += size;
    return IOStatus::OK();
  }

 private:
  SimulatedDisk& disk_;
  SimulatedDisk::Handle handle_;
  std::string path_;
  std::uint64_t at_ = 0;
};

class RandomAccess : public rocksdb::FSRandomAccessFile {
 public:
  RandomAccess(SimulatedDisk& disk, SimulatedDisk::Handle handle, std::string path)
      : disk_(disk), handle_(handle), path_(std::move(path)) {}

  IOStatus Read(std::uint64_t offset, std::size_t size, const IOOptions&, Slice* result,
                char* scratch, IODebugContext*) const override {
    std::string bytes;
    const Io outcome = disk_.read(handle_, offset, size, bytes);
    std::memcpy(scratch, bytes.data(), bytes.size());
    *result = Slice(scratch, bytes.size());
    return status_of(outcome, path_);
  }

 private:
  SimulatedDisk& disk_;
  SimulatedDisk::Handle handle_;
  std::string path_;
};

class Writable : public rocksdb::FSWritableFile {
 public:
  Writable(SimulatedDisk& disk, SimulatedDisk::Handle handle, std::string path)
      : disk_(disk), handle_(handle), path_(std::move(path)) {}

  using FSWritableFile::Append;
  IOStatus Append(const Slice& bytes, const IOOptions&, IODebugContext*) override {
    return status_of(disk_.append(handle_, {bytes.data(), bytes.size()}), path_);
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions&, IODebugContext*) override {
    return status_of(disk_.truncate(handle_, size), path_);
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return status_of(disk_.sync(handle_), path_);
  }
  std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    return disk_.size(handle_);
  }

 private:
  SimulatedDisk& disk_;
  SimulatedDisk::Handle handle_;
  std::string path_;
};

class Folder : public rocksdb::FSDirectory {
 public:
  Folder(SimulatedDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    return status_of(disk_.sync_folder(path_), path_);
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  SimulatedDisk& disk_;
  std::string path_;
};

class Lock : public rocksdb::FileLock {
 public:
  explicit Lock(std::string name) : path(std::move(name)) {}
  const std::string path;
};

// RocksDB joins folder and name with a slash, also where the folder ends in one.
std::string plain(std::string path) {
  for (auto at = path.find("//"); at != std::string::npos; at = path.find("//")) path.erase(at, 1);
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

class Files : public rocksdb::FileSystemWrapper {
 public:
  Files(SimulatedDisk& disk, ledger::Clock& clock)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk), clock_(clock) {}

  const char* Name() const override { return "simulated"; }

  IOStatus NewSequentialFile(const std::string& name, const FileOptions&,
                             std::unique_ptr<rocksdb::FSSequentialFile>* file,
                             IODebugContext*) override {
    return opened<Sequential>(name, *file);
  }
  IOStatus NewRandomAccessFile(const std::string& name, const FileOptions&,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                               IODebugContext*) override {
    return opened<RandomAccess>(name, *file);
  }
  IOStatus NewWritableFile(const std::string& name, const FileOptions&,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext*) override {
    const std::string path = plain(name);
    SimulatedDisk::Handle handle;
    const Io outcome = disk_.create(path, handle);
    if (outcome == Io::ok) *file = std::make_unique<Writable>(disk_, handle, path);
    return status_of(outcome, path);
  }
  IOStatus ReopenWritableFile(const std::string& name, const FileOptions&,
                              std::unique_ptr<rocksdb::FSWritableFile>* file,
                              IODebugContext*) override {
    return opened<Writable>(name, *file);
  }
  IOStatus ReuseWritableFile(const std::string& name, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported(name);
  }
  IOStatus NewRandomRWFile(const std::string& name, const FileOptions&,
                           std::unique_ptr<rocksdb::FSRandomRWFile>*, IODebugContext*) override {
    return IOStatus::NotSupported(name);
  }
  IOStatus NewMemoryMappedFileBuffer(const std::string& name,
                                     std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) override {
    return IOStatus::NotSupported(name);
  }
  IOStatus NewDirectory(const std::string& name, const IOOptions&,
                        std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext*) override {
    const std::string path = plain(name);
    if (!disk_.is_folder(path)) return status_of(Io::not_found, path);
    *folder = std::make_unique<Folder>(disk_, path);
    return IOStatus::OK();
  }
  IOStatus FileExists(const std::string& name, const IOOptions&, IODebugContext*) override {
    return disk_.exists(plain(name)) ? IOStatus::OK() : IOStatus::NotFound(name);
  }
  IOStatus GetChildren(const std::string& name, const IOOptions&, std::vector<std::string>* names,
                       IODebugContext*) override {
    const std::string path = plain(name);
    names->clear();
    if (!disk_.is_folder(path)) return IOStatus::NotFound(path);
    *names = disk_.children(path);
    return IOStatus::OK();
  }
  IOStatus GetChildrenFileAttributes(const std::string& name, const IOOptions& options,
                                     std::vector<rocksdb::Env::FileAttributes>* files,
                                     IODebugContext* context) override {
    return FileSystem::GetChildrenFileAttributes(name, options, files, context);
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions&, IODebugContext*) override {
    return status_of(disk_.remove(plain(name)), name);
  }
  IOStatus Truncate(const std::string& name, std::size_t, const IOOptions&,
                    IODebugContext*) override {
    return IOStatus::NotSupported(name);
  }
  IOStatus CreateDir(const std::string& name, const IOOptions&, IODebugContext*) override {
    return disk_.exists(plain(name)) ? IOStatus::IOError(name)
                                     : status_of(disk_.make_folder(plain(name)), name);
  }
  IOStatus CreateDirIfMissing(const std::string& name, const IOOptions&, IODebugContext*) override {
    return status_of(disk_.make_folder(plain(name)), name);
  }
  IOStatus DeleteDir(const std::string& name, const IOOptions&, IODebugContext*) override {
    return status_of(disk_.remove_folder(plain(name)), name);
  }
  IOStatus GetFileSize(const std::string& name, const IOOptions&, std::uint64_t* size,
                       IODebugContext*) override {
    const auto found = disk_.size(plain(name));
    *size = found.value_or(0);
    return found ? IOStatus::OK() : IOStatus::PathNotFound(name);
  }
  IOStatus GetFileModificationTime(const std::string&, const IOOptions&, std::uint64_t* seconds,
                                   IODebugContext*) override {
    *seconds = static_cast<std::uint64_t>(clock_.now_us() / 1'000'000);
    return IOStatus::OK();
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions&,
                      IODebugContext*) override {
    return status_of(disk_.rename(plain(from), plain(to)), from);
  }
  IOStatus LinkFile(const std::string& from, const std::string&, const IOOptions&,
                    IODebugContext*) override {
    return IOStatus::NotSupported(from);
  }
  IOStatus NumFileLinks(const std::string& name, const IOOptions&, std::uint64_t*,
                        IODebugContext*) override {
    return IOStatus::NotSupported(name);
  }
  IOStatus AreFilesSame(const std::string& one, const std::string& other, const IOOptions&,
                        bool* same, IODebugContext*) override {
    *same = plain(one) == plain(other);
    return IOStatus::OK();
  }
  IOStatus LockFile(const std::string& name, const IOOptions&, rocksdb::FileLock** lock,
                    IODebugContext*) override {
    *lock = nullptr;
    if (!disk_.lock(plain(name))) return IOStatus::IOError("While lock file: " + name);
    *lock = new Lock(plain(name));
    return IOStatus::OK();
  }
  IOStatus UnlockFile(rocksdb::FileLock* lock, const IOOptions&, IODebugContext*) override {
    const std::unique_ptr<Lock> held(static_cast<Lock*>(lock));
    disk_.unlock(held->path);
    return IOStatus::OK();
  }
  IOStatus GetAbsolutePath(const std::string& name, const IOOptions&, std::string* path,
                           IODebugContext*) override {
    *path = name;
    return IOStatus::OK();
  }
  IOStatus GetFreeSpace(const std::string&, const IOOptions&, std::uint64_t* bytes,
                        IODebugContext*) override {
    *bytes = disk_.room();
    return IOStatus::OK();
  }
  IOStatus IsDirectory(const std::string& name, const IOOptions&, bool* is_folder,
                       IODebugContext*) override {
    *is_folder = disk_.is_folder(plain(name));
    return disk_.exists(plain(name)) ? IOStatus::OK() : IOStatus::PathNotFound(name);
  }

 private:
  template <class File, class Pointer>
  IOStatus opened(const std::string& name, Pointer& file) {
    const std::string path = plain(name);
    SimulatedDisk::Handle handle;
    const Io outcome = disk_.open(path, handle);
    if (outcome == Io::ok) file = std::make_unique<File>(disk_, handle, path);
    return status_of(outcome, path);
  }

  SimulatedDisk& disk_;
  ledger::Clock& clock_;
};

// Stands as the ledger's clock does, but that a sleep takes the time that it says.
class Time : public rocksdb::SystemClock {
 public:
  explicit Time(ledger::Clock& clock) : clock_(clock) {}
  const char* Name() const override { return "simulated"; }
  std::uint64_t NowMicros() override {
    return static_cast<std::uint64_t>(clock_.now_us()) + slept_;
  }
  void SleepForMicroseconds(int micros) override {
    slept_ += static_cast<std::uint64_t>(std::max(micros, 0));
  }
  rocksdb::Status GetCurrentTime(std::int64_t* seconds) override {
    *seconds = static_cast<std::int64_t>(NowMicros() / 1'000'000);
    return rocksdb::Status::OK();
  }
  std::string TimeToString(std::uint64_t time) override { return std::to_string(time); }

 private:
  ledger::Clock& clock_;
  std::uint64_t slept_ = 0;
};

}  // namespace

Environment::Environment(SimulatedDisk& disk, ledger::Clock& clock)
    : EnvWrapper(rocksdb::NewCompositeEnv(std::make_shared<Files>(disk, clock))) {
  file_system_ = target()->GetFileSystem();
  system_clock_ = std::make_shared<Time>(clock);
}

Environment::~Environment() = default;

void Environment::run_jobs() {
  while (!jobs_.empty()) {
    // A flush goes before a compaction, as with threads of their own.
    auto next = std::find_if(jobs_.begin(), jobs_.end(),
                             [](const Job& job) { return job.priority == HIGH; });
    if (next == jobs_.end()) next = jobs_.begin();
    const Job job = *next;
    jobs_.erase(next);
    ++jobs_run_;
    job.function(job.argument);
  }
}

void Environment::Schedule(void (*function)(void*), void* argument, Priority priority, void* tag,
                           void (*unscheduled)(void*)) {
  jobs_.push_back({function, argument, priority, tag, unscheduled});
}

int Environment::UnSchedule(void* tag, Priority priority) {
  int count = 0;
  std::deque<Job> kept;
  for (const Job& job : jobs_)
    if (job.tag == tag && job.priority == priority) {
      if (job.unscheduled != nullptr) job.unscheduled(job.argument);
      ++count;
    } else {
      kept.push_back(job);
    }
  jobs_ = std::move(kept);
  return count;
}

unsigned int Environment::GetThreadPoolQueueLen(Priority priority) const {
  return static_cast<unsigned int>(std::count_if(
      jobs_.begin(), jobs_.end(), [&](const Job& job) { return job.priority == priority; }));
}

std::uint64_t Environment::NowMicros() { return system_clock_->NowMicros(); }
void Environment::SleepForMicroseconds(int micros) { system_clock_->SleepForMicroseconds(micros); }
rocksdb::Status Environment::GetCurrentTime(std::int64_t* seconds) {
  return system_clock_->GetCurrentTime(seconds);
}

rocksdb::Status Environment::GetHostName(char* name, std::uint64_t size) {
  const std::string host = "simulation";
  if (size <= host.size()) return rocksdb::Status::InvalidArgument();
  std::copy(host.c_str(), host.c_str() + host.size() + 1, name);
  return rocksdb::Status::OK();
}

std::string Environment::GenerateUniqueId() {
  return fmt::format("00000000-0000-0000-0000-{:012}", ++ids_);
}

}  // namespace simulation
