#include "ledger/programme/sweep.h"

#include <catch2/catch.hpp>
#include <limits>
#include <map>

#include "ledger/programme/codec.h"
#include "ledger/programme/values.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using support::SampleLedger;

constexpr std::int64_t minute_us = 60'000'000, day_us = 24 * 60 * minute_us;

std::int64_t at(std::string_view time) { return parse_time(time).value().utc_us; }

// The sample programme, at a moment at which nobody has recorded for a day.
struct Programme {
  SampleLedger ledger{std::numeric_limits<std::size_t>::max()};

  Programme() { ledger.clock().advance(day_us); }

  std::string record(std::string type, std::string subject, std::string time, std::string data,
                     std::string more = "") {
    static int number = 0;
    const std::string refusal =
        ledger.record({R"({"specversion":"1.0","source":"/office","area":"36.02","id":")" +
                       std::to_string(++number) + R"(","type":")" + type + R"(","subject":")" +
                       subject + R"(","time":")" + time + R"(","data":)" + data + more + "}"});
    ledger.clock().advance(day_us);
    return refusal;
  }
  Accepted<Recorded> take(const std::string& event) {
    auto taken = ledger.registrar().take(event, false, clock_caller(), {});
    if (!taken) return tl::unexpected(taken.error());
    std::optional<Accepted<Recorded>> out;
    ledger.writer().submit(std::move(taken->submission), std::move(taken->subjects),
                           [&](ledger::Outcome outcome) {
                             out.emplace(Registrar::outcome(std::move(outcome), false));
                           });
    ledger.writer().round();
    return std::move(*out);
  }
  Swept sweep() {
    auto swept = programme::sweep(ledger.ledger(), ledger.vault(), ledger.clock().now_us(),
                                  [this](const std::string& event) { return take(event); });
    REQUIRE(swept);
    return std::move(*swept);
  }
  // Ids of the events that a sweep would record now.
  std::vector<std::string> overdue() {
    const auto events = overdue_events(ledger.ledger(), ledger.clock().now_us());
    REQUIRE(events);
    std::vector<std::string> out;
    for (const std::string& event : *events) out.push_back(Json::parse(event).at("id"));
    return out;
  }
  bool is_overdue(const std::string& id) {
    const auto ids = overdue();
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }
};

const std::string report = "report_overdue:grant/2023-LBK-10:2023-08-13",
                  commitment = "commitment_lapsed:rembuk/2023-07-03-lebak:2023-12-31:2";

std::map<std::string, int> kinds(const std::vector<std::string>& ids) {
  std::map<std::string, int> out;
  for (const std::string& id : ids) ++out[id.substr(0, id.find(':'))];
  return out;
}

}  // namespace

TEST_CASE("what the sample programme left undone is overdue") {
  Programme programme;
  CHECK(kinds(programme.overdue()) == std::map<std::string, int>{{"ak1_expired", 16},
                                                                 {"commitment_lapsed", 2},
                                                                 {"follow_up_overdue", 1},
                                                                 {"report_overdue", 3}});
  CHECK(programme.is_overdue(report));
  CHECK(programme.is_overdue(commitment));
}

TEST_CASE(
    "a sweep records what is overdue in the role of the clock, at the start of the day after") {
  Programme programme;
  const std::uint64_t before = programme.ledger.ledger().size();
  const Swept swept = programme.sweep();
  CHECK(swept.recorded == 22);
  CHECK(swept.refused.empty());
  std::map<std::string, Json> events;
  for (std::uint64_t p = before; p < programme.ledger.ledger().size(); ++p) {
    const Json event = Json::parse(programme.ledger.ledger().record(p).value());
    events[event.at("id")] = event;
  }
  REQUIRE(events.contains(report));
  const Json& event = events.at(report);
  CHECK(event.at("type") == "grant.accountability_report_overdue_declared");
  CHECK(event.at("time") == "2023-08-14T00:00:00+07:00");
  CHECK(event.at("source") == "/leuit/clock");
  CHECK(event.at("role") == "system");
  CHECK(event.at("actor") == "leuit");
  CHECK_FALSE(event.contains("recordedby"));
  CHECK(events.at(commitment).at("data") == Json{{"number", 2}});
}

TEST_CASE("a sweep that is repeated records nothing") {
  Programme programme;
  REQUIRE(programme.sweep().recorded == 22);
  const std::uint64_t size = programme.ledger.ledger().size();
  programme.ledger.clock().advance(day_us);
  const Swept again = programme.sweep();
  CHECK(again.recorded == 0);
  CHECK(again.refused.empty());
  CHECK(programme.ledger.ledger().size() == size);
}

TEST_CASE("what was declared and taken back by a person is not declared again") {
  Programme programme;
  REQUIRE(programme.sweep().recorded == 22);
  const auto held = programme.ledger.ledger().claim(id_claim(clock_source, commitment));
  REQUIRE(held);
  REQUIRE(*held);
  CHECK(programme.record("rembuk.event_reversed", "rembuk/2023-07-03-lebak",
                         "2024-08-01T09:00:00+07:00", "{}",
                         R"(,"role":"programme_officer","reason":"it was kept","corrects":")" +
                             std::to_string((*held)->position) + "\"") == "");
  CHECK(programme.overdue().empty());
}

TEST_CASE("a report that came by its last day is not overdue, however late it is recorded") {
  const std::string data = R"({"spent_idr": 20000000, "balance_idr": 0,
      "technical": "sha-256:5a73ea5d92c1c370bbdec38fa5e323e4677306815095c9ead73a8b570a6b87cc",
      "financial": "sha-256:668ab57f527d8fad6cfad5606e97b7aa08aa474a75bb8ed2ad614705b6961051"})";
  struct Row {
    const char* time;
    bool overdue;
  };
  const Row table[] = {{"2023-08-13T23:59:00+07:00", false},
                       {"2023-08-13T16:59:00Z", false},
                       {"2023-08-14T00:00:00+07:00", true},
                       {"2023-08-14T01:30:00+09:00", false}};
  for (const Row& row : table) {
    CAPTURE(row.time);
    Programme programme;
    CHECK(programme.record("grant.accountability_report_submitted", "grant/2023-LBK-10", row.time,
                           data) == "");
    CHECK(programme.is_overdue(report) == row.overdue);
  }
}

TEST_CASE("a day is overdue when it has passed in western Indonesian time") {
  Programme programme;
  const auto recorded = programme.record(
      "rembuk.commitment_made", "rembuk/2023-07-03-lebak", "2025-01-01T09:00:00+07:00",
      R"({"number": 9, "partner": "partner/ipb", "what": "x", "due_on": "2025-03-31"})");
  REQUIRE(recorded == "");
  const std::string id = "commitment_lapsed:rembuk/2023-07-03-lebak:2025-03-31:9";
  programme.ledger.clock().set(at("2025-03-31T23:59:59+07:00"));
  CHECK_FALSE(programme.is_overdue(id));
  programme.ledger.clock().set(at("2025-04-01T00:00:00+07:00"));
  CHECK(programme.is_overdue(id));
}

TEST_CASE("a card that was reported in time lasts on, and one reported too late does not") {
  struct Row {
    const char *reported, *due;
  };
  const Row table[] = {{"2024-07-10", "2025-01-10"}, {"2024-07-11", "2024-07-10"}};
  for (const Row& row : table) {
    CAPTURE(row.reported);
    Programme programme;
    CHECK(programme.record("jobseeker.ak1_reported", "jobseeker/P0001", "2024-08-01T09:00:00+07:00",
                           R"({"reported_on":")" + std::string(row.reported) + "\"}") == "");
    programme.ledger.clock().set(at("2025-06-01T00:00:00Z"));
    CHECK(programme.is_overdue("ak1_expired:jobseeker/P0001:" + std::string(row.due)));
  }
}

TEST_CASE("one sweep after weeks of rest says what daily ones would have said") {
  Programme daily, rested;
  daily.ledger.clock().set(at("2025-01-03T00:00:00Z"));
  std::vector<std::string> said;
  for (int day = 0; day < 400; day += 20) {
    for (const std::string& id : daily.overdue()) said.push_back(id);
    daily.sweep();
    daily.ledger.clock().advance(20 * day_us);
  }
  rested.ledger.clock().set(daily.ledger.clock().now_us() - 20 * day_us);
  auto at_once = rested.overdue();
  std::sort(said.begin(), said.end());
  std::sort(at_once.begin(), at_once.end());
  CHECK(said == at_once);
}

TEST_CASE("the clock waits for ten minutes after an importer's recording") {
  Programme programme;
  REQUIRE(programme.record("person.consent_given", "person/P0001", "2024-08-01T09:00:00+07:00",
                           R"({"purpose": "research"})", R"(,"actor":"disnaker-lebak")") == "");
  const std::int64_t now_us = programme.ledger.clock().now_us();
  const std::uint64_t size = programme.ledger.ledger().size();
  programme.ledger.clock().set(now_us - day_us + 5 * minute_us);
  const Swept early = programme.sweep();
  REQUIRE(early.waits_until_us);
  CHECK(early.recorded == 0);
  CHECK(programme.ledger.ledger().size() == size);
  programme.ledger.clock().set(*early.waits_until_us - 1);
  CHECK(programme.sweep().waits_until_us == early.waits_until_us);
  programme.ledger.clock().set(*early.waits_until_us);
  CHECK(programme.sweep().recorded == 22);
}

TEST_CASE("a sweep gives way to an importer who begins meanwhile") {
  Programme programme;
  int records = 0;
  const auto swept =
      sweep(programme.ledger.ledger(), programme.ledger.vault(), programme.ledger.clock().now_us(),
            [&](const std::string& event) {
              if (++records == 3)
                CHECK(programme.record("person.consent_given", "person/P0001",
                                       "2024-08-01T09:00:00+07:00", R"({"purpose": "research"})",
                                       R"(,"actor":"disnaker-lebak")") == "");
              return programme.take(event);
            });
  REQUIRE(swept);
  CHECK(swept->recorded == 3);
  CHECK(swept->waits_until_us);
}

TEST_CASE("the refusal of one event does not stop the others; a ledger that takes none does") {
  Programme programme;
  const auto refuse = [](Refused kind) {
    return [kind](const std::string&) -> Accepted<Recorded> {
      return tl::unexpected(Rejection{kind, "no"});
    };
  };
  const std::int64_t now_us = programme.ledger.clock().now_us();
  const auto swept = sweep(programme.ledger.ledger(), programme.ledger.vault(), now_us,
                           refuse(Refused::rule_violated));
  REQUIRE(swept);
  CHECK(swept->recorded == 0);
  REQUIRE(swept->refused.size() == 22);
  CHECK(swept->refused.front() == "follow_up_overdue:audit/bpk-2024-1:2024-04-05:1.1.1: no");
  CHECK_FALSE(sweep(programme.ledger.ledger(), programme.ledger.vault(), now_us,
                    refuse(Refused::read_only)));
}

TEST_CASE("ids of the clock tell kind and parts, and are never too long") {
  CHECK(clock_id("a", {"grant/1", "2024-01-01", ""}) == "a:grant/1:2024-01-01");
  const std::string key(120, 'x');
  const std::string one = clock_id("a", {"grant/" + key, "2024-01-01"}),
                    other = clock_id("a", {"grant/" + key, "2024-01-02"});
  CHECK(one.size() == 2 + 64);
  CHECK(one != other);
}

TEST_CASE("a time of day comes once a day, in western Indonesian time") {
  CHECK(parse_time_of_day("01:00") == 60);
  CHECK(parse_time_of_day("23:59") == 23 * 60 + 59);
  for (const char* wrong : {"", "1:00", "24:00", "01:60", "01-00", "01:00:00", "off"})
    CHECK_FALSE(parse_time_of_day(wrong));
  struct Row {
    const char *now, *next;
  };
  const Row table[] = {{"2025-01-01T00:59:00+07:00", "2025-01-01T01:00:00+07:00"},
                       {"2025-01-01T01:00:00+07:00", "2025-01-02T01:00:00+07:00"},
                       {"2025-01-01T17:59:59Z", "2025-01-02T01:00:00+07:00"},
                       {"2025-01-01T18:00:00Z", "2025-01-03T01:00:00+07:00"}};
  for (const Row& row : table) CHECK(next_time_of_day(at(row.now), 60) == at(row.next));
}

}  // namespace programme
