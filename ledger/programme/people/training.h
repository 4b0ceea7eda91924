// One training ("pelatihan"): from the need that a kawasan has to the certificates.
//
//   (new) -need_identified-> need -planned-> planned
//   planned -session_attendance_recorded-> running (further sessions stay there)
//   running -completed-> completed
//   need, planned, running -cancelled-> cancelled (the end)
//
// Each participant has a way of his own:
//
//   (new), dropped -participant_enrolled-> enrolled            planned, running; up to the quota
//   enrolled -participant_dropped-> dropped                    planned, running; frees his place
//   any but dropped -competency_assessed-> passed or failed    running, completed; may be repeated
//   any but dropped -certificate_issued-> certified (blk)      completed
//   passed -bnsp_certificate_issued-> certified (bnsp)         completed
//
// The certificate of the training centre ("BLK") is for having completed the training, that of the
// national body ("BNSP") for being judged competent by a certification body ("LSP"). He holds one
// of each kind at most. A BNSP certificate answers one assessment: to renew it he is assessed anew,
// and the new one takes the old one's place. Only a BNSP certificate runs out, which the ledger's
// clock records; either kind may be revoked. A dropped participant takes no part until enrolled
// anew.
//
// Source: domain.md 3 and 7.1 N.
#pragma once

#include <cstdint>
#include <map>
#include <set>
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
struct ParticipantDropped {
  std::string person;
};
struct SessionAttendanceRecorded {
  std::string date;
  std::int64_t hours = 0;
  std::vector<std::string> persons;
};
struct Completed {};
struct Cancelled {};
struct CertificateIssued {
  std::string person, number;
};
struct CompetencyAssessed {
  std::string person, result, assessor, assessed_on;
};
struct BnspCertificateIssued {
  std::string person;
  Personal<std::string> number;
  std::string issued_on, expires_on;
};
struct CertificateRevoked {
  std::string person, kind;
};
struct CertificateExpired {
  std::string person, kind;
};

struct Participant {
  enum class Assessment { none, competent, not_yet, certified };

  bool dropped = false;
  Assessment assessment = Assessment::none;         // the latest
  std::set<std::string, std::less<>> certificates;  // the kinds that he holds
};
struct State {
  std::int64_t quota = 0;
  std::map<std::string, Participant> participants;  // by person
};

const StreamType& stream();

}  // namespace programme::training
