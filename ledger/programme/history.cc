#include "ledger/programme/history.h"

#include <algorithm>
#include <set>

#include "ledger/core/check.h"

namespace programme {
namespace {

using Act = EventType::Act;

Verdict refuse_correction(const Rule& rule, std::string detail) {
  return Refusal{std::string(rule.number), std::string(rule.name), std::move(detail)};
}

bool holds(const std::vector<std::string_view>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// Positions of the events that are refused, each in the state of those before it, and the first.
struct Replay {
  std::set<const Event*> refused;
  const Event* first_new = nullptr;
  Verdict verdict;
};

Replay replay(const StreamType& stream, const std::vector<const Event*>& events,
              std::uint64_t place, const Facts& facts, const std::set<const Event*>& known) {
  Replay out;
  StreamState state = stream.none();
  for (const Event* event : events) {
    if (event->place >= place) {
      Verdict verdict = stream.decide(state, *event, facts);
      if (verdict) out.refused.insert(event);
      if (verdict && !out.verdict && !known.contains(event)) {
        out.first_new = event;
        out.verdict = std::move(verdict);
      }
    }
    stream.apply(state, *event);
  }
  return out;
}

}  // namespace

std::vector<const Rule*> rules_of(const EventType& type) {
  std::vector<const Rule*> out;
  for (const auto& judged : type.rules) out.push_back(judged.rule);
  std::vector<const Rule*> more = {&correction_of_other_stream, &event_never_corrected,
                                   &correction_not_latest};
  if (type.act == Act::approval)
    more = {&correction_not_waiting, &correction_needs_second_person};
  else if (type.act == Act::fact && type.correctable)
    more = {&correction_of_other_stream, &correction_of_other_type, &correction_not_latest};
  else if (type.act == Act::fact)
    more = {&event_never_corrected};
  const auto after = std::find_if(out.begin(), out.end(), [](const Rule* rule) {
    return number_of(*rule) > number_of(correction_not_latest);
  });
  out.insert(after, more.begin(), more.end());
  return out;
}

const Event* History::find(std::uint64_t position) const {
  const auto found = events_.find(position);
  return found == events_.end() ? nullptr : &found->second;
}

const Event& History::bottom_of(const Event& event) const {
  const Event* at = &event;
  while (at->corrects) {
    const Event* next = find(*at->corrects);
    if (next == nullptr || next->position >= at->position) break;
    at = next;
  }
  return *at;
}

void History::add(Event event) {
  const std::uint64_t position = event.position;
  if (const auto* approval = event.as<CorrectionApproved>())
    approved_by_.emplace(approval->correction, position);
  event.place = position;
  if (event.corrects) {
    const Event* target = find(*event.corrects);
    const Event& bottom = bottom_of(event);
    event.place = bottom.position;
    // What never counted is taken back by one person.
    needs_approval_[position] = bottom.type->four_eyes && !(target && waits(*target));
  }
  events_.emplace(position, std::move(event));
}

bool History::waits(const Event& event) const {
  const auto found = needs_approval_.find(event.position);
  return found != needs_approval_.end() && found->second && !approved_by_.contains(event.position);
}

// From the last event to the first: what speaks of an event comes after it.
std::map<std::uint64_t, History::Standing> History::standing() const {
  std::map<std::uint64_t, Standing> out;
  for (auto at = events_.rbegin(); at != events_.rend(); ++at) {
    const Event& event = at->second;
    const bool reversed = out[event.position].reversed;
    if (!event.corrects || reversed) continue;
    Standing& target = out[*event.corrects];
    target.named = true;
    if (waits(event)) continue;
    (event.type->act == Act::reversal ? target.reversed : target.replaced) = true;
  }
  return out;
}

std::vector<const Event*> History::counting() const {
  const auto standings = standing();
  std::vector<const Event*> out;
  for (const auto& [position, event] : events_) {
    const auto found = standings.find(position);
    const Standing now = found == standings.end() ? Standing{} : found->second;
    if (event.type->act == Act::fact && !waits(event) && !now.reversed && !now.replaced)
      out.push_back(&event);
  }
  std::sort(out.begin(), out.end(),
            [](const Event* a, const Event* b) { return a->place < b->place; });
  return out;
}

bool History::may_correct(const Event& event) const {
  const auto* approval = event.as<CorrectionApproved>();
  const Event* target = find(approval ? approval->correction : *event.corrects);
  if (target == nullptr) return true;  // allows() speaks of it
  const Event& bottom = bottom_of(*target);
  const EventType& type = *bottom.type;
  if (approval && holds(type.roles, event.role)) return true;
  return event.role == bottom.role || holds(type.correctors, event.role);
}

Verdict History::allows(const Event& event) const {
  if (const auto* approval = event.as<CorrectionApproved>()) {
    const Event* correction = find(approval->correction);
    const auto standings = standing();
    if (correction == nullptr || !waits(*correction) || standings.at(correction->position).reversed)
      return refuse_correction(correction_not_waiting,
                               "the event at position " + std::to_string(approval->correction) +
                                   " is no correction of this stream that waits for approval");
    if (correction->actor == event.actor)
      return refuse_correction(correction_needs_second_person,
                               "who recorded a correction cannot approve it");
    return {};
  }
  const Event* target = find(*event.corrects);
  const std::string at = "the event at position " + std::to_string(*event.corrects);
  if (target == nullptr)
    return refuse_correction(correction_of_other_stream, at + " is not of this stream");
  if (!target->type->correctable)
    return refuse_correction(event_never_corrected,
                             target->type->name + " is never corrected: others rely on it");
  if (event.type->act == Act::fact && target->type != event.type)
    return refuse_correction(correction_of_other_type, at + " is a " + target->type->name +
                                                           ", and its correction must be one");
  const auto standings = standing();
  const auto found = standings.find(target->position);
  if (found == standings.end() || (!found->second.named && !found->second.reversed)) return {};
  return refuse_correction(correction_not_latest,
                           at + " was corrected or reversed already: only the latest may be");
}

StreamState fold(const StreamType& stream, const History& history) {
  StreamState state = stream.none();
  for (const Event* event : history.counting()) stream.apply(state, *event);
  if (history.version() > 0) state.area = history.events().begin()->second.area;
  state.version = history.version();
  state.last_position = history.last_position();
  return state;
}

Verdict judge(const StreamType& stream, const std::vector<const Event*>& before,
              const std::vector<const Event*>& after, std::uint64_t place, const Facts& facts) {
  const Replay old = replay(stream, before, place, facts, {});
  Replay now = replay(stream, after, place, facts, old.refused);
  if (now.verdict && now.first_new->place != place)
    now.verdict->detail = "with this correction the event at position " +
                          std::to_string(now.first_new->position) +
                          " would not have been allowed: " + now.verdict->detail;
  return now.verdict;
}

}  // namespace programme
