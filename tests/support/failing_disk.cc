// Preloaded into a process (LD_PRELOAD): a disk whose syncs fail while the file named by
// FAILING_DISK exists. What stands in that file is a part of the paths that fail; an empty file
// means all of them. Data written before a failed sync stay where they are, as in a kernel that
// has given up on them and keeps quiet.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using Sync = int (*)(int);

// What the switch says; false: there is no switch.
bool read_switch(std::string& part) {
  const char* path = std::getenv("FAILING_DISK");
  const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::array<char, 256> text = {};
  const ssize_t count = ::read(file, text.data(), text.size());
  ::close(file);
  part.assign(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  return true;
}

bool fails(int descriptor) {
  std::string part;
  if (!read_switch(part)) return false;
  std::array<char, 4096> path = {};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t count = ::readlink(link.c_str(), path.data(), path.size());
  const std::string_view name(path.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  return name.find(part) != std::string_view::npos;
}

int sync(const char* name, int descriptor) {
  if (fails(descriptor)) {
    errno = EIO;
    return -1;
  }
  const auto real = reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name));
  return real(descriptor);
}

}  // namespace

extern "C" {

int fsync(int descriptor) { return sync("fsync", descriptor); }
int fdatasync(int descriptor) { return sync("fdatasync", descriptor); }

}  // extern "C"
