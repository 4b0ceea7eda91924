#include "ledger/programme/calendar.h"

#include <catch2/catch.hpp>

namespace programme {

TEST_CASE("months later is the same day, or the last of the month") {
  CHECK(months_after("2024-01-10", 6) == "2024-07-10");
  CHECK(months_after("2024-01-10", 24) == "2026-01-10");
  CHECK(months_after("2024-08-31", 6) == "2025-02-28");
  CHECK(months_after("2023-08-31", 6) == "2024-02-29");
  CHECK(months_after("2024-02-29", 36) == "2027-02-28");
  CHECK(months_after("2024-02-29", 48) == "2028-02-29");
  CHECK(months_after("2024-12-31", 0) == "2024-12-31");
  CHECK(months_after("2024-12-01", 1) == "2025-01-01");
  CHECK(months_after("2024-05-31", 1) == "2024-06-30");
  CHECK(months_after("0999-12-31", 12) == "1000-12-31");
}

TEST_CASE("an event's day is that of western Indonesian time") {
  Event event;
  event.time_us = 1'704'041'999'000'000;  // 2023-12-31T16:59:59Z
  CHECK(day_of(event) == "2023-12-31");
  event.time_us += 1'000'000;
  CHECK(day_of(event) == "2024-01-01");
  CHECK(year_of(day_of(event)) == "2024");
}

}  // namespace programme
