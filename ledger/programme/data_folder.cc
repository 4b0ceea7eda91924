#include "ledger/programme/data_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "ledger/core/checkpoint.h"
#include "ledger/core/crypto.h"
#include "ledger/core/file.h"
#include "ledger/core/sha256.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/index.h"
#include "ledger/programme/lookups.h"

namespace programme {
namespace {

namespace fs = std::filesystem;
using ledger::Code;
using ledger::fail;
using ledger::Result;

constexpr std::string_view signing_key_kind = "leuit-signing-key-1 ";
// RocksDB that finds no room in the middle of a start may leave a list of files that names one
// which is not there.
constexpr std::uint64_t start_bytes = std::uint64_t{4} << 20;
constexpr std::size_t origin_bytes_max = 255;  // a checkpoint says it twice and must fit its slot

std::string without_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string wrapping_key(const std::string& master) {
  return ledger::hkdf_sha256(master, "leuit-signing-key", 32);
}

std::string wrap(const std::string& master, const std::string& origin, std::string_view seed,
                 ledger::Random& random) {
  const std::string nonce = random.bytes(12);
  return std::string(signing_key_kind) +
         ledger::to_base64(nonce +
                           ledger::seal_aes256gcm(wrapping_key(master), nonce, seed, origin)) +
         "\n";
}

Result<std::string> unwrap(const std::string& master, const std::string& origin,
                           const std::string& text) {
  const std::string line = first_line(text);
  if (!line.starts_with(signing_key_kind))
    return fail(Code::corrupt, "identity/signing-key does not have its form");
  const auto bytes = ledger::from_base64(std::string_view(line).substr(signing_key_kind.size()));
  if (!bytes || bytes->size() < 12)
    return fail(Code::corrupt, "identity/signing-key does not have its form");
  auto seed =
      ledger::open_aes256gcm(wrapping_key(master), bytes->substr(0, 12), bytes->substr(12), origin);
  if (!seed) return fail(Code::forbidden, "this is not the master key of this ledger");
  return std::move(*seed);
}

Result<ledger::VerifierKey> read_verifier(const std::string& folder, ledger::Disk& disk) {
  const auto text = disk.read_file(folder + "/identity/verifier-key");
  if (!text)
    return fail(text.error().code,
                text.error().code == Code::not_found
                    ? "there is no ledger in " + folder + "; make one with `leuit init`"
                    : text.error().message);
  auto key = ledger::VerifierKey::parse(first_line(*text));
  if (!key) return fail(Code::corrupt, "identity/verifier-key does not have its form");
  return key;
}

Result<std::string> master_key_for_new(const std::string& folder, const MasterKeySource& source,
                                       ledger::Random& random) {
  auto known = read_master_key(folder, source);
  if (known || known.error().code != Code::not_found) return known;
  const std::string key = random.bytes(32);
  const std::string path = source.file.value_or(folder + ".master-key");
  if (auto written = ledger::write_new_file(path, ledger::to_hex(key) + "\n", 0600); !written)
    return tl::unexpected(written.error());
  return key;
}

Result<void> make_identity(const std::string& folder, const ledger::SigningKey& key,
                           const std::string& wrapped, const std::string& checkpoint) {
  const std::string identity = folder + "/identity";
  fs::create_directory(identity);
  if (auto done = ledger::HeadSlots::create(identity); !done) return done;
  auto slots = ledger::HeadSlots::open(identity, false);
  if (!slots) return tl::unexpected(slots.error());
  if (auto done = slots->write(checkpoint, 0); !done) return done;
  if (auto done = ledger::write_new_file(identity + "/signing-key", wrapped, 0600); !done)
    return done;
  return ledger::write_new_file(identity + "/verifier-key", key.verifier().text() + "\n", 0644);
}

Result<void> make_parts(const std::string& folder, const std::string& origin,
                        const std::string& master, ledger::Random& random) {
  const std::string seed = random.bytes(32);
  const auto key = ledger::SigningKey::from_seed(origin, seed);
  if (!key) return fail(Code::invalid, "the origin must be a name without spaces and without +");
  const std::string checkpoint =
      ledger::sign_note(ledger::checkpoint_text({origin, 0, ledger::sha256("")}), *key);
  auto vault = ledger::RocksStore::open(folder + "/vault", ledger::Vault::table_names(),
                                        ledger::Access::create);
  if (!vault) return tl::unexpected(vault.error());
  if (auto done = ledger::Vault::create(**vault, master, random); !done) return done;
  auto store =
      ledger::RocksStore::open(folder + "/ledger", ledger::ledger_tables(), ledger::Access::create);
  if (!store) return tl::unexpected(store.error());
  if (auto done = ledger::Ledger::create(**store, checkpoint); !done) return done;
  return make_identity(folder, *key, wrap(master, origin, seed, random), checkpoint);
}

Result<std::int64_t> last_recorded_us(const ledger::Ledger& log) {
  if (log.size() == 0) return 0;
  const auto record = log.record(log.size() - 1);
  if (!record) return tl::unexpected(record.error());
  const auto keys = read_keys(*record);
  if (!keys) return tl::unexpected(keys.error());
  return keys->recorded_us;
}

Result<ledger::SigningKey> read_signing_key(const std::string& folder, const std::string& master,
                                            const ledger::VerifierKey& verifier,
                                            ledger::Disk& disk) {
  const auto wrapped = disk.read_file(folder + "/identity/signing-key");
  if (!wrapped && wrapped.error().code == Code::not_found)
    return fail(Code::corrupt, "identity/signing-key is missing; put back the newest copy of it");
  if (!wrapped) return tl::unexpected(wrapped.error());
  const auto seed = unwrap(master, verifier.name(), *wrapped);
  if (!seed) return tl::unexpected(seed.error());
  auto key = ledger::SigningKey::from_seed(verifier.name(), *seed);
  if (!key) return tl::unexpected(key.error());
  if (key->verifier().text() != verifier.text())
    return fail(Code::corrupt, "identity/signing-key does not belong to identity/verifier-key");
  return key;
}

// The keys that the records of the ledger stand on must be in the vault.
Result<void> look_at_vault(const std::string& folder, const std::string& master,
                           const ledger::Reader& log, ledger::Random& random, ledger::Disk& disk) {
  const auto store =
      disk.open_store(folder, ledger::Vault::table_names(), ledger::Access::read_only);
  if (!store) return tl::unexpected(store.error());
  const auto vault = ledger::Vault::open(**store, master, random);
  if (!vault && vault.error().code == Code::invalid)
    return fail(Code::corrupt, "the vault in " + folder +
                                   " is that of another ledger; put back the one of this ledger");
  if (!vault) return tl::unexpected(vault.error());
  const auto known = log.get(ledger::table::meta, ledger::vault_generation_row);
  if (!known) return tl::unexpected(known.error());
  if ((*vault)->generation() < ledger::parse_decimal(known->value_or("0")).value_or(0))
    return fail(Code::corrupt, "the vault in " + folder +
                                   " is older than the ledger: keys of personal fields are "
                                   "missing; put back the newest copy of it");
  return {};
}

bool has_read_only_part(const std::string& folder, ledger::Disk& disk) {
  for (const char* part : {"", "/identity", "/ledger", "/vault"})
    if (disk.exists(folder + part) && !disk.is_writable(folder + part)) return true;
  return false;
}

}  // namespace

Result<std::string> read_master_key(const std::string& folder, const MasterKeySource& source) {
  std::string text;
  const char* in_environment = std::getenv("LEUIT_MASTER_KEY");
  if (!source.file && in_environment != nullptr) {
    text = in_environment;
  } else {
    auto file = ledger::read_file(source.file.value_or(without_slash(folder) + ".master-key"));
    if (!file && file.error().code == Code::not_found)
      return fail(Code::not_found,
                  "there is no master key: give --master-key-file or LEUIT_MASTER_KEY");
    if (!file) return file;
    text = first_line(*file);
  }
  const auto key = ledger::from_hex(text);
  if (!key || key->size() != 32)
    return fail(Code::invalid, "the master key must be 64 hexadecimal digits");
  return *key;
}

Result<void> make_folder(const std::string& folder_name, const std::string& origin,
                         const MasterKeySource& source, ledger::Random& random) {
  const std::string folder = without_slash(folder_name);
  if (origin.size() > origin_bytes_max ||
      !ledger::SigningKey::from_seed(origin, std::string(32, '\0')))
    return fail(Code::invalid,
                "the origin must be a name of at most 255 bytes without spaces and without +");
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    return fail(Code::invalid, "the folder " + folder + " is not empty");
  fs::create_directories(folder, error);
  if (error) return fail(Code::unavailable, "the folder " + folder + " cannot be made");
  const auto master = master_key_for_new(folder, source, random);
  if (!master) return tl::unexpected(master.error());
  return make_parts(folder, origin, *master, random);
}

Result<std::unique_ptr<FolderReader>> FolderReader::open(const std::string& folder_name,
                                                         ledger::Disk& disk) {
  const std::string folder = without_slash(folder_name);
  const auto key = read_verifier(folder, disk);
  if (!key) return tl::unexpected(key.error());
  auto out = std::make_unique<FolderReader>();
  auto slots = ledger::HeadSlots::open(folder + "/identity", true, disk);
  if (!slots) return tl::unexpected(slots.error());
  const auto head = slots->latest();
  auto store =
      disk.open_store(folder + "/ledger", ledger::ledger_tables(), ledger::Access::read_only);
  if (!store) return tl::unexpected(store.error());
  out->store_ = std::move(*store);
  auto opened = ledger::Ledger::open_reader(*out->store_, *key, head);
  if (!opened) return tl::unexpected(opened.error());
  out->ledger_ = std::move(*opened);
  return out;
}

Result<std::unique_ptr<Folder>> Folder::open(const std::string& folder_name,
                                             const MasterKeySource& source, ledger::Clock& clock,
                                             ledger::Random& random, ledger::Disk& disk) {
  std::unique_ptr<Folder> out(new Folder(disk));
  out->folder_ = without_slash(folder_name);
  if (auto done = out->look_at_parts(source, random); !done) return tl::unexpected(done.error());
  if (auto done = out->open_parts(clock, random); !done) return tl::unexpected(done.error());
  return out;
}

// RocksDB removes files that it does not know of when it opens a folder for writing: those of a
// newer ledger under an older list of files would be gone. So everything is read first.
Result<void> Folder::look_at_parts(const MasterKeySource& source, ledger::Random& random) {
  const auto verifier = read_verifier(folder_, disk_);
  if (!verifier) return tl::unexpected(verifier.error());
  if (has_read_only_part(folder_, disk_))
    return fail(Code::unavailable,
                "the folder " + folder_ +
                    " is read-only for this program; it can be read with `leuit events`, `view` "
                    "and `verify`");
  auto lock = disk_.lock_folder(folder_ + "/identity");
  if (!lock) return tl::unexpected(lock.error());
  lock_ = std::move(*lock);
  const auto reader = FolderReader::open(folder_, disk_);
  // invalid: of an older program, whose tables are made by opening it for writing.
  if (!reader && reader.error().code != Code::invalid) return tl::unexpected(reader.error());
  auto master = read_master_key(folder_, source);
  if (!master) return tl::unexpected(master.error());
  master_ = std::move(*master);
  auto key = read_signing_key(folder_, master_, *verifier, disk_);
  if (!key) return tl::unexpected(key.error());
  key_ = std::make_unique<ledger::SigningKey>(std::move(*key));
  return reader ? look_at_vault(folder_ + "/vault", master_, (*reader)->store(), random, disk_)
                : Result<void>{};
}

Result<void> Folder::open_parts(ledger::Clock& clock, ledger::Random& random) {
  if (std::min(disk_.free_bytes(folder_ + "/ledger"), disk_.free_bytes(folder_ + "/vault")) <
      start_bytes)
    return fail(Code::unavailable,
                "the disk is full: a start writes up to 4 MiB before it takes anything; make room "
                "and start again");
  auto store = disk_.open_store(folder_ + "/ledger", ledger::ledger_tables(), ledger::Access::open);
  if (!store) return tl::unexpected(store.error());
  store_ = std::move(*store);
  auto vault_store =
      disk_.open_store(folder_ + "/vault", ledger::Vault::table_names(), ledger::Access::open);
  if (!vault_store) return tl::unexpected(vault_store.error());
  vault_store_ = std::move(*vault_store);
  auto vault = ledger::Vault::open(*vault_store_, master_, random);
  if (!vault) return tl::unexpected(vault.error());
  vault_ = std::move(*vault);
  return open_log(clock, random);
}

Result<void> Folder::open_log(ledger::Clock& clock, ledger::Random& random) {
  auto slots = ledger::HeadSlots::open(folder_ + "/identity", false, disk_);
  if (!slots) return tl::unexpected(slots.error());
  slots_ = std::make_unique<ledger::HeadSlots>(std::move(*slots));
  auto log = ledger::Ledger::open(*store_, key_->verifier(), slots_->latest(), slots_.get());
  if (!log) return tl::unexpected(log.error());
  ledger_ = std::move(*log);
  if (auto done = rebuild_index(*store_, *ledger_); !done) return done;
  if (auto done = finish_erasures(*ledger_, *vault_); !done) return done;
  if (auto done = rebuild_lookups(*ledger_, *vault_); !done) return done;
  const auto last = last_recorded_us(*ledger_);
  if (!last) return tl::unexpected(last.error());
  auto sequencer = ledger::Sequencer::open(*ledger_, *key_, *last);
  if (!sequencer) return tl::unexpected(sequencer.error());
  sequencer_ = std::move(*sequencer);
  registrar_ = std::make_unique<Registrar>(*vault_, clock, random);
  writer_ = std::make_unique<ledger::Writer>(*ledger_, *sequencer_, *vault_, clock);
  writer_->watch_room([this] {
    return std::min(disk_.free_bytes(folder_ + "/ledger"), disk_.free_bytes(folder_ + "/vault"));
  });
  return {};
}

Result<ledger::Store*> Folder::views(const std::vector<std::string>& table_names) {
  const std::string folder = folder_ + "/views";
  auto opened = disk_.open_store(
      folder, table_names,
      disk_.exists(folder + "/CURRENT") ? ledger::Access::open : ledger::Access::create);
  const bool is_full = room_of_views() < ledger::Writer::spare_bytes;
  if (!opened && opened.error().code != Code::conflict && !is_full) {
    disk_.remove_folder(folder);
    opened = disk_.open_store(folder, table_names, ledger::Access::create);
  }
  if (!opened) return tl::unexpected(opened.error());
  views_store_ = std::move(*opened);
  return views_store_.get();
}

std::uint64_t Folder::room_of_views() const {
  const std::string folder = folder_ + "/views";
  return disk_.free_bytes(disk_.exists(folder) ? folder : folder_);
}

}  // namespace programme
