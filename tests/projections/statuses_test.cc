#include "projections/statuses.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/projections/folded.h"

namespace {

using projections::Statuses;
using projections::Streams;
using projections::Told;

// The status after each event, as one who sees them all and as one who begins at the last.
struct Seen {
  std::vector<std::string> all;
  std::string last;
};

Seen statuses(const std::vector<std::string>& texts) {
  std::vector<Told> told = projections::told(texts);
  const Streams streams = [&](const std::string& stream) -> ledger::Result<programme::History> {
    programme::History out;
    for (const Told& one : told) {
      auto event = one.read();
      if (event.subject == stream) out.add(std::move(event));
    }
    return out;
  };
  Seen out;
  Statuses from_start, from_end;
  for (std::size_t i = 0; i < told.size(); ++i) {
    auto event = told[i].read();
    event.stream_version = i + 1;
    out.all.emplace_back(from_start.after(event, streams).value());
    if (i + 1 == told.size()) out.last = from_end.after(event, streams).value();
  }
  return out;
}

const std::string matched = R"(placement.candidate_matched placement/A {"person": "person/P"})",
                  referred = "placement.candidate_referred placement/A {}",
                  made = "placement.made placement/A {}";

}  // namespace

TEST_CASE("each event's status is that of its stream after it, wherever one begins") {
  const Seen seen = statuses({matched, referred, made});
  CHECK(seen.all == std::vector<std::string>{"matched", "referred", "placed"});
  CHECK(seen.last == "placed");
}

TEST_CASE("after a correction the status is that of what counts") {
  const Seen seen = statuses({matched, referred, "placement.event_reversed@1 placement/A {}",
                              R"(placement.candidate_rejected placement/A {})"});
  CHECK(seen.all == std::vector<std::string>{"matched", "referred", "", "rejected"});
  CHECK(seen.last == "rejected");
}

TEST_CASE("a stream that cannot be read gives no status") {
  const Streams none = [](const std::string&) -> ledger::Result<programme::History> {
    return ledger::fail(ledger::Code::corrupt, "damaged");
  };
  auto event = projections::told({referred}).front().read();
  event.stream_version = 2;
  CHECK_FALSE(Statuses().after(event, none));
}

TEST_CASE("what a stream's own state says beyond its steps is in its status") {
  const auto* rembuk = programme::find_stream("rembuk");
  programme::StreamState state = rembuk->none();
  state.status = "held";
  CHECK(projections::own_status(*rembuk, state) == "held");
}
