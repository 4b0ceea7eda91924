#include "ledger/core/sha256.h"

#include <cstring>

#include "ledger/core/check.h"
#include "ledger/core/openssl.h"

namespace ledger {
namespace {

// Looking an algorithm up by name costs OpenSSL 3.0 more than hashing a small record.
const EVP_MD* algorithm() {
  static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  LEUIT_CHECK(fetched != nullptr);
  return fetched;
}

Sha256& hasher() {
  static thread_local Sha256 of_this_thread;
  return of_this_thread;
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  LEUIT_CHECK(context_ != nullptr);
  LEUIT_CHECK(EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1);
}

Sha256& Sha256::update(std::string_view bytes) {
  LEUIT_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  return *this;
}

Hash Sha256::so_far() const {
  Sha256 copy;
  LEUIT_CHECK(EVP_MD_CTX_copy_ex(copy.context_.get(), context_.get()) == 1);
  return copy.finish();
}

Hash Sha256::finish() {
  Hash hash;
  LEUIT_CHECK(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
  LEUIT_CHECK(EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1);
  return hash;
}

Hash sha256(std::string_view bytes) { return hasher().update(bytes).finish(); }

Hash leaf_hash(std::string_view record) {
  return hasher().update({"\x00", 1}).update(record).finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes;
  bytes[0] = 1;
  std::memcpy(&bytes[1], left.data(), left.size());
  std::memcpy(&bytes[33], right.data(), right.size());
  return hasher().update({bytes.data(), bytes.size()}).finish();
}

}  // namespace ledger
