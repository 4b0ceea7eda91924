#include "ledger/core/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace ledger {

File::~File() {
  if (is_open()) {
    ::close(descriptor_);
  }
}

Result<void> sync_folder(const std::string& folder) {
  const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.descriptor()) != 0) {
    return fail(Code::unavailable, fmt::format("The folder {} cannot be synced to disk.", folder));
  }
  return {};
}

}  // namespace ledger
