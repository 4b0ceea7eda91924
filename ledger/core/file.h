// Files that must outlast a power cut: an open file that closes itself, and the sync of a folder,
// without which a new file's name may be lost although its bytes were synced. And what a folder
// that is written in must offer: room, and nobody else at work in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/core/result.h"

namespace ledger {

class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File();

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

// unavailable: the folder cannot be opened or synced.
Result<void> sync_folder(const std::string& folder);

// Bytes that the disk of the folder still takes; UINT64_MAX where it does not tell.
std::uint64_t free_bytes(const std::string& folder);

// Holds the folder until the file is closed, whoever else asks for it, within this process too.
// conflict: it is held already. not_found: there is no such folder. unavailable: it cannot be held.
Result<File> lock_folder(const std::string& folder);

// Whether files of the folder can be written: permissions allow it, and so does the disk.
bool is_writable(const std::string& folder);

// not_found: there is no such file. unavailable: it cannot be read.
Result<std::string> read_file(const std::string& path);
// Writes a file that must not exist yet, with these permissions, and syncs it and its folder.
// conflict: it exists. unavailable: it cannot be written.
Result<void> write_new_file(const std::string& path, std::string_view content, unsigned mode);

}  // namespace ledger
