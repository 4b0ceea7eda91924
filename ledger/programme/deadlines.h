// What is to be done by a day, and what the ledger's clock says where it was not (sweep.h).
//
// Every record that sets such a day is found by it: the index of claims has a name of
//
//   due  day  kind  stream            and the position, as all its names
//
// so the streams that have something due before a day stand together, in the order of the days. A
// name says which stream to look at; what is due there, and whether it was done, the stream's own
// events say. A day that another stream decides, such as that of a report, which the juknis counts
// from the credit, is looked for from its beginning on.
// Source: domain.md, The ledger's clock.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme {

// Something of a stream that is to be done by a day.
struct Due {
  std::int64_t day = 0;  // the last on which it can be done, in WIB; days since 1970
  std::string part;      // tells apart what is due on one day in one stream; may be empty
  Json data;             // of the event that says that it was not done
};

struct Deadline {
  // An event that has the stream looked at once a day has passed.
  struct Watch {
    std::string_view type;
    std::string_view field;  // the day in the data; empty: that of the event
    int months = 0;          // after that day
  };
  std::string_view kind;      // permanent: part of the ids of the events that it declares
  std::string_view declares;  // their type
  std::vector<Watch> watches;
  // All that is not done yet, or was done after its day, and can still be declared. By the `time`
  // of events; they are those that count, in the order of their places.
  std::function<std::vector<Due>(const StreamState&, const std::vector<const Event*>&,
                                 const Facts&)>
      due;
};

const std::vector<Deadline>& deadlines();
const Deadline* find_deadline(std::string_view kind);  // null: there is none

// The names in the index that a record makes, without its position.
std::vector<std::string> due_names(const Event& event, const Json& data);
// Names are between due_prefix() and due_before(day): all days before this one.
std::string due_prefix();
std::string due_before(std::string_view day);
std::string due_kind_of(std::string_view name);  // of a name with its position

// The same day of the month so many months later, or the last day of that month.
std::int64_t add_months(std::int64_t days, int months);

}  // namespace programme
