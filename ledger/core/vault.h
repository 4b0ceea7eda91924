// The keys of personal data: one per data subject, and a few secrets of the ledger itself, each
// wrapped by the master key. A subject is the name of a stream, such as "person/P0001".
//
// A new key is pending: every caller gets the same one, and it is forgotten when the last KeyUse is
// gone. persist() must have put it on disk before a record that it seals is written. A destroyed
// key leaves a tombstone, so that its subject never gets another.
//
// What was sealed can be found by keyed hashes of it, which go with the key: lookups.h.
//
// A vault counts the writes of new keys: its generation. The ledger keeps the one that its records
// stand on, so that an older copy of the vault is known for what it is.
//
// Threads: subject_key(), find() and secret() from any thread; persist() and destroy() from one
// thread at a time, also during those.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/core/lookups.h"
#include "ledger/core/random.h"
#include "ledger/core/result.h"
#include "ledger/core/sealing.h"
#include "ledger/core/store.h"

namespace ledger {

class Vault;

// Keeps a pending key alive. Must not outlive the vault.
class KeyUse {
 public:
  KeyUse(const KeyUse& other);
  KeyUse(KeyUse&& other) noexcept;
  KeyUse& operator=(KeyUse other) noexcept;
  ~KeyUse();

  const SubjectKey& key() const { return key_; }
  const std::string& subject() const { return subject_; }

 private:
  friend class Vault;
  KeyUse(Vault* vault, std::string_view subject, SubjectKey key)
      : vault_(vault), subject_(subject), key_(std::move(key)) {}

  Vault* vault_;  // null: the key was on disk already, so that nothing needs to be released
  std::string subject_;
  SubjectKey key_;
};

// The keys used last, at most `capacity` of them.
class KeyCache {
 public:
  explicit KeyCache(std::size_t capacity) : capacity_(capacity) {}
  // Valid until the next call.
  const SubjectKey* find(std::string_view subject);
  void put(const std::string& subject, const SubjectKey& key);
  void remove(std::string_view subject);

 private:
  using Entries = std::list<std::pair<std::string, SubjectKey>>;

  std::size_t capacity_;
  Entries entries_;                                                 // the last used first
  std::unordered_map<std::string_view, Entries::iterator> places_;  // the names lie in entries_
};

class Vault {
 public:
  // Of the store that a vault is given, in this order.
  static const std::vector<std::string>& table_names();

  // Makes the secrets in an empty store.
  // invalid: the master key is not 32 bytes, or there is a vault already.
  static Result<void> create(Store& store, std::string_view master_key, Random& random);
  // `store` and `random` must outlive the vault.
  // invalid: this is not the vault's master key.  not_found: there is no vault in the store.
  static Result<std::unique_ptr<Vault>> open(Store& store, std::string_view master_key,
                                             Random& random);
  // Of the vault in a store, without its master key. corrupt: it has no form.
  static Result<std::uint64_t> generation_in(const Reader& store);
  // Whether a subject has a key in a store, or had one.
  static Result<bool> knows(const Reader& store, std::string_view subject);
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  // The subject's key, or a pending one if it has none.
  // not_found: it was destroyed.
  Result<KeyUse> subject_key(std::string_view subject);
  // nullopt: the subject has no key, or it was destroyed. A pending key is found.
  Result<std::optional<SubjectKey>> find(std::string_view subject);

  // Puts the pending keys of these subjects and their accepted look-ups on disk, in one synced
  // write; nothing is written where there is none. The caller holds a KeyUse of each.
  // not_found: the key of one was destroyed; nothing was written.
  Result<void> persist(const std::vector<std::string>& subjects);
  // Also for a subject without a key, which then never gets one. Its look-ups go with it: no
  // row of either is left in the store's files, and no hash in the list of them from the next start
  // on.
  Result<void> destroy(std::string_view subject);
  // To be called by the thread that persists.
  std::uint64_t generation() const { return generation_; }

  // 32 bytes that never change. Requires `name` to be "fingerprint" or "claims".
  const std::string& secret(std::string_view name) const;

  Lookups& lookups() { return *lookups_; }
  const Lookups& lookups() const { return *lookups_; }

 private:
  friend class KeyUse;

  struct Pending {
    SubjectKey key;
    std::size_t use_count;
  };

  Vault(Store& store, Random& random, std::string wrapping_key)
      : store_(store), random_(random), wrapping_key_(std::move(wrapping_key)) {}
  // The key in memory or on disk. not_found: destroyed. Requires mutex_ to be held.
  Result<std::optional<SubjectKey>> look_up(std::string_view subject);
  void add_use(const std::string& subject);
  void drop_use(const std::string& subject);

  Store& store_;
  Random& random_;
  const std::string wrapping_key_;
  std::map<std::string, std::string, std::less<>> secrets_;  // constant after open()
  std::uint64_t generation_ = 0;                             // of persist() alone
  std::unique_ptr<Lookups> lookups_;

  // Guards every member below, and random_. Held while a key is looked up on disk, so that two
  // callers cannot make two keys for one subject; never held during a write.
  std::mutex mutex_;
  std::map<std::string, Pending, std::less<>> pending_;  // not on disk, nor in cache_
  KeyCache cache_{100'000};
};

}  // namespace ledger
