#include "tests/support/stream_table.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/declaration.h"
#include "ledger/programme/event.h"
#include "ledger/programme/json.h"
#include "ledger/programme/lookups.h"
#include "ledger/programme/record_action.h"
#include "ledger/programme/values.h"
#include "tests/support/paths.h"

namespace support {
namespace {

using programme::Event;
using programme::EventType;
using programme::Holder;
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

void place(Event& event, const StreamState& state, std::uint64_t position) {
  event.stream_version = state.version + 1;
  event.position = event.place = position;
  if (state.version > 0) event.previous_position = state.last_position;
}

// The streams of a table: the one it is about, and those that stand around it.
class World : public programme::Facts {
 public:
  explicit World(const StreamType* about = nullptr, bool has_vault = true)
      : about_(about), has_vault_(has_vault) {}

  const StreamType& type_of_stream(std::string_view subject) const {
    const auto aggregate = programme::aggregate_of(subject);
    if (about_ && about_->aggregate == aggregate) return *about_;
    const auto* type = programme::find_stream(aggregate);
    if (type == nullptr) throw Unfit("no such stream: " + std::string(subject));
    return *type;
  }
  const StreamState* stream(std::string_view name) const override {
    const auto found = states_.find(name);
    return found == states_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> referring(std::string_view stream,
                                     std::string_view aggregate) const override {
    std::vector<std::string> out;
    for (const auto& [target, from] : links_)
      if (target == stream && programme::aggregate_of(from) == aggregate) out.push_back(from);
    return out;
  }
  std::optional<std::vector<Holder>> holders(
      std::string_view, const programme::Personal<std::string>& value) const override {
    if (!has_vault_) return std::nullopt;
    std::vector<Holder> out;
    const auto& sought = values_.at(value.seal());
    for (const auto& [seal, held] : values_)
      if (held.value == sought.value && seal != value.seal())
        out.push_back({held.subject, held.stream, seal});
    return out;
  }
  // Seals the personal values of an event of `stream`, and remembers those that are looked up.
  std::unique_ptr<programme::Payload> payload(const EventType& type, const std::string& stream,
                                              Json data) {
    std::vector<programme::Fault> faults;
    programme::check_object(type.fields, data, "/data", faults);
    if (!faults.empty())
      throw Unfit(type.name + ": " + faults.front().pointer + " " + faults.front().detail);
    const auto findable = programme::findable_in(type, data);
    programme::visit_fields(type.fields, data, "/data",
                            [&](const std::string& pointer, const programme::Field& field,
                                Json& value, const Json& beside) {
                              if (!field.is_personal()) return;
                              const std::string seal = "seal" + std::to_string(++seals_);
                              for (const auto& one : findable)
                                if (one.pointer == pointer)
                                  values_[seal] = {{std::string(one.kind), one.text},
                                                   programme::subject_of(field, beside, stream),
                                                   stream};
                              value = Json{{"sealed", "key." + seal + ".text"}};
                            });
    return type.read(data);
  }
  StreamState& state(const std::string& subject) {
    return states_.try_emplace(subject, type_of_stream(subject).none()).first->second;
  }
  void apply(const StreamType& stream, const Event& event) {
    stream.apply(state(event.subject), event);
    next_position_ = event.position + 1;
  }
  // Who gives what others may look for.
  void link(const Event& event, Json& data) {
    const EventType& type = *event.type;
    if (!type.basis_mark.empty() && event.basis)
      links_.emplace(programme::mark_of(type.basis_mark, *event.basis), event.subject);
    programme::visit_fields(
        type.fields, data, "/data",
        [&](const std::string&, const programme::Field& field, Json& value, const Json&) {
          if (field.linked) links_.emplace(value.get<std::string>(), event.subject);
          if (!field.mark.empty())
            links_.emplace(programme::mark_of(field.mark, value.get<std::string>()), event.subject);
        });
  }
  std::uint64_t next_position() const { return next_position_; }

 private:
  const StreamType* about_;  // null: all are of the catalogue
  std::map<std::string, StreamState, std::less<>> states_;
  std::set<std::pair<std::string, std::string>> links_;  // who is named, by whom
  std::uint64_t next_position_ = 1;

  struct Value {
    std::pair<std::string, std::string> value;  // its kind and its text
    std::string subject, stream;
  };
  bool has_vault_;
  std::map<std::string, Value, std::less<>> values_;  // by seal
  std::uint64_t seals_ = 0;
};

// Takes the text up to the next space.
std::string take_word(std::string& text) {
  const auto end = text.find_first_of(" \n");
  std::string word = text.substr(0, end);
  text = end == std::string::npos ? "" : text.substr(end + 1);
  return word;
}

Event written(const StreamType& about, std::string text, World& world) {
  std::string word = take_word(text);
  Event event;
  event.subject = about.aggregate + "/one";
  if (word.find('/') != std::string::npos) {
    event.subject = word;
    word = take_word(text);
  }
  const EventType& type = type_of(world.type_of_stream(event.subject), word);
  event.type = &type;
  event.actor = "somebody";
  event.id = "row-" + std::to_string(world.next_position());
  event.source = "/test";
  event.time = "2023-07-01T09:00:00+07:00";
  event.area = "36.02";
  event.role = type.roles.empty() ? "" : std::string(type.roles.front());
  while (!text.empty() && text.front() != '{') {
    const std::string which = take_word(text);
    if (which == "by")
      event.actor = take_word(text);
    else if (which == "as")
      event.role = take_word(text);
    else if (which == "at")
      event.time = take_word(text);
    else if (which == "in")
      event.area = take_word(text);
    else if (which == "under")
      event.basis = take_word(text);
    else if (!which.empty())
      throw Unfit("a row says " + which);
  }
  event.time_us = programme::parse_time(event.time).value().utc_us;
  Json data = text.empty() ? Json::object() : Json::parse(text);
  world.link(event, data);
  event.data = world.payload(type, event.subject, std::move(data));
  place(event, world.state(event.subject), world.next_position());
  return event;
}

void play(const StreamType& about, const std::vector<std::string>& given, World& world) {
  for (const std::string& text : given) {
    const Event event = written(about, text, world);
    const StreamType& stream = world.type_of_stream(event.subject);
    if (&stream == &about)
      if (const auto refused = about.decide(world.state(event.subject), event, world))
        throw Unfit("given " + event.type->name + " is refused: " + refused->name);
    world.apply(stream, event);
  }
}

std::optional<std::string> text_at(const Json& line, std::string_view name) {
  const auto found = line.find(name);
  if (found == line.end()) return std::nullopt;
  return found->get<std::string>();
}

Event recorded(const StreamType& stream, const Json& line, World& world) {
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
  event.data = world.payload(*event.type, event.subject, line.at("data"));
  return event;
}

// Calls `visit` with each line of the sample that is an event of one of these streams.
template <class Visit>
void for_each_line(const std::vector<const StreamType*>& streams, const Visit& visit) {
  std::ifstream file(support::source_path("tests/data/lebak.jsonl"));
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
    World world(&stream, row.has_vault);
    play(stream, row.given, world);
    const Event event = written(stream, row.action, world);
    const auto refused = stream.decide(world.state(event.subject), event, world);
    return refused ? refused->name : "ok";
  } catch (const std::exception& unfit) {
    return unfit.what();
  }
}

std::string status_after(const StreamType& stream, const std::vector<std::string>& given) {
  try {
    World world(&stream);
    play(stream, given, world);
    const StreamState& state = world.state(stream.aggregate + "/one");
    return std::string(stream.moved_to ? stream.moved_to(state, world) : state.status);
  } catch (const std::exception& unfit) {
    return unfit.what();
  }
}

StreamState state_after(const StreamType& stream, const std::vector<std::string>& given,
                        const std::string& subject) {
  World world(&stream);
  play(stream, given, world);
  return std::move(world.state(subject));
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
  World world;
  for_each_line(programme::catalogue(), [&](const StreamType& stream, const Json& line) {
    const auto id = line.at("id").get<std::string>();
    try {
      Event event = recorded(stream, line, world);
      StreamState& state = world.state(event.subject);
      place(event, state, world.next_position());
      Json data = line.at("data");
      world.link(event, data);
      const bool asked = std::find(streams.begin(), streams.end(), &stream) != streams.end();
      const std::string complaint = asked ? complaint_about(event) : "";
      if (!complaint.empty()) complaints.push_back(id + ": " + event.type->name + " " + complaint);
      const auto refused = asked ? stream.decide(state, event, world) : std::nullopt;
      if (refused)
        complaints.push_back(id + ": " + event.type->name + " is refused: " + refused->name);
      world.apply(stream, event);
    } catch (const std::exception& unfit) {
      complaints.push_back(id + ": " + unfit.what());
    }
  });
  return complaints;
}

std::size_t apply_sample_in_disorder(const std::vector<const StreamType*>& streams) {
  std::size_t applied = 0;
  World world;
  std::map<std::string, std::pair<const StreamType*, std::vector<Event>>> events;
  for_each_line(streams, [&](const StreamType& stream, const Json& line) {
    Event event = recorded(stream, line, world);
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
      place(*event, state, state.last_position + 1);
      held.first->apply(state, *event);
      ++applied;
    }
  }
  return applied;
}

}  // namespace support
