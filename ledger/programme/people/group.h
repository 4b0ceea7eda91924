// One group of the self-employed ("kelompok TKM"): its members, its business and its account. The
// account's number and holder are sealed with the group's key.
//
//   (new) -formed-> formed -attested-> attested
//   attested -business_profile_recorded, found_on_site-> active
//   attested, active -promoted-> graduated                  (to the follow-up scheme, "Lanjutan")
//   any of these -not_found-> dormant -found_on_site-> the status that it had, or active
//   any of the five -dissolved-> dissolved, -marked_fictitious-> fictitious
//
// Members, business and account are recorded in every status but the last two. Each member is added
// once and says yes himself; who was removed may be added again, and has to say yes again. The
// chair is handed over to another member, who gives his office for it.
//
// The account is registered once, from `formed` on, and changed as often as need be; a change, or
// an answer of the bank that the holder is another, ends its verification. Source: domain.md 7.1 G.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::group {

struct Formed {
  std::string name, scheme, region, edition;
  std::optional<std::string> kawasan, id_tkm;
};
// By letter of the village head (lurah, kepala desa) or of the manpower office (dinas).
struct Attested {
  std::string by, letter;
};
struct Renamed {
  std::string name;
};
struct MemberAdded {
  std::string person, role;
};
struct MemberConfirmed {
  std::string person, channel;
};
struct MemberRemoved {
  std::string person;
};
struct LeaderReplaced {
  std::string old_chair, new_chair;
};
struct BusinessProfileRecorded {
  std::string kbli, product;
  std::int64_t revenue_month_idr = 0;
  std::optional<std::string> sector;
};
struct NibRecorded {
  std::string nib;
};
struct BankAccountRegistered {
  std::string bank;
  Personal<std::string> account, holder;
};
struct BankAccountVerified {
  bool holder_matches = false;
};
struct BankAccountChanged {
  std::string bank;
  Personal<std::string> account, holder;
};
struct FoundOnSite {
  std::string visited_on;
  std::optional<std::int64_t> members_present;
  std::optional<std::string> photo;
  std::optional<Personal<std::string>> finding;
};
struct NotFound {
  std::string visited_on;
  std::optional<std::string> photo;
  std::optional<Personal<std::string>> finding;
};
struct Promoted {
  std::string to_scheme;
};
struct MarkedFictitious {};
struct Dissolved {};

struct Member {
  std::string role;
  bool confirmed = false;
};

struct State {
  std::string scheme;                     // of its aid: as formed, then as promoted
  std::map<std::string, Member> members;  // by person
  Personal<std::string> account;          // as it stands now
  bool account_registered = false;
  bool account_verified = false;          // as it stands now
  std::uint64_t account_verified_at = 0;  // place of the last verification; 0: none yet
  std::uint64_t account_changed_at = 0;   // place of the last change; 0: none yet
  bool attested = false, active = false, graduated = false;
  bool has_business = false;  // on record, or seen on site
  bool missing = false;       // where it was looked for last
};

// A person is a member of one group of a scheme at most: groups that are dissolved or fictitious
// apart, and a promoted one as of the scheme that it went to.
inline constexpr Rule one_group_of_a_scheme = {
    "I5",
    "one_group_of_a_scheme",
    {"Seorang menjadi anggota paling banyak satu kelompok dari satu skema",
     "A person is a member of at most one group of a scheme"},
    "BPK on aid spending 2019-2022; Sumenep 2022"};

// Nor does who has a share in an aid of a scheme that is not closed, in his own name or as a member
// of a group (the last members of one that has ended), join a group for another of that scheme in
// the same year: that of the group's own aid where it has one, else that of the event.
inline constexpr Rule one_open_aid_of_a_scheme = {
    "I5",
    "one_open_aid_of_a_scheme",
    {"Seorang mendapat bagian dari paling banyak satu bantuan berjalan dari skema dan tahun yang "
     "sama",
     "A person shares in at most one open aid of the same scheme and year"},
    "BPK on aid spending 2019-2022; Sumenep 2022"};

// A member seeks work: he is unemployed or underemployed, not a civil servant (ASN), not dead and
// not on a blacklist, as far as that is recorded of him.
inline constexpr Rule member_seeks_work = {
    "I7",
    "member_seeks_work",
    {"Anggota adalah penganggur atau setengah penganggur, bukan ASN, tidak meninggal dan tidak "
     "masuk daftar hitam",
     "A member is unemployed or underemployed, no civil servant, alive and not blacklisted"},
    "TKM Pemula 2022; BPK on Prakerja 2023"};

// The account of a group is at no other group that is neither dissolved nor fictitious. After that
// the same account is a flag.
inline constexpr Rule account_of_one_recipient = {
    "I19",
    "account_of_one_recipient",
    {"Satu rekening hanya untuk satu penerima yang masih ada",
     "An account is of one live recipient"},
    "Banyumas 2020; OpenG2P: audited changes of accounts"};

// A group is promoted to the follow-up scheme ("Lanjutan") while its business runs and when it has
// hired a worker in its mentoring. A business runs that is on record or was found on site; where it
// was looked for last it was found, its mentoring did not end as failed, and the last visit that
// tells of it did not see it at rest.
inline constexpr Rule promotion_needs_business_and_worker = {
    "I26",
    "promotion_needs_business_and_worker",
    {"Naik ke Lanjutan memerlukan usaha yang berjalan dan sedikitnya satu tenaga kerja baru",
     "A promotion to Lanjutan needs a running business and a worker hired"},
    "TKM Lanjutan 2025"};

const StreamType& stream();

}  // namespace programme::group
