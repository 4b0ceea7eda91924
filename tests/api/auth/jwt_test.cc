#include "api/auth/jwt.h"

#include <openssl/hmac.h>

#include "tests/api/auth/signing.h"

namespace api {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t now_s = 1'700'000'000;
const Expected expected{.issuer = "https://login.example", .audience = "leuit"};

const TestKey& ec() {
  static const TestKey key = TestKey::ec("e");
  return key;
}
const TestKey& rsa() {
  static const TestKey key = TestKey::rsa("r");
  return key;
}
const Jwks& keys() {
  static const Jwks set = *Jwks::parse(key_set({ec().jwk(), rsa().jwk()}));
  return set;
}

Json header(const Json& more = Json::object()) {
  Json out = {{"alg", "ES256"}, {"kid", "e"}, {"typ", "JWT"}};
  out.merge_patch(more);
  return out;
}

Json claims(const Json& more = Json::object()) {
  Json out = {{"sub", "staf-pkk"},  {"roles", {"programme_officer", "reader"}},
              {"areas", {"36.02"}}, {"iss", "https://login.example"},
              {"aud", "leuit"},     {"iat", now_s},
              {"nbf", now_s},       {"exp", now_s + 60}};
  out.merge_patch(more);
  return out;
}

std::string token(const Json& head, const Json& body) {
  return ec().sign(head.dump(), body.dump(), "ES256");
}
std::string with(const Json& more) { return token(header(), claims(more)); }
std::string under(const Json& more) { return token(header(more), claims()); }

// "good", or why it is refused.
std::string told(const std::string& text, const Expected& wanted = expected) {
  const auto parsed = Jwt::parse(text);
  if (!parsed) return parsed.error().message;
  const auto verdict = parsed->verify(keys());
  if (verdict == Jwks::Verdict::unknown_key) return "unknown key";
  if (verdict == Jwks::Verdict::bad) return "bad signature";
  const auto identity = parsed->identity(wanted, now_s * 1'000'000);
  return identity ? "good" : identity.error().message;
}

Identity identity_of(const std::string& text) {
  return *Jwt::parse(text)->identity(expected, now_s * 1'000'000);
}

std::string unsigned_token(const Json& head) {
  return ledger::to_base64url(head.dump()) + "." + ledger::to_base64url(claims().dump()) + ".";
}

// A token "signed" with the public key as the secret of an HMAC.
std::string confused(const std::string& secret) {
  const std::string input = ledger::to_base64url(header({{"alg", "HS256"}}).dump()) + "." +
                            ledger::to_base64url(claims().dump());
  unsigned char mac[32];
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(), mac, nullptr);
  return input + "." + ledger::to_base64url({reinterpret_cast<const char*>(mac), sizeof mac});
}

// The token with one of its three parts replaced.
std::string patched(const std::string& text, int part, const std::string& by) {
  const auto first = text.find('.'), second = text.rfind('.');
  std::vector<std::string> parts = {
      text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
  parts[static_cast<std::size_t>(part)] = by;
  return parts[0] + "." + parts[1] + "." + parts[2];
}
std::string part(const std::string& text, int index) {
  const auto first = text.find('.'), second = text.rfind('.');
  if (index == 0) return text.substr(0, first);
  return index == 1 ? text.substr(first + 1, second - first - 1) : text.substr(second + 1);
}

TEST_CASE("a token that holds says who its holder is") {
  const Identity who = identity_of(with({{"acts_for", {"group/G1"}}, {"source", "/lebak"}}));
  CHECK(who.subject == "staf-pkk");
  CHECK(who.roles == std::vector<std::string>{"programme_officer", "reader"});
  CHECK(who.areas == std::vector<std::string>{"36.02"});
  CHECK(who.acts_for == std::vector<std::string>{"group/G1"});
  CHECK(who.source == "/lebak");
  CHECK(who.has_role("reader"));
  CHECK_FALSE(who.has_role("read"));
}

TEST_CASE("what a token does not say, its holder does not have") {
  const Identity who =
      identity_of(with({{"roles", nullptr}, {"areas", nullptr}, {"iat", nullptr}}));
  CHECK(who.roles.empty());
  CHECK(who.areas.empty());
  CHECK(who.acts_for.empty());
  CHECK_FALSE(who.source);
}

TEST_CASE("roles of other systems, and that of the ledger's clock, are not had") {
  const Identity who = identity_of(with({{"roles", {"system", "admin", "reader", "READER", ""}}}));
  CHECK(who.roles == std::vector<std::string>{"reader"});
}

TEST_CASE("good tokens are good in every form that RFC 7519 allows") {
  const std::string table[] = {
      with(Json::object()),
      under({{"typ", nullptr}}),
      under({{"typ", "jwt"}}),
      under({{"typ", "at+jwt"}}),
      under({{"typ", "application/at+JWT"}}),
      under({{"kid", nullptr}}),
      // Keys that a token brings along are not looked at.
      under({{"jku", "https://evil.example/keys"}, {"x5u", "https://evil.example/x"}}),
      under({{"jwk", TestKey::ec("e").jwk()}, {"x5c", {"AAAA"}}}),
      with({{"aud", {"other", "leuit"}}}),
      with({{"exp", static_cast<double>(now_s) + 0.5}}),
      with({{"nbf", now_s + 10}, {"iat", now_s + 10}}),
      with({{"nbf", nullptr}, {"iat", nullptr}}),
      with({{"areas", {"*"}}}),
      with({{"email", "x@y.example"}, {"nested", {{"a", {1, 2}}}}}),
      rsa().sign(header({{"alg", "RS256"}, {"kid", "r"}}).dump(), claims().dump(), "RS256"),
      rsa().sign(header({{"alg", "PS256"}, {"kid", "r"}}).dump(), claims().dump(), "PS256"),
      rsa().sign(header({{"alg", "PS256"}, {"kid", nullptr}}).dump(), claims().dump(), "PS256"),
  };
  for (const std::string& text : table) {
    CAPTURE(text);
    CHECK(told(text) == "good");
  }
}

TEST_CASE("issuer and audience are compared where the server names them") {
  const std::string other = with({{"iss", nullptr}, {"aud", "other"}});
  CHECK(told(other, {}) == "good");
  CHECK(told(other, {.issuer = "https://login.example", .audience = {}}).find("issuer") !=
        std::string::npos);
  CHECK(told(other, {.issuer = {}, .audience = "leuit"}).find("audience") != std::string::npos);
}

struct Bad {
  const char* what;
  std::string text;
  const char* why;
};

std::vector<Bad> bad_forms() {
  const std::string good = with(Json::object());
  std::string flipped = good;
  flipped[good.size() - 10] = flipped[good.size() - 10] == 'A' ? 'B' : 'A';
  return {
      {"nothing", "", "compact form"},
      {"a word", "token", "compact form"},
      {"two parts", good.substr(0, good.rfind('.')), "compact form"},
      {"four parts", good + ".AAAA", "compact form"},
      {"five parts, as encrypted", good + ".AAAA.AAAA", "compact form"},
      {"no signature", patched(good, 2, ""), "compact form"},
      {"no payload", patched(good, 1, ""), "bad signature"},
      {"no header", patched(good, 0, ""), "compact form"},
      {"dots alone", "..", "compact form"},
      {"padding", good + "==", "compact form"},
      {"space", good + " ", "compact form"},
      {"line feed inside", patched(good, 1, part(good, 1) + "\n"), "compact form"},
      {"base64 of the other alphabet", patched(good, 2, "+/" + part(good, 2).substr(2)),
       "compact form"},
      {"unused bits set", patched(good, 0, ledger::to_base64url("{\"alg\":\"ES256\"}a") + "B"),
       "compact form"},
      {"signature cut", patched(good, 2, part(good, 2).substr(0, 80)), "bad signature"},
      {"signature longer", patched(good, 2, part(good, 2).substr(0, 84) + "AAAA"), "bad signature"},
      {"signature of zeros", patched(good, 2, ledger::to_base64url(std::string(64, '\0'))),
       "bad signature"},
      {"one bit of the signature", flipped, "bad signature"},
      {"other claims under the signature",
       patched(good, 1, ledger::to_base64url(claims({{"roles", {"auditor"}}}).dump())),
       "bad signature"},
      {"other header over the signature",
       patched(good, 0, ledger::to_base64url(header({{"typ", "jwt"}}).dump())), "bad signature"},
      {"longer than 8 KiB", with({{"x", std::string(9000, 'x')}}), "8,192"},
      {"two tokens", good + ", " + good, "compact form"},
  };
}

std::vector<Bad> bad_headers() {
  const std::string twice =
      R"({"alg":"none","alg":"ES256","kid":"e"})";  // readers differ on which counts
  return {
      {"alg none", unsigned_token(header({{"alg", "none"}})), "RS256, PS256 or ES256"},
      {"alg None", unsigned_token(header({{"alg", "None"}})), "RS256, PS256 or ES256"},
      {"alg NONE", unsigned_token(header({{"alg", "NONE"}})), "RS256, PS256 or ES256"},
      {"alg nOnE, signed", under({{"alg", "nOnE"}}), "RS256, PS256 or ES256"},
      {"alg empty", under({{"alg", ""}}), "RS256, PS256 or ES256"},
      {"alg absent", under({{"alg", nullptr}}), "RS256, PS256 or ES256"},
      {"alg a number", under({{"alg", 256}}), "RS256, PS256 or ES256"},
      {"alg a list", under({{"alg", {"ES256"}}}), "RS256, PS256 or ES256"},
      {"alg in lower case", under({{"alg", "es256"}}), "RS256, PS256 or ES256"},
      {"alg ES384", under({{"alg", "ES384"}}), "RS256, PS256 or ES256"},
      {"alg EdDSA", under({{"alg", "EdDSA"}}), "RS256, PS256 or ES256"},
      {"HMAC under the public key", confused(ec().jwk().dump()), "RS256, PS256 or ES256"},
      {"HMAC under its x", confused(ec().jwk()["x"]), "RS256, PS256 or ES256"},
      {"HMAC under the modulus", confused(rsa().jwk()["n"]), "RS256, PS256 or ES256"},
      {"RS256 with the name of an EC key", under({{"alg", "RS256"}}), "unknown key"},
      {"ES256 with the name of an RSA key", under({{"kid", "r"}}), "unknown key"},
      {"PS256 that is signed as RS256",
       rsa().sign(header({{"alg", "PS256"}, {"kid", "r"}}).dump(), claims().dump(), "RS256"),
       "bad signature"},
      {"RS256 that is signed as PS256",
       rsa().sign(header({{"alg", "RS256"}, {"kid", "r"}}).dump(), claims().dump(), "PS256"),
       "bad signature"},
      {"a key of one's own", TestKey::ec("e").sign(header().dump(), claims().dump(), "ES256"),
       "bad signature"},
      {"a key that the token brings",
       TestKey::ec("mine").sign(header({{"kid", "mine"}, {"jwk", ec().jwk()}}).dump(),
                                claims().dump(), "ES256"),
       "unknown key"},
      {"kid of a path", under({{"kid", "../../../dev/null"}}), "unknown key"},
      {"kid of SQL", under({{"kid", "e' OR '1'='1"}}), "unknown key"},
      {"kid empty", under({{"kid", ""}}), "unknown key"},
      {"kid a number", under({{"kid", 1}}), "compact form"},
      {"kid a list", under({{"kid", {"e"}}}), "compact form"},
      {"kid of 300 bytes", under({{"kid", std::string(300, 'e')}}), "compact form"},
      {"crit unknown", under({{"crit", {"x"}}, {"x", 1}}), "does not do"},
      {"crit empty", under({{"crit", Json::array()}}), "does not do"},
      {"payload not encoded", under({{"b64", false}}), "does not do"},
      {"nested", under({{"cty", "JWT"}}), "does not do"},
      {"compressed", under({{"zip", "DEF"}}), "does not do"},
      {"encrypted", under({{"enc", "A256GCM"}}), "does not do"},
      {"typ of another kind", under({{"typ", "dpop+jwt"}}), "another type"},
      {"typ of an event", under({{"typ", "secevent+jwt"}}), "another type"},
      {"typ a number", under({{"typ", 7}}), "another type"},
      {"alg twice", ec().sign(twice, claims().dump(), "ES256"), "compact form"},
      {"header a list", ec().sign("[]", claims().dump(), "ES256"), "compact form"},
      {"header no JSON", ec().sign("alg=ES256", claims().dump(), "ES256"), "compact form"},
      {"header in Latin-1", ec().sign("{\"alg\":\"ES256\",\"x\":\"\xe9\"}", "{}", "ES256"),
       "compact form"},
      {"header with something behind", ec().sign(header().dump() + "{}", "{}", "ES256"),
       "compact form"},
  };
}

std::vector<Bad> bad_claims() {
  const auto raw = [](const std::string& payload) {
    return ec().sign(header().dump(), payload, "ES256");
  };
  const std::string body = claims().dump();
  return {
      {"no claims", raw("{}"), "claim exp"},
      {"claims a list", raw("[]"), "compact form"},
      {"claims no JSON", raw("sub=x"), "compact form"},
      {"claims not UTF-8", raw("{\"sub\":\"\xff\"}"), "compact form"},
      {"sub twice", raw("{\"sub\":\"other\"," + body.substr(1)), "compact form"},
      {"very deep", raw(std::string(100, '[') + std::string(100, ']')), "compact form"},
      {"exp absent", with({{"exp", nullptr}}), "claim exp"},
      {"exp a text", with({{"exp", std::to_string(now_s + 60)}}), "claim exp"},
      {"exp true", with({{"exp", true}}), "claim exp"},
      {"exp negative", with({{"exp", -1}}), "claim exp"},
      {"exp huge", with({{"exp", 1e300}}), "claim exp"},
      {"exp in milliseconds", with({{"exp", now_s * 1000}}), "claim exp"},
      {"exp past", with({{"exp", now_s - 1}}), "expired"},
      {"exp now", with({{"exp", now_s}}), "expired"},
      {"exp zero", with({{"exp", 0}}), "expired"},
      {"nbf ahead", with({{"nbf", now_s + 11}}), "not valid yet"},
      {"nbf a text", with({{"nbf", "now"}}), "claim nbf"},
      {"iat ahead", with({{"iat", now_s + 3600}}), "not valid yet"},
      {"iat a list", with({{"iat", {now_s}}}), "claim iat"},
      {"iss absent", with({{"iss", nullptr}}), "issuer"},
      {"iss of another", with({{"iss", "https://login.example.evil"}}), "issuer"},
      {"iss with a slash", with({{"iss", "https://login.example/"}}), "issuer"},
      {"iss a list", with({{"iss", {"https://login.example"}}}), "issuer"},
      {"aud absent", with({{"aud", nullptr}}), "audience"},
      {"aud of another", with({{"aud", "other"}}), "audience"},
      {"aud that begins so", with({{"aud", "leuit2"}}), "audience"},
      {"aud without ours", with({{"aud", {"a", "b"}}}), "audience"},
      {"aud empty", with({{"aud", Json::array()}}), "audience"},
      {"aud not all texts", with({{"aud", {"leuit", 1}}}), "audience"},
      {"sub absent", with({{"sub", nullptr}}), "claim sub"},
      {"sub empty", with({{"sub", ""}}), "claim sub"},
      {"sub a number", with({{"sub", 7}}), "claim sub"},
      {"sub with a line feed", with({{"sub", "a\nb"}}), "claim sub"},
      {"sub of 257 bytes", with({{"sub", std::string(257, 's')}}), "claim sub"},
      {"roles a text", with({{"roles", "auditor"}}), "claim roles"},
      {"roles of numbers", with({{"roles", {1}}}), "claim roles"},
      {"areas a text", with({{"areas", "*"}}), "claim areas"},
      {"areas of a name", with({{"areas", {"Lebak"}}}), "claim areas"},
      {"areas empty text", with({{"areas", {""}}}), "claim areas"},
      {"areas half a code", with({{"areas", {"36."}}}), "claim areas"},
      {"areas a pattern", with({{"areas", {"36.*"}}}), "claim areas"},
      {"acts_for a text", with({{"acts_for", "group/G1"}}), "claim acts_for"},
      {"acts_for no stream", with({{"acts_for", {"*"}}}), "claim acts_for"},
      {"source a list", with({{"source", {"/"}}}), "claim source"},
      {"source empty", with({{"source", ""}}), "claim source"},
  };
}

TEST_CASE("a bad token is refused, and told why in a sentence without it") {
  for (const auto& table : {bad_forms(), bad_headers(), bad_claims()}) {
    for (const Bad& bad : table) {
      CAPTURE(bad.what, bad.text);
      const std::string why = told(bad.text);
      CHECK(why.find(bad.why) != std::string::npos);
      CHECK(why.find('"') == std::string::npos);
      CHECK((part(bad.text, 1).size() < 8 || why.find(part(bad.text, 1)) == std::string::npos));
    }
  }
}

}  // namespace
}  // namespace api
