#include "ledger/programme/states.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/pending_log.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

const std::string kawasan = "kawasan/lebak-kasepuhan";
const StreamType& type() { return *find_stream("kawasan"); }

std::string text_of(const StreamState& state) {
  return std::string(state.status) + " v" + std::to_string(state.version) + " p" +
         std::to_string(state.last_position) + " " + state.area;
}

}  // namespace

TEST_CASE("a state is folded from the stream's own events, once") {
  const support::PendingLog log(support::whole_sample().ledger());
  States states;
  const auto state = states.of(kawasan, type(), log);
  REQUIRE(state);
  const std::size_t events = (*state)->version;
  CHECK(events == log.stream_positions(kawasan)->size());
  CHECK(log.records_read == events);

  REQUIRE(states.of(kawasan, type(), log).value() == *state);
  CHECK(log.records_read == events);
}

TEST_CASE("a state that was forgotten is folded again to the same") {
  const support::PendingLog log(support::whole_sample().ledger());
  States states;
  const std::string before = text_of(**states.of(kawasan, type(), log));
  states.forget(kawasan);
  states.forget("kawasan/never-seen");
  CHECK(text_of(**states.of(kawasan, type(), log)) == before);
  CHECK(log.records_read == 2 * log.stream_positions(kawasan)->size());
}

TEST_CASE("a stream that is not in the log has the state of none") {
  const support::PendingLog log(support::whole_sample().ledger());
  States states;
  CHECK(text_of(**states.of("kawasan/nowhere", type(), log)) == " v0 p0 ");
}

TEST_CASE("a record that cannot be read gives no state, and none is kept") {
  class Damaged : public support::PendingLog {
   public:
    using PendingLog::PendingLog;
    ledger::Result<std::string> record(std::uint64_t) const override { return "{}"; }
  };
  States states;
  const Damaged damaged(support::whole_sample().ledger());
  const auto state = states.of(kawasan, type(), damaged);
  REQUIRE_FALSE(state);
  CHECK(state.error().code == ledger::Code::corrupt);
  const support::PendingLog log(support::whole_sample().ledger());
  CHECK((*states.of(kawasan, type(), log))->version > 0);
}

}  // namespace programme
