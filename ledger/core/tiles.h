// How a tree is laid out for download: the tile paths and entry bundles of C2SP tlog-tiles.
//
//   tile/<level>/<index>[.p/<width>]     hashes of the tree, 32 bytes each
//   tile/entries/<index>[.p/<width>]     the records themselves, each after its length (u16)
//
// The index is written in groups of three digits, all but the last after an x: 1234067 is
// x001/x234/067. A tile of 256 is full; a partial one says its width.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

struct TilePath {
  bool entries = false;
  unsigned level = 0;  // 0..63; 0 for entries
  std::uint64_t index = 0;
  unsigned width = 256;  // 1..256

  bool operator==(const TilePath&) const = default;
};

std::string tile_path(const TilePath& path);
// The inverse of tile_path. nullopt: any other text, also another way to write the same tile.
std::optional<TilePath> parse_tile_path(std::string_view text);

// Adds one record to a bundle. Requires record.size() <= 65535, the most that a bundle can say.
void append_entry(std::string& bundle, std::string_view record);
std::string entry_bundle(const std::vector<std::string>& records);
// nullopt: the bundle ends within a record.
std::optional<std::vector<std::string>> split_entries(std::string_view bundle);

}  // namespace ledger
