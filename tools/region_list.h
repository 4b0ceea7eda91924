// A full list of region codes: read from CSV (RFC 4180) of `code,name`, and laid out as the events
// that bring it into the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"
#include "ledger/programme/json.h"

namespace tools {

struct RegionRow {
  std::string code, name;
  std::uint64_t line = 0;  // where it stands in the file, from 1
};

// The rows in ascending order of codes. A first line `code,name` or `kode,nama`, empty lines and a
// byte order mark are passed over.
// invalid, with the number of the line: it is not two fields; the code has no dots or is otherwise
// none; the name is empty, too long, of more than one line, or not UTF-8; the code was there
// before; the code above it is not in the list. Also: there is no row.
ledger::Result<std::vector<RegionRow>> parse_region_list(std::string_view text);

inline constexpr std::size_t region_event_rows_max = 500;

// The same list gives the same ids and data, always.
struct RegionImport {
  std::string edition, subject;         // subject: system/regions-EDITION
  std::string digest;                   // see programme/regions.h
  std::size_t rows = 0, ruled_out = 0;  // ruled_out: codes that the built-in part rules out
  std::string first_ruled_out;
  // `system.reference_rows_added` with ids EDITION-0001 and so on, closed by
  // `system.reference_edition_imported` with the id EDITION-imported.
  std::vector<programme::Json> events;
};
// Requires rows as parse_region_list gives them; `time` is that of the events, RFC 3339.
RegionImport lay_out(const std::vector<RegionRow>& rows, const std::string& edition,
                     const std::string& time);

}  // namespace tools
