#include "ledger/programme/aid/determination.h"

#include <set>

#include "ledger/programme/aid/budget.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/wib.h"

namespace programme::determination {
namespace {

using Builder = StreamBuilder<State>;
using proposal::Part;

constexpr std::string_view number_mark = "determination_number";

constexpr Title proposal_title = {"Usulan", "Proposal"},
                recipient_title = {"Penerima", "Recipient"}, amount = {"Jumlah bantuan", "Amount"};

Field proposal_field() { return indexed(reference({"proposal"})); }
Field recipient_field() { return indexed(linked(reference({"group", "person", "institution"}))); }

Verdict is_not_listed(const State& state, const std::string& proposal) {
  if (!state.listed.contains(proposal)) return {};
  return refuse_state("proposal_listed", "this determination lists " + proposal + " already");
}

Verdict is_listed(const State& state, const std::string& proposal) {
  if (state.listed.contains(proposal)) return {};
  return refuse_state("proposal_not_listed", "this determination does not list " + proposal);
}

void remember_change(State& state) {
  if (state.is_ratified) state.is_amended = true;
}

// A correction that leaves the juknis as it was stays under it.
Broken is_under_a_juknis_in_force(const State&, const Drafted& e, const Event& event,
                                  const Facts& facts) {
  const auto* now = event.corrects ? own<State>(facts.stream(event.subject)) : nullptr;
  return juknis::begins_outside_term(e.juknis, event, now && now->juknis == e.juknis, facts);
}

// A proposal stays under its juknis, whatever the determination names.
std::string juknis_of(const std::string& proposal, const Facts& facts) {
  const auto* state = own<proposal::State>(facts.stream(proposal));
  return state ? state->juknis : "";
}

std::string scheme_of(const State& state, const Facts& facts) {
  const auto* juknis = own<juknis::State>(facts.stream(state.juknis));
  return juknis ? juknis->scheme : "";
}

// Recipients by which a recipient's people have aid: itself, its members, and their groups.
std::set<std::string> recipients_of_people(const std::string& recipient, const Facts& facts) {
  std::set<std::string> people, out = {recipient};
  if (aggregate_of(recipient) == "person") people.insert(recipient);
  if (const auto* group = own<group::State>(facts.stream(recipient)))
    for (const auto& [person, member] : group->members) people.insert(person);
  for (const std::string& person : people)
    for (const std::string& name : facts.referring(person, "group")) {
      const auto* group = own<group::State>(facts.stream(name));
      if (group && group->members.contains(person)) out.insert(name);
    }
  out.merge(people);
  return out;
}

bool is_closed(const std::string& recipient, const std::string& determination, const Facts& facts) {
  bool closed = false;
  for (const std::string& name : facts.referring(recipient, "grant")) {
    const StreamState* stream = facts.stream(name);
    const auto* grant = own<grant::State>(stream);
    if (!grant || grant->recipient != recipient || grant->determination != determination) continue;
    if (stream->status != "closed") return false;
    closed = true;
  }
  return closed;
}

// A place that is to be given to a recipient, and who leaves it; empty: nobody.
struct Place {
  std::string proposal, recipient, leaves;
};

Place place_of(const RecipientListed& e) { return {e.proposal, e.recipient, ""}; }
Place place_of(const RecipientSubstituted& e) {
  return {e.new_proposal, e.new_recipient, e.old_proposal};
}

// A recipient of these who has a running aid by a determination, apart from these proposals; empty:
// none has.
std::string who_is_listed(const std::string& determination, const State& state,
                          const std::set<std::string>& recipients,
                          const std::set<std::string>& apart, const Facts& facts) {
  if (state.is_revoked) return {};
  for (const auto& [proposal, listing] : state.listed)
    if (!apart.contains(proposal) && recipients.contains(listing.recipient) &&
        !is_closed(listing.recipient, determination, facts))
      return listing.recipient;
  return {};
}

template <class E>
Broken has_another_aid(const State& state, const E& e, const Event& event, const Facts& facts) {
  const Place place = place_of(e);
  const auto* proposal = own<proposal::State>(facts.stream(place.proposal));
  if (proposal && proposal->duplicate_allowed) return {};
  const auto recipients = recipients_of_people(place.recipient, facts);
  const auto broken = [&](const std::string& by, const std::string& listed) -> Broken {
    if (listed.empty()) return {};
    return by + " lists " + listed + ", so that a person of " + place.recipient +
           " has a running aid of this scheme and year, and may have no more than one";
  };
  if (Broken here = broken(event.subject, who_is_listed(event.subject, state, recipients,
                                                        {place.proposal, place.leaves}, facts)))
    return here;
  const std::string scheme = scheme_of(state, facts);
  for (const std::string& recipient : recipients)
    for (const std::string& name : facts.referring(recipient, "determination")) {
      const auto* other = name == event.subject ? nullptr : own<State>(facts.stream(name));
      if (!other || other->year != state.year || scheme_of(*other, facts) != scheme) continue;
      if (Broken there = broken(name, who_is_listed(name, *other, recipients, {}, facts)))
        return there;
    }
  return {};
}

template <class E>
Broken is_not_verified(const State&, const E& e, const Event&, const Facts& facts) {
  const Place place = place_of(e);
  return proposal::not_verified_for(place.proposal, place.recipient, facts);
}

template <class E>
Broken is_outside_juknis(const State&, const E& e, const Event& event, const Facts& facts) {
  return juknis::amount_outside(juknis_of(place_of(e).proposal, facts), e.amount_idr, event, facts);
}

template <class E>
Broken is_large_at_once(const State&, const E& e, const Event& event, const Facts& facts) {
  return juknis::large_at_once(juknis_of(place_of(e).proposal, facts), e.amount_idr, event, facts);
}

void draft(Builder& s) {
  s.event<Drafted>("drafted", {"Rancangan SK disusun", "Determination drafted"})
      .by({role::programme_officer})
      .opens("drafted")
      .field("juknis", &Drafted::juknis, indexed(reference({"juknis"})),
             {"Petunjuk teknis", "Technical guide"})
      .field("year", &Drafted::year, integer(2000, 2100), {"Tahun anggaran", "Fiscal year"})
      .rule(juknis::in_force, is_under_a_juknis_in_force)
      .applies([](State& state, const Drafted& e, const Event&) {
        state.juknis = e.juknis;
        state.year = e.year;
      });
  s.event<RecipientListed>("recipient_listed", {"Penerima dicantumkan", "Recipient listed"})
      .by({role::programme_officer})
      .step({"drafted"})
      .field("proposal", &RecipientListed::proposal, linked(proposal_field()), proposal_title)
      .field("recipient", &RecipientListed::recipient, recipient_field(), recipient_title)
      .field("amount_idr", &RecipientListed::amount_idr, money(), amount)
      .rule(one_aid_a_person, has_another_aid<RecipientListed>)
      .rule(proposal::determination_needs_verification, is_not_verified<RecipientListed>)
      .rule(juknis::amount_within, is_outside_juknis<RecipientListed>)
      .rule(juknis::large_works_in_two_tranches, is_large_at_once<RecipientListed>)
      .decides([](const State& state, const RecipientListed& e, const Event&) {
        return is_not_listed(state, e.proposal);
      })
      .applies([](State& state, const RecipientListed& e, const Event&) {
        state.listed[e.proposal] = {e.recipient, e.amount_idr};
      });
}

Broken is_not_verified_throughout(const State& state, const Signed&, const Event&,
                                  const Facts& facts) {
  for (const auto& [proposal, listing] : state.listed)
    if (Broken broken = proposal::not_verified_for(proposal, listing.recipient, facts))
      return broken;
  return {};
}

// Of this determination and of each proposal that it lists.
template <Part part, class E>
Broken acts_in_two_parts(const State& state, const E&, const Event& event, const Facts& facts) {
  if (Broken broken = proposal::acts_in_two_parts(state.parts, event.actor, part)) return broken;
  for (const auto& [name, listing] : state.listed)
    if (const auto* proposal = own<proposal::State>(facts.stream(name)))
      if (Broken broken = proposal::acts_in_two_parts(proposal->parts, event.actor, part))
        return broken;
  return {};
}

std::int64_t committed_to(const std::string& determination, const Facts& facts) {
  std::int64_t sum = 0;
  for (const std::string& name : facts.referring(determination, "budget"))
    if (const auto* budget = own<budget::State>(facts.stream(name)))
      sum += budget::committed_idr(*budget, determination);
  return sum;
}

// Stops where more is listed than is committed: what is recorded may come to any sum.
Broken lists_more_than(std::int64_t committed_idr, const State& state) {
  std::int64_t listed_idr = 0;
  for (const auto& [proposal, listing] : state.listed)
    if ((listed_idr += listing.amount_idr) > committed_idr)
      return "more than " + std::to_string(committed_idr) +
             " rupiah are listed, and no more are committed to this determination";
  return {};
}

Broken lists_more_than_committed(const State& state, const Signed&, const Event& event,
                                 const Facts& facts) {
  return lists_more_than(committed_to(event.subject, facts), state);
}

Broken number_is_taken(const State&, const Signed& e, const Event& event, const Facts& facts) {
  for (const std::string& name : facts.referring(mark_of(number_mark, e.number), "determination")) {
    const auto* other = name == event.subject ? nullptr : own<State>(facts.stream(name));
    if (other && other->number == e.number && other->signed_year == fiscal_year_of(event))
      return name + " has the number " + e.number + " in this year already";
  }
  return {};
}

Broken is_not_signed(const State& state, const Ratified&, const Event&) {
  if (state.year == 0 || state.is_signed) return {};
  return "the PPK has not signed this determination, and signs it before the KPA ratifies it";
}

void decree(Builder& s) {
  s.event<Signed>("signed", {"SK ditandatangani PPK", "Determination signed by the PPK"})
      .by({role::ppk})
      .needs_basis()
      .step({"drafted"}, "signed")
      .field("number", &Signed::number, indexed(marked(number_mark, text(format::document_number))),
             {"Nomor SK", "Number of the determination"})
      .rule(proposal::determination_needs_verification, is_not_verified_throughout)
      .rule(proposal::duties_separated, acts_in_two_parts<Part::ppk, Signed>)
      .rule(determination_within_commitment, lists_more_than_committed)
      .rule(determination_number_unique, number_is_taken)
      .applies([](State& state, const Signed& e, const Event& event) {
        state.is_signed = true;
        state.number = e.number;
        state.signed_year = fiscal_year_of(event);
        state.parts.emplace(event.actor, Part::ppk);
      });
  s.event<Ratified>("ratified", {"SK disahkan KPA", "Determination ratified by the KPA"})
      .by({role::kpa})
      .needs_basis()
      .step({"signed"}, "ratified")
      .rule(proposal::duties_separated, acts_in_two_parts<Part::kpa, Ratified>)
      .rule(ratification_needs_signature, is_not_signed)
      .applies([](State& state, const Ratified&, const Event& event) {
        state.is_ratified = true;
        state.parts.emplace(event.actor, Part::kpa);
      });
  s.event<Revoked>("revoked", {"SK dicabut", "Determination revoked"})
      .by({role::kpa})
      .needs_basis()
      .needs_reason()
      .step({"signed", "ratified", "amended"}, "revoked")
      .applies([](State& state, const Revoked&, const Event&) { state.is_revoked = true; });
}

Verdict may_substitute(const State& state, const RecipientSubstituted& e, const Event&) {
  if (Verdict refused = is_listed(state, e.old_proposal)) return refused;
  return is_not_listed(state, e.new_proposal);
}

// The PPK who substitutes, and those who had a part before, in the case that comes in.
Broken acts_in_two_parts_of_new(const State& state, const RecipientSubstituted& e,
                                const Event& event, const Facts& facts) {
  if (Broken broken = proposal::acts_in_two_parts(state.parts, event.actor, Part::ppk))
    return broken;
  const auto* proposal = own<proposal::State>(facts.stream(e.new_proposal));
  if (proposal == nullptr) return {};
  for (const auto& [actor, part] : state.parts)
    if (Broken broken = proposal::acts_in_two_parts(proposal->parts, actor, part)) return broken;
  return proposal::acts_in_two_parts(proposal->parts, event.actor, Part::ppk);
}

Broken year_is_over(const State& state, const RecipientSubstituted&, const Event& event,
                    const Facts& facts) {
  if (state.year == 0) return {};
  const std::string of_year = "the fiscal year " + std::to_string(state.year);
  if (fiscal_year_of(event) > state.year)
    return of_year + " is over, and this is dated " + day_of(event);
  for (const std::string& name : facts.referring(event.subject, "budget")) {
    const StreamState* stream = facts.stream(name);
    const auto* budget = own<budget::State>(stream);
    if (budget && stream->status == "closed" && budget::committed_idr(*budget, event.subject) > 0)
      return of_year + " of " + name + ", which pays this determination, is closed";
  }
  return {};
}

// The sum may be above what is committed since then; it may not grow.
Broken grows_beyond_commitment(const State& state, const RecipientSubstituted& e,
                               const Event& event, const Facts& facts) {
  const auto old = state.listed.find(e.old_proposal);
  if (old == state.listed.end() || e.amount_idr <= old->second.amount_idr) return {};
  State then = state;
  then.listed[e.old_proposal].amount_idr = e.amount_idr;
  return lists_more_than(committed_to(event.subject, facts), then);
}

void amend(Builder& s) {
  using Substituted = RecipientSubstituted;
  s.event<Substituted>("recipient_substituted", {"Penerima diganti", "Recipient substituted"})
      .by({role::ppk})
      .needs_basis()
      .needs_reason()
      .step({"signed", "ratified", "amended"})
      .field("old_proposal", &Substituted::old_proposal, proposal_field(),
             {"Usulan yang diganti", "Proposal that gives way"})
      .field("new_proposal", &Substituted::new_proposal, linked(proposal_field()),
             {"Usulan pengganti", "Proposal in its place"})
      .field("new_recipient", &Substituted::new_recipient, recipient_field(),
             {"Penerima pengganti", "Recipient in its place"})
      .field("amount_idr", &Substituted::amount_idr, money(), amount)
      .rule(one_aid_a_person, has_another_aid<Substituted>)
      .rule(proposal::duties_separated, acts_in_two_parts_of_new)
      .rule(substitution_in_open_year, year_is_over)
      .rule(substitute_is_verified, is_not_verified<Substituted>)
      .rule(determination_within_commitment, grows_beyond_commitment)
      .rule(juknis::amount_within, is_outside_juknis<Substituted>)
      .rule(juknis::large_works_in_two_tranches, is_large_at_once<Substituted>)
      .decides(may_substitute)
      .applies([](State& state, const Substituted& e, const Event& event) {
        state.listed.erase(e.old_proposal);
        state.listed[e.new_proposal] = {e.new_recipient, e.amount_idr};
        state.parts.emplace(event.actor, Part::ppk);
        remember_change(state);
      });
  s.event<RecipientStruck>("recipient_struck", {"Penerima dicoret", "Recipient struck"})
      .by({role::ppk})
      .needs_reason()
      .field("proposal", &RecipientStruck::proposal, proposal_field(), proposal_title)
      .decides([](const State& state, const RecipientStruck& e, const Event&) {
        return is_listed(state, e.proposal);
      })
      .applies([](State& state, const RecipientStruck& e, const Event&) {
        state.listed.erase(e.proposal);
        remember_change(state);
      });
}

// A change leads to `amended` or nowhere, as the state says: its event alone does not know.
std::string_view moved_to(const StreamState& state, const State& own, const Facts&) {
  return state.status == "ratified" && own.is_amended ? "amended" : state.status;
}

}  // namespace

bool determines(const State& state, const std::string& proposal) {
  return state.is_signed && !state.is_revoked && state.listed.contains(proposal);
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("determination", {"Surat keputusan", "Determination"}, {"revoked"});
    draft(s);
    decree(s);
    amend(s);
    s.moved_by_others(moved_to);
    return s.build();
  }();
  return type;
}

}  // namespace programme::determination
