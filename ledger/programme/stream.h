// A stream is one thing of the programme (a grant, a person) and everything that happened to it.
// Its file declares the events it knows, the state that they add up to, and which of them may
// follow which. Two functions carry it, both pure:
//
//   apply   the state after an event. Total: what is recorded is a fact, so nothing is checked.
//   decide  whether an event may be recorded in a state, or the rule that forbids it. It reads no
//           clock and no disk; what it needs of other streams comes in as Facts.
//
// A stream's steps are a table of its declaration: an event that `opens` needs a stream that does
// not exist; any other needs one that exists and, where `from` is given, a status of that list.
//
// Every stream whose events may be corrected also has `event_reversed`, and where a correction
// needs a second person `correction_approved`; history.h says what they do.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/core/check.h"
#include "ledger/programme/declaration.h"
#include "ledger/programme/event.h"
#include "ledger/programme/roles.h"

namespace programme {

// A rule said no. `rule` is its number in domain.md (I17), `state` or `reference`.
struct Refusal {
  std::string rule;
  std::string name;    // permanent: a name once given out is never changed or used again
  std::string detail;  // one sentence: what is and what would have to be; nothing personal
};
using Verdict = std::optional<Refusal>;  // nullopt: allowed

// A rule that domain.md numbers. What it judges is with the types that it is a rule of.
struct Rule {
  std::string_view number;  // "I17"
  std::string_view name;    // permanent, as a refusal's
  Title title;              // what it asks, one sentence
  std::string_view source;  // the paper that it comes from; empty: the programme's own order
};
int number_of(const Rule& rule);  // 17
// What breaks a rule: one sentence that says what is and what would have to be, nothing personal.
using Broken = std::optional<std::string>;  // nullopt: it holds

inline Verdict refuse_state(std::string name, std::string detail) {
  return Refusal{"state", std::move(name), std::move(detail)};
}

class OwnState {
 public:
  virtual ~OwnState() = default;
};

// What the events of one stream add up to.
struct StreamState {
  bool exists = false;      // an event of it counts
  std::string_view status;  // one of the stream's statuses
  std::uint64_t version = 0;
  std::uint64_t last_position = 0;
  std::string area;  // of the first event
  std::unique_ptr<OwnState> own;
};

// Who gave a personal value, of which nothing else is known.
struct Holder {
  std::string subject;  // whose key seals it
  std::string stream;   // whose event gave it
  std::string seal;     // Personal::seal() there
};

// What a decision may know of other streams: how they stand just before the event.
class Facts {
 public:
  virtual ~Facts() = default;
  // Null: there is no such stream. Valid until the decision is made.
  virtual const StreamState* stream(std::string_view name) const = 0;
  // Streams of an aggregate that ever named this one in a linked field, in the order of their keys.
  // Whether they still do is for their states to say: an event may have been corrected since.
  // `stream` may be a mark, "ntpn/09J8987HSD4567IJ": then those that gave it in a marked field.
  virtual std::vector<std::string> referring(std::string_view stream,
                                             std::string_view aggregate) const = 0;
  // Who else ever gave a value equal to this one of the subject's, whose field must be looked_up(),
  // in the order of the subjects; the subject may have given it before, under another seal. Whether
  // a holder's value counts is for the state of its stream to say: the event may have been
  // corrected, or never have come into the log.
  // nullopt: it cannot be told, since there is no vault here or the subject was erased. What
  // depends on it is then not judged.
  virtual std::optional<std::vector<Holder>> holders(std::string_view /*subject*/,
                                                     const Personal<std::string>& /*value*/) const {
    return std::nullopt;
  }
};

// Reads the data of one type of event; the type keeps it.
class DataReader {
 public:
  virtual ~DataReader() = default;
  virtual std::unique_ptr<Payload> read(const Json& data) const = 0;
};
template <class E>
class DataReaderOf : public DataReader {
 public:
  std::unique_ptr<Payload> read(const Json& data) const override {
    return std::make_unique<PayloadOf<E>>(fields.read(data));
  }
  Fields<E> fields;
};

// Whether a type wants the number of a paper and its digest, or a reason.
enum class Demand { optional, required };

class EventType {
 public:
  EventType();
  ~EventType();

  std::string name;  // "grant.sp2d_issued"
  int version = 1;
  Title title;
  std::vector<std::string_view> roles;  // the first speaks where none is named
  Demand basis = Demand::optional, reason = Demand::optional;
  bool opens = false;                  // the stream must be new
  bool may_open = false;               // the stream may be new, or in a status of `from`
  std::string_view opens_to;           // where it takes a new stream; empty: as `to` says
  std::vector<std::string_view> from;  // empty: any status but the end ones
  std::string_view to;                 // empty: the status stays
  std::string_view only_from;          // the status that goes on to `to`; empty: any does
  bool correctable = true;
  bool four_eyes = false;     // a correction counts when a second person has approved it
  bool destroys_key = false;  // of its stream's personal data, for ever
  std::vector<std::string_view> correctors;  // may correct it, beside the role that recorded it
  std::string_view basis_mark;               // the number of its paper is a mark under this word
  enum class Act { fact, reversal, approval } act = Act::fact;
  std::vector<Field> fields;

  struct Judged {
    const Rule* rule;
    std::function<Broken(const OwnState&, const Event&, const Facts&)> broken;
  };
  std::vector<Judged> rules;  // in the order of their numbers

  // A text that stands in the data itself, in clear; null: this event has none. For rules that are
  // the same in every stream (common_rules.h).
  struct Text {
    std::string_view field;
    const Format* format;
    std::function<const std::string*(const Event&)> of;
  };
  std::vector<Text> texts;

  std::unique_ptr<DataReader> reader;
  // Where `to` depends on the data, or on the state after the event.
  std::function<std::string_view(const OwnState&, const Event&)> lands;
  std::function<void(OwnState&, const Event&)> apply;
  std::function<Verdict(const OwnState&, const Event&, const Facts&)> decide;

  void add_rule(const Rule& rule,
                std::function<Broken(const OwnState&, const Event&, const Facts&)> broken);
  // Unless the field names a stream or holds a code.
  void add_text(std::string_view field, const Field& what,
                std::function<const std::string*(const Event&)> of);
  // `data` has passed the checks of `fields`, and is sealed.
  std::unique_ptr<Payload> read(const Json& data) const { return reader->read(data); }
  std::string schema_address() const {
    return "/v1/schemas/" + name + "/" + std::to_string(version);
  }
};

class StreamType {
 public:
  StreamType(std::string aggregate, Title title, std::vector<std::string_view> ends);
  StreamType(StreamType&&) noexcept;
  ~StreamType();

  // A new type of event, without anything but its names.
  EventType& add(std::string_view name, Title title);

  std::string aggregate;
  Title title;
  std::vector<std::string_view> ends;  // statuses in which nothing more happens
  std::vector<std::unique_ptr<EventType>> events;
  std::function<std::unique_ptr<OwnState>()> new_state;
  // The status that other streams have moved this one to; null: none does.
  std::function<std::string_view(const StreamState&, const Facts&)> moved_to;

  StreamState none() const {
    StreamState made;
    made.own = new_state();
    return made;
  }
  // Requires an event that counts: neither a reversal nor an approval.
  void apply(StreamState& state, const Event& event) const;
  // The verdict of the first rule that is broken, in the order of their numbers; then of the order
  // of steps; then of the type's own `decide`. `event` has passed the checks of its declaration.
  Verdict decide(const StreamState& state, const Event& event, const Facts& facts) const;
};

template <class State>
struct HeldState : OwnState {
  State value;
};

// The own state of a stream of the namespace whose State it is; null where the stream is not there.
template <class State>
const State* own(const StreamState* state) {
  const auto* held = state ? dynamic_cast<const HeldState<State>*>(state->own.get()) : nullptr;
  return held ? &held->value : nullptr;
}

inline const std::string* text_in(const std::string& held) { return &held; }
inline const std::string* text_in(const std::optional<std::string>& held) {
  return held ? &*held : nullptr;
}

// Writes one event's declaration; each call adds to it.
template <class State, class E>
class EventBuilder {
 public:
  explicit EventBuilder(EventType& type) : type_(type) {
    auto reader = std::make_unique<DataReaderOf<E>>();
    fields_ = &reader->fields;
    type_.reader = std::move(reader);
  }
  EventBuilder& by(std::vector<std::string_view> roles) {
    type_.roles = std::move(roles);
    return *this;
  }
  EventBuilder& needs_basis() {
    type_.basis = Demand::required;
    return *this;
  }
  EventBuilder& needs_reason() {
    type_.reason = Demand::required;
    return *this;
  }
  EventBuilder& opens(std::string_view to) {
    type_.opens = true;
    type_.to = to;
    return *this;
  }
  EventBuilder& may_open(std::string_view to, std::vector<std::string_view> from) {
    type_.may_open = true;
    return step(std::move(from), to);
  }
  // Without a place in the order: it takes a new stream to a status and leaves any other's alone.
  EventBuilder& may_open(std::string_view to) {
    type_.may_open = true;
    type_.opens_to = to;
    return *this;
  }
  EventBuilder& step(std::vector<std::string_view> from, std::string_view to = {}) {
    type_.from = std::move(from);
    type_.to = to;
    return *this;
  }
  // Without a place in the order: it takes the stream from one status on to the next, and leaves
  // any other alone.
  EventBuilder& moves_on(std::string_view from, std::string_view to) {
    type_.only_from = from;
    type_.to = to;
    return *this;
  }
  // A step whose end depends on the data: documents that were tested may have passed or not. Or on
  // the stream's state, in which the event counts already: a report that was overdue is overdue
  // again when it is returned. Called with (E) or (State, E).
  template <class Lands>
  EventBuilder& step_by(std::vector<std::string_view> from, Lands lands) {
    type_.from = std::move(from);
    type_.lands = [lands](const OwnState& state, const Event& event) -> std::string_view {
      if constexpr (std::is_invocable_v<const Lands&, const E&>)
        return lands(*event.as<E>());
      else
        return lands(of(state), *event.as<E>());
    };
    return *this;
  }
  EventBuilder& never_corrected() {
    type_.correctable = false;
    return *this;
  }
  EventBuilder& corrected_by(std::vector<std::string_view> higher_roles) {
    type_.correctors = std::move(higher_roles);
    return *this;
  }
  // What is personal of this stream can never be read again.
  EventBuilder& destroys_key() {
    type_.destroys_key = true;
    return never_corrected();
  }
  // Money from the SP2D on.
  EventBuilder& four_eyes() {
    type_.four_eyes = true;
    return *this;
  }
  template <class Member>
  EventBuilder& field(std::string_view name, Member E::*member, Field what, Title title) {
    if constexpr (requires(const Member& held) { text_in(held); })
      type_.add_text(name, what,
                     [member](const Event& event) { return text_in(event.as<E>()->*member); });
    fields_->field(name, member, std::move(what), title);
    type_.fields = fields_->table;
    return *this;
  }
  // A numbered rule, which must outlive the declaration. It is asked before the order of steps is,
  // so it has to be total, as apply is: of a stream that does not exist too. Another stream that is
  // not there breaks no rule: that a reference names something is asked before.
  // Called with (State, E, Event) or (State, E, Event, Facts).
  template <class Judge>
  EventBuilder& rule(const Rule& rule, Judge judge) {
    type_.add_rule(
        rule, [judge](const OwnState& state, const Event& event, const Facts& facts) -> Broken {
          return ask(judge, state, event, facts);
        });
    return *this;
  }
  // The number of the paper can tell which streams gave it: Facts::referring("WORD/NUMBER", …).
  EventBuilder& marks_basis(std::string_view word) {
    type_.basis_mark = word;
    return *this;
  }
  // Called with (State, E, Event).
  template <class Apply>
  EventBuilder& applies(Apply apply) {
    type_.apply = [apply](OwnState& state, const Event& event) {
      apply(static_cast<HeldState<State>&>(state).value, *event.as<E>(), event);
    };
    return *this;
  }
  // Called with (State, E, Event) or (State, E, Event, Facts).
  template <class Judge>
  EventBuilder& decides(Judge judge) {
    type_.decide = [judge](const OwnState& state, const Event& event,
                           const Facts& facts) -> Verdict {
      return ask(judge, state, event, facts);
    };
    return *this;
  }

 private:
  static const State& of(const OwnState& state) {
    return static_cast<const HeldState<State>&>(state).value;
  }
  template <class Judge>
  static auto ask(const Judge& judge, const OwnState& state, const Event& event,
                  const Facts& facts) {
    if constexpr (std::is_invocable_v<const Judge&, const State&, const E&, const Event&,
                                      const Facts&>)
      return judge(of(state), *event.as<E>(), event, facts);
    else
      return judge(of(state), *event.as<E>(), event);
  }

  EventType& type_;
  Fields<E>* fields_;  // of the type's reader
};

// Takes back the event that its `corrects` names.
struct EventReversed {};
// Lets a correction count.
struct CorrectionApproved {
  std::uint64_t correction = 0;  // its position
};

// With the two above, as far as the stream's other events ask for them, and with the rules that
// hold in every stream (common_rules.h).
StreamType complete(StreamType stream);

// Writes one stream's declaration.
template <class State>
class StreamBuilder {
 public:
  StreamBuilder(std::string aggregate, Title title, std::vector<std::string_view> ends = {})
      : type_(std::move(aggregate), title, std::move(ends)) {
    type_.new_state = [] { return std::make_unique<HeldState<State>>(); };
  }
  template <class E>
  EventBuilder<State, E> event(std::string_view name, Title title) {
    return EventBuilder<State, E>(type_.add(name, title));
  }
  // Called with (StreamState, State, Facts).
  template <class Moved>
  StreamBuilder& moved_by_others(Moved moved_to) {
    type_.moved_to = [moved_to](const StreamState& state, const Facts& facts) -> std::string_view {
      return moved_to(state, static_cast<const HeldState<State>&>(*state.own).value, facts);
    };
    return *this;
  }
  StreamType build() { return complete(std::move(type_)); }

 private:
  StreamType type_;
};

}  // namespace programme
