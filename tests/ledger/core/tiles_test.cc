#include "ledger/core/tiles.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ledger/core/bytes.h"
#include "tests/support/paths.h"

namespace ledger {
namespace {

nlohmann::json vectors(const std::string& name) {
  std::ifstream file(support::source_path("tests/data/vectors/" + name));
  return nlohmann::json::parse(file);
}

TEST_CASE("tile paths are those of C2SP tlog-tiles") {
  const auto paths = vectors("notes-proofs-jcs.json")["derived"]["tile_paths"];
  for (const auto& [index, path] : paths.items()) {
    const TilePath tile{.index = parse_decimal(index).value()};
    CHECK(tile_path(tile) == "tile/0/" + path.get<std::string>());
    CHECK(parse_tile_path(tile_path(tile)) == tile);
  }
  CHECK(tile_path({false, 0, 1234, 5}) == "tile/0/x001/234.p/5");
  CHECK(tile_path({true, 0, 0, 256}) == "tile/entries/000");
  CHECK(tile_path({true, 0, 273, 112}) == "tile/entries/273.p/112");
  CHECK(tile_path({false, 63, 18'446'744'073'709'551'615U, 256}) ==
        "tile/63/x018/x446/x744/x073/x709/x551/615");
}

TEST_CASE("any tile comes back from its path") {
  CHECK(rc::check([] {
    TilePath tile;
    tile.entries = *rc::gen::arbitrary<bool>();
    tile.level = tile.entries ? 0 : *rc::gen::inRange(0U, 64U);
    tile.index = *rc::gen::arbitrary<std::uint64_t>() >> *rc::gen::inRange(0, 64);
    tile.width = *rc::gen::inRange(1U, 257U);
    RC_ASSERT(parse_tile_path(tile_path(tile)) == tile);
  }));
}

TEST_CASE("any other way to write a tile path is refused") {
  const std::string path = GENERATE(
      "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile/0/0",
      "tile/0/00", "tile/0/0000", "tile/0/x000", "tile/0/x000/001", "tile/0/x000/000",
      "tile/0/001/000", "tile/0/x001/x000", "tile/0/x001x000", "tile/0/x001//000",
      "tile/0/X001/000", "tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000",
      "tile//000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/05",
      "tile/0/000.p/256", "tile/0/000.p/5/", "tile/0/000.p/5x", "tile/0/000p/5", "tile/0/000.P/5",
      "tile/entries", "tile/entries000", "tile/Entries/000", "tile/entries/x1/000", "tile/0/00a",
      "tile/0/ 00", "tile/0/x018/x446/x744/x073/x709/x551/616",
      "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
      "tile/0/../000", "tile/0/000\n");
  CHECK_FALSE(parse_tile_path(path));
}

TEST_CASE("the eight-leaf tree has the entry bundle of the vectors") {
  std::vector<std::string> records;
  const nlohmann::json inputs = vectors("merkle.json")["leafInputs"];
  for (const auto& input : inputs) {
    records.push_back(from_hex(input.get<std::string>()).value());
  }
  const std::string bundle = entry_bundle(records);
  CHECK(to_hex(bundle) == vectors("notes-proofs-jcs.json")["derived"]["entries_000_p8_hex"]);
  CHECK(split_entries(bundle) == records);
}

TEST_CASE("a bundle splits into its records, and one that is cut short does not") {
  const std::vector<std::string> records = {std::string(65'535, 'r'), "", "x",
                                            std::string(256, '\0')};
  const std::string bundle = entry_bundle(records);
  CHECK(split_entries(bundle) == records);
  CHECK(split_entries("") == std::vector<std::string>{});
  CHECK_FALSE(split_entries(bundle.substr(0, bundle.size() - 1)));
  CHECK_FALSE(split_entries(bundle + '\0'));
  CHECK_FALSE(split_entries(std::string_view("\x00\x02x", 3)));
}

}  // namespace
}  // namespace ledger
