#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "api/routes/negotiation.h"
#include "api/routes/routes.h"
#include "ledger/core/bytes.h"
#include "ledger/programme/values.h"
#include "projections/projection.h"
#include "projections/secrecy.h"

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
    case ColumnType::region:
      return "region";
    case ColumnType::integer:
      return "integer";
    case ColumnType::money:
      return "money";
    case ColumnType::decimal:
      return "decimal";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::date:
      return "date";
    case ColumnType::time:
      return "time";
    case ColumnType::list:
      return "list";
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

int version_of(std::string_view view) {
  const auto* projection = projections::find_projection(view);
  return projection == nullptr ? 0 : projection->version();
}

// An answer under its entity tag, or 304 to who knows that.
struct Tagged {
  Form form;
  std::int64_t position;
  std::string tag;
};
Tagged tagged(const Call& call, Form form, std::int64_t position) {
  return {form, position, tag_of(call, form, version_of(call.parts[0]), position)};
}

void answer_known(Call& call, const Tagged& about) {
  call.answer({304, {{"ETag", about.tag}, {"Vary", "Accept"}}, ""}, about.position);
}

Response answer_of(const Call& call, const Tagged& about, std::string body) {
  Response out{200, {{"ETag", about.tag}, {"Vary", "Accept"}}, std::move(body)};
  const bool is_csv = about.form == Form::csv;
  out.headers.emplace_back("Content-Type",
                           is_csv ? "text/csv; charset=utf-8; header=present" : "application/json");
  if (is_csv)
    out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + call.parts[0] +
                                                        "-" + std::to_string(about.position) +
                                                        ".csv\"");
  return out;
}

std::string array_of(const std::vector<programme::Json>& values) {
  std::string out = "[";
  for (const auto& value : values) {
    if (out.size() > 1) out.push_back(',');
    out += value.dump(-1, ' ', false, programme::Json::error_handler_t::replace);
  }
  return out + "]";
}

std::string body_of(const projections::Page& page) {
  return "{\"rows\":" + array_of(page.rows) +
         ",\"next\":" + (page.next ? "\"" + *page.next + "\"" : "null") + ",\"position\":\"" +
         std::to_string(page.position) + "\"}";
}

struct Listing {
  projections::ListQuery query;
  Form form;
};

void answer_rows(Call& call, const Listing& asked) {
  const auto& views = call.services.views;
  const auto position = views.position_of(call.parts[0], asked.query);
  if (!position) return call.refuse(problem_of(position.error()));
  if (const auto about = tagged(call, asked.form, *position); is_known(call.request, about.tag))
    return answer_known(call, about);
  if (asked.form == Form::json) {
    const auto page = views.list(call.parts[0], asked.query, call.viewer);
    if (!page) return call.refuse(problem_of(page.error()));
    const auto about = tagged(call, asked.form, page->position);
    return call.answer(answer_of(call, about, body_of(*page)), page->position);
  }
  auto csv = views.csv(call.parts[0], asked.query, call.viewer);
  if (!csv) return call.refuse(problem_of(csv.error()));
  Response out = answer_of(call, tagged(call, asked.form, csv->position), std::move(csv->text));
  if (csv->next) out.headers.emplace_back("Link", next_link(call.request, "cursor", *csv->next));
  call.answer(std::move(out), csv->position);
}

struct Summing {
  projections::SummaryQuery query;
  Form form;
};

void answer_summary(Call& call, const Summing& asked) {
  const auto& views = call.services.views;
  std::string body;
  std::int64_t position = -1;
  if (asked.form == Form::csv) {
    auto csv = views.summary_csv(call.parts[0], asked.query, call.viewer);
    if (!csv) return call.refuse(problem_of(csv.error()));
    position = csv->position;
    body = std::move(csv->text);
  } else {
    const auto summary = views.summary(call.parts[0], asked.query, call.viewer);
    if (!summary) return call.refuse(problem_of(summary.error()));
    position = summary->position;
    body = "{\"groups\":" + array_of(summary->groups) + ",\"position\":\"" +
           std::to_string(position) + "\"}";
  }
  const auto about = tagged(call, asked.form, position);
  if (is_known(call.request, about.tag)) return answer_known(call, about);
  call.answer(answer_of(call, about, std::move(body)), position);
}

// How many rows of a view the caller may see: a walk through it, unless he may see all.
ledger::Result<std::uint64_t> rows_seen(const Call& call, const projections::ViewStatus& view) {
  const bool sees_secrets =
      projections::sees_secrets(call.viewer) || !projections::has_secrets(view.name);
  if (call.viewer.sees("*") && sees_secrets) return view.rows;
  const auto summary = call.services.views.summary(view.name, {}, call.viewer);
  if (!summary) return tl::unexpected(summary.error());
  return summary->groups.at(0).at("count").get<std::uint64_t>();
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
    const auto rows = rows_seen(call, view);
    if (!rows) return call.refuse(problem_of(rows.error()));
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
                     {"rows", std::to_string(*rows)},
                     {"columns", std::move(columns)}});
  }
  call.json(Json{{"views", std::move(views)}}.dump());
}

void list_rows(Call call) {
  Query query(call.request);
  const auto min_position = query.number("min_position", 0, INT64_MAX);
  Listing asked{{}, read_form(query, call.request)};
  asked.query.as_of = read_as_of(query, call.services.ledger);
  if (const auto limit = query.number("limit", 1, 1000))
    asked.query.limit = *limit;
  else if (asked.form == Form::csv)
    asked.query.limit = std::nullopt;
  asked.query.cursor = query.text("cursor").value_or("");
  asked.query.sort = query.text("sort").value_or("");
  asked.query.fields = query.text("fields").value_or("");
  asked.query.where = query.rest();
  if (const auto fault = query.fault()) return call.refuse(*fault);
  const auto as_of = asked.query.as_of;
  when_reached(std::move(call), min_position, as_of,
               [asked](Call& reached) { answer_rows(reached, asked); });
}

void get_summary(Call call) {
  Query query(call.request);
  const auto min_position = query.number("min_position", 0, INT64_MAX);
  Summing asked{{}, read_form(query, call.request)};
  asked.query.as_of = read_as_of(query, call.services.ledger);
  asked.query.group_by = query.text("group_by").value_or("");
  asked.query.where = query.rest();
  if (const auto fault = query.fault()) return call.refuse(*fault);
  const auto as_of = asked.query.as_of;
  when_reached(std::move(call), min_position, as_of,
               [asked](Call& reached) { answer_summary(reached, asked); });
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
