// `kill -9` of the real program at moments that a seed chooses: what was acknowledged is there
// afterwards, byte for byte, nothing is there twice, and the tree extends every checkpoint that was
// given out. LEUIT_KILLS says how many kills; without it there are a few.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

#include "ledger/core/checkpoint.h"
#include "ledger/core/proof.h"
#include "ledger/programme/data_folder.h"
#include "tests/support/crash_clients.h"
#include "tests/support/laws.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using support::Json;
using support::leuit;
using support::proposal;
using Complaints = std::vector<std::string>;

// Of the kills asked for, one in `share`; where none are asked for, `usual`.
int kills(int usual, int share) {
  const char* asked = std::getenv("LEUIT_KILLS");
  return asked == nullptr ? usual : std::max(usual, std::atoi(asked) / share);
}

// Moments between 0 and a whole.
class Moments {
 public:
  explicit Moments(const char* test) : seed_(support::seed_of(test)), random_(seed_) {}
  std::uint64_t seed() const { return seed_; }
  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  template <class Duration>
  void sleep_below(Duration whole) {
    const auto all = std::chrono::duration_cast<std::chrono::microseconds>(whole).count();
    std::this_thread::sleep_for(
        std::chrono::microseconds(below(static_cast<std::uint64_t>(std::max<long>(all, 1)))));
  }

 private:
  std::uint64_t seed_;
  std::mt19937_64 random_;
};

template <class Work>
auto time_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - start;
}

// The rows of every view, as of the head.
std::string rows(support::LeuitServer& server) {
  const std::string head = server.get("/checkpoint").body;
  const std::uint64_t size = std::stoull(head.substr(head.find('\n') + 1));
  std::string out;
  const Json listed = server.get("/v1/views").json();
  for (const Json& view : listed.at("views"))
    out += server
               .get("/v1/views/" + view.at("name").get<std::string>() +
                    "?limit=1000&min_position=" + std::to_string(size - 1))
               .body;
  return out;
}

// The answer of `leuit verify`, which must still find this checkpoint.
int verified(const support::LeuitServer& server, const std::string& checkpoint) {
  support::write_text(server.path("checkpoint"), checkpoint);
  return leuit({"verify", "--data", server.data(), "--checkpoint", server.path("checkpoint")})
      .exit_code;
}

void report(const char* what, int done, const support::CrashClients& clients) {
  std::cerr << done << ' ' << what << ", " << clients.acknowledged() << " events acknowledged\n";
}

TEST_CASE("after each kill every acknowledged event is there under the same receipt",
          "[kills][process]") {
  Moments moments("after each kill every acknowledged event is there under the same receipt");
  support::LeuitServer server;
  support::CrashClients clients(64, moments.seed());
  const int rounds = kills(3, 1);
  for (int round = 0; round < rounds; ++round) {
    clients.run(server, 1 + moments.below(400), [&] {
      moments.sleep_below(std::chrono::milliseconds(3));
      server.kill();
    });
    server.start();
    REQUIRE(clients.complaints(server) == Complaints{});
  }
  CHECK(clients.all_complaints(server) == Complaints{});
  CHECK(server.stop() == 0);
  CHECK(verified(server, clients.last_checkpoint()) == 0);
  report("kills under load", rounds, clients);
}

TEST_CASE("a server is killed while it starts and makes its views again", "[kills][process]") {
  Moments moments("a server is killed while it starts and makes its views again");
  support::LeuitServer server(support::sample_file());
  support::CrashClients clients(8, moments.seed());
  const auto forget_views = [&] { fs::remove_all(server.data() + "/views"); };
  server.kill();
  forget_views();
  const auto whole = time_of([&] { server.start(); });
  const int rounds = kills(2, 4);
  for (int round = 0; round < rounds; ++round) {
    server.kill();
    if (round % 2 == 0) forget_views();
    server.launch();
    if (round % 2 == 0) {
      moments.sleep_below(whole);
      continue;
    }
    server.listen();  // ready or not
    clients.run(server, 1 + moments.below(40), [&] { server.kill(); });
    server.launch();
  }
  server.kill();
  server.start();
  CHECK(clients.all_complaints(server) == Complaints{});
  const std::string kept = rows(server);
  CHECK(server.stop() == 0);
  CHECK(verified(server, clients.last_checkpoint()) == 0);
  forget_views();
  server.start();
  CHECK(rows(server) == kept);
  report("kills of a start", rounds, clients);
}

// What a folder holds when no process has it open.
struct Held {
  ledger::Checkpoint checkpoint;
  std::vector<std::string> ids;
};

Held held(const std::string& folder, const std::optional<ledger::Checkpoint>& older) {
  const auto reader = programme::FolderReader::open(folder);
  REQUIRE(reader);
  const ledger::Ledger& log = (*reader)->ledger();
  Held out;
  out.checkpoint = ledger::open_checkpoint(log.checkpoint(log.size()).value(), log.key()).value();
  REQUIRE(log.scan(0, log.size(), [&](std::uint64_t, std::string_view record) {
    out.ids.push_back(Json::parse(record).at("id").get<std::string>());
    return ledger::Result<bool>(true);
  }));
  if (older) {
    REQUIRE(older->size <= log.size());
    CHECK(ledger::verify_consistency(older->size, log.size(),
                                     log.consistency(older->size, log.size()).value(), older->root,
                                     out.checkpoint.root));
  }
  return out;
}

TEST_CASE("an import that is killed and sent again records every line once", "[kills][process]") {
  Moments moments("an import that is killed and sent again records every line once");
  const ledger::TemporaryFolder folder;
  std::vector<std::string> lines;
  std::istringstream sample(support::read_text(support::sample_file()));
  for (std::string line; std::getline(sample, line);)
    lines.push_back(Json::parse(line).at("id").get<std::string>());
  const auto make = [&](const std::string& name) {
    REQUIRE(leuit({"init", "--data", folder.path(name), "--origin", "a.example"}).exit_code == 0);
    return support::Words{"record", support::sample_file(), "--data", folder.path(name)};
  };
  const support::Words once = make("once");
  const auto whole = time_of([&] { CHECK(leuit(once).exit_code == 0); });
  const int rounds = kills(2, 4);
  int done = 0;
  for (int ledger = 0; done < rounds; ++ledger) {
    const std::string name = "ledger-" + std::to_string(ledger);
    const support::Words record = make(name);
    std::optional<ledger::Checkpoint> seen;
    // A few kills a ledger, so that they fall into all parts of the import.
    for (int i = 0; i < 3 && done < rounds; ++i, ++done) {
      support::RunningLeuit import(record);
      moments.sleep_below(whole);
      import.kill();
      import.wait();
      const Held now = held(folder.path(name), seen);
      CHECK(std::equal(now.ids.begin(), now.ids.end(), lines.begin()));
      seen = now.checkpoint;
    }
    CHECK(leuit(record).exit_code == 0);
    CHECK(held(folder.path(name), seen).ids == lines);
    CHECK(leuit({"verify", "--data", folder.path(name)}).exit_code == 0);
    fs::remove_all(folder.path(name));
  }
  std::cerr << done << " kills of an import\n";
}

TEST_CASE("views that are deleted while the server is down come to the same rows") {
  support::LeuitServer server(support::sample_file());
  const auto rows_of_some = [&] {
    std::string out;
    for (const char* view : {"beneficiaries", "funding", "placements"}) {
      out += server.get("/v1/views/" + std::string(view) + "?limit=1000&min_position=2036").body;
      out += server.get("/v1/views/" + std::string(view) + "?limit=1000&as_of=1000").body;
    }
    return out;
  };
  const std::string before = rows_of_some();
  CHECK(server.stop() == 0);
  fs::remove_all(server.data() + "/views");
  server.start();
  CHECK(rows_of_some() == before);
  server.kill();
  support::write_text(server.data() + "/views/CURRENT", "nonsense");
  server.start();
  CHECK(rows_of_some() == before);
}

TEST_CASE("a killed server's views catch up with its ledger") {
  support::LeuitServer server;
  std::vector<Json> events;
  for (int i = 0; i < 500; ++i) events.push_back(proposal(std::to_string(i)));
  REQUIRE(server.post_batch(Json(events).dump()).status == 201);
  server.kill();
  server.start();
  CHECK(server.get("/readyz").json().at("views_position") == "499");
  const Json views = server.get("/v1/views").json();
  for (const auto& view : views.at("views")) CHECK(view.at("position") == "499");
}

}  // namespace
