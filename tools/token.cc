#include "tools/token.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "ledger/core/bytes.h"
#include "ledger/core/check.h"
#include "ledger/core/clock.h"
#include "ledger/core/file.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/json.h"
#include "ledger/programme/roles.h"
#include "ledger/programme/values.h"
#include "tools/verbs.h"

namespace tools {
namespace {

using ledger::Code;
using ledger::fail;
using ledger::Result;
using programme::Json;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Jwk = std::unique_ptr<cjose_jwk_t, Release<cjose_jwk_release>>;
using Jws = std::unique_ptr<cjose_jws_t, Release<cjose_jws_release>>;
using Header = std::unique_ptr<cjose_header_t, Release<cjose_header_release>>;
using Text = std::unique_ptr<char, Release<std::free>>;

enum class Part { open, secret };

Json members(const cjose_jwk_t& key, Part part) {
  cjose_err error;
  const Text text(cjose_jwk_to_json(&key, part == Part::secret, &error));
  LEUIT_CHECK(text != nullptr);
  return Json::parse(text.get());
}

// RFC 7638: the hash of what the key is, so that one key has one name.
std::string thumbprint(const Json& key) {
  const Json essential = {
      {"crv", key.at("crv")}, {"kty", key.at("kty")}, {"x", key.at("x")}, {"y", key.at("y")}};
  return ledger::to_base64url(ledger::view(ledger::sha256(programme::canonical(essential))));
}

std::string key_set(const cjose_jwk_t& key) {
  Json open = members(key, Part::open);
  open["kid"] = thumbprint(open);
  open["alg"] = "ES256";
  open["use"] = "sig";
  return Json{{"keys", Json::array({open})}}.dump(2) + "\n";
}

Result<Jwk> new_key(const std::string& file) {
  cjose_err error;
  Jwk key(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
  LEUIT_CHECK(key != nullptr);
  Json secret = members(*key, Part::secret);
  secret["kid"] = thumbprint(secret);
  if (auto written = ledger::write_new_file(file, secret.dump() + "\n", 0600); !written)
    return tl::unexpected(written.error());
  return key;
}

Result<Jwk> read_key(const std::string& file) {
  const auto text = ledger::read_file(file);
  if (!text) return tl::unexpected(text.error());
  cjose_err error;
  Jwk key(cjose_jwk_import(text->data(), text->size(), &error));
  const bool is_good = key != nullptr && cjose_jwk_get_kty(key.get(), &error) == CJOSE_JWK_KTY_EC &&
                       members(*key, Part::secret).contains("d") &&
                       members(*key, Part::secret).at("crv") == "P-256";
  if (!is_good) return fail(Code::invalid, file + " holds no private P-256 key: move it away");
  return key;
}

// Whether the set holds this public key under the name that the token will give it.
bool holds(const std::string& set, const cjose_jwk_t& key) {
  const Json parsed = Json::parse(set, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("keys") || !parsed["keys"].is_array()) return false;
  const Json wanted = Json::parse(key_set(key))["keys"][0];
  for (const Json& one : parsed["keys"]) {
    bool same = one.is_object();
    for (const char* name : {"kid", "kty", "crv", "x", "y"})
      same = same && one.contains(name) && one[name] == wanted[name];
    if (same) return true;
  }
  return false;
}

Result<Jwk> signing_key(const std::string& file) {
  const auto set = ledger::read_file(file);
  if (!set && set.error().code != Code::not_found) return tl::unexpected(set.error());
  auto key = read_key(file + ".key");
  if (!key && key.error().code != Code::not_found) return key;
  const bool is_strange = set && (!key || !holds(*set, **key));
  if (is_strange)
    return fail(Code::invalid, file + " is there already and does not hold the key of " + file +
                                   ".key: choose another --jwks");
  if (!key) key = new_key(file + ".key");
  if (!key || set) return key;
  if (auto written = ledger::write_new_file(file, key_set(**key), 0644); !written)
    return tl::unexpected(written.error());
  return key;
}

Result<void> check(const TokenWish& wish) {
  for (const std::string& role : wish.roles)
    if (std::find(programme::role::all.begin(), programme::role::all.end(), role) ==
        programme::role::all.end())
      return fail(Code::invalid, "there is no role " + role);
  for (const std::string& area : wish.areas)
    if (area != "*" && !programme::is_area(area))
      return fail(Code::invalid, area + " is no area: give region codes such as 36.02, or *");
  for (const std::string& stream : wish.acts_for)
    if (!programme::is_stream_name(stream))
      return fail(Code::invalid, stream + " is no stream, which is written aggregate/key");
  return {};
}

std::string claims(const TokenWish& wish, std::int64_t now_s) {
  Json out = {{"sub", wish.subject}, {"roles", wish.roles}, {"areas", wish.areas},
              {"iat", now_s},        {"nbf", now_s},        {"exp", now_s + wish.ttl_s}};
  if (!wish.acts_for.empty()) out["acts_for"] = wish.acts_for;
  if (!wish.source.empty()) out["source"] = wish.source;
  if (!wish.issuer.empty()) out["iss"] = wish.issuer;
  if (!wish.audience.empty()) out["aud"] = wish.audience;
  return programme::canonical(out);
}

std::string sign(const cjose_jwk_t& key, const std::string& content) {
  cjose_err error;
  const Header header(cjose_header_new(&error));
  const std::string kid = thumbprint(members(key, Part::open));
  const bool is_made = header != nullptr &&
                       cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, &error) &&
                       cjose_header_set(header.get(), CJOSE_HDR_KID, kid.c_str(), &error) &&
                       cjose_header_set(header.get(), "typ", "JWT", &error);
  LEUIT_CHECK(is_made);
  const Jws token(cjose_jws_sign(&key, header.get(),
                                 reinterpret_cast<const std::uint8_t*>(content.data()),
                                 content.size(), &error));
  const char* text = nullptr;  // belongs to the token
  LEUIT_CHECK(token != nullptr && cjose_jws_export(token.get(), &text, &error));
  return text;
}

}  // namespace

Result<std::string> make_token(const TokenWish& wish, std::int64_t now_s) {
  if (auto good = check(wish); !good) return tl::unexpected(good.error());
  const auto key = signing_key(wish.jwks);
  if (!key) return tl::unexpected(key.error());
  return sign(**key, claims(wish, now_s));
}

std::optional<std::int64_t> parse_ttl(std::string_view text) {
  constexpr std::int64_t ten_years_s = 3650 * std::int64_t{86'400};
  if (text.size() < 2 || text.size() > 12) return std::nullopt;
  const auto number = ledger::parse_decimal(text.substr(0, text.size() - 1));
  std::int64_t unit_s = 0;
  switch (text.back()) {
    case 's':
      unit_s = 1;
      break;
    case 'm':
      unit_s = 60;
      break;
    case 'h':
      unit_s = 3600;
      break;
    case 'd':
      unit_s = 86'400;
      break;
    default:
      return std::nullopt;
  }
  if (!number || *number == 0) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(*number) * unit_s;
  return seconds <= ten_years_s ? std::optional(seconds) : std::nullopt;
}

void add_token(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("token", "Make a development token and its key set");
  struct Options {
    TokenWish wish;
    std::string ttl = "1h";
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  TokenWish& wish = options->wish;
  verb->add_option("--jwks", wish.jwks, "Key set for `serve --jwks`; made where missing")
      ->required();
  verb->add_option("--sub", wish.subject, "Who it is for")->required();
  verb->add_option("--roles", wish.roles, "Roles, with commas")->required()->delimiter(',');
  verb->add_option("--areas", wish.areas, "Region codes, with commas, or *")
      ->required()
      ->delimiter(',');
  verb->add_option("--acts-for", wish.acts_for, "Streams that it speaks for")->delimiter(',');
  verb->add_option("--source", wish.source, "Prefix of the sources that it may use");
  verb->add_option("--issuer", wish.issuer, "Claim iss");
  verb->add_option("--audience", wish.audience, "Claim aud");
  verb->add_option("--ttl", options->ttl, "How long it holds: 30s, 15m, 1h, 7d")
      ->capture_default_str();
  verb->add_flag("--json", options->json, "One JSON object: {\"token\": …}");
  verb->footer(
      "Example: leuit token --jwks dev.jwks --sub staf-pkk --roles programme_officer --areas "
      "36.02");
  verb->callback([options, &action] {
    action = [options] {
      const auto ttl_s = parse_ttl(options->ttl);
      if (!ttl_s) return complain(exit_usage, "--ttl must be a time such as 30s, 15m, 1h or 7d");
      options->wish.ttl_s = *ttl_s;
      ledger::SystemClock clock;
      const auto token = make_token(options->wish, clock.now_us() / 1'000'000);
      if (!token) return complain(exit_usage, token.error().message);
      std::puts(options->json ? ("{\"token\":\"" + *token + "\"}").c_str() : token->c_str());
      return exit_done;
    };
  });
}

}  // namespace tools
