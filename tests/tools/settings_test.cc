#include "tools/settings.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/support/process.h"

namespace {

using tools::Settings;

const std::vector<std::string> kNames = {"data", "listen", "master-key-file"};

// Sets a variable of the environment for as long as it lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

TEST_CASE("a flag comes before the environment, and that before the file") {
  const ledger::TemporaryFolder folder;
  support::write_text(folder.path("c.toml"), "listen = \"file\"\nmaster-key-file = \"file\"\n");
  const auto settings = Settings::read(folder.path("c.toml"), kNames);
  REQUIRE(settings);
  CHECK(settings->value("listen", "") == "file");
  CHECK(settings->value("listen", "flag") == "flag");
  CHECK(settings->value("data", "") == std::nullopt);
  const Variable listen("LEUIT_LISTEN", "environment");
  const Variable key("LEUIT_MASTER_KEY_FILE", "environment");
  CHECK(settings->value("listen", "") == "environment");
  CHECK(settings->value("master-key-file", "") == "environment");
  CHECK(settings->value("listen", "flag") == "flag");
}

TEST_CASE("a file is TOML with names that are known") {
  const ledger::TemporaryFolder folder;
  const std::tuple<const char*, bool, const char*> table[] = {
      {"", true, ""},
      {"# nothing\n", true, ""},
      {"data = \"d\"\n", true, ""},
      {"listen = 8080\n", true, ""},
      {"data = true\n", false, "data"},
      {"data = [\"d\"]\n", false, "data"},
      {"colour = \"red\"\n", false, "colour"},
      {"[data]\nx = \"y\"\n", false, "data"},
      {"data = \"d\"\ndata = \"e\"\n", false, "line 2"},
      {"data = \n", false, "line 1"},
      {"data \"d\"\n", false, "line 1"},
  };
  for (const auto& [text, sound, words] : table) {
    CAPTURE(text);
    support::write_text(folder.path("c.toml"), text);
    const auto settings = Settings::read(folder.path("c.toml"), kNames);
    CHECK(settings.has_value() == sound);
    if (settings) continue;
    CHECK(settings.error().code == ledger::Code::invalid);
    CHECK(settings.error().message.find(words) != std::string::npos);
  }
  support::write_text(folder.path("c.toml"), "listen = 8080\n");
  CHECK(Settings::read(folder.path("c.toml"), kNames)->value("listen", "") == "8080");
}

TEST_CASE("no file is no setting, and a file that is not there is refused") {
  const ledger::TemporaryFolder folder;
  REQUIRE(Settings::read("", kNames));
  CHECK(Settings::read("", kNames)->value("data", "") == std::nullopt);
  const auto missing = Settings::read(folder.path("none.toml"), kNames);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ledger::Code::invalid);
  CHECK(missing.error().message.find("none.toml cannot be read") != std::string::npos);
}

}  // namespace
