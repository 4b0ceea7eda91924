#include "projections/runner.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>

namespace projections {
namespace {

// Between two feeds, so that a busy ledger is folded in chunks: an event costs a third of what it
// costs alone.
constexpr auto rest = std::chrono::milliseconds(5);

// A view whose write found the disk full would stop until a restart. So this much is left alone, as
// much is taken for each event as its rows may need, and it waits between two looks for room.
constexpr std::uint64_t spare_bytes = 128 * 1024, bytes_each_event = 16 * 1024, chunk_max = 10'000;
constexpr auto room_pause = std::chrono::milliseconds(200);

// Where there are not cores enough for everything, recording comes first and the views lag behind,
// but never stand still: this thread's share of a core is a tenth of another's.
constexpr int niceness = 10;

void yield_to_writers() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness); }

}  // namespace

Runner::~Runner() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Runner::start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

std::optional<ledger::Error> Runner::stalled() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

bool Runner::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return woken_ || stopping_; });
  woken_ = false;
  return !stopping_;
}

std::uint64_t Runner::chunk_size() const {
  const std::uint64_t room = free_bytes_ ? free_bytes_() : UINT64_MAX;
  if (room <= spare_bytes) return 0;
  return std::min((room - spare_bytes) / bytes_each_event, chunk_max);
}

void Runner::run() {
  yield_to_writers();
  while (wait()) {
    const std::uint64_t chunk = chunk_size();
    if (chunk == 0) {
      std::this_thread::sleep_for(room_pause);
      wake();
      continue;
    }
    const auto folded = views_.feed(chunk);
    if (!folded) {
      {
        const std::lock_guard lock(mutex_);
        error_ = folded.error();
      }
      if (notify_) notify_(folded.error());
      return;
    }
    if (*folded > 0) wake();  // there may be more
    std::this_thread::sleep_for(rest);
  }
}

}  // namespace projections
