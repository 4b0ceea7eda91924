#include "projections/query.h"

#include <algorithm>
#include <limits>

#include "ledger/core/bytes.h"
#include "ledger/core/sha256.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

Result<std::vector<Column>> parse_fields(const Projection& view, std::string_view text) {
  if (text.empty()) return all_columns(view);
  std::vector<Column> out = {all_columns(view).front()};
  for (const std::string& name : split_at_commas(text)) {
    const auto column = find_column(view, name);
    if (!column) return tl::unexpected(column.error());
    const auto is_same = [&](const Column& other) { return other.name == column->name; };
    if (std::any_of(out.begin() + 1, out.end(), is_same)) {
      return ledger::fail(Code::invalid,
                          "the column " + std::string(column->name) + " is asked for twice");
    }
    out.push_back(*column);
  }
  // Named, `id` still comes first, and once.
  const auto named = std::find_if(out.begin() + 1, out.end(),
                                  [](const Column& column) { return column.name == "id"; });
  if (named != out.end()) out.erase(named);
  return out;
}

}  // namespace

Result<Json> full_row(const FoundRow& found) {
  Json row = Json::parse(found.version.text, nullptr, false);
  if (!row.is_object()) return ledger::fail(Code::corrupt, "a row of the views is damaged");
  row["id"] = found.id;
  row["position"] = std::to_string(found.version.position);
  row["updated_at"] = found.version.updated_at;
  return row;
}

Json shown(Json full, const std::vector<Column>& columns) {
  Json out = Json::object();
  for (const Column& column : columns) {
    const std::string name(column.name);
    Json& value = full[name];
    if (column.type == ColumnType::sealed && !value.is_null()) value = {{"sealed", true}};
    out[name] = std::move(value);
  }
  return out;
}

Result<Question> Question::parse(const Projection& view, const ListQuery& query,
                                 const Moves& moves) {
  auto filter = Filter::parse(view, query.where, moves);
  if (!filter) return tl::unexpected(filter.error());
  auto order = Order::parse(view, query.sort, moves);
  if (!order) return tl::unexpected(order.error());
  auto columns = parse_fields(view, query.fields);
  if (!columns) return tl::unexpected(columns.error());
  const std::string text = filter->text() + "\n" + order->text();
  auto digest = ledger::to_hex(ledger::view(ledger::sha256(text)).substr(0, 16));
  return Question{std::move(*filter), std::move(*order), std::move(*columns), std::move(digest)};
}

std::string PageCursor::text() const {
  const Json parts = {view, position, after, digest};
  return ledger::to_base64url(parts.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<PageCursor> PageCursor::parse(std::string_view text, std::string_view view,
                                     const Question& question) {
  const auto bytes = ledger::from_base64url(text);
  const Json parts = bytes ? Json::parse(*bytes, nullptr, false) : Json();
  const bool has_form = parts.is_array() && parts.size() == 4 && parts[0].is_string() &&
                        parts[1].is_number_integer() && parts[2].is_string() &&
                        parts[3].is_string();
  if (!has_form || parts[1] < -1 || parts[1] > std::numeric_limits<std::int64_t>::max()) {
    return ledger::fail(Code::invalid, "this is not a cursor that a list gave");
  }
  PageCursor out{parts[0].get<std::string>(), parts[1].get<std::int64_t>(),
                 parts[2].get<std::string>(), parts[3].get<std::string>()};
  if (out.view != view || out.digest != question.digest) {
    return ledger::fail(Code::invalid, "the cursor is of another question: ask from the start");
  }
  return out;
}

}  // namespace projections
