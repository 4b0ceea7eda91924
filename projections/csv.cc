#include "projections/csv.h"

#include "projections/column.h"

namespace projections {
namespace {

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) return "(sealed)";
  if (!value.is_array()) return value.dump();
  std::string out;
  for (const Json& element : value) out += (out.empty() ? "" : ";") + text_of(element);
  return out;
}

bool is_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

}  // namespace

void Csv::add(std::string_view cell) {
  if (!is_first_) text_.push_back(',');
  is_first_ = false;
  // The semicolon parts cells where the comma is the decimal point, as in Indonesia.
  if (cell.find_first_of(",;\"\r\n") == std::string_view::npos) {
    text_ += cell;
    return;
  }
  text_.push_back('"');
  for (const char c : cell) text_.append(c == '"' ? 2 : 1, c);
  text_.push_back('"');
}

void Csv::add_name(std::string_view name) { add(name); }

void Csv::add_value(ColumnType type, const Json& value) {
  std::string cell = text_of(value);
  const bool is_text = value.is_string() || value.is_array();
  const bool is_number = type == ColumnType::decimal && Decimal::parse(cell).has_value();
  if (is_text && !is_number && is_formula(cell)) cell.insert(0, 1, '\'');
  add(cell);
}

void Csv::end_line() {
  text_ += "\r\n";
  is_first_ = true;
}

void Csv::add_names(const std::vector<Column>& columns) {
  for (const Column& column : columns) add_name(column.name);
  end_line();
}

void Csv::add_row(const std::vector<Column>& columns, const Json& row) {
  for (const Column& column : columns) {
    const auto found = row.find(column.name);
    add_value(column.type, found == row.end() ? Json() : *found);
  }
  end_line();
}

}  // namespace projections
