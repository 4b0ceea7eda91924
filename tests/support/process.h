// The program as its users meet it: a process with arguments, files and an address.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/client.h"
#include "tests/support/temporary_folder.h"

namespace support {

using Words = std::vector<std::string>;
using Json = nlohmann::ordered_json;

struct Finished {
  int exit_code = -1;  // 128 + the signal's number where one ended it
  std::string out, err;
};

// Runs `leuit` to its end. It sees none of the LEUIT_* of the tests' own environment, but those of
// `environment`, each as NAME=value.
Finished leuit(const Words& arguments, const std::string& input = "",
               const Words& environment = {});

// `leuit` under way; killed where nobody has waited for its end.
class RunningLeuit {
 public:
  explicit RunningLeuit(const Words& arguments, const std::string& input = "",
                        const Words& environment = {});
  RunningLeuit(const RunningLeuit&) = delete;
  RunningLeuit& operator=(const RunningLeuit&) = delete;
  ~RunningLeuit();

  void kill();  // SIGKILL; it may have ended by then
  Finished wait();

 private:
  ledger::TemporaryFolder folder_;
  pid_t process_ = 0;
};

// What a server answered.
struct Answer {
  unsigned status = 0;
  api::Headers headers;  // names in lower case
  std::string body;

  std::string header(std::string_view lower_case_name) const;  // empty where there is none
  Json json() const;                                           // discarded where it is no JSON
  std::string slug() const;    // "not-found"; empty where it is no problem
  std::string detail() const;  // of a problem
};

// How a server is started, where it is not in the usual way.
struct Start {
  Words arguments, environment;
};

// `leuit serve` over a data folder of its own, on a free port of the loopback. Everything throws
// std::runtime_error where the server does not do its part. Threads: one at a time, but for
// connect().
class LeuitServer {
 public:
  // Makes an empty ledger, records what is in `file` where one is named, and starts the server.
  explicit LeuitServer(const std::string& file = "");
  // Starts a server over a folder that is there already; data() is not for it.
  explicit LeuitServer(Start how);
  ~LeuitServer();
  LeuitServer(const LeuitServer&) = delete;
  LeuitServer& operator=(const LeuitServer&) = delete;

  void start();   // returns once it is ready
  void launch();  // does not wait for anything; url() is not known yet
  void listen();  // after launch(): returns once it answers, ready or not
  // Of the process from its next start on, beside what it has.
  void set_environment(Words environment) { how_.environment = std::move(environment); }
  int stop();        // asks it to end; returns its exit code
  void terminate();  // asks it to end, and does not wait for it
  int wait();        // until it has ended; returns its exit code
  void kill();       // SIGKILL: it has no time for anything

  const std::string& url() const { return url_; }
  std::uint16_t port() const;
  std::string data() const { return folder_.path("data"); }
  std::string path(const std::string& name) const { return folder_.path(name); }
  std::string log() const;  // all that it wrote to stderr since it was started last

  // A connection of one's own, for a thread.
  api::Client connect() const;
  Answer get(std::string_view target, const api::Headers& headers = {});
  Answer post(const std::string& event, const api::Headers& headers = {},
              std::string_view query = "");
  Answer post_batch(const std::string& events, const api::Headers& headers = {},
                    std::string_view query = "");
  // Bytes as they are, over a connection of their own; the head of the answer too.
  Answer send(const std::string& request) const;

 private:
  void wait_until(const std::function<bool()>& holds, const char* what);
  Answer ask(std::string_view target, const api::Headers* posted, const api::Headers& headers,
             const std::string& body);

  ledger::TemporaryFolder folder_;
  Start how_;
  std::string url_;
  pid_t process_ = 0;
  std::unique_ptr<api::Client> client_;
};

// One server with the whole sample programme, for reading alone.
LeuitServer& sample_server();
std::string sample_file();

// An event that an empty ledger takes: a kawasan is proposed. `key` is that of its stream, and its
// id too.
Json proposal(const std::string& key);
// The same, with an attribute of its own.
std::string proposal_with(const std::string& key, const std::string& attribute, const Json& value);

std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

}  // namespace support
