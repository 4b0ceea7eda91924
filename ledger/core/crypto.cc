#include "ledger/core/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include "ledger/core/check.h"
#include "ledger/core/openssl.h"

namespace ledger {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t most_bytes = 0x7fffffff;

// Looking an algorithm up by name costs OpenSSL 3.0 more than the work on a small message.
const EVP_CIPHER* aes256gcm() {
  static EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  LEUIT_CHECK(fetched != nullptr);
  return fetched;
}

EVP_CIPHER_CTX* cipher_context() {
  static thread_local const OwnedCipherContext context(EVP_CIPHER_CTX_new());
  LEUIT_CHECK(context != nullptr);
  return context.get();
}

EVP_MAC_CTX* new_hmac_context() {
  static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  LEUIT_CHECK(fetched != nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(fetched);
  LEUIT_CHECK(context != nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
  LEUIT_CHECK(EVP_MAC_CTX_set_params(context, params) == 1);
  return context;
}

EVP_MAC_CTX* hmac_context() {
  static thread_local const OwnedMacContext context(new_hmac_context());
  return context.get();
}

int length_of(std::string_view bytes) { return static_cast<int>(bytes.size()); }

// OpenSSL takes a null key to mean the one before.
const unsigned char* key_octets(std::string_view key) {
  return key.data() == nullptr ? reinterpret_cast<const unsigned char*>("") : octets(key);
}

}  // namespace

std::string seal_aes256gcm(std::string_view key, std::string_view nonce, std::string_view plaintext,
                           std::string_view aad) {
  LEUIT_CHECK(key.size() == key_size && nonce.size() == nonce_size);
  LEUIT_CHECK(plaintext.size() <= most_bytes && aad.size() <= most_bytes);
  EVP_CIPHER_CTX* context = cipher_context();
  LEUIT_CHECK(EVP_EncryptInit_ex2(context, aes256gcm(), octets(key), octets(nonce), nullptr) == 1);
  int written = 0;
  if (!aad.empty()) {
    LEUIT_CHECK(EVP_EncryptUpdate(context, nullptr, &written, octets(aad), length_of(aad)) == 1);
  }
  std::string sealed(plaintext.size() + tag_size, '\0');
  if (!plaintext.empty()) {
    LEUIT_CHECK(EVP_EncryptUpdate(context, octets(sealed), &written, octets(plaintext),
                                  length_of(plaintext)) == 1);
  }
  unsigned char* tag = octets(sealed) + plaintext.size();
  LEUIT_CHECK(EVP_EncryptFinal_ex(context, tag, &written) == 1);
  LEUIT_CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_size, tag) == 1);
  return sealed;
}

std::optional<std::string> open_aes256gcm(std::string_view key, std::string_view nonce,
                                          std::string_view sealed, std::string_view aad) {
  LEUIT_CHECK(key.size() == key_size && nonce.size() == nonce_size);
  if (sealed.size() < tag_size || sealed.size() > most_bytes || aad.size() > most_bytes) {
    return std::nullopt;
  }
  EVP_CIPHER_CTX* context = cipher_context();
  LEUIT_CHECK(EVP_DecryptInit_ex2(context, aes256gcm(), octets(key), octets(nonce), nullptr) == 1);
  std::string tag(sealed.substr(sealed.size() - tag_size));
  LEUIT_CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1);
  int written = 0;
  if (!aad.empty()) {
    LEUIT_CHECK(EVP_DecryptUpdate(context, nullptr, &written, octets(aad), length_of(aad)) == 1);
  }
  const std::string_view ciphertext = sealed.substr(0, sealed.size() - tag_size);
  std::string plaintext(ciphertext.size(), '\0');
  if (!ciphertext.empty()) {
    LEUIT_CHECK(EVP_DecryptUpdate(context, octets(plaintext), &written, octets(ciphertext),
                                  length_of(ciphertext)) == 1);
  }
  unsigned char none[tag_size];
  if (EVP_DecryptFinal_ex(context, none, &written) != 1) {
    ERR_clear_error();  // or the next user of this thread's queue would find it there
    return std::nullopt;
  }
  return plaintext;
}

std::string hkdf_sha256(std::string_view key, std::string_view info, std::size_t length) {
  LEUIT_CHECK(length >= 1 && length <= 255 * sizeof(Hash));
  Hash extracted = hmac_sha256(view(Hash{}), key);
  std::string out;
  std::string block;
  for (char counter = 1; out.size() < length; ++counter) {
    block += info;
    block += counter;
    block = view(hmac_sha256(view(extracted), block));
    out += block;
  }
  OPENSSL_cleanse(extracted.data(), extracted.size());
  out.resize(length);
  return out;
}

Hash hmac_sha256(std::string_view key, std::string_view message) {
  EVP_MAC_CTX* context = hmac_context();
  Hash hash;
  std::size_t written = 0;
  LEUIT_CHECK(EVP_MAC_init(context, key_octets(key), key.size(), nullptr) == 1);
  LEUIT_CHECK(EVP_MAC_update(context, octets(message), message.size()) == 1);
  LEUIT_CHECK(EVP_MAC_final(context, hash.data(), &written, hash.size()) == 1);
  return hash;
}

}  // namespace ledger
