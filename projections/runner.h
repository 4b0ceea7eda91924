// The thread that feeds the views after each commit. Where folding fails it stops, since a view
// that passed over an event would be wrong for ever, and says why.
//
// Threads: wake() and stalled() from any; the rest from one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/core/result.h"
#include "projections/views.h"

namespace projections {

class Runner {
 public:
  // `views` must outlive the runner, and be fed by nobody else once it is started.
  explicit Runner(Views& views) : views_(views) {}
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();  // ends after the chunk under way

  // Called once, from the runner's thread, when feeding stops for an error. Set before start().
  void on_stall(std::function<void(const ledger::Error&)> notify) { notify_ = std::move(notify); }
  // Asked before each feed how many bytes the disk of the views still takes; where that is little,
  // the views are fed in small chunks, and wait where there is no room. Set before start().
  void watch_room(std::function<std::uint64_t()> free_bytes) {
    free_bytes_ = std::move(free_bytes);
  }
  // Feeds what there is, then waits for wake().
  void start();
  // There is something to feed.
  void wake();
  // Why feeding stopped; nullopt: it did not.
  std::optional<ledger::Error> stalled() const;

 private:
  void run();
  bool wait();  // false: stop
  std::uint64_t chunk_size() const;

  Views& views_;
  std::function<void(const ledger::Error&)> notify_;
  std::function<std::uint64_t()> free_bytes_;
  std::thread thread_;
  std::condition_variable changed_;

  // Guards every member below.
  mutable std::mutex mutex_;
  bool woken_ = true;
  bool stopping_ = false;
  std::optional<ledger::Error> error_;
};

}  // namespace projections
