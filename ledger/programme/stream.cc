#include "ledger/programme/stream.h"

#include <algorithm>

namespace programme {
namespace {

bool holds(const std::vector<std::string_view>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

Verdict step(const StreamType& stream, const EventType& type, const StreamState& state) {
  if (state.version == 0) {
    if (type.opens || type.may_open) return {};
    return refuse_state("stream_not_open", "nothing is recorded yet of this " + stream.aggregate +
                                               ", so " + type.name + " cannot follow");
  }
  if (type.opens)
    return refuse_state("stream_exists", "this " + stream.aggregate + " exists already");
  const bool allowed =
      type.from.empty() ? !holds(stream.ends, state.status) : holds(type.from, state.status);
  if (allowed) return {};
  return refuse_state("step_out_of_order", "this " + stream.aggregate + " is " +
                                               std::string(state.status) + ", where " + type.name +
                                               " is not a next step");
}

}  // namespace

void StreamType::apply(StreamState& state, const Event& event) const {
  const bool first = state.version == 0;
  if (first) state.area = event.area;
  state.version = event.stream_version;
  state.last_position = event.position;
  event.type->apply(*state.own, event);
  if (first && !event.type->opens_to.empty())
    state.status = event.type->opens_to;
  else if (event.type->lands)
    state.status = event.type->lands(event);
  else if (!event.type->to.empty())
    state.status = event.type->to;
}

Verdict StreamType::decide(const StreamState& state, const Event& event) const {
  if (Verdict refused = step(*this, *event.type, state)) return refused;
  return event.type->decide(*state.own, event);
}

}  // namespace programme
