#include "ledger/programme/stream.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/sample_ledger.h"
#include "tests/support/stream_table.h"

namespace programme {
namespace {

struct Nothing {};
struct Tested {
  bool passed = false;
};
struct Count {
  int noted = 0;
};

// A small thing that is opened, tested (again and again), noted upon, and closed.
const StreamType& thing() {
  static const StreamType type = [] {
    StreamBuilder<Count> s("thing", {"Benda", "Thing"}, {"closed"});
    s.event<Nothing>("opened", {}).opens("open");
    s.event<Nothing>("entered", {}).may_open("open", {"tested"});
    s.event<Nothing>("noted", {})
        .may_open("known")
        .applies([](Count& state, const Nothing&, const Event&) { ++state.noted; })
        .decides([](const Count& state, const Nothing&, const Event&) -> Verdict {
          if (state.noted < 2) return {};
          return refuse_state("noted_twice", "it is noted twice");
        });
    s.event<Tested>("tested", {})
        .step_by({"open", "known"},
                 [](const Tested& e) { return e.passed ? std::string_view("tested") : "open"; })
        .field("passed", &Tested::passed, boolean(), {});
    s.event<Nothing>("examined", {}).moves_on("open", "examined");
    s.event<Nothing>("closed", {}).step({}, "closed");
    s.event<Nothing>("reopened", {}).step({"closed"}, "open");
    s.event<Nothing>("restored", {}).step_by({"closed"}, [](const Count& state, const Nothing&) {
      return state.noted > 0 ? std::string_view("known") : "open";
    });
    return s.build();
  }();
  return type;
}

}  // namespace

TEST_CASE("an event is taken where the table of steps has it") {
  const std::vector<support::Row> rows = {
      {"opens a new stream", {}, "opened", "ok"},
      {"opens one that is there", {"opened"}, "opened", "stream_exists"},
      {"opens one that ended", {"opened", "closed"}, "opened", "stream_exists"},
      {"follows nothing", {}, "closed", "stream_not_open"},
      {"may open", {}, "entered", "ok"},
      {"may follow its statuses", {"opened", R"(tested {"passed":true})"}, "entered", "ok"},
      {"may not follow others", {"opened"}, "entered", "step_out_of_order"},
      {"may open without a place in the order", {}, "noted", "ok"},
      {"follows any status", {"opened"}, "noted", "ok"},
      {"follows any status but an end", {"opened", "closed"}, "noted", "step_out_of_order"},
      {"follows an end that it names", {"opened", "closed"}, "reopened", "ok"},
      {"moves on from no end", {"opened", "closed"}, "examined", "step_out_of_order"},
      {"closes twice", {"opened", "closed"}, "closed", "step_out_of_order"},
      {"the step before the rule", {"noted", "noted", "closed"}, "noted", "step_out_of_order"},
      {"a rule of its own", {"noted", "noted"}, "noted", "noted_twice"},
  };
  CHECK(support::mismatches(thing(), rows) == std::vector<std::string>{});
}

TEST_CASE("an event takes its stream where its declaration says") {
  struct Row {
    std::vector<std::string> given;
    const char* status;
  };
  const auto row = GENERATE(values<Row>({
      {{}, ""},
      {{"opened"}, "open"},
      {{"entered"}, "open"},
      {{"noted"}, "known"},
      {{"opened", "noted"}, "open"},
      {{"opened", R"(tested {"passed":true})"}, "tested"},
      {{"opened", R"(tested {"passed":false})"}, "open"},
      {{"opened", "examined"}, "examined"},
      {{"opened", R"(tested {"passed":true})", "examined"}, "tested"},
      {{"opened", "closed"}, "closed"},
      {{"opened", "closed", "reopened"}, "open"},
      {{"opened", "closed", "restored"}, "open"},
      {{"opened", "noted", "closed", "restored"}, "known"},
  }));
  CHECK(support::status_after(thing(), row.given) == row.status);
}

TEST_CASE("the state keeps the area of the first event, and place and version of the last") {
  StreamState state = thing().none();
  Event event;
  event.type = thing().events.front().get();
  event.data = event.type->read(Json::object());
  event.area = "36.02";
  event.stream_version = 1;
  event.position = 7;
  thing().apply(state, event);
  event.area = "36.02.27";
  event.stream_version = 2;
  event.position = 9;
  thing().apply(state, event);

  CHECK(state.area == "36.02");
  CHECK(state.version == 2);
  CHECK(state.last_position == 9);
}

TEST_CASE("what is recorded is a fact: every stream takes its events in any order") {
  CHECK(support::apply_sample_in_disorder(catalogue()) == 2 * support::sample_lines().size());
}

}  // namespace programme
