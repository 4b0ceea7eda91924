#include "ledger/core/bytes.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <tuple>

namespace ledger {
namespace {

TEST_CASE("the test strings of RFC 4648 have their texts, and come back") {
  const auto [bytes, base64, base64url, hex] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"", "", "", ""},
          {"f", "Zg==", "Zg", "66"},
          {"fo", "Zm8=", "Zm8", "666f"},
          {"foo", "Zm9v", "Zm9v", "666f6f"},
          {"foob", "Zm9vYg==", "Zm9vYg", "666f6f62"},
          {"fooba", "Zm9vYmE=", "Zm9vYmE", "666f6f6261"},
          {"foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172"},
          {"\xfb\xef\xff", "++//", "--__", "fbefff"},
      }));
  CHECK(to_base64(bytes) == base64);
  CHECK(from_base64(base64) == bytes);
  CHECK(to_base64url(bytes) == base64url);
  CHECK(from_base64url(base64url) == bytes);
  CHECK(to_hex(bytes) == hex);
  CHECK(from_hex(hex) == bytes);
}

TEST_CASE("another text for the same bytes is refused in base64") {
  const std::string text =
      GENERATE("Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "=", "Zg==\n",
               " Zg==", "Zg==Zg==", "Zm8=Zg==", "Zm 9", "Zm9-", "Z", "Zm9vZ");
  CHECK_FALSE(from_base64(text));
}

TEST_CASE("padding, unused bits and the standard alphabet are refused in base64url") {
  const std::string text = GENERATE("Zg==", "Zh", "Zm9", "Z", "Zm9+", "Zm9/", "Zm9vZ", "Zg\n");
  CHECK_FALSE(from_base64url(text));
}

TEST_CASE("hex is read in both cases, and nothing else is") {
  CHECK(from_hex("0aFf") == std::string("\x0a\xff"));
  CHECK_FALSE(from_hex("0"));
  CHECK_FALSE(from_hex("0g"));
  CHECK_FALSE(from_hex("0x"));
}

TEST_CASE("any bytes come back from each of their texts") {
  CHECK(rc::check([](const std::string& bytes) {
    RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
    RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
  }));
}

TEST_CASE("any text that base64 accepts is the one text of its bytes") {
  CHECK(rc::check([] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("AQgwZ9+/=")));
    if (const auto bytes = from_base64(text)) RC_ASSERT(to_base64(*bytes) == text);
    if (const auto bytes = from_base64url(text)) RC_ASSERT(to_base64url(*bytes) == text);
  }));
}

TEST_CASE("numbers as bytes sort as the numbers do") {
  CHECK(rc::check([](std::uint64_t a, std::uint64_t b) {
    std::string left;
    std::string right;
    append_u64(left, a);
    append_u64(right, b);
    RC_ASSERT(read_u64(left) == a);
    RC_ASSERT((left < right) == (a < b));
  }));
}

TEST_CASE("a decimal number has one text") {
  CHECK(parse_decimal("0") == 0U);
  CHECK(parse_decimal("70000") == 70'000U);
  CHECK(parse_decimal("18446744073709551615") == 18'446'744'073'709'551'615U);
  const std::string bad =
      GENERATE("", "00", "07", "+7", "-7", " 7", "7 ", "7a", "0x7", "1e3", "18446744073709551616",
               "18446744073709551620", "99999999999999999999", "100000000000000000000000");
  CHECK_FALSE(parse_decimal(bad));
}

}  // namespace
}  // namespace ledger
