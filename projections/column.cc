#include "projections/column.h"

#include <algorithm>
#include <limits>

#include "ledger/core/bytes.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::strong_ordering magnitude_order(const Decimal& a, const Decimal& b) {
  if (const auto order = a.whole.size() <=> b.whole.size(); order != 0) return order;
  if (const auto order = a.whole <=> b.whole; order != 0) return order;
  return a.fraction <=> b.fraction;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool is_negative = text.substr(0, 1) == "-";
  const auto digits = ledger::parse_decimal(is_negative ? text.substr(1) : text);
  if (!digits || *digits > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  const auto value = static_cast<std::int64_t>(*digits);
  return is_negative ? -value : value;
}

// nullopt: the text is not of the type.
std::optional<Key> read_key(ColumnType type, const std::string& text, const Moves& moves) {
  switch (type) {
    case ColumnType::integer:
    case ColumnType::money:
      if (const auto value = parse_integer(text)) return Key(*value);
      return std::nullopt;
    case ColumnType::decimal:
      if (auto value = Decimal::parse(text)) return Key(std::move(*value));
      return std::nullopt;
    case ColumnType::boolean:
      if (text != "true" && text != "false") return std::nullopt;
      return Key(std::int64_t{text == "true"});
    case ColumnType::date:
      if (const auto days = programme::parse_date(text)) return Key(*days);
      return std::nullopt;
    case ColumnType::time:
      if (const auto moment = programme::parse_time(text)) return Key(moment->utc_us);
      return std::nullopt;
    case ColumnType::region:
      return Key(programme::regions::current_code(text, moves));
    case ColumnType::text:
    case ColumnType::reference:
    case ColumnType::list:
    case ColumnType::sealed:
      break;
  }
  return Key(text);
}

std::string_view wanted(ColumnType type) {
  switch (type) {
    case ColumnType::decimal:
      return "decimal numbers such as 8.55";
    case ColumnType::boolean:
      return "true or false";
    case ColumnType::date:
      return "days: YYYY-MM-DD";
    case ColumnType::time:
      return "times as RFC 3339 (in an address a + is written %2B)";
    default:
      return "whole numbers";
  }
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal out;
  out.is_negative = text.substr(0, 1) == "-";
  if (out.is_negative) text.remove_prefix(1);
  const auto point = text.find('.');
  std::string_view whole = text.substr(0, point), fraction;
  if (!all_digits(whole)) return std::nullopt;
  if (point != std::string_view::npos) {
    fraction = text.substr(point + 1);
    if (!all_digits(fraction)) return std::nullopt;
  }
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  out.whole = whole;
  out.fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  if (out.whole.empty() && out.fraction.empty()) out.is_negative = false;
  return out;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (is_negative != other.is_negative) {
    return is_negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return is_negative ? magnitude_order(other, *this) : magnitude_order(*this, other);
}

Key key_of(ColumnType type, const Json& value, const Moves& moves) {
  if (value.is_null()) return std::monostate();
  if (value.is_boolean()) return std::int64_t{value.get<bool>()};
  const bool is_whole = value.is_number_integer();
  if (is_whole && type != ColumnType::decimal) return value.get<std::int64_t>();
  std::string text = text_of(value);
  const bool is_number_of_column = value.is_string() || is_whole;
  const bool has_form = type == ColumnType::decimal || type == ColumnType::date ||
                        type == ColumnType::time || type == ColumnType::region;
  if (is_number_of_column && has_form) {
    if (auto key = read_key(type, text, moves)) return std::move(*key);
  }
  return text;
}

std::vector<Key> elements_of(const Json& value) {
  if (value.is_null() || (value.is_array() && value.empty())) return {std::monostate()};
  if (!value.is_array()) return {text_of(value)};
  std::vector<Key> out;
  for (const Json& element : value) out.emplace_back(text_of(element));
  return out;
}

std::vector<Column> all_columns(const Projection& view) {
  std::vector<Column> out = {{"id", ColumnType::text, {"ID", "ID"}}};
  out.insert(out.end(), view.columns().begin(), view.columns().end());
  out.push_back({"position", ColumnType::decimal, {"Posisi", "Position"}});
  out.push_back({"updated_at", ColumnType::time, {"Diperbarui", "Updated"}});
  return out;
}

Result<Column> find_column(const Projection& view, std::string_view name) {
  for (const Column& column : all_columns(view)) {
    if (column.name == name) return column;
  }
  return ledger::fail(Code::invalid, "unknown column: " + harmless(name));
}

Result<Key> parse_key(const Column& column, const std::string& text, const Moves& moves) {
  const std::string name(column.name);
  if (column.type == ColumnType::sealed) {
    return ledger::fail(Code::invalid, "the column " + name + " is sealed: it cannot be asked by");
  }
  if (text.empty()) return Key(std::monostate());
  if (auto key = read_key(column.type, text, moves)) return std::move(*key);
  return ledger::fail(Code::invalid,
                      "the column " + name + " holds " + std::string(wanted(column.type)));
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> out;
  for (;;) {
    const auto comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

std::string harmless(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 64)) {
    if (c >= 0x20 && c < 0x7F) out.push_back(c);
  }
  return out;
}

}  // namespace projections
