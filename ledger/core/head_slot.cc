#include "ledger/core/head_slot.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/core/bytes.h"
#include "ledger/core/check.h"
#include "ledger/core/file.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

constexpr std::size_t slot_bytes = 4096;
constexpr std::size_t digest_bytes = 32;
constexpr std::string_view magic = "LEUITHD1";
constexpr std::size_t header_bytes = 28;
static_assert(header_bytes + HeadSlots::max_note_bytes + digest_bytes == slot_bytes);

std::array<std::string, 2> paths(const std::string& folder) {
  return {folder + "/head.a", folder + "/head.b"};
}

}  // namespace

std::string HeadSlots::encode(const Content& content) {
  LEUIT_CHECK(content.note.size() <= max_note_bytes);
  std::string slot(magic);
  append_u64(slot, content.generation);
  append_u64(slot, content.size);
  for (int shift = 24; shift >= 0; shift -= 8) {
    slot.push_back(static_cast<char>(content.note.size() >> shift));
  }
  slot += content.note;
  slot.resize(slot_bytes - digest_bytes, '\0');
  const Hash digest = sha256(slot);
  return slot.append(view(digest));
}

std::optional<HeadSlots::Content> HeadSlots::decode(std::string_view slot) {
  if (slot.size() != slot_bytes || slot.substr(0, magic.size()) != magic) {
    return std::nullopt;
  }
  const Hash digest = sha256(slot.substr(0, slot_bytes - digest_bytes));
  if (slot.substr(slot_bytes - digest_bytes) != view(digest)) {
    return std::nullopt;
  }
  // The length is the lower half of the 8 bytes that end with it.
  const std::uint64_t length = read_u64(slot.substr(header_bytes - 8)) & 0xffffffffU;
  if (length > max_note_bytes) {
    return std::nullopt;
  }
  return Content{read_u64(slot.substr(8)), read_u64(slot.substr(16)),
                 std::string(slot.substr(header_bytes, length))};
}

Result<void> HeadSlots::create(const std::string& folder) {
  for (const std::string& path : paths(folder)) {
    const auto made = write_new_file(path, encode({}), 0600);
    if (!made && made.error().code == Code::conflict) {
      return fail(Code::invalid, fmt::format("The folder {} already has a head.", folder));
    }
    if (!made) {
      return fail(Code::unavailable, fmt::format("The folder {} cannot be written.", folder));
    }
  }
  return {};
}

Result<HeadSlots> HeadSlots::open(const std::string& folder, bool read_only, Disk& disk) {
  HeadSlots slots;
  slots.refuses_writes_ = read_only;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < slots.files_.size(); ++i) {
    auto file = disk.open_slot(paths(folder)[i], read_only);
    if (file) {
      slots.files_[i] = std::move(*file);
    } else if (file.error().code != Code::not_found) {
      return fail(Code::unavailable,
                  fmt::format("The head in the folder {} cannot be read.", folder));
    } else {
      ++missing;
    }
  }
  if (missing == slots.files_.size()) {
    return fail(
        Code::not_found,
        fmt::format("There is no head in the folder {}; put back the newest copy.", folder));
  }
  // The writer of a head that is open elsewhere may be in either slot just now: look again.
  bool found = false;
  for (int attempt = 0; missing == 0 && !found && attempt < 3; ++attempt) {
    found = slots.load();
  }
  if (!found) {
    return fail(
        Code::corrupt,
        fmt::format("The head in the folder {} is damaged; put back the newest copy.", folder));
  }
  return slots;
}

bool HeadSlots::load() {
  bool found = false;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    std::optional<Content> content = decode(files_[i]->read(slot_bytes));
    if (content && (!found || content->generation > content_.generation)) {
      content_ = std::move(*content);
      current_ = i;
      found = true;
    }
  }
  return found;
}

std::optional<std::string> HeadSlots::latest() const {
  return content_.generation > 0 ? std::optional(content_.note) : std::nullopt;
}

Result<void> HeadSlots::write(std::string_view note, std::uint64_t size) {
  LEUIT_CHECK(size >= content_.size);
  const std::size_t older = 1 - current_;
  Content next{content_.generation + 1, size, std::string(note)};
  if (refuses_writes_ || !files_[older]->write(encode(next))) {
    refuses_writes_ = true;
    return fail(Code::unavailable, "The head of the ledger cannot be written to disk.");
  }
  content_ = std::move(next);
  current_ = older;
  return {};
}

}  // namespace ledger
