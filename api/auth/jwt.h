// JSON Web Tokens (RFC 7519) under the rules of RFC 8725: one form, one signature of a key that is
// trusted, and claims that mean what they say. Where a token could be read in two ways it is
// refused. Key material that a token brings along (`jku`, `jwk`, `x5u`, `x5c`) is never looked at.
//
// Errors are `invalid`, with a sentence that tells the holder what is wrong and nothing about the
// server. Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/auth/jwks.h"
#include "ledger/core/result.h"
#include "ledger/programme/json.h"

namespace api {

// Who holds a token, as it says.
struct Identity {
  std::string subject;
  std::vector<std::string> roles;     // known ones; never `system`, which nobody can claim
  std::vector<std::string> areas;     // region codes; "*" = all. Empty: none
  std::vector<std::string> acts_for;  // streams
  std::optional<std::string> source;  // prefix of the sources that he may use

  bool has_role(std::string_view role) const;
};

// What a token has to say besides. Absent: it is not compared.
struct Expected {
  std::optional<std::string> issuer, audience;
};

inline constexpr std::size_t token_size_max = 8 * 1024;
// How far another machine's clock may be ahead of ours, for `nbf` and `iat`. `exp` gets no grace.
inline constexpr std::int64_t clock_leeway_s = 10;

class Jwt {
 public:
  // Takes the token apart; its signature is not looked at yet.
  static ledger::Result<Jwt> parse(std::string_view token);

  Jwks::Verdict verify(const Jwks& keys) const;

  // The claims, at the time `now_us`. Requires a signature that was found good.
  ledger::Result<Identity> identity(const Expected& expected, std::int64_t now_us) const;

 private:
  std::string compact_, payload_, signature_;  // the last two decoded
  Algorithm algorithm_ = Algorithm::es256;
  std::optional<std::string> kid_;
};

}  // namespace api
