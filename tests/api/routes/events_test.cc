// Reading the log, from outside, over the whole sample programme: positions 0 to 2036.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;

constexpr std::size_t kEvents = 2037;

support::LeuitServer& server() { return support::sample_server(); }

std::vector<std::uint64_t> positions_of(const Json& events) {
  std::vector<std::uint64_t> out;
  for (const auto& event : events)
    out.push_back(std::stoull(event.at("position").get<std::string>()));
  return out;
}

// The lines of the sample, by position.
const std::vector<Json>& sample() {
  static const std::vector<Json> events = [] {
    std::vector<Json> out;
    std::ifstream file(support::sample_file());
    for (std::string line; std::getline(file, line);) out.push_back(Json::parse(line));
    return out;
  }();
  return events;
}

std::vector<std::uint64_t> positions_where(const std::function<bool(const Json&)>& holds) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < sample().size(); ++i) {
    if (holds(sample()[i])) out.push_back(i);
  }
  return out;
}

// Follows `next` from page to page.
std::vector<std::uint64_t> all_pages(const std::string& query) {
  std::vector<std::uint64_t> out;
  std::string after;
  for (int page = 0; page < 3000; ++page) {
    const Answer answer =
        server().get("/v1/events" + query + (after.empty() ? "" : "&after=" + after));
    REQUIRE(answer.status == 200);
    const auto found = positions_of(answer.json().at("events"));
    out.insert(out.end(), found.begin(), found.end());
    if (answer.json().at("next").is_null()) return out;
    after = answer.json().at("next");
  }
  FAIL("the pages do not end");
  return out;
}

TEST_CASE("without a question the first 100 events come, and where to go on") {
  const Answer answer = server().get("/v1/events");
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type") == "application/json");
  CHECK(answer.header("leuit-position") == "2036");
  const Json body = answer.json();
  CHECK(body.at("events").size() == 100);
  CHECK(body.at("events").at(0).at("id") == "lebak-00001");
  CHECK(body.at("next") == "99");
  CHECK(answer.header("link") == "</v1/events?after=99>; rel=\"next\"");
}

TEST_CASE("a filter lets through what the sample's own lines say, in order") {
  const auto is = [](const char* name, const char* value) {
    return [=](const Json& event) { return event.value(name, "") == value; };
  };
  const std::pair<std::string, std::function<bool(const Json&)>> table[] = {
      {"subject=grant/2023-LBK-07", is("subject", "grant/2023-LBK-07")},
      {"subject=grant%2F2023-LBK-07&limit=3", is("subject", "grant/2023-LBK-07")},
      {"type=person.registered&limit=1000", is("type", "person.registered")},
      {"type=person.registered&limit=7", is("type", "person.registered")},
      {"area=94.04", is("area", "94.04")},
      {"area=94", is("area", "94.04")},
      {"source=/kemnaker/lebak&id=lebak-00500", is("id", "lebak-00500")},
      {"id=lebak-00500", is("id", "lebak-00500")},
      {"source=/nobody", is("source", "/nobody")},
      {"area=94.0", is("area", "94.0")},
      {"subject=grant/none", is("subject", "grant/none")},
      {"subject=grant/2023-LBK-07&type=grant.closed",
       [](const Json& e) {
         return e.at("subject") == "grant/2023-LBK-07" && e.at("type") == "grant.closed";
       }},
      {"area=36&limit=1000", [](const Json& e) { return e.value("area", "").starts_with("36"); }},
      {"area=00&limit=1000", [](const Json&) { return true; }},
  };
  for (const auto& [query, holds] : table) {
    CAPTURE(query);
    CHECK(all_pages("?" + query) == positions_where(holds));
  }
}

TEST_CASE("from and to hold the event's own time, to the moment, in any offset") {
  // Positions 0 to 4 happened at 09:07, 09:14, 09:21, 09:28 and 09:35 in WIB.
  const std::pair<const char*, std::vector<std::uint64_t>> table[] = {
      {"from=2022-11-11T09:07:00%2B07:00&to=2022-11-11T09:21:00%2B07:00", {0, 1}},
      {"from=2022-11-11T02:14:00Z&to=2022-11-11T02:21:00Z", {1}},
      {"from=2022-11-11T09:07:00.000001%2B07:00&to=2022-11-11T09:14:00.000001%2B07:00", {1}},
      {"to=2022-11-11T09:07:00%2B07:00", {}},
      {"from=2999-01-01T00:00:00Z", {}},
  };
  for (const auto& [query, want] : table) {
    CAPTURE(query);
    CHECK(all_pages(std::string("?") + query) == want);
  }
}

TEST_CASE("pages give every event once, forwards by next and backwards from the head") {
  auto forwards = all_pages("?limit=300");
  REQUIRE(forwards.size() == kEvents);
  for (std::size_t i = 0; i < kEvents; ++i) REQUIRE(forwards[i] == i);
  auto backwards = all_pages("?limit=1000&order=desc");
  std::reverse(backwards.begin(), backwards.end());
  CHECK(backwards == forwards);
  auto grant = all_pages("?subject=grant/2023-LBK-07&limit=5&order=desc");
  std::reverse(grant.begin(), grant.end());
  CHECK(grant == all_pages("?subject=grant/2023-LBK-07&limit=5"));
}

TEST_CASE("the Link leads through the pages and keeps the question") {
  std::string target = "/v1/events?subject=grant%2F2023-LBK-07&limit=10&order=asc";
  std::vector<std::size_t> sizes;
  while (!target.empty()) {
    const Answer answer = server().get(target);
    REQUIRE(answer.status == 200);
    sizes.push_back(answer.json().at("events").size());
    const std::string link = answer.header("link");
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
  }
  CHECK(sizes == std::vector<std::size_t>{10, 10, 7});
}

TEST_CASE("a page that ends with the last event has no next") {
  const std::tuple<const char*, std::size_t, bool> table[] = {
      {"after=2026&limit=10", 10, false},
      {"after=2026&limit=9", 9, true},
      {"after=2036", 0, false},
      {"after=5000", 0, false},
      {"after=18446744073709551615", 0, false},
      {"after=10&order=desc&limit=10", 10, false},
      {"after=11&order=desc&limit=10", 10, true},
      {"after=0&order=desc", 0, false},
      {"after=18446744073709551615&order=desc&limit=1", 1, true},
      {"subject=grant/2023-LBK-07&limit=27", 27, false},
      {"subject=grant/2023-LBK-07&after=18446744073709551615", 0, false},
  };
  for (const auto& [query, events, more] : table) {
    CAPTURE(query);
    const Answer answer = server().get(std::string("/v1/events?") + query);
    REQUIRE(answer.status == 200);
    CHECK(answer.json().at("events").size() == events);
    CHECK(answer.json().at("next").is_null() == !more);
    CHECK(answer.header("link").empty() == !more);
  }
}

TEST_CASE("a question that makes no sense is refused and names its parameter") {
  const std::pair<const char*, const char*> table[] = {
      {"limit=0", "limit"},
      {"limit=1001", "limit"},
      {"limit=ten", "limit"},
      {"limit=", "limit"},
      {"limit=-1", "limit"},
      {"after=-1", "after"},
      {"after=x", "after"},
      {"after=18446744073709551616", "after"},
      {"order=up", "order"},
      {"from=yesterday", "from"},
      {"from=2023-02-30T00:00:00Z", "from"},
      {"to=2022-11-11T09:07:00+07:00", "to"},  // the + is a space
      {"limt=5", "limt"},
      {"type=a&type=b", "type"},
      {"limit=5&limit=5", "limit"},
      {"Type=a", "Type"},
  };
  for (const auto& [query, name] : table) {
    CAPTURE(query);
    const Answer answer = server().get(std::string("/v1/events?") + query);
    CHECK(answer.status == 400);
    CHECK(answer.slug() == "bad-query");
    CHECK(answer.detail().find(name) != std::string::npos);
  }
}

TEST_CASE("one event is answered with the record's exact bytes") {
  const Answer answer = server().get("/v1/events/700");
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type") == "application/cloudevents+json");
  const Json receipt = server().get("/v1/events/700/receipt").json();
  CHECK(answer.body == receipt.at("record").get<std::string>());
  CHECK(server().get("/v1/events?after=699&limit=1").body.find(answer.body) != std::string::npos);
  const Json record = answer.json();
  CHECK(record.at("position") == "700");
  CHECK(record.at("id") == "lebak-00701");
  CHECK(record.at("recordedby") == "local");
}

TEST_CASE("what is no event is not found, under each of its addresses") {
  for (const char* name : {"2037", "18446744073709551615", "18446744073709551616", "-1", "007", "x",
                           "1.0", "", "%31%00", "1%2F2"}) {
    for (const char* part : {"", "/receipt", "/proof"}) {
      CAPTURE(name, part);
      const Answer answer = server().get(std::string("/v1/events/") + name + part);
      CHECK(answer.status == 404);
      CHECK(answer.slug() == "not-found");
    }
  }
  CHECK(server().get("/v1/events/1?x=1").slug() == "bad-query");
}

TEST_CASE("personal fields stand sealed in the log") {
  const Answer answer = server().get("/v1/events?type=person.registered&limit=1");
  const Json event = answer.json().at("events").at(0);
  CHECK(event.at("data").at("nik").at("sealed").is_string());
  const auto at = std::stoull(event.at("position").get<std::string>());
  const std::string nik = sample()[at].at("data").at("nik");
  CHECK(answer.body.find(nik) == std::string::npos);
}

}  // namespace
