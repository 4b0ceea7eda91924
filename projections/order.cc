#include "projections/order.h"

#include <algorithm>

namespace projections {

using ledger::Code;
using ledger::Result;

Result<Order> Order::parse(const Projection& view, std::string_view text, const Moves& moves) {
  Order out;
  out.moves_ = moves;
  if (text.empty()) return out;
  std::vector<std::string> seen;
  for (const std::string& part : split_at_commas(text)) {
    const bool is_downward = part.starts_with('-');
    const auto column = find_column(view, std::string_view(part).substr(is_downward ? 1 : 0));
    if (!column) return tl::unexpected(column.error());
    std::string name(column->name);
    if (column->type == ColumnType::sealed || column->type == ColumnType::list) {
      return ledger::fail(Code::invalid, "the column " + name + " cannot be sorted by");
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      return ledger::fail(Code::invalid, "the column " + name + " is sorted by twice");
    }
    seen.push_back(name);
    out.by_.push_back({std::move(name), column->type, is_downward});
    out.text_ += (out.text_.empty() ? "" : ",") + part;
  }
  const By& first = out.by_.front();
  return first.column == "id" && !first.is_downward ? Order() : out;
}

Place Order::place_of(const Json& full) const {
  Place out{{}, full.value("id", std::string())};
  for (const By& by : by_) {
    const auto found = full.find(by.column);
    out.keys.push_back(key_of(by.type, found == full.end() ? Json() : *found, moves_));
  }
  return out;
}

bool Order::is_before(const Place& a, const Place& b) const {
  for (std::size_t i = 0; i < by_.size(); ++i) {
    const auto order = a.keys[i] <=> b.keys[i];
    if (order != 0) return (order < 0) != by_[i].is_downward;
  }
  return a.id < b.id;
}

void FirstRows::add(Place place, const FoundRow& row) {
  const auto before = [this](const Kept& a, const Kept& b) {
    return order_.is_before(a.place, b.place);
  };
  const bool is_full = count_ && kept_.size() == *count_;
  if (is_full && (kept_.empty() || !order_.is_before(place, kept_.front().place))) return;
  if (is_full) {
    std::pop_heap(kept_.begin(), kept_.end(), before);
    kept_.pop_back();
  }
  kept_.push_back({std::move(place), row});
  if (count_) std::push_heap(kept_.begin(), kept_.end(), before);
}

std::vector<FoundRow> FirstRows::take() {
  std::sort(kept_.begin(), kept_.end(),
            [this](const Kept& a, const Kept& b) { return order_.is_before(a.place, b.place); });
  std::vector<FoundRow> out;
  for (Kept& kept : kept_) out.push_back(std::move(kept.row));
  kept_.clear();
  return out;
}

}  // namespace projections
