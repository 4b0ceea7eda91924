#include "ledger/programme/aid/grant_terms.h"

#include <algorithm>

#include "ledger/programme/aid/budget.h"
#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/proposal.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/wib.h"

namespace programme::grant {
namespace {

std::string count_of(std::size_t count) { return std::to_string(count); }

// The first stream of an aggregate that gave a mark and still holds it.
template <class Other, class Holds>
std::string holder_of(const std::string& mark, std::string_view aggregate, std::string_view but,
                      const Facts& facts, const Holds& holds) {
  for (const std::string& name : facts.referring(mark, aggregate)) {
    if (name == but) continue;
    const StreamState* stream = facts.stream(name);
    const auto* other = own<Other>(stream);
    if (other && holds(*stream, *other)) return name;
  }
  return {};
}

std::string number_in(const std::string& year_number) {
  return year_number.substr(year_number.find('/') + 1);
}

}  // namespace

const juknis::State* juknis_of(const std::string& recipient, const std::string& determination,
                               const Facts& facts) {
  const auto* decree = own<determination::State>(facts.stream(determination));
  if (decree == nullptr) return nullptr;
  for (const auto& [name, listing] : decree->listed) {
    if (listing.recipient != recipient) continue;
    const auto* proposal = own<proposal::State>(facts.stream(name));
    if (proposal && !proposal->juknis.empty())
      return own<juknis::State>(facts.stream(proposal->juknis));
  }
  return own<juknis::State>(facts.stream(decree->juknis));
}

const juknis::Parameters* terms_on(const juknis::State* juknis, const std::string& day) {
  return juknis ? juknis::parameters_at(*juknis, day) : nullptr;
}

Broken has_other_members(const std::string& recipient, const std::string& determination,
                         const Event& event, const Facts& facts) {
  const auto* group = own<group::State>(facts.stream(recipient));
  if (group == nullptr) return {};
  const auto* terms = terms_on(juknis_of(recipient, determination, facts), day_of(event));
  if (terms == nullptr) return {};
  const auto count = static_cast<std::int64_t>(group->members.size());
  if (terms->members_min <= count && count <= terms->members_max) return {};
  return recipient + " has " + std::to_string(count) + " members, and the juknis wants " +
         std::to_string(terms->members_min) + " to " + std::to_string(terms->members_max);
}

Broken has_not_one_leader(const std::string& recipient, const Facts& facts) {
  const auto* group = own<group::State>(facts.stream(recipient));
  if (group == nullptr) return {};
  const auto count = std::count_if(group->members.begin(), group->members.end(),
                                   [](const auto& one) { return one.second.role == "chair"; });
  if (count == 1) return {};
  return recipient + " has " + std::to_string(count) + " chairs, and must have one";
}

Broken has_unconfirmed_members(const std::string& recipient, const Facts& facts) {
  const auto* group = own<group::State>(facts.stream(recipient));
  if (group == nullptr) return {};
  const auto waiting = std::count_if(group->members.begin(), group->members.end(),
                                     [](const auto& one) { return !one.second.confirmed; });
  if (waiting == 0) return {};
  return "of the " + count_of(group->members.size()) + " members of " + recipient + ", " +
         std::to_string(waiting) + " have not confirmed, and each must have";
}

Broken has_unverified_account(const std::string& recipient, std::uint64_t returned_at,
                              const Facts& facts) {
  const auto* group = own<group::State>(facts.stream(recipient));
  if (group == nullptr) return {};
  if (!group->account_registered) return recipient + " has no account that could be verified";
  if (!group->account_verified)
    return "the account of " + recipient + ", as it stands now, is not verified as its own";
  if (returned_at == 0 || group->account_verified_at > returned_at) return {};
  return "a transfer to " + recipient + " came back, and its account was not verified since then";
}

Broken owes_an_account(const std::string& recipient, const std::string& grant, std::uint64_t place,
                       const Facts& facts) {
  for (const std::string& name : facts.referring(recipient, "grant")) {
    if (name == grant) continue;
    const StreamState* stream = facts.stream(name);
    const auto* other = own<State>(stream);
    if (!other || other->recipient != recipient) continue;
    if (!other->agreed_at || *other->agreed_at > place) continue;
    if (refund_is_due(*other))
      return "a refund of Rp" + std::to_string(other->refund_due_idr - other->refunded_idr) +
             " is open of " + name + ", an earlier grant of " + recipient;
    if (other->report != State::Report::accepted && stream->status != "closed")
      return name + ", an earlier grant of " + recipient + ", is " + std::string(stream->status) +
             ", and its report has to be accepted first";
  }
  return {};
}

Broken is_of_another_scheme(const std::string& account, const juknis::State* juknis) {
  constexpr std::string_view money = "526312", building = "526123";
  if (juknis == nullptr || juknis->scheme.empty()) return {};
  const bool builds = juknis->scheme == "BLKK_GEDUNG",
             makes_either = juknis->scheme == "PADAT_KARYA_INFRA";
  if (account == (builds ? building : money) || (makes_either && account == building)) return {};
  std::string want(builds ? building : money);
  if (makes_either) want += " or " + std::string(building);
  return "the SPM is charged to the account " + account + ", and aid of the scheme " +
         juknis->scheme + " to " + want;
}

std::string who_gave_sp2d(const std::string& year_number, std::string_view but,
                          const Facts& facts) {
  const std::string number = number_in(year_number), mark = mark_of("sp2d", number);
  std::string by = holder_of<State>(
      mark, "grant", but, facts,
      [&](const StreamState&, const State& other) { return other.sp2ds.contains(year_number); });
  if (by.empty())
    by = holder_of<envelope::State>(mark, "envelope", but, facts,
                                    [&](const StreamState&, const envelope::State& other) {
                                      return other.sp2d == year_number;
                                    });
  if (by.empty())
    by = holder_of<budget::State>(
        mark, "budget", but, facts, [&](const StreamState&, const budget::State& other) {
          return budget::pays_by(other, number, fiscal_year_of_day(year_number));
        });
  return by;
}

std::string who_gave_spm(const std::string& year_number, std::string_view but, const Facts& facts) {
  const std::string mark = mark_of("spm", number_in(year_number));
  std::string by = holder_of<State>(
      mark, "grant", but, facts,
      [&](const StreamState&, const State& other) { return other.spms.contains(year_number); });
  if (by.empty())
    by = holder_of<envelope::State>(
        mark, "envelope", but, facts, [&](const StreamState& stream, const envelope::State& other) {
          return other.spm == year_number && (stream.status != "cancelled" || !other.sp2d.empty());
        });
  return by;
}

std::string who_gave_agreement(const std::string& year_number, std::string_view but,
                               const Facts& facts) {
  return holder_of<State>(
      mark_of("agreement", number_in(year_number)), "grant", but, facts,
      [&](const StreamState&, const State& other) { return other.agreement == year_number; });
}

std::string who_gave_ntpn(const std::string& ntpn, std::string_view but, const Facts& facts) {
  const std::string mark = mark_of("ntpn", ntpn);
  const std::string by = holder_of<State>(
      mark, "grant", but, facts,
      [&](const StreamState&, const State& other) { return other.deposits.contains(ntpn); });
  if (!by.empty()) return by;
  return holder_of<budget::State>(
      mark, "budget", but, facts,
      [&](const StreamState&, const budget::State& other) { return other.ntpns.contains(ntpn); });
}

Broken is_given(const std::string& by, std::string_view number) {
  if (by.empty()) return {};
  return by + " has the number " + std::string(number) + " already";
}

}  // namespace programme::grant
