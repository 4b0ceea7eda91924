#include "ledger/programme/place/partner.h"

namespace programme::partner {
namespace {

using Builder = StreamBuilder<State>;

void acquaintance(Builder& s) {
  s.event<Registered>("registered", {"Mitra didaftarkan", "Partner registered"})
      .by({role::programme_officer})
      .opens("registered")
      .field("kind", &Registered::kind,
             indexed(code({"central_government", "regional_government", "village_government",
                           "private_sector", "university", "ngo", "community_group"})),
             {"Jenis", "Kind"})
      .field("name", &Registered::name, text(format::line), {"Nama", "Name"});
  s.event<Verified>("verified", {"Mitra diverifikasi", "Partner verified"})
      .by({role::verifier, role::programme_officer})
      .step({"registered"}, "verified");
  s.event<MouSigned>("mou_signed", {"Nota kesepahaman ditandatangani", "Memorandum signed"})
      .by({role::programme_officer})
      .needs_basis()
      .step({"verified", "active"}, "active")
      .field("number", &MouSigned::number, indexed(text(format::document_number)),
             {"Nomor", "Number"})
      .field("from", &MouSigned::from, text(format::date), {"Berlaku mulai", "In force from"})
      .field("to", &MouSigned::to, text(format::date), {"Berlaku sampai", "In force until"});
}

void contributions(Builder& s) {
  s.event<ContributionPledged>("contribution_pledged",
                               {"Kontribusi dijanjikan", "Contribution pledged"})
      .by({role::programme_officer})
      .field("contribution", &ContributionPledged::contribution, text(format::document_number),
             {"Nomor kontribusi", "Number of the contribution"})
      .field("kind", &ContributionPledged::kind,
             code({"money", "goods", "service", "land", "expertise", "market"}), {"Jenis", "Kind"})
      .field("value_idr", &ContributionPledged::value_idr, money(), {"Nilai", "Value"})
      .decides([](const State& state, const ContributionPledged& e, const Event&) -> Verdict {
        if (!state.contributions.contains(e.contribution)) return {};
        return refuse_state("contribution_number_used",
                            "this partner has a contribution of this number already");
      })
      .applies([](State& state, const ContributionPledged& e, const Event&) {
        state.contributions.insert(e.contribution);
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("partner", {"Mitra", "Partner"});
    acquaintance(s);
    contributions(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::partner
