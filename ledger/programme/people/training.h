// One training ("pelatihan"): from the need that a kawasan has to the certificates.
//
//   (new) -need_identified-> need -planned-> planned
//   planned -session_attendance_recorded-> running (further sessions stay there)
//   running -completed-> completed
//
// Participants enrol from planned on, up to the quota; a session names enrolled persons only; each
// of them gets one certificate, once the training is completed. Source: domain.md 3 and 7.1 N.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::training {

struct NeedIdentified {
  std::string kawasan, gap;
};
struct Planned {
  std::string title;
  std::int64_t hours = 0, quota = 0;
  std::string venue, from, to;
};
struct ParticipantEnrolled {
  std::string person;
};
struct SessionAttendanceRecorded {
  std::string date;
  std::int64_t hours = 0;
  std::vector<std::string> persons;
};
struct Completed {};
struct CertificateIssued {
  std::string person, number;
};

struct State {
  std::int64_t quota = 0;
  std::map<std::string, bool> participants;  // person -> holds the certificate
};

const StreamType& stream();

}  // namespace programme::training
