// What a grant stands under, as the other streams tell: the juknis, the determination, how the
// recipient stands, and who else has given a number. For the rules of grants and of the envelopes
// that pay them. What is not in the ledger breaks no rule.
#pragma once

#include <string>

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/juknis.h"

namespace programme::grant {

// The juknis of the proposal by which a recipient came to be listed; where the determination lists
// him no more, its own. Null: not known. Valid as long as the facts.
const juknis::State* juknis_of(const std::string& recipient, const std::string& determination,
                               const Facts& facts);
// What a juknis sets on a day; null: it is none, or sets nothing yet.
const juknis::Parameters* terms_on(const juknis::State* juknis, const std::string& day);

// members_within_juknis and one_leader. A person or an institution has no members.
Broken has_other_members(const std::string& recipient, const std::string& determination,
                         const Event& event, const Facts& facts);
Broken has_not_one_leader(const std::string& recipient, const Facts& facts);
// members_confirmed.
Broken has_unconfirmed_members(const std::string& recipient, const Facts& facts);
// payment_needs_verified_account, of an account to which a transfer came back last at this place.
Broken has_unverified_account(const std::string& recipient, std::uint64_t returned_at,
                              const Facts& facts);
// earlier_grants_accounted, of a grant that is agreed at this place.
Broken owes_an_account(const std::string& recipient, const std::string& grant, std::uint64_t place,
                       const Facts& facts);
// account_of_scheme.
Broken is_of_another_scheme(const std::string& account, const juknis::State* juknis);

// Who but this stream has given the number of an SP2D, SPM or agreement in its year; it is written
// as numbered() does. Empty: nobody.
std::string who_gave_sp2d(const std::string& year_number, std::string_view but, const Facts& facts);
std::string who_gave_spm(const std::string& year_number, std::string_view but, const Facts& facts);
std::string who_gave_agreement(const std::string& year_number, std::string_view but,
                               const Facts& facts);
// A grant but this one, or a budget, that has a deposit under this NTPN.
std::string who_gave_ntpn(const std::string& ntpn, std::string_view but, const Facts& facts);

// Breaks a rule where somebody has given the number.
Broken is_given(const std::string& by, std::string_view number);

}  // namespace programme::grant
