// What a projection is: the name and the columns of a view, and what each type of event does to
// its rows.
//
// A fold is pure (no clock, no randomness, no order that varies) and total: it gives a sensible row
// for any subset of the events, since a reader may ask for those that had happened by a day. A
// missing registration or SP2D is a case, not an error. It knows nothing of corrections: where one
// is recorded, the events of its stream are folded anew as they count then (fold.h).
//
// Made once, before the first event, and then constant: safe from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include "ledger/programme/event.h"
#include "projections/fold.h"
#include "projections/rows.h"
#include "projections/statuses.h"
#include "projections/views.h"

namespace projections {

class Projection {
 public:
  using Step = std::function<void(const programme::Event&, Fold&)>;

  struct About {
    std::string_view name;
    programme::Title title;
    int version = 1;             // of the code: another version starts from nothing
    std::string_view aggregate;  // of the streams that the rows are about
    std::vector<Column> columns;
  };
  explicit Projection(About about) : about_(std::move(about)) {}

  // What events with data of struct E do: called with (E, Event, Fold). Requires that one type of
  // the catalogue has that struct.
  template <class E, class Does>
  Projection& on(Does step) {
    return add(typeid(programme::PayloadOf<E>), [step](const programme::Event& event, Fold& fold) {
      if (const E* data = event.as<E>()) step(*data, event, fold);
    });
  }
  // What every event of the streams of an aggregate does, before what its own type does.
  Projection& on_each(std::string_view aggregate, Step step);
  // Completes a changed row: columns that are computed from others, and values for want of better.
  Projection& derives(RowWriter::Derive derive) {
    derive_ = std::move(derive);
    return *this;
  }

  // Puts what is to be shown of a gathering that has changed (Fold::gather).
  using Show = std::function<void(const std::string& key, Fold&)>;
  Projection& shows(Show show) {
    show_ = std::move(show);
    return *this;
  }

  std::string_view name() const { return about_.name; }
  const programme::Title& title() const { return about_.title; }
  int version() const { return about_.version; }
  const std::vector<Column>& columns() const { return about_.columns; }

  // Whether it folds anything of the streams of an aggregate.
  bool concerns(std::string_view aggregate) const { return aggregates_.contains(aggregate); }

  RowWriter writer(const ledger::Reader& store) const {
    return {store, about_.name, about_.aggregate, about_.columns, derive_};
  }
  // `status` is that of the event's stream after it. `streams` is asked where the event changes how
  // others of its stream count.
  struct Around {
    std::string_view status;
    const Streams& streams;
  };
  ledger::Result<void> fold(const programme::Event& event, const Around& around,
                            RowWriter& rows) const;

 private:
  Projection& add(const std::type_info& payload, Step step);
  void apply(const programme::Event& event, std::string_view status, Fold& fold) const;
  ledger::Result<void> fold_anew(const std::string& stream, const Streams& streams,
                                 Fold& fold) const;

  About about_;
  RowWriter::Derive derive_;
  Show show_;
  std::map<std::string, Step, std::less<>> steps_;  // by the name of the type
  std::map<std::string, Step, std::less<>> each_;   // by aggregate
  std::set<std::string, std::less<>> aggregates_;   // of the events that it folds
};

// For on_each: the column `state` of the stream's row is its status.
void set_state(const programme::Event& event, Fold& fold);

// Every projection, in the order of views.md.
const std::vector<const Projection*>& all_projections();
const Projection* find_projection(std::string_view name);  // null: no such view

// A number of a row; 0 where there is none yet.
std::int64_t number(const Json& value);
// Adds to a number of a row, which stops at the ends of 64 bits.
void add_to(Json& value, std::int64_t amount);
std::int64_t sum(std::int64_t a, std::int64_t b);

}  // namespace projections
