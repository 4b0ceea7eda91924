#include "projections/filter.h"

#include <algorithm>
#include <array>

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;
using Operator = Filter::Operator;

constexpr std::array<std::pair<std::string_view, Operator>, 8> operators = {{
    {"eq", Operator::eq},
    {"ne", Operator::ne},
    {"gt", Operator::gt},
    {"gte", Operator::gte},
    {"lt", Operator::lt},
    {"lte", Operator::lte},
    {"in", Operator::in},
    {"prefix", Operator::prefix},
}};

// What comes before and after the dot of COLUMN.OPERATOR.
struct Asked {
  std::string_view column, op = "eq";
};

Asked asked_by(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

bool fits(Operator op, ColumnType type) {
  switch (op) {
    case Operator::eq:
    case Operator::ne:
    case Operator::in:
      return true;
    case Operator::prefix:
      return type == ColumnType::text || type == ColumnType::reference ||
             type == ColumnType::region;
    default:
      return type != ColumnType::boolean && type != ColumnType::list;
  }
}

bool takes_null(Operator op) {
  return op == Operator::eq || op == Operator::ne || op == Operator::in;
}

Result<Operator> parse_operator(const Column& column, std::string_view text) {
  const std::string name(column.name);
  for (const auto& [word, op] : operators) {
    if (word != text) continue;
    if (fits(op, column.type)) return op;
    return ledger::fail(
        Code::invalid,
        "the column " + name + " is of a type that cannot be asked by ." + std::string(word));
  }
  return ledger::fail(Code::invalid, "unknown operator of the column " + name + ": " +
                                         harmless(text) +
                                         " (there are eq, ne, gt, gte, lt, lte, in, prefix)");
}

Result<Filter::Condition> parse_condition(const Column& column, std::string_view op,
                                          const std::string& text, const Moves& moves) {
  Filter::Condition out{std::string(column.name), column.type, Operator::eq, {}};
  if (auto sealed = parse_key(column, ""); !sealed) return tl::unexpected(sealed.error());
  const auto parsed = parse_operator(column, op);
  if (!parsed) return tl::unexpected(parsed.error());
  out.op = *parsed;
  const auto parts = out.op == Operator::in ? split_at_commas(text) : std::vector{text};
  for (const std::string& part : parts) {
    auto key = parse_key(column, part, moves);
    if (!key) return tl::unexpected(key.error());
    if (is_null(*key) && !takes_null(out.op)) {
      return ledger::fail(Code::invalid, "the column " + out.column + " with ." + std::string(op) +
                                             " needs a value");
    }
    out.values.push_back(std::move(*key));
  }
  std::sort(out.values.begin(), out.values.end());
  return out;
}

bool is_among(const Key& key, const std::vector<Key>& values) {
  return std::binary_search(values.begin(), values.end(), key);
}

bool begins(const Key& key, const Key& prefix) {
  const auto* text = std::get_if<std::string>(&key);
  const auto* start = std::get_if<std::string>(&prefix);
  return text != nullptr && start != nullptr && text->starts_with(*start);
}

bool compares(Operator op, const Key& key, const Key& value) {
  if (is_null(key)) return false;
  switch (op) {
    case Operator::gt:
      return key > value;
    case Operator::gte:
      return key >= value;
    case Operator::lt:
      return key < value;
    default:
      return key <= value;
  }
}

bool holds(const Filter::Condition& condition, const Json& value, const Moves& moves) {
  const bool is_equality = takes_null(condition.op);
  if (!is_equality) {
    const Key key = key_of(condition.type, value, moves);
    const Key& bound = condition.values.front();
    return condition.op == Operator::prefix ? begins(key, bound)
                                            : compares(condition.op, key, bound);
  }
  bool found = false;
  if (condition.type == ColumnType::list) {
    for (const Key& key : elements_of(value)) found = found || is_among(key, condition.values);
  } else {
    found = is_among(key_of(condition.type, value, moves), condition.values);
  }
  return found != (condition.op == Operator::ne);
}

}  // namespace

Result<Filter> Filter::parse(const Projection& view, const Conditions& where, const Moves& moves) {
  Filter out;
  out.moves_ = moves;
  std::vector<std::array<std::string, 3>> parts;
  for (const auto& [name, text] : where) {
    const Asked asked = asked_by(name);
    const auto column = find_column(view, asked.column);
    if (!column) return tl::unexpected(column.error());
    auto condition = parse_condition(*column, asked.op, text, moves);
    if (!condition) return tl::unexpected(condition.error());
    parts.push_back({std::string(asked.column), std::string(asked.op), text});
    out.conditions_.push_back(std::move(*condition));
  }
  std::sort(parts.begin(), parts.end());
  out.text_ = Json(parts).dump(-1, ' ', false, Json::error_handler_t::replace);
  return out;
}

bool Filter::matches(const Json& full) const {
  return std::all_of(conditions_.begin(), conditions_.end(), [&](const Condition& condition) {
    const auto found = full.find(condition.column);
    return holds(condition, found == full.end() ? Json() : *found, moves_);
  });
}

}  // namespace projections
