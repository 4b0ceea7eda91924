#include "ledger/programme/values.h"

#include <catch2/catch.hpp>
#include <regex>
#include <vector>

namespace programme {
namespace {

struct Case {
  const Format& format;
  std::vector<std::string> good, bad;
};

const std::string hex(64, 'a'), upper(64, 'A');

// One row a format: what it takes, and what it does not take.
const std::vector<Case> cases = {
    {format::text,
     {"a", "a b\tc\nd", "kasépuhan", std::string(4096, 'x')},
     {"", std::string(4097, 'x'), "a\rb", "a\x7f", "a\xc2\x85", std::string("a\0b", 3), "\x1b["}},
    {format::line, {"Rohman Wijaya", std::string(256, 'x')}, {"", std::string(257, 'x')}},
    {format::date,
     {"2024-02-29", "2023-04-30", "2000-02-29", "0001-01-01", "9999-12-31"},
     {"2023-04-31", "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10", "2023-01-00",
      "2023-1-1", "20230101", "2023-01-01T00:00:00Z", " 2023-01-01", "2023-01-0a", ""}},
    {format::day_done, {"2023-12-31"}, {"2023-12-32", "31-12-2023"}},
    {format::time, {"2023-07-01T09:00:00+07:00"}, {"2023-07-01T09:00:00", "2023-04-31T09:00:00Z"}},
    {format::month, {"2023-01", "2023-12"}, {"2023-00", "2023-13", "2023-1", "2023-01-01", ""}},
    {format::region,
     {"36", "36.02", "36.02.27", "36.02.27.2010", "00"},
     {"3", "360", "36.2", "36.021", "36.02.", "36.02.27.201", "36.02.27.20100", ".36", "36-02",
      "3602272010", "ab", ""}},
    {format::edition, {"KEPMENDAGRI-100.1.1-6117-2022"}, {"", std::string(65, 'x')}},
    {format::digest,
     {"sha-256:" + hex},
     {hex, "sha-256:" + upper, "sha-256:" + hex + "a", "sha-256:" + hex.substr(1), "sha256:" + hex,
      "sha-256:" + std::string(64, 'g')}},
    {format::stream,
     {"grant/2023-LBK-01", "a/b", "case_file/x_y.z-1", "person/" + std::string(128, 'k'),
      "person/...", "person/.a"},
     {"person/", "/P1", "person", "person/.", "person/..", "person/" + std::string(129, 'k'),
      "person/a/b", "person/\xc3\xa9", "person/a b", "Person/a", "person1/a", "person/a%2F", ""}},
    {format::nik,
     {"3602270101900001", "3602273112999999", "3602274101900001", "3602277112900001"},
     {"3602270113900001", "3602270100900001", "3602273201900001", "3602277201900001",
      "3602274001900001", "3602270001900001", "3602278101900001", "3602270101900000",
      "360227010190000", "36022701019000011", "360227010190000x", ""}},
    {format::phone,
     {"+62812345", "+62812345678901"},
     {"+6281234", "+62812345678901234", "081234567", "62812345678", "+6181234567", "+62 8123456"}},
    {format::bank_code, {"002", "014"}, {"14", "0014", "01a"}},
    {format::bank_account,
     {"12345678", std::string(20, '1')},
     {"1234567", std::string(21, '1'), "1234-5678"}},
    {format::sp2d, {"230191303001234"}, {"23019130300123", "2301913030012345", "23019130300123A"}},
    {format::spm, {"00123A", "00123t"}, {"0123A", "001234", "00123AB", "0012AA"}},
    {format::ntpn,
     {"09J8987HSD4567LB", "09j8987hsd4567lb", "0000000000000000"},
     {"09J8987HSD4567L", "09J8987HSD4567LBB", "09J8987HSD4567L-", "09J8987HSD4567L\xc3\x89"}},
    {format::billing, {"820230811465628"}, {"82023081146562", "82023081146562X"}},
    {format::dipa,
     {"SP DIPA-026.04.1.451234/2023"},
     {"DIPA-026.04.1.451234/2023", "SP DIPA-26.04.1.451234/2023", "SP DIPA-026.04.1.451234",
      "SP DIPA-", "sp dipa-026.04.1.451234/2023"}},
    {format::budget_line,
     {"4498.QDB.001.051.A.526312", "4498.001.051.A.526312"},
     {"4498.QDB.001.051.A", "4498.qdb.001.051.A.526312", "4498.QDB.051.A.526312",
      "4498.QDB.001.051.1.526312", "4498QDB001051A526312"}},
    {format::account, {"526312"}, {"52631", "5263120"}},
    {format::kbli, {"10761"}, {"1076", "1076A"}},
    {format::kbji, {"7512"}, {"75120", "751"}},
    {format::document_number, {"B/123/PK.02/III/2023"}, {"", std::string(65, '1')}},
    {format::decimal_2,
     {"0.00", "-0.50", "12.34", "123456789012345.00"},
     {"1", "1.2", "1.234", "01.00", ".50", "-.50", "1,50", "1e2", "+1.00", "-",
      "1234567890123456.00", "1.0 ", "--1.00"}},
    {format::decimal_3, {"1146.000", "-1.234", "0.001"}, {"1146.00", "1146", "00.000", "1.2345"}},
    {format::slug,
     {"p3ke", "a-b_c.d", std::string(64, 'a')},
     {"", "P3KE", "a b", "a/b", std::string(65, 'a'), "\xc3\xa9"}},
};

std::string verdicts(const Case& row) {
  std::string wrong;
  for (const std::string& text : row.good)
    if (!matches(row.format, text)) wrong += "refused \"" + text + "\"\n";
  for (const std::string& text : row.bad)
    if (matches(row.format, text)) wrong += "took \"" + text + "\"\n";
  return wrong;
}

// What the schema says of a text: its pattern and its length. std::regex recurses on long texts and
// knows bytes, not characters: it is asked short ASCII alone.
std::string pattern_verdicts(const Case& row) {
  const std::regex regex(schema_pattern(row.format), std::regex::ECMAScript);
  const auto is_asked = [](const std::string& text) {
    return text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
  };
  const auto takes = [&](const std::string& text) {
    return text.size() >= row.format.min_length && text.size() <= row.format.max_length &&
           std::regex_search(text, regex);
  };
  std::string wrong;
  for (const std::string& text : row.good)
    if (is_asked(text) && !takes(text)) wrong += "refused \"" + text + "\"\n";
  const bool states_a_day =
      row.format.accepts == format::date.accepts || row.format.accepts == format::time.accepts;
  if (states_a_day) return wrong;
  for (const std::string& text : row.bad)
    if (is_asked(text) && takes(text)) wrong += "took \"" + text + "\"\n";
  return wrong;
}

std::optional<std::int64_t> seconds(std::string_view text) {
  const auto moment = parse_time(text);
  if (!moment) return std::nullopt;
  return moment->utc_us / 1'000'000;
}

}  // namespace

TEST_CASE("each format takes its own and refuses what is near it") {
  const auto row = GENERATE(from_range(cases));
  INFO(row.format.name);
  CHECK(verdicts(row) == "");
}

TEST_CASE("the schema pattern of a format takes what the format takes, and no more") {
  const auto row = GENERATE(from_range(cases));
  INFO(row.format.name << " " << schema_pattern(row.format));
  CHECK(pattern_verdicts(row) == "");
}

TEST_CASE("a shape becomes a regular expression of runs") {
  struct Row {
    Format format;
    std::string pattern;
  };
  const auto row = GENERATE(values<Row>({
      {{.name = "shape", .shape = "999.AX"}, "^[0-9]{3}\\.[A-Z][0-9A-Z]$"},
      {{.name = "any case", .shape = "AAX", .upper_case = true}, "^[A-Za-z]{2}[0-9A-Za-z]$"},
      {{.name = "given", .shape = "9", .pattern = "^x$"}, "^x$"},
      {{.name = "none"}, std::string(plain_pattern)},
  }));
  INFO(row.format.name);
  CHECK(schema_pattern(row.format) == row.pattern);
}

TEST_CASE("text is measured in characters, not in bytes") {
  std::string long_text;
  while (character_count(long_text) < 256) long_text += "é";
  CHECK(long_text.size() == 512);
  CHECK(matches(format::line, long_text));
  CHECK_FALSE(matches(format::line, long_text + "é"));
}

TEST_CASE("plain text holds no control character but tab and line feed") {
  struct Row {
    std::string text;
    bool plain;
  };
  const auto row = GENERATE(values<Row>({
      {"", true},
      {"tab\tand\nline feed", true},
      {"é \xc2\xa0 \xe2\x82\xac \xf0\x9f\x98\x82", true},
      {"carriage return\r", false},
      {std::string("zero\0", 5), false},
      {"escape\x1b", false},
      {"unit separator\x1f", false},
      {"delete\x7f", false},
      {"first C1\xc2\x80", false},
      {"next line\xc2\x85", false},
      {"last C1\xc2\x9f", false},
  }));
  INFO(row.text);
  CHECK(is_plain_text(row.text) == row.plain);
}

TEST_CASE("a time is RFC 3339 with an offset, on a day that exists") {
  struct Row {
    std::string text;
    std::optional<std::int64_t> seconds;
  };
  const auto row = GENERATE(values<Row>({
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T07:00:00+07:00", 0},
      {"1969-12-31T23:30:00-00:30", 0},
      {"1970-01-01T00:00:00-00:00", 0},
      {"2023-07-01t02:00:00z", 1688176800},
      {"2023-07-01T09:00:00+07:00", 1688176800},
      {"2023-07-01T09:00:00.123456789+07:00", 1688176800},
      {"2016-12-31T23:59:60Z", 1483228800},
      {"2017-01-01T06:59:60+07:00", 1483228800},
      {"2017-01-01T00:00:60Z", std::nullopt},
      {"2016-12-31T23:59:60+07:00", std::nullopt},
      {"2016-12-31T22:59:60Z", std::nullopt},
      {"2016-12-31T23:59:61Z", std::nullopt},
      {"2023-07-02T01:59:00+23:59", 1688176800},
      {"2023-07-01T09:00:00", std::nullopt},
      {"2023-07-01T09:00:00+24:00", std::nullopt},
      {"2023-07-01T09:00:00+07:60", std::nullopt},
      {"2023-07-01T09:00:00+0700", std::nullopt},
      {"2023-07-01T09:00:00+07", std::nullopt},
      {"2023-07-01 09:00:00Z", std::nullopt},
      {"2023-07-01T24:00:00Z", std::nullopt},
      {"2023-07-01T09:60:00Z", std::nullopt},
      {"2023-07-01T09:00Z", std::nullopt},
      {"2023-07-01T09:00:00.Z", std::nullopt},
      {"2023-07-01T09:00:00.5", std::nullopt},
      {"2023-07-01T09:00:00,5Z", std::nullopt},
      {"2023-07-01T09:00:00Z ", std::nullopt},
      {"2023-07-01T09:00:00ZZ", std::nullopt},
      {"2023-04-31T09:00:00Z", std::nullopt},
      {"2023-02-29T09:00:00Z", std::nullopt},
      {"", std::nullopt},
  }));
  INFO(row.text);
  CHECK(seconds(row.text) == row.seconds);
}

TEST_CASE("a fraction of a second counts to microseconds, finer digits are cut off") {
  CHECK(parse_time("1970-01-01T00:00:00.5Z")->utc_us == 500'000);
  CHECK(parse_time("1970-01-01T00:00:00.123456Z")->utc_us == 123'456);
  CHECK(parse_time("1970-01-01T00:00:00.1234569Z")->utc_us == 123'456);
}

TEST_CASE("a moment is written in UTC with six digits, and read back as it was") {
  struct Row {
    std::int64_t utc_us;
    const char* text;
  };
  const auto row = GENERATE(values<Row>({
      {0, "1970-01-01T00:00:00.000000Z"},
      {1'688'176'800'000'001, "2023-07-01T02:00:00.000001Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {-86'400'000'000, "1969-12-31T00:00:00.000000Z"},
  }));
  CHECK(format_time(row.utc_us) == row.text);
  CHECK(parse_time(row.text)->utc_us == row.utc_us);
}

TEST_CASE("a day is counted from 1970 and written back") {
  CHECK(parse_date("1970-01-01") == 0);
  CHECK(parse_date("2024-03-01").value() - parse_date("2024-02-28").value() == 2);
  CHECK(parse_date("1969-12-31") == -1);
  CHECK(format_date(parse_date("2024-02-29").value()) == "2024-02-29");
  CHECK(format_date(-1) == "1969-12-31");
}

TEST_CASE("a fiscal day ends at midnight in western Indonesia") {
  const auto day_of = [](const char* time) {
    return format_date(day_in_wib(parse_time(time)->utc_us));
  };
  CHECK(day_of("2023-12-31T23:30:00+07:00") == "2023-12-31");
  CHECK(day_of("2024-01-01T01:30:00+09:00") == "2023-12-31");
  CHECK(day_of("2023-12-31T17:00:00Z") == "2024-01-01");
  CHECK(day_of("1969-12-31T16:59:59Z") == "1969-12-31");
}

TEST_CASE("an area covers itself and what lies below it") {
  struct Row {
    const char *area, *outer;
    bool within;
  };
  const auto row = GENERATE(values<Row>({
      {"36.02", "36.02", true},
      {"36.02.27.2010", "36.02", true},
      {"36.02.27.2010", "36", true},
      {"36.02", "00", true},
      {"00", "00", true},
      {"36.021", "36.02", false},
      {"36.03.27.2010", "36.02", false},
      {"36", "36.02", false},
      {"00", "36", false},
      {"94.04", "36.02", false},
  }));
  INFO(row.area << " in " << row.outer);
  CHECK(is_within(row.area, row.outer) == row.within);
}

TEST_CASE("a stream's name is taken apart at its slash") {
  CHECK(aggregate_of("grant/2023-LBK-01") == "grant");
  CHECK(key_of("grant/2023-LBK-01") == "2023-LBK-01");
}

}  // namespace programme
