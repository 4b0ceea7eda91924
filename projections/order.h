// The order of the rows of an answer: by columns, then by id, so that no two rows are alike. Null
// stands last; where a column is sorted downwards everything is turned round, and null stands
// first. The id always goes upwards, unless it is itself asked for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/column.h"
#include "projections/rows.h"

namespace projections {

// Where a row stands in an order.
struct Place {
  std::vector<Key> keys;
  std::string id;
};

class Order {
 public:
  // `COLUMN` or `-COLUMN`, several with commas between; empty: by id.
  // invalid: a column that is unknown, sealed, a list, or named twice.
  static ledger::Result<Order> parse(const Projection& view, std::string_view text,
                                     const Moves& moves = programme::regions::moves());

  // Whether it is the order in which rows are kept.
  bool is_by_id() const { return by_.empty(); }
  Place place_of(const Json& full) const;
  bool is_before(const Place& a, const Place& b) const;
  // The same for the same order.
  const std::string& text() const { return text_; }

 private:
  struct By {
    std::string column;
    ColumnType type = ColumnType::text;
    bool is_downward = false;
  };
  std::vector<By> by_;  // empty: by id
  std::string text_;
  Moves moves_;
};

// Of the rows that it is given, the first ones: it keeps no more of them in memory than that.
class FirstRows {
 public:
  // nullopt: all. `order` must outlive the object.
  FirstRows(const Order& order, std::optional<std::size_t> count) : order_(order), count_(count) {}

  void add(Place place, const FoundRow& row);
  // In order; nothing is left.
  std::vector<FoundRow> take();

 private:
  struct Kept {
    Place place;
    FoundRow row;
  };
  const Order& order_;
  std::optional<std::size_t> count_;
  std::vector<Kept> kept_;  // a heap with the last in front, where there is a count
};

}  // namespace projections
