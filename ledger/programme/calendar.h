// Days that lie a number of months or years from another, and the day on which an event happened.
#pragma once

#include <string>
#include <string_view>

#include "ledger/programme/event.h"

namespace programme {

// The same day so many months later; the last of the month where it has no such day. Requires a day
// `YYYY-MM-DD` of the calendar.
std::string months_after(std::string_view day, int months);

// When it happened, in western Indonesian time (UTC+7), in which fiscal years end.
std::string day_of(const Event& event);

inline std::string_view year_of(std::string_view day) { return day.substr(0, 4); }

}  // namespace programme
