// Bytes and their text forms. A byte string is a std::string, so that keys, records and notes need
// no conversion between the store, the proofs and HTTP.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// A SHA-256 digest.
using Hash = std::array<std::uint8_t, 32>;

inline std::string_view view(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
// Requires bytes.size() == 32.
Hash to_hash(std::string_view bytes);

// Lower case. from_hex takes both cases; nullopt: odd length or another character.
std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);

// RFC 4648. base64 is padded, base64url is not. Decoding is strict, since one byte string must have
// one text: nullopt for wrong padding, other characters, or unused bits that are not zero.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// Big-endian, so that keys sort as their numbers do.
void append_u64(std::string& out, std::uint64_t value);
// Requires bytes.size() >= 8.
std::uint64_t read_u64(std::string_view bytes);

// Decimal without sign, leading zeros or other characters; nullopt otherwise, or past 2^64 - 1.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

}  // namespace ledger
