#include "projections/log.h"

#include <algorithm>

#include "ledger/programme/codec.h"
#include "ledger/programme/values.h"
#include "projections/secrecy.h"

namespace projections {
namespace {

using ledger::Code;
using ledger::Result;
using programme::Json;

// Records looked at for one page.
constexpr std::uint64_t scanned_max = 50'000;

bool needs_look(const EventQuery& query) {
  return query.subject || query.type || query.source || query.id || query.area || query.from_us ||
         query.to_us;
}

std::string text(const Json& event, const char* name) {
  const auto found = event.find(name);
  return found == event.end() || !found->is_string() ? "" : found->get<std::string>();
}

bool matches(const EventQuery& query, std::string_view record) {
  if (!needs_look(query)) return true;
  const Json event = Json::parse(record, nullptr, false);
  if (!event.is_object()) return false;
  const auto is = [&](const std::optional<std::string>& wanted, const char* name) {
    return !wanted || text(event, name) == *wanted;
  };
  if (!is(query.subject, "subject") || !is(query.type, "type") || !is(query.source, "source") ||
      !is(query.id, "id"))
    return false;
  if (query.area && !programme::is_within(text(event, "area"), *query.area)) return false;
  if (!query.from_us && !query.to_us) return true;
  const auto moment = programme::parse_time(text(event, "time"));
  return moment && (!query.from_us || moment->utc_us >= *query.from_us) &&
         (!query.to_us || moment->utc_us < *query.to_us);
}

bool in_range(const EventQuery& query, std::uint64_t position) {
  return !query.after || (query.descending ? position < *query.after : position > *query.after);
}

}  // namespace

std::string area_in(std::string_view record) {
  return text(Json::parse(record, nullptr, false), "area");
}

Result<std::optional<std::string>> Log::area_of(const std::string& stream) const {
  std::optional<std::string> area;
  auto scanned =
      ledger_.scan_stream(stream, 1, [&](std::uint64_t, std::uint64_t position) -> Result<bool> {
        const auto first = ledger_.record(position);
        if (!first) return tl::unexpected(first.error());
        area = area_in(*first);
        return false;
      });
  if (!scanned) return tl::unexpected(scanned.error());
  return area;
}

// A stream is shown whole or not at all, but for what is for auditors alone.
Result<bool> Log::shown(std::string_view record, const Viewer& viewer) const {
  if (!sees_secrets(viewer)) {
    const auto secret = is_secret(ledger_, record);
    if (!secret) return secret;
    if (*secret) return false;
  }
  if (viewer.sees("*")) return true;
  const auto keys = programme::read_keys(record);
  if (!keys) return tl::unexpected(keys.error());
  const auto area = area_of(keys->stream);
  if (!area) return tl::unexpected(area.error());
  return viewer.sees(area->value_or(""));
}

// The positions that an index names for this question, in ascending order.
Result<std::vector<std::uint64_t>> Log::candidates(const EventQuery& query) const {
  std::vector<std::uint64_t> out;
  if (query.source && query.id) {
    const auto held = ledger_.claim(programme::id_claim(*query.source, *query.id));
    if (!held) return tl::unexpected(held.error());
    if (*held && (*held)->position < ledger_.size()) out.push_back((*held)->position);
    return out;
  }
  auto scanned = ledger_.scan_stream(*query.subject, 1, [&](std::uint64_t, std::uint64_t position) {
    out.push_back(position);
    return Result<bool>(true);
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return out;
}

Result<EventPage> Log::page(const EventQuery& query, const Viewer& viewer) const {
  const std::uint64_t size = ledger_.size();
  EventPage page;
  page.position = static_cast<std::int64_t>(size) - 1;
  const bool indexed = query.subject || (query.source && query.id);
  std::vector<std::uint64_t> known;
  if (indexed) {
    auto found = candidates(query);
    if (!found) return tl::unexpected(found.error());
    std::copy_if(
        found->begin(), found->end(), std::back_inserter(known),
        [&](std::uint64_t position) { return position < size && in_range(query, position); });
    if (query.descending) std::reverse(known.begin(), known.end());
  }
  std::uint64_t scanned = 0;
  // Takes one record; false: the page is done.
  const auto take = [&](std::uint64_t position, std::string_view record) -> Result<bool> {
    ++scanned;
    if (matches(query, record)) {
      const auto visible = shown(record, viewer);
      if (!visible) return tl::unexpected(visible.error());
      if (*visible) {
        page.records.emplace_back(record);
        page.positions.push_back(position);
      }
    }
    if (page.records.size() < query.limit && scanned < scanned_max) return true;
    page.next = position;
    return false;
  };
  Result<void> done;
  if (!indexed && !query.descending) {
    done = ledger_.scan(query.after ? std::min(*query.after, size) + 1 : 0, size, take);
    if (page.next && *page.next + 1 >= size) page.next.reset();
    if (!done) return tl::unexpected(done.error());
    return page;
  }
  std::uint64_t below = std::min(size, query.after.value_or(size));
  for (std::size_t i = 0; indexed ? i < known.size() : below > 0; ++i) {
    const std::uint64_t position = indexed ? known[i] : --below;
    const auto record = ledger_.record(position);
    if (!record) return tl::unexpected(record.error());
    const auto more = take(position, *record);
    if (!more) return tl::unexpected(more.error());
    if (*more) continue;
    if (indexed ? i + 1 == known.size() : position == 0) page.next.reset();
    break;
  }
  return page;
}

Result<EventPage> Log::events(const EventQuery& query, const Viewer& viewer) const {
  auto found = page(query, viewer);
  if (!found || found->records.empty()) return found;
  const auto [first, last] = std::minmax_element(found->positions.begin(), found->positions.end());
  auto known = corrected(*first, *last);
  if (!known) return tl::unexpected(known.error());
  for (const std::uint64_t position : found->positions)
    if (const auto one = known->find(position); one != known->end()) found->corrected.insert(*one);
  return found;
}

Result<std::map<std::uint64_t, std::uint64_t>> Log::corrected(std::uint64_t first,
                                                              std::uint64_t last) const {
  std::map<std::uint64_t, std::uint64_t> out;
  const auto names =
      ledger_.claims_in(programme::corrects_prefix(first), programme::corrects_prefix(last + 1));
  if (!names) return tl::unexpected(names.error());
  for (const std::string& name : *names)
    out[programme::corrected_of(name)] = programme::corrector_of(name);
  return out;
}

Result<std::string> Log::record(std::uint64_t position, const Viewer& viewer) const {
  auto record = ledger_.record(position);
  if (!record) return record;
  const auto visible = shown(*record, viewer);
  if (!visible) return tl::unexpected(visible.error());
  if (!*visible) return ledger::fail(Code::not_found, "the ledger does not hold this event yet");
  return record;
}

Result<std::int64_t> Log::position_at(std::int64_t recorded_us) const {
  std::uint64_t first = 0, last = ledger_.size();  // the answer + 1 lies in [first, last]
  while (first < last) {
    const std::uint64_t middle = first + (last - first) / 2;
    const auto record = ledger_.record(middle);
    if (!record) return tl::unexpected(record.error());
    const auto keys = programme::read_keys(*record);
    if (!keys) return tl::unexpected(keys.error());
    if (keys->recorded_us <= recorded_us)
      first = middle + 1;
    else
      last = middle;
  }
  return static_cast<std::int64_t>(first) - 1;
}

}  // namespace projections
