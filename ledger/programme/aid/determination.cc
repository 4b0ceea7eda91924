#include "ledger/programme/aid/determination.h"

namespace programme::determination {
namespace {

using Builder = StreamBuilder<State>;

Verdict is_not_listed_yet(const State& state, const RecipientListed& e, const Event&) {
  if (!state.proposals.contains(e.proposal)) return {};
  return refuse_state("proposal_listed", "this determination lists " + e.proposal + " already");
}

void draft(Builder& s) {
  s.event<Drafted>("drafted", {"Rancangan SK disusun", "Determination drafted"})
      .by({role::programme_officer})
      .opens("drafted")
      .field("juknis", &Drafted::juknis, indexed(reference({"juknis"})),
             {"Petunjuk teknis", "Technical guide"})
      .field("year", &Drafted::year, integer(2000, 2100), {"Tahun anggaran", "Fiscal year"});
  s.event<RecipientListed>("recipient_listed", {"Penerima dicantumkan", "Recipient listed"})
      .by({role::programme_officer})
      .step({"drafted"})
      .field("proposal", &RecipientListed::proposal, indexed(reference({"proposal"})),
             {"Usulan", "Proposal"})
      .field("recipient", &RecipientListed::recipient,
             indexed(reference({"group", "person", "institution"})), {"Penerima", "Recipient"})
      .field("amount_idr", &RecipientListed::amount_idr, money(), {"Jumlah bantuan", "Amount"})
      .decides(is_not_listed_yet)
      .applies([](State& state, const RecipientListed& e, const Event&) {
        state.proposals.insert(e.proposal);
      });
}

void decree(Builder& s) {
  s.event<Signed>("signed", {"SK ditandatangani PPK", "Determination signed by the PPK"})
      .by({role::ppk})
      .needs_basis()
      .step({"drafted"}, "signed")
      .field("number", &Signed::number, indexed(text(format::document_number)),
             {"Nomor SK", "Number of the determination"});
  s.event<Ratified>("ratified", {"SK disahkan KPA", "Determination ratified by the KPA"})
      .by({role::kpa})
      .needs_basis()
      .step({"signed"}, "ratified");
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("determination", {"Surat keputusan", "Determination"});
    draft(s);
    decree(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::determination
