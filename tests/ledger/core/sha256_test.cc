#include "ledger/core/sha256.h"

#include <catch2/catch.hpp>
#include <thread>

namespace ledger {
namespace {

std::string hex(const Hash& hash) { return to_hex(view(hash)); }

TEST_CASE("the examples of FIPS 180-4 have their digests") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("leaves and nodes hash as in transparency-dev/merkle") {
  CHECK(hex(leaf_hash("L123456")) ==
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  CHECK(hex(leaf_hash("")) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(hex(sha256(std::string("\x01", 1) + "N123N456")) ==
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
  const Hash left = sha256("left");
  const Hash right = sha256("right");
  const std::string whole = "\x01" + std::string(view(left)) + std::string(view(right));
  CHECK(node_hash(left, right) == sha256(whole));
}

TEST_CASE("bytes that come in parts hash as the whole, and the object starts anew") {
  const std::string whole(1000, 'x');
  Sha256 hash;
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < whole.size(); i += 7) {
      hash.update(std::string_view(whole).substr(i, 7));
    }
    CHECK(hash.finish() == sha256(whole));
  }
  CHECK(hash.finish() == sha256(""));
}

TEST_CASE("the hash of the parts so far changes nothing of what follows") {
  Sha256 hash;
  CHECK(hash.so_far() == sha256(""));
  hash.update("ab");
  CHECK(hash.so_far() == sha256("ab"));
  CHECK(hash.update("c").so_far() == sha256("abc"));
  CHECK(hash.finish() == sha256("abc"));
}

TEST_CASE("every thread has a hasher of its own") {
  Hash other{};
  std::thread thread([&] { other = leaf_hash("record"); });
  thread.join();
  CHECK(other == leaf_hash("record"));
}

}  // namespace
}  // namespace ledger
