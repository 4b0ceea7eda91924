#include "ledger/programme/sweep.h"

#include <set>
#include <utility>

#include "ledger/core/sha256.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/deadlines.h"
#include "ledger/programme/shared_values.h"
#include "ledger/programme/values.h"

namespace programme {
namespace {

using ledger::Result;

constexpr std::size_t id_bytes_max = 128;
constexpr std::int64_t minute_us = 60 * 1'000'000LL, day_us = 24 * 60 * minute_us,
                       wib_us = 7 * 60 * minute_us;

// What is on disk.
class Log : public ledger::Pending {
 public:
  explicit Log(const ledger::Ledger& ledger) : ledger_(ledger) {}

  std::uint64_t size() const override { return ledger_.size(); }
  Result<std::optional<ledger::StreamHead>> stream_head(std::string_view stream) const override {
    return ledger_.stream_head(stream);
  }
  Result<std::optional<ledger::ClaimHeld>> claim(std::string_view name) const override {
    return ledger_.claim(name);
  }
  Result<std::vector<std::string>> claims_under(std::string_view prefix) const override {
    return ledger_.claims_under(prefix);
  }
  Result<std::string> record(std::uint64_t position) const override {
    return ledger_.record(position);
  }
  Result<std::vector<std::uint64_t>> stream_positions(std::string_view stream) const override {
    std::vector<std::uint64_t> out;
    auto scanned = ledger_.scan_stream(stream, 1, [&](std::uint64_t, std::uint64_t position) {
      out.push_back(position);
      return Result<bool>(true);
    });
    if (!scanned) return tl::unexpected(scanned.error());
    return out;
  }

 private:
  const ledger::Ledger& ledger_;
};

// The streams, each with a kind of deadline, that an index of due dates leads to.
using Watched = std::set<std::pair<std::string, std::string>>;
Result<Watched> watched_before(const ledger::Ledger& ledger, std::string_view day) {
  const auto names = ledger.claims_in(due_prefix(), due_before(day));
  if (!names) return tl::unexpected(names.error());
  Watched out;
  for (const std::string& name : *names) out.emplace(found_by(name), due_kind_of(name));
  return out;
}

std::string event_text(const Deadline& deadline, const std::string& stream, const std::string& area,
                       const Due& due, const std::string& id) {
  return Json{{"specversion", "1.0"},   {"id", id},
              {"source", clock_source}, {"type", deadline.declares},
              {"subject", stream},      {"time", format_date(due.day + 1) + "T00:00:00+07:00"},
              {"area", area},           {"role", role::system},
              {"data", due.data}}
      .dump();
}

std::string flag_text(const VaultFlag& flag, std::int64_t today, const std::string& id) {
  return Json{
      {"specversion", "1.0"},
      {"id", id},
      {"source", clock_source},
      {"type", "system.red_flag_raised"},
      {"subject", "system/red-flags"},
      {"time", format_date(today) + "T00:00:00+07:00"},
      {"area", "00"},
      {"role", role::system},
      {"data",
       {{"kind", flag.kind}, {"subject", flag.subjects.front()}, {"subjects", flag.subjects}}}}
      .dump();
}

// Finds what is overdue, stream by stream.
class Search {
 public:
  Search(const ledger::Ledger& ledger, std::int64_t today) : log_(ledger), today_(today) {}

  Result<void> look_at(const std::string& stream, std::string_view kind,
                       std::vector<std::string>& out) {
    const StreamType* type = find_stream(aggregate_of(stream));
    const Deadline* deadline = type ? find_deadline(kind) : nullptr;
    if (deadline == nullptr) return {};
    const auto history = history_of(stream, log_);
    if (!history) return tl::unexpected(history.error());
    StreamState state = fold(*type, *history);
    const LogFacts facts(states_, log_);
    if (type->moved_to && state.exists) state.status = type->moved_to(state, facts);
    const auto found = deadline->due(state, history->counting(), facts);
    if (facts.error()) return tl::unexpected(*facts.error());
    for (const Due& due : found) {
      if (due.day >= today_) continue;
      const std::string id = clock_id(kind, {stream, format_date(due.day), due.part});
      const auto claimed = log_.claim(id_claim(clock_source, id));
      if (!claimed) return tl::unexpected(claimed.error());
      if (!*claimed) out.push_back(event_text(*deadline, stream, state.area, due, id));
    }
    states_.trim();
    return {};
  }

 private:
  Log log_;
  States states_;
  std::int64_t today_;
};

}  // namespace

Caller clock_caller() {
  Caller out;
  out.subject = "leuit";
  out.is_clock = true;
  return out;
}

std::string clock_id(std::string_view kind, const std::vector<std::string>& parts) {
  std::string rest;
  for (const std::string& part : parts)
    if (!part.empty()) rest += (rest.empty() ? "" : ":") + part;
  const std::string head = std::string(kind) + ":";
  if (head.size() + rest.size() <= id_bytes_max) return head + rest;
  return head + ledger::to_hex(ledger::view(ledger::sha256(rest)));
}

Result<std::vector<std::string>> overdue_events(const ledger::Ledger& ledger, std::int64_t now_us) {
  const std::int64_t today = day_in_wib(now_us);
  const auto watched = watched_before(ledger, format_date(today));
  if (!watched) return tl::unexpected(watched.error());
  std::vector<std::string> out;
  Search search(ledger, today);
  for (const auto& [stream, kind] : *watched)
    if (auto looked = search.look_at(stream, kind, out); !looked)
      return tl::unexpected(looked.error());
  return out;
}

Result<std::vector<std::string>> flag_events(const ledger::Ledger& ledger,
                                             const ledger::Vault& vault, std::int64_t now_us) {
  const Log log(ledger);
  const auto flags = flags_of_vault(log, vault);
  if (!flags) return tl::unexpected(flags.error());
  std::vector<std::string> out;
  for (const VaultFlag& flag : *flags) {
    const std::string id = clock_id(flag.kind, flag.subjects);
    const auto claimed = log.claim(id_claim(clock_source, id));
    if (!claimed) return tl::unexpected(claimed.error());
    if (!*claimed) out.push_back(flag_text(flag, day_in_wib(now_us), id));
  }
  return out;
}

Result<std::optional<std::int64_t>> waits_until(const ledger::Ledger& ledger, std::uint64_t first,
                                                std::int64_t now_us) {
  using Answer = std::optional<std::int64_t>;
  for (std::uint64_t position = ledger.size(); position > first; --position) {
    const auto record = ledger.record(position - 1);
    if (!record) return tl::unexpected(record.error());
    const auto event = read_record(*record);
    if (!event) return tl::unexpected(event.error());
    const auto recorded = parse_time(event->recorded_time);
    const std::int64_t until = (recorded ? recorded->utc_us : 0) + importer_rest_us;
    if (until <= now_us) break;
    if (event->recorded_by || event->role == role::importer) return Answer(until);
  }
  return Answer();
}

Result<Swept> sweep(const ledger::Ledger& ledger, const ledger::Vault& vault, std::int64_t now_us,
                    const RecordEvent& record) {
  Swept out;
  std::uint64_t seen = 0;
  const auto importer_is_at_work = [&]() -> Result<bool> {
    const std::uint64_t size = ledger.size();
    const auto until = waits_until(ledger, seen, now_us);
    if (!until) return tl::unexpected(until.error());
    seen = size;
    out.waits_until_us = *until;
    return until->has_value();
  };
  auto busy = importer_is_at_work();
  if (!busy) return tl::unexpected(busy.error());
  if (*busy) return out;
  auto events = overdue_events(ledger, now_us);
  if (!events) return tl::unexpected(events.error());
  auto flags = flag_events(ledger, vault, now_us);
  if (!flags) return tl::unexpected(flags.error());
  std::move(flags->begin(), flags->end(), std::back_inserter(*events));
  for (const std::string& event : *events) {
    busy = importer_is_at_work();
    if (!busy) return tl::unexpected(busy.error());
    if (*busy) return out;
    const auto recorded = record(event);
    if (recorded) {
      out.recorded += recorded->created ? 1 : 0;
      continue;
    }
    const Rejection& why = recorded.error();
    if (why.kind == Refused::read_only) return ledger::fail(ledger::Code::unavailable, why.detail);
    const Json sent = Json::parse(event);
    out.refused.push_back(sent.at("id").get<std::string>() + ": " + why.detail);
  }
  return out;
}

std::optional<int> parse_time_of_day(std::string_view text) {
  const auto moment = parse_time("1970-01-01T" + std::string(text) + ":00Z");
  if (text.size() != 5 || !moment) return std::nullopt;
  const std::int64_t minutes = moment->utc_us / minute_us;
  return minutes < 24 * 60 ? std::optional(static_cast<int>(minutes)) : std::nullopt;
}

std::int64_t next_time_of_day(std::int64_t now_us, int minutes) {
  const std::int64_t midnight = day_in_wib(now_us) * day_us - wib_us;
  const std::int64_t today = midnight + minutes * minute_us;
  return today > now_us ? today : today + day_us;
}

}  // namespace programme
