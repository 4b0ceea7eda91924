#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger/core/bytes.h"
#include "ledger/core/note.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using support::Json;
using support::leuit;

unsigned mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

TEST_CASE("init makes a folder that can be served, and its master key beside it") {
  const ledger::TemporaryFolder folder;
  const std::string data = folder.path("data");
  const auto made = leuit({"init", "--data", data, "--origin", "ledger.example/lebak"});
  CHECK(made.exit_code == 0);
  CHECK(made.err.empty());
  CHECK(made.out.find(data) != std::string::npos);
  for (const char* part : {"/ledger", "/identity", "/vault"}) CHECK(fs::is_directory(data + part));
  const auto key = support::read_text(data + ".master-key");
  CHECK(ledger::from_hex(key.substr(0, 64)).has_value());
  CHECK(key.size() == 65);
  CHECK(mode_of(data + ".master-key") == 0600);
  CHECK(mode_of(data + "/identity/signing-key") == 0600);
  const auto line = support::read_text(data + "/identity/verifier-key");
  const auto verifier = ledger::VerifierKey::parse(line.substr(0, line.find('\n')));
  REQUIRE(verifier);
  CHECK(verifier->name() == "ledger.example/lebak");
  CHECK(leuit({"events", "--data", data}).exit_code == 0);
}

TEST_CASE("init leaves what is there alone") {
  const ledger::TemporaryFolder folder;
  const std::string data = folder.path("data");
  REQUIRE(leuit({"init", "--data", data, "--origin", "a.example"}).exit_code == 0);
  const auto key = support::read_text(data + "/identity/verifier-key");
  const auto again = leuit({"init", "--data", data + "/", "--origin", "b.example"});
  CHECK(again.exit_code == 2);
  CHECK(again.err.find("is not empty") != std::string::npos);
  CHECK(support::read_text(data + "/identity/verifier-key") == key);
}

TEST_CASE("a master key that is there already is used again") {
  const ledger::TemporaryFolder folder;
  const std::string key(64, 'a');
  support::write_text(folder.path("data.master-key"), key + "\n");
  const auto made = leuit({"init", "--data", folder.path("data"), "--origin", "a.example"});
  CHECK(made.exit_code == 0);
  CHECK(support::read_text(folder.path("data.master-key")) == key + "\n");
}

TEST_CASE("the master key lies where it is asked for") {
  const ledger::TemporaryFolder folder;
  const std::string data = folder.path("data"), key = folder.path("key");
  CHECK(leuit({"init", "--data", data, "--origin", "a.example", "--master-key-file", key})
            .exit_code == 0);
  CHECK(mode_of(key) == 0600);
  CHECK_FALSE(fs::exists(data + ".master-key"));
  const std::string event = support::proposal("x").dump();
  CHECK(leuit({"record", "-", "--data", data}, event).exit_code == 3);
  CHECK(leuit({"record", "-", "--data", data, "--master-key-file", key}, event).exit_code == 0);
}

TEST_CASE("a master key in the environment is used and written nowhere") {
  const ledger::TemporaryFolder folder;
  const std::string data = folder.path("data");
  const support::Words environment = {"LEUIT_MASTER_KEY=" + std::string(64, 'b')};
  CHECK(leuit({"init", "--data", data, "--origin", "a.example"}, "", environment).exit_code == 0);
  CHECK_FALSE(fs::exists(data + ".master-key"));
  const std::string event = support::proposal("x").dump();
  CHECK(leuit({"record", "-", "--data", data}, event, environment).exit_code == 0);
  const auto wrong =
      leuit({"record", "-", "--data", data}, event, {"LEUIT_MASTER_KEY=" + std::string(64, 'c')});
  CHECK(wrong.exit_code == 3);
  CHECK(wrong.err.find("not the master key") != std::string::npos);
}

TEST_CASE("init refuses what it cannot make a ledger of, and makes nothing") {
  const ledger::TemporaryFolder folder;
  support::write_text(folder.path("file"), "x");
  support::write_text(folder.path("short-key"), "abc\n");
  const std::string data = folder.path("data");
  const support::Words table[] = {
      {"init", "--data", data},
      {"init", "--data", data, "--origin", ""},
      {"init", "--data", data, "--origin", "two words"},
      {"init", "--data", data, "--origin", "a+b"},
      {"init", "--data", data, "--origin", "a.example", "--unknown"},
      {"init", "--data", data, "--origin", "a.example", "more"},
  };
  for (const auto& arguments : table) {
    CAPTURE(arguments);
    const auto made = leuit(arguments);
    CHECK(made.exit_code == 2);
    CHECK(made.out.empty());
    CHECK(made.err.starts_with("leuit: "));
    CHECK(std::count(made.err.begin(), made.err.end(), '\n') == 1);
    CHECK_FALSE(fs::exists(data));
    CHECK_FALSE(fs::exists(data + ".master-key"));
  }
  CHECK(leuit({"init", "--data", folder.path("file"), "--origin", "a.example"}).exit_code == 2);
  CHECK(leuit({"init", "--data", data, "--origin", "a.example", "--master-key-file",
               folder.path("short-key")})
            .exit_code == 2);
}

TEST_CASE("asked for JSON, init answers with JSON whatever the folder is called") {
  const ledger::TemporaryFolder folder;
  const std::string data = folder.path("a \"name\"");
  const auto made = leuit({"init", "--data", data, "--origin", "a.example", "--json"});
  CHECK(made.exit_code == 0);
  CHECK(Json::parse(made.out, nullptr, false) == Json{{"data", data}});
}

TEST_CASE("the program says its version, its verbs and an example of each") {
  CHECK(leuit({"--version"}).out.starts_with("leuit 0."));
  const auto help = leuit({"--help"});
  CHECK(help.exit_code == 0);
  for (const char* verb : {"init", "serve", "record", "events", "view"}) {
    CAPTURE(verb);
    CHECK(help.out.find(verb) != std::string::npos);
    const auto own = leuit({verb, "--help"});
    CHECK(own.exit_code == 0);
    CHECK(own.out.find("Example: leuit " + std::string(verb)) != std::string::npos);
  }
  CHECK(leuit({}).exit_code == 2);
  CHECK(leuit({"nonsense"}).exit_code == 2);
}

}  // namespace
