#include "projections/runner.h"

namespace projections {

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

void Runner::run() {
  while (wait()) {
    const auto folded = views_.feed();
    if (!folded) {
      {
        const std::lock_guard lock(mutex_);
        error_ = folded.error();
      }
      if (notify_) notify_(folded.error());
      return;
    }
    if (*folded > 0) wake();  // there may be more
  }
}

}  // namespace projections
