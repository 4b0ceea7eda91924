#include "ledger/core/note.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/support/paths.h"

namespace ledger {
namespace {

const nlohmann::json& vectors() {
  static const nlohmann::json all = [] {
    std::ifstream file(support::source_path("tests/data/vectors/notes-proofs-jcs.json"));
    return nlohmann::json::parse(file);
  }();
  return all;
}

// The strings of golang/mod's sumdb/note/note_test.go.
const std::string peter_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string enoch_vkey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const std::string text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string peter_signature =
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
const std::string peter_line = "\u2014 PeterNeumann " + peter_signature + "\n";
const std::string enoch_line =
    "\u2014 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/"
    "5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

VerifierKey key(const std::string& vkey) { return VerifierKey::parse(vkey).value(); }

SigningKey peter() {
  const std::string seed = vectors()["signed_note"][1]["seed"];
  return SigningKey::from_seed("PeterNeumann", from_hex(seed).value()).value();
}

std::string repeat(const std::string& line, int times) {
  std::string lines;
  for (int i = 0; i < times; ++i) lines += line;
  return lines;
}

TEST_CASE("the published notes open with their keys") {
  for (const auto& row : vectors()["signed_note"]) {
    const std::string note = row["note"];
    const VerifierKey known = key(row["vkey"]);
    CHECK(known.text() == row["vkey"]);
    CHECK(open_note(note, known).value() == note.substr(0, note.rfind("\n\n") + 1));
  }
}

TEST_CASE("the published note is signed bit for bit") {
  const SigningKey signer = peter();
  CHECK(signer.verifier().text() == peter_vkey);
  CHECK(sign_note(text, signer) == vectors()["signed_note"][1]["note"]);
  CHECK(sign_note(text, signer) == text + "\n" + peter_line);
}

TEST_CASE("a key signs from several threads at once, and after it has moved") {
  SigningKey first = peter();
  const SigningKey signer = std::move(first);
  std::string other;
  std::thread thread([&] { other = signer.sign(text); });
  const std::string mine = signer.sign(text);
  thread.join();
  CHECK(other == mine);
  CHECK(signer.verifier().verify(text, mine));
}

TEST_CASE("a changed signature or message does not verify") {
  const VerifierKey known = key(peter_vkey);
  const std::string signature = peter().sign("hi");
  REQUIRE(known.verify("hi", signature));
  CHECK_FALSE(known.verify("ho", signature));
  CHECK_FALSE(known.verify("", signature));
  CHECK_FALSE(known.verify("hi", signature.substr(1)));
  CHECK_FALSE(known.verify("hi", signature + "x"));
  CHECK_FALSE(known.verify("hi", ""));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    REQUIRE_FALSE(known.verify("hi", changed));
  }
}

TEST_CASE("lines of other keys are passed over") {
  const std::string note = text + "\n" + peter_line + enoch_line;
  CHECK(open_note(note, key(peter_vkey)).value() == text);
  CHECK(open_note(note, key(enoch_vkey)).value() == text);
  CHECK(open_note(text + "\n" + enoch_line, key(peter_vkey)).error().code == Code::invalid);
  CHECK(open_note(text + "\n" + repeat(peter_line, 2) + enoch_line, key(peter_vkey)));
  const Note parsed = parse_note(note).value();
  REQUIRE(parsed.signatures.size() == 2);
  CHECK(parsed.text == text);
  CHECK(parsed.signatures[1].name == "EnochRoot");
  CHECK(parsed.signatures[1].key_id == 0xaf0cfe78);
  CHECK(signature_line(parsed.signatures[1]) == enoch_line);
}

TEST_CASE("a known key with a bad signature refuses the whole note") {
  std::string bad_line = peter_line;
  bad_line.insert(60, "ABCD");
  const VerifierKey known = key(peter_vkey);
  CHECK(open_note(text + "\n" + bad_line, known).error().code == Code::corrupt);
  CHECK(open_note(text + "\n" + peter_line + bad_line, known).error().code == Code::corrupt);
  CHECK(open_note("More. " + text + "\n" + peter_line, known).error().code == Code::corrupt);
  CHECK(open_note(text + "\n" + peter_line + bad_line, key(enoch_vkey)).error().code ==
        Code::invalid);
}

TEST_CASE("a key of the same name with another id is another key") {
  std::string line = peter_line;
  line.replace(line.find("x08g"), 4, "xxxx");
  CHECK(open_note(text + "\n" + line, key(peter_vkey)).error().code == Code::invalid);
}

TEST_CASE("a hundred signatures are read, and no more") {
  CHECK(open_note(text + "\n" + repeat(peter_line, 100), key(peter_vkey)));
  CHECK(parse_note(text + "\n" + repeat(peter_line, 101)).error().code == Code::invalid);
}

TEST_CASE("the text ends at the last empty line") {
  const std::string two = "one\n\ntwo\n";
  CHECK(open_note(sign_note(two, peter()), key(peter_vkey)).value() == two);
}

TEST_CASE("a note in another form is refused") {
  const std::string start = text + "\n\u2014 ";
  const std::string note = GENERATE_COPY(values<std::string>({
      "",
      "\n",
      "\n\n",
      text,
      text + "\n",
      text + peter_line,
      peter_line,
      text + "\n" + peter_line.substr(0, peter_line.size() - 1),
      "\x01" + text + "\n" + peter_line,
      "\x1f" + text + "\n" + peter_line,
      "\t" + text + "\n" + peter_line,
      "\r" + text + "\n" + peter_line,
      std::string(1, '\0') + text + "\n" + peter_line,
      "\xff" + text + "\n" + peter_line,
      "\xc0\x80" + text + "\n" + peter_line,
      "\xed\xa0\x80" + text + "\n" + peter_line,
      start + "Bad Name " + peter_signature,
      start + "Bad Name " + peter_signature + "\n",
      start + "Bad+Name " + peter_signature + "\n",
      start + "Bad\u00a0Name " + peter_signature + "\n",
      start + "Bad\u0085Name " + peter_signature + "\n",
      start + "Bad\u2003Name " + peter_signature + "\n",
      start + "Bad\u3000Name " + peter_signature + "\n",
      start + " " + peter_signature + "\n",
      start + "PeterNeumann\n",
      start + "PeterNeumann \n",
      start + peter_signature + "\n",
      start + "PeterNeumann " + peter_signature + " \n",
      start + "PeterNeumann  " + peter_signature + "\n",
      start + "PeterNeumann " + peter_signature.substr(1) + "\n",
      start + "PeterNeumann x08gow==\n",
      start + "PeterNeumann " + peter_signature.substr(0, peter_signature.size() - 1) + "\n",
      start + "PeterNeumann x08g\n",
      start + "PeterNeumann x08go_==\n",
      start + "PeterNeumann AAAAAAB=\n",
      text + "\n" + peter_line + "Unexpected line.\n",
      text + "\n" + peter_line + "\n",
      text + "\nUnexpected line.\n" + peter_line,
      text + "\n- PeterNeumann " + peter_signature + "\n",
      text + "\n\u2014PeterNeumann " + peter_signature + "\n",
      text + "\n\u2014\u00a0PeterNeumann " + peter_signature + "\n",
      text + "\r\n" + peter_line,
      text + "\n" + peter_line + "\n" + peter_line.substr(1),
  }));
  CAPTURE(note);
  CHECK(parse_note(note).error().code == Code::invalid);
}

TEST_CASE("a part of a verifier key, or a key with one letter changed, is refused") {
  for (std::size_t first = 0; first < peter_vkey.size(); ++first) {
    for (std::size_t count = 1; first + count <= peter_vkey.size(); ++count) {
      if (count == peter_vkey.size()) continue;
      REQUIRE_FALSE(VerifierKey::parse(peter_vkey.substr(first, count)));
    }
  }
  for (std::size_t i = 0; i < peter_vkey.size(); ++i) {
    std::string changed = peter_vkey;
    ++changed[i];
    REQUIRE_FALSE(VerifierKey::parse(changed));
  }
}

TEST_CASE("a verifier key of another type or length, or with a bad name, is refused") {
  const std::string vkey = GENERATE_COPY(values<std::string>({
      "",
      "+",
      "++",
      "a+b",
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      vectors()["derived"]["witness_vkey"].get<std::string>(),
      peter_vkey + "\n",
      " " + peter_vkey,
  }));
  CHECK_FALSE(VerifierKey::parse(vkey));
}

TEST_CASE("a key has a name without spaces and plus, and a seed of 32 bytes") {
  const std::string seed(32, 's');
  CHECK(SigningKey::from_seed("ledger.example/lumbung-\u00e9", seed));
  CHECK_FALSE(SigningKey::from_seed("ledger", seed.substr(1)));
  CHECK_FALSE(SigningKey::from_seed("ledger", seed + "s"));
  const std::string name =
      GENERATE("", " ", "a b", "a+b", "a\n", "a\tb", "a\u2028b", "\xff", "a\u00a0");
  CHECK(SigningKey::from_seed(name, seed).error().code == Code::invalid);
}

}  // namespace
}  // namespace ledger
