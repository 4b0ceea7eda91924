#include "ledger/core/file.h"

#include <fcntl.h>

#include <catch2/catch.hpp>

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

}  // namespace ledger
