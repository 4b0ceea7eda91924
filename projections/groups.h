// Groups of the self-employed ("kelompok TKM"), a row each: who is in them now and what they
// received.
//
// `members`, `confirmed` and `chair` are of now: who was removed is counted no more. `grants`
// counts the agreements signed with the group, terminated ones too; `received_idr` is what the bank
// credited on them, before refunds. `scheme` is the one the group was formed for; a group that rose
// to another one says so in `promoted_to`. `account_verified` falls with a change of the account.
#pragma once

#include "projections/projection.h"

namespace projections {

const Projection& groups();

}  // namespace projections
