#include "ledger/programme/states.h"

#include <algorithm>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"

namespace programme {
namespace {

using ledger::Result;

// States held in memory. Where there are more streams than this, all are dropped at once and come
// back as they are asked for.
constexpr std::size_t held_max = 100'000;

// Calls `visit` with each event of a stream, in order, until it returns false.
Result<void> read_stream(const std::string& stream, const ledger::Pending& log,
                         const std::function<bool(Event)>& visit) {
  const auto positions = log.stream_positions(stream);
  if (!positions) return tl::unexpected(positions.error());
  for (const std::uint64_t position : *positions) {
    const auto record = log.record(position);
    if (!record) return tl::unexpected(record.error());
    auto event = read_record(*record);
    if (!event) return tl::unexpected(event.error());
    if (!visit(std::move(*event))) return {};
  }
  return {};
}

}  // namespace

Result<History> history_of(const std::string& stream, const ledger::Pending& log) {
  History history;
  auto read = read_stream(stream, log, [&](Event event) {
    history.add(std::move(event));
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  return history;
}

void States::trim() {
  if (held_.size() >= held_max) held_.clear();
}

Result<bool> States::is_erased(const std::string& stream, const ledger::Pending& log) {
  if (!erased_) {
    const auto names = log.claims_under(erased_prefix());
    if (!names) return tl::unexpected(names.error());
    erased_.emplace();
    for (const std::string& name : *names) erased_->insert(found_by(name));
  }
  return erased_->contains(stream);
}

Result<StreamState*> States::of(const std::string& stream, const StreamType& type,
                                const ledger::Pending& log) {
  const auto known = held_.find(stream);
  if (known != held_.end()) return &known->second;
  StreamState state = type.none();
  bool corrected = false;
  auto read = read_stream(stream, log, [&](const Event& event) {
    corrected = changes_history(event);
    if (!corrected) type.apply(state, event);
    return !corrected;
  });
  if (!read) return tl::unexpected(read.error());
  if (corrected) {
    const auto history = history_of(stream, log);
    if (!history) return tl::unexpected(history.error());
    state = fold(type, *history);
  }
  return &held_.emplace(stream, std::move(state)).first->second;
}

const StreamState* LogFacts::stream(std::string_view name) const {
  const StreamType* type = find_stream(aggregate_of(name));
  if (type == nullptr || error_) return nullptr;
  auto state = states_.of(std::string(name), *type, log_);
  if (!state) return error_ = state.error(), nullptr;
  return (*state)->version == 0 ? nullptr : *state;
}

std::vector<std::string> LogFacts::referring(std::string_view stream,
                                             std::string_view aggregate) const {
  std::vector<std::string> out;
  const auto names = log_.claims_under(link_prefix(stream, aggregate));
  if (!names) return error_ = names.error(), out;
  for (const std::string& name : *names) {
    std::string found = found_by(name);
    if (out.empty() || out.back() != found) out.push_back(std::move(found));
  }
  return out;
}

std::optional<std::vector<Holder>> LogFacts::holders(std::string_view subject,
                                                     const Personal<std::string>& value) const {
  std::optional<std::vector<Holder>> out;
  if (vault_ != nullptr && !error_) {
    auto found = vault_->lookups().of_same_value(subject, value.seal());
    if (!found)
      error_ = found.error();
    else if (*found)
      for (ledger::Lookup& one : out.emplace(), **found)
        out->push_back({std::move(one.subject), std::move(one.stream), std::move(one.seal)});
  }
  return out;
}

}  // namespace programme
