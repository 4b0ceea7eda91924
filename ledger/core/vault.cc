#include "ledger/core/vault.h"

#include <fmt/format.h>

#include <array>
#include <set>
#include <utility>

#include "ledger/core/bytes.h"
#include "ledger/core/check.h"
#include "ledger/core/crypto.h"

namespace ledger {
namespace {

constexpr Table keys = 0;  // subject -> wrapped key, or the tombstone
constexpr Table secrets = 1;
constexpr Lookups::Tables lookup_tables = {.by_value = 2, .by_subject = 3, .meta = 4};
constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12;
constexpr std::string_view tombstone = "";
constexpr std::array<std::string_view, 2> secret_names = {"fingerprint", "claims"};
// A known value under the secrets: what tells a wrong master key from a damaged row.
constexpr std::string_view check_name = "check";
constexpr std::string_view check_value = "leuit-vault";
constexpr std::string_view generation_name = "generation";  // among them, not wrapped: a u64

std::string wrap(std::string_view wrapping_key, std::string_view name, std::string_view plaintext,
                 Random& random) {
  const std::string nonce = random.bytes(nonce_bytes);
  return nonce + seal_aes256gcm(wrapping_key, nonce, plaintext, name);
}

std::optional<std::string> unwrap(std::string_view wrapping_key, std::string_view name,
                                  std::string_view wrapped) {
  if (wrapped.size() < nonce_bytes) {
    return std::nullopt;
  }
  return open_aes256gcm(wrapping_key, wrapped.substr(0, nonce_bytes), wrapped.substr(nonce_bytes),
                        name);
}

Result<std::string> wrapping_key_of(std::string_view master_key) {
  if (master_key.size() != key_bytes) {
    return fail(Code::invalid, fmt::format("The master key must be {} bytes, but it is {}.",
                                           key_bytes, master_key.size()));
  }
  return hkdf_sha256(master_key, "leuit-wrap", key_bytes);
}

tl::unexpected<Error> destroyed(std::string_view subject) {
  return fail(Code::not_found, fmt::format("The key of {} was destroyed.", subject));
}

Result<std::string> read_secret(const Store& store, std::string_view wrapping_key,
                                std::string_view name) {
  const auto wrapped = store.get(secrets, name);
  if (!wrapped) {
    return tl::unexpected(wrapped.error());
  }
  auto plaintext = *wrapped ? unwrap(wrapping_key, name, **wrapped) : std::nullopt;
  if (!plaintext) {
    return fail(Code::corrupt, fmt::format("The secret \"{}\" of the vault is damaged.", name));
  }
  return std::move(*plaintext);
}

Result<void> check_master_key(const Store& store, std::string_view wrapping_key) {
  const auto wrapped = store.get(secrets, check_name);
  if (!wrapped) {
    return tl::unexpected(wrapped.error());
  }
  if (!*wrapped) {
    return fail(Code::not_found, "There is no vault here yet.");
  }
  if (unwrap(wrapping_key, check_name, **wrapped) != check_value) {
    return fail(Code::invalid, "This master key is not the one that the vault was made with.");
  }
  return {};
}

}  // namespace

KeyUse::KeyUse(const KeyUse& other)
    : vault_(other.vault_), subject_(other.subject_), key_(other.key_) {
  if (vault_ != nullptr) {
    vault_->add_use(subject_);
  }
}

KeyUse::KeyUse(KeyUse&& other) noexcept
    : vault_(std::exchange(other.vault_, nullptr)),
      subject_(std::move(other.subject_)),
      key_(std::move(other.key_)) {}

KeyUse& KeyUse::operator=(KeyUse other) noexcept {
  std::swap(vault_, other.vault_);
  std::swap(subject_, other.subject_);
  std::swap(key_, other.key_);
  return *this;
}

KeyUse::~KeyUse() {
  if (vault_ != nullptr) {
    vault_->drop_use(subject_);
  }
}

const SubjectKey* KeyCache::find(std::string_view subject) {
  const auto place = places_.find(subject);
  if (place == places_.end()) {
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, place->second);
  return &place->second->second;
}

void KeyCache::put(const std::string& subject, const SubjectKey& key) {
  if (find(subject) != nullptr) {
    entries_.front().second = key;
    return;
  }
  if (entries_.size() == capacity_) {
    places_.erase(entries_.back().first);
    entries_.pop_back();
  }
  entries_.emplace_front(subject, key);
  places_.emplace(entries_.front().first, entries_.begin());
}

void KeyCache::remove(std::string_view subject) {
  const auto place = places_.find(subject);
  if (place != places_.end()) {
    const auto entry = place->second;
    places_.erase(place);  // its name lies in the entry
    entries_.erase(entry);
  }
}

const std::vector<std::string>& Vault::table_names() {
  static const std::vector<std::string> names = {"keys", "secrets", "lookups", "looked_up", "meta"};
  return names;
}

Result<void> Vault::create(Store& store, std::string_view master_key, Random& random) {
  const auto wrapping_key = wrapping_key_of(master_key);
  if (!wrapping_key) {
    return tl::unexpected(wrapping_key.error());
  }
  const auto existing = store.get(secrets, check_name);
  if (!existing) {
    return tl::unexpected(existing.error());
  }
  if (*existing) {
    return fail(Code::invalid, "There is a vault here already.");
  }
  StoreBatch batch;
  batch.put(secrets, std::string(check_name), wrap(*wrapping_key, check_name, check_value, random));
  for (const std::string_view name : secret_names) {
    batch.put(secrets, std::string(name),
              wrap(*wrapping_key, name, random.bytes(key_bytes), random));
  }
  return store.write(batch, Durability::synced);
}

Result<std::unique_ptr<Vault>> Vault::open(Store& store, std::string_view master_key,
                                           Random& random) {
  auto wrapping_key = wrapping_key_of(master_key);
  if (!wrapping_key) {
    return tl::unexpected(wrapping_key.error());
  }
  if (const auto checked = check_master_key(store, *wrapping_key); !checked) {
    return tl::unexpected(checked.error());
  }
  std::unique_ptr<Vault> vault(new Vault(store, random, std::move(*wrapping_key)));
  for (const std::string_view name : secret_names) {
    auto plaintext = read_secret(store, vault->wrapping_key_, name);
    if (!plaintext) {
      return tl::unexpected(plaintext.error());
    }
    vault->secrets_.emplace(name, std::move(*plaintext));
  }
  const auto generation = generation_in(store);
  if (!generation) {
    return tl::unexpected(generation.error());
  }
  vault->generation_ = *generation;
  vault->lookups_ = std::make_unique<Lookups>(store, lookup_tables, vault->secret("claims"));
  return vault;
}

Result<std::uint64_t> Vault::generation_in(const Reader& store) {
  const auto row = store.get(secrets, generation_name);
  if (!row) {
    return tl::unexpected(row.error());
  }
  if (!*row) {
    return 0;
  }
  if ((*row)->size() != 8) {
    return fail(Code::corrupt, "The vault has lost count of its keys.");
  }
  return read_u64(**row);
}

Result<bool> Vault::knows(const Reader& store, std::string_view subject) {
  const auto row = store.get(keys, subject);
  if (!row) {
    return tl::unexpected(row.error());
  }
  return row->has_value();
}

Result<std::optional<SubjectKey>> Vault::look_up(std::string_view subject) {
  if (const auto pending = pending_.find(subject); pending != pending_.end()) {
    return pending->second.key;
  }
  if (const SubjectKey* cached = cache_.find(subject)) {
    return *cached;
  }
  const auto row = store_.get(keys, subject);
  if (!row) {
    return tl::unexpected(row.error());
  }
  if (!*row) {
    return std::nullopt;
  }
  if (**row == tombstone) {
    return destroyed(subject);
  }
  auto bytes = unwrap(wrapping_key_, subject, **row);
  if (!bytes || bytes->size() != key_bytes) {
    return fail(Code::corrupt, fmt::format("The key of {} in the vault is damaged.", subject));
  }
  SubjectKey key{std::move(*bytes)};
  cache_.put(std::string(subject), key);
  return key;
}

Result<KeyUse> Vault::subject_key(std::string_view subject) {
  const std::lock_guard lock(mutex_);
  auto key = look_up(subject);
  if (!key) {
    return tl::unexpected(key.error());
  }
  auto pending = pending_.find(subject);
  if (*key && pending == pending_.end()) {
    return KeyUse(nullptr, subject, std::move(**key));
  }
  if (pending == pending_.end()) {
    pending = pending_.emplace(subject, Pending{{random_.bytes(key_bytes)}, 0}).first;
  }
  ++pending->second.use_count;
  return KeyUse(this, subject, pending->second.key);
}

Result<std::optional<SubjectKey>> Vault::find(std::string_view subject) {
  const std::lock_guard lock(mutex_);
  auto key = look_up(subject);
  if (!key && key.error().code == Code::not_found) {
    return std::nullopt;
  }
  return key;
}

Result<void> Vault::persist(const std::vector<std::string>& subjects) {
  // Held, lest another thread drops the last use and a caller after it gets a second key.
  std::vector<KeyUse> uses;
  StoreBatch batch;
  for (const std::string& subject : subjects) {
    auto use = subject_key(subject);
    if (!use) {
      return tl::unexpected(use.error());
    }
    if (use->vault_ == nullptr) {
      continue;
    }
    uses.push_back(std::move(*use));
    const std::lock_guard lock(mutex_);
    batch.put(keys, subject, wrap(wrapping_key_, subject, uses.back().key().bytes, random_));
  }
  const std::set<std::string_view> each(subjects.begin(), subjects.end());
  for (const std::string_view subject : each) {
    lookups_->put_accepted(subject, batch);
  }
  if (batch.changes.empty()) {
    return {};
  }
  std::string generation;
  append_u64(generation, generation_ + 1);
  batch.put(secrets, std::string(generation_name), std::move(generation));
  if (auto written = store_.write(batch, Durability::synced); !written) {
    return written;
  }
  ++generation_;
  for (const std::string_view subject : each) {
    lookups_->accepted_are_written(subject);
  }
  const std::lock_guard lock(mutex_);
  for (KeyUse& use : uses) {
    use.vault_ = nullptr;
    pending_.erase(use.subject());
    cache_.put(use.subject(), use.key());
  }
  return {};
}

Result<void> Vault::destroy(std::string_view subject) {
  StoreBatch batch;
  batch.put(keys, std::string(subject), std::string(tombstone));
  if (auto found = lookups_->remove(subject, batch); !found) {
    return found;
  }
  if (auto written = store_.write(batch, Durability::synced); !written) {
    return written;
  }
  {
    const std::lock_guard lock(mutex_);
    if (const auto pending = pending_.find(subject); pending != pending_.end()) {
      pending_.erase(pending);
    }
    cache_.remove(subject);
  }
  return store_.purge(batch);
}

const std::string& Vault::secret(std::string_view name) const {
  const auto found = secrets_.find(name);
  LEUIT_CHECK(found != secrets_.end());
  return found->second;
}

void Vault::add_use(const std::string& subject) {
  const std::lock_guard lock(mutex_);
  if (const auto pending = pending_.find(subject); pending != pending_.end()) {
    ++pending->second.use_count;
  }
}

void Vault::drop_use(const std::string& subject) {
  const std::lock_guard lock(mutex_);
  const auto pending = pending_.find(subject);
  if (pending != pending_.end() && --pending->second.use_count == 0) {
    pending_.erase(pending);
  }
}

}  // namespace ledger
