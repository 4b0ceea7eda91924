// The ledger's clock: it records what nobody else does, since nothing happened: a report that did
// not come, a card that ran out, a commitment that was not kept.
//
// A sweep reads the index of due dates up to yesterday (WIB), looks at each stream that it leads to
// and asks what was not done there by its day (deadlines.h). It judges by the
// `time` of events, so a report that is recorded late and came in time is not overdue. What it
// finds it records as anybody would, in the role `system`:
//
//   source  /leuit/clock
//   id      KIND:SUBJECT:DUE DATE[:PART]; where that is over 128 bytes, KIND:SHA-256 of the rest
//   time    00:00 WIB of the day after
//
// So a sweep that is repeated, or cut off and begun again, records nothing twice, and one after
// weeks of rest says the same as the daily ones would have said. An event that was reversed is not
// declared again for the same day. What only the vault can tell (shared_values.h) it records too,
// as `system.red_flag_raised` on system/red-flags, once for the same kind and subjects. While an
// importer is at work, and ten minutes after, it does nothing. Source: domain.md, The ledger's
// clock.
//
// Threads: none of its own. Functions read the ledger beside its writer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/ledger.h"
#include "ledger/programme/registrar.h"

namespace programme {

inline constexpr std::string_view clock_source = "/leuit/clock";
// How long it is quiet after an importer's recording.
inline constexpr std::int64_t importer_rest_us = 10 * 60 * 1'000'000LL;

// Who the clock is where it records.
Caller clock_caller();

// The id of an event of the clock, of these parts.
std::string clock_id(std::string_view kind, const std::vector<std::string>& parts);

// Events that are to be recorded at this moment, as they are sent in; those that were recorded
// before are not among them. corrupt, unavailable: the ledger cannot be read.
ledger::Result<std::vector<std::string>> overdue_events(const ledger::Ledger& ledger,
                                                        std::int64_t now_us);

// Until when the clock waits for an importer whose last recording is at one of the positions from
// `first` on; nullopt: it need not. An importer's is what somebody records for another, or in the
// role `importer`.
ledger::Result<std::optional<std::int64_t>> waits_until(const ledger::Ledger& ledger,
                                                        std::uint64_t first, std::int64_t now_us);

// The same of what only the vault can tell.
ledger::Result<std::vector<std::string>> flag_events(const ledger::Ledger& ledger,
                                                     const ledger::Vault& vault,
                                                     std::int64_t now_us);

struct Swept {
  std::size_t recorded = 0;
  std::vector<std::string> refused;            // one sentence each; they did not stop the others
  std::optional<std::int64_t> waits_until_us;  // an importer is at work: to be asked again then
};
// Records one event, sent in by clock_caller(), and says what became of it.
using RecordEvent = std::function<Accepted<Recorded>(const std::string& event)>;
// One sweep. It ends early where an importer begins or the ledger takes nothing any more.
ledger::Result<Swept> sweep(const ledger::Ledger& ledger, const ledger::Vault& vault,
                            std::int64_t now_us, const RecordEvent& record);

// `HH:MM` as minutes after midnight.
std::optional<int> parse_time_of_day(std::string_view text);
// The first moment after `now_us` at which it is so many minutes after midnight in WIB.
std::int64_t next_time_of_day(std::int64_t now_us, int minutes);

}  // namespace programme
