#include "tools/sweeper.h"

#include <spdlog/spdlog.h>

#include <future>

#include "ledger/programme/sweep.h"
#include "ledger/programme/values.h"

namespace tools {
namespace {

// The machine's time may be set: it is looked at again so often.
constexpr std::chrono::seconds look_again{30};

}  // namespace

void Sweeper::start() {
  thread_ = std::thread([this] { run(); });
}

void Sweeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Sweeper::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

bool Sweeper::wait_until(std::int64_t time_us) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const std::int64_t left = time_us - clock_.now_us();
    if (left <= 0) return true;
    const std::chrono::microseconds most = look_again;
    wake_.wait_for(lock, std::min(std::chrono::microseconds(left), most));
  }
  return false;
}

void Sweeper::run() {
  for (std::int64_t next = clock_.now_us(); wait_until(next);) next = sweep();
}

programme::Accepted<programme::Recorded> Sweeper::record(const std::string& event) {
  using programme::Refused, programme::Rejection;
  if (stopping()) return tl::unexpected(Rejection{Refused::read_only, "the server stops"});
  auto taken = folder_.registrar().take(event, false, programme::clock_caller(), {});
  if (!taken) return tl::unexpected(taken.error());
  std::promise<ledger::Outcome> promise;
  auto outcome = promise.get_future();
  folder_.writer().submit(std::move(taken->submission), std::move(taken->subjects),
                          [&promise](ledger::Outcome done) { promise.set_value(std::move(done)); });
  return programme::Registrar::outcome(outcome.get(), false);
}

std::int64_t Sweeper::sweep() {
  const std::int64_t now_us = clock_.now_us();
  const auto swept = programme::sweep(folder_.ledger(), folder_.vault(), now_us,
                                      [this](const std::string& event) { return record(event); });
  if (!swept) {
    if (!stopping()) spdlog::error("the sweep has stopped: {}", swept.error().message);
    return programme::next_time_of_day(now_us, minutes_);
  }
  spdlog::info("the sweep has recorded {} events", swept->recorded);
  for (const std::string& refused : swept->refused)
    spdlog::warn("the sweep was refused {}", refused);
  if (!swept->waits_until_us) return programme::next_time_of_day(now_us, minutes_);
  spdlog::info("the sweep waits until {}, for events are being imported",
               programme::format_time(*swept->waits_until_us));
  return *swept->waits_until_us;
}

}  // namespace tools
