// The tree as a stranger reads it: everything is held against the checkpoint by proofs.
#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/core/merkle.h"
#include "ledger/core/sha256.h"
#include "ledger/core/tiles.h"
#include "tests/support/process.h"

namespace {

using ledger::Hash;
using support::Answer;
using support::Json;

constexpr std::uint64_t kSize = 2037;

support::LeuitServer& server() { return support::sample_server(); }

ledger::VerifierKey key() {
  const std::string line = server().get("/v1/key").body;
  const auto parsed = ledger::VerifierKey::parse(line.substr(0, line.size() - 1));
  REQUIRE(parsed);
  return *parsed;
}

ledger::Checkpoint opened(const std::string& note) {
  const auto checkpoint = ledger::open_checkpoint(note, key());
  REQUIRE(checkpoint);
  return *checkpoint;
}

ledger::Checkpoint head() { return opened(server().get("/checkpoint").body); }

ledger::Proof proof_of(const Json& hashes) {
  ledger::Proof out;
  for (const auto& text : hashes)
    out.push_back(ledger::to_hash(ledger::from_hex(text.get<std::string>()).value()));
  return out;
}

// Reads tiles over HTTP.
class RemoteTiles : public ledger::TileSource {
 public:
  ledger::Result<std::string> hashes(ledger::TileId id, unsigned width) const override {
    const Answer answer = server().get("/" + ledger::tile_path({false, id.level, id.index, width}));
    if (answer.status != 200 || answer.body.size() != std::size_t{32} * width)
      return ledger::fail(ledger::Code::not_found, "no tile");
    return answer.body;
  }
};

TEST_CASE("the checkpoint is signed by the ledger's key and covers every event") {
  const Answer answer = server().get("/checkpoint");
  CHECK(answer.header("content-type") == "text/plain; charset=utf-8");
  CHECK(answer.header("cache-control") == "no-cache");
  CHECK(answer.header("leuit-position") == "2036");
  const auto checkpoint = opened(answer.body);
  CHECK(checkpoint.origin == "ledger.example/test");
  CHECK(checkpoint.origin == key().name());
  CHECK(checkpoint.size == kSize);
  CHECK(server().get("/checkpoint").body == answer.body);
}

TEST_CASE("the key is one line, and the list of keys says what it signed") {
  const Answer one = server().get("/v1/key");
  CHECK(one.header("content-type") == "text/plain; charset=utf-8");
  CHECK(std::count(one.body.begin(), one.body.end(), '\n') == 1);
  CHECK(one.body == key().text() + "\n");
  const Json keys = server().get("/v1/keys").json().at("keys");
  REQUIRE(keys.size() == 1);
  CHECK(keys[0].at("key") == key().text());
  CHECK(keys[0].at("from_size") == "0");
  CHECK(keys[0].at("to_size").is_null());
}

TEST_CASE("the tiles come to the checkpoint's root at every size") {
  const RemoteTiles tiles;
  for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 511U, 512U, 1300U, 2036U, 2037U}) {
    CAPTURE(size);
    const auto root = ledger::root_at(size, ledger::TileNodes(size, tiles));
    REQUIRE(root);
    const Json proof =
        server().get("/v1/consistency?from=" + std::to_string(size) + "&to=2037").json();
    CHECK(ledger::verify_consistency(size, kSize, proof_of(proof.at("proof")), *root, head().root));
  }
}

TEST_CASE("a tile is there at every width that the tree has reached, and never changes") {
  const std::pair<const char*, std::size_t> table[] = {
      {"/tile/0/000", 256},   {"/tile/0/006", 256},       {"/tile/0/007.p/245", 245},
      {"/tile/0/007.p/1", 1}, {"/tile/0/000.p/255", 255}, {"/tile/1/000.p/7", 7},
      {"/tile/1/000.p/1", 1},
  };
  for (const auto& [path, hashes] : table) {
    CAPTURE(path);
    const Answer answer = server().get(path);
    REQUIRE(answer.status == 200);
    CHECK(answer.body.size() == 32 * hashes);
    CHECK(answer.header("content-type") == "application/octet-stream");
    CHECK(answer.header("cache-control") == "public, max-age=31536000, immutable");
    std::string full = path;
    full = full.substr(0, full.find(".p/"));
    const Answer whole = server().get(full);
    if (whole.status == 200) CHECK(whole.body.starts_with(answer.body));
  }
}

TEST_CASE("a bundle of entries holds the records that the leaves are hashes of") {
  for (const char* tile : {"000", "006", "007.p/245", "000.p/3"}) {
    CAPTURE(tile);
    const Answer bundle = server().get(std::string("/tile/entries/") + tile);
    const Answer leaves = server().get(std::string("/tile/0/") + tile);
    REQUIRE(bundle.status == 200);
    CHECK(bundle.header("cache-control") == leaves.header("cache-control"));
    const auto records = ledger::split_entries(bundle.body);
    REQUIRE(records);
    std::string hashes;
    for (const auto& record : *records) hashes += ledger::view(ledger::leaf_hash(record));
    CHECK(hashes == leaves.body);
  }
  const auto first = ledger::split_entries(server().get("/tile/entries/000").body);
  CHECK(first->at(7) == server().get("/v1/events/7").body);
}

TEST_CASE("a tile that is not there, or not so named, is not found") {
  for (const char* path : {"/tile/0/007",
                           "/tile/0/007.p/246",
                           "/tile/0/008.p/1",
                           "/tile/1/000",
                           "/tile/1/000.p/8",
                           "/tile/2/000",
                           "/tile/2/000.p/1",
                           "/tile/7/000.p/1",
                           "/tile/8/000.p/1",
                           "/tile/63/000.p/1",
                           "/tile/64/000",
                           "/tile/0/0",
                           "/tile/0/00",
                           "/tile/0/0000",
                           "/tile/0/x000/000",
                           "/tile/0/000.p/0",
                           "/tile/0/000.p/256",
                           "/tile/0/000.p/01",
                           "/tile/0/000.p/",
                           "/tile/00/000",
                           "/tile/-1/000",
                           "/tile/0/000/",
                           "/tile/0/000.p/1/2",
                           "/tile/entries/007",
                           "/tile/entries/007.p/246",
                           "/tile/entries/x001/000",
                           "/tile/entry/000",
                           "/tile/0",
                           "/tile/",
                           "/tile",
                           "/tile/0/../../etc/passwd",
                           "/tile/%2E%2E/%2E%2E/etc/passwd",
                           "/tile/0/x018/x446/x744/x073/x709/x551/615",
                           "/tile/0/x999/x999/x999/x999/x999/x999/999",
                           "/tile/entries/x072/x057/x594/x037/x927/935.p/1",
                           "/tile/0/000%00"}) {
    CAPTURE(path);
    const Answer answer = server().get(path);
    CHECK(answer.status == 404);
    CHECK(answer.header("cache-control") == "no-store");
  }
}

TEST_CASE("two sizes have a consistency proof, and what is none is refused") {
  const std::tuple<const char*, unsigned, std::size_t> table[] = {
      {"from=0&to=0", 200, 0},
      {"from=0&to=2037", 200, 0},
      {"from=2037&to=2037", 200, 0},
      {"from=1&to=2", 200, 1},
      {"from=0&to=2038", 404, 0},
      {"from=2037&to=2038", 404, 0},
      {"from=2&to=1", 400, 0},
      {"from=1", 400, 0},
      {"to=1", 400, 0},
      {"", 400, 0},
      {"from=x&to=1", 400, 0},
      {"from=-1&to=1", 400, 0},
      {"from=1&to=2&to=2", 400, 0},
      {"from=1&to=2&x=1", 400, 0},
      {"from=01&to=2", 400, 0},
      {"from=0&to=18446744073709551615", 404, 0},
  };
  for (const auto& [query, status, hashes] : table) {
    CAPTURE(query);
    const Answer answer = server().get(std::string("/v1/consistency?") + query);
    CHECK(answer.status == status);
    if (status == 200) CHECK(answer.json().at("proof").size() == hashes);
    if (status != 200) CHECK(answer.slug() == (status == 404 ? "not-found" : "bad-query"));
  }
  const Json proof = server().get("/v1/consistency?from=3&to=7").json();
  CHECK(proof.at("from") == "3");
  CHECK(proof.at("to") == "7");
}

TEST_CASE("a receipt proves its record under its own checkpoint and under the latest") {
  for (const std::string position : {"0", "255", "256", "499", "1299", "2036"}) {
    for (const char* size : {"", "?size=latest", "?size=2037"}) {
      CAPTURE(position, size);
      const Answer answer = server().get("/v1/events/" + position + "/receipt" + size);
      REQUIRE(answer.status == 200);
      const Json receipt = answer.json();
      const auto checkpoint = opened(receipt.at("checkpoint"));
      const Hash leaf = ledger::leaf_hash(receipt.at("record").get<std::string>());
      CHECK(receipt.at("leaf_hash") == ledger::to_hex(ledger::view(leaf)));
      CHECK(receipt.at("tree_size") == std::to_string(checkpoint.size));
      if (*size != '\0') CHECK(checkpoint == head());
      CHECK(ledger::verify_inclusion(std::stoull(position), checkpoint.size, leaf,
                                     proof_of(receipt.at("inclusion_proof")), checkpoint.root));
    }
  }
}

TEST_CASE("a receipt is given under a kept checkpoint alone, and under no other size") {
  const std::tuple<const char*, unsigned, const char*> table[] = {
      {"/v1/events/700/receipt?size=2038", 404, "not-found"},
      {"/v1/events/700/receipt?size=701", 404, "not-found"},  // inside a batch: never signed
      {"/v1/events/700/receipt?size=500", 404, "not-found"},  // kept, and before the event
      {"/v1/events/700/receipt?size=0", 404, "not-found"},
      {"/v1/events/700/receipt?size=witnessed", 404, "not-found"},
      {"/v1/events/700/receipt?size=newest", 400, "bad-query"},
      {"/v1/events/700/receipt?size=-1", 400, "bad-query"},
      {"/v1/events/700/receipt?size=", 400, "bad-query"},
      {"/v1/events/700/receipt?size=1&size=2", 400, "bad-query"},
      {"/v1/events/700/receipt?tree=1", 400, "bad-query"},
      {"/v1/events/2037/receipt?size=latest", 404, "not-found"},
      {"/v1/events/700/proof?size=2038", 404, "not-found"},
  };
  for (const auto& [target, status, slug] : table) {
    CAPTURE(target);
    const Answer answer = server().get(target);
    CHECK(answer.status == status);
    CHECK(answer.slug() == slug);
  }
}

TEST_CASE("a proof as text says the same as the receipt") {
  for (const char* size : {"", "?size=latest"}) {
    const Answer answer = server().get(std::string("/v1/events/700/proof") + size);
    REQUIRE(answer.status == 200);
    CHECK(answer.header("content-type") == "text/plain; charset=utf-8");
    CHECK(answer.body.starts_with("c2sp.org/tlog-proof@v1\nindex 700\n"));
    const auto proof = ledger::parse_tlog_proof(answer.body);
    REQUIRE(proof);
    const Json receipt = server().get(std::string("/v1/events/700/receipt") + size).json();
    CHECK(proof->proof == proof_of(receipt.at("inclusion_proof")));
    CHECK(proof->checkpoint == receipt.at("checkpoint").get<std::string>());
  }
}

TEST_CASE("an empty ledger has a signed checkpoint and no tile") {
  support::LeuitServer empty;
  const auto line = empty.get("/v1/key").body;
  const auto own = ledger::VerifierKey::parse(line.substr(0, line.size() - 1));
  REQUIRE(own);
  const Answer answer = empty.get("/checkpoint");
  const auto checkpoint = ledger::open_checkpoint(answer.body, *own);
  REQUIRE(checkpoint);
  CHECK(checkpoint->size == 0);
  CHECK(checkpoint->root == ledger::sha256(""));
  CHECK(answer.header("leuit-position") == "-1");
  CHECK(empty.get("/tile/0/000.p/1").status == 404);
  CHECK(empty.get("/tile/entries/000.p/1").status == 404);
  CHECK(empty.get("/v1/consistency?from=0&to=0").status == 200);
  CHECK(empty.get("/v1/events").json().at("events").empty());
}

}  // namespace
