#include "ledger/programme/history.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/stream_table.h"

namespace programme {
namespace {

// A thing whose `set` may be corrected, whose `pay` needs a second person, and whose `sealed`
// never.
struct State {
  std::int64_t value = 0;
};
struct Opened {};
struct Set {
  std::int64_t value = 0;
};
struct Paid {
  std::int64_t value = 0;
};
struct Sealed {};

const StreamType& thing() {
  static const StreamType type = [] {
    StreamBuilder<State> s("thing", {"Benda", "Thing"}, {"ended"});
    s.event<Opened>("opened", {"Dibuka", "Opened"}).by({"ppk"}).opens("open");
    s.event<Set>("set", {"Ditetapkan", "Set"})
        .by({"ppk", "bank"})
        .corrected_by({"kpa"})
        .field("value", &Set::value, integer(0, 100), {"Nilai", "Value"})
        .decides([](const State& state, const Set& e, const Event&) -> Verdict {
          if (e.value >= state.value) return {};
          return refuse_state("value_falls", "the value only rises");
        })
        .applies([](State& state, const Set& e, const Event&) { state.value = e.value; });
    s.event<Paid>("paid", {"Dibayar", "Paid"})
        .by({"bank"})
        .corrected_by({"kpa"})
        .four_eyes()
        .field("value", &Paid::value, integer(0, 100), {"Nilai", "Value"})
        .applies([](State& state, const Paid& e, const Event&) { state.value += e.value; });
    s.event<Sealed>("sealed", {"Disegel", "Sealed"}).by({"ppk"}).never_corrected();
    return s.build();
  }();
  return type;
}

class NoFacts : public Facts {
 public:
  const StreamState* stream(std::string_view) const override { return nullptr; }
  std::vector<std::string> referring(std::string_view, std::string_view) const override {
    return {};
  }
};

struct Written {
  std::string type;
  std::optional<std::uint64_t> corrects;
  std::string data = "{}", actor = "a", role = "ppk";
};

Event made(const Written& written, std::uint64_t position) {
  Event out;
  for (const auto& type : thing().events)
    if (type->name == "thing." + written.type) out.type = type.get();
  REQUIRE(out.type != nullptr);
  out.subject = "thing/one";
  out.area = "36.02";
  out.actor = written.actor;
  out.role = written.role;
  out.corrects = written.corrects;
  out.position = out.place = position;
  out.stream_version = position + 1;
  out.data = out.type->read(Json::parse(written.data));
  return out;
}

History history_of(const std::vector<Written>& events) {
  History out;
  for (const auto& event : events) out.add(made(event, out.version()));
  return out;
}

// What counts, as `position of the event@place`.
std::string counting(const std::vector<Written>& events) {
  std::string out;
  const History history = history_of(events);
  for (const Event* event : history.counting())
    out += (out.empty() ? "" : " ") + std::to_string(event->position) + "@" +
           std::to_string(event->place);
  return out;
}

// "ok", or the name of the refusal of the last event after the others.
std::string outcome(std::vector<Written> events) {
  const Written last = events.back();
  events.pop_back();
  History history = history_of(events);
  Event event = made(last, events.size());
  if (changes_history(event) && !history.may_correct(event)) return "forbidden";
  if (const auto refused = history.allows(event)) return refused->name;
  const auto before = history.counting();
  const std::uint64_t at = event.position;
  history.add(std::move(event));
  const auto verdict =
      judge(thing(), before, history.counting(), history.find(at)->place, NoFacts());
  return verdict ? verdict->name : "ok";
}

const Written open{"opened", {}}, set5{"set", {}, R"({"value": 5})"},
    set7{"set", {}, R"({"value": 7})"}, paid{"paid", {}, R"({"value": 9})", "teller", "bank"},
    seal{"sealed", {}};

Written corrected(std::uint64_t target, const std::string& value) {
  return {"set", target, R"({"value": )" + value + "}"};
}
Written reversed(std::uint64_t target) { return {"event_reversed", target}; }
Written repaid(std::uint64_t target) {
  return {"paid", target, R"({"value": 8})", "teller", "bank"};
}
Written approved(std::uint64_t correction, const std::string& by = "chief",
                 const std::string& role = "kpa") {
  return {"correction_approved",
          {},
          R"({"correction": ")" + std::to_string(correction) + "\"}",
          by,
          role};
}

}  // namespace

TEST_CASE("a correction counts in the place of what it names, a reversal takes it away") {
  CHECK(counting({open, set5, set7}) == "0@0 1@1 2@2");
  CHECK(counting({open, set5, set7, corrected(1, "6")}) == "0@0 3@1 2@2");
  CHECK(counting({open, set5, set7, corrected(1, "6"), corrected(3, "4")}) == "0@0 4@1 2@2");
  CHECK(counting({open, set5, set7, reversed(1)}) == "0@0 2@2");
  CHECK(counting({open, set5, corrected(1, "6"), reversed(2)}) == "0@0 1@1");
  CHECK(counting({open, set5, reversed(1), reversed(2)}) == "0@0 1@1");
  CHECK(counting({open, set5, corrected(1, "6"), corrected(2, "7"), reversed(3)}) == "0@0 2@1");
}

TEST_CASE("where four eyes are asked for, a correction waits for its approval") {
  CHECK(counting({open, paid, repaid(1)}) == "0@0 1@1");
  CHECK(counting({open, paid, repaid(1), approved(2)}) == "0@0 2@1");
  CHECK(counting({open, paid, reversed(1)}) == "0@0 1@1");
  CHECK(counting({open, paid, reversed(1), approved(2)}) == "0@0");
  // What never counted is withdrawn by one person.
  CHECK(counting({open, paid, repaid(1), reversed(2)}) == "0@0 1@1");
  CHECK(counting({open, paid, repaid(1), reversed(2), repaid(1), approved(4)}) == "0@0 4@1");
}

TEST_CASE("a correction is judged by its chain, its role, and what follows from it") {
  struct Row {
    std::string title;
    std::vector<Written> events;
    std::string outcome;
  };
  Written by_member = corrected(1, "6"), by_kpa = corrected(1, "6"), other = corrected(1, "6");
  by_member.role = "member";
  by_kpa.role = "kpa";
  other.role = "bank";
  const std::vector<Row> rows = {
      {"a correction", {open, set5, corrected(1, "6")}, "ok"},
      {"by a higher role", {open, set5, by_kpa}, "ok"},
      {"by a role that did not record it", {open, set5, other}, "forbidden"},
      {"by a stranger", {open, set5, by_member}, "forbidden"},
      {"of what was corrected",
       {open, set5, corrected(1, "6"), corrected(1, "7")},
       "correction_not_latest"},
      {"of the correction", {open, set5, corrected(1, "6"), corrected(2, "7")}, "ok"},
      {"after its reversal", {open, set5, corrected(1, "6"), reversed(2), corrected(1, "7")}, "ok"},
      {"of what was reversed",
       {open, set5, reversed(1), corrected(1, "6")},
       "correction_not_latest"},
      {"a reversal's reversal", {open, set5, reversed(1), reversed(2)}, "ok"},
      {"of another type", {open, set5, corrected(0, "6")}, "correction_of_other_type"},
      {"of another stream", {open, set5, corrected(17, "6")}, "correction_of_other_stream"},
      {"of what is never corrected", {open, seal, reversed(1)}, "event_never_corrected"},
      {"so that what follows still holds", {open, set5, set7, corrected(1, "7")}, "ok"},
      {"so that what follows breaks", {open, set5, set7, corrected(1, "8")}, "value_falls"},
      {"of the opening", {open, set5, reversed(0)}, "stream_not_open"},
      {"of all there is", {open, reversed(0)}, "ok"},
      {"while one waits", {open, paid, repaid(1), repaid(1)}, "correction_not_latest"},
      {"approved", {open, paid, repaid(1), approved(2)}, "ok"},
      {"approved by oneself",
       {open, paid, repaid(1), approved(2, "teller")},
       "correction_needs_second_person"},
      {"approved in the role that records it",
       {open, paid, repaid(1), approved(2, "teller-2", "bank")},
       "ok"},
      {"approved in a role of other events alone",
       {open, paid, repaid(1), approved(2, "officer", "ppk")},
       "forbidden"},
      {"approved twice",
       {open, paid, repaid(1), approved(2), approved(2)},
       "correction_not_waiting"},
      {"approved and no correction", {open, paid, approved(1)}, "correction_not_waiting"},
      {"approved after it was withdrawn",
       {open, paid, repaid(1), reversed(2), approved(2)},
       "correction_not_waiting"},
      {"approved where one person suffices",
       {open, set5, corrected(1, "6"), approved(2)},
       "correction_not_waiting"},
  };
  for (const Row& row : rows) {
    INFO(row.title);
    CHECK(outcome(row.events) == row.outcome);
  }
}

TEST_CASE("a corrected stream adds up to what counts, at the version of all that was recorded") {
  const History history = history_of({open, set5, set7, corrected(1, "6"), reversed(2)});
  const StreamState state = fold(thing(), history);
  CHECK(own<State>(&state)->value == 6);
  CHECK(state.version == 5);
  CHECK(state.last_position == 4);
  CHECK(state.status == "open");
  CHECK_FALSE(fold(thing(), history_of({open, reversed(0)})).exists);
}

TEST_CASE("each stream whose events may be corrected has a reversal, money an approval") {
  std::string wrong;
  for (const StreamType* stream : catalogue()) {
    bool correctable = false, four_eyes = false;
    for (const auto& type : stream->events) {
      if (type->act != EventType::Act::fact) continue;
      correctable |= type->correctable;
      four_eyes |= type->correctable && type->four_eyes;
      if (type->four_eyes && type->correctors.empty()) wrong += type->name + " has no corrector\n";
    }
    if (correctable != (find_type(stream->aggregate + ".event_reversed") != nullptr))
      wrong += stream->aggregate + " and its reversal\n";
    if (four_eyes != (find_type(stream->aggregate + ".correction_approved") != nullptr))
      wrong += stream->aggregate + " and its approval\n";
  }
  CHECK(wrong == "");
}

}  // namespace programme
