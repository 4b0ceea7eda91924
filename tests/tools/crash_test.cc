// The server is killed while many clients record: what it acknowledged is there afterwards.
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>

#include "tests/support/process.h"

namespace {

using support::Json;
using support::proposal;

// Receipts as they were answered.
class Receipts {
 public:
  void add(std::string receipt) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(receipt));
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return all_;
  }

 private:
  // Guards all_.
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

// Records until the server is gone.
void record(api::Client connection, const std::string& name, Receipts& receipts) {
  for (int i = 0;; ++i) {
    const auto answer =
        connection.post("/v1/events", {{"Content-Type", "application/cloudevents+json"}},
                        proposal(name + "-" + std::to_string(i)).dump());
    if (!answer) return;
    if (answer->status == 201) receipts.add(answer->body);
  }
}

TEST_CASE("after each kill every acknowledged event is there under the same receipt") {
  support::LeuitServer server;
  Receipts receipts;
  for (int round = 0; round < 5; ++round) {
    std::vector<std::thread> clients;
    for (int client = 0; client < 64; ++client) {
      const std::string name = std::to_string(round) + "-" + std::to_string(client);
      clients.emplace_back([&, name] { record(server.connect(), name, receipts); });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + 60 * round));
    const auto before = receipts.all().size();
    server.kill();
    for (auto& client : clients) client.join();
    CHECK(receipts.all().size() >= before);
    server.start();
    CHECK(server.post(proposal("after-" + std::to_string(round)).dump()).status == 201);
  }
  const auto all = receipts.all();
  REQUIRE(all.size() > 100);
  std::size_t lost = 0;
  for (const std::string& receipt : all) {
    const auto parsed = Json::parse(receipt);
    const std::string event = "/v1/events/" + parsed.at("position").get<std::string>();
    const bool same = server.get(event).body == parsed.at("record").get<std::string>() &&
                      server.get(event + "/receipt").body == receipt;
    lost += same ? 0 : 1;
  }
  CHECK(lost == 0);
}

TEST_CASE("views that are deleted while the server is down come to the same rows") {
  support::LeuitServer server(support::sample_file());
  const auto rows = [&] {
    std::string out;
    for (const char* view : {"beneficiaries", "funding", "placements"}) {
      out += server.get("/v1/views/" + std::string(view) + "?limit=1000&min_position=2036").body;
      out += server.get("/v1/views/" + std::string(view) + "?limit=1000&as_of=1000").body;
    }
    return out;
  };
  const std::string before = rows();
  CHECK(server.stop() == 0);
  std::filesystem::remove_all(server.data() + "/views");
  server.start();
  CHECK(rows() == before);
  server.kill();
  support::write_text(server.data() + "/views/CURRENT", "nonsense");
  server.start();
  CHECK(rows() == before);
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
