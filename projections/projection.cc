#include "projections/projection.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <typeindex>

#include "ledger/core/check.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/values.h"
#include "projections/beneficiaries.h"
#include "projections/commitments.h"
#include "projections/disclosures.h"
#include "projections/findings.h"
#include "projections/funding.h"
#include "projections/grants.h"
#include "projections/groups.h"
#include "projections/indicators.h"
#include "projections/kawasan.h"
#include "projections/mentoring.h"
#include "projections/partners.h"
#include "projections/placements.h"
#include "projections/proposals.h"
#include "projections/red_flags.h"
#include "projections/trainings.h"
#include "projections/vacancies.h"

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

Projection& Projection::add(const std::type_info& payload, Step step) {
  const auto found = names_by_payload().find(payload);
  LEUIT_CHECK(found != names_by_payload().end() && found->second.size() == 1);
  const std::string& name = found->second.front();
  aggregates_.insert(name.substr(0, name.find('.')));
  LEUIT_CHECK(steps_.emplace(name, std::move(step)).second);
  return *this;
}

Projection& Projection::on_each(std::string_view aggregate, Step step) {
  LEUIT_CHECK(programme::find_stream(aggregate) != nullptr);
  aggregates_.emplace(aggregate);
  LEUIT_CHECK(each_.emplace(std::string(aggregate), std::move(step)).second);
  return *this;
}

void Projection::apply(const programme::Event& event, std::string_view status, Fold& fold) const {
  fold.at(event, status);
  const auto each = each_.find(programme::aggregate_of(event.subject));
  if (each != each_.end()) each->second(event, fold);
  const auto step = steps_.find(event.type->name);
  if (step != steps_.end()) step->second(event, fold);
}

ledger::Result<void> Projection::fold_anew(const std::string& stream, const Streams& streams,
                                           Fold& fold) const {
  std::deque<std::string> waiting = {stream};
  while (!waiting.empty()) {
    const std::string next = std::move(waiting.front());
    waiting.pop_front();
    const auto history = streams(next);
    if (!history) return tl::unexpected(history.error());
    const auto before = fold.reset(next);
    const auto* type = programme::find_stream(programme::aggregate_of(next));
    LEUIT_CHECK(type != nullptr);
    programme::StreamState state = type->none();
    for (const programme::Event* event : history->counting()) {
      type->apply(state, *event);
      apply(*event, own_status(*type, state), fold);
    }
    for (auto& one : fold.asked_what_changed(next, before))
      if (std::find(waiting.begin(), waiting.end(), one) == waiting.end())
        waiting.push_back(std::move(one));
  }
  return {};
}

ledger::Result<void> Projection::fold(const programme::Event& event, const Around& around,
                                      RowWriter& rows) const {
  if (!concerns(programme::aggregate_of(event.subject))) return {};
  Fold fold(rows);
  rows.begin(event);
  if (programme::changes_history(event)) {
    if (auto done = fold_anew(event.subject, around.streams, fold); !done) return done;
  } else {
    apply(event, around.status, fold);
  }
  for (const std::string& key : fold.take_changed()) show_(key, fold);
  return rows.end();
}

void set_state(const programme::Event&, Fold& fold) { fold.row()["state"] = fold.status(); }

const std::vector<const Projection*>& all_projections() {
  static const std::vector<const Projection*> all = {
      &beneficiaries(), &groups(),    &proposals(), &funding(),    &grants(),      &placements(),
      &vacancies(),     &trainings(), &mentoring(), &partners(),   &commitments(), &kawasan(),
      &indicators(),    &findings(),  &red_flags(), &disclosures()};
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
