#include "projections/summary.h"

#include "projections/csv.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

constexpr std::size_t groups_max = 10'000;

const Json& value_of(const Json& row, std::string_view column) {
  static const Json null;
  const auto found = row.find(column);
  return found == row.end() ? null : *found;
}

bool is_summed(ColumnType type) { return type == ColumnType::integer || type == ColumnType::money; }

bool is_ordered(ColumnType type) {
  return is_summed(type) || type == ColumnType::decimal || type == ColumnType::date ||
         type == ColumnType::time;
}

}  // namespace

Result<Grouping> Grouping::parse(const Projection& view, std::string_view group_by,
                                 const Moves& moves) {
  Grouping out;
  out.moves_ = moves;
  for (const Column& column : view.columns()) {
    if (is_summed(column.type)) out.summed_.push_back(column);
    if (is_ordered(column.type)) out.ordered_.push_back(column);
  }
  if (group_by.empty()) {
    out.groups_.emplace(std::monostate(), out.empty_group(nullptr));
    return out;
  }
  const auto column = find_column(view, group_by);
  if (!column) return tl::unexpected(column.error());
  if (column->type == ColumnType::sealed || column->type == ColumnType::list) {
    return ledger::fail(Code::invalid,
                        "the column " + std::string(column->name) + " cannot be grouped by");
  }
  out.by_ = *column;
  return out;
}

Grouping::Group Grouping::empty_group(Json value) const {
  Group out{std::move(value), 0, {}, {}, {}};
  out.sums.resize(summed_.size());
  out.least.resize(ordered_.size());
  out.greatest.resize(ordered_.size());
  return out;
}

Result<void> Grouping::add(const Json& full) {
  const Json& value = by_ ? value_of(full, by_->name) : value_of(full, "");
  Key key = by_ ? key_of(by_->type, value, moves_) : Key(std::monostate());
  auto found = groups_.find(key);
  if (found == groups_.end()) {
    if (groups_.size() == groups_max) {
      return ledger::fail(Code::invalid, "the column " + std::string(by_->name) + " has over " +
                                             std::to_string(groups_max) +
                                             " values: ask for fewer rows");
    }
    // Of a region's codes the present one stands for all.
    const auto* code =
        by_ && by_->type == ColumnType::region ? std::get_if<std::string>(&key) : nullptr;
    Group group = empty_group(code ? Json(*code) : value);
    found = groups_.emplace(std::move(key), std::move(group)).first;
  }
  Group& group = found->second;
  ++group.count;
  for (std::size_t i = 0; i < summed_.size(); ++i) {
    group.sums[i] = sum(group.sums[i], number(value_of(full, summed_[i].name)));
  }
  for (std::size_t i = 0; i < ordered_.size(); ++i) {
    const Json& here = value_of(full, ordered_[i].name);
    if (here.is_null()) continue;
    const Key at = key_of(ordered_[i].type, here);
    Extreme &least = group.least[i], &greatest = group.greatest[i];
    if (at < least.key) least = {at, here};  // null is above everything
    if (is_null(greatest.key) || at > greatest.key) greatest = {at, here};
  }
  return {};
}

std::vector<Json> Grouping::groups() const {
  std::vector<Json> out;
  for (const auto& [key, group] : groups_) {
    Json sums = Json::object(), least = Json::object(), greatest = Json::object();
    for (std::size_t i = 0; i < summed_.size(); ++i) {
      sums[std::string(summed_[i].name)] = group.sums[i];
    }
    for (std::size_t i = 0; i < ordered_.size(); ++i) {
      least[std::string(ordered_[i].name)] = group.least[i].value;
      greatest[std::string(ordered_[i].name)] = group.greatest[i].value;
    }
    Json one = {{"count", group.count},
                {"sums", std::move(sums)},
                {"min", std::move(least)},
                {"max", std::move(greatest)}};
    if (by_) one[std::string(by_->name)] = group.value;
    out.push_back(std::move(one));
  }
  return out;
}

std::string Grouping::csv() const {
  Csv out;
  if (by_) out.add_name(by_->name);
  out.add_name("count");
  for (const Column& column : summed_) out.add_name("sums." + std::string(column.name));
  for (const char* what : {"min.", "max."}) {
    for (const Column& column : ordered_) out.add_name(what + std::string(column.name));
  }
  out.end_line();
  for (const auto& [key, group] : groups_) {
    if (by_) out.add_value(by_->type, group.value);
    out.add_value(ColumnType::integer, group.count);
    for (const std::int64_t total : group.sums) out.add_value(ColumnType::integer, total);
    for (const auto* extremes : {&group.least, &group.greatest}) {
      for (std::size_t i = 0; i < ordered_.size(); ++i) {
        out.add_value(ordered_[i].type, (*extremes)[i].value);
      }
    }
    out.end_line();
  }
  return out.take();
}

}  // namespace projections
