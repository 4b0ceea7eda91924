// RocksDB over a simulated disk: its files, its clock and its background work. Jobs that it would
// run on threads of their own wait in a queue until run_jobs(), so that a run is one sequence of
// operations.
//
// Threads: one.
#pragma once

#include <rocksdb/env.h>

#include <cstdint>
#include <deque>
#include <memory>

#include "ledger/core/clock.h"
#include "tests/simulation/disk.h"

namespace simulation {

class Environment : public rocksdb::EnvWrapper {
 public:
  // Both must outlive it.
  Environment(SimulatedDisk& disk, ledger::Clock& clock);
  ~Environment() override;

  // Flushes and compactions that wait, and what follows from them.
  void run_jobs();
  std::uint64_t jobs_run() const { return jobs_run_; }

  void Schedule(void (*function)(void*), void* argument, Priority priority, void* tag,
                void (*unscheduled)(void*)) override;
  int UnSchedule(void* tag, Priority priority) override;
  void StartThread(void (*function)(void*), void* argument) override { function(argument); }
  void WaitForJoin() override {}
  unsigned int GetThreadPoolQueueLen(Priority priority) const override;
  int ReserveThreads(int, Priority) override { return 0; }
  int ReleaseThreads(int, Priority) override { return 0; }
  void SetBackgroundThreads(int, Priority) override {}
  int GetBackgroundThreads(Priority priority) override { return priority == BOTTOM ? 0 : 1; }
  void IncBackgroundThreadsIfNeeded(int, Priority) override {}
  std::uint64_t NowMicros() override;
  std::uint64_t NowNanos() override { return NowMicros() * 1000; }
  void SleepForMicroseconds(int micros) override;
  rocksdb::Status GetCurrentTime(std::int64_t* seconds) override;
  rocksdb::Status GetHostName(char* name, std::uint64_t size) override;
  std::string GenerateUniqueId() override;

 private:
  struct Job {
    void (*function)(void*);
    void* argument;
    Priority priority;
    void* tag;
    void (*unscheduled)(void*);
  };

  std::deque<Job> jobs_;
  std::uint64_t jobs_run_ = 0;
  std::uint64_t ids_ = 0;
};

}  // namespace simulation
