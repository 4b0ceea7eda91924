#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/routes/routes.h"
#include "ledger/core/bytes.h"
#include "ledger/programme/values.h"

namespace api {
namespace {

using Json = nlohmann::ordered_json;

using Clock = std::chrono::steady_clock;

constexpr auto wait_step = std::chrono::milliseconds(2);
constexpr auto wait_max = std::chrono::seconds(5);

std::string_view name_of(projections::ColumnType type) {
  using projections::ColumnType;
  switch (type) {
    case ColumnType::text:
      return "text";
    case ColumnType::reference:
      return "reference";
    case ColumnType::integer:
      return "integer";
    case ColumnType::money:
      return "money";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::date:
      return "date";
    case ColumnType::time:
      return "time";
    case ColumnType::sealed:
      return "sealed";
  }
  return "text";
}

Json title_of(const programme::Title& title) { return {{"id", title.id}, {"en", title.en}}; }

// as_of: a position, or a time that stands for the last position recorded by then.
std::optional<std::int64_t> read_as_of(Query& query, const ledger::Ledger& ledger) {
  const auto text = query.text("as_of");
  if (!text) return std::nullopt;
  if (const auto position = ledger::parse_decimal(*text)) {
    if (*position < ledger.size()) return static_cast<std::int64_t>(*position);
    query.fail("as_of is past the last event");
    return std::nullopt;
  }
  const auto moment = programme::parse_time(*text);
  if (!moment) {
    query.fail("as_of must be a position or a time as RFC 3339 (a + is written %2B)");
    return std::nullopt;
  }
  const auto position = projections::Log(ledger).position_at(moment->utc_us);
  if (position) return *position;
  query.fail("as_of cannot be looked up");
  return std::nullopt;
}

// What a call waits for, and what it does then.
struct Waiting {
  Call call;
  std::int64_t min_position;
  Clock::time_point until;
  std::function<void(Call&)> then;
};

void wait(std::shared_ptr<Waiting> waiting) {
  Services& services = waiting->call.services;
  if (services.views.position() >= waiting->min_position) return waiting->then(waiting->call);
  if (Clock::now() >= waiting->until)
    return waiting->call.refuse({503,
                                 "view-behind",
                                 "the view has not reached min_position; ask again",
                                 {},
                                 {},
                                 {},
                                 {},
                                 {},
                                 {{"Retry-After", "1"}}});
  services.after(wait_step, [waiting] { wait(waiting); });
}

// Calls `then` when the views have reached `min_position` and `as_of`, at once where neither is
// asked for.
void when_reached(Call call, std::optional<std::uint64_t> min_position,
                  std::optional<std::int64_t> as_of, std::function<void(Call&)> then) {
  const auto reached = min_position ? static_cast<std::int64_t>(*min_position) : -1;
  wait(std::make_shared<Waiting>(Waiting{std::move(call), std::max(reached, as_of.value_or(-1)),
                                         Clock::now() + wait_max, std::move(then)}));
}

// Whether If-None-Match names the tag, alone or in a list; weak ones too (RFC 9110 13.1.2).
bool is_known(const Request& request, std::string_view tag) {
  const auto known = request.header("if-none-match");
  return known && (*known == "*" || known->find(tag) != std::string_view::npos);
}

void answer_rows(Call& call, const projections::ListQuery& asked) {
  const auto page = call.services.views.list(call.parts[0], asked, call.viewer);
  if (!page) return call.refuse(problem_of(page.error()));
  std::string body = "{\"rows\":[";
  for (const auto& row : page->rows) {
    if (body.back() != '[') body.push_back(',');
    body += row.dump();
  }
  body += "],\"next\":" + (page->next ? "\"" + *page->next + "\"" : "null") + ",\"position\":\"" +
          std::to_string(page->position) + "\"}";
  call.json(std::move(body), page->position);
}

}  // namespace

void list_views(Call call) {
  Query query(call.request);
  if (const auto fault = query.fault()) return call.refuse(*fault);
  const auto status = call.services.views.status();
  if (!status) return call.refuse(problem_of(status.error()));
  const auto head = static_cast<std::int64_t>(call.services.ledger.size()) - 1;
  Json views = Json::array();
  for (const auto& view : *status) {
    Json columns = Json::array();
    for (const auto& column : view.columns) {
      Json one = {
          {"name", column.name}, {"type", name_of(column.type)}, {"title", title_of(column.title)}};
      if (!column.unit.empty()) one["unit"] = column.unit;
      columns.push_back(std::move(one));
    }
    views.push_back({{"name", view.name},
                     {"title", title_of(view.title)},
                     {"position", std::to_string(view.position)},
                     {"lag", std::to_string(head - view.position)},
                     {"rows", std::to_string(view.rows)},
                     {"columns", std::move(columns)}});
  }
  call.json(Json{{"views", std::move(views)}}.dump());
}

void list_rows(Call call) {
  Query query(call.request);
  projections::ListQuery asked;
  const auto min_position = query.number("min_position", 0, INT64_MAX);
  asked.as_of = read_as_of(query, call.services.ledger);
  asked.limit = query.number("limit", 1, 1000).value_or(100);
  asked.cursor = query.text("cursor").value_or("");
  asked.equals = query.rest();
  if (const auto fault = query.fault()) return call.refuse(*fault);
  when_reached(std::move(call), min_position, asked.as_of,
               [asked](Call& reached) { answer_rows(reached, asked); });
}

void get_row(Call call) {
  Query query(call.request);
  const auto min_position = query.number("min_position", 0, INT64_MAX);
  const auto as_of = read_as_of(query, call.services.ledger);
  if (const auto fault = query.fault()) return call.refuse(*fault);
  when_reached(std::move(call), min_position, as_of, [as_of](Call& reached) {
    const std::int64_t position = as_of.value_or(reached.services.views.position());
    const auto row =
        reached.services.views.row(reached.parts[0], reached.parts[1], as_of, reached.viewer);
    if (!row) return reached.refuse(problem_of(row.error()));
    const std::string tag = "\"" + row->value("position", std::string()) + "\"";
    if (is_known(reached.request, tag)) return reached.answer({304, {{"ETag", tag}}, ""}, position);
    reached.answer({200, {{"Content-Type", "application/json"}, {"ETag", tag}}, row->dump()},
                   position);
  });
}

}  // namespace api
