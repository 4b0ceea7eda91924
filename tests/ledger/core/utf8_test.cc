#include "ledger/core/utf8.h"

#include <catch2/catch.hpp>
#include <string>

namespace ledger {
namespace {

TEST_CASE("characters of one to four bytes are taken off one by one") {
  std::string_view text = "a\u00e9\u2014\U0001f602";
  CHECK(take_rune(text) == U'a');
  CHECK(take_rune(text) == U'\u00e9');
  CHECK(take_rune(text) == U'\u2014');
  CHECK(take_rune(text) == U'\U0001f602');
  CHECK(text.empty());
}

TEST_CASE("the first and last character of each length are read") {
  const auto [bytes, rune] = GENERATE(table<std::string, char32_t>({
      {"\x7f", 0x7f},
      {"\xc2\x80", 0x80},
      {"\xdf\xbf", 0x7ff},
      {"\xe0\xa0\x80", 0x800},
      {"\xed\x9f\xbf", 0xd7ff},
      {"\xee\x80\x80", 0xe000},
      {"\xef\xbf\xbf", 0xffff},
      {"\xf0\x90\x80\x80", 0x10000},
      {"\xf4\x8f\xbf\xbf", 0x10ffff},
  }));
  std::string_view text = bytes;
  CHECK(take_rune(text) == rune);
}

TEST_CASE("bytes that are not UTF-8 are refused, and stay") {
  const std::string bytes =
      GENERATE("\x80", "\xbf", "\xff", "\xfe", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf",
               "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
               "\xf8\x88\x80\x80\x80", "\xc2", "\xe2\x80", "\xf0\x9f\x98", "\xc2z", "\xe2\x80z");
  std::string_view text = bytes;
  CHECK_FALSE(take_rune(text));
  CHECK(text == bytes);
}

}  // namespace
}  // namespace ledger
