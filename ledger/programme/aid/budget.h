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
// the grants. What is available of a line is its ceiling less what is committed of it. The numbers
// of payments and deposits are held against those of grants and envelopes too: I18 in
// grant_rules.h. Source: domain.md 7.1 J.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
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
    std::int64_t year = 0;        // in which the SP2D was issued
  };

  std::string number;
  std::int64_t year = 0;
  std::int64_t revision = 0;                     // the last; 0: none yet
  std::map<std::string, std::int64_t> ceilings;  // by line
  // What is reserved, by line and determination.
  std::map<std::pair<std::string, std::string>, std::int64_t> commitments;
  std::map<std::string, Realisation> realisations;  // by number of the SP2D
  std::set<std::string> ntpns;                      // of what came back
};

// A commitment takes no more than is available of its line, and a revision leaves no line less than
// is committed of it.
inline constexpr Rule commitment_within_ceiling = {
    "I14",
    "commitment_within_ceiling",
    {"Komitmen tidak melebihi sisa pagu MAK", "What is committed of a line is within its ceiling"},
    ""};

// The number of a budget, which has its year in it, is given once.
inline constexpr Rule budget_number_unique = {
    "I18",
    "budget_number_unique",
    {"Nomor DIPA hanya dipakai sekali", "The number of a budget is given once"},
    ""};

// What is committed to a determination, on all lines.
std::int64_t committed_idr(const State& state, std::string_view determination);

// Whether a payment outside grants was made by the SP2D of this number and year.
bool pays_by(const State& state, const std::string& sp2d, std::int64_t year);

const StreamType& stream();

}  // namespace programme::budget
