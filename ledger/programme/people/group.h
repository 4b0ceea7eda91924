// One group of the self-employed ("kelompok TKM"): its members, its business and its account. The
// account's number and holder are sealed with the group's key.
//
//   (new) -formed-> formed -attested-> attested
//
// Members, business and account are recorded in both statuses. Each member is added once and says
// yes himself; the account is registered once and verified as often as the bank is asked.
// Source: domain.md 7.1 G.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::group {

struct Formed {
  std::string name, scheme, region, edition;
  std::optional<std::string> kawasan;
};
struct MemberAdded {
  std::string person, role;
};
struct MemberConfirmed {
  std::string person, channel;
};
struct BusinessProfileRecorded {
  std::string kbli, product;
  std::int64_t revenue_month_idr = 0;
};
// By letter of the village head (lurah, kepala desa) or of the manpower office (dinas).
struct Attested {
  std::string by, letter;
};
struct BankAccountRegistered {
  std::string bank;
  Personal<std::string> account, holder;
};
struct BankAccountVerified {
  bool holder_matches = false;
};

struct State {
  std::set<std::string> members;  // persons
  bool account_registered = false;
};

const StreamType& stream();

}  // namespace programme::group
