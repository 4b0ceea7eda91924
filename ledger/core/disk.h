// The disk under a data folder, as an argument, so that a simulation can stand in for it
// (docs/decisions/0011). What is on it: stores of rows, two head slots that are written in place,
// and a few small files that are only read.
//
// Threads: any; what it opens says for itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/file.h"
#include "ledger/core/result.h"
#include "ledger/core/rocks_store.h"
#include "ledger/core/store.h"

namespace ledger {

// A small file that is read and written in place, from its start. Threads: one at a time.
class SlotFile {
 public:
  virtual ~SlotFile() = default;
  // At most `size` bytes; fewer where the file is shorter or cannot be read.
  virtual std::string read(std::size_t size) const = 0;
  // Written and synced when it returns. unavailable: what is in the file now is unknown.
  virtual Result<void> write(std::string_view bytes) = 0;
};

class Disk {
 public:
  virtual ~Disk() = default;

  // Errors as RocksStore::open.
  virtual Result<std::unique_ptr<Store>> open_store(const std::string& folder,
                                                    const std::vector<std::string>& table_names,
                                                    Access access) = 0;
  // Of a file that exists. not_found: it does not. unavailable: it cannot be opened.
  virtual Result<std::unique_ptr<SlotFile>> open_slot(const std::string& path, bool read_only) = 0;
  // Errors as read_file() of file.h.
  virtual Result<std::string> read_file(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  // These three as the functions of file.h.
  virtual std::uint64_t free_bytes(const std::string& folder) = 0;
  virtual bool is_writable(const std::string& folder) = 0;
  virtual Result<File> lock_folder(const std::string& folder) = 0;
  // The folder with everything in it, as far as it can be removed.
  virtual void remove_folder(const std::string& folder) = 0;
};

// The machine's own.
Disk& machine_disk();

}  // namespace ledger
