// One person ("orang"): who somebody is, what he consented to, his work and welfare. Name, NIK,
// birth date and phone are sealed with the person's own key.
//
//   (new) -registered-> registered -identity_verified-> identity_valid (match) | identity_flagged
//
// An identity may be held against Dukcapil again, from any of the three; the rest is recorded in
// any status. A mismatch is a flag, never a refusal. Source: domain.md 4 (NIK) and 7.1 F.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::person {

struct Registered {
  Personal<std::string> nik, name, birth_date;
  std::string sex, region_id_card, region_domicile, edition;
  Personal<std::string> phone;
};
struct ConsentGiven {
  std::string purpose;
};
struct IdentityVerified {
  std::string result, source;
};
struct EmploymentStatusDeclared {
  std::string status, as_of;
};
struct WelfareStatusRecorded {
  std::string source;
  std::int64_t decile = 0;
  bool extreme_poor = false;
  std::string as_of;
};

struct State {};

const StreamType& stream();

}  // namespace programme::person
