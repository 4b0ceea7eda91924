// The states of streams, each folded from the log when it is first asked for and kept up to date by
// what is accepted after that.
//
// Threads: one, the writer's.
#pragma once

#include <string>
#include <unordered_map>

#include "ledger/core/sequencer.h"
#include "ledger/programme/stream.h"

namespace programme {

class States {
 public:
  // The state after everything in `log`. Valid until the next call.
  ledger::Result<StreamState*> of(const std::string& stream, const StreamType& type,
                                  const ledger::Pending& log);
  // Folded anew when next asked for.
  void forget(const std::string& stream) { held_.erase(stream); }

 private:
  std::unordered_map<std::string, StreamState> held_;
};

}  // namespace programme
