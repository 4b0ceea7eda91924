#include "ledger/programme/json_plain.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "tests/support/laws.h"
#include "tests/support/sample_ledger.h"

using programme::Json;
using programme::parse_json;
using programme::parse_plain_json;

TEST_CASE("every event of the sample without a fraction goes the quick way") {
  std::size_t quick = 0;
  for (const std::string& line : support::sample_lines()) {
    const auto plain = parse_plain_json(line);
    if (!plain) continue;
    ++quick;
    CHECK(*plain == Json::parse(line));
  }
  CHECK(quick == 2037 - 10);  // the ten field visits have a latitude
}

TEST_CASE("what is not plain is left to the one that judges") {
  for (const char* text : {"",
                           "{",
                           "1",
                           "\"a\"",
                           "null",
                           "[1.5]",
                           "[1e3]",
                           "[-0]",
                           "[01]",
                           "[1234567890123456]",
                           "{\"a\":1,\"a\":2}",
                           "[1] 2",
                           "[1],",
                           "{\"a\":1}{}",
                           "[\"\\ud800\"]",
                           "[\"\xff\"]",
                           "\xEF\xBB\xBF[]",
                           "[nul]",
                           "[tru]",
                           "{\"a\"}",
                           "{a:1}",
                           "[1,]",
                           "[\"\x01\"]"}) {
    INFO(text);
    CHECK_FALSE(parse_plain_json(text));
  }
  CHECK_FALSE(parse_plain_json(std::string(65, '[') + std::string(65, ']')));
  CHECK(parse_plain_json(std::string(64, '[') + std::string(64, ']')));
}

// One byte of an event changed, thousands of times: the quick way never takes what the slow way
// would refuse, and never reads it otherwise.
TEST_CASE("the quick way and the slow way read the same") {
  std::mt19937_64 random(support::seed_of("the quick way"));
  const auto lines = support::sample_lines();
  constexpr std::string_view bytes = "{}[]:,\"\\ 019eE.-tfn\x00\xc3\xa9";
  for (int round = 0; round < support::rounds(20'000); ++round) {
    std::string text = lines[random() % lines.size()];
    text[random() % text.size()] = bytes[random() % bytes.size()];
    const auto plain = parse_plain_json(text);
    if (!plain) continue;
    const Json slow = Json::parse(text, nullptr, false);
    INFO(text);
    REQUIRE(*plain == slow);
    REQUIRE(parse_json(text));
  }
}
