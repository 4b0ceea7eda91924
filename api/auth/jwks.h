// The keys that tokens are checked with: a JSON Web Key Set (RFC 7517).
//
// Of a set only public keys for signatures count: RSA of 2048 to 8192 bits, and EC on P-256. What
// else it holds (secrets, keys for encryption, other curves) is passed over, so that no token can
// be signed with anything that is public.
//
// Threads: any; a set never changes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"

namespace api {

enum class Algorithm { rs256, ps256, es256 };

// By its name in RFC 7518. nullopt: any other, `none` and HMAC among them.
std::optional<Algorithm> find_algorithm(std::string_view name);

class Jwks {
 public:
  // invalid: not a key set, or none of its keys counts.
  static ledger::Result<Jwks> parse(std::string_view text);

  Jwks(Jwks&&) noexcept;
  Jwks& operator=(Jwks&&) noexcept;
  ~Jwks();

  enum class Verdict { good, bad, unknown_key };

  // What a token's protected header asks for, and what it is signed with.
  struct Signed {
    std::string_view compact;  // the token as it came
    Algorithm algorithm;
    std::optional<std::string> kid;  // absent: any key of the algorithm may have signed
    std::string_view signature;      // decoded
  };
  // unknown_key: no key of that name and algorithm is here. Requires the three parts of the token
  // to be base64url, and its header to name the algorithm.
  Verdict verify(const Signed& token) const;

  std::size_t size() const;

 private:
  struct Key;
  explicit Jwks(std::vector<Key> keys);

  std::vector<Key> keys_;
};

}  // namespace api
