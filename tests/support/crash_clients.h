// Clients that record while their server is killed, fails or fills its disk, and their notes: what
// each of them knows for certain, to be held against the ledger afterwards.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace support {

// What is known of an event that was sent.
struct EventNote {
  std::string body;       // as it was sent
  std::string receipt;    // as it was answered; empty: never
  bool in_doubt = false;  // an answer did not come, or said that it is unknown
};

// What is common to all clients of a server. Threads: any.
class Counter {
 public:
  void add_answer();
  void end_client();
  void start(std::size_t clients);
  // Until there were so many answers since start(), or no client is left.
  void wait(std::size_t answers);

 private:
  // Guards the numbers.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t answers_ = 0, clients_ = 0;
};

// One client: sends single events, batches, events with personal fields and some of its own a
// second time, and looks at the checkpoint now and then. Threads: one at a time.
class CrashClient {
 public:
  CrashClient(std::string name, std::uint64_t seed) : name_(std::move(name)), random_(seed) {}

  // Until an answer does not come, or says that the ledger takes no writes.
  void run(api::Client connection, Counter& counter);

  const std::map<std::string, EventNote>& events() const { return events_; }
  const std::map<std::uint64_t, std::string>& checkpoints() const { return checkpoints_; }
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  bool step(api::Client& connection);
  Json make_event(bool personal);
  bool look(api::Client& connection);
  bool send(api::Client& connection, const std::string& id);
  bool send_batch(api::Client& connection);
  // False: the client is to end.
  bool take(const std::vector<std::string>& ids, const api::Response& answer, bool batch);
  bool post(api::Client& connection, const std::vector<std::string>& ids, const std::string& body,
            bool batch);
  void take_receipt(const std::string& id, std::string receipt);

  std::string name_;
  std::mt19937_64 random_;
  std::uint64_t sent_ = 0;
  std::map<std::string, EventNote> events_;           // by id
  std::map<std::uint64_t, std::string> checkpoints_;  // by size
  std::vector<std::string> complaints_;
};

class CrashClients {
 public:
  CrashClients(std::size_t count, std::uint64_t seed);

  // All of them send to the server at once. After `answers` answers `then` is called, which must
  // see to it that they come to an end.
  void run(const LeuitServer& server, std::size_t answers, const std::function<void()>& then);

  // How the ledger contradicts the notes that are new since the last call; empty: it does not.
  std::vector<std::string> complaints(LeuitServer& server);
  // The same for all notes and for the ledger as a whole. What others have recorded in it too is
  // passed over by its source.
  std::vector<std::string> all_complaints(LeuitServer& server);

  std::size_t acknowledged() const;
  std::string last_checkpoint() const { return last_checkpoint_; }

 private:
  std::vector<std::string> check_receipts(LeuitServer& server, bool all);
  void check_checkpoints(LeuitServer& server, std::vector<std::string>& wrong);
  void check_records(LeuitServer& server, std::vector<std::string>& wrong) const;

  Counter counter_;
  std::vector<CrashClient> clients_;
  std::map<std::string, std::string> checked_;  // id to receipt
  std::uint64_t last_size_ = 0;
  std::string last_checkpoint_;  // the largest that was seen
};

}  // namespace support
