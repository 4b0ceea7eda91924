#include "ledger/programme/stream.h"

#include <algorithm>

#include "ledger/programme/common_rules.h"

namespace programme {
namespace {

bool holds(const std::vector<std::string_view>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

Verdict step(const StreamType& stream, const EventType& type, const StreamState& state,
             const Facts& facts) {
  if (!state.exists) {
    if (type.opens || type.may_open) return {};
    return refuse_state("stream_not_open", "nothing is recorded yet of this " + stream.aggregate +
                                               ", so " + type.name + " cannot follow");
  }
  if (type.opens)
    return refuse_state("stream_exists", "this " + stream.aggregate + " exists already");
  const std::string_view status = stream.moved_to ? stream.moved_to(state, facts) : state.status;
  const bool allowed = type.from.empty() ? !holds(stream.ends, status) : holds(type.from, status);
  if (allowed) return {};
  return refuse_state("step_out_of_order", "this " + stream.aggregate + " is " +
                                               std::string(status) + ", where " + type.name +
                                               " is not a next step");
}

void add_roles(std::vector<std::string_view>& out, const std::vector<std::string_view>& more) {
  for (const auto one : more)
    if (!holds(out, one)) out.push_back(one);
}

// The types that take back and approve, as far as the stream's other events ask for them.
void add_corrections(StreamType& stream) {
  std::vector<std::string_view> correcting, approving;
  for (const auto& type : stream.events) {
    if (!type->correctable) continue;
    add_roles(correcting, type->roles);
    add_roles(correcting, type->correctors);
    if (!type->four_eyes) continue;
    add_roles(approving, type->roles);
    add_roles(approving, type->correctors);
  }
  if (correcting.empty()) return;
  EventType& reversed = stream.add("event_reversed", {"Peristiwa dibatalkan", "Event reversed"});
  reversed.act = EventType::Act::reversal;
  EventBuilder<EventReversed, EventReversed>(reversed).by(correcting).needs_reason();
  if (approving.empty()) return;
  EventType& approved =
      stream.add("correction_approved", {"Koreksi disetujui", "Correction approved"});
  approved.act = EventType::Act::approval;
  EventBuilder<CorrectionApproved, CorrectionApproved>(approved)
      .by(approving)
      .never_corrected()
      .field("correction", &CorrectionApproved::correction, text(format::position),
             {"Posisi koreksi", "Position of the correction"});
}

}  // namespace

EventType::EventType()
    : apply([](OwnState&, const Event&) {}),
      decide([](const OwnState&, const Event&, const Facts&) { return Verdict{}; }) {}
EventType::~EventType() = default;

StreamType::StreamType(std::string named, Title titled, std::vector<std::string_view> ended)
    : aggregate(std::move(named)), title(titled), ends(std::move(ended)) {}
StreamType::StreamType(StreamType&&) noexcept = default;
StreamType::~StreamType() = default;

EventType& StreamType::add(std::string_view event, Title named) {
  auto& made = *events.emplace_back(std::make_unique<EventType>());
  made.name = aggregate + "." + std::string(event);
  made.title = named;
  return made;
}

StreamType complete(StreamType stream) {
  add_corrections(stream);
  for (const auto& type : stream.events) add_common_rules(*type);
  return stream;
}

void StreamType::apply(StreamState& state, const Event& event) const {
  const bool first = !state.exists;
  const auto& only_from = event.type->only_from;
  if (state.version == 0) state.area = event.area;
  state.exists = true;
  state.version = event.stream_version;
  state.last_position = event.position;
  event.type->apply(*state.own, event);
  if (first && !event.type->opens_to.empty())
    state.status = event.type->opens_to;
  else if (event.type->lands)
    state.status = event.type->lands(*state.own, event);
  else if (!event.type->to.empty() && (only_from.empty() || only_from == state.status))
    state.status = event.type->to;
}

int number_of(const Rule& rule) { return std::stoi(std::string(rule.number.substr(1))); }

void EventType::add_rule(
    const Rule& rule, std::function<Broken(const OwnState&, const Event&, const Facts&)> broken) {
  Judged added{&rule, std::move(broken)};
  const auto after = std::upper_bound(
      rules.begin(), rules.end(), added,
      [](const Judged& a, const Judged& b) { return number_of(*a.rule) < number_of(*b.rule); });
  rules.insert(after, std::move(added));
}

void EventType::add_text(std::string_view field, const Field& what,
                         std::function<const std::string*(const Event&)> of) {
  if (what.refers_to.empty() && what.one_of.empty())
    texts.push_back({field, what.format, std::move(of)});
}

Verdict StreamType::decide(const StreamState& state, const Event& event, const Facts& facts) const {
  for (const auto& [rule, broken] : event.type->rules)
    if (Broken detail = broken(*state.own, event, facts))
      return Refusal{std::string(rule->number), std::string(rule->name), std::move(*detail)};
  if (Verdict refused = step(*this, *event.type, state, facts)) return refused;
  return event.type->decide(*state.own, event, facts);
}

}  // namespace programme
