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
  std::map<std::string, Member> members;  // by person
  bool account_registered = false;
  bool account_verified = false;          // as it stands now
  std::uint64_t account_verified_at = 0;  // place of the last verification; 0: none yet
  std::uint64_t account_changed_at = 0;   // place of the last change; 0: none yet
  bool attested = false, active = false, graduated = false;
  bool missing = false;  // where it was looked for last
};

const StreamType& stream();

}  // namespace programme::group
