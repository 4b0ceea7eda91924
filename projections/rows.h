// The versioned rows of the views. What an id is now stands in `rows`; when it is overwritten, what
// it was moves to `history` under the position that ended it. A deleted row stays in `rows` without
// text, so that its history can still be found. `notes` are a fold's private working rows, such as
// who is in a group; they have no history.
//
//   rows      view \0 id            -> position, first position, recorded time, area, row
//   history   view \0 id \0 until   -> from, recorded time, row
//   notes     view \0 key           -> JSON
//
// A row is there while its own stream or another one speaks of it.
//
// Threads: a RowWriter belongs to one thread; a RowReader to another, over a snapshot of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/store.h"
#include "ledger/programme/event.h"
#include "projections/views.h"

namespace projections {

namespace view_table {
inline constexpr ledger::Table meta = 0, rows = 1, history = 2, notes = 3;
}

// What a row was from one position on, until the next version of it.
struct RowVersion {
  std::uint64_t position = 0;  // of the event that made it
  std::string updated_at;      // when that was recorded
  std::string text;            // the columns as JSON; empty: the row was deleted
};

// A row as `rows` keeps it.
struct PresentRow {
  RowVersion version;
  std::uint64_t first_position = 0;  // of the row's first version
  std::string area;                  // of the stream that the row is about
  bool area_is_own = false;  // false: no event of that stream was seen, so another's area stands in
  bool own = false;          // the row's own stream speaks of it
  std::uint64_t others = 0;  // how many other streams do
};

struct FoundRow {
  std::string id, area;
  RowVersion version;
};

// Reads one view as of a position. Errors are those of the store; corrupt: bytes of another form.
class RowReader {
 public:
  // `store` must outlive the reader, and should be a snapshot.
  RowReader(const ledger::Reader& store, std::string_view view);

  // nullopt: there was no such row.
  ledger::Result<std::optional<FoundRow>> get(std::string_view id, std::int64_t as_of);
  // Calls `visit` with each row that there was, in the order of ids, from the first id after
  // `after` (or from the first), until it returns false.
  using Visitor = std::function<ledger::Result<bool>(FoundRow)>;
  ledger::Result<void> walk(const std::optional<std::string>& after, std::int64_t as_of,
                            const Visitor& visit);

 private:
  ledger::Result<std::optional<RowVersion>> version_at(std::string_view id,
                                                       const PresentRow& present,
                                                       std::int64_t as_of);

  const ledger::Reader& store_;
  std::string prefix_;
  std::unique_ptr<ledger::Cursor> history_;  // made when first needed
};

// The rows of one view while events are folded into them, kept in memory until flush().
class RowWriter {
 public:
  // Completes a row whose columns were changed: those that are computed from others.
  using Derive = std::function<void(Json& row)>;

  // `aggregate`: of the streams that the view's rows are about; a row's id is the key of its
  // stream, or KEY:PART. Both `store` and `columns` must outlive the writer.
  RowWriter(const ledger::Reader& store, std::string_view view, std::string_view aggregate,
            const std::vector<Column>& columns, Derive derive = {});

  // What these return holds until flush().
  // The row to change; a new one has its id, 0 in every column that is a sum or a count, and null
  // in the others. A row that comes out as it was keeps its position.
  Json& row(std::string_view id);
  const Json* find(std::string_view id);  // null: there is no such row
  // The row's own stream speaks of it, or does so no more.
  void set_own(std::string_view id, bool own);
  // One more of the other streams, or one less, speaks of it.
  void count_others(std::string_view id, int change);
  // Of a row that is about no stream: who may see it.
  void set_area(std::string_view id, std::string area);
  // Ids of the rows that are about a stream.
  std::vector<std::string> ids_of(std::string_view subject);
  bool is_about(std::string_view id, std::string_view subject) const;

  const Json& note(std::string_view key);           // null value: there is no such note
  void set_note(std::string_view key, Json value);  // null: it is taken away
  std::vector<std::string> notes_under(std::string_view prefix);

  // Between them stands what one recorded event does. end() fails where something could not be
  // read.
  void begin(const programme::Event& event) { event_ = &event; }
  ledger::Result<void> end();

  // Rows that there are now, less those that there were when the writer was made.
  std::int64_t rows_added() const { return rows_added_; }
  // Adds what changed to `batch`.
  void flush(ledger::StoreBatch& batch) const;
  const std::vector<Column>& columns() const { return columns_; }

 private:
  struct Entry {
    Json content;                       // null: no row
    std::optional<PresentRow> present;  // as of the last event; nullopt: never was
    bool touched = false;               // by this event
    bool changed = false;               // since the writer was made
    PresentRow next;                    // what the row that this event makes is, but for its text
  };
  struct Note {
    Json value;
    bool changed = false;
  };
  Entry& load(std::string_view id);
  Entry& touch(std::string_view id);
  void settle(std::string_view id, Entry& entry);
  // The value of a row of the store, or nothing and error_.
  std::optional<std::string> stored(ledger::Table table, std::string_view key);

  const ledger::Reader& store_;
  std::string prefix_, aggregate_;
  const std::vector<Column>& columns_;
  Derive derive_;
  const programme::Event* event_ = nullptr;
  std::map<std::string, Entry, std::less<>> rows_;
  std::map<std::string, Note, std::less<>> notes_;
  std::vector<std::pair<std::string, Entry*>> touched_;       // by this event, in order
  std::vector<std::pair<std::string, std::string>> history_;  // keys and values
  std::int64_t rows_added_ = 0;
  std::optional<ledger::Error> error_;
};

}  // namespace projections
