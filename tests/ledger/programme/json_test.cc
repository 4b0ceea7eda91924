#include "ledger/programme/json.h"

#include <rapidcheck.h>

#include <bit>
#include <catch2/catch.hpp>
#include <ctime>
#include <fstream>

#include "ledger/core/bytes.h"
#include "ledger/core/sha256.h"
#include "tests/support/paths.h"

namespace programme {
namespace {

std::string nested(std::size_t levels, const std::string& inside) {
  return std::string(levels, '[') + inside + std::string(levels, ']');
}

std::string rewritten(const std::string& text) {
  const auto parsed = parse_json(text);
  return parsed ? canonical(*parsed) : "refused: " + parsed.error().message;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr double seconds_max = 10;
#else
constexpr double seconds_max = 1;
#endif

// Of the processor, so that a busy machine does not count; without optimisation ten times as long.
double seconds_of_reading(const std::string& text) {
  const std::clock_t start = std::clock();
  const auto parsed = parse_json(text);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::string hash_of(const std::string& text) {
  const ledger::Hash hash = ledger::sha256(text);
  return ledger::to_hex(ledger::view(hash));
}

// Text of every kind of character that JSON may hold: control, ASCII, and up to four bytes.
rc::Gen<std::string> any_text() {
  static const std::vector<std::string> letters = {std::string(1, '\0'),
                                                   "\x01",
                                                   "\t",
                                                   "\n",
                                                   "\x1f",
                                                   "\"",
                                                   "\\",
                                                   "/",
                                                   "a",
                                                   "Z",
                                                   "0",
                                                   " ",
                                                   "\x7f",
                                                   "\xc2\x80",
                                                   "\xc3\xb6",
                                                   "\xe2\x82\xac",
                                                   "\xee\x80\x80",
                                                   "\xef\xbf\xbd",
                                                   "\xef\xac\xb3",
                                                   "\xf0\x90\x80\x80",
                                                   "\xf0\x9f\x98\x82",
                                                   "\xf1\x80\x80\x80",
                                                   "\xf4\x8f\xbf\xbf"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(letters)),
                      [](const std::vector<std::string>& parts) {
                        std::string out;
                        for (const std::string& part : parts) out += part;
                        return out;
                      });
}

rc::Gen<Json> any_leaf() {
  constexpr std::int64_t edge = 9007199254740992;
  return rc::gen::oneOf(rc::gen::just(Json(nullptr)),
                        rc::gen::map(rc::gen::arbitrary<bool>(), [](bool x) { return Json(x); }),
                        rc::gen::map(rc::gen::inRange<std::int64_t>(-edge, edge + 1),
                                     [](std::int64_t x) { return Json(x); }),
                        rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                                     [](std::uint64_t bits) {
                                       const auto x = std::bit_cast<double>(bits);
                                       return Json(std::isfinite(x) ? x : 0.5);
                                     }),
                        rc::gen::map(any_text(), [](std::string x) { return Json(std::move(x)); }));
}

rc::Gen<Json> any_json(int levels) {
  if (levels == 0) return any_leaf();
  const auto inner = rc::gen::lazy([levels] { return any_json(levels - 1); });
  return rc::gen::oneOf(
      any_leaf(),
      rc::gen::map(rc::gen::container<std::vector<Json>>(inner),
                   [](std::vector<Json> items) { return Json(std::move(items)); }),
      rc::gen::map(rc::gen::container<std::map<std::string, Json>>(any_text(), inner),
                   [](std::map<std::string, Json> items) { return Json(std::move(items)); }));
}

// The order of RFC 8785 as it says it: by the UTF-16 code units of the names.
std::vector<unsigned> utf16(std::string_view text) {
  std::vector<unsigned> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned first = byte(i);
    const std::size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    unsigned rune = more == 0 ? first : first & (0x3FU >> more);
    for (std::size_t k = 1; k <= more; ++k) rune = rune << 6 | (byte(i + k) & 0x3FU);
    i += more + 1;
    if (rune < 0x10000) {
      out.push_back(rune);
    } else {
      out.push_back(0xD800 + ((rune - 0x10000) >> 10));
      out.push_back(0xDC00 + ((rune - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a published JCS vector comes out as published") {
  struct Row {
    std::string name, in, sha256;
  };
  std::ifstream file(support::source_path("tests/data/vectors/notes-proofs-jcs.json"));
  const Json vector = Json::parse(file).at("jcs").at(0);
  const std::string values =
      R"({"numbers":[1E30,4.50,333333333.33333329,2e-3,0.000000000000000000000000001],)"
      R"("escaping":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]})";
  const auto row =
      GENERATE_REF(Row{"weird", vector.at("in"), vector.at("sha256")},
                   Row{"values, with the last digit of 333333333.33333329 as its double has it",
                       std::string(values).replace(values.find("33333329"), 8, "3333333"),
                       "0af3685dce30daa753153aadb1956b0f3133642fbe5d4a5e3a4267f94814ba87"});
  INFO(row.name);

  const std::string out = rewritten(row.in);
  INFO(out);
  CHECK(hash_of(out) == row.sha256);
}

TEST_CASE("a double is written as ECMAScript writes it") {
  struct Row {
    std::uint64_t bits;
    const char* text;
  };
  const auto row = GENERATE(values<Row>({
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x4340000000000001, "9007199254740994"},
      {0x4340000000000002, "9007199254740996"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  }));

  CHECK(canonical_number(std::bit_cast<double>(row.bits)) == row.text);
  CHECK(rewritten(row.text) == row.text);
}

TEST_CASE("a text that two readers could read in two ways is refused") {
  struct Row {
    const char* what;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {"a name twice", R"({"a":1,"a":1})"},
      {"a name twice by an escape", R"({"a":1,"\u0061":1})"},
      {"a name twice, nested", R"([{"b":{"a":1,"c":{},"a":2}}])"},
      {"65 arrays", nested(65, "1")},
      {"65 levels of both kinds", R"({"a":)" + nested(64, "") + "}"},
      {"beyond the doubles", "1e400"},
      {"beyond the doubles, negative", "-1e400"},
      {"beyond the doubles, without exponent", std::string(400, '9')},
      {"below the doubles", "1e-400"},
      {"an exponent beyond all numbers", "1e99999999999999999999"},
      {"an exponent below all numbers", "0.00001e-99999999999999999999"},
      {"2^53 + 1", "9007199254740993"},
      {"-2^53 - 1", "-9007199254740993"},
      {"2^53 + 1 with a point", "9007199254740993.0"},
      {"2^64", "18446744073709551616"},
      {"2^64 - 1", "18446744073709551615"},
      {"more digits than a double has", "0.1000000000000000055"},
      {"a lone high surrogate", R"("\ud83d")"},
      {"a lone low surrogate", R"("\ude02")"},
      {"a surrogate pair in the wrong order", R"("\ude02\ud83d")"},
      {"an encoded surrogate", "\"\xed\xa0\x80\""},
      {"UTF-8 cut short", "\"\xe2\x82\""},
      {"UTF-8 longer than need be", "\"\xc0\xaf\""},
      {"a byte that UTF-8 has not", "\"\xff\""},
      {"past U+10FFFF", "\"\xf4\x90\x80\x80\""},
      {"a byte order mark", "\xef\xbb\xbf{}"},
      {"something after the end", "{} x"},
      {"a second value", "{}{}"},
      {"a zero byte after the end", std::string("{}\0", 3)},
      {"something after a zero byte", std::string("{}\0{", 4)},
      {"not a number", "NaN"},
      {"infinity", "-Infinity"},
      {"nothing", ""},
      {"white space alone", " \n"},
      {"single quotes", "{'a':1}"},
      {"a comma too many", "[1,]"},
      {"a leading zero", "01"},
      {"a leading plus", "+1"},
      {"a line feed in a string", "\"a\nb\""},
      {"a comment", "/* a */ 1"},
      {"an end missing", R"({"a":[1)"},
  }));
  INFO(row.what);

  const auto parsed = parse_json(row.text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().code == ledger::Code::invalid);
}

TEST_CASE("what is taken has one text, and a whole number is held as an integer") {
  struct Row {
    std::string text, want;
    bool integer;
  };
  const auto row = GENERATE(values<Row>({
      {"-6.68", "-6.68", false},
      {"2.0", "2", true},
      {"20e-1", "2", true},
      {"1e3", "1000", true},
      {"-0", "0", true},
      {"-0.0", "0", true},
      {"0e99999999999999999999", "0", true},
      {"9007199254740991", "9007199254740991", true},
      {"9007199254740992", "9007199254740992", true},
      {"-9007199254740992", "-9007199254740992", true},
      {"9007199254740994", "9007199254740994", false},
      {"1e21", "1e+21", false},
      {"0.0000001", "1e-7", false},
      {nested(64, "1"), nested(64, "1"), false},
      {R"( { "b" : [ 1 , 2 ] , "a" : "\u00e9\/" } )", "{\"a\":\"\xc3\xa9/\",\"b\":[1,2]}", false},
      {R"({"a":{"a":1},"b":{"a":1}})", R"({"a":{"a":1},"b":{"a":1}})", false},
      {R"("\u0000\u0008\u0009\u000a\u000c\u000d\u001f\u007f")",
       "\"\\u0000\\b\\t\\n\\f\\r\\u001f\x7f\"", false},
  }));
  INFO(row.text);

  CHECK(rewritten(row.text) == row.want);
  CHECK(parse_json(row.text)->is_number_integer() == row.integer);
}

TEST_CASE("a refusal names what is wrong and repeats nothing of the text") {
  CHECK(parse_json(R"({"nik":1,"nik":1})").error().message ==
        "the body is JSON with a name twice in one object");
  CHECK(parse_json("1e400").error().message == "the body is JSON with a number out of range");
  CHECK(parse_json(nested(65, "")).error().message ==
        "the body is JSON with more than 64 levels deep");
  CHECK(parse_json("{\"name\": Rohman}").error().message == "the body is not JSON at byte 10");
}

TEST_CASE("a nasty text of 1 MiB is answered at once") {
  struct Row {
    const char* what;
    std::string piece, start, end;
  };
  const auto row = GENERATE(values<Row>({
      {"deep arrays", "[", "", ""},
      {"an array of arrays", nested(60, "") + ",", "[", "0]"},
      {"an array of small numbers", "1,", "[", "0]"},
      {"an array of doubles", "1.7976931348623157e-300,", "[", "0]"},
      {"a number of a million digits", "7", "0.", ""},
      {"a number of a million zeros", "0", "1", ""},
      {"a string of escapes", "\\u0001", "\"", "\""},
      {"one key again and again", "\"a\":1,", "{", "\"b\":1}"},
  }));
  INFO(row.what);
  std::string text = row.start;
  while (text.size() < 1 << 20) text += row.piece;
  text += row.end;

  CHECK(seconds_of_reading(text) < seconds_max);
}

TEST_CASE("an object of very many names is answered at once") {
  std::string text = "{";
  for (int i = 0; text.size() < 1 << 20; ++i) text += "\"" + std::to_string(i) + "\":1,";
  text += "\"z\":1}";

  CHECK(seconds_of_reading(text) < seconds_max);
}

TEST_CASE("any value comes back from its canonical text, and that text is stable") {
  CHECK(rc::check("parse(canonical(x)) == x", [] {
    const Json value = *rc::gen::scale(0.1, any_json(3));  // some hundred values in all
    const std::string text = canonical(value);
    const auto back = parse_json(text);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == value);
    RC_ASSERT(canonical(*back) == text);
  }));
}

TEST_CASE("names stand in the order of their UTF-16 code units") {
  CHECK(rc::check("two names", [] {
    const std::string a = *any_text(), b = *any_text();
    RC_PRE(a != b);
    const bool first = utf16(a) < utf16(b);
    std::string want = "{";
    append_canonical_string(want, first ? a : b);
    want += ":1,";
    append_canonical_string(want, first ? b : a);
    want += ":1}";
    RC_ASSERT(canonical(Json{{a, 1}, {b, 1}}) == want);
  }));
  CHECK(canonical(Json{{"\xf0\x9f\x98\x80", 1}, {"\xf1\x80\x80\x80", 2}, {"\xef\xbf\xbd", 3}}) ==
        "{\"\xf0\x9f\x98\x80\":1,\"\xf1\x80\x80\x80\":2,\"\xef\xbf\xbd\":3}");
}

}  // namespace programme
