#include "tools/verify.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "api/http/server.h"
#include "api/routes/receipt_json.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/file.h"
#include "ledger/core/sha256.h"
#include "ledger/core/tiles.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/data_folder.h"
#include "ledger/programme/json.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"
#include "tools/verbs.h"

namespace {

namespace fs = std::filesystem;
namespace table = ledger::table;
using ledger::RocksStore;
using programme::Json;

constexpr std::uint64_t sample_size = 540;  // one full tile and more, the second one in parts
const std::string origin = "test.example/programme";

std::string u64_key(std::uint64_t value) {
  std::string out;
  ledger::append_u64(out, value);
  return out;
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

struct System {
  ledger::SystemClock clock;
  ledger::SystemRandom random;
};

// Records lines of the sample: 20 alone, then in commits of 130.
void record_sample(const std::string& folder) {
  System system;
  auto opened = programme::Folder::open(folder, {}, system.clock, system.random);
  REQUIRE(opened);
  std::ifstream lines(support::source_path("tests/data/lebak.jsonl"));
  std::string line;
  for (std::uint64_t n = 0; n < sample_size && std::getline(lines, line); ++n) {
    auto taken = (*opened)->registrar().take(line, false, {}, {});
    REQUIRE(taken);
    (*opened)->writer().submit(
        std::move(taken->submission), taken->subjects,
        [](ledger::Outcome outcome) { CHECK_FALSE(outcome.submission->error); });
    if (n < 20 || n % 130 == 0) (*opened)->writer().round();
  }
  (*opened)->writer().round();
  REQUIRE((*opened)->ledger().size() == sample_size);
}

const std::string& recorded_once() {
  static const ledger::TemporaryFolder home;
  static const std::string folder = [] {
    System system;
    const std::string made = home.path("data");
    REQUIRE(programme::make_folder(made, origin, {}, system.random));
    record_sample(made);
    // Opened once more, what stands in RocksDB's log goes to its tables.
    REQUIRE(programme::Folder::open(made, {}, system.clock, system.random));
    return made;
  }();
  return folder;
}

// A copy of the recorded folder, to be altered.
class Copy {
 public:
  Copy() { fs::copy(recorded_once(), folder(), fs::copy_options::recursive); }

  std::string folder() const { return home_.path("data"); }
  std::unique_ptr<RocksStore> store() const {
    auto opened =
        RocksStore::open(folder() + "/ledger", ledger::ledger_tables(), ledger::Access::open);
    REQUIRE(opened);
    return std::move(*opened);
  }
  std::string get(ledger::Table from, const std::string& key) const {
    return store()->get(from, key).value().value();
  }
  void change(ledger::Table in, const std::string& key, std::optional<std::string> value) const {
    ledger::StoreBatch batch;
    batch.changes.push_back({in, key, std::move(value)});
    REQUIRE(store()->write(batch, ledger::Durability::synced));
  }
  std::string record(std::uint64_t position) const {
    return get(table::records, u64_key(position)).substr(32);
  }
  // With the leaf hash that fits.
  void rewrite(std::uint64_t position, const std::string& record) const {
    change(table::records, u64_key(position),
           ledger::record_row(ledger::leaf_hash(record), record));
  }

 private:
  ledger::TemporaryFolder home_;
};

ledger::VerifierKey key_of(const std::string& folder) {
  const std::string text = contents(folder + "/identity/verifier-key");
  return ledger::VerifierKey::parse(text.substr(0, text.find('\n'))).value();
}

tools::Report verified(const std::string& folder, const tools::Pinned& pinned = {}) {
  auto report = tools::verify_folder(folder, pinned, [](auto, auto) {});
  REQUIRE(report);
  return std::move(*report);
}

// "position kind" of the fault, or "proven".
std::string finding(const tools::Report& report) {
  if (!report.fault) return "proven";
  const auto& position = report.fault->position;
  return (position ? std::to_string(*position) : "-") + " " + report.fault->kind;
}
std::string finding(const Copy& copy, const tools::Pinned& pinned = {}) {
  return finding(verified(copy.folder(), pinned));
}

std::string with(std::string record, const std::string& from, const std::string& to) {
  const auto at = record.find(from);
  REQUIRE(at != std::string::npos);
  return record.replace(at, from.size(), to);
}

ledger::SigningKey other_key() {
  return ledger::SigningKey::from_seed(origin, std::string(32, 'x')).value();
}

int leuit(std::vector<std::string> words) {
  CLI::App app;
  tools::Action action;
  tools::add_verify(app, action);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::ParseError&) {
    return tools::exit_usage;
  }
  return action();
}

}  // namespace

TEST_CASE("a whole folder is proven and not a byte of it changes") {
  const Copy copy;
  const auto all_bytes = [&] {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(copy.folder()))
      if (entry.is_regular_file()) out[entry.path()] = contents(entry.path());
    return out;
  };
  const auto before = all_bytes();
  const auto report = verified(copy.folder());
  CHECK(finding(report) == "proven");
  CHECK(report.size == sample_size);
  CHECK(report.streams > 20);
  CHECK(report.checkpoints == 20 + 5 + 1);
  CHECK(all_bytes() == before);
}

TEST_CASE("an empty ledger is proven, and without its master key") {
  const ledger::TemporaryFolder home;
  ledger::SystemRandom random;
  REQUIRE(programme::make_folder(home.path("data"), origin, {}, random));
  fs::remove(home.path("data.master-key"));
  const auto report = verified(home.path("data"));
  CHECK(finding(report) == "proven");
  CHECK(report.root == ledger::sha256(""));
}

TEST_CASE("a ledger that a server has open is proven") {
  const Copy copy;
  const auto held = copy.store();
  CHECK(finding(copy) == "proven");
}

TEST_CASE("a rewritten record is found, also where its leaf hash was made to fit") {
  const std::uint64_t position = GENERATE(3, 100, 250, 300, sample_size - 1);
  const Copy copy;
  const std::string record = copy.record(position);
  SECTION("the leaf hash left as it was") {
    copy.change(table::records, u64_key(position),
                copy.get(table::records, u64_key(position)).substr(0, 32) +
                    with(record, "\"actor\":\"", "\"actor\":\"x"));
    CHECK(finding(copy) == std::to_string(position) + " leaf_hash");
  }
  SECTION("the leaf hash made to fit") {
    copy.rewrite(position, with(record, "\"actor\":\"", "\"actor\":\"x"));
    const auto report = verified(copy.folder());
    REQUIRE(report.fault);
    CHECK(report.fault->kind == "record");
    // Past the last full tile, the commit is all that can be told.
    CHECK(*report.fault->position <= position);
    if (position < 512) CHECK(*report.fault->position == position);
  }
}

TEST_CASE("what a record may not be is found where it stands") {
  const Copy copy;
  const std::string record = copy.record(7);
  const auto after = [&](const std::string& altered) {
    copy.rewrite(7, altered);
    return finding(copy);
  };
  CHECK(after("no JSON") == "7 record");
  CHECK(after(with(record, "{\"actor\"", "{ \"actor\"")) == "7 record");
  CHECK(after(with(record, "{\"actor\"", "{\"aactor\":\"x\",\"actor\"")) == "7 record");
  CHECK(after(with(record, "\"specversion\":\"1.0\"", "\"specversion\":\"1.1\"")) == "7 record");
  CHECK(after(with(record, "\"position\":\"7\"", "\"position\":\"8\"")) == "7 position");
  CHECK(after(with(record, "\"streamversion\":\"", "\"streamversion\":\"1")) == "7 stream");
  CHECK(after(with(record, "\"recordedtime\":\"2", "\"recordedtime\":\"1")) == "7 time");
  CHECK(after(record) == "proven");
}

TEST_CASE("a personal field in clear is found") {
  const Copy copy;
  const auto reader = programme::FolderReader::open(copy.folder()).value();
  std::uint64_t position = 0;
  const auto record = [&] { return reader->ledger().record(position).value(); };
  while (record().find("\"sealed\":\"") == std::string::npos) ++position;
  const auto first = record().find("{\"sealed\":\""), last = record().find('}', first);
  copy.rewrite(position, record().replace(first, last + 1 - first, "\"Siti\""));
  CHECK(finding(copy) == std::to_string(position) + " record");
}

TEST_CASE("a changed leaf hash, a lost record and two exchanged ones are found") {
  const Copy copy;
  const std::string row = copy.get(table::records, u64_key(30));
  SECTION("leaf hash") {
    copy.change(table::records, u64_key(30), std::string(32, 'x') + row.substr(32));
    CHECK(finding(copy) == "30 leaf_hash");
  }
  SECTION("lost") {
    copy.change(table::records, u64_key(30), std::nullopt);
    CHECK(finding(copy) == "30 missing");
  }
  SECTION("exchanged") {
    copy.change(table::records, u64_key(30), copy.get(table::records, u64_key(31)));
    copy.change(table::records, u64_key(31), row);
    CHECK(finding(copy) == "30 position");
  }
}

TEST_CASE("events cut off at the end are missed, by the checkpoints and by the head slots") {
  const Copy copy;
  const auto store = copy.store();
  ledger::StoreBatch records;
  for (std::uint64_t position = 20; position < sample_size; ++position)
    records.remove(table::records, u64_key(position));
  REQUIRE(store->write(records, ledger::Durability::synced));
  CHECK(finding(copy) == "20 missing");
  const auto notes = store->cursor(table::checkpoints);
  ledger::StoreBatch batch;
  for (notes->seek(u64_key(21)); notes->valid(); notes->next())
    batch.remove(table::checkpoints, std::string(notes->key()));
  REQUIRE(store->write(batch, ledger::Durability::synced));
  CHECK(finding(copy) == "20 missing");
}

TEST_CASE("the index is held against the records both ways") {
  const Copy copy;
  const auto keys = programme::read_keys(copy.record(40)).value();
  const auto stream = ledger::stream_key(keys.stream, keys.stream_version);
  const auto claim = programme::id_claim(keys.source, keys.id);
  SECTION("a stream's row dropped") {
    copy.change(table::streams, stream, std::nullopt);
    CHECK(finding(copy) == "40 index");
  }
  SECTION("a stream's row that leads elsewhere") {
    copy.change(table::streams, stream, u64_key(41));
    CHECK(finding(copy) == "40 index");
  }
  SECTION("a stream's row too many") {
    copy.change(table::streams, ledger::stream_key("person/none", 1), u64_key(40));
    CHECK(finding(copy) == "40 index");
  }
  SECTION("a claim dropped") {
    copy.change(table::claims, claim, std::nullopt);
    CHECK(finding(copy) == "40 claim");
  }
  SECTION("a claim too many") {
    copy.change(table::claims, programme::id_claim("/x", "1"), u64_key(41));
    CHECK(finding(copy) == "41 claim");
  }
  SECTION("a claim of an event that there is not") {
    copy.change(table::claims, programme::id_claim("/x", "1"), u64_key(sample_size));
    CHECK(finding(copy) == "- claim");
  }
}

TEST_CASE("a checkpoint of another key, of another size or without its events is found") {
  const Copy copy;
  const std::string kept = copy.get(table::checkpoints, u64_key(9));
  const auto said = ledger::open_checkpoint(kept, key_of(copy.folder())).value();
  SECTION("of another key") {
    copy.change(table::checkpoints, u64_key(9),
                ledger::sign_note(ledger::checkpoint_text(said), other_key()));
    CHECK(finding(copy) == "8 checkpoint");
  }
  SECTION("of another size") {
    copy.change(table::checkpoints, u64_key(10), kept);
    CHECK(finding(copy) == "9 checkpoint");
  }
  SECTION("the last one gone") {
    copy.change(table::checkpoints, u64_key(sample_size), std::nullopt);
    CHECK(finding(copy) == "521 checkpoint");
  }
  SECTION("the first one gone") {
    copy.change(table::checkpoints, u64_key(0), std::nullopt);
    CHECK(finding(copy) == "0 checkpoint");
  }
}

TEST_CASE("a flipped byte of a tile is told from a rewritten record") {
  const Copy copy;
  const auto flip = [&](ledger::TileId id, std::size_t byte) {
    const std::string key = static_cast<char>(id.level) + u64_key(id.index);
    std::string tile = copy.get(table::tiles, key);
    tile[byte] = static_cast<char>(tile[byte] ^ 1);
    copy.change(table::tiles, key, tile);
  };
  SECTION("of the leaves") {
    flip({0, 1}, 32 * 5 + 3);
    CHECK(finding(copy) == "261 tile");
  }
  SECTION("of a higher level") {
    flip({1, 0}, 40);
    CHECK(finding(copy) == "256 tile");
  }
  SECTION("a tile too many") {
    copy.change(table::tiles, std::string(1, '\2') + u64_key(0), std::string(32, 'x'));
    CHECK(finding(copy) == "- tile");
  }
}

TEST_CASE("a flipped byte of a file on disk is found") {
  const Copy copy;
  fs::path largest;
  for (const auto& entry : fs::directory_iterator(copy.folder() + "/ledger"))
    if (entry.path().extension() == ".sst" &&
        (largest.empty() || entry.file_size() > fs::file_size(largest)))
      largest = entry.path();
  std::string bytes = contents(largest);
  bytes[bytes.size() / 2] ^= 1;
  put(largest, bytes);
  const auto report = verified(copy.folder());
  REQUIRE(report.fault);
  CHECK(report.fault->kind == "storage");
  CHECK(leuit({"verify", "--data", copy.folder()}) == tools::exit_no);
}

TEST_CASE("lost or foreign head slots are a no") {
  const Copy copy;
  SECTION("lost") {
    fs::remove(copy.folder() + "/identity/head.a");
    fs::remove(copy.folder() + "/identity/head.b");
    CHECK(finding(copy) == "- head");
  }
  SECTION("foreign") {
    auto slots = ledger::HeadSlots::open(copy.folder() + "/identity", false).value();
    const auto text = ledger::checkpoint_text({origin, sample_size, ledger::sha256("x")});
    REQUIRE(slots.write(ledger::sign_note(text, other_key()), sample_size));
    CHECK(finding(copy) == "- checkpoint");
  }
}

TEST_CASE("a pinned key and a kept checkpoint must agree with the folder") {
  const Copy copy;
  const auto key = key_of(copy.folder());
  const std::string kept = copy.get(table::checkpoints, u64_key(12));
  CHECK(finding(copy, {key, kept}) == "proven");
  CHECK(finding(copy, {other_key().verifier(), {}}) == "- key");
  CHECK(finding(copy, {{}, "no note"}) == "- checkpoint");
}

TEST_CASE("a folder signed anew from end to end is found by what was kept of it") {
  const Copy copy;
  const auto key = key_of(copy.folder());
  const auto signer = other_key();
  const auto note = [&](const ledger::Checkpoint& checkpoint) {
    return ledger::sign_note(ledger::checkpoint_text(checkpoint), signer);
  };
  const std::string kept = copy.get(table::checkpoints, u64_key(12));
  {
    const auto store = copy.store();
    const auto notes = store->cursor(table::checkpoints);
    ledger::StoreBatch batch;
    for (notes->seek(""); notes->valid(); notes->next())
      batch.put(table::checkpoints, std::string(notes->key()),
                note(ledger::open_checkpoint(notes->value(), key).value()));
    REQUIRE(store->write(batch, ledger::Durability::synced));
    auto slots = ledger::HeadSlots::open(copy.folder() + "/identity", false).value();
    REQUIRE(slots.write(batch.changes.back().value.value(), sample_size));
  }
  put(copy.folder() + "/identity/verifier-key", signer.verifier().text() + "\n");
  CHECK(finding(copy) == "proven");
  CHECK(finding(copy, {key, {}}) == "- key");
  CHECK(finding(copy, {{}, kept}) == "- checkpoint");
  CHECK(finding(copy, {{}, note({origin, 12, ledger::sha256("x")})}) == "- checkpoint");
  CHECK(finding(copy, {{}, note({origin, 5000, ledger::sha256("x")})}) == "540 missing");
}

TEST_CASE("the exit codes of verify are those of the contract") {
  const Copy copy;
  const ledger::TemporaryFolder home;
  CHECK(leuit({"verify", "--data", copy.folder()}) == tools::exit_done);
  CHECK(leuit({"verify", "--json", "--data", copy.folder()}) == tools::exit_done);
  CHECK(leuit({"verify", "--data", home.path("none")}) == tools::exit_not_opened);
  CHECK(leuit({"verify", "--url", "http://127.0.0.1:1"}) == tools::exit_not_opened);
  CHECK(leuit({"verify", "--data", copy.folder(), "--key", home.path("none")}) ==
        tools::exit_usage);
  CHECK(leuit({"verify", home.path("none"), "--data", copy.folder()}) == tools::exit_usage);
  for (const char* later : {"--documents", "--from"})
    CHECK(leuit({"verify", later, "--data", copy.folder()}) == tools::exit_usage);
  copy.rewrite(3, "{}");
  CHECK(leuit({"verify", "--data", copy.folder()}) == tools::exit_no);
  CHECK(leuit({"verify", "--json", "--data", copy.folder()}) == tools::exit_no);
}

TEST_CASE("a receipt is proven, by a key from a file or from a folder") {
  const auto reader = programme::FolderReader::open(recorded_once()).value();
  const ledger::TemporaryFolder home;
  put(home.path("receipt.json"), api::receipt_json(reader->ledger().receipt(77).value()));
  const std::string key = recorded_once() + "/identity/verifier-key";
  CHECK(leuit({"verify", home.path("receipt.json"), "--key", key}) == tools::exit_done);
  CHECK(leuit({"verify", home.path("receipt.json"), "--data", recorded_once()}) ==
        tools::exit_done);
  CHECK(leuit({"verify", home.path("receipt.json")}) == tools::exit_usage);
  put(home.path("no.json"), "once upon a time");
  CHECK(leuit({"verify", home.path("no.json"), "--key", key}) == tools::exit_no);
  put(home.path("a.tlog-proof"), "c2sp.org/tlog-proof@v1\n");
  CHECK(leuit({"verify", home.path("a.tlog-proof"), "--key", key}) == tools::exit_usage);
  put(home.path("other-key"), other_key().verifier().text() + "\n");
  CHECK(leuit({"verify", home.path("receipt.json"), "--key", home.path("other-key")}) ==
        tools::exit_no);
}

TEST_CASE("a receipt without one of its members, or with another, is no receipt") {
  const auto reader = programme::FolderReader::open(recorded_once()).value();
  const auto key = key_of(recorded_once());
  const Json good = Json::parse(api::receipt_json(reader->ledger().receipt(77).value()));
  REQUIRE(finding(tools::verify_receipt(good.dump(), key)) == "proven");
  for (const auto& [name, value] : good.items()) {
    Json less = good;
    less.erase(name);
    CHECK(finding(tools::verify_receipt(less.dump(), key)) == "- receipt");
    Json other = good;
    other[name] = 1;
    CHECK(finding(tools::verify_receipt(other.dump(), key)) == "- receipt");
  }
  Json more = good;
  more["note"] = "x";
  CHECK(finding(tools::verify_receipt(more.dump(), key)) == "- receipt");
}

TEST_CASE("a receipt altered in any byte of any member is a no") {
  const auto reader = programme::FolderReader::open(recorded_once()).value();
  const auto key = key_of(recorded_once());
  const Json good = Json::parse(api::receipt_json(reader->ledger().receipt(77).value()));
  const std::string name = GENERATE("record", "position", "streamversion", "leaf_hash", "tree_size",
                                    "checkpoint", "durability");
  const std::string value = good[name];
  for (std::size_t i = 0; i < value.size(); ++i) {
    Json altered = good;
    std::string text = value;
    text[i] = (value[i] & 0x80) != 0 ? 'x' : static_cast<char>(value[i] ^ 1);
    altered[name] = text;
    const std::string bytes = altered.dump(-1, ' ', false, Json::error_handler_t::ignore);
    CAPTURE(name, i);
    CHECK(finding(tools::verify_receipt(bytes, key)) != "proven");
  }
}

TEST_CASE("a receipt with another inclusion proof is a no") {
  const auto reader = programme::FolderReader::open(recorded_once()).value();
  const auto key = key_of(recorded_once());
  Json altered = Json::parse(api::receipt_json(reader->ledger().receipt(77).value()));
  Json& proof = altered["inclusion_proof"];
  SECTION("shorter") { proof.erase(proof.size() - 1); }
  SECTION("longer") { proof.push_back(std::string(64, '0')); }
  SECTION("in another order") { std::reverse(proof.begin(), proof.end()); }
  SECTION("another hash") { proof[0] = std::string(64, '0'); }
  SECTION("no hash") { proof[0] = "zz"; }
  SECTION("in capitals") { proof[0] = std::string(63, '0') + "A"; }
  CHECK(tools::verify_receipt(altered.dump(), key).fault.has_value());
}

namespace {

// What a server publishes of a ledger, with one answer that may be replaced.
class Published {
 public:
  explicit Published(const std::string& folder)
      : reader_(programme::FolderReader::open(folder).value()) {
    server_ = api::Server::start({}, [this](api::Request&& request, const api::Respond& respond) {
                respond(answer(request.target));
              }).value();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
  std::map<std::string, api::Response> instead;

 private:
  api::Response answer(const std::string& target) const {
    const auto other = instead.find(target);
    if (other != instead.end()) return other->second;
    const auto& log = reader_->ledger();
    if (target == "/v1/key") return {200, {}, log.key().text() + "\n"};
    if (target == "/checkpoint") return {200, {}, log.checkpoint(log.size()).value()};
    const auto path = ledger::parse_tile_path(target.substr(1));
    if (!path) return {404, {}, ""};
    if (!path->entries)
      return {200, {}, log.hashes({path->level, path->index}, path->width).value()};
    std::string bundle;
    const std::uint64_t first = path->index * 256;
    for (std::uint64_t i = 0; i < path->width; ++i)
      ledger::append_entry(bundle, log.record(first + i).value());
    return {200, {}, bundle};
  }

  std::unique_ptr<programme::FolderReader> reader_;
  std::unique_ptr<api::Server> server_;
};

std::string finding(const Published& published, const tools::Pinned& pinned = {}) {
  const auto report = tools::verify_url({published.url(), ""}, pinned, [](auto, auto) {});
  return report ? finding(*report) : "error";
}

}  // namespace

TEST_CASE("a server's ledger is proven from outside") {
  Published published(recorded_once());
  const auto key = key_of(recorded_once());
  CHECK(finding(published) == "proven");
  CHECK(finding(published, {key, {}}) == "proven");
  CHECK(finding(published, {other_key().verifier(), {}}) == "- checkpoint");
  CHECK(leuit({"verify", "--url", published.url()}) == tools::exit_done);
  const Copy copy;
  CHECK(finding(published, {key, copy.get(table::checkpoints, u64_key(12))}) == "proven");
}

TEST_CASE("what a server gives otherwise than it signed is found") {
  Published published(recorded_once());
  SECTION("an entry of a full bundle") {
    const auto reader = programme::FolderReader::open(recorded_once()).value();
    std::string bundle;
    for (std::uint64_t i = 0; i < 256; ++i) {
      const std::string record = reader->ledger().record(i).value();
      ledger::append_entry(bundle, i == 9 ? with(record, "\"actor\":\"", "\"actor\":\"x") : record);
    }
    published.instead["/tile/entries/000"] = {200, {}, bundle};
    CHECK(finding(published) == "9 tile");
  }
  SECTION("a bundle cut short") {
    published.instead["/tile/entries/001"] = {200, {}, ""};
    CHECK(finding(published) == "256 missing");
  }
  SECTION("a tile") {
    published.instead["/tile/1/000.p/2"] = {200, {}, std::string(64, 'x')};
    CHECK(finding(published) == "0 tile");
  }
  SECTION("a tile that is not there") {
    published.instead["/tile/0/002.p/28"] = {404, {}, ""};
    CHECK(finding(published) == "512 missing");
  }
  SECTION("another checkpoint") {
    const auto text = ledger::checkpoint_text({origin, sample_size, ledger::sha256("x")});
    published.instead["/checkpoint"] = {200, {}, ledger::sign_note(text, other_key())};
    CHECK(finding(published) == "- checkpoint");
    published.instead["/v1/key"] = {200, {}, other_key().verifier().text() + "\n"};
    CHECK(finding(published) == "- checkpoint");
  }
  SECTION("nothing without a token") {
    published.instead["/tile/entries/000"] = {401, {}, ""};
    CHECK(finding(published) == "error");
    CHECK(leuit({"verify", "--url", published.url()}) == tools::exit_not_opened);
  }
}
