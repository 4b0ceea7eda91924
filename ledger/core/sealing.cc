#include "ledger/core/sealing.h"

#include <fmt/format.h>

#include <optional>

#include "ledger/core/bytes.h"
#include "ledger/core/crypto.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12;

std::string info_of(const FieldPlace& place) {
  return fmt::format("{}\n{}\n{}", place.source, place.id, place.pointer);
}

std::optional<std::string> open_parts(const SubjectKey& key, const FieldPlace& place,
                                      std::string_view sealed) {
  const std::string prefix = key.id() + ".";
  const std::size_t dot = sealed.find('.', prefix.size());
  if (!sealed.starts_with(prefix) || dot == std::string_view::npos) {
    return std::nullopt;
  }
  const auto nonce = from_base64url(sealed.substr(prefix.size(), dot - prefix.size()));
  const auto ciphertext = from_base64url(sealed.substr(dot + 1));
  if (!nonce || nonce->size() != nonce_bytes || !ciphertext) {
    return std::nullopt;
  }
  const std::string info = info_of(place);
  return open_aes256gcm(hkdf_sha256(key.bytes, info, key_bytes), *nonce, *ciphertext, info);
}

}  // namespace

std::string SubjectKey::id() const {
  const Hash hash = sha256("leuit-subject-key" + bytes);
  return to_base64url(view(hash));
}

std::string seal_field(const SubjectKey& key, const FieldPlace& place, std::string_view plaintext,
                       Random& random) {
  const std::string info = info_of(place);
  const std::string nonce = random.bytes(nonce_bytes);
  const std::string ciphertext =
      seal_aes256gcm(hkdf_sha256(key.bytes, info, key_bytes), nonce, plaintext, info);
  return fmt::format("{}.{}.{}", key.id(), to_base64url(nonce), to_base64url(ciphertext));
}

std::string_view seal_of(std::string_view sealed) {
  const std::size_t first = sealed.find('.'), last = sealed.rfind('.');
  return first < last ? sealed.substr(first + 1, last - first - 1) : std::string_view();
}

Result<std::string> open_field(const SubjectKey& key, const FieldPlace& place,
                               std::string_view sealed) {
  auto plaintext = open_parts(key, place, sealed);
  if (!plaintext) {
    return fail(Code::corrupt, "A sealed field does not open with the key of its subject.");
  }
  return std::move(*plaintext);
}

}  // namespace ledger
