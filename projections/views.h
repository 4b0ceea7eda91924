// The views: tables derived from the log, each a pure fold of its events, kept in a store of their
// own that may be deleted while the server is down and is filled again at the next start.
//
// Rows are versioned: the present row of an id stands in one table; when it is overwritten, what it
// was moves to a history table under (view, id, the position that ended it). So the present costs
// no version, and "as of position P" is a seek and not a replay, for one row and for a list.
//
// Threads: feed() from one thread at a time; everything else from any, also during feed(). An
// answer is of one moment: rows and position belong together.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/ledger.h"
#include "ledger/core/store.h"
#include "ledger/programme/declaration.h"
#include "projections/viewer.h"

namespace projections {

using programme::Json;

enum class ColumnType {
  text,
  reference,
  region,  // a code of any edition: all codes that one region has had are one value
  integer,
  money,
  decimal,  // text of a decimal number, such as "8.55"; it compares as a number
  boolean,
  date,
  time,
  list,  // an array of texts
  sealed,
};

// Who gives a column its value: the stream that the row is about, or any stream that speaks of it.
enum class Gathered {
  no,        // the row's own stream
  sum,       // what streams add
  distinct,  // how many different things streams name
  latest,    // what was said last
};

struct Column {
  std::string_view name;
  ColumnType type;
  programme::Title title;
  std::string_view unit = {};  // idr, hour, person, …
  Gathered gathered = Gathered::no;
};

class Projection;

// What a list is asked for. Everything is checked: `invalid` names what is wrong.
struct ListQuery {
  std::vector<std::pair<std::string, std::string>> where;  // conditions, as filter.h reads them
  std::string sort;                        // "COLUMN,-COLUMN", as order.h reads it; empty: by id
  std::string fields;                      // "A,B": columns that are shown beside id; empty: all
  std::optional<std::size_t> limit = 100;  // 1 to 1000; absent: every row
  std::string cursor;                      // of the page before; empty: the first
  std::optional<std::int64_t> as_of;       // position; -1 = before the first event. Absent: now
};

struct Page {
  std::vector<Json> rows;
  std::optional<std::string> next;  // cursor; a later page is as of the position of the first
  std::int64_t position = -1;       // the last position that the rows reflect
};

// The same as CSV: a line of names, then a line a row.
struct Export {
  std::string text;
  std::optional<std::string> next;
  std::int64_t position = -1;
};

struct SummaryQuery {
  std::vector<std::pair<std::string, std::string>> where;
  std::string group_by;  // column; empty: all rows are one group
  std::optional<std::int64_t> as_of;
};

struct Summary {
  std::vector<Json> groups;  // as summary.h says
  std::int64_t position = -1;
};

struct ViewStatus {
  std::string name;
  programme::Title title;
  std::int64_t position = -1;  // reached; -1: nothing yet
  std::uint64_t rows = 0;
  std::vector<Column> columns;
};

class Views {
 public:
  static const std::vector<std::string>& table_names();
  // The names of all views, in the order of views.md.
  static std::vector<std::string_view> names();

  // Opens the views kept in `store`; one that another code version of its fold made, or that has
  // gone past `ledger`, starts again from nothing. Both must outlive the object.
  static ledger::Result<std::unique_ptr<Views>> open(ledger::Store& store,
                                                     const ledger::Ledger& ledger);
  ~Views();

  // Folds the events that the views have not seen, at most `max_events`; returns how many.
  ledger::Result<std::uint64_t> feed(std::uint64_t max_events = 10'000);

  // Position that every view has reached; -1: nothing.
  std::int64_t position() const { return position_.load(std::memory_order_acquire); }
  ledger::Result<std::vector<ViewStatus>> status() const;

  // Of all questions: not_found: no such view; invalid: one that makes no sense, or a position that
  // the view has not reached.
  ledger::Result<Page> list(std::string_view view, const ListQuery& query,
                            const Viewer& viewer) const;
  ledger::Result<Export> csv(std::string_view view, const ListQuery& query,
                             const Viewer& viewer) const;
  // The position that an answer to the question would reflect now.
  ledger::Result<std::int64_t> position_of(std::string_view view, const ListQuery& query) const;
  // not_found: no such view or row, also where the viewer may not see it.
  ledger::Result<Json> row(std::string_view view, std::string_view id,
                           std::optional<std::int64_t> as_of, const Viewer& viewer) const;
  ledger::Result<Summary> summary(std::string_view view, const SummaryQuery& query,
                                  const Viewer& viewer) const;
  ledger::Result<Export> summary_csv(std::string_view view, const SummaryQuery& query,
                                     const Viewer& viewer) const;

 private:
  Views(ledger::Store& store, const ledger::Ledger& ledger);
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::atomic<std::int64_t> position_ = -1;
};

}  // namespace projections
