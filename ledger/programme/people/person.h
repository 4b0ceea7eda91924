// One person ("orang"): who somebody is, what he consented to, his work and welfare, and what
// became of him here. What tells one person from another (name, NIK, birth date, phone, address,
// day of death) and what is sensitive (disability, OAP, adat community) is sealed with the person's
// own key.
//
//   (new) -registered-> registered -identity_verified-> identity_valid (match) | identity_flagged
//   any of these -identity_mismatch_flagged-> identity_flagged
//   any of these -eligibility_lost, death_recorded-> ineligible
//   any of the four -merged-> merged -unmerged-> the status that it had
//   any of the five -erased-> erased
//
// An identity may be held against Dukcapil again at any time; a mismatch is a flag, never a
// refusal. Whoever has lost nothing is eligible: no event says so. `ineligible` stands over the
// identity as long as a loss does. A loss by employment ends when the person is declared unemployed
// or underemployed; another one ends only by its reversal. The rest is recorded in any status but
// `merged` and `erased`: what concerns a merged person is recorded on the one he was merged into.
//
// A duplicate is recorded on the stream of the person who was there first and names the new one,
// who need not be registered yet: it is suspected, then dismissed or confirmed, once. A merge
// stands on the stream that ends in the other. An erasure destroys the key of the stream, at an
// open request of the data protection (`protection`). Source: domain.md 4 (NIK), 5.3 and 7.1 F.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

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
struct ConsentWithdrawn {
  std::string purpose;
};
struct IdentityVerified {
  std::string result, source;
};
struct IdentityMismatchFlagged {
  std::string field;
};
struct EmploymentStatusDeclared {
  std::string status, as_of;
};
// The poverty line and the base of its purchasing power are those of the source and its year.
struct WelfareStatusRecorded {
  std::string source;
  std::int64_t decile = 0;
  bool extreme_poor = false;
  std::string as_of;
  std::optional<std::int64_t> line_idr, ppp_base;
};
struct AttributeRecorded {
  std::string kind;
  Personal<std::string> value;
};
struct EligibilityLost {
  std::string cause, source, as_of;
};
struct DomicileChanged {
  std::string region, edition, moved_on;
  std::optional<Personal<std::string>> address;
};
struct DeathRecorded {
  Personal<std::string> died_on;
  std::string source;
};
struct DuplicateSuspected {
  std::string other, source;
};
struct DuplicateDismissed {
  std::string other;
};
struct DuplicateConfirmed {
  std::string other;
};
struct Merged {
  std::string into;
};
struct Unmerged {};
struct ProcessingRestricted {
  std::string scope, ground;
  std::optional<std::string> request;
};
struct Erased {
  std::string request;
};

struct State {
  enum class Duplicate { suspected, dismissed, confirmed };
  struct Suspicion {
    Duplicate settled = Duplicate::suspected;
    std::string role;  // that suspected it
  };

  Personal<std::string> nik;
  std::uint64_t registered_at = 0;  // place of the registration
  std::string region;               // of domicile, as it is now
  // As declared last, by the day that the declaration speaks of; empty: never.
  std::string employment, employment_as_of;
  std::string_view identity = "registered";  // what the last verification or flag made of it
  std::set<std::string> losses;              // causes for which it is not eligible
  bool dead = false;
  std::set<std::string> consents;               // purposes
  std::map<std::string, Suspicion> duplicates;  // by the other person
  std::string merged_into;                      // empty: it is not merged
};

// The shape of a NIK: 16 digits PP KK CC DD MM YY NNNN, the day 01 to 31, 40 more for a woman, the
// month 01 to 12, the serial not 0000. The format of the field asks it, so a wrong one has a fault
// in its form. That a NIK disagrees with birth date or sex is a flag and no refusal: it is never
// changed, also where the birth date in it is wrong.
inline constexpr Rule nik_shape = {
    "I3",
    "nik_shape",
    {"NIK berbentuk 16 angka dengan tanggal, bulan dan nomor urut yang ada",
     "A NIK has 16 digits with a day, a month and a serial number that exist"},
    "PP 40/2019 art. 30 (2)"};

// Who is registered has a NIK that no other live person holds: one who is neither merged nor
// erased, the dead among them. Asked at the registration and where a merge is taken back. A person
// whose NIK is held is registered once the first holder's stream, or his own, tells that the
// suspicion of a duplicate was dismissed.
inline constexpr Rule nik_of_one_person = {
    "I4",
    "nik_of_one_person",
    {"Satu NIK yang hidup hanya untuk satu orang", "A live NIK is of one person"},
    "OpenG2P: duplicates block until an audited override"};

// Whoever suspected a duplicate does not dismiss it: another role does.
inline constexpr Rule duplicate_dismissed_by_another = {
    "I4",
    "duplicate_dismissed_by_another",
    {"Dugaan duplikat ditolak oleh peran lain daripada yang mencurigai",
     "A suspected duplicate is dismissed by another role than suspected it"},
    "OpenG2P: duplicates block until an audited override"};

const StreamType& stream();

}  // namespace programme::person
