// What a list asks for, once it is checked against the columns of its view; and the cursor that
// leads from one page to the next.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/filter.h"
#include "projections/order.h"

namespace projections {

// A row with `id`, `position`, `updated_at`, and sealed columns as they are kept.
// corrupt: its text is not what a fold writes.
ledger::Result<Json> full_row(const FoundRow& found);
// Of a full row these columns and nothing else, the sealed ones closed.
Json shown(Json full, const std::vector<Column>& columns);

struct Question {
  Filter filter;
  Order order;
  std::vector<Column> columns;  // that are shown, `id` first
  // Tells it from others that find other rows or in another order.
  std::string digest;

  // invalid: what filter.h and order.h refuse; `fields` with a column that is unknown or named
  // twice.
  static ledger::Result<Question> parse(const Projection& view, const ListQuery& query,
                                        const Moves& moves = programme::regions::moves());
};

// Where the next page begins. Its text means nothing outside.
struct PageCursor {
  std::string view;
  std::int64_t position = -1;  // which the first page reflects, and so all
  std::string after;           // id of the last row of the page before, which the position knows
  std::string digest;          // of the question

  std::string text() const;
  // invalid: not a cursor, or that of another view or question.
  static ledger::Result<PageCursor> parse(std::string_view text, std::string_view view,
                                          const Question& question);
};

}  // namespace projections
