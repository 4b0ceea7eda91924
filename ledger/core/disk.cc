#include "ledger/core/disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "ledger/core/file.h"

namespace ledger {
namespace {

class OpenSlot : public SlotFile {
 public:
  explicit OpenSlot(File file) : file_(std::move(file)) {}

  std::string read(std::size_t size) const override {
    std::string bytes(size, '\0');
    const ssize_t count = ::pread(file_.descriptor(), bytes.data(), bytes.size(), 0);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }

  Result<void> write(std::string_view bytes) override {
    if (::pwrite(file_.descriptor(), bytes.data(), bytes.size(), 0) !=
            static_cast<ssize_t>(bytes.size()) ||
        ::fdatasync(file_.descriptor()) != 0) {
      return fail(Code::unavailable, "A file cannot be written to disk.");
    }
    return {};
  }

 private:
  File file_;
};

class MachineDisk : public Disk {
 public:
  Result<std::unique_ptr<Store>> open_store(const std::string& folder,
                                            const std::vector<std::string>& table_names,
                                            Access access) override {
    auto store = RocksStore::open(folder, table_names, access);
    if (!store) {
      return tl::unexpected(store.error());
    }
    return std::unique_ptr<Store>(std::move(*store));
  }

  Result<std::unique_ptr<SlotFile>> open_slot(const std::string& path, bool read_only) override {
    File file(::open(path.c_str(), (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC));
    if (file.is_open()) {
      return std::make_unique<OpenSlot>(std::move(file));
    }
    return errno == ENOENT
               ? fail(Code::not_found, fmt::format("There is no file {}.", path))
               : fail(Code::unavailable, fmt::format("The file {} cannot be opened.", path));
  }

  Result<std::string> read_file(const std::string& path) override {
    return ledger::read_file(path);
  }

  bool exists(const std::string& path) override {
    std::error_code error;
    return std::filesystem::exists(path, error);
  }

  std::uint64_t free_bytes(const std::string& folder) override {
    return ledger::free_bytes(folder);
  }
  bool is_writable(const std::string& folder) override { return ledger::is_writable(folder); }
  Result<File> lock_folder(const std::string& folder) override {
    return ledger::lock_folder(folder);
  }

  void remove_folder(const std::string& folder) override {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
  }
};

}  // namespace

Disk& machine_disk() {
  static MachineDisk disk;
  return disk;
}

}  // namespace ledger
