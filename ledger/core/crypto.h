// Encryption and keyed hashes, by OpenSSL: AES-256-GCM (NIST SP 800-38D), HMAC (RFC 2104) and HKDF
// (RFC 5869), the last two with SHA-256. What goes wrong inside OpenSSL stops the process.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/core/bytes.h"

namespace ledger {

// The ciphertext, then the tag of 16 bytes that covers it and `aad`. Requires a key of 32 bytes, a
// nonce of 12 that was never used with this key before, and plaintext and aad below 2^31 bytes.
std::string seal_aes256gcm(std::string_view key, std::string_view nonce, std::string_view plaintext,
                           std::string_view aad);

// The plaintext. nullopt: key, nonce, sealed or aad is not what it was when sealed.
// Requires a key of 32 bytes and a nonce of 12.
std::optional<std::string> open_aes256gcm(std::string_view key, std::string_view nonce,
                                          std::string_view sealed, std::string_view aad);

// `length` bytes (1..8160) that nobody without `key` can tell from random ones; another `info`
// gives others. Without a salt.
std::string hkdf_sha256(std::string_view key, std::string_view info, std::size_t length);

Hash hmac_sha256(std::string_view key, std::string_view message);

}  // namespace ledger
