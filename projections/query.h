// What a list asks for, once it is checked against the columns of its view; and the cursor that
// leads from one page to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/projection.h"

namespace projections {

// A row as it is shown: the columns with sealed ones closed, `id`, `position`, `updated_at`.
// corrupt: its text is not what a fold writes.
ledger::Result<Json> full_row(const FoundRow& found);  // sealed columns as they are kept
Json shown(Json full, const std::vector<Column>& columns);

class Filter {
 public:
  // invalid: an unknown or sealed column, or a value that the column's type cannot have.
  static ledger::Result<Filter> parse(
      const Projection& view, const std::vector<std::pair<std::string, std::string>>& equals);

  bool matches(const Json& full) const;
  // Tells this question from others, whatever the order of its parts.
  const std::string& digest() const { return digest_; }

 private:
  std::vector<std::pair<std::string, Json>> wanted_;  // column and value
  std::string digest_;
};

// Where the next page begins. Its text means nothing outside.
struct PageCursor {
  std::string view;
  std::int64_t position = -1;  // which the first page reflects, and so all
  std::string after;           // id of the last row of the page before
  std::string filter;          // digest

  std::string text() const;
  // invalid: not a cursor, or that of another view or filter.
  static ledger::Result<PageCursor> parse(std::string_view text, std::string_view view,
                                          const Filter& filter);
};

}  // namespace projections
