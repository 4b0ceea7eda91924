#include "ledger/core/crypto.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "ledger/core/sha256.h"

namespace ledger {
namespace {

std::string unhex(std::string_view text) { return from_hex(text).value(); }

TEST_CASE("AES-256-GCM gives the answers of cases 13, 14 and 16 of the GCM specification") {
  const std::string zeros(32, '\0');
  CHECK(to_hex(seal_aes256gcm(zeros, zeros.substr(0, 12), "", "")) ==
        "530f8afbc74536b9a963b4f1c4cb738b");
  CHECK(to_hex(seal_aes256gcm(zeros, zeros.substr(0, 12), zeros.substr(0, 16), "")) ==
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  const std::string sealed =
      seal_aes256gcm(unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
                     unhex("cafebabefacedbaddecaf888"),
                     unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c9"
                           "5956809532fcf0e2449"
                           "a6b525b16aedf5aa0de657ba637b39"),
                     unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  CHECK(to_hex(sealed) ==
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056"
        "828"
        "838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
}

TEST_CASE("what is sealed opens, whatever its length") {
  const std::string key(32, 'k');
  CHECK(rc::check([&](const std::string& plaintext, const std::string& aad) {
    const std::string nonce = *rc::gen::container<std::string>(12, rc::gen::arbitrary<char>());
    const std::string sealed = seal_aes256gcm(key, nonce, plaintext, aad);
    RC_ASSERT(sealed.size() == plaintext.size() + 16);
    RC_ASSERT(open_aes256gcm(key, nonce, sealed, aad) == plaintext);
  }));
}

TEST_CASE("one changed bit anywhere keeps a sealed text shut") {
  const std::string key(32, 'k');
  const std::string nonce(12, 'n');
  const std::string sealed = seal_aes256gcm(key, nonce, "a name", "a subject");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    REQUIRE_FALSE(open_aes256gcm(key, nonce, changed, "a subject"));
  }
  CHECK_FALSE(open_aes256gcm(std::string(32, 'K'), nonce, sealed, "a subject"));
  CHECK_FALSE(open_aes256gcm(key, std::string(12, 'N'), sealed, "a subject"));
  CHECK_FALSE(open_aes256gcm(key, nonce, sealed, "another"));
  CHECK_FALSE(open_aes256gcm(key, nonce, sealed, ""));
  CHECK_FALSE(open_aes256gcm(key, nonce, sealed.substr(1), "a subject"));
  CHECK_FALSE(open_aes256gcm(key, nonce, sealed.substr(0, sealed.size() - 1), "a subject"));
  CHECK_FALSE(open_aes256gcm(key, nonce, sealed.substr(0, 15), "a subject"));
  CHECK_FALSE(open_aes256gcm(key, nonce, "", ""));
  CHECK(open_aes256gcm(key, nonce, sealed, "a subject") == "a name");
}

TEST_CASE("HMAC-SHA-256 gives the answers of RFC 4231") {
  const auto mac = [](std::string_view key, std::string_view message) {
    return to_hex(view(hmac_sha256(key, message)));
  };
  CHECK(mac(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(mac("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(mac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(mac("", "") == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("an empty key is not the key before") {
  const Hash empty = hmac_sha256("", "message");
  const Hash keyed = hmac_sha256("key", "message");
  CHECK(hmac_sha256({}, "message") == empty);
  CHECK(keyed != empty);
}

TEST_CASE("HKDF-SHA-256 gives the answer of RFC 5869, test case 3") {
  CHECK(to_hex(hkdf_sha256(std::string(22, '\x0b'), "", 42)) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("a shorter HKDF output is the start of a longer one, and another info gives another") {
  const std::string longest = hkdf_sha256("key", "info", 8160);
  CHECK(longest.size() == 8160);
  CHECK(longest.substr(0, 33) == hkdf_sha256("key", "info", 33));
  CHECK(hkdf_sha256("key", "info", 32) != hkdf_sha256("key", "other", 32));
  CHECK(hkdf_sha256("key", "info", 32) != hkdf_sha256("other", "info", 32));
}

}  // namespace
}  // namespace ledger
