#include "ledger/programme/place/partner.h"

namespace programme::partner {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title number_title = {"Nomor", "Number"},
                until_title = {"Berlaku sampai", "In force until"},
                contribution_title = {"Nomor kontribusi", "Number of the contribution"},
                value_title = {"Nilai", "Value"};

Field mou_number() { return indexed(text(format::document_number)); }

void acquaintance(Builder& s) {
  s.event<Registered>("registered", {"Mitra didaftarkan", "Partner registered"})
      .by({role::programme_officer})
      .opens("registered")
      .field("kind", &Registered::kind,
             indexed(code({"central_government", "regional_government", "village_government",
                           "private_sector", "university", "ngo", "community_group"})),
             {"Jenis", "Kind"})
      .field("name", &Registered::name, text(format::line), {"Nama", "Name"})
      .applies([](State& state, const Registered& e, const Event&) { state.kind = e.kind; });
  s.event<Verified>("verified", {"Mitra diverifikasi", "Partner verified"})
      .by({role::verifier, role::programme_officer})
      .corrected_by({role::programme_officer})
      .step({"registered"}, "verified");
}

template <class E>
Verdict is_in_force(const State& state, const E& e, const Event&) {
  const auto found = state.mous.find(e.number);
  if (found == state.mous.end())
    return refuse_state("mou_unknown", "no memorandum of this number was signed");
  if (found->second == State::Mou::terminated)
    return refuse_state("mou_terminated_already", "this memorandum was terminated");
  return {};
}

void memoranda(Builder& s) {
  s.event<MouSigned>("mou_signed", {"Nota kesepahaman ditandatangani", "Memorandum signed"})
      .by({role::programme_officer})
      .needs_basis()
      .step({"verified", "active"}, "active")
      .field("number", &MouSigned::number, mou_number(), number_title)
      .field("from", &MouSigned::from, text(format::date), {"Berlaku mulai", "In force from"})
      .field("to", &MouSigned::to, text(format::date), until_title)
      .applies([](State& state, const MouSigned& e, const Event&) {
        state.mous[e.number] = State::Mou::in_force;
      });
  s.event<MouExtended>("mou_extended", {"Nota kesepahaman diperpanjang", "Memorandum extended"})
      .by({role::programme_officer})
      .needs_basis()
      .field("number", &MouExtended::number, mou_number(), number_title)
      .field("to", &MouExtended::to, text(format::date), until_title)
      .decides(is_in_force<MouExtended>);
  s.event<MouTerminated>("mou_terminated", {"Nota kesepahaman diakhiri", "Memorandum terminated"})
      .by({role::programme_officer})
      .needs_basis()
      .needs_reason()
      .field("number", &MouTerminated::number, mou_number(), number_title)
      .field("terminated_on", &MouTerminated::terminated_on, text(format::day_done),
             {"Diakhiri pada", "Terminated on"})
      .decides(is_in_force<MouTerminated>)
      .applies([](State& state, const MouTerminated& e, const Event&) {
        state.mous[e.number] = State::Mou::terminated;
      });
}

void contributions(Builder& s) {
  s.event<ContributionPledged>("contribution_pledged",
                               {"Kontribusi dijanjikan", "Contribution pledged"})
      .by({role::programme_officer})
      .field("contribution", &ContributionPledged::contribution, text(format::document_number),
             contribution_title)
      .field("kind", &ContributionPledged::kind,
             code({"money", "goods", "service", "land", "expertise", "market"}), {"Jenis", "Kind"})
      .field("value_idr", &ContributionPledged::value_idr, money(), value_title)
      .decides([](const State& state, const ContributionPledged& e, const Event&) -> Verdict {
        if (!state.contributions.contains(e.contribution)) return {};
        return refuse_state("contribution_number_used",
                            "this partner has a contribution of this number already");
      })
      .applies([](State& state, const ContributionPledged& e, const Event&) {
        state.contributions.insert(e.contribution);
      });
  using Delivery = ContributionDelivered;
  s.event<Delivery>("contribution_delivered", {"Kontribusi diserahkan", "Contribution delivered"})
      .by({role::programme_officer})
      .field("contribution", &Delivery::contribution, text(format::document_number),
             contribution_title)
      .field("delivered_on", &Delivery::delivered_on, text(format::day_done),
             {"Diserahkan pada", "Delivered on"})
      .field("value_idr", &Delivery::value_idr, money(), value_title)
      .field("amount", &Delivery::amount, optional(object<Amount>()), {"Banyaknya", "Amount"})
      .field("evidence", &Delivery::evidence, text(format::digest), {"Bukti", "Evidence"})
      .decides([](const State& state, const Delivery& e, const Event&) -> Verdict {
        if (state.contributions.contains(e.contribution)) return {};
        return refuse_state("contribution_unknown",
                            "no contribution of this number was pledged by this partner");
      });
}

void end(Builder& s) {
  s.event<PartnershipEnded>("partnership_ended", {"Kemitraan berakhir", "Partnership ended"})
      .by({role::programme_officer})
      .needs_reason()
      .step({"active"}, "ended")
      .field("ended_on", &PartnershipEnded::ended_on, text(format::day_done),
             {"Berakhir pada", "Ended on"});
}

}  // namespace

void Amount::describe(Fields<Amount>& fields) {
  fields.field("quantity", &Amount::quantity, text(format::decimal_3), {"Jumlah", "Quantity"})
      .field("unit", &Amount::unit,
             code({"kg", "ton", "liter", "pcs", "ekor", "ha", "m", "m2", "unit", "HOK", "JP"}),
             {"Satuan", "Unit"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("partner", {"Mitra", "Partner"}, {"ended"});
    acquaintance(s);
    memoranda(s);
    contributions(s);
    end(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::partner
