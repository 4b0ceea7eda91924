// Signed notes (C2SP signed-note): a text and the names of those who sign it, each with a
// signature.
//
//   <text, ends with a newline>
//   <empty line>
//   — <key name> <base64 of key id (4 bytes) and signature>
//
// A note is UTF-8 without control characters other than the newline. Of the kinds of key, only
// Ed25519 (type 1) is known here; lines of other kinds are carried, and never verified.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/bytes.h"
#include "ledger/core/result.h"

struct evp_pkey_st;

namespace ledger {

// A key that verifies; plain data, so it may be copied and used from any thread.
class VerifierKey {
 public:
  // The text form: name "+" key id in hex "+" base64 of type and public key.
  // invalid: another form, a bad name, another type than Ed25519, or a key id that does not fit.
  static Result<VerifierKey> parse(std::string_view vkey);
  // invalid: the name is empty, not UTF-8, or has a space (of Unicode), a control character or a +.
  static Result<VerifierKey> make(std::string name, const Hash& public_key);

  std::string text() const;
  const std::string& name() const { return name_; }
  // The first 4 bytes of sha256(name, newline, type, public key): tells apart keys of one name.
  std::uint32_t key_id() const { return key_id_; }
  const Hash& public_key() const { return public_key_; }
  // `signature` is the raw one, without the key id.
  bool verify(std::string_view message, std::string_view signature) const;

 private:
  VerifierKey(std::string name, const Hash& public_key);

  std::string name_;
  std::uint32_t key_id_;
  Hash public_key_;  // the 32 bytes of an Ed25519 key
};

// A key that signs. May sign from several threads at once. Can be moved, not copied.
class SigningKey {
 public:
  // The Ed25519 key of RFC 8032 that grows from `seed`.
  // invalid: a bad name, or a seed that is not of 32 bytes.
  static Result<SigningKey> from_seed(std::string name, std::string_view seed);

  const VerifierKey& verifier() const { return verifier_; }
  // The 64 bytes of the signature. One text has one signature.
  std::string sign(std::string_view text) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Owned = std::unique_ptr<evp_pkey_st, Free>;
  SigningKey(VerifierKey verifier, Owned key)
      : verifier_(std::move(verifier)), key_(std::move(key)) {}

  VerifierKey verifier_;
  Owned key_;
};

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string signature;  // without the key id; not empty
};

struct Note {
  std::string text;                       // ends with a newline, which is signed too
  std::vector<NoteSignature> signatures;  // 1..100, as they stand; nothing is verified
};

// "— name base64\n", for a note that has its text and empty line.
std::string signature_line(const NoteSignature& signature);

// The whole note. Requires that `text` is UTF-8 without control characters and ends with a newline.
std::string sign_note(std::string_view text, const SigningKey& key);

// Reads the form, and verifies nothing.  invalid: it is not a note in exactly the form above.
Result<Note> parse_note(std::string_view note);

// The text, signed by `key`. Lines of other keys are passed over.
// invalid: not a note, or no line of the key.  corrupt: a line of the key with a bad signature,
// even beside a good one.
Result<std::string> open_note(std::string_view note, const VerifierKey& key);

}  // namespace ledger
