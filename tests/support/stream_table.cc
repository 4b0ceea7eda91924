#include "tests/support/stream_table.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "ledger/programme/declaration.h"
#include "ledger/programme/event.h"
#include "ledger/programme/json.h"
#include "ledger/programme/values.h"

namespace support {
namespace {

using programme::Event;
using programme::EventType;
using programme::Json;
using programme::StreamState;
using programme::StreamType;

// A row or a line that no stream can be asked about.
struct Unfit : std::runtime_error {
  using std::runtime_error::runtime_error;
};

const EventType& type_of(const StreamType& stream, const std::string& name) {
  const std::string full =
      name.find('.') == std::string::npos ? stream.aggregate + "." + name : name;
  const auto found = std::find_if(stream.events.begin(), stream.events.end(),
                                  [&](const auto& type) { return type->name == full; });
  if (found == stream.events.end()) throw Unfit("no such type: " + full);
  return **found;
}

std::unique_ptr<programme::Payload> payload(const EventType& type, Json data) {
  std::vector<programme::Fault> faults;
  programme::check_object(type.fields, data, "/data", faults);
  if (!faults.empty())
    throw Unfit(type.name + ": " + faults.front().pointer + " " + faults.front().detail);
  programme::visit_fields(
      type.fields, data, "/data",
      [](const std::string&, const programme::Field& field, Json& value, const Json&) {
        if (field.is_personal()) value = Json{{"sealed", "x.y.z"}};
      });
  return type.read(data);
}

void place(Event& event, const StreamState& state) {
  event.stream_version = state.version + 1;
  event.position = state.last_position + 1;
  if (state.version > 0) event.previous_position = state.last_position;
}

Event written(const StreamType& stream, const std::string& text, const StreamState& state) {
  const auto space = text.find_first_of(" \n");
  const EventType& type = type_of(stream, text.substr(0, space));
  Event event;
  event.type = &type;
  event.id = "row-" + std::to_string(state.version + 1);
  event.source = "/test";
  event.subject = stream.aggregate + "/one";
  event.time = "2023-07-01T09:00:00+07:00";
  event.time_us = programme::parse_time(event.time)->utc_us;
  event.area = "36.02";
  event.actor = "somebody";
  event.role = type.roles.empty() ? "" : std::string(type.roles.front());
  event.data = payload(
      type, space == std::string::npos ? Json::object() : Json::parse(text.substr(space + 1)));
  place(event, state);
  return event;
}

StreamState state_after(const StreamType& stream, const std::vector<std::string>& given) {
  StreamState state = stream.none();
  for (const std::string& text : given) {
    const Event event = written(stream, text, state);
    if (const auto refused = stream.decide(state, event))
      throw Unfit("given " + event.type->name + " is refused: " + refused->name);
    stream.apply(state, event);
  }
  return state;
}

std::optional<std::string> text_at(const Json& line, std::string_view name) {
  const auto found = line.find(name);
  if (found == line.end()) return std::nullopt;
  return found->get<std::string>();
}

Event recorded(const StreamType& stream, const Json& line) {
  Event event;
  event.type = &type_of(stream, line.at("type").get<std::string>());
  event.id = line.at("id").get<std::string>();
  event.source = line.at("source").get<std::string>();
  event.subject = line.at("subject").get<std::string>();
  event.time = line.at("time").get<std::string>();
  event.time_us = programme::parse_time(event.time).value().utc_us;
  event.area = line.at("area").get<std::string>();
  event.actor = line.at("actor").get<std::string>();
  event.role = line.at("role").get<std::string>();
  event.basis = text_at(line, "basis");
  event.basis_digest = text_at(line, "basisdigest");
  event.reason = text_at(line, "reason");
  event.data = payload(*event.type, line.at("data"));
  return event;
}

// Calls `visit` with each line of the sample that is an event of one of these streams.
template <class Visit>
void for_each_line(const std::vector<const StreamType*>& streams, const Visit& visit) {
  std::ifstream file(LEUIT_SOURCE_DIR "/tests/data/lebak.jsonl");
  if (!file) throw std::runtime_error("tests/data/lebak.jsonl cannot be read");
  for (std::string text; std::getline(file, text);) {
    const Json line = Json::parse(text);
    const auto subject = line.at("subject").get<std::string>();
    for (const StreamType* stream : streams) {
      if (stream->aggregate == programme::aggregate_of(subject)) visit(*stream, line);
    }
  }
}

// What is wrong with a line before its stream is asked; empty: nothing.
std::string complaint_about(const Event& event) {
  using programme::Demand;
  const auto& roles = event.type->roles;
  if (std::find(roles.begin(), roles.end(), event.role) == roles.end())
    return "may not be recorded by " + event.role;
  if (event.type->basis == Demand::required && !(event.basis && event.basis_digest))
    return "has no basis";
  if (event.type->reason == Demand::required && !event.reason) return "has no reason";
  return {};
}

}  // namespace

std::string outcome_of(const StreamType& stream, const Row& row) {
  try {
    const StreamState state = state_after(stream, row.given);
    const auto refused = stream.decide(state, written(stream, row.action, state));
    return refused ? refused->name : "ok";
  } catch (const std::exception& unfit) {
    return unfit.what();
  }
}

std::string status_after(const StreamType& stream, const std::vector<std::string>& given) {
  try {
    return std::string(state_after(stream, given).status);
  } catch (const std::exception& unfit) {
    return unfit.what();
  }
}

std::vector<std::string> mismatches(const StreamType& stream, const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const Row& row : rows) {
    const std::string got = outcome_of(stream, row);
    if (got != row.outcome) out.push_back(row.title + ": got " + got + ", want " + row.outcome);
  }
  return out;
}

std::vector<std::string> play_sample(const std::vector<const StreamType*>& streams) {
  std::vector<std::string> complaints;
  std::map<std::string, StreamState> states;
  for_each_line(streams, [&](const StreamType& stream, const Json& line) {
    const auto id = line.at("id").get<std::string>();
    try {
      Event event = recorded(stream, line);
      StreamState& state = states.try_emplace(event.subject, stream.none()).first->second;
      place(event, state);
      const std::string complaint = complaint_about(event);
      if (!complaint.empty()) complaints.push_back(id + ": " + event.type->name + " " + complaint);
      if (const auto refused = stream.decide(state, event))
        complaints.push_back(id + ": " + event.type->name + " is refused: " + refused->name);
      stream.apply(state, event);
    } catch (const std::exception& unfit) {
      complaints.push_back(id + ": " + unfit.what());
    }
  });
  return complaints;
}

std::size_t apply_sample_in_disorder(const std::vector<const StreamType*>& streams) {
  std::size_t applied = 0;
  std::map<std::string, std::pair<const StreamType*, std::vector<Event>>> events;
  for_each_line(streams, [&](const StreamType& stream, const Json& line) {
    Event event = recorded(stream, line);
    StreamState alone = stream.none();
    stream.apply(alone, event);
    ++applied;
    auto& [owner, kept] = events[event.subject];
    owner = &stream;
    kept.push_back(std::move(event));
  });
  for (auto& [subject, held] : events) {
    StreamState state = held.first->none();
    for (auto event = held.second.rbegin(); event != held.second.rend(); ++event) {
      place(*event, state);
      held.first->apply(state, *event);
      ++applied;
    }
  }
  return applied;
}

}  // namespace support
