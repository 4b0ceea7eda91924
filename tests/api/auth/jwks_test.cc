#include "api/auth/jwks.h"

#include "tests/api/auth/signing.h"

namespace api {
namespace {

using Json = nlohmann::json;
using Verdict = Jwks::Verdict;

const TestKey& ec() {
  static const TestKey key = TestKey::ec("e");
  return key;
}
const TestKey& rsa() {
  static const TestKey key = TestKey::rsa("r");
  return key;
}

Verdict verdict(const Jwks& keys, const std::string& token, Algorithm algorithm,
                std::optional<std::string> kid = std::nullopt) {
  const auto signature = ledger::from_base64url(token.substr(token.rfind('.') + 1));
  return keys.verify({token, algorithm, std::move(kid), *signature});
}

TEST_CASE("a token of each algorithm is good under its key and under no other") {
  const auto keys = Jwks::parse(key_set({ec().jwk(), rsa().jwk()}));
  REQUIRE(keys);
  CHECK(keys->size() == 2);
  const std::tuple<const TestKey&, const char*, Algorithm, const char*> table[] = {
      {ec(), "ES256", Algorithm::es256, "e"},
      {rsa(), "RS256", Algorithm::rs256, "r"},
      {rsa(), "PS256", Algorithm::ps256, "r"},
  };
  for (const auto& [key, name, algorithm, kid] : table) {
    CAPTURE(name);
    const std::string token = key.sign(Json{{"alg", name}}.dump(), "{}", name);
    CHECK(verdict(*keys, token, algorithm) == Verdict::good);
    CHECK(verdict(*keys, token, algorithm, kid) == Verdict::good);
    CHECK(verdict(*keys, token, algorithm, "x") == Verdict::unknown_key);
    const auto others = Jwks::parse(key_set({TestKey::ec("e").jwk(), TestKey::rsa("r").jwk()}));
    CHECK(verdict(*others, token, algorithm) == Verdict::bad);
  }
}

TEST_CASE("a key for one algorithm is not used for another") {
  const auto keys = Jwks::parse(key_set({rsa().jwk({{"alg", "PS256"}})}));
  const auto sign = [](const char* name) {
    return rsa().sign(Json{{"alg", name}}.dump(), "{}", name);
  };
  CHECK(verdict(*keys, sign("PS256"), Algorithm::ps256) == Verdict::good);
  CHECK(verdict(*keys, sign("RS256"), Algorithm::rs256) == Verdict::unknown_key);
  CHECK(verdict(*keys, sign("PS256"), Algorithm::es256, "r") == Verdict::unknown_key);
}

TEST_CASE("keys that do not count are passed over") {
  const Json table[] = {
      Json{{"kty", "oct"}, {"kid", "e"}, {"k", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"}},
      ec().jwk({{"use", "enc"}}),
      ec().jwk({{"use", 1}}),
      ec().jwk({{"key_ops", {"encrypt"}}}),
      ec().jwk({{"key_ops", "verify"}}),
      ec().jwk({{"alg", "HS256"}}),
      ec().jwk({{"alg", "none"}}),
      ec().jwk({{"alg", 7}}),
      ec().jwk({{"crv", "P-384"}}),
      ec().jwk({{"crv", nullptr}}),
      ec().jwk({{"x", ec().jwk()["y"]}}),  // not on the curve
      ec().jwk({{"y", nullptr}}),
      ec().jwk({{"kty", "ec"}}),
      TestKey::ec("e", "P-384").jwk(),
      rsa().jwk({{"e", "AQ"}}),
      rsa().jwk({{"e", "Ag"}}),
      rsa().jwk({{"e", nullptr}}),
      rsa().jwk({{"n", nullptr}}),
      TestKey::rsa("r", 1024).jwk(),
      Json("no object"),
      Json(nullptr),
  };
  for (const Json& key : table) {
    CAPTURE(key.dump());
    CHECK_FALSE(Jwks::parse(key_set({key})));
    const auto beside = Jwks::parse(key_set({key, TestKey::ec("other").jwk()}));
    REQUIRE(beside);
    CHECK(beside->size() == 1);
  }
}

TEST_CASE("what is no key set is refused") {
  const std::string ours = key_set({ec().jwk()});
  const std::string table[] = {"",
                               "{}",
                               "[]",
                               "null",
                               "{\"keys\":{}}",
                               "{",
                               "keys",
                               "{\"keys\":[]}",
                               "<html></html>",
                               ours + ours,
                               ours.substr(1),
                               "{\"keys\":[],\"keys\":[" + ec().jwk().dump() + "]}",
                               key_set(std::vector<Json>(101, ec().jwk()))};
  for (const std::string& text : table) {
    CAPTURE(text.substr(0, 80));
    CHECK(Jwks::parse(text).error().code == ledger::Code::invalid);
  }
  CHECK(Jwks::parse(ours));
}

TEST_CASE("a private key in the set is read as its public half") {
  const auto keys = Jwks::parse(key_set({ec().jwk({{"d", "AAAA"}, {"use", nullptr}})}));
  REQUIRE(keys);
  const std::string token = ec().sign(R"({"alg":"ES256"})", "{}", "ES256");
  CHECK(verdict(*keys, token, Algorithm::es256) == Verdict::good);
}

}  // namespace
}  // namespace api
