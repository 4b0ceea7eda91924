// One case of data protection ("pelindungan data pribadi"): what a person asks of the data about
// him, a breach, or a hold that keeps data from being erased.
//
//   (new) -subject_request_received-> received -subject_request_fulfilled-> fulfilled
//                                     received -subject_request_refused-> refused
//   (new) -breach_detected-> breach       (breach_notified: there, once for each addressee)
//   (new) -retention_hold_placed-> hold -retention_hold_released-> released
//
// Of a request the state keeps who received it and who fulfilled it, since an erasure takes two.
// A key is not destroyed here but by person.erased. Source: domain.md 5.3 and 7.1 U.
//
// I35: it is not destroyed while a hold runs on the person, on a group of his, or on a grant of
// either, nor while an audit that is open has findings on such a grant. A hold runs until it is
// released, and where it has a last day, until the end of that day (WIB).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::protection {

inline constexpr Rule erasure_waits_for_holds{
    "I35",
    "erasure_waits_for_holds",
    {"Data pribadi tidak dimusnahkan selama penahanan retensi atau pemeriksaan berjalan",
     "Personal data is not destroyed while a retention hold or an audit runs"},
    "UU 27/2022"};
// Whether I35 keeps the data of `person` from being destroyed by `event`.
Broken is_held(const std::string& person, const Event& event, const Facts& facts);

struct SubjectRequestReceived {
  std::string kind, person, channel;
};
struct SubjectRequestFulfilled {};
struct SubjectRequestRefused {
  std::string ground;
};
struct BreachDetected {
  std::string scope;
  std::int64_t subject_count = 0;
  std::vector<std::string> systems;
};
struct BreachNotified {
  std::string to;
};
struct RetentionHoldPlaced {
  std::string about, ground;
  std::optional<std::string> until;
};
struct RetentionHoldReleased {};

struct State {
  // Of a request; fulfilled_by is empty until it is fulfilled.
  std::string kind, person, received_by, fulfilled_by;
  std::set<std::string> notified;  // addressees of the notices of a breach
  // Of a hold: the stream that it is on, and its last day where it has one.
  std::string about;
  std::optional<std::string> until;
};

const StreamType& stream();

}  // namespace programme::protection
