#include "tools/region_list.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <tuple>
#include <utility>

#include "ledger/core/utf8.h"
#include "ledger/programme/regions.h"
#include "ledger/programme/roles.h"
#include "ledger/programme/values.h"

namespace tools {
namespace {

using programme::Json;

struct CsvRecord {
  std::vector<std::string> fields;
  std::uint64_t line = 0;
  bool well_formed = true;
};

// RFC 4180; lines may end in LF alone.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  std::optional<CsvRecord> next() {
    if (rest_.empty()) return std::nullopt;
    CsvRecord out;
    out.line = line_;
    do {
      const bool quoted = take("\"");
      out.fields.push_back(quoted ? quoted_field(out) : plain_field(out));
    } while (take(","));
    if (!end_line()) {
      out.well_formed = false;
      skip_line();
    }
    return out;
  }

 private:
  bool take(std::string_view wanted) {
    if (rest_.substr(0, wanted.size()) != wanted) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }
  bool end_line() {
    if (rest_.empty()) return true;
    if (!take("\r\n") && !take("\n")) return false;
    ++line_;
    return true;
  }
  void skip_line() {
    rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    end_line();
  }
  std::string plain_field(CsvRecord& record) {
    const std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
    std::string out(rest_.substr(0, end));
    const bool at_crlf = end < rest_.size() && rest_[end] == '\n' && out.ends_with('\r');
    if (at_crlf) out.pop_back();
    rest_.remove_prefix(out.size());
    record.well_formed &= out.find('"') == std::string::npos;
    return out;
  }
  std::string quoted_field(CsvRecord& record) {
    std::string out;
    while (!rest_.empty()) {
      if (take("\"\"")) {
        out += '"';
      } else if (take("\"")) {
        return out;
      } else {
        line_ += rest_.front() == '\n';
        out += rest_.front();
        rest_.remove_prefix(1);
      }
    }
    record.well_formed = false;  // the end of the text, and the quotes are open
    return out;
  }

  std::string_view rest_;
  std::uint64_t line_ = 1;
};

tl::unexpected<ledger::Error> at_line(std::uint64_t line, const std::string& words) {
  return ledger::fail(ledger::Code::invalid, "line " + std::to_string(line) + ": " + words);
}

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!ledger::take_rune(text)) return false;
  return true;
}

bool is_name(std::string_view text) {
  return is_utf8(text) && programme::matches(programme::format::line, text) &&
         text.find_first_of("\n\t") == std::string_view::npos;
}

bool is_heading(const std::vector<std::string>& fields) {
  return fields == std::vector<std::string>{"code", "name"} ||
         fields == std::vector<std::string>{"kode", "nama"};
}

ledger::Result<RegionRow> row_of(CsvRecord&& record) {
  if (!record.well_formed || record.fields.size() != 2)
    return at_line(record.line, "a line must be code,name, with quotes as in RFC 4180");
  RegionRow out{std::move(record.fields[0]), std::move(record.fields[1]), record.line};
  if (!programme::is_region(out.code) || out.code == "00")
    return at_line(out.line,
                   "the first field must be a code of the Ministry of Home Affairs with its dots, "
                   "such as 36.02.27.2010");
  if (!is_name(out.name))
    return at_line(out.line, "the name must be 1 to 256 characters of UTF-8, on one line");
  return out;
}

std::string_view above(std::string_view code) {
  const auto dot = code.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : code.substr(0, dot);
}

bool has_code(const std::vector<RegionRow>& rows, std::string_view code) {
  const auto at = std::lower_bound(
      rows.begin(), rows.end(), code,
      [](const RegionRow& row, std::string_view wanted) { return row.code < wanted; });
  return at != rows.end() && at->code == code;
}

// Requires ascending order, for one code that of the lines. Of all faults the first in the file.
ledger::Result<void> check_whole(const std::vector<RegionRow>& rows) {
  const RegionRow* worst = nullptr;
  std::string words;
  const auto blame = [&](const RegionRow& row, std::string why) {
    if (worst != nullptr && worst->line < row.line) return;
    worst = &row;
    words = std::move(why);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string_view parent = above(rows[i].code);
    if (i > 0 && rows[i - 1].code == rows[i].code)
      blame(rows[i], "the code " + rows[i].code + " is in line " +
                         std::to_string(rows[i - 1].line) + " already");
    const bool orphan = !parent.empty() && !has_code(rows, parent);
    if (orphan)
      blame(rows[i], "the code " + rows[i].code + " is in the list, but " + std::string(parent) +
                         ", to which it belongs, is not");
  }
  if (worst != nullptr) return at_line(worst->line, words);
  return {};
}

// Far from the 65,535 bytes of a record, also where names are long.
constexpr std::size_t event_bytes_max = 48'000;

struct EventHead {
  const RegionImport& import;
  const std::string& time;
};

Json event_of(const EventHead& head, const std::string& ending, const char* type) {
  return {{"specversion", "1.0"},
          {"id", head.import.edition + "-" + ending},
          {"source", "/leuit/regions"},
          {"type", type},
          {"subject", head.import.subject},
          {"time", head.time},
          {"area", "00"},
          {"role", programme::role::operator_},
          {"data", {{"edition", head.import.edition}}}};
}

std::string serial(std::size_t number) {
  char out[24];
  std::snprintf(out, sizeof out, "%04zu", number);
  return out;
}

void add_rows(RegionImport& out, const std::vector<RegionRow>& rows, const std::string& time) {
  std::size_t bytes = 0;
  for (const RegionRow& row : rows) {
    const Json json = {{"code", row.code}, {"name", row.name}};
    const std::size_t size = json.dump().size() + 1;
    const bool full = out.events.empty() || bytes + size > event_bytes_max ||
                      out.events.back()["data"]["rows"].size() == region_event_rows_max;
    if (full) {
      out.events.push_back(
          event_of({out, time}, serial(out.events.size() + 1), "system.reference_rows_added"));
      out.events.back()["data"]["rows"] = Json::array();
      bytes = 0;
    }
    out.events.back()["data"]["rows"].push_back(json);
    bytes += size;
  }
}

}  // namespace

ledger::Result<std::vector<RegionRow>> parse_region_list(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvReader reader(text);
  std::vector<RegionRow> rows;
  for (bool first = true; auto record = reader.next();) {
    const bool empty = record->well_formed && record->fields == std::vector<std::string>{""};
    if (empty || (std::exchange(first, false) && is_heading(record->fields))) continue;
    auto row = row_of(std::move(*record));
    if (!row) return tl::unexpected(row.error());
    rows.push_back(std::move(*row));
  }
  if (rows.empty()) return ledger::fail(ledger::Code::invalid, "there is no row in it");
  std::sort(rows.begin(), rows.end(), [](const RegionRow& a, const RegionRow& b) {
    return std::tie(a.code, a.line) < std::tie(b.code, b.line);
  });
  if (const auto whole = check_whole(rows); !whole) return tl::unexpected(whole.error());
  return rows;
}

RegionImport lay_out(const std::vector<RegionRow>& rows, const std::string& edition,
                     const std::string& time) {
  RegionImport out;
  out.edition = edition;
  out.subject = "system/regions-" + edition;
  std::vector<programme::regions::Row> views;
  for (const RegionRow& row : rows) {
    views.push_back({row.code, row.name});
    if (programme::regions::covers(edition, row.code) != programme::regions::Cover::no) continue;
    if (out.ruled_out++ == 0) out.first_ruled_out = row.code;
  }
  out.digest = programme::regions::digest_of(views);
  out.rows = rows.size();
  add_rows(out, rows, time);
  Json closing = event_of({out, time}, "imported", "system.reference_edition_imported");
  closing["data"]["digest"] = out.digest;
  closing["data"]["rows"] = out.rows;
  out.events.push_back(std::move(closing));
  return out;
}

}  // namespace tools
