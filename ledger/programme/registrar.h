// The registrar is the only writer of the programme's events: it checks what is sent in, seals what
// is personal, and decides on it in the state that the log has come to.
//
//   take()     on the caller's thread: JSON, type, envelope and data, role; personal fields sealed
//   (writer)   in the order of the queue: area, id, version, references and rules, place, record
//   answer     the receipts, or the one refusal that contract.md's order of checks names
//
// Threads: take() from any; the states belong to the writer's thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/clock.h"
#include "ledger/core/random.h"
#include "ledger/core/vault.h"
#include "ledger/core/writer.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/envelope.h"
#include "ledger/programme/rejection.h"
#include "ledger/programme/states.h"

namespace programme {

// Who brings events in.
struct Caller {
  std::string subject = "local";
  // May record for others: the actor and role that an event names are taken as they are (the
  // importer, `serve --auth off`, `record --data`).
  bool speaks_for_others = true;
  // The ledger's own clock, whose role nobody else may claim.
  bool is_clock = false;
};

// What one request asks for, apart from its events.
struct Conditions {
  std::vector<std::uint64_t> expected_versions;  // If-Match, If-None-Match
  bool stream_must_exist = false;                // If-Match: *
  bool dry_run = false;
  bool needs_proofs = true;  // in the receipts
};

// A batch holds at most so many events.
inline constexpr std::size_t batch_max = 1000;

// Events that passed every check that needs no state.
struct Taken {
  std::unique_ptr<ledger::Submission> submission;
  std::vector<std::string> subjects;  // whose keys must be on disk first
};

struct Recorded {
  std::vector<ledger::Receipt> receipts;  // one an event, in their order
  bool created = false;                   // false: every event had been recorded before
  std::vector<std::string> dry_records;   // of a dry run: the records that would be
};
template <class T>
using Accepted = tl::expected<T, Rejection>;

class Registrar {
 public:
  // All must outlive the registrar.
  Registrar(ledger::Vault& vault, ledger::Clock& clock, ledger::Random& random);

  // One event, or a JSON array of 1 to batch_max where `batch`.
  Accepted<Taken> take(std::string_view body, bool batch, const Caller& caller,
                       const Conditions& conditions);

  // What became of a submission.
  static Accepted<Recorded> outcome(ledger::Outcome outcome, bool batch);

 private:
  Accepted<Taken> take_events(const std::vector<Json*>& events, bool batch, const Caller& caller,
                              const Conditions& conditions);

  ledger::Vault& vault_;
  ledger::Clock& clock_;
  ledger::Random& random_;
  States states_;  // of the writer's thread
};

}  // namespace programme
