// Where a verb records: a data folder that it opens, or a server.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ledger/core/result.h"
#include "ledger/programme/json.h"

namespace tools {

struct TargetOptions {
  std::string data, url, token_file, master_key_file;
};
// The flags --data, --url, --token-file and --master-key-file.
void add_target(CLI::App& verb, TargetOptions& options);

struct Answer {
  std::vector<std::uint64_t> positions;  // empty where refused
  std::string problem;                   // one line for a person
  bool lost = false;                     // there was no answer at all
};

class Target {
 public:
  virtual ~Target() = default;
  // One event, or an array of them where `batch`.
  virtual Answer record(const std::string& body, bool batch) = 0;
  // Of the ledger, before anything is sent.
  virtual std::uint64_t size() = 0;
  // The records of a stream, in their order; none where there is no such stream.
  virtual ledger::Result<std::vector<programme::Json>> stream(const std::string& subject) = 0;
};

// Opens the target and runs `work` on it; gives its exit code, or that of not having opened.
int with_target(const TargetOptions& options, const std::function<int(Target&)>& work);

}  // namespace tools
