// Which rows a question is about: conditions on their columns, all of which must hold.
//
//   COLUMN=V, COLUMN.eq=V   the value is V; of a list: an element is
//   COLUMN.ne=V             the opposite, so null is not equal to V
//   COLUMN.gt .gte .lt .lte compare as column.h says; null is neither above nor below anything
//   COLUMN.in=V,W           one of them; a value with a comma in it cannot be asked for so
//   COLUMN.prefix=V         text and references that begin so
//
// The empty V is null, which eq, ne and in can ask for; an empty list counts as null.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/column.h"

namespace projections {

using Conditions = std::vector<std::pair<std::string, std::string>>;

class Filter {
 public:
  // invalid: a column that is unknown or sealed, an operator that is unknown or does not fit the
  // column's type, a value that the type cannot have.
  static ledger::Result<Filter> parse(const Projection& view, const Conditions& where,
                                      const Moves& moves = programme::regions::moves());

  bool matches(const Json& full) const;
  // The same for the same conditions in any order.
  const std::string& text() const { return text_; }

  enum class Operator { eq, ne, gt, gte, lt, lte, in, prefix };
  struct Condition {
    std::string column;
    ColumnType type = ColumnType::text;
    Operator op = Operator::eq;
    std::vector<Key> values;  // sorted; one, but of `in`
  };

 private:
  std::vector<Condition> conditions_;
  Moves moves_;
  std::string text_;
};

}  // namespace projections
