// The views from outside, over the whole sample programme.
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <set>

#include "tests/support/process.h"

namespace {

using support::Answer;
using support::Json;

constexpr const char* kViews[] = {"beneficiaries", "funding", "placements"};

support::LeuitServer& server() { return support::sample_server(); }

// A name as one segment of an address.
std::string encoded(const std::string& name) {
  std::string out;
  for (const char c : name) out += c == ':' ? "%3A" : c == '/' ? "%2F" : std::string(1, c);
  return out;
}

Json rows_of(support::LeuitServer& from, const std::string& target) {
  const Answer answer = from.get("/v1/views/" + target);
  CAPTURE(target, answer.body.substr(0, 200));
  REQUIRE(answer.status == 200);
  return answer.json().at("rows");
}

std::string funding_id() { return rows_of(server(), "funding").at(0).at("id"); }

TEST_CASE("the views are listed with what there is to know about them") {
  const Answer answer = server().get("/v1/views");
  REQUIRE(answer.status == 200);
  CHECK(answer.header("leuit-position") == "2036");
  const Json views = answer.json().at("views");
  const std::map<std::string, std::string> rows = {
      {"beneficiaries", "160"}, {"funding", "1"}, {"placements", "16"}};
  REQUIRE(views.size() >= rows.size());
  for (const auto& view : views) {
    const std::string name = view.at("name");
    CAPTURE(name);
    CHECK_FALSE(view.at("title").at("id").get<std::string>().empty());
    CHECK_FALSE(view.at("title").at("en").get<std::string>().empty());
    CHECK(view.at("position") == "2036");
    CHECK(view.at("lag") == "0");
    if (rows.count(name) > 0) CHECK(view.at("rows") == rows.at(name));
    for (const auto& column : view.at("columns")) {
      CHECK(column.at("name").is_string());
      CHECK(column.at("type").is_string());
      CHECK(column.at("title").at("id").is_string());
      if (column.at("type") == "money") CHECK(column.at("unit") == "idr");
    }
  }
}

TEST_CASE("a view comes to the figures of the programme") {
  const Json row = rows_of(server(), "funding").at(0);
  const std::pair<const char*, std::int64_t> figures[] = {
      {"ceiling_idr", 5'000'000'000}, {"committed_idr", 200'000'000},
      {"disbursed_idr", 200'000'000}, {"credited_idr", 200'000'000},
      {"spent_idr", 199'400'000},     {"refunded_idr", 600'000},
      {"accounted_idr", 140'000'000}, {"outstanding_idr", 60'000'000},
  };
  for (const auto& [column, amount] : figures) {
    CAPTURE(column);
    CHECK(row.at(column) == amount);
  }
}

TEST_CASE("a row is answered alone as it stands in the list, under its encoded name") {
  for (const char* view : kViews) {
    const Json listed = rows_of(server(), std::string(view) + "?limit=1").at(0);
    const std::string target =
        std::string("/v1/views/") + view + "/" + encoded(listed.at("id").get<std::string>());
    CAPTURE(target);
    const Answer alone = server().get(target);
    REQUIRE(alone.status == 200);
    CHECK(alone.json() == listed);
    CHECK(alone.header("etag") == "\"" + listed.at("position").get<std::string>() + "\"");
    CHECK(alone.header("leuit-position") == "2036");
  }
  CHECK(encoded(funding_id()).find("%3A") != std::string::npos);
}

TEST_CASE("who knows the row gets 304 and no body") {
  const std::string target = "/v1/views/beneficiaries/P0001";
  const std::string tag = server().get(target).header("etag");
  const std::pair<std::string, unsigned> table[] = {
      {tag, 304}, {"W/" + tag, 304}, {"\"0\", " + tag, 304},
      {"*", 304}, {"\"none\"", 200}, {"", 200},
  };
  for (const auto& [known, status] : table) {
    CAPTURE(known);
    const Answer answer = server().get(target, {{"If-None-Match", known}});
    CHECK(answer.status == status);
    CHECK(answer.body.empty() == (status == 304));
    CHECK(answer.header("etag") == tag);
    CHECK(answer.header("leuit-position") == "2036");
  }
}

TEST_CASE("what is no view and no row is not found") {
  for (const char* target :
       {"/v1/views/none", "/v1/views/none/1", "/v1/views/", "/v1/views/Funding",
        "/v1/views/funding/none", "/v1/views/beneficiaries/P9999", "/v1/views/beneficiaries/",
        "/v1/views/beneficiaries/P0001%00", "/v1/views/beneficiaries/..", "/v1/views/fund%2Fing"}) {
    CAPTURE(target);
    const Answer answer = server().get(target);
    CHECK(answer.status == 404);
    CHECK(answer.slug() == "not-found");
  }
}

TEST_CASE("a filter on columns lets through the rows that hold it") {
  const std::pair<const char*, std::size_t> table[] = {
      {"placements?state=confirmed", 12},
      {"placements?state=rejected", 4},
      {"placements?state=matched", 0},
      {"placements?months_confirmed=3", 12},
      {"placements?state=confirmed&months_confirmed=0", 0},
      {"beneficiaries?extreme_poor=nonsense", 0},
      {"funding?year=2023", 1},
      {"funding?ceiling_idr=5000000000", 1},
      {"funding?year=2022", 0},
      {"placements?state.ne=confirmed", 4},
      {"placements?state.in=confirmed,rejected", 16},
      {"placements?state.prefix=con", 12},
      {"placements?months_confirmed.gte=1", 12},
      {"placements?months_confirmed.lt=3&months_confirmed.gte=0", 4},
      {"placements?start_on.ne=&start_on.gte=2024-01-01", 12},
      {"placements?contract=", 4},
      {"placements?region.prefix=36.02&limit=1000", 16},
      {"beneficiaries?position.gt=2036", 0},
      {"beneficiaries?updated_at.gt=2001-01-01T00:00:00%2B07:00&limit=1000", 160},
  };
  for (const auto& [target, rows] : table) {
    CAPTURE(target);
    const Answer answer = server().get(std::string("/v1/views/") + target);
    if (std::string_view(target).ends_with("nonsense")) {
      CHECK(answer.slug() == "bad-query");
      continue;
    }
    REQUIRE(answer.status == 200);
    CHECK(answer.json().at("rows").size() == rows);
  }
  const Json row = rows_of(server(), "placements?limit=1").at(0);
  const std::string person = row.at("person");
  CHECK(rows_of(server(), "placements?person=" + encoded(person)).at(0) == row);
}

TEST_CASE("a question that makes no sense is refused") {
  for (const char* target : {"placements?nonsense=1",
                             "placements?state=a&nonsense=1",
                             "placements?limit=0",
                             "placements?limit=1001",
                             "placements?limit=x",
                             "placements?limit=1&limit=2",
                             "placements?months_confirmed=many",
                             "placements?start_on=2023-02-30",
                             "beneficiaries?extreme_poor=maybe",
                             "beneficiaries?nik=3602010101010001",
                             "beneficiaries?name=A",
                             "funding?ceiling_idr=1.5",
                             "placements?state.like=x",
                             "placements?months_confirmed.prefix=3",
                             "placements?months_confirmed.gte=",
                             "beneficiaries?extreme_poor.gt=true",
                             "beneficiaries?nik.prefix=36",
                             "placements?sort=nonsense",
                             "placements?sort=state,state",
                             "beneficiaries?sort=nik",
                             "placements?fields=state,nonsense",
                             "placements?fields=state,state",
                             "placements?format=xlsx",
                             "placements?format=xml",
                             "placements?format=csv&limit=0",
                             "placements?group_by=state",
                             "placements/summary?group_by=nonsense",
                             "placements/summary?group_by=state&nonsense=1",
                             "placements/summary?group_by=state&sort=state",
                             "placements/summary?group_by=state&limit=1",
                             "placements/summary?group_by=state&format=xlsx",
                             "beneficiaries/summary?group_by=nik",
                             "placements/summary?group_by=state&as_of=2037",
                             "placements?cursor=x",
                             "placements?cursor=AAAA",
                             "placements?as_of=x",
                             "placements?as_of=-1",
                             "placements?as_of=",
                             "placements?as_of=2037",
                             "placements?as_of=999999999999",
                             "placements?as_of=18446744073709551615",
                             "placements?as_of=2024-02-30T00:00:00Z",
                             "placements?as_of=1&as_of=1",
                             "placements?min_position=x",
                             "placements?min_position=-1",
                             "placements?min_position=9223372036854775808",
                             "beneficiaries/P0001?limit=1",
                             "beneficiaries/P0001?as_of=2037",
                             "beneficiaries/P0001?x=1"}) {
    CAPTURE(target);
    const Answer answer = server().get(std::string("/v1/views/") + target);
    CHECK(answer.status == 400);
    CHECK(answer.slug() == "bad-query");
  }
}

TEST_CASE("pages give each row once, and the cursor belongs to its question") {
  std::set<std::string> seen;
  std::string cursor;
  std::size_t rows = 0;
  for (int page = 0; page < 30; ++page) {
    const Answer answer = server().get("/v1/views/beneficiaries?limit=7" +
                                       (cursor.empty() ? "" : "&cursor=" + cursor));
    REQUIRE(answer.status == 200);
    const Json page_rows = answer.json().at("rows");
    for (const auto& row : page_rows) {
      seen.insert(row.at("id"));
      ++rows;
    }
    if (answer.json().at("next").is_null()) break;
    cursor = answer.json().at("next");
  }
  CHECK(rows == 160);
  CHECK(seen.size() == 160);
  for (const char* other :
       {"placements?cursor=", "beneficiaries?sex=f&cursor=", "beneficiaries?as_of=100&cursor="}) {
    CAPTURE(other);
    CHECK(server().get("/v1/views/" + (other + cursor)).slug() == "bad-query");
  }
  CHECK(rows_of(server(), "beneficiaries").size() == 100);
  CHECK(rows_of(server(), "beneficiaries?limit=1000").size() == 160);
}

TEST_CASE("a list is sorted as it is asked for, and its pages too") {
  const Json all = rows_of(server(), "beneficiaries?sort=-group,decile&limit=1000");
  REQUIRE(all.size() == 160);
  for (std::size_t i = 1; i < all.size(); ++i) {
    const Json &above = all[i - 1], &below = all[i];
    const std::string group = above.at("group"), next = below.at("group");
    if (group < next) FAIL("row " << i);
    const bool is_null = above.at("decile").is_null();
    if (group == next && is_null && !below.at("decile").is_null()) FAIL("row " << i);
    if (group == next && !is_null && above.at("decile") > below.at("decile")) FAIL("row " << i);
  }
  Json paged = Json::array();
  std::string cursor;
  do {
    const Answer answer = server().get("/v1/views/beneficiaries?sort=-group,decile&limit=33" +
                                       (cursor.empty() ? "" : "&cursor=" + cursor));
    REQUIRE(answer.status == 200);
    const Json page = answer.json(), next = page.at("next");
    paged.insert(paged.end(), page.at("rows").begin(), page.at("rows").end());
    cursor = next.is_null() ? "" : next.get<std::string>();
    if (paged.size() == 33) {
      for (const char* other : {"sort=group,decile", "sort=-group", "limit=1"}) {
        const Answer refused =
            server().get("/v1/views/beneficiaries?" + std::string(other) + "&cursor=" + cursor);
        CHECK(refused.slug() == "bad-query");
      }
    }
  } while (!cursor.empty());
  CHECK(paged == all);
}

TEST_CASE("a list shows the fields that are asked for") {
  const Json rows = rows_of(server(), "placements?fields=state,months_confirmed&sort=-id&limit=1");
  const Json whole = rows_of(server(), "placements?sort=-id&limit=1").at(0);
  REQUIRE(rows.size() == 1);
  CHECK(rows.at(0).size() == 3);
  for (const char* column : {"id", "state", "months_confirmed"})
    CHECK(rows.at(0).at(column) == whole.at(column));
  CHECK(rows_of(server(), "beneficiaries?fields=name&limit=1").at(0).at("name") ==
        Json{{"sealed", true}});
}

TEST_CASE("a list as CSV is the whole of it") {
  const Answer answer = server().get("/v1/views/beneficiaries?format=csv");
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type") == "text/csv; charset=utf-8; header=present");
  CHECK(answer.header("content-disposition") == "attachment; filename=\"beneficiaries-2036.csv\"");
  CHECK(answer.header("leuit-position") == "2036");
  CHECK(std::count(answer.body.begin(), answer.body.end(), '\n') == 161);
  CHECK(answer.body.starts_with("id,name,nik,"));
  CHECK(answer.body.find(",position,updated_at\r\n") != std::string::npos);
  CHECK(answer.body.find("\r\nP0001,(sealed),(sealed),") != std::string::npos);
  CHECK(server().get("/v1/views/beneficiaries", {{"Accept", "text/csv"}}).body == answer.body);
}

TEST_CASE("a CSV honours what a list honours") {
  const std::string target =
      "/v1/views/placements?format=csv&fields=state,person&sort=-id&state=rejected&as_of=2036";
  const Answer all = server().get(target);
  REQUIRE(all.status == 200);
  std::string expected = "id,state,person\r\n";
  for (const auto& row : rows_of(server(), "placements?sort=-id&state=rejected"))
    expected += row.at("id").get<std::string>() + ",rejected," +
                row.at("person").get<std::string>() + "\r\n";
  CHECK(all.body == expected);
  const Answer first = server().get(target + "&limit=3");
  const std::string link = first.header("link");
  REQUIRE(link.starts_with("</v1/views/placements?cursor="));
  REQUIRE(link.ends_with(">; rel=\"next\""));
  const Answer second = server().get(link.substr(1, link.find('>') - 1));
  CHECK(second.header("link").empty());
  CHECK(first.body + second.body.substr(second.body.find('\n') + 1) == all.body);
  CHECK(server().get("/v1/views/placements?state=none&format=csv").body.starts_with("id,person,"));
}

TEST_CASE("a summary counts and adds up by a column") {
  const Answer answer = server().get("/v1/views/placements/summary?group_by=state");
  REQUIRE(answer.status == 200);
  CHECK(answer.json().at("position") == "2036");
  const Json groups = answer.json().at("groups");
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].at("state") == "confirmed");
  CHECK(groups[0].at("count") == 12);
  CHECK(groups[0].at("sums").at("months_confirmed") == 36);
  CHECK(groups[0].at("min").at("months_confirmed") == 3);
  CHECK(groups[1].at("state") == "rejected");
  CHECK(groups[1].at("count") == 4);
  CHECK(groups[1].at("max").at("start_on").is_null());
  const Json money = server().get("/v1/views/funding/summary").json().at("groups");
  REQUIRE(money.size() == 1);
  CHECK(money[0].at("sums").at("accounted_idr") == 140'000'000);
  CHECK(money[0].size() == 4);
}

TEST_CASE("a summary is of the rows and of the moment that are asked for") {
  const std::string target = "/v1/views/placements/summary?group_by=state";
  const Json confirmed = server().get(target + "&state=confirmed").json().at("groups");
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].at("count") == 12);
  const Answer before = server().get(target + "&as_of=0");
  CHECK(before.json().at("groups").empty());
  CHECK(before.json().at("position") == "0");
  CHECK(server().get(target + "&min_position=2036").status == 200);
  const Answer csv = server().get(target + "&format=csv");
  CHECK(csv.header("content-type").starts_with("text/csv"));
  CHECK(csv.body.starts_with("state,count,sums.months_confirmed,min.start_on,"));
  CHECK(csv.body.find("\r\nrejected,4,") != std::string::npos);
  CHECK(server().get("/v1/views/none/summary").status == 404);
}

TEST_CASE("who knows a list, its CSV or a summary gets 304 and no body") {
  std::set<std::string> tags;
  for (const char* target :
       {"placements", "placements?format=csv", "placements?sort=-id", "placements?limit=1",
        "placements?as_of=2000", "funding", "placements/summary?group_by=state"}) {
    CAPTURE(target);
    const std::string path = std::string("/v1/views/") + target;
    const Answer first = server().get(path);
    REQUIRE(first.status == 200);
    CHECK(first.header("vary") == "Accept");
    const std::string tag = first.header("etag");
    CHECK(tags.insert(tag).second);
    const Answer again = server().get(path, {{"If-None-Match", tag}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.header("etag") == tag);
    CHECK(again.header("leuit-position") == first.header("leuit-position"));
    CHECK(server().get(path, {{"If-None-Match", "\"other\""}}).body == first.body);
    const std::string more = path.find('?') == std::string::npos ? "?" : "&";
    CHECK(server().get(path + more + "min_position=1", {{"If-None-Match", tag}}).status == 304);
  }
  CHECK(server().get("/v1/views/placements?x=1", {{"If-None-Match", "*"}}).status == 400);
}

TEST_CASE("as of a position a view is that of a ledger that ends there") {
  constexpr std::size_t events = 1400;
  support::LeuitServer earlier;
  std::ifstream sample(support::sample_file());
  std::string lines, line;
  for (std::size_t i = 0; i < events && std::getline(sample, line); ++i) lines += line + "\n";
  REQUIRE(support::leuit({"record", "-", "--url", earlier.url()}, lines).exit_code == 0);
  const auto without_time = [](Json rows) {
    for (auto& row : rows) row.erase("updated_at");
    return rows;
  };
  for (const std::string view : kViews) {
    CAPTURE(view);
    const Json then = rows_of(server(), view + "?limit=1000&as_of=1399");
    CHECK(without_time(then) ==
          without_time(rows_of(earlier, view + "?limit=1000&min_position=1399")));
    CHECK(then != rows_of(server(), view + "?limit=1000"));
    CHECK(rows_of(server(), view + "?as_of=0").empty());
    CHECK(rows_of(server(), view + "?as_of=2036") == rows_of(server(), view));
  }
  const Answer answer = server().get("/v1/views/funding?as_of=1399");
  CHECK(answer.json().at("position") == "1399");
  CHECK(answer.header("leuit-position") == "1399");
}

TEST_CASE("one row as of a position, and none before its first event") {
  const std::string target = "/v1/views/funding/" + encoded(funding_id());
  CHECK(server().get(target + "?as_of=0").status == 404);
  const Answer now = server().get(target + "?as_of=2036");
  CHECK(now.body == server().get(target).body);
  const Answer then = server().get(target + "?as_of=1399");
  REQUIRE(then.status == 200);
  CHECK(then.json() == rows_of(server(), "funding?as_of=1399").at(0));
  CHECK(then.header("leuit-position") == "1399");
}

TEST_CASE("as of a time includes every event recorded by then") {
  const Json event = server().get("/v1/events/1399").json();
  const std::string time = event.at("recordedtime");
  const Json later = server().get("/v1/events?after=1399&limit=1000").json().at("events");
  std::uint64_t last = 1399;
  for (const auto& one : later) last += one.at("recordedtime") == time ? 1 : 0;
  const Answer at = server().get("/v1/views/beneficiaries?limit=1000&as_of=" + time);
  REQUIRE(at.status == 200);
  CHECK(at.json().at("position") == std::to_string(last));
  CHECK(at.json().at("rows") ==
        rows_of(server(), "beneficiaries?limit=1000&as_of=" + std::to_string(last)));
  const Json before = server().get("/v1/views/funding?as_of=2001-01-01T00:00:00Z").json();
  CHECK(before.at("rows").empty());
  CHECK(before.at("position") == "-1");
  const Json after = server().get("/v1/views/funding?as_of=2999-01-01T00:00:00%2B07:00").json();
  CHECK(after.at("position") == "2036");
}

TEST_CASE("a view waits for the position that is asked for") {
  support::LeuitServer own;
  std::ifstream sample(support::sample_file());
  std::string line;
  while (std::getline(sample, line)) {
    const auto type = Json::parse(line).at("type");
    if (type == "person.registered") break;
  }
  for (int i = 0; i < 20; ++i) {
    Json event = Json::parse(line);
    const std::string key = "W" + std::to_string(i);
    event["id"] = key;
    event["subject"] = "person/" + key;
    event["data"]["nik"] = "360227210772" + std::to_string(9000 + i);
    const Answer recorded = own.post(event.dump());
    CAPTURE(recorded.body);
    REQUIRE(recorded.status == 201);
    const std::string position = recorded.json().at("position");
    for (const char* name : {"?min_position=", "?as_of="}) {
      CHECK(own.get("/v1/views/beneficiaries/" + key + name + position).status == 200);
      CHECK(rows_of(own, "beneficiaries" + (name + position)).size() == std::size_t(i) + 1);
    }
  }
}

TEST_CASE("a position that does not come is answered 503 after five seconds") {
  const auto begin = std::chrono::steady_clock::now();
  const Answer answer = server().get("/v1/views/funding?min_position=2037");
  const auto waited = std::chrono::steady_clock::now() - begin;
  CHECK(answer.status == 503);
  CHECK(answer.slug() == "view-behind");
  CHECK(answer.header("retry-after") == "1");
  CHECK(waited > std::chrono::milliseconds(4500));
  CHECK(waited < std::chrono::seconds(10));
  CHECK(server().get("/v1/views/funding?min_position=2036").status == 200);
}

TEST_CASE("personal columns are shown sealed and nothing else is") {
  for (const auto& row : rows_of(server(), "beneficiaries?limit=1000")) {
    for (const char* column : {"name", "nik"}) {
      if (row.at(column) != Json{{"sealed", true}}) FAIL(column << " of " << row.at("id"));
    }
    if (!row.at("status").is_string()) FAIL("no status for " << row.at("id"));
  }
  const std::string body = server().get("/v1/views/beneficiaries?limit=1000").body;
  CHECK(body.find("\"sealed\":\"") == std::string::npos);
}

}  // namespace
