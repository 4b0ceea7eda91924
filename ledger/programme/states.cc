#include "ledger/programme/states.h"

#include "ledger/programme/codec.h"

namespace programme {
namespace {

// States held in memory. Where there are more streams than this, all are dropped at once and come
// back as they are asked for.
constexpr std::size_t held_max = 100'000;

}  // namespace

ledger::Result<StreamState*> States::of(const std::string& stream, const StreamType& type,
                                        const ledger::Pending& log) {
  const auto known = held_.find(stream);
  if (known != held_.end()) return &known->second;
  if (held_.size() >= held_max) held_.clear();
  StreamState state = type.none();
  const auto positions = log.stream_positions(stream);
  if (!positions) return tl::unexpected(positions.error());
  for (const std::uint64_t position : *positions) {
    const auto record = log.record(position);
    if (!record) return tl::unexpected(record.error());
    const auto event = read_record(*record);
    if (!event) return tl::unexpected(event.error());
    type.apply(state, *event);
  }
  return &held_.emplace(stream, std::move(state)).first->second;
}

}  // namespace programme
