#include "ledger/core/tiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ledger/core/bytes.h"
#include "ledger/core/check.h"

namespace ledger {
namespace {

constexpr unsigned full_width = 256;
constexpr unsigned highest_level = 63;
constexpr std::size_t largest_entry = 0xffff;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes the digits that `text` starts with, as a number of at most `largest`.
std::optional<unsigned> take_number(std::string_view& text, unsigned largest) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_decimal(text.substr(0, end));
  if (!number || *number > largest) return std::nullopt;
  text.remove_prefix(end);
  return static_cast<unsigned>(*number);
}

std::optional<std::uint64_t> take_group(std::string_view& text) {
  std::uint64_t value = 0;
  if (text.size() < 3) return std::nullopt;
  for (const char c : text.substr(0, 3)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  text.remove_prefix(3);
  return value;
}

std::optional<std::uint64_t> take_index(std::string_view& text) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t index = 0;
  for (;;) {
    const bool more = take(text, "x");
    const auto group = take_group(text);
    if (!group || index > (largest - *group) / 1000) return std::nullopt;
    index = index * 1000 + *group;
    if (!more) return index;
    // A number does not begin with zeros.
    if (index == 0 || !take(text, "/")) return std::nullopt;
  }
}

}  // namespace

std::string tile_path(const TilePath& path) {
  LEUIT_CHECK(path.level <= highest_level && path.width >= 1 && path.width <= full_width);
  std::string index = fmt::format("{:03}", path.index % 1000);
  for (std::uint64_t rest = path.index / 1000; rest != 0; rest /= 1000) {
    index = fmt::format("x{:03}/{}", rest % 1000, index);
  }
  const std::string kind = path.entries ? "entries" : fmt::to_string(path.level);
  const std::string partial = path.width == full_width ? "" : fmt::format(".p/{}", path.width);
  return fmt::format("tile/{}/{}{}", kind, index, partial);
}

std::optional<TilePath> parse_tile_path(std::string_view text) {
  TilePath path;
  if (!take(text, "tile/")) return std::nullopt;
  path.entries = take(text, "entries");
  if (!path.entries) {
    const auto level = take_number(text, highest_level);
    if (!level) return std::nullopt;
    path.level = *level;
  }
  if (!take(text, "/")) return std::nullopt;
  const auto index = take_index(text);
  if (!index) return std::nullopt;
  path.index = *index;
  if (text.empty()) return path;
  if (!take(text, ".p/")) return std::nullopt;
  const auto width = take_number(text, full_width - 1);
  if (!width || *width == 0 || !text.empty()) return std::nullopt;
  path.width = *width;
  return path;
}

void append_entry(std::string& bundle, std::string_view record) {
  LEUIT_CHECK(record.size() <= largest_entry);
  bundle += static_cast<char>(record.size() >> 8);
  bundle += static_cast<char>(record.size() & 0xff);
  bundle += record;
}

std::string entry_bundle(const std::vector<std::string>& records) {
  std::string bundle;
  for (const std::string& record : records) append_entry(bundle, record);
  return bundle;
}

std::optional<std::vector<std::string>> split_entries(std::string_view bundle) {
  std::vector<std::string> records;
  while (!bundle.empty()) {
    if (bundle.size() < 2) return std::nullopt;
    const auto high = static_cast<unsigned char>(bundle[0]);
    const auto low = static_cast<unsigned char>(bundle[1]);
    const std::size_t size = static_cast<std::size_t>(high) << 8 | low;
    bundle.remove_prefix(2);
    if (bundle.size() < size) return std::nullopt;
    records.emplace_back(bundle.substr(0, size));
    bundle.remove_prefix(size);
  }
  return records;
}

}  // namespace ledger
