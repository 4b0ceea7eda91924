#include "ledger/core/utf8.h"

#include <bit>
#include <cstdint>

namespace ledger {

std::optional<char32_t> take_rune(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  if (lead < 0x80) {
    text.remove_prefix(1);
    return lead;
  }
  const auto length = static_cast<std::size_t>(std::countl_one(lead));
  if (length < 2 || length > 4 || text.size() < length) return std::nullopt;
  char32_t rune = lead & (0x7fU >> length);
  for (const char c : text.substr(1, length - 1)) {
    const auto next = static_cast<std::uint8_t>(c);
    if ((next & 0xc0) != 0x80) return std::nullopt;
    rune = rune << 6 | (next & 0x3fU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = rune >= 0xd800 && rune <= 0xdfff;
  if (rune < least[length] || rune > 0x10ffff || surrogate) return std::nullopt;
  text.remove_prefix(length);
  return rune;
}

}  // namespace ledger
