// What a projection is: the name and the columns of a view, and what each type of event does to
// its rows.
//
// A fold is pure (no clock, no randomness, no order that varies) and total: it gives a sensible row
// for any subset of the events, since a reader may ask for those that had happened by a day. A
// missing registration or SP2D is a case, not an error.
//
// Made once, before the first event, and then constant: safe from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include "ledger/programme/event.h"
#include "projections/rows.h"
#include "projections/views.h"

namespace projections {

class Projection {
 public:
  using Fold = std::function<void(const programme::Event&, RowWriter&)>;

  struct About {
    std::string_view name;
    programme::Title title;
    int version = 1;             // of the code: another version starts from nothing
    std::string_view aggregate;  // of the streams that the rows are about
    std::vector<Column> columns;
  };
  explicit Projection(About about) : about_(std::move(about)) {}

  // What events with data of struct E do. Requires that one type of the catalogue has that struct.
  template <class E>
  Projection& on(std::function<void(const E&, const programme::Event&, RowWriter&)> fold) {
    return add(typeid(programme::PayloadOf<E>),
               [fold = std::move(fold)](const programme::Event& event, RowWriter& rows) {
                 if (const E* data = event.as<E>()) fold(*data, event, rows);
               });
  }

  std::string_view name() const { return about_.name; }
  const programme::Title& title() const { return about_.title; }
  int version() const { return about_.version; }
  const std::vector<Column>& columns() const { return about_.columns; }

  RowWriter writer(const ledger::Reader& store) const {
    return {store, about_.name, about_.aggregate, about_.columns};
  }
  ledger::Result<void> fold(const programme::Event& event, RowWriter& rows) const;

 private:
  Projection& add(const std::type_info& payload, Fold fold);

  About about_;
  std::map<std::string, Fold, std::less<>> folds_;  // by the name of the type
};

// Every projection, in the order of views.md.
const std::vector<const Projection*>& all_projections();
const Projection* find_projection(std::string_view name);  // null: no such view

// A number of a row; 0 where there is none yet.
std::int64_t number(const Json& value);
// Adds to a number of a row, which stops at the ends of 64 bits.
void add_to(Json& value, std::int64_t amount);
std::int64_t sum(std::int64_t a, std::int64_t b);

}  // namespace projections
