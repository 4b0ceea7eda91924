// Tokens for trying things out: signed by a key that lies beside its key set, so never for a server
// that holds anybody's data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"

namespace tools {

struct TokenWish {
  std::string jwks;  // file of the key set; its private key is kept in jwks + ".key"
  std::string subject;
  std::vector<std::string> roles, areas, acts_for;
  std::string source, issuer, audience;  // empty: not in the token
  std::int64_t ttl_s = 3600;
};

// A signed token (RFC 7519, ES256) that holds from `now_s` on, in seconds since 1970. Makes the key
// and the key set where they are not there yet, and never changes a file that is.
// invalid: no such role or area, or a file that is not what it should be. Any other: not written.
ledger::Result<std::string> make_token(const TokenWish& wish, std::int64_t now_s);

// "30s", "15m", "1h", "7d" in seconds. nullopt: another form, none at all, or over ten years.
std::optional<std::int64_t> parse_ttl(std::string_view text);

}  // namespace tools
