// What a reader may ask of the log itself: events by filter, one by one, and the position that a
// moment stands for. Records are given as they are kept, sealed fields and all.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/core/ledger.h"
#include "projections/viewer.h"

namespace projections {

// All that are given must hold.
struct EventQuery {
  std::optional<std::uint64_t> after;  // ascending: positions above it; descending: below it
  std::size_t limit = 100;             // 1 to 1000
  bool descending = false;
  std::optional<std::string> subject, type, source, id;
  std::optional<std::string> area;             // at or below it
  std::optional<std::int64_t> from_us, to_us;  // the event's time, [from, to)
};

struct EventPage {
  std::vector<std::string> records;                  // canonical JSON
  std::vector<std::uint64_t> positions;              // of these
  std::map<std::uint64_t, std::uint64_t> corrected;  // position -> last that corrects it
  std::optional<std::uint64_t> next;  // what `after` goes on from; nullopt: there is no more
  std::int64_t position = -1;         // head of the ledger when it was read
};

class Log {
 public:
  explicit Log(const ledger::Ledger& ledger) : ledger_(ledger) {}  // must outlive it

  // Looks at a bounded number of records: a page may hold fewer than `limit` and still have `next`.
  ledger::Result<EventPage> events(const EventQuery& query, const Viewer& viewer) const;
  // not_found: past the head, or not for this viewer.
  ledger::Result<std::string> record(std::uint64_t position, const Viewer& viewer) const;
  // Of the events of [first, last], those that another names in `corrects`, each with the last that
  // does. Whether it counts is for its stream to say: it may wait for approval, or be reversed.
  ledger::Result<std::map<std::uint64_t, std::uint64_t>> corrected(std::uint64_t first,
                                                                   std::uint64_t last) const;
  // The area of a stream, which its first event fixed; nullopt: there is no such stream.
  ledger::Result<std::optional<std::string>> area_of(const std::string& stream) const;
  // The last position recorded at or before a moment; -1: none was.
  ledger::Result<std::int64_t> position_at(std::int64_t recorded_us) const;

 private:
  ledger::Result<EventPage> page(const EventQuery& query, const Viewer& viewer) const;
  ledger::Result<bool> shown(std::string_view record, const Viewer& viewer) const;
  ledger::Result<std::vector<std::uint64_t>> candidates(const EventQuery& query) const;

  const ledger::Ledger& ledger_;
};

// The area that stands in a record; empty: it is no record.
std::string area_in(std::string_view record);

}  // namespace projections
