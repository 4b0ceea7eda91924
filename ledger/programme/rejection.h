// Why a recording was refused, with what a person or a program needs to put it right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/programme/declaration.h"

namespace programme {

// In the order in which the checks run; the first that fails answers (contract.md, Recording).
enum class Refused {
  malformed_json,
  unknown_type,
  schema_violation,
  forbidden,
  id_reused,
  version_conflict,
  rule_violated,
  too_large,
  read_only,
};

struct Rejection {
  Refused kind;
  std::string detail;  // one sentence; no internals, nothing personal
  std::vector<Fault> faults = {};
  std::string rule = {};  // of rule_violated
  std::string name = {};
  std::optional<std::uint64_t> current_version = {};  // of version_conflict
  bool unknown = false;  // of read_only: the events may be on disk all the same
};

}  // namespace programme
