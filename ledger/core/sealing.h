// How one personal field is sealed into a record: AES-256-GCM under a key of its own, derived from
// the key of the person it is about. Destroying that one key makes every field of the person
// unreadable for ever; the record names the key by its hash, so no other key can pose as it.
//
// Threads: functions without state.
#pragma once

#include <string>
#include <string_view>

#include "ledger/core/random.h"
#include "ledger/core/result.h"

namespace ledger {

struct SubjectKey {
  std::string bytes;  // 32

  // base64url(SHA-256("leuit-subject-key" || bytes)): names the key without giving it away.
  std::string id() const;
  bool operator==(const SubjectKey&) const = default;
};

// Where a field stands. A sealed value opens in its own place only.
struct FieldPlace {
  std::string_view source;   // of the event
  std::string_view id;       // of the event
  std::string_view pointer;  // RFC 6901, into the event
};

// "<key id>.<nonce>.<ciphertext and tag>", each in base64url. The nonce is 12 random bytes.
std::string seal_field(const SubjectKey& key, const FieldPlace& place, std::string_view plaintext,
                       Random& random);

// Tells a sealed field from every other: its nonce, as it stands there. Empty: it has not the form.
std::string_view seal_of(std::string_view sealed);

// corrupt: sealed under another key or for another place, or altered since.
Result<std::string> open_field(const SubjectKey& key, const FieldPlace& place,
                               std::string_view sealed);

}  // namespace ledger
