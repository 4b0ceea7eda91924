#include "ledger/core/checkpoint.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "ledger/core/check.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

constexpr std::string_view tlog_proof_header = "c2sp.org/tlog-proof@v1";
constexpr std::size_t most_hashes = 63;

// Takes the first line off `text`, without its newline; nullopt: there is no whole line.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t newline = text.find('\n');
  if (newline == text.npos) return std::nullopt;
  const std::string_view line = text.substr(0, newline);
  text.remove_prefix(newline + 1);
  return line;
}

std::optional<Hash> parse_hash(std::string_view line) {
  const auto bytes = from_base64(line);
  if (!bytes || bytes->size() != sizeof(Hash)) return std::nullopt;
  return to_hash(*bytes);
}

// Whether `text` is whole lines, none of them empty.
bool are_extensions(std::string_view text) {
  while (!text.empty()) {
    const auto line = take_line(text);
    if (!line || line->empty()) return false;
  }
  return true;
}

tl::unexpected<Error> malformed(std::string_view what) {
  return fail(Code::invalid, "malformed " + std::string(what));
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  LEUIT_CHECK(!checkpoint.origin.empty() && checkpoint.origin.find('\n') == std::string::npos);
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size,
                     to_base64(view(checkpoint.root)));
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto origin = take_line(text);
  const auto size_line = take_line(text);
  const auto root_line = take_line(text);
  if (!origin || origin->empty() || !size_line || !root_line) return malformed("checkpoint");
  const auto size = parse_decimal(*size_line);
  if (!size) return malformed("size of the checkpoint");
  const auto root = parse_hash(*root_line);
  if (!root || (*size == 0 && *root != sha256(""))) return malformed("root of the checkpoint");
  if (!are_extensions(text)) return malformed("line after the root of the checkpoint");
  return Checkpoint{std::string(*origin), *size, *root};
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key) {
  const Result<std::string> text = open_note(note, key);
  if (!text) return tl::unexpected(text.error());
  Result<Checkpoint> checkpoint = parse_checkpoint(*text);
  if (checkpoint && checkpoint->origin != key.name()) {
    return fail(Code::invalid, "the checkpoint is of another ledger than " + key.name());
  }
  return checkpoint;
}

std::string tlog_proof(std::uint64_t index, const Proof& proof, std::string_view checkpoint_note) {
  std::string text = fmt::format("{}\nindex {}\n", tlog_proof_header, index);
  for (const Hash& hash : proof) text += to_base64(view(hash)) + "\n";
  return text + "\n" + std::string(checkpoint_note);
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
  constexpr std::string_view extra = "extra ";
  constexpr std::string_view index = "index ";
  TlogProof parsed;
  if (take_line(text) != tlog_proof_header) return malformed("header of the tlog-proof");
  auto line = take_line(text);
  if (line && line->starts_with(extra)) {
    auto bytes = from_base64(line->substr(extra.size()));
    if (!bytes) return malformed("extra line of the tlog-proof");
    parsed.extra = std::move(*bytes);
    line = take_line(text);
  }
  if (!line || !line->starts_with(index)) return malformed("index line of the tlog-proof");
  const auto number = parse_decimal(line->substr(index.size()));
  if (!number) return malformed("index of the tlog-proof");
  parsed.index = *number;
  while ((line = take_line(text)) && !line->empty()) {
    const auto hash = parse_hash(*line);
    if (!hash || parsed.proof.size() == most_hashes) return malformed("hashes of the tlog-proof");
    parsed.proof.push_back(*hash);
  }
  const Result<Note> note = parse_note(text);
  if (!line || !note) return malformed("checkpoint of the tlog-proof");
  parsed.checkpoint = text;
  return parsed;
}

}  // namespace ledger
