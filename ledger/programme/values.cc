#include "ledger/programme/values.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "ledger/core/bytes.h"

namespace programme {
namespace {

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool capital(char c) { return c >= 'A' && c <= 'Z'; }

bool fits(std::string_view shape, std::string_view text) {
  if (shape.size() != text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool good = shape[i] == '9'   ? digit(c)
                      : shape[i] == 'A' ? capital(c)
                      : shape[i] == 'X' ? digit(c) || capital(c)
                                        : c == shape[i];
    if (!good) return false;
  }
  return true;
}

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), digit); }

int number(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

bool is_digest(std::string_view text) {
  constexpr std::string_view prefix = "sha-256:";
  if (text.size() != prefix.size() + 64 || text.substr(0, prefix.size()) != prefix) return false;
  return std::all_of(text.begin() + prefix.size(), text.end(),
                     [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
}

// I3: the day is 1 to 31, 40 more for a woman; the month 1 to 12; the serial not 0000.
bool is_nik(std::string_view text) {
  if (!fits("9999999999999999", text)) return false;
  const int day = number(text.substr(6, 2)) % 40;
  const int raw = number(text.substr(6, 2)), month = number(text.substr(8, 2));
  return day >= 1 && day <= 31 && raw <= 71 && month >= 1 && month <= 12 &&
         number(text.substr(12)) >= 1;
}

bool is_date(std::string_view text) { return parse_date(text).has_value(); }
bool is_time(std::string_view text) { return parse_time(text).has_value(); }

bool is_month(std::string_view text) {
  if (!fits("9999-99", text)) return false;
  const int month = number(text.substr(5));
  return month >= 1 && month <= 12;
}

bool is_phone(std::string_view text) {
  return text.size() >= 9 && text.size() <= 17 && text.substr(0, 3) == "+62" &&
         all_digits(text.substr(3));
}

bool is_bank_account(std::string_view text) {
  return text.size() >= 8 && text.size() <= 20 && all_digits(text);
}

bool is_dipa(std::string_view text) {
  return text.size() > 8 && text.substr(0, 8) == "SP DIPA-" &&
         fits("999.99.9.999999/9999", text.substr(8));
}

// 2021 and after, and the shape of the years before.
bool is_budget_line(std::string_view text) {
  return fits("9999.AAA.999.999.A.999999", text) || fits("9999.999.999.A.999999", text);
}

bool is_decimal(std::string_view text, std::size_t places) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const auto point = text.find('.');
  if (point == std::string_view::npos || point == 0 || point > 15) return false;
  const auto whole = text.substr(0, point), fraction = text.substr(point + 1);
  if (whole.size() > 1 && whole.front() == '0') return false;
  return all_digits(whole) && fraction.size() == places && all_digits(fraction);
}
bool is_decimal_2(std::string_view text) { return is_decimal(text, 2); }
bool is_decimal_3(std::string_view text) { return is_decimal(text, 3); }

bool is_position(std::string_view text) {
  return all_digits(text) && (text.front() != '0' || text.size() == 1);
}

bool is_slug(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace

bool matches(const Format& format, std::string_view text) {
  const std::size_t count = character_count(text);
  if (count < format.min_length || count > format.max_length || !is_plain_text(text)) return false;
  if (!format.shape.empty()) {
    std::string stored(text);
    if (format.upper_case)
      std::transform(stored.begin(), stored.end(), stored.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      });
    return fits(format.shape, stored);
  }
  return format.accepts == nullptr || format.accepts(text);
}

std::string schema_pattern(const Format& format) {
  if (!format.pattern.empty()) return std::string(format.pattern);
  if (format.shape.empty()) return std::string(plain_pattern);
  std::string out = "^";
  for (std::size_t i = 0; i < format.shape.size();) {
    std::size_t run = 1;
    const char c = format.shape[i];
    while (i + run < format.shape.size() && format.shape[i + run] == c) ++run;
    const bool any_case = format.upper_case;
    if (c == '9')
      out += "[0-9]";
    else if (c == 'A')
      out += any_case ? "[A-Za-z]" : "[A-Z]";
    else if (c == 'X')
      out += any_case ? "[0-9A-Za-z]" : "[0-9A-Z]";
    else
      out += c == '.' ? std::string("\\.") : std::string(1, c);
    if (run > 1) out += "{" + std::to_string(run) + "}";
    i += run;
  }
  return out + "$";
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

bool is_plain_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F) return false;
    const bool c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) return false;
  }
  return true;
}

std::optional<std::int64_t> parse_date(std::string_view text) {
  if (!fits("9999-99-99", text)) return std::nullopt;
  const std::chrono::year_month_day day{
      std::chrono::year(number(text.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
      std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day).time_since_epoch().count();
}

std::string format_date(std::int64_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return out;
}

std::optional<Moment> parse_time(std::string_view text) {
  if (text.size() < 20 || text.size() > 64) return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  if (!day || (text[10] != 'T' && text[10] != 't') || !fits("99:99:99", text.substr(11, 8)))
    return std::nullopt;
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2)),
            second = number(text.substr(17, 2));
  std::string_view rest = text.substr(19);
  std::int64_t fraction = 0;
  if (rest.front() == '.') {
    std::size_t count = 0;
    std::int64_t unit = 100'000;
    while (count + 1 < rest.size() && digit(rest[count + 1])) {
      fraction += unit * (rest[++count] - '0');
      unit /= 10;
    }
    if (count == 0) return std::nullopt;
    rest.remove_prefix(count + 1);
  }
  std::int64_t offset_minutes = 0;
  if (rest != "Z" && rest != "z") {
    if (!fits("+99:99", rest) && !fits("-99:99", rest)) return std::nullopt;
    const int hours = number(rest.substr(1, 2)), minutes = number(rest.substr(4, 2));
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset_minutes = (rest.front() == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const std::int64_t minutes = *day * 1440 + hour * 60 + minute - offset_minutes;
  const bool leap_second = second == 60;
  if (leap_second && ((minutes % 1440) + 1440) % 1440 != 1439) return std::nullopt;
  return Moment{(minutes * 60 + second) * 1'000'000 + fraction};
}

std::string format_time(std::int64_t utc_us) {
  std::int64_t seconds = utc_us / 1'000'000, micros = utc_us % 1'000'000;
  if (micros < 0) micros += 1'000'000, --seconds;
  std::int64_t days = seconds / 86'400, rest = seconds % 86'400;
  if (rest < 0) rest += 86'400, --days;
  char out[32];
  std::snprintf(out, sizeof out, "T%02d:%02d:%02d.%06dZ", static_cast<int>(rest / 3600),
                static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60),
                static_cast<int>(micros));
  return format_date(days) + out;
}

std::int64_t day_in_wib(std::int64_t utc_us) {
  const std::int64_t seconds = utc_us / 1'000'000 + 7 * 3600;
  return seconds >= 0 ? seconds / 86'400 : (seconds - 86'399) / 86'400;
}

bool is_region(std::string_view text) {
  return fits("99", text) || fits("99.99", text) || fits("99.99.99", text) ||
         fits("99.99.99.9999", text);
}
bool is_area(std::string_view text) { return is_region(text); }

bool is_within(std::string_view area, std::string_view outer) {
  if (outer == "00" || area == outer) return true;
  return area.size() > outer.size() && area.substr(0, outer.size()) == outer &&
         area[outer.size()] == '.';
}

bool is_stream_name(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return false;
  const auto key = text.substr(slash + 1);
  if (key.empty() || key.size() > 128 || key == "." || key == "..") return false;
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto aggregate = text.substr(0, slash);
  return std::all_of(aggregate.begin(), aggregate.end(),
                     [&](char c) { return lower(c) || c == '_'; }) &&
         std::all_of(key.begin(), key.end(), [&](char c) {
           return lower(c) || capital(c) || digit(c) || c == '.' || c == '_' || c == '-';
         });
}
std::string_view aggregate_of(std::string_view stream) {
  return stream.substr(0, stream.find('/'));
}
std::string_view key_of(std::string_view stream) { return stream.substr(stream.find('/') + 1); }

namespace format {
namespace {

constexpr std::string_view
    date_pattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    time_pattern =
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        "[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
        "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
    nik_pattern =
        "^[0-9]{6}(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(0[1-9]|1[0-2])"
        "[0-9]{2}(?!0000)[0-9]{4}$";

}  // namespace

const Format text{.name = "text", .want = "1 to 4,096 characters"};
const Format line{.name = "line", .want = "1 to 256 characters", .max_length = 256};
const Format date{.name = "date",
                  .accepts = is_date,
                  .pattern = date_pattern,
                  .want = "a day that exists, YYYY-MM-DD"};
// A day of something done: I41 holds it against the event's time.
const Format day_done{.name = "day_done",
                      .accepts = is_date,
                      .pattern = date_pattern,
                      .want = "a day that exists, YYYY-MM-DD"};
const Format time{.name = "date-time",
                  .accepts = is_time,
                  .pattern = time_pattern,
                  .want = "RFC 3339 with an offset, on a day that exists",
                  .min_length = 20,
                  .max_length = 64};
// The same of a moment: I41 holds its day.
const Format time_done{.name = "date-time",
                       .accepts = is_time,
                       .pattern = time_pattern,
                       .want = "RFC 3339 with an offset, on a day that exists",
                       .min_length = 20,
                       .max_length = 64};
const Format month{.name = "month",
                   .accepts = is_month,
                   .pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$",
                   .want = "a month, YYYY-MM"};
const Format region{.name = "region",
                    .accepts = is_region,
                    .pattern = "^[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?$",
                    .want = "a code of the Ministry of Home Affairs, e.g. 36.02.27.2010"};
const Format edition{
    .name = "edition", .want = "the edition of the region codes", .max_length = 64};
const Format digest{.name = "digest",
                    .accepts = is_digest,
                    .pattern = "^sha-256:[0-9a-f]{64}$",
                    .want = "sha-256: and 64 hexadecimal digits in lower case"};
const Format stream{.name = "stream",
                    .accepts = is_stream_name,
                    .pattern = "^[a-z_]+/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$",
                    .want = "a stream, aggregate/key"};
const Format nik{.name = "nik",
                 .accepts = is_nik,
                 .pattern = nik_pattern,
                 .want = "a NIK of 16 digits with a possible day and month"};
const Format phone{.name = "phone",
                   .accepts = is_phone,
                   .pattern = "^\\+62[0-9]{6,14}$",
                   .want = "a number as +62 and 6 to 14 digits"};
const Format bank_code{.name = "bank_code", .shape = "999", .want = "three digits"};
const Format bank_account{.name = "bank_account",
                          .accepts = is_bank_account,
                          .pattern = "^[0-9]{8,20}$",
                          .want = "8 to 20 digits"};
const Format sp2d{.name = "sp2d", .shape = "999999999999999", .want = "15 digits"};
const Format spm{
    .name = "spm", .shape = "99999A", .want = "five digits and a letter", .upper_case = true};
const Format ntpn{.name = "ntpn",
                  .shape = "XXXXXXXXXXXXXXXX",
                  .want = "16 digits and letters",
                  .upper_case = true};
const Format billing{.name = "billing", .shape = "999999999999999", .want = "15 digits"};
const Format dipa{.name = "dipa",
                  .accepts = is_dipa,
                  .pattern = "^SP DIPA-[0-9]{3}\\.[0-9]{2}\\.[0-9]\\.[0-9]{6}/[0-9]{4}$",
                  .want = "SP DIPA-999.99.9.999999/9999"};
const Format budget_line{
    .name = "budget_line",
    .accepts = is_budget_line,
    .pattern =
        "^[0-9]{4}\\.([A-Z]{3}\\.[0-9]{3}\\.[0-9]{3}|[0-9]{3}\\.[0-9]{3})\\.[A-Z]\\.[0-9]{6}$",
    .want = "a line such as 4498.QDB.001.051.A.526312"};
const Format account{.name = "account", .shape = "999999", .want = "six digits"};
const Format kbli{.name = "kbli", .shape = "99999", .want = "five digits"};
const Format kbji{.name = "kbji", .shape = "9999", .want = "four digits"};
const Format document_number{
    .name = "document_number", .want = "1 to 64 characters", .max_length = 64};
const Format decimal_2{.name = "decimal_2",
                       .accepts = is_decimal_2,
                       .pattern = "^-?(0|[1-9][0-9]{0,14})\\.[0-9]{2}$",
                       .want = "a decimal number with two places"};
const Format decimal_3{.name = "decimal_3",
                       .accepts = is_decimal_3,
                       .pattern = "^-?(0|[1-9][0-9]{0,14})\\.[0-9]{3}$",
                       .want = "a decimal number with three places"};
const Format position{.name = "position",
                      .accepts = is_position,
                      .pattern = "^(0|[1-9][0-9]{0,15})$",
                      .want = "the position of an event as decimal text",
                      .max_length = 16};
const Format slug{.name = "slug",
                  .accepts = is_slug,
                  .pattern = "^[a-z0-9._-]{1,64}$",
                  .want = "1 to 64 of a-z 0-9 . _ -",
                  .max_length = 64};

}  // namespace format
}  // namespace programme
