// The rows of a question put together: how many, and what their numbers come to, for each value of
// a column or for all of them.
//
// Sums are of whole numbers and money, 0 where no row has one, and stop at the ends of 64 bits. The
// least and the greatest value are of everything that has an order but text, null where no row has
// one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/column.h"

namespace projections {

class Grouping {
 public:
  // An empty name: one group of all rows, which is there even if no row is.
  // invalid: a column that is unknown, sealed or a list.
  static ledger::Result<Grouping> parse(const Projection& view, std::string_view group_by,
                                        const Moves& moves = programme::regions::moves());

  // invalid: the column has too many values for one answer.
  ledger::Result<void> add(const Json& full);

  // By value, null last: {COLUMN, "count", "sums", "min", "max"}.
  std::vector<Json> groups() const;
  // The same, a line a group: COLUMN, count, and columns such as sums.amount_idr.
  std::string csv() const;

 private:
  struct Extreme {
    Key key = std::monostate();
    Json value;
  };
  struct Group {
    Json value;
    std::int64_t count = 0;
    std::vector<std::int64_t> sums;
    std::vector<Extreme> least, greatest;
  };
  Group empty_group(Json value) const;

  std::optional<Column> by_;
  std::vector<Column> summed_, ordered_;
  std::map<Key, Group> groups_;
  Moves moves_;
};

}  // namespace projections
