#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/support/process.h"

namespace {

using support::Json;
using support::leuit;
using support::proposal;

// An empty ledger in a folder of its own, and a server asked for with these arguments, which must
// end at once.
struct Empty {
  ledger::TemporaryFolder folder;
  std::string data = folder.path("data");

  Empty() { REQUIRE(leuit({"init", "--data", data, "--origin", "a.example"}).exit_code == 0); }
  support::Finished serve(const support::Words& more,
                          const support::Words& environment = {}) const {
    support::Words arguments = {"serve", "--data", data};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return leuit(arguments, "", environment);
  }
};

TEST_CASE("settings that this version does not take are refused in a sentence") {
  const Empty empty;
  const support::Words off = {"--auth", "off"};
  const std::pair<support::Words, const char*> table[] = {
      {{}, "--jwks must name"},
      {{"--auth", "jwt"}, "--auth off"},
      {{"--jwks", "/nowhere/keys.json"}, "/nowhere/keys.json"},
      {{"--jwks", "/dev/null"}, "not a JSON Web Key Set"},
      {{"--jwks", "https://login.example/keys"}, "https://"},
      {{"--jwks", "ftp://login.example/keys"}, "http://HOST:PORT"},
      {{"--auth", "none"}, "--auth must be"},
      {{"--auth", "off", "--listen", "0.0.0.0:0"}, "loopback"},
      {{"--auth", "off", "--listen", "[::]:0"}, "loopback"},
      {{"--auth", "off", "--listen", "192.0.2.1:0"}, "loopback"},
      {{"--auth", "off", "--listen", "127.evil.example:0"}, "loopback"},
      {{"--auth", "off", "--listen", "localhost.example:0"}, "loopback"},
      {{"--auth", "off", "--listen", "8080"}, "--listen must be"},
      {{"--auth", "off", "--listen", "127.0.0.1:65536"}, "--listen must be"},
      {{"--auth", "off", "--listen", "127.0.0.1:x"}, "--listen must be"},
      {{"--auth", "off", "--listen", ":8080"}, "--listen must be"},
      {{"--auth", "off", "--sweep", "25:00"}, "--sweep must be"},
      {{"--auth", "off", "--nonsense"}, "--nonsense"},
      {{"--auth", "off", "--config", "/nowhere/c.toml"}, "/nowhere/c.toml"},
  };
  for (const auto& [arguments, words] : table) {
    CAPTURE(arguments);
    const auto done = empty.serve(arguments);
    CHECK(done.exit_code == 2);
    CHECK(done.err.starts_with("leuit: "));
    CHECK(done.err.find(words) != std::string::npos);
    CHECK(std::count(done.err.begin(), done.err.end(), '\n') == 1);
  }
}

TEST_CASE("flags of a later version are refused and say that they are") {
  const Empty empty;
  for (const char* flag : {"--rate", "--tls-cert", "--tls-key", "--client-ca"}) {
    CAPTURE(flag);
    const auto done = empty.serve({"--auth", "off", flag, "x"});
    CHECK(done.exit_code == 2);
    CHECK(done.err.find(flag) != std::string::npos);
    CHECK(done.err.find("later version") != std::string::npos);
  }
}

TEST_CASE("a server whose ledger cannot be opened says so") {
  const Empty empty;
  const ledger::TemporaryFolder nothing;
  support::write_text(nothing.path("key"), std::string(64, 'f') + "\n");
  const std::tuple<support::Words, int, const char*> table[] = {
      {{"serve", "--data", nothing.path("none"), "--auth", "off"}, 3, "leuit init"},
      {{"serve", "--data", nothing.path(), "--auth", "off"}, 3, "leuit init"},
      {{"serve", "--data", empty.data, "--auth", "off", "--master-key-file", nothing.path("no")},
       3,
       "no master key"},
      {{"serve", "--data", empty.data, "--auth", "off", "--master-key-file", nothing.path("key")},
       3,
       "not the master key"},
  };
  for (const auto& [arguments, code, words] : table) {
    CAPTURE(arguments);
    const auto done = leuit(arguments);
    CHECK(done.exit_code == code);
    CHECK(done.err.find(words) != std::string::npos);
  }
}

TEST_CASE("a second server on the folder is refused, and the first goes on") {
  support::LeuitServer first;
  const auto second =
      leuit({"serve", "--data", first.data(), "--auth", "off", "--listen", "127.0.0.1:0"});
  CHECK(second.exit_code == 3);
  CHECK(second.err.find("in use") != std::string::npos);
  CHECK(second.err.find("use --url") != std::string::npos);
  CHECK(first.post(proposal("x").dump()).status == 201);
}

TEST_CASE("an address in use is told so") {
  support::LeuitServer first;
  const Empty empty;
  const auto second =
      empty.serve({"--auth", "off", "--listen", first.url().substr(std::string("http://").size())});
  CHECK(second.exit_code == 2);
  CHECK(second.err.find("is in use by another program") != std::string::npos);
}

// Which of the settings won is seen by which of them is wrong.
TEST_CASE("a flag beats the environment, and the environment the file") {
  const Empty empty;
  const std::string file = empty.folder.path("c.toml");
  support::write_text(file, "auth = \"off\"\nlisten = \"192.0.2.1:1\"\nsweep = \"off\"\n");
  const auto from_file = empty.serve({"--config", file});
  CHECK(from_file.exit_code == 2);
  CHECK(from_file.err.find("loopback") != std::string::npos);
  const auto from_environment = empty.serve({"--config", file}, {"LEUIT_LISTEN=nonsense"});
  CHECK(from_environment.err.find("--listen must be") != std::string::npos);
  const auto from_flag = empty.serve({"--config", file, "--listen", "127.0.0.1:0", "--auth", "jwt"},
                                     {"LEUIT_LISTEN=nonsense", "LEUIT_AUTH=off"});
  CHECK(from_flag.err.find("--jwks must name") != std::string::npos);
  const auto sweep = empty.serve({"--config", file}, {"LEUIT_SWEEP=noon"});
  CHECK(sweep.err.find("sweep") != std::string::npos);
  support::write_text(file, "lisen = \"127.0.0.1:0\"\n");
  CHECK(empty.serve({"--config", file}).err.find("lisen") != std::string::npos);
}

TEST_CASE("a server is started by the environment and a file alone") {
  const Empty empty;
  const std::string file = empty.folder.path("c.toml");
  support::write_text(file, "data = \"" + empty.data + "\"\nlisten = \"192.0.2.1:1\"\n");
  support::LeuitServer server(
      support::Start{.arguments = {"serve", "--config", file, "--sweep", "off"},
                     .environment = {"LEUIT_AUTH=off", "LEUIT_LISTEN=127.0.0.1:0"}});
  CHECK(server.post(proposal("x").dump()).status == 201);
  CHECK(server.stop() == 0);
  CHECK(Json::parse(leuit({"events", "--data", empty.data}).out).at("subject") == "kawasan/x");
}

TEST_CASE("a server says where it serves, and that it stops") {
  support::LeuitServer server(support::sample_file());
  CHECK(server.log().find("serving 2037 events on " + server.url()) != std::string::npos);
  CHECK(server.stop() == 0);
  CHECK(server.log().find("stopping") != std::string::npos);
}

TEST_CASE("a server that was stopped goes on where it was") {
  support::LeuitServer server;
  const std::string receipt = server.post(proposal("a").dump()).body;
  const std::string rows = server.get("/v1/views").body, key = server.get("/v1/key").body;
  CHECK(server.stop() == 0);
  server.start();
  CHECK(server.get("/v1/key").body == key);
  CHECK(server.get("/v1/events/0/receipt").body == receipt);
  const auto again = server.post(proposal("a").dump());
  CHECK(again.status == 200);
  CHECK(again.body == receipt);
  CHECK(server.post(proposal("b").dump()).json().at("position") == "1");
}

TEST_CASE("a server asked to stop answers what it accepted and keeps what it answered") {
  support::LeuitServer server;
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      auto connection = server.connect();
      for (int i = 0;; ++i) {
        const std::string key = std::to_string(client) + "-" + std::to_string(i);
        const auto answer = connection.post(
            "/v1/events", {{"Content-Type", "application/cloudevents+json"}}, proposal(key).dump());
        if (!answer) return;
        if (answer->status == 201) ++acknowledged;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  server.terminate();
  for (auto& client : clients) client.join();
  CHECK(server.wait() == 0);
  CHECK(acknowledged > 0);
  const std::string events = leuit({"events", "--data", server.data()}).out;
  CHECK(std::count(events.begin(), events.end(), '\n') == acknowledged);
}

}  // namespace
