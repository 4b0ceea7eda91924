// The kinds of text that the programme's events hold, each with its check and its JSON Schema.
//
// A format is a shape of characters ("99999A": five digits and a capital letter) or a function,
// where a shape cannot tell (a day that exists). Sources: domain.md section 4. Shapes marked [K]
// there are not confirmed by a public source, so they stand here alone, to be changed in one place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace programme {

// One kind of text. `shape`: 9 a digit, A a capital letter, X either, any other character itself.
struct Format {
  std::string_view name;
  std::string_view shape = {};  // empty: accepts() alone decides
  bool (*accepts)(std::string_view text) = nullptr;
  std::string_view pattern = {};                  // the same as a regular expression, for schemas
  std::string_view want = {};                     // what a person should have written
  std::size_t min_length = 1, max_length = 4096;  // in characters
  bool upper_case = false;                        // letters are stored as capitals
};

bool matches(const Format& format, std::string_view text);
// The regular expression of a format (ECMA 262): with the length it says all that the format asks,
// but for days that exist.
std::string schema_pattern(const Format& format);
// That of one that asks for no more than is_plain_text().
inline constexpr std::string_view plain_pattern = "^[^\\x00-\\x08\\x0B-\\x1F\\x7F\\x80-\\x9F]*$";

// Number of characters of valid UTF-8.
std::size_t character_count(std::string_view text);
// No control character but tab and line feed.
bool is_plain_text(std::string_view text);

// A day of the proleptic Gregorian calendar, `YYYY-MM-DD`.
std::optional<std::int64_t> parse_date(std::string_view text);  // days since 1970-01-01
std::string format_date(std::int64_t days);

// A moment: RFC 3339 with an offset, which may be Z.
struct Moment {
  std::int64_t utc_us = 0;  // microseconds since 1970, finer digits cut off
};
std::optional<Moment> parse_time(std::string_view text);
// UTC with six digits of a second and Z.
std::string format_time(std::int64_t utc_us);
// The day in western Indonesian time (UTC+7), in which fiscal years end.
std::int64_t day_in_wib(std::int64_t utc_us);

// A region code of the Ministry of Home Affairs: PP, PP.KK, PP.KK.CC or PP.KK.CC.NNNN.
bool is_region(std::string_view text);
// `00` is the whole country: every area is below it, and below itself.
bool is_area(std::string_view text);
bool is_within(std::string_view area, std::string_view outer);

// `aggregate/key`; the key is 1 to 128 of A-Z a-z 0-9 . _ -, and not "." or "..".
bool is_stream_name(std::string_view text);
std::string_view aggregate_of(std::string_view stream);
std::string_view key_of(std::string_view stream);

namespace format {
extern const Format text, line, date, day_done, time, time_done, month, region, edition, digest,
    stream, nik, phone, bank_code, bank_account, sp2d, spm, ntpn, billing, dipa, budget_line,
    account, kbli, kbji, document_number, decimal_2, decimal_3, slug, position;
}

}  // namespace programme
