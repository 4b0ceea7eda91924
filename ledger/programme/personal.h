// A personal value inside an event. What stands in a record is its sealed form alone, so nothing
// that is built from the log (a state, a view, an export) can show the value by mistake: there is
// no way from a Personal<T> to a T but the vault.
#pragma once

#include <string>

#include "ledger/core/sealing.h"
#include "ledger/programme/json.h"

namespace programme {

template <class T>
class Personal {
 public:
  Personal() = default;
  // Requires the form of contract.md: {"sealed": "<key id>.<nonce>.<ciphertext and tag>"}.
  explicit Personal(const Json& sealed) : sealed_(sealed.at("sealed").get<std::string>()) {}
  const std::string& sealed() const { return sealed_; }
  // Tells this value from every other, also from an equal one. Empty: there is none.
  std::string seal() const { return std::string(ledger::seal_of(sealed_)); }

 private:
  std::string sealed_;
};

}  // namespace programme
