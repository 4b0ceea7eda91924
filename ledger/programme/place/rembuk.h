// One rembuk: the consultation at which the partners of a kawasan meet, recommend and commit
// themselves. `source_label` is what the source calls it where it differs from `level`; where
// sources disagree it is relabelled, and the earlier label stays on record.
//
//   (new) -scheduled-> scheduled -held-> held -minutes_signed-> minutes_signed
//   scheduled -cancelled-> cancelled
//   minutes_signed -no commitment is open any more-> followed_up
//
//   a commitment: (new) -made-> open -fulfilled-> fulfilled
//                 open -lapsed-> lapsed -fulfilled-> fulfilled        (late, and yet it is kept)
//
// No event says followed_up: it is what the commitments add up to, so one made later takes it back
// to minutes_signed. Cancelled is the only end. Labels, attendance, recommendations and commitments
// are recorded in any status before it. A commitment that is open when its day has passed is lapsed
// by the ledger's own clock. Source: domain.md 2.1 and 7.1 E.
//
// I33: partners of all seven kinds are welcome; the minutes are signed where at least one of the
// central government, one of a regional government and one community group is recorded as present.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::rembuk {

inline constexpr Rule minutes_need_three_kinds{
    "I33",
    "minutes_need_three_kinds",
    {"Berita acara memerlukan kehadiran pemerintah pusat, pemerintah daerah, dan kelompok "
     "masyarakat",
     "Minutes need the central government, a regional government and a community group present"},
    ""};

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
struct CommitmentLapsed {
  std::int64_t number = 0;
};
struct MinutesSigned {};
struct Relabelled {
  std::string level, source_label, source;
};
struct Cancelled {};

struct State {
  enum class Commitment { open, fulfilled, lapsed };

  std::string level, source_label;                 // as labelled last
  std::set<std::string> attended;                  // partners
  std::set<std::int64_t> recommendations;          // numbers
  std::map<std::int64_t, Commitment> commitments;  // by number
};

const StreamType& stream();

}  // namespace programme::rembuk
