#include "api/auth/jwt.h"

#include <algorithm>
#include <array>

#include "ledger/core/bytes.h"
#include "ledger/programme/roles.h"
#include "ledger/programme/values.h"

namespace api {
namespace {

using ledger::Code;
using ledger::fail;
using ledger::Result;
using programme::Json;

constexpr double latest_s = 253'402'300'799;  // the last second of the year 9999
constexpr std::size_t kid_size_max = 256, name_size_max = 256;

tl::unexpected<ledger::Error> malformed() {
  return fail(Code::invalid, "the token is not a signed JWT in compact form");
}

tl::unexpected<ledger::Error> bad_claim(std::string_view name) {
  return fail(Code::invalid, "the claim " + std::string(name) + " is missing or malformed");
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// The object that one part of a token holds. nullopt also where a name stands twice in it.
std::optional<Json> object_in(std::string_view bytes) {
  auto parsed = programme::parse_json(bytes);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  return std::move(*parsed);
}

// An access token, or a token that does not say what it is (RFC 8725 section 3.11, RFC 9068).
bool is_our_type(const Json& header) {
  const auto found = header.find("typ");
  if (found == header.end()) return true;
  if (!found->is_string()) return false;
  const std::string type = lower(found->get<std::string>());
  return type == "jwt" || type == "at+jwt" || type == "application/jwt" ||
         type == "application/at+jwt";
}

// What changes how a token has to be read: extensions, nesting, compression, encryption.
bool asks_for_more(const Json& header) {
  constexpr std::array more = {"crit", "b64", "cty", "zip", "enc"};
  return std::any_of(more.begin(), more.end(),
                     [&](const char* name) { return header.contains(name); });
}

// Seconds since 1970, with or without a fraction.
std::optional<double> numeric_date(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const auto seconds = found->get<double>();
  if (!(seconds >= 0 && seconds <= latest_s)) return std::nullopt;
  return seconds;
}

Result<void> check_times(const Json& claims, std::int64_t now_us) {
  const double now_s = static_cast<double>(now_us) / 1e6;
  const auto expires = numeric_date(claims, "exp");
  if (!expires) return bad_claim("exp");
  if (now_s >= *expires) return fail(Code::invalid, "the token has expired");
  for (const char* name : {"nbf", "iat"}) {
    if (!claims.contains(name)) continue;
    const auto from = numeric_date(claims, name);
    if (!from) return bad_claim(name);
    if (*from > now_s + static_cast<double>(clock_leeway_s))
      return fail(Code::invalid, "the token is not valid yet");
  }
  return {};
}

bool names(const Json& audience, const std::string& wanted) {
  if (audience.is_string()) return audience == wanted;
  if (!audience.is_array()) return false;
  const bool all_text = std::all_of(audience.begin(), audience.end(),
                                    [](const Json& one) { return one.is_string(); });
  return all_text && std::find(audience.begin(), audience.end(), wanted) != audience.end();
}

Result<void> check_parties(const Json& claims, const Expected& expected) {
  if (expected.issuer) {
    const auto issuer = claims.find("iss");
    if (issuer == claims.end() || !issuer->is_string() || *issuer != *expected.issuer)
      return fail(Code::invalid, "the token was not made by the issuer that this server trusts");
  }
  if (expected.audience) {
    const auto audience = claims.find("aud");
    if (audience == claims.end() || !names(*audience, *expected.audience))
      return fail(Code::invalid, "the token was made for another audience");
  }
  return {};
}

std::optional<std::string> name_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_string()) return std::nullopt;
  auto text = found->get<std::string>();
  const bool is_one_line = text.find_first_of("\n\t") == std::string::npos;
  if (text.empty() || text.size() > name_size_max || !is_one_line ||
      !programme::is_plain_text(text))
    return std::nullopt;
  return text;
}

// A list of texts each of which `is_good`; an absent one is empty.
template <class IsGood>
Result<std::vector<std::string>> texts_in(const Json& claims, const char* name, IsGood is_good) {
  std::vector<std::string> out;
  const auto found = claims.find(name);
  if (found == claims.end()) return out;
  if (!found->is_array()) return bad_claim(name);
  for (const Json& one : *found) {
    if (!one.is_string() || !is_good(one.get_ref<const std::string&>())) return bad_claim(name);
    out.push_back(one.get<std::string>());
  }
  return out;
}

// An issuer has roles of its own for other systems: those say nothing here.
void keep_known(std::vector<std::string>& roles) {
  std::erase_if(roles, [](const std::string& role) {
    const auto& all = programme::role::all;
    return role == programme::role::system || std::find(all.begin(), all.end(), role) == all.end();
  });
}

}  // namespace

bool Identity::has_role(std::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Result<Jwt> Jwt::parse(std::string_view token) {
  if (token.size() > token_size_max)
    return fail(Code::invalid, "the token is longer than 8,192 bytes");
  if (std::count(token.begin(), token.end(), '.') != 2) return malformed();
  const auto first = token.find('.'), second = token.rfind('.');
  const auto header_text = ledger::from_base64url(token.substr(0, first));
  const auto payload = ledger::from_base64url(token.substr(first + 1, second - first - 1));
  const auto signature = ledger::from_base64url(token.substr(second + 1));
  if (!header_text || !payload || !signature) return malformed();
  const auto header = object_in(*header_text);
  if (!header) return malformed();
  const auto named = header->find("alg");
  const auto algorithm = named != header->end() && named->is_string()
                             ? find_algorithm(named->get_ref<const std::string&>())
                             : std::nullopt;
  if (!algorithm) return fail(Code::invalid, "a token is signed with RS256, PS256 or ES256");
  if (signature->empty()) return malformed();
  if (!is_our_type(*header)) return fail(Code::invalid, "the token is of another type than JWT");
  if (asks_for_more(*header))
    return fail(Code::invalid, "the token's header asks for what this server does not do");
  Jwt out;
  if (const auto kid = header->find("kid"); kid != header->end()) {
    if (!kid->is_string() || kid->get_ref<const std::string&>().size() > kid_size_max)
      return malformed();
    out.kid_ = kid->get<std::string>();
  }
  out.compact_ = token;
  out.payload_ = *payload;
  out.signature_ = *signature;
  out.algorithm_ = *algorithm;
  return out;
}

Jwks::Verdict Jwt::verify(const Jwks& keys) const {
  return keys.verify({compact_, algorithm_, kid_, signature_});
}

Result<Identity> Jwt::identity(const Expected& expected, std::int64_t now_us) const {
  const auto claims = object_in(payload_);
  if (!claims) return malformed();
  if (auto good = check_times(*claims, now_us); !good) return tl::unexpected(good.error());
  if (auto good = check_parties(*claims, expected); !good) return tl::unexpected(good.error());
  auto subject = name_in(*claims, "sub");
  if (!subject) return bad_claim("sub");
  auto roles = texts_in(*claims, "roles", [](const std::string&) { return true; });
  if (!roles) return tl::unexpected(roles.error());
  keep_known(*roles);
  auto areas = texts_in(*claims, "areas", [](const std::string& area) {
    return area == "*" || programme::is_area(area);
  });
  if (!areas) return tl::unexpected(areas.error());
  auto acts_for = texts_in(*claims, "acts_for",
                           [](const std::string& name) { return programme::is_stream_name(name); });
  if (!acts_for) return tl::unexpected(acts_for.error());
  auto source = name_in(*claims, "source");
  if (claims->contains("source") && !source) return bad_claim("source");
  return Identity{std::move(*subject), std::move(*roles), std::move(*areas), std::move(*acts_for),
                  std::move(source)};
}

}  // namespace api
