#include "projections/fold.h"

#include <algorithm>

#include "ledger/core/check.h"
#include "ledger/programme/values.h"
#include "projections/projection.h"

namespace projections {
namespace {

std::string key_of(std::string_view kind, std::initializer_list<std::string_view> parts) {
  std::string out(kind);
  for (const auto part : parts) {
    out.push_back('\0');
    out += part;
  }
  return out;
}

// A key that others go on from: its last part is whole.
std::string prefix_of(std::string_view kind, std::string_view part) {
  return key_of(kind, {part}) + '\0';
}

std::string last_part(std::string_view key) { return std::string(key.substr(key.rfind('\0') + 1)); }

Json object_or_empty(const Json& value) { return value.is_object() ? value : Json::object(); }

Json object_or_empty(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? Json::object() : object_or_empty(*found);
}

}  // namespace

void Fold::check(std::string_view column, Gathered gathered) const {
  const auto& columns = rows_.columns();
  LEUIT_CHECK(std::any_of(columns.begin(), columns.end(), [&](const Column& each) {
    return each.name == column && each.gathered == gathered;
  }));
}

Json& Fold::row() {
  const std::string id = this->id();
  LEUIT_CHECK(rows_.is_about(id, event_->subject));
  Json& out = rows_.row(id);
  rows_.set_own(id, true);
  return out;
}

Json& Fold::row(std::string_view part) {
  const std::string id = this->id() + ":" + std::string(part);
  LEUIT_CHECK(rows_.is_about(id, event_->subject));
  Json& out = rows_.row(id);
  rows_.set_own(id, true);
  return out;
}

Json Fold::contribution(std::string_view id) {
  return object_or_empty(rows_.note(key_of("c", {event_->subject, id})));
}

void Fold::set_contribution(std::string_view id, Json value) {
  const std::string key = key_of("c", {event_->subject, id});
  if (rows_.note(key).is_null()) rows_.count_others(id, 1);
  rows_.set_note(key, std::move(value));
}

void Fold::add(std::string_view id, std::string_view column, std::int64_t amount) {
  check(column, Gathered::sum);
  add_to(rows_.row(id)[std::string(column)], amount);
  Json mine = contribution(id);
  add_to(mine["add"][std::string(column)], amount);
  set_contribution(id, std::move(mine));
}

void Fold::show_latest(std::string_view id, std::string_view column, const Json& held) {
  const Json* last = nullptr;
  for (const auto& [stream, entry] : held.items())
    if (last == nullptr || entry[0] > (*last)[0]) last = &entry;
  rows_.row(id)[std::string(column)] = last ? (*last)[1] : Json(nullptr);
}

void Fold::put(std::string_view id, std::string_view column, Json value) {
  put(id, column, std::move(value), event_->place);
}

void Fold::put(std::string_view id, std::string_view column, Json value, std::uint64_t place) {
  check(column, Gathered::latest);
  const std::string key = key_of("l", {id, column});
  Json held = object_or_empty(rows_.note(key));
  held[event_->subject] = Json::array({place, std::move(value)});
  show_latest(id, column, held);
  rows_.set_note(key, std::move(held));
  Json mine = contribution(id);
  mine["put"][std::string(column)] = true;
  set_contribution(id, std::move(mine));
}

void Fold::drop(std::string_view id, std::string_view column) {
  check(column, Gathered::latest);
  const std::string key = key_of("l", {id, column});
  Json held = object_or_empty(rows_.note(key));
  if (held.erase(event_->subject) == 0) return;
  show_latest(id, column, held);
  rows_.set_note(key, std::move(held));
}

void Fold::include(std::string_view id, std::string_view column, std::string_view element) {
  check(column, Gathered::distinct);
  const std::string key = key_of("e", {id, column, element});
  Json streams = object_or_empty(rows_.note(key));
  if (streams.empty()) add_to(rows_.row(id)[std::string(column)], 1);
  streams[event_->subject] = true;
  rows_.set_note(key, std::move(streams));
  Json mine = contribution(id);
  mine["in"][std::string(column)][std::string(element)] = true;
  set_contribution(id, std::move(mine));
}

void Fold::exclude(std::string_view id, std::string_view column, std::string_view element) {
  check(column, Gathered::distinct);
  Json mine = contribution(id);
  if (!mine.contains("in") || mine["in"][std::string(column)].erase(std::string(element)) == 0)
    return;
  leave(id, column, element, event_->subject);
  set_contribution(id, std::move(mine));
}

void Fold::leave(std::string_view id, std::string_view column, std::string_view element,
                 const std::string& stream) {
  const std::string key = key_of("e", {id, column, element});
  Json streams = object_or_empty(rows_.note(key));
  streams.erase(stream);
  if (streams.empty()) add_to(rows_.row(id)[std::string(column)], -1);
  rows_.set_note(key, streams.empty() ? Json(nullptr) : std::move(streams));
}

const Json& Fold::own() {
  static const Json empty = Json::object();
  const Json& held = rows_.note(key_of("n", {event_->subject}));
  return held.is_object() ? held : empty;
}

void Fold::set_own(Json value) { rows_.set_note(key_of("n", {event_->subject}), std::move(value)); }

const Json& Fold::own(std::string_view part) {
  return rows_.note(key_of("n", {event_->subject, part}));
}

void Fold::set_own(std::string_view part, Json value) {
  rows_.set_note(key_of("n", {event_->subject, part}), std::move(value));
}

std::vector<std::string> Fold::own_parts() {
  std::vector<std::string> out;
  for (const std::string& key : rows_.notes_under(prefix_of("n", event_->subject)))
    out.push_back(last_part(key));
  return out;
}

void Fold::tell(std::string_view subject, std::string_view name, Json value) {
  const std::string key = key_of("f", {subject, name});
  Json told = rows_.note(key);
  if (!told.is_array()) told = Json::array();
  Json fact = Json::array({event_->place, std::move(value), event_->subject});
  const auto later =
      std::find_if(told.begin(), told.end(), [&](const Json& each) { return each[0] >= fact[0]; });
  if (later != told.end() && (*later)[0] == fact[0])
    *later = std::move(fact);
  else
    told.insert(later, std::move(fact));
  rows_.set_note(key, std::move(told));
  const std::string mark = key_of("t", {event_->subject, subject, name});
  if (rows_.note(mark).is_null()) rows_.set_note(mark, true);
}

Json Fold::ask(std::string_view subject, std::string_view name) {
  const std::string mark = key_of("d", {subject, event_->subject});
  if (rows_.note(mark).is_null()) rows_.set_note(mark, true);
  const Json& told = rows_.note(key_of("f", {subject, name}));
  Json out;
  for (const Json& fact : told) {
    if (fact[0] > event_->place) break;
    out = fact[1];
  }
  return out;
}

void Fold::gather(std::string_view key, std::string_view element, Json value) {
  const std::string note = key_of("g", {key});
  Json held = object_or_empty(rows_.note(note));
  Json& entry = held[key_of(event_->subject, {element})];
  if (entry.is_null()) entry = {event_->place, event_->area, event_->recorded_time, nullptr};
  entry[3] = std::move(value);
  rows_.set_note(note, std::move(held));
  rows_.set_note(key_of("h", {event_->subject, key}), true);
  changed_.emplace(key);
}

void Fold::ungather(std::string_view key, std::string_view element) {
  const std::string note = key_of("g", {key});
  Json held = object_or_empty(rows_.note(note));
  if (held.erase(key_of(event_->subject, {element})) == 0) return;
  rows_.set_note(note, held.empty() ? Json(nullptr) : std::move(held));
  changed_.emplace(key);
}

std::vector<Fold::Named> Fold::gathered(std::string_view key) {
  std::vector<Named> out;
  const Json& held = rows_.note(key_of("g", {key}));
  for (const auto& [name, entry] : held.items()) {
    Named one;
    one.stream = name.substr(0, name.find('\0'));
    one.element = last_part(name);
    one.place = entry[0].get<std::uint64_t>();
    one.area = entry[1].get<std::string>();
    one.recorded_time = entry[2].get<std::string>();
    one.value = entry[3];
    out.push_back(std::move(one));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Named& a, const Named& b) { return a.place < b.place; });
  return out;
}

Json& Fold::show(std::string_view key, std::string area) {
  if (rows_.find(key) == nullptr) rows_.count_others(key, 1);
  rows_.set_area(key, std::move(area));
  return rows_.row(key);
}

void Fold::hide(std::string_view key) {
  if (rows_.find(key) != nullptr) rows_.count_others(key, -1);
}

void Fold::hang(std::string_view key, std::string_view cause) {
  const std::string note = key_of("w", {cause, key});
  if (rows_.note(note).is_null()) rows_.set_note(note, true);
}

void Fold::show_anew(std::string_view cause) {
  for (const std::string& note : rows_.notes_under(prefix_of("w", cause)))
    changed_.insert(last_part(note));
}

Fold::Facts Fold::reset(const std::string& stream) {
  for (const std::string& id : rows_.ids_of(stream)) {
    if (rows_.find(id) == nullptr) continue;
    Json& row = rows_.row(id);
    for (const Column& column : rows_.columns())
      if (column.gathered == Gathered::no) row[std::string(column.name)] = nullptr;
    rows_.set_own(id, false);
  }
  for (const std::string& key : rows_.notes_under(prefix_of("c", stream))) {
    const std::string id = last_part(key);
    const Json mine = rows_.note(key);
    const Json sums = object_or_empty(mine, "add"), latest = object_or_empty(mine, "put"),
               distinct = object_or_empty(mine, "in");
    for (const auto& [column, amount] : sums.items())
      add_to(rows_.row(id)[column], -number(amount));
    for (const auto& [column, unused] : latest.items()) {
      Json held = object_or_empty(rows_.note(key_of("l", {id, column})));
      held.erase(stream);
      show_latest(id, column, held);
      rows_.set_note(key_of("l", {id, column}), held.empty() ? Json(nullptr) : std::move(held));
    }
    for (const auto& [column, elements] : distinct.items())
      for (const auto& [element, unused] : elements.items()) leave(id, column, element, stream);
    rows_.count_others(id, -1);
    rows_.set_note(key, nullptr);
  }
  for (const std::string& mark : rows_.notes_under(prefix_of("h", stream))) {
    const std::string key = last_part(mark), note = key_of("g", {key});
    Json held = object_or_empty(rows_.note(note));
    for (auto entry = held.begin(); entry != held.end();)
      entry = entry.key().starts_with(key_of(stream, {""})) ? held.erase(entry) : std::next(entry);
    rows_.set_note(note, held.empty() ? Json(nullptr) : std::move(held));
    rows_.set_note(mark, nullptr);
    changed_.insert(key);
  }
  rows_.set_note(key_of("n", {stream}), nullptr);
  for (const std::string& key : rows_.notes_under(prefix_of("n", stream)))
    rows_.set_note(key, nullptr);
  Facts before;
  for (const std::string& mark : rows_.notes_under(prefix_of("t", stream))) {
    const std::string key = "f" + mark.substr(1 + 1 + stream.size());
    Json told = rows_.note(key);
    before.emplace_back(key, told);
    for (auto fact = told.begin(); fact != told.end();)
      fact = (*fact)[2] == stream ? told.erase(fact) : std::next(fact);
    rows_.set_note(key, told.empty() ? Json(nullptr) : std::move(told));
    rows_.set_note(mark, nullptr);
  }
  return before;
}

std::vector<std::string> Fold::asked_what_changed(const std::string& stream, const Facts& before) {
  Facts now = before;
  for (auto& [key, told] : now) told = rows_.note(key);
  for (const std::string& mark : rows_.notes_under(prefix_of("t", stream))) {
    const std::string key = "f" + mark.substr(1 + 1 + stream.size());
    const bool known = std::any_of(before.begin(), before.end(),
                                   [&](const auto& fact) { return fact.first == key; });
    if (!known) now.emplace_back(key, nullptr);
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (i < before.size() && now[i].second == before[i].second) continue;
    const std::string subject = now[i].first.substr(2, now[i].first.rfind('\0') - 2);
    for (const std::string& mark : rows_.notes_under(prefix_of("d", subject)))
      if (last_part(mark) != stream) out.push_back(last_part(mark));
  }
  return out;
}

}  // namespace projections
