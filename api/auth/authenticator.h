// Who sends a request: the holder of its bearer token (RFC 6750), which comes in the Authorization
// header and nowhere else.
//
// Threads: any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/auth/jwt.h"
#include "api/auth/key_source.h"
#include "api/http/message.h"
#include "ledger/core/clock.h"

namespace api {

class Authenticator {
 public:
  // `keys` and `clock` must outlive it.
  Authenticator(KeySource& keys, Expected expected, ledger::Clock& clock)
      : keys_(keys), expected_(std::move(expected)), clock_(clock) {}

  // not_found: there is no bearer token. invalid: there is one that does not hold.
  using Found = ledger::Result<Identity>;
  // nullopt: the keys have to be read again first, and `later` is then called from a thread of
  // theirs, unless they are closed before. It must not throw.
  using Later = std::function<void(Found)>;
  std::optional<Found> identify(const Request& request, Later later) const;

 private:
  Found judge(const Jwt& token, Jwks::Verdict verdict) const;
  Jwks::Verdict verify(const Jwt& token) const;

  KeySource& keys_;
  const Expected expected_;
  ledger::Clock& clock_;
};

// The WWW-Authenticate header of a 401 for want of this (RFC 6750 section 3).
std::string challenge_for(const ledger::Error& error);

}  // namespace api
