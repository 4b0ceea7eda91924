#include "ledger/programme/calendar.h"

#include <algorithm>

#include "ledger/core/check.h"
#include "ledger/programme/values.h"

namespace programme {

std::string months_after(std::string_view day, int months) {
  LEUIT_CHECK(parse_date(day).has_value());
  const int month = std::stoi(std::string(day.substr(5, 2))) - 1 + months;
  const int year = std::stoi(std::string(day.substr(0, 4))) + month / 12;
  const auto two = [](int number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::string digits = std::to_string(year);
  const std::string prefix = std::string(4 - std::min<std::size_t>(4, digits.size()), '0') +
                             digits + "-" + two(month % 12 + 1) + "-";
  for (int last = std::stoi(std::string(day.substr(8))); last > 28; --last)
    if (parse_date(prefix + two(last))) return prefix + two(last);
  return prefix + two(std::min(28, std::stoi(std::string(day.substr(8)))));
}

std::string day_of(const Event& event) { return format_date(day_in_wib(event.time_us)); }

}  // namespace programme
