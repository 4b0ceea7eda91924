#include "ledger/core/disk.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "ledger/core/file.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

namespace ledger {
namespace {

struct Fixture {
  TemporaryFolder folder;
  Disk& disk = machine_disk();
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a slot is read and written in place", "[disk]") {
  const std::string path = folder.path("slot");
  CHECK(disk.open_slot(path, false).error().code == Code::not_found);
  REQUIRE(write_new_file(path, "0123456789", 0600));
  const auto slot = disk.open_slot(path, false).value();
  REQUIRE(slot->write("abc"));
  CHECK(slot->read(5) == "abc34");
  CHECK(disk.read_file(path).value() == "abc3456789");
  CHECK(disk.open_slot(path, true).value()->read(100) == "abc3456789");
}

TEST_CASE_METHOD(Fixture, "a slot that cannot be written says so", "[disk]") {
  const std::string path = folder.path("slot");
  REQUIRE(write_new_file(path, "x", 0600));
  CHECK(disk.open_slot(path, true).value()->write("y").error().code == Code::unavailable);
  const auto slot = disk.open_slot(path, false).value();
  const FullDisk full;
  CHECK(slot->write(std::string(4096, 'y')).error().code == Code::unavailable);
}

TEST_CASE_METHOD(Fixture, "a store on the machine's disk keeps its rows until it is removed",
                 "[disk]") {
  const std::string path = folder.path("store");
  StoreBatch batch;
  batch.put(0, "key", "value");
  REQUIRE(
      disk.open_store(path, {"rows"}, Access::create).value()->write(batch, Durability::synced));
  CHECK(disk.open_store(path, {"rows"}, Access::open).value()->get(0, "key").value() == "value");
  CHECK(disk.exists(path + "/CURRENT"));
  disk.remove_folder(path);
  CHECK_FALSE(disk.exists(path));
  CHECK(disk.open_store(path, {"rows"}, Access::open).error().code == Code::not_found);
  CHECK(disk.read_file(path + "/CURRENT").error().code == Code::not_found);
}

}  // namespace ledger
