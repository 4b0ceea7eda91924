// JSON as the ledger takes it in and writes it out.
//
// Reading is stricter than RFC 8259: a name twice in an object, more than 64 levels, and a number
// that no double can hold are refused, since each of them lets two readers see two events in one
// text. Writing is RFC 8785 (JCS): one value has one text.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "ledger/core/result.h"

namespace programme {

using Json = nlohmann::json;

inline constexpr std::size_t json_depth_max = 64;

// invalid: not JSON, not UTF-8, too deep, a name twice, or a number whose value would change when
// its nearest double is written as RFC 8785 writes it (2^53 + 1 would, -6.68 would not). A number
// without a fraction is held as an integer, whatever its spelling: 2.0 is 2.
ledger::Result<Json> parse_json(std::string_view text);

// Requires what parse_json gives: no number outside the doubles.
std::string canonical(const Json& value);
void append_canonical_string(std::string& out, std::string_view text);
// ECMAScript's Number::toString, which RFC 8785 prescribes. Requires a finite number.
std::string canonical_number(double value);

}  // namespace programme
