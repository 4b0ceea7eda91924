// Days and years in western Indonesian time (WIB, UTC+7): fiscal years end in it.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/programme/event.h"
#include "ledger/programme/values.h"

namespace programme {

inline std::string day_of(const Event& event) { return format_date(day_in_wib(event.time_us)); }

// The year of a day; 0: it is none.
inline std::int64_t fiscal_year_of_day(std::string_view day) {
  std::int64_t year = 0;
  std::from_chars(day.data(), day.data() + day.size(), year);
  return year;
}
inline std::int64_t fiscal_year_of(const Event& event) { return fiscal_year_of_day(day_of(event)); }

}  // namespace programme
