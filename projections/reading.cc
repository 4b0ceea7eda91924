#include "projections/reading.h"

#include <functional>

#include "projections/column.h"
#include "projections/csv.h"
#include "projections/query.h"
#include "projections/rows.h"
#include "projections/secrecy.h"
#include "projections/summary.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

constexpr std::size_t limit_max = 1000;

Result<std::int64_t> position_asked(const Moment& moment, std::optional<std::int64_t> as_of) {
  const std::int64_t position = as_of.value_or(moment.reached);
  if (position < -1) return ledger::fail(Code::invalid, "there is no such position");
  if (position > moment.reached) {
    return ledger::fail(Code::invalid, "the view has not reached this position");
  }
  return position;
}

// Where a page begins and what it reflects.
Result<PageCursor> start_of(const Moment& moment, const ListQuery& query,
                            const Question& question) {
  PageCursor start{std::string(moment.projection->name()), -1, {}, question.digest};
  auto as_of = query.as_of;
  if (!query.cursor.empty()) {
    auto cursor = PageCursor::parse(query.cursor, start.view, question);
    if (!cursor) return cursor;
    if (as_of && *as_of != cursor->position) {
      return ledger::fail(Code::invalid, "the cursor is of another position");
    }
    start = std::move(*cursor);
    as_of = start.position;
  }
  const auto position = position_asked(moment, as_of);
  if (!position) return tl::unexpected(position.error());
  start.position = *position;
  return start;
}

// What a question about a position knows of region codes that became others.
Moves moves_until(const Moment& moment, std::int64_t position) {
  Moves out = programme::regions::moves();
  for (const RecordedMove& recorded : moment.moves)
    if (recorded.position <= position) out.push_back(recorded.move);
  return out;
}

// A list's question, checked, and where its answer begins.
struct Asked {
  Question question;
  PageCursor start;
  bool goes_on = false;  // after a page
  std::optional<std::size_t> limit;
};

Result<Asked> asked(const Moment& moment, const ListQuery& query) {
  if (query.limit && (*query.limit < 1 || *query.limit > limit_max)) {
    return ledger::fail(Code::invalid, "limit must be 1 to " + std::to_string(limit_max));
  }
  const std::int64_t supposed = query.as_of.value_or(moment.reached);
  auto question = Question::parse(*moment.projection, query, moves_until(moment, supposed));
  if (!question) return tl::unexpected(question.error());
  auto start = start_of(moment, query, *question);
  if (!start) return tl::unexpected(start.error());
  if (start->position != supposed) {
    question = Question::parse(*moment.projection, query, moves_until(moment, start->position));
    if (!question) return tl::unexpected(question.error());
  }
  return Asked{std::move(*question), std::move(*start), !query.cursor.empty(), query.limit};
}

// The row in full where the viewer may see it; null: he may not.
Result<Json> seen(const Moment& moment, const FoundRow& found, const Viewer& viewer) {
  if (!viewer.sees(found.area)) return Json();
  auto row = full_row(found);
  if (row && !sees_secrets(viewer) && is_secret(moment.projection->name(), *row)) return Json();
  return row;
}

// Every row that the viewer may see and the filter lets through, in the order of ids.
using RowVisitor = std::function<Result<bool>(const FoundRow& found, Json full)>;
struct Scope {
  const Filter& filter;
  const Viewer& viewer;
  std::int64_t position;
};
Result<void> scan(const Moment& moment, const Scope& scope, const std::optional<std::string>& after,
                  const RowVisitor& visit) {
  RowReader reader(*moment.store, moment.projection->name());
  return reader.walk(after, scope.position, [&](const FoundRow& found) -> Result<bool> {
    auto row = seen(moment, found, scope.viewer);
    if (!row) return tl::unexpected(row.error());
    if (row->is_null() || !scope.filter.matches(*row)) return true;
    return visit(found, std::move(*row));
  });
}

// The place of the row that a cursor names; its position knows that row for ever. A cursor that was
// made up tells nothing of a row that the viewer may not see.
Result<Place> place_after(const Moment& moment, const Asked& asked, const Viewer& viewer) {
  RowReader reader(*moment.store, moment.projection->name());
  const auto found = reader.get(asked.start.after, asked.start.position);
  if (!found) return tl::unexpected(found.error());
  const auto row = *found ? seen(moment, **found, viewer) : Result<Json>(Json());
  if (!row) return tl::unexpected(row.error());
  if (row->is_null()) return ledger::fail(Code::invalid, "this is not a cursor that a list gave");
  return asked.question.order.place_of(*row);
}

// The first rows of an order that is not that of ids, one more than the limit.
Result<std::vector<FoundRow>> sorted(const Moment& moment, const Asked& asked,
                                     const Viewer& viewer) {
  const Order& order = asked.question.order;
  std::optional<Place> after;
  if (asked.goes_on) {
    auto place = place_after(moment, asked, viewer);
    if (!place) return tl::unexpected(place.error());
    after = std::move(*place);
  }
  FirstRows first(order, asked.limit ? std::optional(*asked.limit + 1) : std::nullopt);
  const auto keep = [&](const FoundRow& found, const Json& full) -> Result<bool> {
    Place place = order.place_of(full);
    if (!after || order.is_before(*after, place)) first.add(std::move(place), found);
    return true;
  };
  const Scope scope{asked.question.filter, viewer, asked.start.position};
  if (auto done = scan(moment, scope, std::nullopt, keep); !done) {
    return tl::unexpected(done.error());
  }
  return first.take();
}

// Gives the rows of an answer to `add`, as they are shown; the next page's cursor where there is
// one.
using Adder = std::function<void(Json shown)>;
Result<std::optional<std::string>> answer(const Moment& moment, const Asked& asked,
                                          const Viewer& viewer, const Adder& add) {
  std::size_t count = 0;
  PageCursor last = asked.start;
  std::optional<std::string> next;
  const auto visit = [&](const FoundRow& found, Json full) -> Result<bool> {
    if (asked.limit && count == *asked.limit) {
      next = last.text();
      return false;
    }
    ++count;
    last.after = found.id;
    add(shown(std::move(full), asked.question.columns));
    return true;
  };
  if (asked.question.order.is_by_id()) {
    const auto after = asked.goes_on ? std::optional(asked.start.after) : std::nullopt;
    const Scope scope{asked.question.filter, viewer, asked.start.position};
    if (auto done = scan(moment, scope, after, visit); !done) return tl::unexpected(done.error());
    return next;
  }
  const auto rows = sorted(moment, asked, viewer);
  if (!rows) return tl::unexpected(rows.error());
  for (const FoundRow& found : *rows) {
    auto full = full_row(found);
    if (!full) return tl::unexpected(full.error());
    const auto more = visit(found, std::move(*full));
    if (!more) return tl::unexpected(more.error());
  }
  return next;
}

struct Grouped {
  Grouping grouping;
  std::int64_t position;
};
Result<Grouped> grouped(const Moment& moment, const SummaryQuery& query, const Viewer& viewer) {
  const auto moves = moves_until(moment, query.as_of.value_or(moment.reached));
  const auto filter = Filter::parse(*moment.projection, query.where, moves);
  if (!filter) return tl::unexpected(filter.error());
  auto grouping = Grouping::parse(*moment.projection, query.group_by, moves);
  if (!grouping) return tl::unexpected(grouping.error());
  const auto position = position_asked(moment, query.as_of);
  if (!position) return tl::unexpected(position.error());
  const auto add = [&](const FoundRow&, const Json& full) -> Result<bool> {
    if (auto done = grouping->add(full); !done) return tl::unexpected(done.error());
    return true;
  };
  const Scope scope{*filter, viewer, *position};
  if (auto done = scan(moment, scope, std::nullopt, add); !done) {
    return tl::unexpected(done.error());
  }
  return Grouped{std::move(*grouping), *position};
}

}  // namespace

Result<std::int64_t> position_of(const Moment& moment, const ListQuery& query) {
  const auto found = asked(moment, query);
  if (!found) return tl::unexpected(found.error());
  return found->start.position;
}

Result<Page> list_of(const Moment& moment, const ListQuery& query, const Viewer& viewer) {
  const auto list = asked(moment, query);
  if (!list) return tl::unexpected(list.error());
  Page page;
  page.position = list->start.position;
  const auto add = [&](Json row) { page.rows.push_back(std::move(row)); };
  auto next = answer(moment, *list, viewer, add);
  if (!next) return tl::unexpected(next.error());
  page.next = std::move(*next);
  return page;
}

Result<Export> csv_of(const Moment& moment, const ListQuery& query, const Viewer& viewer) {
  const auto list = asked(moment, query);
  if (!list) return tl::unexpected(list.error());
  const auto& columns = list->question.columns;
  Csv csv;
  csv.add_names(columns);
  const auto add = [&](const Json& row) { csv.add_row(columns, row); };
  auto next = answer(moment, *list, viewer, add);
  if (!next) return tl::unexpected(next.error());
  return Export{csv.take(), std::move(*next), list->start.position};
}

Result<Json> row_of(const Moment& moment, std::string_view id, std::optional<std::int64_t> as_of,
                    const Viewer& viewer) {
  const auto position = position_asked(moment, as_of);
  if (!position) return tl::unexpected(position.error());
  const auto found = RowReader(*moment.store, moment.projection->name()).get(id, *position);
  if (!found) return tl::unexpected(found.error());
  auto row = *found ? seen(moment, **found, viewer) : Result<Json>(Json());
  if (!row) return row;
  if (row->is_null()) return ledger::fail(Code::not_found, "there is no such row in this view");
  return shown(std::move(*row), all_columns(*moment.projection));
}

Result<Summary> summary_of(const Moment& moment, const SummaryQuery& query, const Viewer& viewer) {
  const auto found = grouped(moment, query, viewer);
  if (!found) return tl::unexpected(found.error());
  return Summary{found->grouping.groups(), found->position};
}

Result<Export> summary_csv_of(const Moment& moment, const SummaryQuery& query,
                              const Viewer& viewer) {
  const auto found = grouped(moment, query, viewer);
  if (!found) return tl::unexpected(found.error());
  return Export{found->grouping.csv(), std::nullopt, found->position};
}

}  // namespace projections
