// One opening of personal data, one export, or one look-up: who saw what of whom, and what for. It
// is recorded before anything is shown, so what was shown stands here whatever became of the
// answer.
//
//   (new) -made-> made
//
// `subjects` are the streams whose data was opened. There may be more than a record holds: beyond
// 500 the list may be cut or left empty, and `digest` then stands for the whole of it. It is the
// SHA-256 of all their names in ascending order, each followed by a line feed.
//
// Nothing of it is ever corrected. Source: domain.md 7.1 V; contract.md, Personal data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::disclosure {

struct Made {
  std::string kind, view, purpose;
  std::vector<std::string> fields, subjects;
  std::int64_t subject_count = 0;
  std::optional<std::string> digest;
};

struct State {};

const StreamType& stream();

}  // namespace programme::disclosure
