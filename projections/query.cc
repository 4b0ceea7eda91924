#include "projections/query.h"

#include <algorithm>
#include <limits>

#include "ledger/core/bytes.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;

// A name from outside, fit to stand in an error.
std::string harmless(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 64)) {
    if (c >= 0x20 && c < 0x7F) out.push_back(c);
  }
  return out;
}

std::optional<ColumnType> type_of(const Projection& view, std::string_view name) {
  if (name == "id" || name == "position") return ColumnType::text;
  if (name == "updated_at") return ColumnType::time;
  for (const Column& column : view.columns()) {
    if (column.name == name) return column.type;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool is_negative = text.substr(0, 1) == "-";
  const auto digits = ledger::parse_decimal(is_negative ? text.substr(1) : text);
  if (!digits || *digits > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  const auto value = static_cast<std::int64_t>(*digits);
  return is_negative ? -value : value;
}

// The value as rows hold it; an empty one is null.
Result<Json> parse_value(const std::string& name, ColumnType type, const std::string& text) {
  if (type == ColumnType::sealed) {
    return ledger::fail(Code::invalid, "the column " + name + " is sealed: it cannot be asked by");
  }
  if (text.empty()) return Json(nullptr);
  if (type == ColumnType::integer || type == ColumnType::money) {
    if (const auto value = parse_integer(text)) return Json(*value);
    return ledger::fail(Code::invalid, "the column " + name + " holds whole numbers");
  }
  if (type == ColumnType::boolean) {
    if (text == "true" || text == "false") return Json(text == "true");
    return ledger::fail(Code::invalid, "the column " + name + " holds true or false");
  }
  if (type == ColumnType::date && !programme::parse_date(text))
    return ledger::fail(Code::invalid, "the column " + name + " holds days: YYYY-MM-DD");
  if (type == ColumnType::time && !programme::parse_time(text))
    return ledger::fail(Code::invalid, "the column " + name + " holds times as RFC 3339");
  return Json(text);
}

std::string digest_of(std::vector<std::pair<std::string, Json>> wanted) {
  std::sort(wanted.begin(), wanted.end());
  Json all = Json::array();
  for (const auto& [name, value] : wanted) all.push_back({name, value});
  const auto text = all.dump(-1, ' ', false, Json::error_handler_t::replace);
  return ledger::to_hex(ledger::view(ledger::sha256(text)).substr(0, 16));
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
  for (const Column& column : columns) {
    if (column.type != ColumnType::sealed) continue;
    Json& value = full[std::string(column.name)];
    if (!value.is_null()) value = {{"sealed", true}};
  }
  return full;
}

Result<Filter> Filter::parse(const Projection& view,
                             const std::vector<std::pair<std::string, std::string>>& equals) {
  Filter out;
  for (const auto& [name, text] : equals) {
    const auto type = type_of(view, name);
    if (!type) {
      return ledger::fail(Code::invalid, "unknown column: " + harmless(name));
    }
    auto value = parse_value(name, *type, text);
    if (!value) return tl::unexpected(value.error());
    out.wanted_.emplace_back(name, std::move(*value));
  }
  out.digest_ = digest_of(out.wanted_);
  return out;
}

bool Filter::matches(const Json& full) const {
  return std::all_of(wanted_.begin(), wanted_.end(), [&](const auto& want) {
    const auto found = full.find(want.first);
    return found != full.end() && *found == want.second;
  });
}

std::string PageCursor::text() const {
  const Json parts = {view, position, after, filter};
  return ledger::to_base64url(parts.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<PageCursor> PageCursor::parse(std::string_view text, std::string_view view,
                                     const Filter& filter) {
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
  if (out.view != view || out.filter != filter.digest()) {
    return ledger::fail(Code::invalid, "the cursor is of another question: ask from the start");
  }
  return out;
}

}  // namespace projections
