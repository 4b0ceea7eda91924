// One event on its way through the sequencer.
#pragma once

#include <string>
#include <vector>

#include "ledger/core/sequencer.h"
#include "ledger/core/vault.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/judging.h"
#include "ledger/programme/states.h"

namespace programme {

class RecordAction : public ledger::Action {
 public:
  // Both must outlive the action.
  RecordAction(States& states, ledger::Vault& vault) : states_(states), vault_(vault) {}

  const StreamType* stream_type = nullptr;
  Event event;  // with its data sealed, without its place
  RecordParts parts;
  Named named;
  std::vector<std::string> claims;         // index_claims() but for the position
  std::vector<ledger::LookupUse> lookups;  // of the personal values
  std::vector<ledger::KeyUse> keys;        // keeps pending keys alive until the event is on disk
  std::string content;                     // canonical, as it was sent in: what "the same" means

  ledger::Result<void> admit(const ledger::Pending& log) override;
  ledger::Result<bool> repeats(const ledger::ClaimHeld& held, const ledger::Pending& log) override;
  ledger::Result<ledger::Prepared> prepare(const ledger::Pending& log,
                                           const ledger::Place& place) override;
  ledger::Result<void> committed() override;
  void revert() override;

 private:
  Judging& judging();

  std::optional<Judging> judging_;
  States& states_;
  ledger::Vault& vault_;
};

// The content (see content_of) of a recorded event, with its sealed fields opened.
// not_found: a key that it needs was destroyed.
ledger::Result<std::string> sent_content(std::string_view record, ledger::Vault& vault);

// Whose key seals a field of an event: its stream, or what the field beside it names.
std::string subject_of(const Field& field, const Json& beside, const std::string& stream);

}  // namespace programme
