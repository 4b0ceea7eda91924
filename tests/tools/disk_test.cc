// The real program on a disk that fails its syncs, or is full.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/crash_clients.h"
#include "tests/support/laws.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/small_disk.h"

namespace {

namespace fs = std::filesystem;
using support::Json;
using support::leuit;
using support::proposal;
using Complaints = std::vector<std::string>;

std::string size_of(support::LeuitServer& server) {
  const std::string note = server.get("/checkpoint").body;
  const auto start = note.find('\n') + 1;
  return note.substr(start, note.find('\n', start) - start);
}

std::string person(const std::string& key) {
  Json event = proposal(key);
  event["type"] = "person.registered";
  event["subject"] = "person/" + key;
  event["data"] = {{"nik", "3602272107729000"},
                   {"name", "Rohman Wijaya"},
                   {"birth_date", "1972-07-21"},
                   {"sex", "L"},
                   {"region_id_card", "36.02.27.2010"},
                   {"region_domicile", "36.02.27.2010"},
                   {"edition", "KEPMENDAGRI-100.1.1-6117-2022"},
                   {"phone", "+6281324155979"}};
  return event.dump();
}

bool shows_internals(const std::string& text) {
  for (const char* word : {"IO error", "Corruption", "MANIFEST", ".sst", ".log", "Status", "errno"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

// A server whose disk fails every sync of the files that fail_syncs() names, until recover().
class FailingServer : public support::LeuitServer {
 public:
  FailingServer() {
    CHECK(stop() == 0);
    set_environment(environment());
    start();
  }
  support::Words environment() const {
    return {"LD_PRELOAD=" + support::failing_disk(), "FAILING_DISK=" + path("switch")};
  }
  void fail_syncs(const std::string& part) const { support::write_text(path("switch"), part); }
  void recover() const { fs::remove(path("switch")); }
};

TEST_CASE("an event whose sync failed is never called recorded, and the ledger is read-only",
          "[process]") {
  FailingServer server;
  const std::string receipt = server.post(proposal("before").dump()).body;
  const std::string part = GENERATE("/data/ledger/", "/data/identity/head.", "/data/vault/");
  CAPTURE(part);
  server.fail_syncs(part);
  const std::string doubtful = person("doubtful");
  const auto answer = server.post(doubtful);
  CHECK(answer.status == 503);
  CHECK(answer.slug() == "read-only");
  CHECK(answer.json().at("written") == "unknown");
  CHECK_FALSE(shows_internals(answer.body));

  server.recover();  // which nobody believes before a restart
  const auto again = server.post(doubtful);
  CHECK(again.status == 503);
  CHECK(again.json().at("written") == "unknown");
  const auto later = server.post(proposal("later").dump());
  CHECK(later.status == 503);
  CHECK(later.json().at("written") == "no");
  CHECK(server.post_batch(Json::array({proposal("x"), proposal("y")}).dump()).status == 503);
  const auto ready = server.get("/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.detail().find("read-only") != std::string::npos);

  // Reading goes on, and shows what was acknowledged alone.
  CHECK(server.get("/healthz").status == 200);
  CHECK(size_of(server) == "1");
  CHECK(server.get("/v1/events/0/receipt").body == receipt);
  CHECK(server.get("/v1/events/1").status == 404);
  CHECK(server.get("/v1/views/kawasan?min_position=0").json().at("rows").size() == 1);
  const auto repeated = server.post(proposal("before").dump());
  CHECK(repeated.status == 200);
  CHECK(repeated.body == receipt);

  CHECK(server.stop() == 0);
  server.start();
  CHECK(server.get("/v1/events/0/receipt").body == receipt);
  const bool was_there =
      !server.get("/v1/events?source=/test&id=doubtful").json().at("events").empty();
  CHECK(server.post(doubtful).status == (was_there ? 200 : 201));
  CHECK(server.post(proposal("later").dump()).status == 201);
  CHECK(size_of(server) == "3");
  CHECK(server.stop() == 0);
  CHECK(leuit({"verify", "--data", server.data()}).exit_code == 0);
}

TEST_CASE("a server does not start on a disk that still fails, and does when it is well",
          "[process]") {
  FailingServer server;
  const std::string receipt = server.post(proposal("before").dump()).body;
  server.kill();
  server.fail_syncs("");
  const support::Words serve = {"serve", "--data",   server.data(), "--auth",
                                "off",   "--listen", "127.0.0.1:0"};
  const auto refused = leuit(serve, "", server.environment());
  CHECK(refused.exit_code == 3);
  CHECK(refused.err.find(server.data()) != std::string::npos);
  CHECK_FALSE(shows_internals(refused.err));
  server.recover();
  server.start();
  CHECK(server.get("/v1/events/0/receipt").body == receipt);
  CHECK(server.post(proposal("after").dump()).status == 201);
}

TEST_CASE("syncs that begin to fail under load lose nothing that was acknowledged", "[process]") {
  const auto seed =
      support::seed_of("syncs that begin to fail under load lose nothing that was acknowledged");
  FailingServer server;
  support::CrashClients clients(16, seed);
  for (const char* part : {"/data/ledger/", "/data/identity/head.", "/data/vault/"}) {
    clients.run(server, 50, [&] { server.fail_syncs(part); });  // each ends when it is refused
    CHECK(server.get("/readyz").status == 503);
    CHECK(clients.complaints(server) == Complaints{});
    server.kill();
    server.recover();
    server.start();
    CHECK(clients.complaints(server) == Complaints{});
  }
  CHECK(clients.all_complaints(server) == Complaints{});
  CHECK(server.stop() == 0);
  CHECK(leuit({"verify", "--data", server.data()}).exit_code == 0);
}

// A ledger on a disk of its own, and its server.
struct Full {
  support::SmallDisk disk{32};
  std::string data = disk.path("data");
  support::Words serve = {"serve", "--data", data, "--auth", "off", "--listen", "127.0.0.1:0"};
  std::unique_ptr<support::LeuitServer> server;

  // False where there is no such disk to be had.
  bool make() {
    if (!disk.is_there()) {
      WARN("not tried: a small disk is a tmpfs, and only root may mount one");
      return false;
    }
    REQUIRE(leuit({"init", "--data", data, "--origin", "a.example"}).exit_code == 0);
    server = std::make_unique<support::LeuitServer>(support::Start{serve, {}});
    return true;
  }
};

std::string batch(int from, int count) {
  Json events = Json::array();
  for (int i = from; i < from + count; ++i) events.push_back(proposal(std::to_string(i)));
  return events.dump();
}

TEST_CASE("a full disk stops recording alone, and room lets it go on without a restart",
          "[process]") {
  Full full;
  if (!full.make()) return;
  support::LeuitServer& server = *full.server;
  const std::string receipt = server.post(proposal("before").dump()).body;
  for (int turn = 0; turn < 2; ++turn) {
    // The views have written what they have to write.
    REQUIRE(server.get("/v1/views/kawasan?min_position=" + std::to_string(turn)).status == 200);
    full.disk.fill();
    const std::string event = proposal("turn-" + std::to_string(turn)).dump();
    const auto answer = server.post(event);
    CHECK(answer.status == 503);
    CHECK(answer.slug() == "read-only");
    CHECK(answer.json().at("written") == "no");
    CHECK(answer.detail().find("full") != std::string::npos);
    const auto ready = server.get("/readyz");
    CHECK(ready.status == 503);
    CHECK(ready.detail().find("full") != std::string::npos);
    CHECK(server.get("/v1/events/0/receipt").body == receipt);
    CHECK(server.get("/v1/views/kawasan?min_position=0").status == 200);
    CHECK(server.get("/checkpoint").status == 200);
    CHECK(server.post(proposal("before").dump()).body == receipt);
    full.disk.make_room();
    CHECK(server.get("/readyz").status == 200);
    CHECK(server.post(event).status == 201);
  }
  CHECK(size_of(server) == "3");
  CHECK(server.get("/v1/views/kawasan?min_position=2").json().at("rows").size() == 3);
  CHECK(server.stop() == 0);
  CHECK(leuit({"verify", "--data", full.data}).exit_code == 0);
}

TEST_CASE("a ledger that fills its own disk stops in time, and loses nothing", "[process]") {
  Full full;
  if (!full.make()) return;
  support::LeuitServer& server = *full.server;
  full.disk.fill(std::uintmax_t{3} << 20);
  int recorded = 0;
  auto answer = server.post_batch(batch(0, 500));
  for (; answer.status == 201; answer = server.post_batch(batch(recorded, 500))) recorded += 500;
  CHECK(answer.status == 503);
  CHECK(answer.slug() == "read-only");
  CHECK(answer.json().at("written") == "no");
  REQUIRE(recorded > 0);
  CHECK(size_of(server) == std::to_string(recorded));
  CHECK(server.get("/v1/events/" + std::to_string(recorded - 1) + "/receipt").status == 200);

  full.disk.make_room();
  CHECK(server.post_batch(batch(recorded, 500)).status == 201);
  recorded += 500;
  server.kill();
  server.start();
  const std::string last = std::to_string(recorded - 1);
  CHECK(server.get("/v1/views/kawasan/" + last + "?min_position=" + last).status == 200);
  CHECK(size_of(server) == std::to_string(recorded));
  CHECK(server.post_batch(batch(0, 500)).status == 200);
  CHECK(server.stop() == 0);
  CHECK(leuit({"verify", "--data", full.data}).exit_code == 0);
}

// A start writes: whether it still can on a full disk depends on what it can remove first.
TEST_CASE("a start on a full disk is refused with a sentence, or is not ready", "[process]") {
  Full full;
  if (!full.make()) return;
  support::LeuitServer& server = *full.server;
  REQUIRE(server.post_batch(batch(0, 1000)).status == 201);
  const std::string receipt = server.get("/v1/events/999/receipt").body;
  server.kill();
  full.disk.fill();
  server.launch();
  bool has_started = true;
  try {
    server.listen();
  } catch (const std::runtime_error& ended) {
    has_started = false;
    CHECK(std::string(ended.what()).find("disk is full") != std::string::npos);
    CHECK_FALSE(shows_internals(ended.what()));
  }
  if (has_started) {
    full.disk.fill();  // what the start has made free
    CHECK(server.get("/readyz").status == 503);
    CHECK(server.post(proposal("x").dump()).status == 503);
    CHECK(server.get("/v1/events/999/receipt").body == receipt);
    server.kill();
  }
  CHECK(leuit({"verify", "--data", full.data}).exit_code == 0);  // reading needs no room
  full.disk.make_room();
  server.start();
  CHECK(server.get("/v1/events/999/receipt").body == receipt);
  CHECK(server.post(proposal("x").dump()).status == 201);
}

}  // namespace
