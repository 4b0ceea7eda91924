// A budget ("DIPA"): the year's money of one office, its ceiling ("pagu") for each line ("MAK"),
// what has been set aside of it, and what was paid of it outside grants.
//
//   (new) -issued-> issued
//   issued, open -commitment_reserved-> open
//   issued, open -realisation_recorded-> open
//   issued, open -fiscal_year_closed-> closed
//
// A budget is open from its first commitment or payment on. A commitment is reserved once for a
// line and a determination; what is released of it may be reserved anew once nothing is left.
// Beside the steps, until the end: revisions, each with the new ceilings of the lines that it
// changes, and what came back to a line in its year ("SSPB"). Payments to grants are recorded with
// the grants. Source: domain.md 7.1 J.
#pragma once

#include <cstdint>
#include <map>
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
struct Revised {
  std::int64_t revision = 0;
  std::vector<Line> lines;
};
struct CommitmentReserved {
  std::string line, determination;
  std::int64_t amount_idr = 0;
};
struct CommitmentReleased {
  std::string line, determination;
  std::int64_t amount_idr = 0;
};
struct RealisationRecorded {
  std::string line, number;
  std::int64_t amount_idr = 0;
  std::string issued_on, purpose;
};
struct RealisationReversed {
  std::string number;
  std::int64_t amount_idr = 0;
  std::string form, billing, ntpn, deposited_on;
};
struct FiscalYearClosed {};

struct State {
  struct Realisation {
    std::string line;
    std::int64_t amount_idr = 0;  // less what came back
  };

  std::int64_t year = 0;
  std::int64_t revision = 0;                     // the last; 0: none yet
  std::map<std::string, std::int64_t> ceilings;  // by line
  // What is reserved, by line and determination.
  std::map<std::pair<std::string, std::string>, std::int64_t> commitments;
  std::map<std::string, Realisation> realisations;  // by number of the SP2D
};

const StreamType& stream();

}  // namespace programme::budget
