// What personal values can be found by though they are sealed: a keyed hash of each (HMAC-SHA-256
// under a secret of the vault), with whose it is. The rows stand in the vault alone and go with the
// subject's key.
//
// A look-up is held while its event waits, accepted when the event has its place, and written with
// the keys, before the record. So after a crash there may be one whose sealed value stands in no
// record: who reads them asks the log whether the value is there, and whether it still counts.
//
// Threads: hash(), hold() and visit() from any; everything else from the one that writes the vault.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/result.h"
#include "ledger/core/store.h"

namespace ledger {

struct Lookup {
  std::string subject;  // whose key seals the value
  std::string stream;   // whose event gave it
  std::string seal;     // which sealed value it is: seal_of()
  std::string kind;     // what it is: "nik"
  std::string hash;     // Lookups::hash() of the value
  std::string note;     // what is remembered beside it; may be empty
};

class Lookups;

// Keeps a look-up that is not on disk yet. Must not outlive the vault.
class LookupUse {
 public:
  LookupUse(LookupUse&& other) noexcept;
  LookupUse& operator=(LookupUse&& other) noexcept;
  ~LookupUse();

  // Its event has its place: the look-up is found by others, and written with the subject's key.
  void accept();
  // The event lost its place.
  void withdraw();

 private:
  friend class Lookups;
  LookupUse(Lookups* lookups, std::string row) : lookups_(lookups), row_(std::move(row)) {}

  Lookups* lookups_;  // null: moved away
  std::string row_;
};

class Lookups {
 public:
  // Where the rows stand: these tables of the store, which must outlive it.
  struct Tables {
    Table by_value, by_subject, meta;
  };
  Lookups(Store& store, Tables tables, std::string secret)
      : store_(store), tables_(tables), secret_(std::move(secret)) {}

  // 32 bytes. The same value of two kinds has two hashes.
  std::string hash(std::string_view kind, std::string_view value) const;
  LookupUse hold(const Lookup& lookup);

  // The other look-ups of the value that this seal of the subject's stands for, accepted or on
  // disk, in the order of their subjects. nullopt: nothing finds that value.
  Result<std::optional<std::vector<Lookup>>> of_same_value(std::string_view subject,
                                                           std::string_view seal) const;
  // Calls `visit` with each look-up of a kind that is on disk, those of one value one after the
  // other, until it returns false.
  Result<void> visit(std::string_view kind, const std::function<bool(const Lookup&)>& visit) const;

  // The rows of a subject's accepted look-ups; when they are on disk, accepted_are_written().
  void put_accepted(std::string_view subject, StoreBatch& batch) const;
  void accepted_are_written(std::string_view subject);
  // Takes a subject's rows away, and what is held of it.
  Result<void> remove(std::string_view subject, StoreBatch& batch);

  // Making them anew from the records: clear(), add(), then finish() with a version, which
  // version() gives from then on. Empty: they were never made, or not to the end.
  Result<std::string> version() const;
  Result<void> clear();
  Result<void> add(const std::vector<Lookup>& lookups);
  Result<void> finish(const std::string& version);

 private:
  friend class LookupUse;
  struct Held {
    std::string note;
    bool accepted = false;
  };
  void set_accepted(const std::string& row, bool accepted);
  void let_go(const std::string& row);
  std::vector<std::string> held_of(std::string_view subject) const;
  Result<std::optional<std::string>> row_of(std::string_view subject, std::string_view seal) const;

  Store& store_;
  const Tables tables_;
  const std::string secret_;

  mutable std::mutex mutex_;                            // guards the members below
  std::map<std::string, Held, std::less<>> held_;       // by the row of the value
  std::set<std::string, std::less<>> held_by_subject_;  // the rows of the subjects
};

}  // namespace ledger
