// SHA-256 (FIPS 180-4), and the two hashes of a Merkle tree (RFC 6962 2.1). The prefixes keep a
// record from ever being taken for a node.
//
// Threads: the functions may be called from any thread; a Sha256 belongs to one thread at a time.
#pragma once

#include <memory>
#include <string_view>

#include "ledger/core/bytes.h"

struct evp_md_ctx_st;

namespace ledger {

Hash sha256(std::string_view bytes);
// sha256(0x00 || record).
Hash leaf_hash(std::string_view record);
// sha256(0x01 || left || right).
Hash node_hash(const Hash& left, const Hash& right);

// For bytes that come in parts.
class Sha256 {
 public:
  Sha256();
  Sha256& update(std::string_view bytes);
  // The hash of all parts so far; more may follow.
  Hash so_far() const;
  // The hash of all parts; the object then starts anew.
  Hash finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace ledger
