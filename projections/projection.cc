#include "projections/projection.h"

#include <limits>
#include <typeindex>

#include "ledger/core/check.h"
#include "ledger/programme/catalogue.h"
#include "projections/beneficiaries.h"
#include "projections/funding.h"
#include "projections/placements.h"

namespace projections {
namespace {

using Names = std::map<std::type_index, std::vector<std::string>>;

// The types of event by the struct of their data, which reading empty data tells.
const Names& names_by_payload() {
  static const Names names = [] {
    Names made;
    for (const programme::StreamType* stream : programme::catalogue()) {
      for (const auto& type : stream->events) {
        const auto payload = type->read(Json::object());
        const programme::Payload& held = *payload;
        made[typeid(held)].push_back(type->name);
      }
    }
    return made;
  }();
  return names;
}

}  // namespace

Projection& Projection::add(const std::type_info& payload, Fold fold) {
  const auto found = names_by_payload().find(payload);
  LEUIT_CHECK(found != names_by_payload().end() && found->second.size() == 1);
  LEUIT_CHECK(folds_.emplace(found->second.front(), std::move(fold)).second);
  return *this;
}

ledger::Result<void> Projection::fold(const programme::Event& event, RowWriter& rows) const {
  const auto found = folds_.find(event.type->name);
  if (found == folds_.end()) return {};
  rows.begin(event);
  found->second(event, rows);
  return rows.end();
}

const std::vector<const Projection*>& all_projections() {
  static const std::vector<const Projection*> all = {&beneficiaries(), &funding(), &placements()};
  return all;
}

const Projection* find_projection(std::string_view name) {
  for (const Projection* projection : all_projections()) {
    if (projection->name() == name) return projection;
  }
  return nullptr;
}

std::int64_t number(const Json& value) {
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

void add_to(Json& value, std::int64_t amount) { value = sum(number(value), amount); }

std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (!__builtin_add_overflow(a, b, &out)) return out;
  using Limits = std::numeric_limits<std::int64_t>;
  return a > 0 ? Limits::max() : Limits::min();
}

}  // namespace projections
