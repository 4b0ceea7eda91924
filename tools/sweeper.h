// Drives the ledger's clock while a server runs: a sweep at the start, since one may have been
// missed, then one a day; later where an importer is at work.
//
// Threads: one of its own, from start() to stop().
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "ledger/core/clock.h"
#include "ledger/programme/data_folder.h"

namespace tools {

class Sweeper {
 public:
  // `minutes`: after midnight in WIB. Both must outlive it, and the folder's writer must run from
  // start() to stop().
  Sweeper(programme::Folder& folder, ledger::Clock& clock, int minutes)
      : folder_(folder), clock_(clock), minutes_(minutes) {}
  ~Sweeper() { stop(); }

  void start();
  void stop();  // what is being recorded is recorded to its end; the rest is left to the next sweep

 private:
  void run();
  // Sweeps, and gives the time of the next sweep.
  std::int64_t sweep();
  programme::Accepted<programme::Recorded> record(const std::string& event);
  // Until that time; false: it was stopped meanwhile.
  bool wait_until(std::int64_t time_us);
  bool stopping();

  programme::Folder& folder_;
  ledger::Clock& clock_;
  const int minutes_;
  std::thread thread_;

  // Guards stopping_.
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
};

}  // namespace tools
