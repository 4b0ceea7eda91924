#include "ledger/core/file.h"

#include <fcntl.h>

#include <catch2/catch.hpp>
#include <cstdint>

#include "tests/support/temporary_folder.h"

namespace ledger {

TEST_CASE("a file is closed once, by the object that it was moved to last", "[disk]") {
  const TemporaryFolder folder;
  File first(::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY));
  const int descriptor = first.descriptor();
  {
    File second = std::move(first);
    CHECK_FALSE(first.is_open());
    CHECK(second.descriptor() == descriptor);
    CHECK(::fcntl(descriptor, F_GETFD) >= 0);
  }
  CHECK(::fcntl(descriptor, F_GETFD) == -1);
}

TEST_CASE("a folder that is missing cannot be synced", "[disk]") {
  const TemporaryFolder folder;
  CHECK(sync_folder(folder.path()));
  CHECK(sync_folder(folder.path("none")).error().code == Code::unavailable);
}

TEST_CASE("a folder is held by one at a time, within a process too", "[disk]") {
  const TemporaryFolder folder;
  CHECK(lock_folder(folder.path("none")).error().code == Code::not_found);
  {
    const auto held = lock_folder(folder.path());
    REQUIRE(held);
    CHECK(lock_folder(folder.path()).error().code == Code::conflict);
  }
  CHECK(lock_folder(folder.path()));
}

TEST_CASE("the room of a disk is told, and no end of it where there is none", "[disk]") {
  const TemporaryFolder folder;
  CHECK(free_bytes(folder.path()) < UINT64_MAX);
  CHECK(free_bytes(folder.path("none")) == UINT64_MAX);
  CHECK(is_writable(folder.path()));
  CHECK_FALSE(is_writable(folder.path("none")));
}

}  // namespace ledger
