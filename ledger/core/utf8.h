// Strict UTF-8 (Unicode 15, table 3-7): one text has one form.
#pragma once

#include <optional>
#include <string_view>

namespace ledger {

// Takes the first character off `text`. nullopt: the bytes there are not UTF-8, that is cut short,
// longer than need be, a surrogate, or past U+10FFFF; `text` then stays as it is.
// Requires that `text` is not empty.
std::optional<char32_t> take_rune(std::string_view& text);

}  // namespace ledger
