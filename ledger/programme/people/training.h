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
  std::int64_t hours = 0, quota = 0;
  std::map<std::string, Participant> participants;     // by person
  std::map<std::string, std::int64_t> hours_attended;  // by person, also before he was dropped
  std::set<std::string> numbers;                       // of the certificates issued
  std::set<std::string, std::less<>> bnsp_numbers;     // their seals
};

// The number of a training centre's certificate, which has its year in it, is given once, whatever
// became of the certificate.
inline constexpr Rule certificate_number_unique = {
    "I18",
    "certificate_number_unique",
    {"Nomor sertifikat pelatihan hanya dipakai sekali",
     "The number of a training certificate is given once"},
    ""};

// That of a BNSP certificate too, also to the same person. The number is personal, so the vault
// alone can tell.
inline constexpr Rule bnsp_number_unique = {"I18",
                                            "bnsp_number_unique",
                                            {"Nomor sertifikat BNSP hanya dipakai sekali",
                                             "The number of a BNSP certificate is given once"},
                                            ""};

// A training certificate is for who attended the hours of the plan. A person counts once in a
// session, and what he attended before he was dropped counts when he is enrolled anew.
inline constexpr Rule certificate_needs_hours = {
    "I28",
    "certificate_needs_hours",
    {"Sertifikat pelatihan memerlukan kehadiran sejumlah jam pelajaran yang direncanakan",
     "A training certificate needs the planned hours attended"},
    "BPK on Prakerja 2023"};

// A BNSP certificate is for who was found competent in his latest assessment.
inline constexpr Rule participant_not_competent = {
    "I28",
    "participant_not_competent",
    {"Sertifikat BNSP hanya untuk peserta yang dinyatakan kompeten",
     "A BNSP certificate is for who was found competent"},
    "BNSP: certificates on the training centres' examinations"};

// It is valid for three years: until the same day of the third year after.
inline constexpr Rule bnsp_valid_three_years = {
    "I28",
    "bnsp_valid_three_years",
    {"Sertifikat BNSP berlaku tiga tahun", "A BNSP certificate is valid for three years"},
    "BNSP: certificates on the training centres' examinations"};

const StreamType& stream();

}  // namespace programme::training
