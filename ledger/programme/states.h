// The states of streams, each folded from the log when it is first asked for and kept up to date by
// what is accepted after that.
//
// Threads: one, the writer's.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "ledger/core/sequencer.h"
#include "ledger/core/vault.h"
#include "ledger/programme/history.h"
#include "ledger/programme/stream.h"

namespace programme {

class States {
 public:
  // The state after everything in `log`. Valid until trim().
  ledger::Result<StreamState*> of(const std::string& stream, const StreamType& type,
                                  const ledger::Pending& log);
  void set(const std::string& stream, StreamState state) {
    held_.insert_or_assign(stream, std::move(state));
  }
  // Whether the personal data of a stream was erased.
  ledger::Result<bool> is_erased(const std::string& stream, const ledger::Pending& log);
  // The stream is folded anew when it is next asked for, and who was erased is looked up again.
  void forget(const std::string& stream) {
    held_.erase(stream);
    erased_.reset();
  }
  // Lets go of all where they have become too many. Between two decisions.
  void trim();

 private:
  std::unordered_map<std::string, StreamState> held_;
  std::optional<std::set<std::string>> erased_;  // of the whole log; nullopt: not looked up yet
};

ledger::Result<History> history_of(const std::string& stream, const ledger::Pending& log);

// Facts as they stand in a log, and in the vault where one is given. After a decision ask error():
// what could not be read looked absent.
class LogFacts : public Facts {
 public:
  LogFacts(States& states, const ledger::Pending& log, const ledger::Vault* vault = nullptr)
      : states_(states), log_(log), vault_(vault) {}

  const StreamState* stream(std::string_view name) const override;
  std::vector<std::string> referring(std::string_view stream,
                                     std::string_view aggregate) const override;
  std::optional<std::vector<Holder>> holders(std::string_view subject,
                                             const Personal<std::string>& value) const override;
  const std::optional<ledger::Error>& error() const { return error_; }

 private:
  States& states_;
  const ledger::Pending& log_;
  const ledger::Vault* vault_;  // null: there is none here
  mutable std::optional<ledger::Error> error_;
};

}  // namespace programme
