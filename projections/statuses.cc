#include "projections/statuses.h"

#include "ledger/core/check.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::StreamState;

// Streams held in memory; past it all are let go and come back as they are met.
constexpr std::size_t held_max = 200'000;

class NoFacts : public programme::Facts {
 public:
  const StreamState* stream(std::string_view) const override { return nullptr; }
  std::vector<std::string> referring(std::string_view, std::string_view) const override {
    return {};
  }
};

}  // namespace

std::string_view own_status(const programme::StreamType& stream, const StreamState& state) {
  return stream.moved_to ? stream.moved_to(state, NoFacts()) : state.status;
}

ledger::Result<std::string_view> Statuses::after(const programme::Event& event,
                                                 const Streams& streams) {
  if (programme::changes_history(event)) {
    held_.erase(event.subject);
    return std::string_view();
  }
  const auto* stream = programme::find_stream(programme::aggregate_of(event.subject));
  LEUIT_CHECK(stream != nullptr);
  const auto known = held_.find(event.subject);
  if (known != held_.end()) {
    stream->apply(known->second, event);
    return own_status(*stream, known->second);
  }
  if (held_.size() >= held_max) held_.clear();
  StreamState state = stream->none();
  if (event.stream_version > 1) {
    const auto history = streams(event.subject);
    if (!history) return tl::unexpected(history.error());
    state = programme::fold(*stream, *history);
  } else {
    stream->apply(state, event);
  }
  return own_status(*stream, held_.emplace(event.subject, std::move(state)).first->second);
}

}  // namespace projections
