#include "ledger/core/note.h"

#include <openssl/err.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/core/check.h"
#include "ledger/core/openssl.h"
#include "ledger/core/sha256.h"
#include "ledger/core/utf8.h"

namespace ledger {
namespace {

constexpr std::string_view line_start = "\u2014 ";
constexpr char ed25519 = 1;
constexpr std::size_t key_id_size = 4;
constexpr std::size_t signature_size = 64;
constexpr std::size_t most_signatures = 100;

// Unicode's White_Space, without the control characters.
bool is_space(char32_t rune) {
  constexpr char32_t spaces[] = {U' ',      U'\u0085', U'\u00a0', U'\u1680', U'\u2028',
                                 U'\u2029', U'\u202f', U'\u205f', U'\u3000'};
  return (rune >= 0x2000 && rune <= 0x200a) || std::ranges::find(spaces, rune) != std::end(spaces);
}

bool is_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto rune = take_rune(name);
    if (!rune || *rune < 0x20 || *rune == U'+' || is_space(*rune)) return false;
  }
  return true;
}

bool is_note_text(std::string_view text) {
  while (!text.empty()) {
    const auto rune = take_rune(text);
    if (!rune || (*rune < 0x20 && *rune != U'\n')) return false;
  }
  return true;
}

std::uint32_t read_key_id(std::string_view bytes) {
  return static_cast<std::uint32_t>(read_u64(std::string(4, '\0').append(bytes, 0, key_id_size)));
}

std::string key_id_bytes(std::uint32_t key_id) {
  std::string bytes;
  append_u64(bytes, key_id);
  return bytes.substr(8 - key_id_size);
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(line_start)) return std::nullopt;
  line.remove_prefix(line_start.size());
  const std::size_t space = line.find(' ');
  if (space == line.npos || !is_name(line.substr(0, space))) return std::nullopt;
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= key_id_size) return std::nullopt;
  return NoteSignature{std::string(line.substr(0, space)), read_key_id(*bytes),
                       bytes->substr(key_id_size)};
}

tl::unexpected<Error> malformed(std::string_view what) {
  return fail(Code::invalid, "malformed note: " + std::string(what));
}

}  // namespace

VerifierKey::VerifierKey(std::string name, const Hash& public_key)
    : name_(std::move(name)), public_key_(public_key) {
  Sha256 hash;
  hash.update(name_).update({"\n\x01", 2}).update(view(public_key_));
  key_id_ = read_key_id(view(hash.finish()));
}

Result<VerifierKey> VerifierKey::make(std::string name, const Hash& public_key) {
  if (!is_name(name)) return fail(Code::invalid, "not a name for a key");
  return VerifierKey(std::move(name), public_key);
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == vkey.npos ? first : vkey.find('+', first + 1);
  if (second == vkey.npos) return fail(Code::invalid, "a verifier key is name+id+key");
  const auto id = from_hex(vkey.substr(first + 1, second - first - 1));
  const auto key = from_base64(vkey.substr(second + 1));
  if (!id || id->size() != key_id_size || !key || key->size() != 1 + sizeof(Hash) ||
      (*key)[0] != ed25519) {
    return fail(Code::invalid, "not an Ed25519 verifier key");
  }
  auto made = make(std::string(vkey.substr(0, first)), to_hash(std::string_view(*key).substr(1)));
  if (made && made->key_id() != read_key_id(*id)) {
    return fail(Code::invalid, "the id of the verifier key does not fit its name and key");
  }
  return made;
}

std::string VerifierKey::text() const {
  std::string typed(1, ed25519);
  typed += view(public_key_);
  return name_ + "+" + to_hex(key_id_bytes(key_id_)) + "+" + to_base64(typed);
}

bool VerifierKey::verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != signature_size) return false;
  const OwnedPkey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key_.data(),
                                                  public_key_.size()));
  const OwnedMdContext context(EVP_MD_CTX_new());
  LEUIT_CHECK(key != nullptr && context != nullptr);
  LEUIT_CHECK(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  const bool good = EVP_DigestVerify(context.get(), octets(signature), signature.size(),
                                     octets(message), message.size()) == 1;
  if (!good) ERR_clear_error();  // or the next user of this thread's queue would find it there
  return good;
}

void SigningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

Result<SigningKey> SigningKey::from_seed(std::string name, std::string_view seed) {
  if (seed.size() != sizeof(Hash)) return fail(Code::invalid, "a seed has 32 bytes");
  Owned key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(seed), seed.size()));
  LEUIT_CHECK(key != nullptr);
  Hash public_key;
  std::size_t size = public_key.size();
  LEUIT_CHECK(EVP_PKEY_get_raw_public_key(key.get(), public_key.data(), &size) == 1);
  auto verifier = VerifierKey::make(std::move(name), public_key);
  if (!verifier) return tl::unexpected(verifier.error());
  return SigningKey(std::move(*verifier), std::move(key));
}

std::string SigningKey::sign(std::string_view text) const {
  const OwnedMdContext context(EVP_MD_CTX_new());
  LEUIT_CHECK(context != nullptr);
  LEUIT_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  std::string signature(signature_size, '\0');
  std::size_t size = signature.size();
  LEUIT_CHECK(EVP_DigestSign(context.get(), octets(signature), &size, octets(text), text.size()) ==
              1);
  return signature;
}

std::string signature_line(const NoteSignature& signature) {
  const std::string field = key_id_bytes(signature.key_id) + signature.signature;
  return std::string(line_start) + signature.name + " " + to_base64(field) + "\n";
}

std::string sign_note(std::string_view text, const SigningKey& key) {
  LEUIT_CHECK(text.ends_with('\n') && is_note_text(text));
  const VerifierKey& verifier = key.verifier();
  return std::string(text) + "\n" +
         signature_line({verifier.name(), verifier.key_id(), key.sign(text)});
}

Result<Note> parse_note(std::string_view note) {
  if (!is_note_text(note)) return malformed("not UTF-8, or a control character");
  const std::size_t end = note.rfind("\n\n");
  if (end == note.npos) return malformed("no empty line before the signatures");
  std::string_view lines = note.substr(end + 2);
  if (!lines.ends_with('\n')) return malformed("no newline after the signatures");
  Note parsed{std::string(note.substr(0, end + 1)), {}};
  while (!lines.empty()) {
    const std::size_t newline = lines.find('\n');
    auto signature = parse_signature(lines.substr(0, newline));
    if (!signature) return malformed("a line that is not a signature");
    if (parsed.signatures.size() == most_signatures) return malformed("too many signatures");
    parsed.signatures.push_back(std::move(*signature));
    lines.remove_prefix(newline + 1);
  }
  return parsed;
}

Result<std::string> open_note(std::string_view note, const VerifierKey& key) {
  Result<Note> parsed = parse_note(note);
  if (!parsed) return tl::unexpected(parsed.error());
  bool found = false;
  for (const NoteSignature& line : parsed->signatures) {
    if (line.name != key.name() || line.key_id != key.key_id()) continue;
    if (!key.verify(parsed->text, line.signature)) {
      return fail(Code::corrupt, "the note has a bad signature of " + key.name());
    }
    found = true;
  }
  if (!found) return fail(Code::invalid, "the note has no signature of " + key.name());
  return std::move(parsed->text);
}

}  // namespace ledger
