#include "api/auth/authenticator.h"

namespace api {
namespace {

using ledger::Code;
using ledger::fail;
using ledger::Result;

bool is_bearer(std::string_view scheme) {
  constexpr std::string_view wanted = "bearer";
  if (scheme.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if ((scheme[i] | 0x20) != wanted[i]) return false;
  return true;
}

// Two Authorization headers come joined by a comma, which no token holds.
Result<Jwt> token_of(const Request& request) {
  const auto header = request.header("authorization");
  if (!header) return fail(Code::not_found, "this address asks for a bearer token");
  const auto space = header->find(' ');
  if (space == std::string_view::npos || !is_bearer(header->substr(0, space)))
    return fail(Code::not_found, "the Authorization header holds no bearer token");
  std::string_view token = header->substr(space);
  while (token.starts_with(' ')) token.remove_prefix(1);
  return Jwt::parse(token);
}

}  // namespace

Jwks::Verdict Authenticator::verify(const Jwt& token) const {
  const auto keys = keys_.keys();
  return keys == nullptr ? Jwks::Verdict::unknown_key : token.verify(*keys);
}

Authenticator::Found Authenticator::judge(const Jwt& token, Jwks::Verdict verdict) const {
  switch (verdict) {
    case Jwks::Verdict::good:
      return token.identity(expected_, clock_.now_us());
    case Jwks::Verdict::bad:
      return fail(Code::invalid, "the token's signature is wrong");
    case Jwks::Verdict::unknown_key:
      break;
  }
  return fail(Code::invalid, "the token is signed by a key that this server does not know");
}

std::optional<Authenticator::Found> Authenticator::identify(const Request& request,
                                                            Later later) const {
  const auto token = token_of(request);
  if (!token) return Found(tl::unexpected(token.error()));
  const auto verdict = verify(*token);
  const bool is_late = verdict == Jwks::Verdict::unknown_key && keys_.refresh([this, token, later] {
    later(judge(*token, verify(*token)));
  });
  if (is_late) return std::nullopt;
  return judge(*token, verdict);
}

std::string challenge_for(const ledger::Error& error) {
  constexpr const char* realm = "Bearer realm=\"leuit\"";
  if (error.code == Code::not_found) return realm;
  return std::string(realm) + ", error=\"invalid_token\", error_description=\"" + error.message +
         "\"";
}

}  // namespace api
