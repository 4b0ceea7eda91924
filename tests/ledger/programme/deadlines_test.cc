#include "ledger/programme/deadlines.h"

#include <catch2/catch.hpp>

#include "ledger/core/bytes.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/values.h"

namespace programme {
namespace {

// The names that an event makes in the index, with "|" for their zero bytes.
std::vector<std::string> names(std::string_view type, std::string subject, std::string_view time,
                               const Json& data) {
  Event event;
  event.type = find_type(type);
  REQUIRE(event.type != nullptr);
  event.subject = std::move(subject);
  event.time_us = parse_time(time).value().utc_us;
  auto out = due_names(event, data);
  for (std::string& name : out) std::replace(name.begin(), name.end(), '\0', '|');
  return out;
}

}  // namespace

TEST_CASE("each deadline watches types that exist, with fields that they have, and declares one") {
  for (const Deadline& deadline : deadlines()) {
    INFO(deadline.kind);
    CHECK(find_deadline(deadline.kind) == &deadline);
    const EventType* declared = find_type(deadline.declares);
    REQUIRE(declared != nullptr);
    CHECK(declared->roles == std::vector<std::string_view>{role::system});
    CHECK_FALSE(deadline.watches.empty());
    for (const auto& watch : deadline.watches) {
      const EventType* type = find_type(watch.type);
      REQUIRE(type != nullptr);
      const bool has = std::any_of(type->fields.begin(), type->fields.end(), [&](const Field& one) {
        return one.name == watch.field && !one.is_personal();
      });
      CHECK((watch.field.empty() || has));
    }
  }
  CHECK(find_deadline("nothing") == nullptr);
}

TEST_CASE("an event that sets a day is found by it") {
  CHECK(names("rembuk.commitment_made", "rembuk/1", "2023-07-03T00:00:00Z",
              {{"due_on", "2023-12-31"}}) ==
        std::vector<std::string>{"due|2023-12-31|commitment_lapsed|rembuk/1|"});
  CHECK(names("grant.funds_credited", "grant/1", "2023-12-31T17:30:00Z", Json::object()) ==
        std::vector<std::string>{"due|2024-01-01|report_overdue|grant/1|"});
  CHECK(names("jobseeker.ak1_issued", "jobseeker/1", "2024-01-10T00:00:00Z",
              {{"issued_on", "2024-01-10"}, {"expires_on", "2026-01-10"}}) ==
        std::vector<std::string>{"due|2024-07-10|ak1_expired|jobseeker/1|",
                                 "due|2026-01-10|ak1_expired|jobseeker/1|"});
  CHECK(names("grant.closed", "grant/1", "2024-01-10T00:00:00Z", Json::object()).empty());
  CHECK(
      names("rembuk.commitment_made", "rembuk/1", "2023-07-03T00:00:00Z", Json::object()).empty());
}

TEST_CASE("names are in the order of their days and lead to kind and stream") {
  Event event;
  event.type = find_type("rembuk.commitment_made");
  event.subject = "rembuk/1";
  std::string name = due_names(event, {{"due_on", "2023-12-31"}}).front();
  ledger::append_u64(name, 7);
  CHECK(due_kind_of(name) == "commitment_lapsed");
  CHECK(found_by(name) == "rembuk/1");
  CHECK(name > due_prefix());
  CHECK(name > due_before("2023-12-31"));
  CHECK(name < due_before("2024-01-01"));
}

TEST_CASE("months are added to the same day, or to the last of a shorter month") {
  struct Row {
    const char* day;
    int months;
    const char* then;
  };
  const Row table[] = {{"2024-01-10", 6, "2024-07-10"},
                       {"2024-08-31", 6, "2025-02-28"},
                       {"2023-08-31", 6, "2024-02-29"},
                       {"2024-12-31", 2, "2025-02-28"},
                       {"2024-12-01", 0, "2024-12-01"}};
  for (const Row& row : table)
    CHECK(format_date(add_months(parse_date(row.day).value(), row.months)) == row.then);
}

}  // namespace programme
