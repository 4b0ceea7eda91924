#include "projections/views.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "ledger/core/memory_store.h"
#include "projections/projection.h"
#include "projections/rows.h"
#include "tests/support/laws.h"
#include "tests/support/sample_ledger.h"

namespace {

using ledger::Code;
using ledger::MemoryStore;
using projections::Json;
using projections::ListQuery;
using projections::Page;
using projections::Viewer;
using projections::Views;

std::unique_ptr<Views> open(ledger::Store& store, const ledger::Ledger& ledger) {
  auto views = Views::open(store, ledger);
  REQUIRE(views);
  return std::move(*views);
}

// The views of the whole sample, fed once.
struct Sample {
  MemoryStore store{Views::table_names().size()};
  std::unique_ptr<Views> views = open(store, support::whole_sample().ledger());
  Sample() { REQUIRE(views->feed()); }
};
const Sample& sample() {
  static const Sample made;
  return made;
}

Page list(const Views& views, std::string_view view, const ListQuery& query = {},
          const Viewer& viewer = Viewer::local()) {
  const auto page = views.list(view, query, viewer);
  if (!page) FAIL(page.error().message);
  return *page;
}

std::size_t count(std::string_view view, std::vector<std::pair<std::string, std::string>> equals) {
  ListQuery query;
  query.where = std::move(equals);
  query.limit = 1000;
  return list(*sample().views, view, query).rows.size();
}

// What a question that is refused is told.
std::string refusal(const ListQuery& query) {
  const auto page = sample().views->list("beneficiaries", query, Viewer::local());
  REQUIRE(!page);
  CHECK(page.error().code == Code::invalid);
  return page.error().message;
}

ListQuery where(std::string column, std::string value) {
  ListQuery query;
  query.where = {{std::move(column), std::move(value)}};
  return query;
}

std::vector<std::pair<std::string, std::string>> content(const MemoryStore& store) {
  std::vector<std::pair<std::string, std::string>> out;
  for (ledger::Table table = 0; table < Views::table_names().size(); ++table) {
    const auto cursor = store.cursor(table);
    for (cursor->seek(""); cursor->valid(); cursor->next()) {
      out.emplace_back(std::to_string(table) + std::string(cursor->key()), cursor->value());
    }
  }
  return out;
}

std::vector<Json> all_rows(const Views& views, std::optional<std::int64_t> as_of) {
  std::vector<Json> out;
  for (const auto name : Views::names()) {
    ListQuery query;
    query.limit = 1000;
    query.as_of = as_of;
    for (Json& row : list(views, name, query).rows) out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

TEST_CASE("the views reach the head of the ledger and say so") {
  const auto status = sample().views->status();
  REQUIRE(status);
  REQUIRE(status->size() == Views::names().size());
  const auto head = static_cast<std::int64_t>(support::whole_sample().ledger().size()) - 1;
  CHECK(sample().views->position() == head);
  CHECK(status->front().name == "beneficiaries");
  CHECK(status->front().position == head);
  CHECK(status->front().rows == 160);
  CHECK(status->front().columns.size() == 20);
}

TEST_CASE("views fed in small chunks hold what views fed at once hold") {
  const int round = GENERATE_COPY(range(0, support::rounds(3)));
  std::mt19937 random(static_cast<unsigned>(support::seed_of("rebuilt views") + round));
  MemoryStore store(4);
  const auto views = open(store, support::whole_sample().ledger());
  for (;;) {
    const auto fed = views->feed(random() % 90 + 1);
    REQUIRE(fed);
    if (*fed == 0) break;
  }
  CHECK(content(store) == content(sample().store));
}

TEST_CASE("views as of a position are those that were fed only that far") {
  const int round = GENERATE_COPY(range(0, support::rounds(1)));
  std::mt19937 random(static_cast<unsigned>(support::seed_of("views as of a position") + round));
  MemoryStore store(4);
  const auto views = open(store, support::whole_sample().ledger());
  std::set<std::int64_t> positions = {-1, 0, 2036};
  while (positions.size() < 33) positions.insert(static_cast<std::int64_t>(random() % 2037));
  for (const auto position : positions) {
    REQUIRE(views->feed(static_cast<std::uint64_t>(position - views->position())));
    REQUIRE(views->position() == position);
    REQUIRE(all_rows(*views, std::nullopt) == all_rows(*sample().views, position));
  }
}

TEST_CASE("views that were closed go on where they were") {
  MemoryStore store(4);
  REQUIRE(open(store, support::whole_sample().ledger())->feed(1000));
  const auto views = open(store, support::whole_sample().ledger());
  CHECK(views->position() == 999);
  REQUIRE(views->feed());
  CHECK(content(store) == content(sample().store));
}

TEST_CASE("views of another ledger start from nothing") {
  MemoryStore store(4);
  REQUIRE(open(store, support::whole_sample().ledger())->feed());
  const support::SampleLedger shorter(100);
  const auto views = open(store, shorter.ledger());
  CHECK(views->position() == -1);
  CHECK(all_rows(*views, std::nullopt).empty());
  CHECK(content(store).size() == Views::names().size());
}

TEST_CASE("views of another version of their code start from nothing") {
  MemoryStore store(4);
  REQUIRE(open(store, support::whole_sample().ledger())->feed());
  Json progress = Json::parse(**store.get(projections::view_table::meta, "funding"));
  progress["version"] = 0;
  ledger::StoreBatch batch;
  batch.put(projections::view_table::meta, "funding", progress.dump());
  batch.put(projections::view_table::meta, "forgotten", "{}");
  batch.put(projections::view_table::rows, std::string("forgotten\0A", 11), "row");
  REQUIRE(store.write(batch, ledger::Durability::buffered));
  const auto views = open(store, support::whole_sample().ledger());
  CHECK(views->position() == -1);
  CHECK(list(*views, "funding").rows.empty());
  CHECK(list(*views, "beneficiaries").rows.size() == 100);
  REQUIRE(views->feed());
  CHECK(content(store) == content(sample().store));
}

TEST_CASE("a list is filtered by columns of every type") {
  CHECK(count("placements", {{"state", "confirmed"}}) == 12);
  CHECK(count("placements", {{"state", "confirmed"}, {"months_confirmed", "3"}}) == 12);
  CHECK(count("placements", {{"contract", ""}}) == 4);
  CHECK(count("placements", {{"start_on", "2024-02-01"}}) > 0);
  CHECK(count("beneficiaries", {{"group", "group/LBK-01"}}) == 16);
  CHECK(count("beneficiaries", {{"id", "P0001"}}) == 1);
  CHECK(count("beneficiaries", {{"received_idr", "-1"}}) == 0);
  CHECK(count("beneficiaries", {{"extreme_poor", "true"}}) +
            count("beneficiaries", {{"extreme_poor", "false"}}) ==
        160);
  const Json row = *sample().views->row("beneficiaries", "P0001", std::nullopt, Viewer::local());
  CHECK(count("beneficiaries", {{"position", row["position"]}, {"id", "P0001"}}) == 1);
  CHECK(count("beneficiaries", {{"updated_at", row["updated_at"]}, {"id", "P0001"}}) == 1);
}

TEST_CASE("a question that makes no sense is refused") {
  CHECK(refusal(where("nonsense\n" + std::string(100, 'x'), "1")) ==
        "unknown column: nonsense" + std::string(55, 'x'));
  CHECK(refusal(where("nik", "3602272107729000")).find("sealed") != std::string::npos);
  CHECK(refusal(where("decile", "one")).find("whole numbers") != std::string::npos);
  CHECK(refusal(where("extreme_poor", "yes")).find("true or false") != std::string::npos);
  ListQuery query;
  query.as_of = 2037;
  CHECK(refusal(query) == "the view has not reached this position");
  query.as_of = -2;
  CHECK(refusal(query) == "there is no such position");
  query = {};
  query.limit = 0;
  CHECK(refusal(query) == "limit must be 1 to 1000");
  query.limit = 1001;
  CHECK(refusal(query) == "limit must be 1 to 1000");
  query = {};
  query.cursor = "nonsense";
  CHECK(refusal(query) == "this is not a cursor that a list gave");
}

TEST_CASE("pages of seven come to the whole list, once each and in order") {
  ListQuery query = where("group", "group/LBK-02");
  query.limit = 7;
  std::vector<std::string> ids;
  std::vector<std::size_t> sizes;
  for (;;) {
    const Page page = list(*sample().views, "beneficiaries", query);
    sizes.push_back(page.rows.size());
    for (const Json& row : page.rows) ids.push_back(row["id"]);
    if (!page.next) break;
    query.cursor = *page.next;
  }
  CHECK(sizes == std::vector<std::size_t>{7, 7, 2});
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 16);
}

TEST_CASE("a list that fills its last page has no next") {
  ListQuery query = where("group", "group/LBK-02");
  query.limit = 16;
  CHECK(!list(*sample().views, "beneficiaries", query).next);
}

TEST_CASE("a cursor of another question is refused") {
  ListQuery query = where("group", "group/LBK-02");
  query.limit = 7;
  const auto next = *list(*sample().views, "beneficiaries", query).next;
  query = where("group", "group/LBK-03");
  query.cursor = next;
  CHECK(refusal(query).find("another question") != std::string::npos);
  query = where("group", "group/LBK-02");
  query.cursor = next;
  query.as_of = 1;
  CHECK(refusal(query) == "the cursor is of another position");
  query.where = {};
  CHECK(!sample().views->list("funding", query, Viewer::local()));
}

TEST_CASE("a later page is as of the position of the first") {
  MemoryStore store(4);
  const auto views = open(store, support::whole_sample().ledger());
  REQUIRE(views->feed(1000));
  ListQuery query;
  query.limit = 100;
  const Page first = list(*views, "beneficiaries", query);
  REQUIRE(first.next);
  REQUIRE(views->feed());
  query.cursor = *first.next;
  const Page second = list(*views, "beneficiaries", query);
  CHECK(second.position == 999);
  for (const Json& row : second.rows)
    REQUIRE(std::stoll(row["position"].get<std::string>()) < 1000);
}

TEST_CASE("who may see no area sees only what belongs to the whole country") {
  const Viewer nobody{{"reader"}, {}};
  CHECK(list(*sample().views, "beneficiaries", {}, nobody).rows.empty());
  CHECK(list(*sample().views, "funding", {}, nobody).rows.size() == 1);
  const auto row = sample().views->row("beneficiaries", "P0001", std::nullopt, nobody);
  REQUIRE(!row);
  CHECK(row.error().code == Code::not_found);
  const Viewer lebak{{"reader"}, {"36.02"}};
  CHECK(list(*sample().views, "beneficiaries", {}, lebak).rows.size() == 100);
}

TEST_CASE("what does not exist is not found") {
  const auto& views = *sample().views;
  CHECK(views.list("nonsense", {}, Viewer::local()).error().code == Code::not_found);
  for (const auto* id : {"P9999", "", "P0001:1"}) {
    const auto row = views.row("beneficiaries", id, std::nullopt, Viewer::local());
    REQUIRE(!row);
    CHECK(row.error().code == Code::not_found);
  }
  CHECK(!views.row("beneficiaries", "P0001", 10, Viewer::local()));
  CHECK(views.row("beneficiaries", "P0001", 9999, Viewer::local()).error().code == Code::invalid);
}

TEST_CASE("sealed columns are shown closed") {
  const Json row = *sample().views->row("beneficiaries", "P0001", std::nullopt, Viewer::local());
  for (const auto* column : {"name", "nik", "birth_date", "phone"}) {
    CHECK(row[column] == Json{{"sealed", true}});
  }
}

namespace {

std::string recorded(support::SampleLedger& ledger, const std::string& type,
                     const std::string& subject, const Json& data) {
  const Json event = {{"specversion", "1.0"}, {"id", type + subject},
                      {"source", "/office"},  {"type", type},
                      {"subject", subject},   {"time", "2023-07-01T09:00:00+07:00"},
                      {"area", "73.71"},      {"data", data}};
  return ledger.record({event.dump()});
}

std::string formed(support::SampleLedger& ledger, const std::string& group,
                   const std::string& region) {
  return recorded(ledger, "group.formed", group,
                  {{"name", "G"},
                   {"scheme", "TKM_PEMULA"},
                   {"region", region},
                   {"edition", "KEPMENDAGRI-100.1.1-6117-2022"}});
}

std::vector<std::string> ids(const Views& views, ListQuery query, std::int64_t as_of) {
  query.as_of = as_of;
  std::vector<std::string> out;
  for (const Json& row : list(views, "groups", query).rows) out.push_back(row.at("id"));
  return out;
}

}  // namespace

TEST_CASE("codes that the log says are one region's are one value from that position on") {
  using Ids = std::vector<std::string>;
  support::SampleLedger ledger(0);
  REQUIRE(formed(ledger, "group/A", "73.71.05.1003") == "");
  REQUIRE(formed(ledger, "group/B", "73.71.20.1001") == "");
  REQUIRE(formed(ledger, "group/C", "73.71.30.1003") == "");
  MemoryStore store(Views::table_names().size());
  auto views = open(store, ledger.ledger());
  REQUIRE(views->feed());
  REQUIRE(recorded(ledger, "system.region_code_superseded", "system/moves",
                   {{"old", "73.71.05"},
                    {"new", "73.71.30"},
                    {"from", "2022-11-09"},
                    {"edition", "KEPMENDAGRI-100.1.1-6117-2022"}}) == "");
  REQUIRE(views->feed());
  const bool is_opened_anew = GENERATE(false, true);
  if (is_opened_anew) {
    views.reset();
    views = open(store, ledger.ledger());
  }
  const std::string old_code = "73.71.05.1003", new_code = "73.71.30.1003";
  CHECK(ids(*views, where("region", old_code), 2) == Ids{"A"});
  CHECK(ids(*views, where("region", new_code), 2) == Ids{"C"});
  CHECK(ids(*views, where("region", old_code), 3) == Ids{"A", "C"});
  CHECK(ids(*views, where("region", new_code), 3) == Ids{"A", "C"});
  ListQuery sorted;
  sorted.sort = "region";
  CHECK(ids(*views, sorted, 2) == Ids{"A", "B", "C"});
  CHECK(ids(*views, sorted, 3) == Ids{"B", "A", "C"});
  const auto groups = [&](std::int64_t as_of) {
    std::vector<std::pair<std::string, int>> out;
    const auto summary =
        views->summary("groups", {{}, "region", as_of}, Viewer::local()).value().groups;
    for (const Json& group : summary) out.emplace_back(group.at("region"), group.at("count"));
    return out;
  };
  CHECK(groups(2).size() == 3);
  CHECK(groups(3) == std::vector<std::pair<std::string, int>>{{"73.71.20.1001", 1}, {new_code, 2}});
}

TEST_CASE("the pages after a first one know the moves that it knew") {
  support::SampleLedger ledger(0);
  for (const char* group : {"group/A", "group/B", "group/C"})
    REQUIRE(formed(ledger, group, "73.71.05.1003") == "");
  MemoryStore store(Views::table_names().size());
  const auto views = open(store, ledger.ledger());
  REQUIRE(views->feed());
  ListQuery query = where("region", "73.71.05.1003");
  query.limit = 2;
  const Page first = list(*views, "groups", query);
  REQUIRE(first.next);
  REQUIRE(recorded(ledger, "system.region_code_superseded", "system/moves",
                   {{"old", "73.71.05"},
                    {"new", "73.71.30"},
                    {"from", "2022-11-09"},
                    {"edition", "KEPMENDAGRI-100.1.1-6117-2022"}}) == "");
  REQUIRE(formed(ledger, "group/D", "73.71.30.1003") == "");
  REQUIRE(views->feed());
  query.cursor = *first.next;
  const Page second = list(*views, "groups", query);
  REQUIRE(second.rows.size() == 1);
  CHECK(second.rows[0].at("id") == "C");
  query.cursor.clear();
  query.limit = 100;
  CHECK(list(*views, "groups", query).rows.size() == 4);
}
