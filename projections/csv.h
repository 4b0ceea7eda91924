// Rows as CSV (RFC 4180, UTF-8), cell by cell into one text.
//
// A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula. A
// text that begins so gets an apostrophe in front of it; numbers, decimal ones too, stay as they
// are. Null is an empty cell, a sealed value "(sealed)", and the elements of a list are joined by
// semicolons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/views.h"

namespace projections {

class Csv {
 public:
  void add_name(std::string_view name);  // in the first line
  void add_value(ColumnType type, const Json& value);
  void end_line();

  // A line of these columns, of their names or of a row that shown() gave.
  void add_names(const std::vector<Column>& columns);
  void add_row(const std::vector<Column>& columns, const Json& row);

  std::string take() { return std::move(text_); }

 private:
  void add(std::string_view cell);

  std::string text_;
  bool is_first_ = true;  // of its line
};

}  // namespace projections
