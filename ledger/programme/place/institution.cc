#include "ledger/programme/place/institution.h"

namespace programme::institution {
namespace {

using Builder = StreamBuilder<State>;

void foundation(Builder& s) {
  s.event<Formed>("formed", {"Kelembagaan dibentuk", "Institution formed"})
      .by({role::programme_officer})
      .opens("formed")
      .field("kind", &Formed::kind, indexed(text(format::slug)), {"Jenis", "Kind"})
      .field("name", &Formed::name, text(format::line), {"Nama", "Name"})
      .field("region", &Formed::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("edition", &Formed::edition, text(format::edition),
             {"Edisi kode wilayah", "Edition of the region codes"});
  s.event<LegalRecognitionRecorded>("legal_recognition_recorded",
                                    {"Pengakuan hukum dicatat", "Legal recognition recorded"})
      .by({role::programme_officer})
      .needs_basis()
      .field("instrument", &LegalRecognitionRecorded::instrument, text(format::slug),
             {"Jenis peraturan", "Legal instrument"})
      .field("number", &LegalRecognitionRecorded::number, indexed(text(format::document_number)),
             {"Nomor", "Number"})
      .field("area_ha", &LegalRecognitionRecorded::area_ha, text(format::decimal_3),
             {"Luas wilayah (ha)", "Area (ha)"});
}

void network(Builder& s) {
  s.event<NetworkLinkEstablished>("network_link_established",
                                  {"Jejaring kemitraan terjalin", "Network link established"})
      .by({role::programme_officer})
      .field("partner", &NetworkLinkEstablished::partner, indexed(reference({"partner"})),
             {"Mitra", "Partner"})
      .field("role", &NetworkLinkEstablished::role,
             code({"buyer", "supplier", "mentor", "finance"}), {"Peran mitra", "Partner's role"})
      .decides([](const State& state, const NetworkLinkEstablished& e, const Event&) -> Verdict {
        if (!state.links.contains({e.partner, e.role})) return {};
        return refuse_state("network_link_exists",
                            "the institution is linked to this partner in this role already");
      })
      .applies([](State& state, const NetworkLinkEstablished& e, const Event&) {
        state.links.emplace(e.partner, e.role);
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("institution", {"Kelembagaan masyarakat", "Community institution"});
    foundation(s);
    network(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::institution
