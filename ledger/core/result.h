// How an operation reports failure: by value, as one of a few kinds a caller can act on.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace ledger {

// What the caller can do about it, not where it happened. api/routes/problem.cc maps each to HTTP.
enum class Code {
  invalid,      // the request makes no sense in any state: do not retry
  refused,      // a rule of the programme says no: see Error::rule
  forbidden,    // somebody else may, or elsewhere
  too_large,    // more bytes than a record may have
  not_found,    // there is no such thing
  conflict,     // the ledger moved on: read again, then retry
  corrupt,      // stored bytes fail their check: stop and call a person
  unavailable,  // the disk or the key store failed: retry later
};

struct Error {
  Code code;
  std::string message;    // one sentence for a person, with no internals; never parsed
  std::string rule = {};  // for `refused`: number of the rule, `state` or `reference`
  std::string name = {};  // for `refused`: the rule's permanent name
};

// A value, or the reason there is none. Ignoring one is a compile-time warning.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
};

inline tl::unexpected<Error> fail(Code code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace ledger
