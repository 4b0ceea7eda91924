#include "ledger/programme/judging.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/stream_table.h"

namespace programme {
namespace {

// A log of one stream, and what else is said about it.
class OneStream : public Grounds {
 public:
  explicit OneStream(const std::vector<std::string>& given)
      : state_(support::state_after(*find_stream("kawasan"), given, "kawasan/one")) {}

  std::uint64_t size() const override { return 9; }
  ledger::Result<bool> holds(const std::string& stream) override {
    return stream != "institution/none";
  }
  ledger::Result<bool> is_erased(const std::string& stream) override {
    return stream == "person/erased";
  }
  ledger::Result<StreamState*> state(const std::string&, const StreamType&) override {
    return &state_;
  }
  void set_state(const std::string&, StreamState state) override { state_ = std::move(state); }
  ledger::Result<History> history(const std::string&) override { return History(); }
  const Facts& facts() override { return facts_; }
  ledger::Result<void> facts_were_read() override {
    if (is_unreadable) return ledger::fail(ledger::Code::unavailable, "the disk is gone");
    return {};
  }

  const StreamState& now() const { return state_; }
  bool is_unreadable = false;

 private:
  StreamState state_;
  support::NoFacts facts_;
};

const std::string proposed = R"(proposed {"name": "Lebak", "criteria": ["urban"]})";

Event tagged(const std::string& leap) {
  Event event;
  event.type = find_type("kawasan.policy_tagged");
  event.subject = "kawasan/one";
  event.area = "36.02";
  event.role = "programme_officer";
  event.position = event.place = 9;
  event.stream_version = 3;
  event.data = event.type->read({{"leap", leap}, {"list_version", "2023"}});
  return event;
}

std::string verdict(Judging& judging, Event event, const Named& named, Grounds& grounds) {
  const auto verdict = judging.verdict(event, named, grounds);
  if (!verdict) return verdict.error().message;
  return *verdict ? (*verdict)->name : "ok";
}

}  // namespace

TEST_CASE("a type is recorded in its roles, and corrected in others too") {
  const EventType& verified = *find_type("partner.verified");
  CHECK(may_record(verified, "verifier", false));
  CHECK(may_record(verified, "programme_officer", false));
  CHECK_FALSE(may_record(verified, "kpa", false));
  CHECK(may_record(*find_type("monitoring.visit_planned"), "monitor", true));
  CHECK_FALSE(may_record(*find_type("grant.funds_credited"), "auditor", false));
  CHECK_FALSE(may_record(*find_type("grant.funds_credited"), "auditor", true));
}

TEST_CASE("references are asked before who was erased, and rules after both") {
  struct Row {
    const char* what;
    Named named;
    std::string leap, outcome;
  };
  const auto row = GENERATE(values<Row>({
      {"nothing", {}, "L2", "ok"},
      {"a rule", {}, "L1", "policy_tagged_already"},
      {"an unknown stream", {{"institution/none"}, {}, false}, "L2", "reference_unknown"},
      {"and a rule", {{"institution/none"}, {}, false}, "L1", "reference_unknown"},
      {"and who was erased",
       {{"institution/none"}, {"person/erased"}, true},
       "L1",
       "reference_unknown"},
      {"a stream that is there", {{"institution/some"}, {}, false}, "L2", "ok"},
      {"who was erased", {{"institution/some"}, {"person/erased"}, false}, "L1", "subject_erased"},
      {"a key that is gone", {{}, {}, true}, "L1", "subject_erased"},
      {"somebody else", {{}, {"person/other"}, false}, "L2", "ok"},
  }));
  INFO(row.what);
  OneStream log({proposed, R"(policy_tagged {"leap": "L1", "list_version": "2023"})"});
  Judging judging(*find_stream("kawasan"));
  CHECK(verdict(judging, tagged(row.leap), row.named, log) == row.outcome);
}

TEST_CASE("what was allowed moves the state on, and nothing else does") {
  OneStream log({proposed});
  Judging judging(*find_stream("kawasan"));
  Event event = tagged("L1");
  REQUIRE_FALSE(*judging.forbidden(event, log));
  REQUIRE_FALSE(*judging.verdict(event, {}, log));
  CHECK(log.now().version == 1);
  REQUIRE(judging.settle(event, log));
  CHECK(log.now().version == 3);
  CHECK_FALSE(judging.changes_history());
}

TEST_CASE("an event of another area, or a correction past the end, goes no further") {
  OneStream log({proposed});
  Judging judging(*find_stream("kawasan"));
  Event event = tagged("L1");
  event.area = "94.04";
  CHECK(judging.forbidden(event, log).value().has_value());
  event.area = "36.02.27";
  CHECK_FALSE(judging.forbidden(event, log).value().has_value());
  event.corrects = 9;
  CHECK(verdict(judging, std::move(event), {}, log) == "reference_unknown");
}

TEST_CASE("facts that could not be read decide nothing") {
  OneStream log({proposed});
  log.is_unreadable = true;
  Judging judging(*find_stream("kawasan"));
  CHECK(verdict(judging, tagged("L1"), {}, log) == "the disk is gone");
}

}  // namespace programme
