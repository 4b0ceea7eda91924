// One rembuk: the consultation at which the partners of a kawasan meet, recommend and commit
// themselves. `source_label` is what the source calls it where it differs from `level`.
//
//   (new) -scheduled-> scheduled -held-> held -minutes_signed-> minutes_signed
//
// Attendance, recommendations and commitments are recorded in any status; a commitment may be
// fulfilled long after the minutes (berita acara). Source: domain.md 2.1 and 7.1 E.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::rembuk {

struct Scheduled {
  std::string level, source_label, region, edition, date, kawasan;
};
struct Held {};
struct AttendanceRecorded {
  std::string partner;
  std::int64_t persons = 0;
};
struct RecommendationAdopted {
  std::int64_t number = 0;
  std::string text;
  std::vector<std::string> leaps;
};
struct CommitmentMade {
  std::int64_t number = 0;
  std::string partner, what, due_on;
};
struct CommitmentFulfilled {
  std::int64_t number = 0;
};
struct MinutesSigned {};

struct State {
  std::set<std::string> attended;            // partners
  std::set<std::int64_t> recommendations;    // numbers
  std::map<std::int64_t, bool> commitments;  // number -> fulfilled
};

const StreamType& stream();

}  // namespace programme::rembuk
