// Keys and tokens for the tests, made with OpenSSL alone, so that any text can be signed: also what
// no library would sign.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/core/bytes.h"

namespace api {

class TestKey {
 public:
  static TestKey ec(const std::string& kid, const char* curve = "P-256") {
    return {EVP_EC_gen(curve), kid};
  }
  static TestKey rsa(const std::string& kid, unsigned bits = 2048) {
    return {EVP_RSA_gen(bits), kid};
  }

  // The public key as a JWK; `more` replaces its members, and null takes one away.
  nlohmann::json jwk(const nlohmann::json& more = nlohmann::json::object()) const {
    const bool is_rsa = EVP_PKEY_is_a(key_.get(), "RSA") == 1;
    nlohmann::json out = {{"kid", kid_}, {"use", "sig"}, {"kty", is_rsa ? "RSA" : "EC"}};
    if (is_rsa) {
      out["n"] = number(OSSL_PKEY_PARAM_RSA_N);
      out["e"] = number(OSSL_PKEY_PARAM_RSA_E);
    } else {
      const bool is_p256 = EVP_PKEY_get_bits(key_.get()) == 256;
      out["crv"] = is_p256 ? "P-256" : "P-384";
      out["x"] = number(OSSL_PKEY_PARAM_EC_PUB_X, EVP_PKEY_get_bits(key_.get()) / 8);
      out["y"] = number(OSSL_PKEY_PARAM_EC_PUB_Y, EVP_PKEY_get_bits(key_.get()) / 8);
    }
    out.merge_patch(more);
    return out;
  }

  // A token of these two texts. `algorithm`: how it is signed, whatever the header says.
  std::string sign(const std::string& header, const std::string& payload,
                   const std::string& algorithm) const {
    const std::string input = ledger::to_base64url(header) + "." + ledger::to_base64url(payload);
    return input + "." + ledger::to_base64url(signature(input, algorithm));
  }

 private:
  TestKey(EVP_PKEY* key, std::string kid) : key_(key, EVP_PKEY_free), kid_(std::move(kid)) {
    REQUIRE(key_ != nullptr);
  }

  std::string number(const char* name, int size = 0) const {
    BIGNUM* value = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key_.get(), name, &value) == 1);
    std::string bytes(static_cast<std::size_t>(std::max(size, BN_num_bytes(value))), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size()));
    BN_free(value);
    return ledger::to_base64url(bytes);
  }

  std::string signature(const std::string& input, const std::string& algorithm) const {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                     EVP_MD_CTX_free);
    EVP_PKEY_CTX* padding = nullptr;
    const EVP_MD* digest = algorithm == "ES384" ? EVP_sha384() : EVP_sha256();
    REQUIRE(EVP_DigestSignInit(context.get(), &padding, digest, nullptr, key_.get()) == 1);
    if (algorithm == "PS256") EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
    if (algorithm == "PS256") EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST);
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    std::size_t size = 0;
    REQUIRE(EVP_DigestSign(context.get(), nullptr, &size, bytes, input.size()) == 1);
    std::string out(size, '\0');
    auto* made = reinterpret_cast<unsigned char*>(out.data());
    REQUIRE(EVP_DigestSign(context.get(), made, &size, bytes, input.size()) == 1);
    out.resize(size);
    return algorithm.starts_with("ES") ? fixed_size(out) : out;
  }

  // r || s of a signature in DER (RFC 7518 section 3.4).
  std::string fixed_size(const std::string& der) const {
    const int half = EVP_PKEY_get_bits(key_.get()) / 8;
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* parsed = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    REQUIRE(parsed != nullptr);
    std::string out(static_cast<std::size_t>(2 * half), '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(parsed), bytes, half);
    BN_bn2binpad(ECDSA_SIG_get0_s(parsed), bytes + half, half);
    ECDSA_SIG_free(parsed);
    return out;
  }

  std::shared_ptr<EVP_PKEY> key_;
  std::string kid_;
};

inline std::string key_set(const std::vector<nlohmann::json>& keys) {
  return nlohmann::json{{"keys", keys}}.dump();
}

}  // namespace api
