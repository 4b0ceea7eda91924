#include "tools/sweeper.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/support/process.h"

namespace {

using support::Json;

// Asks until the server has said so in its log; what is not said in a minute never is.
bool says(const support::LeuitServer& server, const std::string& words) {
  for (int i = 0; i < 600; ++i) {
    if (server.log().find(words) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

support::Start sweeping(const std::string& data) {
  return {{"serve", "--data", data, "--auth", "off", "--listen", "127.0.0.1:0"}, {}};
}

Json declared(support::LeuitServer& server) {
  return server.get("/v1/events?source=/leuit/clock").json().at("events");
}

// A ledger in which a commitment was to be kept by the end of 2023, told by who made it.
void tell(support::LeuitServer& server) {
  const std::pair<const char*, Json> events[] = {
      {"kawasan.proposed", {{"name", "K"}, {"criteria", Json::array({"3t"})}}},
      {"partner.registered", {{"kind", "university"}, {"name", "P"}}},
      {"rembuk.scheduled",
       {{"level", "local"},
        {"source_label", "rembuk lokal"},
        {"region", "36.02"},
        {"edition", "KEPMENDAGRI-100.1.1-6117-2022"},
        {"date", "2023-07-03"},
        {"kawasan", "kawasan/1"}}},
      {"rembuk.commitment_made",
       {{"number", 1}, {"partner", "partner/1"}, {"what", "x"}, {"due_on", "2023-12-31"}}}};
  for (const auto& [type, data] : events) {
    const std::string name = type;
    const Json event = {{"specversion", "1.0"},
                        {"id", name},
                        {"source", "/test"},
                        {"type", name},
                        {"subject", name.substr(0, name.find('.')) + "/1"},
                        {"time", "2023-07-03T09:00:00+07:00"},
                        {"area", "36.02"},
                        {"data", data}};
    const auto answer = server.post(event.dump());
    INFO(answer.body);
    REQUIRE(answer.status == 201);
  }
}

}  // namespace

TEST_CASE("a server that starts says what was overdue while none ran, and says it once") {
  support::LeuitServer told;
  tell(told);
  CHECK(declared(told).empty());
  REQUIRE(told.stop() == 0);
  support::LeuitServer server(sweeping(told.data()));
  REQUIRE(says(server, "the sweep has recorded 1 events"));
  const Json events = declared(server);
  REQUIRE(events.size() == 1);
  const Json& event = events[0];
  CHECK(event.at("type") == "rembuk.commitment_lapsed");
  CHECK(event.at("id") == "commitment_lapsed:rembuk/1:2023-12-31:1");
  CHECK(event.at("time") == "2024-01-01T00:00:00+07:00");
  CHECK(event.at("role") == "system");
  REQUIRE(server.stop() == 0);
  server.start();
  REQUIRE(says(server, "the sweep has recorded 0 events"));
  CHECK(declared(server).size() == 1);
  REQUIRE(server.stop() == 0);
  CHECK(support::leuit({"verify", "--data", told.data()}).exit_code == 0);
}

TEST_CASE("a server whose sample was just imported says nothing of its own") {
  support::LeuitServer told(support::sample_file());
  REQUIRE(told.stop() == 0);
  support::LeuitServer server(sweeping(told.data()));
  REQUIRE(says(server, "the sweep waits until "));
  CHECK(declared(server).empty());
  CHECK(server.stop() == 0);
}
