#include "ledger/core/head_slot.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "ledger/core/sha256.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

struct Fixture {
  TemporaryFolder folder;

  Fixture() { REQUIRE(HeadSlots::create(folder.path())); }
  HeadSlots open() { return HeadSlots::open(folder.path(), false).value(); }
  std::string read(const std::string& name) {
    std::ifstream file(folder.path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void overwrite(const std::string& name, const std::string& bytes) {
    std::ofstream(folder.path(name), std::ios::binary) << bytes;
  }
  void flip(const std::string& name, std::size_t position) {
    std::string bytes = read(name);
    bytes[position] = static_cast<char>(bytes[position] ^ 1);
    overwrite(name, bytes);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "new head slots hold no note, and are never made over old ones",
                 "[disk]") {
  CHECK(open().latest() == std::nullopt);
  CHECK(open().size() == 0);
  CHECK(HeadSlots::create(folder.path()).error().code == Code::invalid);
}

TEST_CASE_METHOD(Fixture, "the last note written is found again", "[disk]") {
  {
    HeadSlots slots = open();
    REQUIRE(slots.write("one", 1));
    REQUIRE(slots.write("two", 2));
    HeadSlots moved = std::move(slots);
    REQUIRE(moved.write("three", 7));
    CHECK(moved.latest() == "three");
  }
  CHECK(open().latest() == "three");
  CHECK(open().size() == 7);
  CHECK(HeadSlots::open(folder.path(), true).value().latest() == "three");
}

TEST_CASE_METHOD(Fixture, "each write goes to the other slot, also after a reopening", "[disk]") {
  std::string before[2] = {read("head.a"), read("head.b")};
  int last = -1;
  for (std::uint64_t size = 1; size <= 4; ++size) {
    REQUIRE(open().write("note", size));
    const std::string after[2] = {read("head.a"), read("head.b")};
    REQUIRE((after[0] == before[0]) != (after[1] == before[1]));
    const int written = after[0] == before[0] ? 1 : 0;
    CHECK(written != last);
    last = written;
    before[0] = after[0];
    before[1] = after[1];
  }
}

TEST_CASE_METHOD(Fixture, "a slot is laid out as documented", "[disk]") {
  REQUIRE(open().write("note\n", 0x0102));
  std::string slot("LEUITHD1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\1\2\0\0\0\5note\n", 33);
  slot.resize(4064, '\0');
  slot += view(sha256(slot));

  CHECK(read("head.b") == slot);
}

TEST_CASE_METHOD(Fixture, "a torn slot falls back to the older note, and is written next",
                 "[disk]") {
  {
    HeadSlots slots = open();
    REQUIRE(slots.write("older", 1));  // head.b
    REQUIRE(slots.write("newer", 2));  // head.a
  }
  SECTION("cut off") { fs::resize_file(folder.path("head.a"), 2000); }
  SECTION("empty") { fs::resize_file(folder.path("head.a"), 0); }
  SECTION("altered magic") { flip("head.a", 0); }
  SECTION("altered generation") { flip("head.a", 15); }
  SECTION("altered note") { flip("head.a", 30); }
  SECTION("altered padding") { flip("head.a", 4000); }
  SECTION("altered digest") { flip("head.a", 4095); }

  HeadSlots slots = open();
  CHECK(slots.latest() == "older");
  REQUIRE(slots.write("again", 2));
  CHECK(read("head.a").size() == 4096);
  CHECK(open().latest() == "again");
}

TEST_CASE_METHOD(Fixture, "heads that are broken, lost or absent are told apart", "[disk]") {
  SECTION("both broken") {
    flip("head.a", 100);
    flip("head.b", 100);
    CHECK(HeadSlots::open(folder.path(), false).error().code == Code::corrupt);
  }
  SECTION("one lost") {
    fs::remove(folder.path("head.b"));
    CHECK(HeadSlots::open(folder.path(), false).error().code == Code::corrupt);
  }
  SECTION("both absent") {
    fs::remove(folder.path("head.a"));
    fs::remove(folder.path("head.b"));
    CHECK(HeadSlots::open(folder.path(), true).error().code == Code::not_found);
  }
}

TEST_CASE_METHOD(Fixture, "after a failed write the slots refuse until they are opened again",
                 "[disk]") {
  HeadSlots slots = open();
  REQUIRE(slots.write("kept", 1));
  Result<void> failed;
  {
    const FullDisk disk;
    failed = slots.write("lost", 2);
  }
  CHECK(failed.error().code == Code::unavailable);
  CHECK(slots.write("later", 3).error().code == Code::unavailable);
  CHECK(slots.latest() == "kept");
  CHECK(open().latest() == "kept");
  CHECK(open().write("later", 3));
}

TEST_CASE_METHOD(Fixture, "read-only slots refuse a write", "[disk]") {
  CHECK(HeadSlots::open(folder.path(), true).value().write("note", 1).error().code ==
        Code::unavailable);
  CHECK(open().latest() == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "the longest note fits", "[disk]") {
  const std::string note(HeadSlots::max_note_bytes, 'n');
  REQUIRE(open().write(note, 1));
  CHECK(open().latest() == note);
}

}  // namespace ledger
