#include "api/auth/jwks.h"

#include <cjose/cjose.h>

#include <algorithm>

#include "ledger/core/bytes.h"
#include "ledger/programme/json.h"

namespace api {
namespace {

using ledger::Code;
using programme::Json;

constexpr std::size_t keys_max = 100;
constexpr std::size_t rsa_bits_min = 2048, rsa_bits_max = 8192;
constexpr std::size_t es256_signature_size = 64;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Jwk = std::unique_ptr<cjose_jwk_t, Release<cjose_jwk_release>>;
using Jws = std::unique_ptr<cjose_jws_t, Release<cjose_jws_release>>;

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_for_signatures(const Json& key) {
  if (key.contains("use") && text_of(key, "use") != "sig") return false;
  const auto operations = key.find("key_ops");
  if (operations == key.end()) return true;
  return operations->is_array() &&
         std::find(operations->begin(), operations->end(), "verify") != operations->end();
}

// An exponent of 1 would make every signature its own message.
bool is_sound_exponent(const std::string& text) {
  const auto bytes = ledger::from_base64url(text);
  return bytes && !bytes->empty() && *bytes != "\x01" && (bytes->back() & 1) != 0;
}

// The public members alone: a private key that strayed into the set stays unread.
std::optional<Json> public_members(const Json& key) {
  const std::string kind = text_of(key, "kty");
  const bool is_rsa = kind == "RSA";
  if (is_rsa && !is_sound_exponent(text_of(key, "e"))) return std::nullopt;
  if (!is_rsa && (kind != "EC" || text_of(key, "crv") != "P-256")) return std::nullopt;
  Json out = {{"kty", kind}};
  for (const char* name : {"n", "e", "crv", "x", "y"})
    if (key.contains(name)) out[name] = key[name];
  return out;
}

Jwk imported(const Json& members) {
  const std::string text = members.dump();
  cjose_err error;
  return Jwk(cjose_jwk_import(text.data(), text.size(), &error));
}

}  // namespace

struct Jwks::Key {
  Jwk key;
  std::string kid;  // empty: it has no name
  bool is_rsa;
  std::size_t bits;
  std::optional<Algorithm> only;  // the one algorithm that it is for

  bool fits(const Signed& token) const {
    if (is_rsa == (token.algorithm == Algorithm::es256)) return false;
    if (only && *only != token.algorithm) return false;
    return !token.kid || kid == *token.kid;
  }
  std::size_t signature_size() const { return is_rsa ? (bits + 7) / 8 : es256_signature_size; }

  // nullopt: not a key that counts.
  static std::optional<Key> read(const Json& object) {
    if (!object.is_object() || !is_for_signatures(object)) return std::nullopt;
    const auto members = public_members(object);
    if (!members) return std::nullopt;
    std::optional<Algorithm> only;
    if (object.contains("alg")) {
      only = find_algorithm(text_of(object, "alg"));
      if (!only) return std::nullopt;
    }
    Key out{imported(*members), text_of(object, "kid"), members->at("kty") == "RSA", 0, only};
    if (out.key == nullptr) return std::nullopt;
    cjose_err error;
    out.bits = cjose_jwk_get_keysize(out.key.get(), &error);
    if (out.is_rsa && (out.bits < rsa_bits_min || out.bits > rsa_bits_max)) return std::nullopt;
    return out;
  }
};

std::optional<Algorithm> find_algorithm(std::string_view name) {
  if (name == "RS256") return Algorithm::rs256;
  if (name == "PS256") return Algorithm::ps256;
  if (name == "ES256") return Algorithm::es256;
  return std::nullopt;
}

Jwks::Jwks(std::vector<Key> keys) : keys_(std::move(keys)) {}
Jwks::Jwks(Jwks&&) noexcept = default;
Jwks& Jwks::operator=(Jwks&&) noexcept = default;
Jwks::~Jwks() = default;

std::size_t Jwks::size() const { return keys_.size(); }

ledger::Result<Jwks> Jwks::parse(std::string_view text) {
  const auto parsed = programme::parse_json(text);
  if (!parsed || !parsed->is_object() || !parsed->contains("keys") ||
      !(*parsed)["keys"].is_array() || (*parsed)["keys"].size() > keys_max)
    return ledger::fail(Code::invalid, "it is not a JSON Web Key Set of at most 100 keys");
  std::vector<Key> keys;
  for (const Json& one : (*parsed)["keys"])
    if (auto key = Key::read(one)) keys.push_back(std::move(*key));
  if (keys.empty())
    return ledger::fail(Code::invalid, "it holds no public key for RS256, PS256 or ES256");
  return Jwks(std::move(keys));
}

Jwks::Verdict Jwks::verify(const Signed& token) const {
  Verdict verdict = Verdict::unknown_key;
  for (const Key& key : keys_) {
    if (!key.fits(token)) continue;
    verdict = Verdict::bad;
    if (token.signature.size() != key.signature_size()) continue;
    cjose_err error;
    const Jws jws(cjose_jws_import(token.compact.data(), token.compact.size(), &error));
    if (jws != nullptr && cjose_jws_verify(jws.get(), key.key.get(), &error)) return Verdict::good;
  }
  return verdict;
}

}  // namespace api
