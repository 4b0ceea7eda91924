// Where the keys of tokens come from: a file or an address, read at the start, again every ten
// minutes, and when a token names a key that is not known. What was read last is kept for as long
// as nothing newer can be had.
//
// Threads: any. Reading happens on a thread of its own, so that nobody waits who does not need it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "api/auth/jwks.h"
#include "ledger/core/clock.h"
#include "ledger/core/result.h"

namespace api {

class KeySource {
 public:
  // Gives the text of the key set, or why there is none. Called on one thread at a time.
  using Fetch = std::function<ledger::Result<std::string>()>;
  // Takes one line when keys cannot be had, or can be again. Called on one thread at a time.
  using Report = std::function<void(const std::string& line)>;

  // Reads once before it returns; keys() is null where that brought none. `clock` must outlive the
  // object and be good for any thread.
  KeySource(Fetch fetch, ledger::Clock& clock, Report report);
  // What waits for keys is dropped without a call. A reading that is under way is not waited for:
  // it ends by itself, and nothing comes of it.
  ~KeySource();
  KeySource(const KeySource&) = delete;
  KeySource& operator=(const KeySource&) = delete;

  std::shared_ptr<const Jwks> keys() const;

  // Reads again for the sake of a key that is not known, at most once a minute, and then calls
  // `then` on the source's own thread. False: it is too soon, and `then` is not called.
  bool refresh(std::function<void()> then);

  // Why the first reading brought no keys; empty: it did.
  const std::string& first_fault() const { return first_fault_; }

 private:
  struct State;
  static void run(const std::shared_ptr<State>& state);

  const std::shared_ptr<State> state_;  // shared with the thread that reads
  ledger::Clock& clock_;
  std::string first_fault_;  // constant after construction
  std::thread thread_;
};

// What reads the set at `place`, which is a file or an http:// address.
// invalid: an address that makes no sense, or of another scheme.
ledger::Result<KeySource::Fetch> fetch_from(const std::string& place);

// Whether a place is an address and not a file.
bool is_address(std::string_view place);

}  // namespace api
