// Files that must outlast a power cut: an open file that closes itself, and the sync of a folder,
// without which a new file's name may be lost although its bytes were synced.
#pragma once

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

// not_found: there is no such file. unavailable: it cannot be read.
Result<std::string> read_file(const std::string& path);
// Writes a file that must not exist yet, with these permissions, and syncs it and its folder.
// conflict: it exists. unavailable: it cannot be written.
Result<void> write_new_file(const std::string& path, std::string_view content, unsigned mode);

}  // namespace ledger
