#include "tests/simulation/disk.h"

#include <catch2/catch.hpp>

namespace simulation {
namespace {

const std::string file = "/f/file";

// A disk with one empty, synced folder.
struct Fixture {
  SimulatedDisk disk = SimulatedDisk(static_cast<std::uint64_t>(GENERATE(range(0, 20))), nullptr);
  SimulatedDisk::Handle handle;

  Fixture() { disk.place_folder("/f"); }
  void create() { REQUIRE(disk.create(file, handle) == Io::ok); }
  void append(const std::string& bytes) { REQUIRE(disk.append(handle, bytes) == Io::ok); }
  void sync() { REQUIRE(disk.sync(handle) == Io::ok); }
  void cut_power() {
    disk.die(Death::power);
    disk.boot();
  }
  // nullopt: there is no such file.
  std::optional<std::string> content(const std::string& path = file) {
    std::string bytes;
    if (disk.open(path, handle) != Io::ok) return std::nullopt;
    REQUIRE(disk.read(handle, 0, 1 << 20, bytes) == Io::ok);
    return bytes;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "what was synced is there after a power cut") {
  create();
  append("kept");
  sync();
  REQUIRE(disk.sync_folder("/f") == Io::ok);
  append(" and not yet");
  cut_power();
  const auto found = content();
  REQUIRE(found);
  CHECK(found->starts_with("kept"));
}

TEST_CASE_METHOD(Fixture, "after a kill everything is there, also what was never synced") {
  create();
  append("written");
  disk.die(Death::process);
  CHECK(disk.append(handle, "too late") == Io::failed);
  disk.boot();
  CHECK(content() == "written");
}

TEST_CASE("a power cut may lose a name, unsynced bytes, their end, or sectors of them") {
  bool lost_name = false, lost = false, kept = false, torn = false, holed = false;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SimulatedDisk disk(seed, nullptr);
    SimulatedDisk::Handle handle;
    disk.place_folder("/f");
    REQUIRE(disk.create(file, handle) == Io::ok);
    const std::string bytes(4096, 'x');
    REQUIRE(disk.append(handle, bytes) == Io::ok);
    disk.die(Death::power);
    disk.boot();
    std::string found;
    if (disk.open(file, handle) != Io::ok) {
      lost_name = true;
      continue;
    }
    REQUIRE(disk.read(handle, 0, 1 << 20, found) == Io::ok);
    lost |= found.empty();
    kept |= found == bytes;
    torn |= !found.empty() && found.size() % 512 != 0;
    holed |= found.find('\0') != std::string::npos;
  }
  CHECK(lost_name);
  CHECK(lost);
  CHECK(kept);
  CHECK(torn);
  CHECK(holed);
}

TEST_CASE("what a failed sync should have kept may be lost in spite of a later one") {
  bool lost = false, kept = false;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SimulatedDisk disk(seed, nullptr);
    SimulatedDisk::Handle handle;
    disk.place_folder("/f");
    disk.place(file, "");
    REQUIRE(disk.open(file, handle) == Io::ok);
    disk.arm({Operation::sync, "/f", 0, false});
    REQUIRE(disk.append(handle, "bytes") == Io::ok);
    CHECK(disk.sync(handle) == Io::failed);
    CHECK(disk.sync(handle) == Io::ok);
    disk.die(Death::power);
    disk.boot();
    std::string found;
    REQUIRE(disk.open(file, handle) == Io::ok);
    REQUIRE(disk.read(handle, 0, 100, found) == Io::ok);
    (found == "bytes" ? kept : lost) = true;
  }
  CHECK(lost);
  CHECK(kept);
}

TEST_CASE_METHOD(Fixture, "a file that was renamed has one of its two names after a power cut") {
  create();
  append("content");
  sync();
  REQUIRE(disk.sync_folder("/f") == Io::ok);
  REQUIRE(disk.rename(file, "/f/other") == Io::ok);
  CHECK_FALSE(content().has_value());
  cut_power();
  const auto before = content(), after = content("/f/other");
  CHECK(before.has_value() != after.has_value());
  CHECK(before.value_or("") + after.value_or("") == "content");
}

TEST_CASE_METHOD(Fixture, "a machine that dies in the middle of an operation does no other") {
  disk.die_after(2, Death::power);
  create();
  append("one");
  CHECK(disk.append(handle, "two") == Io::failed);
  CHECK_FALSE(disk.alive());
  CHECK(disk.create("/f/new", handle) == Io::failed);
  CHECK(disk.sync_folder("/f") == Io::failed);
  disk.boot();
  CHECK(disk.alive());
}

TEST_CASE_METHOD(Fixture, "a fault fails the operation that it is for, once or from then on") {
  create();
  const bool lasting = GENERATE(false, true);
  disk.arm({Operation::write, "/f", 1, lasting});
  append("one");
  CHECK(disk.append(handle, "two") == Io::failed);
  sync();
  CHECK(disk.append(handle, "three") == (lasting ? Io::failed : Io::ok));
  disk.boot();
  disk.create("/f/new", handle);
  append("after a start");
}

TEST_CASE_METHOD(Fixture, "a full disk takes what has room, and no more") {
  create();
  append("1234");
  disk.fill(3);
  CHECK(disk.append(handle, "56789") == Io::no_space);
  CHECK(content() == "1234567");
  disk.set_room(std::nullopt);
  append("8");
  CHECK(content() == "12345678");
}

TEST_CASE("a flipped bit is one bit") {
  SimulatedDisk disk(1, nullptr);
  disk.place_folder("/f");
  disk.place(file, std::string(10, '\0'));
  CHECK(disk.flip_bit().find(file) != std::string::npos);
  SimulatedDisk::Handle handle;
  std::string found;
  REQUIRE(disk.open(file, handle) == Io::ok);
  REQUIRE(disk.read(handle, 0, 100, found) == Io::ok);
  int bits = 0;
  for (const char c : found) bits += __builtin_popcount(static_cast<unsigned char>(c));
  CHECK(bits == 1);
}

TEST_CASE_METHOD(Fixture, "an image is put back as it was") {
  create();
  append("before");
  const auto image = disk.image();
  append(" and after");
  disk.restore(image);
  CHECK(content() == "before");
}

}  // namespace simulation
