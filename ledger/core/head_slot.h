// The last signed checkpoint, kept apart from the records in two slots, `head.a` and `head.b`. What
// write() has accepted is found again after a power cut: it goes to the slot that holds the older
// checkpoint, so that a torn write leaves the other one whole. The recovered log must reach at
// least the size kept here, else an acknowledged record is missing.
//
// A slot is 4096 bytes, numbers big-endian: "LEUITHD1", generation (8 bytes), size (8), length of
// the note (4), the note, zeros, and in the last 32 bytes the SHA-256 of all before them. The valid
// slot with the higher generation counts. Generation 0 holds no note.
//
// Threads: one at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/core/disk.h"
#include "ledger/core/result.h"

namespace ledger {

class HeadSlots {
 public:
  static constexpr std::size_t max_note_bytes = 4036;

  // Makes both slots, without a note, in an existing folder.
  // invalid: a slot is there already.
  static Result<void> create(const std::string& folder);
  // not_found: there is neither slot.  corrupt: one is missing, or neither is valid.
  // `disk` must outlive the slots.
  static Result<HeadSlots> open(const std::string& folder, bool read_only,
                                Disk& disk = machine_disk());

  // nullopt: nothing has been written yet.
  std::optional<std::string> latest() const;
  // The size that was given with the latest note; 0 before the first.
  std::uint64_t size() const { return content_.size; }

  // Requires a note of at most max_note_bytes, and a size that is not below the last.
  // unavailable: opened read-only, or the disk failed, now or in an earlier write: open it again.
  Result<void> write(std::string_view note, std::uint64_t size);

 private:
  struct Content {
    std::uint64_t generation = 0;
    std::uint64_t size = 0;
    std::string note;
  };

  static std::string encode(const Content& content);
  static std::optional<Content> decode(std::string_view slot);
  bool load();

  std::array<std::unique_ptr<SlotFile>, 2> files_;
  std::size_t current_ = 0;  // the slot that holds content_
  Content content_;
  bool refuses_writes_ = false;
};

}  // namespace ledger
