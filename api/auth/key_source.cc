#include "api/auth/key_source.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "api/http/client.h"
#include "ledger/core/file.h"

namespace api {
namespace {

using ledger::Code;
using ledger::fail;
using ledger::Result;

constexpr std::int64_t asked_interval_us = 60'000'000;
constexpr std::chrono::minutes read_interval{10};
constexpr std::chrono::minutes retry_interval{1};  // while the last reading failed
constexpr std::size_t set_size_max = 1024 * 1024;
constexpr std::size_t waiting_max = 1000;

Result<std::string> get(const std::string& base, const std::string& target) {
  auto client = Client::connect(base, "");
  if (!client) return tl::unexpected(client.error());
  auto answer = client->get(target, {{"Accept", "application/jwk-set+json, application/json"}});
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200)
    return fail(Code::unavailable, "the address answers " + std::to_string(answer->status));
  return std::move(answer->body);
}

}  // namespace

struct KeySource::State {
  const Fetch fetch;
  const Report report;

  std::mutex mutex = {};  // guards all below
  std::condition_variable wake = {};
  std::shared_ptr<const Jwks> keys = {};
  std::vector<std::function<void()>> waiting = {};  // for the reading to come, or under way
  bool is_asked = false;                            // for a reading that has not begun
  bool is_reading = false;
  bool is_failing = false;  // the last reading brought nothing
  bool is_stopping = false;
  std::optional<std::int64_t> asked_us = {};  // when a reading was last asked for

  // Empty, or why the keys stay as they are.
  std::string read();
};

std::string KeySource::State::read() {
  const auto text = fetch();
  if (!text) return text.error().message;
  if (text->size() > set_size_max) return "the key set is larger than 1 MiB";
  auto parsed = Jwks::parse(*text);
  if (!parsed) return parsed.error().message;
  const std::lock_guard lock(mutex);
  keys = std::make_shared<const Jwks>(std::move(*parsed));
  return "";
}

KeySource::KeySource(Fetch fetch, ledger::Clock& clock, Report report)
    : state_(new State{std::move(fetch), std::move(report)}), clock_(clock) {
  first_fault_ = state_->read();
  state_->is_failing = !first_fault_.empty();
  thread_ = std::thread([state = state_] { run(state); });
}

KeySource::~KeySource() {
  std::unique_lock lock(state_->mutex);
  state_->is_stopping = true;
  const auto dropped = std::exchange(state_->waiting, {});
  const bool is_reading = state_->is_reading;
  lock.unlock();
  state_->wake.notify_all();
  if (is_reading)
    thread_.detach();
  else
    thread_.join();
}

std::shared_ptr<const Jwks> KeySource::keys() const {
  const std::lock_guard lock(state_->mutex);
  return state_->keys;
}

bool KeySource::refresh(std::function<void()> then) {
  const std::int64_t now_us = clock_.now_us();
  const std::lock_guard lock(state_->mutex);
  if (state_->waiting.size() >= waiting_max) return false;
  if (state_->waiting.empty()) {
    // A clock that was set back must not keep this from reading for long.
    const auto& asked_us = state_->asked_us;
    const bool is_soon = asked_us && *asked_us <= now_us && now_us < *asked_us + asked_interval_us;
    if (is_soon) return false;
    state_->asked_us = now_us;
    state_->is_asked = true;
  }
  state_->waiting.push_back(std::move(then));
  state_->wake.notify_all();
  return true;
}

void KeySource::run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    const auto pause = state->is_failing ? retry_interval : read_interval;
    state->wake.wait_for(lock, pause, [&] { return state->is_asked || state->is_stopping; });
    if (state->is_stopping) return;
    state->is_asked = false;
    state->is_reading = true;
    lock.unlock();
    const std::string fault = state->read();
    lock.lock();
    state->is_reading = false;
    if (state->is_stopping) return;
    const bool was_failing = std::exchange(state->is_failing, !fault.empty());
    const auto served = std::exchange(state->waiting, {});
    lock.unlock();
    if (!fault.empty()) state->report("the keys of tokens stay as they were: " + fault);
    if (was_failing && fault.empty()) state->report("the keys of tokens could be read again");
    for (const auto& then : served) then();
    lock.lock();
  }
}

bool is_address(std::string_view place) { return place.find("://") != std::string_view::npos; }

Result<KeySource::Fetch> fetch_from(const std::string& place) {
  if (!is_address(place)) {
    return KeySource::Fetch([place]() -> Result<std::string> {
      auto text = ledger::read_file(place);
      if (!text) return fail(text.error().code, place + " cannot be read");
      return text;
    });
  }
  if (place.starts_with("https://"))
    return fail(Code::invalid,
                "a key set cannot be read from https:// by this version: give a "
                "file, or an http:// address on this machine");
  const auto host_at = place.find("://") + 3;
  const auto slash = place.find('/', host_at);
  const std::string base = place.substr(0, slash);
  const std::string target = slash == std::string::npos ? "/" : place.substr(slash);
  if (!place.starts_with("http://") || base.size() == host_at ||
      base.find_first_of("@?#") != std::string::npos || target.find('#') != std::string::npos)
    return fail(Code::invalid, "the address of a key set has the form http://HOST:PORT/PATH");
  return KeySource::Fetch([base, target] { return get(base, target); });
}

}  // namespace api
