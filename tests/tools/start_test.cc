// What a start says of a folder that is not what it was: one sentence that tells what is missing
// and what to do, exit 3, and no byte changed. `leuit verify` names the place.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "tests/support/process.h"
#include "tests/support/small_disk.h"

namespace {

namespace fs = std::filesystem;
using support::leuit;
using support::Words;

std::string sample_lines(std::size_t count) {
  std::istringstream sample(support::read_text(support::sample_file()));
  std::string out;
  std::string line;
  for (std::size_t i = 0; i < count && std::getline(sample, line); ++i) out += line + "\n";
  return out;
}

void put_back(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

// One ledger at two moments, and another one.
struct Made {
  ledger::TemporaryFolder home;
  std::string older = home.path("older"), newer = home.path("newer"), other = home.path("other");

  Made() {
    make(newer, "a.example", 300);
    put_back(newer, older);
    record(newer, 600);
    make(other, "b.example", 10);
    record(other, 20);
  }
  static void make(const std::string& data, const std::string& origin, std::size_t lines) {
    REQUIRE(leuit({"init", "--data", data, "--origin", origin}).exit_code == 0);
    record(data, lines);
  }
  static void record(const std::string& data, std::size_t lines) {
    REQUIRE(leuit({"record", "-", "--data", data}, sample_lines(lines)).exit_code == 0);
  }
};

const Made& made() {
  static const Made once;
  return once;
}

// A copy of the newer one, for one test.
struct Copy {
  ledger::TemporaryFolder home;
  std::string data = home.path("data");
  std::string master_key = made().newer + ".master-key";

  Copy() { put_back(made().newer, data); }
  support::Finished serve() const {
    return leuit({"serve", "--data", data, "--auth", "off", "--listen", "127.0.0.1:0",
                  "--master-key-file", master_key});
  }
  support::Finished verify() const { return leuit({"verify", "--data", data}); }
  // The files in a part of the folder that end so, the largest first.
  std::vector<fs::path> files(const std::string& part, const std::string& ending) const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(data + "/" + part))
      if (entry.path().string().ends_with(ending)) out.push_back(entry.path());
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return fs::file_size(a) > fs::file_size(b); });
    return out;
  }
  std::map<std::string, std::string> contents() const {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(data))
      if (entry.is_regular_file()) out[entry.path()] = support::read_text(entry.path());
    return out;
  }
};

bool is_one_plain_sentence(const support::Finished& done) {
  const std::string& text = done.err;
  for (const char* word : {"IO error", "Corruption", "MANIFEST", "CURRENT", ".sst", ".log", "LOCK",
                           "column family", "Status"})
    if (text.find(word) != std::string::npos) return false;
  return text.starts_with("leuit: ") && std::count(text.begin(), text.end(), '\n') == 1;
}

struct Case {
  const char* what;
  std::function<void(Copy&)> spoil;
  Words said_at_start;
  int verify_exit;
  Words said_by_verify;
};

const Case cases[] = {
    {"an older ledger",
     [](Copy& it) { put_back(made().older + "/ledger", it.data + "/ledger"); },
     {"holds 300 events, but 600 were acknowledged", "positions from 300 on are missing",
      "put back the newest copy"},
     1,
     {"position 300: "}},
    {"a log that was cut",
     [](Copy& it) {
       const auto file = it.files("ledger", ".log").at(0);
       fs::resize_file(file, fs::file_size(file) / 2);
     },
     {"but 600 were acknowledged", "are missing", "put back the newest copy"},
     1,
     {"position ", "missing"}},
    {"a log that is gone",
     [](Copy& it) {
       for (const auto& file : it.files("ledger", ".log")) fs::remove(file);
     },
     {"missing", "put back the newest copy"},
     1,
     {"position 300: ", "missing"}},
    {"a table file that is gone",
     [](Copy& it) { fs::remove(it.files("ledger", ".sst").at(0)); },
     {"/data/ledger", "a file is missing", "put back the newest copy"},
     1,
     {"position 0: ", "missing"}},
    {"the pointer of another ledger",
     [](Copy& it) { support::write_text(it.data + "/ledger/CURRENT", "MANIFEST-000999\n"); },
     {"/data/ledger", "put back the newest copy"},
     1,
     {"/data/ledger"}},
    {"an older list of files",
     [](Copy& it) {
       for (const auto& entry : fs::directory_iterator(made().older + "/ledger")) {
         const std::string name = entry.path().filename();
         if (name == "CURRENT" || name.starts_with("MANIFEST"))
           fs::copy(entry.path(), it.data + "/ledger/" + name,
                    fs::copy_options::overwrite_existing);
       }
     },
     {"put back the newest copy"},
     1,
     {}},
    {"the pointer gone",
     [](Copy& it) { fs::remove(it.data + "/ledger/CURRENT"); },
     {"/data/ledger", "put back the newest copy"},
     1,
     {"/data/ledger"}},
    {"no ledger",
     [](Copy& it) { fs::remove_all(it.data + "/ledger"); },
     {"/data/ledger", "put back the newest copy"},
     1,
     {"/data/ledger"}},
    {"the identity of another ledger",
     [](Copy& it) { put_back(made().other + "/identity", it.data + "/identity"); },
     {"two ledgers", "put back"},
     1,
     {"not signed by"}},
    {"the records of another ledger",
     [](Copy& it) { put_back(made().other + "/ledger", it.data + "/ledger"); },
     {"two ledgers", "put back"},
     1,
     {}},
    {"an older vault",
     [](Copy& it) { put_back(made().older + "/vault", it.data + "/vault"); },
     {"/data/vault", "older than the ledger", "put back the newest copy"},
     1,
     {"position ", "key"}},
    {"the vault of another ledger",
     [](Copy& it) { put_back(made().other + "/vault", it.data + "/vault"); },
     {"/data/vault", "another ledger", "put back"},
     1,
     {"position ", "key"}},
    {"a vault that has lost a file",
     [](Copy& it) { fs::remove(it.files("vault", ".sst").at(0)); },
     {"/data/vault", "put back the newest copy"},
     1,
     {"vault"}},
    {"no vault",
     [](Copy& it) { fs::remove_all(it.data + "/vault"); },
     {"/data/vault", "put back the newest copy"},
     0,  // a copy without keys can be proven
     {}},
    {"the master key of another ledger",
     [](Copy& it) { it.master_key = made().other + ".master-key"; },
     {"not the master key of this ledger"},
     0,
     {}},
    {"no head",
     [](Copy& it) {
       fs::remove(it.data + "/identity/head.a");
       fs::remove(it.data + "/identity/head.b");
     },
     {"head", "put back"},
     1,
     {"head.a"}},
    {"no signing key",
     [](Copy& it) { fs::remove(it.data + "/identity/signing-key"); },
     {"signing-key", "put back"},
     0,
     {}},
};

bool says(const std::string& text, const Words& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

TEST_CASE("a folder that is not what it was is refused in a sentence, untouched, and placed",
          "[process]") {
  for (const Case& one : cases) {
    Copy copy;
    one.spoil(copy);
    const auto before = copy.contents();
    const auto started = copy.serve();
    CAPTURE(one.what, started.err);
    CHECK(started.exit_code == 3);
    CHECK(is_one_plain_sentence(started));
    CHECK(says(started.err, one.said_at_start));
    CHECK(copy.contents() == before);
    const auto verified = copy.verify();
    CAPTURE(verified.err, verified.out);
    CHECK(verified.exit_code == one.verify_exit);
    CHECK(says(verified.err, one.said_by_verify));
    if (one.verify_exit != 0) CHECK(is_one_plain_sentence(verified));
    CHECK(copy.contents() == before);
  }
}

TEST_CASE("the whole folder is served, and so is the older one as a whole", "[process]") {
  Copy copy;
  const auto start = [](const std::string& data, const std::string& key) {
    support::LeuitServer server(
        support::Start{{"serve", "--data", data, "--auth", "off", "--listen", "127.0.0.1:0",
                        "--master-key-file", key},
                       {}});
    return server.get("/v1/events?limit=1").status;
  };
  CHECK(start(copy.data, copy.master_key) == 200);
  put_back(made().older, copy.data);
  CHECK(start(copy.data, copy.master_key) == 200);
}

TEST_CASE("every verb that writes says of a folder in use that a server has it", "[process]") {
  support::LeuitServer server(support::sample_file());
  const Words verbs[] = {
      {"serve", "--data", server.data(), "--auth", "off", "--listen", "127.0.0.1:0"},
      {"record", support::sample_file(), "--data", server.data()}};
  for (const Words& verb : verbs) {
    const auto done = leuit(verb);
    CHECK(done.exit_code == 3);
    CHECK(is_one_plain_sentence(done));
    CHECK(says(done.err, {"in use", "--url"}));
  }
  CHECK(server.get("/readyz").status == 200);
}

TEST_CASE("a folder that nobody can write in is read, and not served", "[process]") {
  const support::SmallDisk disk(32);
  if (!disk.is_there()) {
    WARN("not tried: a disk that is read-only is a tmpfs, and only root may mount one");
    return;
  }
  const std::string data = disk.path("data"), key = made().newer + ".master-key";
  put_back(made().newer, data);
  REQUIRE(disk.make_read_only(true));
  const auto served = leuit({"serve", "--data", data, "--auth", "off", "--listen", "127.0.0.1:0",
                             "--master-key-file", key});
  CHECK(served.exit_code == 3);
  CHECK(is_one_plain_sentence(served));
  CHECK(says(served.err, {data, "read-only", "verify"}));
  CHECK(leuit({"verify", "--data", data}).exit_code == 0);
  CHECK(leuit({"events", "--data", data}).exit_code == 0);
  REQUIRE(disk.make_read_only(false));
}

}  // namespace
