// What `leuit verify` proves, and how it answers: a whole folder, a server from outside, a receipt.
//
// A yes means that everything was read and computed again. A no names the first place at fault, in
// the order of the ledger. Nothing is changed, and no secret is needed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/core/bytes.h"
#include "ledger/core/note.h"
#include "ledger/core/result.h"

namespace tools {

// An event that a rule would have refused.
struct BrokenRule {
  std::string type, rule, name;  // as a refusal gives them; `role` and `area` beside those
};

// What is wrong, and where.
struct Finding {
  std::optional<std::uint64_t> position;  // none: it is wrong as a whole
  std::string kind;                       // record, leaf_hash, stream, tile, checkpoint, rule, …
  std::string detail;
  std::optional<BrokenRule> rule = {};  // of kind `rule`
};

// What was judged again.
struct RulesJudged {
  std::uint64_t judged = 0;
  std::uint64_t judged_in_part = 0;  // of these, without the rules that need the vault
};

// What was proven: up to the fault, or all.
struct Report {
  std::uint64_t size = 0;
  ledger::Hash root{};  // of what was read; where there is a fault, that is not all
  std::uint64_t streams = 0;
  std::uint64_t checkpoints = 0;
  std::optional<RulesJudged> rules;  // where that was asked for
  std::optional<Finding> fault;
  std::string remark = {};  // what the reader must know besides

  // Keeps the first fault; false, so that a check can return it.
  bool no(std::optional<std::uint64_t> position, std::string kind, std::string detail);
};

// What the caller knows from elsewhere, and what he wants beside the proof.
struct Pinned {
  std::optional<ledger::VerifierKey> key;
  std::optional<std::string> checkpoint;  // a signed note that was kept
  bool rules = false;                     // every event is judged again
};

using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// Errors of the first two: invalid: wrong usage. Any other: it could not be opened or read, which
// says nothing about what is in it.
ledger::Result<Report> verify_folder(const std::string& folder, const Pinned& pinned,
                                     const Progress& progress);

struct Remote {
  std::string url, token;
};
ledger::Result<Report> verify_url(const Remote& remote, const Pinned& pinned,
                                  const Progress& progress);

// `text` is the JSON of a receipt, signed by `key`. It must be whole and have no member besides.
Report verify_receipt(std::string_view text, const ledger::VerifierKey& key);

}  // namespace tools
