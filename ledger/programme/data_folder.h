// A data folder: everything that one ledger keeps on disk.
//
//   DIR/ledger/     records, tree and checkpoints (precious), and the index made from them
//   DIR/identity/   verifier-key (one line), signing-key (wrapped by the master key), head.a,
//   head.b DIR/vault/      keys of personal data, wrapped by the master key DIR/views/      may be
//   deleted while no server runs; is made again DIR.master-key  beside the folder, 0600: 64
//   hexadecimal digits
//
// The master key and the folder belong in two places: who has the folder alone can check everything
// in it, but neither read a personal field nor sign.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ledger/core/clock.h"
#include "ledger/core/disk.h"
#include "ledger/core/file.h"
#include "ledger/core/ledger.h"
#include "ledger/core/random.h"
#include "ledger/core/rocks_store.h"
#include "ledger/core/sequencer.h"
#include "ledger/core/vault.h"
#include "ledger/core/writer.h"
#include "ledger/programme/registrar.h"

namespace programme {

// Where the master key is: `file` where given, else the environment variable LEUIT_MASTER_KEY, else
// DIR.master-key.
struct MasterKeySource {
  std::optional<std::string> file;
};
// not_found: there is none. invalid: it is not 64 hexadecimal digits.
ledger::Result<std::string> read_master_key(const std::string& folder,
                                            const MasterKeySource& source);

// Makes a new, empty ledger with a signed checkpoint of size 0, and a master key where there is
// none yet. invalid: the folder exists and is not empty, or the origin is no key name.
ledger::Result<void> make_folder(const std::string& folder, const std::string& origin,
                                 const MasterKeySource& source, ledger::Random& random);

// A folder opened for reading alone: nothing in it changes, and a server may have it open.
class FolderReader {
 public:
  // `disk` must outlive it. not_found: there is no ledger. corrupt: see Ledger::open.
  static ledger::Result<std::unique_ptr<FolderReader>> open(
      const std::string& folder, ledger::Disk& disk = ledger::machine_disk());

  const ledger::Ledger& ledger() const { return *ledger_; }
  const ledger::Reader& store() const { return *store_; }

 private:
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

// A folder opened for recording, by one process at a time.
class Folder {
 public:
  // `clock`, `random` and `disk` must outlive it. The parts are looked at before any of them is
  // opened for writing, so that a folder which is refused stays as it was to the byte.
  // conflict: another process has it open. corrupt: see Ledger::open; or a part is missing, older
  // than the others or of another ledger. forbidden: this is not its master key.
  // unavailable: the disk is full or failing, or may not be written.
  static ledger::Result<std::unique_ptr<Folder>> open(const std::string& folder,
                                                      const MasterKeySource& source,
                                                      ledger::Clock& clock, ledger::Random& random,
                                                      ledger::Disk& disk = ledger::machine_disk());

  ledger::Ledger& ledger() { return *ledger_; }
  ledger::Vault& vault() { return *vault_; }
  Registrar& registrar() { return *registrar_; }
  ledger::Writer& writer() { return *writer_; }
  // The store of the views. What is there and cannot be read is thrown away and made anew, since
  // views are disposable. To be called once.
  ledger::Result<ledger::Store*> views(const std::vector<std::string>& table_names);
  // Bytes that the disk of the views still takes.
  std::uint64_t room_of_views() const;

 private:
  explicit Folder(ledger::Disk& disk) : disk_(disk) {}
  ledger::Result<void> look_at_parts(const MasterKeySource& source, ledger::Random& random);
  ledger::Result<void> open_parts(ledger::Clock& clock, ledger::Random& random);
  ledger::Result<void> open_log(ledger::Clock& clock, ledger::Random& random);

  ledger::Disk& disk_;
  std::string folder_, master_;
  ledger::File lock_;  // of DIR/identity
  std::unique_ptr<ledger::Store> store_, vault_store_, views_store_;
  std::unique_ptr<ledger::HeadSlots> slots_;
  std::unique_ptr<ledger::SigningKey> key_;
  std::unique_ptr<ledger::Vault> vault_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::unique_ptr<Registrar> registrar_;
  std::unique_ptr<ledger::Writer> writer_;  // last: it ends first
};

}  // namespace programme
