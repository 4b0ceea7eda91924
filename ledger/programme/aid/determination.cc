#include "ledger/programme/aid/determination.h"

namespace programme::determination {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title proposal_title = {"Usulan", "Proposal"},
                recipient_title = {"Penerima", "Recipient"}, amount = {"Jumlah bantuan", "Amount"};

Field proposal() { return indexed(reference({"proposal"})); }
Field recipient() { return indexed(reference({"group", "person", "institution"})); }

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

void draft(Builder& s) {
  s.event<Drafted>("drafted", {"Rancangan SK disusun", "Determination drafted"})
      .by({role::programme_officer})
      .opens("drafted")
      .field("juknis", &Drafted::juknis, indexed(reference({"juknis"})),
             {"Petunjuk teknis", "Technical guide"})
      .field("year", &Drafted::year, integer(2000, 2100), {"Tahun anggaran", "Fiscal year"})
      .applies([](State& state, const Drafted& e, const Event&) {
        state.juknis = e.juknis;
        state.year = e.year;
      });
  s.event<RecipientListed>("recipient_listed", {"Penerima dicantumkan", "Recipient listed"})
      .by({role::programme_officer})
      .step({"drafted"})
      .field("proposal", &RecipientListed::proposal, linked(proposal()), proposal_title)
      .field("recipient", &RecipientListed::recipient, recipient(), recipient_title)
      .field("amount_idr", &RecipientListed::amount_idr, money(), amount)
      .decides([](const State& state, const RecipientListed& e, const Event&) {
        return is_not_listed(state, e.proposal);
      })
      .applies([](State& state, const RecipientListed& e, const Event&) {
        state.listed[e.proposal] = {e.recipient, e.amount_idr};
      });
}

void decree(Builder& s) {
  s.event<Signed>("signed", {"SK ditandatangani PPK", "Determination signed by the PPK"})
      .by({role::ppk})
      .needs_basis()
      .step({"drafted"}, "signed")
      .field("number", &Signed::number, indexed(text(format::document_number)),
             {"Nomor SK", "Number of the determination"})
      .applies([](State& state, const Signed&, const Event&) { state.is_signed = true; });
  s.event<Ratified>("ratified", {"SK disahkan KPA", "Determination ratified by the KPA"})
      .by({role::kpa})
      .needs_basis()
      .step({"signed"}, "ratified")
      .applies([](State& state, const Ratified&, const Event&) { state.is_ratified = true; });
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

void amend(Builder& s) {
  using Substituted = RecipientSubstituted;
  s.event<Substituted>("recipient_substituted", {"Penerima diganti", "Recipient substituted"})
      .by({role::ppk})
      .needs_basis()
      .needs_reason()
      .step({"signed", "ratified", "amended"})
      .field("old_proposal", &Substituted::old_proposal, proposal(),
             {"Usulan yang diganti", "Proposal that gives way"})
      .field("new_proposal", &Substituted::new_proposal, linked(proposal()),
             {"Usulan pengganti", "Proposal in its place"})
      .field("new_recipient", &Substituted::new_recipient, recipient(),
             {"Penerima pengganti", "Recipient in its place"})
      .field("amount_idr", &Substituted::amount_idr, money(), amount)
      .decides(may_substitute)
      .applies([](State& state, const Substituted& e, const Event&) {
        state.listed.erase(e.old_proposal);
        state.listed[e.new_proposal] = {e.new_recipient, e.amount_idr};
        remember_change(state);
      });
  s.event<RecipientStruck>("recipient_struck", {"Penerima dicoret", "Recipient struck"})
      .by({role::ppk})
      .needs_reason()
      .field("proposal", &RecipientStruck::proposal, proposal(), proposal_title)
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
