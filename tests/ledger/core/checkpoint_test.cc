#include "ledger/core/checkpoint.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ledger/core/sha256.h"
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

std::string derived(const char* name) { return vectors()["derived"][name].get<std::string>(); }

SigningKey key_named(std::string name) {
  return SigningKey::from_seed(std::move(name), from_hex(derived("log_seed")).value()).value();
}

std::vector<Hash> roots() {
  std::ifstream file(support::source_path("tests/data/vectors/merkle.json"));
  std::vector<Hash> roots;
  const auto all = nlohmann::json::parse(file);
  for (const auto& hex : all["roots"]) {
    roots.push_back(to_hash(from_hex(hex.get<std::string>()).value()));
  }
  return roots;
}

TEST_CASE("the checkpoints of the eight-leaf tree are signed bit for bit as derived") {
  const SigningKey key = key_named("PeterNeumann");
  for (const auto& [size_text, note] : vectors()["derived"]["checkpoint_PeterNeumann"].items()) {
    const std::uint64_t size = parse_decimal(size_text).value();
    const Checkpoint checkpoint{"PeterNeumann", size, roots()[size]};
    CHECK(sign_note(checkpoint_text(checkpoint), key) == note.get<std::string>());
    CHECK(open_checkpoint(note.get<std::string>(), key.verifier()).value() == checkpoint);
  }
}

TEST_CASE("a checkpoint with a witness's cosignature opens with the ledger's key") {
  const auto key = VerifierKey::parse(derived("log_vkey")).value();
  const Checkpoint checkpoint = open_checkpoint(derived("checkpoint_8_cosigned"), key).value();
  CHECK(checkpoint == Checkpoint{"ledger.example/programme", 8, roots()[8]});
  CHECK(to_hex(view(sha256(derived("checkpoint_8_cosigned")))) ==
        "16d7196b0fc8e2bffa86d3c0758aabb60dc627078cd68497632a45d84cc4fac1");
}

TEST_CASE("a checkpoint of another ledger is refused, though its signature is good") {
  const SigningKey key = key_named("ledger.example/a");
  const std::string note = sign_note(checkpoint_text({"ledger.example/b", 8, roots()[8]}), key);
  REQUIRE(open_note(note, key.verifier()));
  CHECK(open_checkpoint(note, key.verifier()).error().code == Code::invalid);
}

TEST_CASE("a checkpoint with a changed size or root is refused") {
  const auto key = VerifierKey::parse(derived("log_vkey")).value();
  std::string note = derived("checkpoint_8_cosigned");
  note[note.find("\n8\n") + 1] = '9';
  CHECK(open_checkpoint(note, key).error().code == Code::corrupt);
  note = derived("checkpoint_8_cosigned");
  note[note.find("Xcna")] = 'Y';
  CHECK(open_checkpoint(note, key).error().code == Code::corrupt);
}

TEST_CASE("a checkpoint text is read in one form only, but extension lines are passed over") {
  const std::string root = to_base64(view(roots()[8])) + "\n";
  const Checkpoint checkpoint{"o", 8, roots()[8]};
  CHECK(parse_checkpoint("o\n8\n" + root).value() == checkpoint);
  CHECK(parse_checkpoint("o\n8\n" + root + "extension\nanother one\n").value() == checkpoint);
  const std::string bad = GENERATE_COPY(values<std::string>({
      "",
      "\n",
      "o\n",
      "o\n8\n",
      "\n8\n" + root,
      "o\n08\n" + root,
      "o\n+8\n" + root,
      "o\n8 \n" + root,
      "o\n\n" + root,
      "o\n18446744073709551616\n" + root,
      "o\n8\n\n",
      "o\n8\n" + root.substr(0, root.size() - 1),
      "o\n8\n" + root.substr(1),
      "o\n8\n=" + root,
      "o\n8\n" + to_base64(std::string(31, 'r')) + "\n",
      "o\n8\n" + to_base64(std::string(33, 'r')) + "\n",
      "o\n8\n" + root + "no newline",
      "o\n8\n" + root + "\n",
      "o\n8\n" + root + "a\n\nb\n",
      "o\n0\n" + root,
  }));
  CHECK_FALSE(parse_checkpoint(bad));
}

TEST_CASE("the tlog-proof of record 5 under 8 is the derived one, and reads back") {
  const std::string text = derived("tlog_proof_5_of_8");
  const TlogProof parsed = parse_tlog_proof(text).value();
  CHECK(parsed.index == 5);
  CHECK(parsed.extra.empty());
  CHECK(parsed.checkpoint == derived("checkpoint_8_cosigned"));
  CHECK(tlog_proof(parsed.index, parsed.proof, parsed.checkpoint) == text);
  const auto record = from_hex("40414243").value();
  CHECK(verify_inclusion(5, 8, leaf_hash(record), parsed.proof, roots()[8]));
}

TEST_CASE("a tlog-proof may carry extra bytes, and may need no hash") {
  const std::string note = derived("checkpoint_8_cosigned");
  const TlogProof parsed =
      parse_tlog_proof("c2sp.org/tlog-proof@v1\nextra Zm9v\nindex 0\n\n" + note).value();
  CHECK(parsed.extra == "foo");
  CHECK(parsed.proof.empty());
}

TEST_CASE("a tlog-proof in another form is refused") {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = to_base64(view(roots()[8])) + "\n";
  const std::string note = derived("checkpoint_8_cosigned");
  std::string hashes;
  for (int i = 0; i < 63; ++i) hashes += hash;
  REQUIRE(parse_tlog_proof(head + "index 5\n" + hashes + "\n" + note));
  const std::string bad = GENERATE_COPY(values<std::string>({
      "",
      head,
      head + "index 5\n",
      head + "index 5\n\n",
      head + "index 5\n" + note,
      head + "index 05\n\n" + note,
      head + "index\n\n" + note,
      head + "index 5\n" + hashes + hash + "\n" + note,
      head + "index 5\nextra Zm9v\n\n" + note,
      head + "extra Zm9\nindex 5\n\n" + note,
      head + "index 5\n" + to_base64(std::string(31, 'h')) + "\n\n" + note,
      head + "index 5\n\n" + note + "more",
      "c2sp.org/tlog-proof@v2\nindex 5\n\n" + note,
      head + "index 5\n\n\n" + note.substr(1, 0),
      head + "index 5\n\n" + note.substr(0, note.size() - 1),
  }));
  CHECK_FALSE(parse_tlog_proof(bad));
}

}  // namespace
}  // namespace ledger
