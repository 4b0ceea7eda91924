#include "projections/log.h"

#include <catch2/catch.hpp>

#include "ledger/programme/codec.h"
#include "ledger/programme/values.h"
#include "tests/support/sample_ledger.h"

using projections::EventQuery;
using projections::Log;
using projections::Viewer;

namespace {

const Viewer everyone = Viewer::local();

std::vector<std::uint64_t> positions(const projections::EventPage& page) {
  std::vector<std::uint64_t> out;
  for (const std::string& record : page.records)
    out.push_back(programme::read_keys(record)->position);
  return out;
}

// Every page of a question, one after the other.
std::vector<std::uint64_t> all(EventQuery query, const Viewer& viewer = everyone) {
  const Log log(support::whole_sample().ledger());
  std::vector<std::uint64_t> out;
  for (;;) {
    const auto page = log.events(query, viewer);
    REQUIRE(page);
    const auto found = positions(*page);
    out.insert(out.end(), found.begin(), found.end());
    if (!page->next) return out;
    query.after = page->next;
  }
}

}  // namespace

TEST_CASE("pages give every event once, in either order") {
  EventQuery query;
  query.limit = 97;
  const auto forward = all(query);
  query.descending = true;
  auto backward = all(query);
  REQUIRE(forward.size() == 2037);
  CHECK(std::is_sorted(forward.begin(), forward.end()));
  std::reverse(backward.begin(), backward.end());
  CHECK(forward == backward);
}

TEST_CASE("the last page says that there is no more") {
  const Log log(support::whole_sample().ledger());
  EventQuery query;
  query.limit = 37;
  query.after = 1999;
  const auto page = log.events(query, everyone);
  REQUIRE(page);
  CHECK(page->records.size() == 37);
  CHECK_FALSE(page->next);
  CHECK(page->position == 2036);
}

TEST_CASE("each filter gives what a look at every record gives") {
  struct Row {
    const char* title;
    EventQuery query;
    std::size_t count;
  };
  EventQuery subject, type, both, pair, stranger, area, time;
  subject.subject = "grant/2023-LBK-07";
  type.type = "grant.sp2d_issued";
  both.subject = "grant/2023-LBK-07";
  both.type = "grant.expenditure_recorded";
  pair.source = "/kemnaker/lebak";
  pair.id = "lebak-00007";
  stranger.source = "/kemnaker/lebak";
  stranger.id = "nobody";
  area.area = "94";
  time.from_us = programme::parse_time("2024-01-01T00:00:00+07:00")->utc_us;
  time.to_us = programme::parse_time("2024-02-01T00:00:00+07:00")->utc_us;
  const std::vector<Row> rows = {{"a stream", subject, 27},
                                 {"a type", type, 10},
                                 {"a type of a stream", both, 12},
                                 {"source and id", pair, 1},
                                 {"an id of nobody", stranger, 0},
                                 {"an area", area, 2},
                                 {"a month", time, 112}};
  for (const Row& row : rows) {
    INFO(row.title);
    CHECK(all(row.query).size() == row.count);
  }
}

TEST_CASE("a viewer sees the streams of his areas whole, and those of the whole country") {
  const Viewer mimika{{"reader"}, {"94.04"}};
  const Log log(support::whole_sample().ledger());
  const auto seen = all({}, mimika);
  for (const std::uint64_t position : seen) {
    const auto event = programme::read_record(*log.record(position, everyone));
    INFO(event->subject);
    const bool national =
        event->subject.rfind("budget/", 0) == 0 || event->subject.rfind("juknis/", 0) == 0;
    CHECK((national || programme::is_within(event->area, "94.04")));
  }
  CHECK(seen.size() == 5);
  CHECK(log.record(0, mimika).error().code == ledger::Code::not_found);
}

TEST_CASE("a moment stands for the last position recorded by then") {
  support::SampleLedger sample(10);
  const Log log(sample.ledger());
  const auto time_of = [&](std::uint64_t position) {
    return programme::read_keys(*log.record(position, everyone))->recorded_us;
  };
  CHECK(*log.position_at(time_of(0) - 1) == -1);
  CHECK(*log.position_at(time_of(9)) == 9);
  CHECK(*log.position_at(time_of(9) + 1'000'000) == 9);
  for (std::uint64_t position = 0; position < 10; ++position)
    CHECK(*log.position_at(time_of(position)) >= static_cast<std::int64_t>(position));
}
