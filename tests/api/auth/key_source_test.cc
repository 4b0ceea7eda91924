#include "api/auth/key_source.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>

#include "api/http/server.h"
#include "ledger/core/file.h"
#include "tests/api/auth/signing.h"
#include "tests/support/temporary_folder.h"

namespace api {
namespace {

using ledger::Code;
using ledger::Result;

constexpr std::int64_t start_us = 1'700'000'000'000'000, second_us = 1'000'000;

std::string set_of(const char* kid) { return key_set({TestKey::ec(kid).jwk()}); }

// A source whose readings a test controls.
struct Controlled {
  std::mutex mutex;
  Result<std::string> answer = set_of("a");
  std::atomic<int> readings = 0;
  std::vector<std::string> reports;
  ledger::ManualClock clock{start_us};
  std::unique_ptr<KeySource> source;

  void open() {
    source = std::make_unique<KeySource>(
        [this]() -> Result<std::string> {
          ++readings;
          const std::lock_guard lock(mutex);
          return answer;
        },
        clock, [this](const std::string& line) { reports.push_back(line); });
  }
  void set(Result<std::string> next) {
    const std::lock_guard lock(mutex);
    answer = std::move(next);
  }
  // Whether it read again.
  bool refresh() {
    std::promise<void> done;
    if (!source->refresh([&done] { done.set_value(); })) return false;
    done.get_future().wait();
    return true;
  }
};

TEST_CASE("keys are read at the start") {
  Controlled one;
  one.open();
  CHECK(one.readings == 1);
  CHECK(one.source->first_fault().empty());
  CHECK(one.source->keys()->size() == 1);
}

TEST_CASE("a key that is not known makes it read again, once a minute at most") {
  Controlled one;
  one.open();
  const auto old = one.source->keys();
  one.set(key_set({TestKey::ec("a").jwk(), TestKey::ec("b").jwk()}));
  CHECK(one.refresh());
  CHECK(one.source->keys()->size() == 2);
  CHECK(old->size() == 1);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(one.refresh());
  one.clock.advance(59 * second_us);
  CHECK_FALSE(one.refresh());
  CHECK(one.readings == 2);
  one.clock.advance(second_us);
  CHECK(one.refresh());
  CHECK(one.readings == 3);
}

TEST_CASE("the old keys are kept while no new ones can be had") {
  Controlled one;
  one.open();
  const Result<std::string> bad[] = {ledger::fail(Code::unavailable, "no answer"),
                                     std::string("<html>"), key_set({}),
                                     std::string(2'000'000, ' ')};
  for (const auto& answer : bad) {
    one.set(answer);
    one.clock.advance(60 * second_us);
    CHECK(one.refresh());
    REQUIRE(one.source->keys() != nullptr);
    CHECK(one.source->keys()->size() == 1);
  }
  CHECK(one.reports.size() == 4);
  one.set(key_set({TestKey::ec("a").jwk(), TestKey::ec("b").jwk()}));
  one.clock.advance(60 * second_us);
  CHECK(one.refresh());
  CHECK(one.source->keys()->size() == 2);
}

TEST_CASE("a source that has no keys at the start gets them later") {
  Controlled one;
  one.answer = ledger::fail(Code::unavailable, "no answer");
  one.open();
  CHECK(one.source->first_fault() == "no answer");
  CHECK(one.source->keys() == nullptr);
  one.set(set_of("a"));
  CHECK(one.refresh());
  CHECK(one.source->keys()->size() == 1);
}

TEST_CASE("a clock that was set back does not keep it from reading") {
  Controlled one;
  one.open();
  CHECK(one.refresh());
  one.clock.advance(-3600 * second_us);
  CHECK(one.refresh());
}

TEST_CASE("a file is read as it is then") {
  const ledger::TemporaryFolder home;
  const std::string file = home.path("keys.json");
  const auto fetch = fetch_from(file);
  REQUIRE(fetch);
  CHECK((*fetch)().error().message.find("cannot be read") != std::string::npos);
  REQUIRE(ledger::write_new_file(file, "one", 0600));
  CHECK((*fetch)().value() == "one");
}

TEST_CASE("an address is asked, and what is not 200 brings no keys") {
  std::atomic<unsigned> status = 200;
  const auto server = Server::start({}, [&status](Request&& request, const Respond& respond) {
    respond({status, {}, request.target});
  });
  REQUIRE(server);
  const std::string base = "http://127.0.0.1:" + std::to_string((*server)->port());
  CHECK((*fetch_from(base + "/a/keys?tenant=1"))().value() == "/a/keys?tenant=1");
  CHECK((*fetch_from(base))().value() == "/");
  for (const unsigned other : {204U, 302U, 404U, 500U}) {
    status = other;
    CHECK((*fetch_from(base))().error().code == Code::unavailable);
  }
  (*server)->stop();
  CHECK((*fetch_from(base))().error().code == Code::unavailable);
}

TEST_CASE("an address that makes no sense is told before it is asked") {
  for (const char* place : {"https://login.example/keys", "ftp://a/b", "http://", "http:///keys",
                            "http://user@host/keys", "http://host/keys#1", "://"}) {
    CAPTURE(place);
    CHECK(is_address(place));
    CHECK(fetch_from(place).error().code == Code::invalid);
  }
  CHECK_FALSE(is_address("keys.json"));
  CHECK_FALSE(is_address("/etc/http/keys.json"));
}

}  // namespace
}  // namespace api
