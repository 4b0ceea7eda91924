// A budget ("DIPA"): the year's money of one office, its ceiling ("pagu") for each line ("MAK"),
// and what has been set aside of it.
//
//   (new) -issued-> issued
//   commitment_reserved: beside the steps, once for a line and a determination
//
// Source: domain.md 7.1.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::budget {

struct Line {
  std::string line;
  std::int64_t ceiling_idr = 0;

  static void describe(Fields<Line>& fields);
};

struct Issued {
  std::string number;
  std::int64_t year = 0;
  std::vector<Line> lines;
};
struct CommitmentReserved {
  std::string line, determination;
  std::int64_t amount_idr = 0;
};

struct State {
  std::set<std::string> lines;
  std::set<std::pair<std::string, std::string>> commitments;  // line, determination
};

const StreamType& stream();

}  // namespace programme::budget
