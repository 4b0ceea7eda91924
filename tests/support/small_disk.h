// A disk of a few megabytes that can be filled to the last byte: a tmpfs, which only root may
// mount. Where that is not allowed, is_there() is false.
#pragma once

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.h"

namespace support {

class SmallDisk {
 public:
  explicit SmallDisk(unsigned megabytes) {
    const std::string size = "size=" + std::to_string(megabytes) + "m";
    is_there_ = ::geteuid() == 0 && ::mount("tmpfs", folder_.path().c_str(), "tmpfs",
                                            MS_NOSUID | MS_NODEV, size.c_str()) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_there_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }

  bool is_there() const { return is_there_; }
  std::string path(const std::string& name) const { return folder_.path(name); }

  // Writes until nothing more goes in but `left` bytes.
  void fill(std::uintmax_t left = 0) const {
    const int file =
        ::open(path("filler").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    for (std::size_t size = std::size_t{1} << 20; size > 0; size /= 2) {
      const std::string bytes(size, 'x');
      while (::write(file, bytes.data(), bytes.size()) > 0) continue;
    }
    ::close(file);
    const auto size = std::filesystem::file_size(path("filler"));
    std::filesystem::resize_file(path("filler"), size - std::min(size, left));
  }
  void make_room() const { std::filesystem::remove(path("filler")); }
  // What can be written no more, by root too.
  bool make_read_only(bool read_only) const {
    const unsigned long mode = MS_REMOUNT | MS_NOSUID | MS_NODEV;
    const unsigned long read_only_bit = MS_RDONLY;
    return ::mount("tmpfs", folder_.path().c_str(), "tmpfs",
                   read_only ? mode | read_only_bit : mode, nullptr) == 0;
  }

 private:
  ledger::TemporaryFolder folder_;
  bool is_there_ = false;
};

}  // namespace support
