// The columns that a question may name, the values that it may give for them, and how values
// compare: numbers as numbers, days and times by moment, region codes as the code that the
// region has now, text by its bytes, null after everything.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/programme/regions.h"
#include "projections/projection.h"

namespace projections {

// A decimal number of any length, exactly: 8.5 and 08.50 are one.
struct Decimal {
  bool is_negative = false;     // never of zero
  std::string whole, fraction;  // digits, without the zeros that do not count

  static std::optional<Decimal> parse(std::string_view text);
  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const = default;
};

// Which region codes became which others, as far as a question knows: those built in, and those
// that the log records up to its position.
using Moves = std::vector<programme::regions::Move>;

// A value in the form in which it compares with others of its column.
using Key = std::variant<std::int64_t, Decimal, std::string, std::monostate>;
inline bool is_null(const Key& key) { return std::holds_alternative<std::monostate>(key); }
// Total: what the type should not hold compares as text.
Key key_of(ColumnType type, const Json& value, const Moves& moves = programme::regions::moves());
// The elements of a value of a list column; null or an empty list has the one element null.
std::vector<Key> elements_of(const Json& value);

// `id`, the columns of the view, `position`, `updated_at`.
std::vector<Column> all_columns(const Projection& view);
// invalid: none of those.
ledger::Result<Column> find_column(const Projection& view, std::string_view name);
// A value from outside; an empty one is null. Of a list column: one element.
// invalid: the column is sealed, or of another type.
ledger::Result<Key> parse_key(const Column& column, const std::string& text,
                              const Moves& moves = programme::regions::moves());

// What is between the commas; an empty text is one empty part.
std::vector<std::string> split_at_commas(std::string_view text);
// A name from outside, fit to stand in an error.
std::string harmless(std::string_view name);

}  // namespace projections
