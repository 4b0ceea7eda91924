#include "ledger/core/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>

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

std::uint64_t free_bytes(const std::string& folder) {
  struct statvfs disk = {};
  if (::statvfs(folder.c_str(), &disk) != 0) return UINT64_MAX;
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

Result<File> lock_folder(const std::string& folder) {
  File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT)
    return fail(Code::not_found, fmt::format("There is no folder {}.", folder));
  if (file.is_open() && ::flock(file.descriptor(), LOCK_EX | LOCK_NB) == 0) return file;
  if (file.is_open() && errno == EWOULDBLOCK)
    return fail(Code::conflict, fmt::format("The folder {} is in use by another process.", folder));
  return fail(Code::unavailable, fmt::format("The folder {} cannot be opened.", folder));
}

bool is_writable(const std::string& folder) { return ::access(folder.c_str(), W_OK) == 0; }

Result<std::string> read_file(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open())
    return errno == ENOENT ? fail(Code::not_found, "there is no file " + path)
                           : fail(Code::unavailable, "the file " + path + " cannot be read");
  std::string out;
  char buffer[64 * 1024];
  for (;;) {
    const ssize_t count = ::read(file.descriptor(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(Code::unavailable, "the file " + path + " cannot be read");
    if (count == 0) return out;
    out.append(buffer, static_cast<std::size_t>(count));
  }
}

Result<void> write_new_file(const std::string& path, std::string_view content, unsigned mode) {
  const File file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode)));
  if (!file.is_open())
    return errno == EEXIST ? fail(Code::conflict, "the file " + path + " exists already")
                           : fail(Code::unavailable, "the file " + path + " cannot be written");
  while (!content.empty()) {
    const ssize_t count = ::write(file.descriptor(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(Code::unavailable, "the file " + path + " cannot be written");
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(file.descriptor()) != 0)
    return fail(Code::unavailable, "the file " + path + " cannot be synced");
  const auto slash = path.rfind('/');
  return sync_folder(slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash));
}

}  // namespace ledger
