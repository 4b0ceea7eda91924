#include "ledger/programme/place/institution.h"

namespace programme::institution {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title partner_title = {"Mitra", "Partner"},
                role_title = {"Peran mitra", "Partner's role"},
                office_title = {"Jabatan", "Office"};

Field person() { return indexed(reference({"person"})); }
Field partner() { return indexed(reference({"partner"})); }
Field partner_role() { return code({"buyer", "supplier", "mentor", "finance"}); }
Field office() { return text(format::line); }

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

Verdict is_new_in_office(const State& state, const std::string& office, const std::string& person) {
  if (!state.officers.contains({office, person})) return {};
  return refuse_state("officer_appointed_already", "this person holds this office already");
}

void officers(Builder& s) {
  s.event<OfficerAppointed>("officer_appointed", {"Pengurus diangkat", "Officer appointed"})
      .by({role::programme_officer})
      .field("person", &OfficerAppointed::person, person(), {"Pengurus", "Officer"})
      .field("office", &OfficerAppointed::office, office(), office_title)
      .field("appointed_on", &OfficerAppointed::appointed_on, text(format::day_done),
             {"Diangkat pada", "Appointed on"})
      .decides([](const State& state, const OfficerAppointed& e, const Event&) {
        return is_new_in_office(state, e.office, e.person);
      })
      .applies([](State& state, const OfficerAppointed& e, const Event&) {
        state.officers.emplace(e.office, e.person);
      });
  s.event<OfficerReplaced>("officer_replaced", {"Pengurus diganti", "Officer replaced"})
      .by({role::programme_officer})
      .needs_reason()
      .field("office", &OfficerReplaced::office, office(), office_title)
      .field("old", &OfficerReplaced::old_person, person(), {"Pengurus lama", "Former officer"})
      .field("new", &OfficerReplaced::new_person, person(), {"Pengurus baru", "New officer"})
      .field("replaced_on", &OfficerReplaced::replaced_on, text(format::day_done),
             {"Diganti pada", "Replaced on"})
      .decides([](const State& state, const OfficerReplaced& e, const Event&) -> Verdict {
        if (state.officers.contains({e.office, e.old_person}))
          return is_new_in_office(state, e.office, e.new_person);
        return refuse_state("officer_not_in_office",
                            "the person to be replaced does not hold this office");
      })
      .applies([](State& state, const OfficerReplaced& e, const Event&) {
        state.officers.erase({e.office, e.old_person});
        state.officers.emplace(e.office, e.new_person);
      });
}

void capacity(Builder& s) {
  using Strengthened = CapacityStrengthened;
  s.event<Strengthened>("capacity_strengthened", {"Kapasitas diperkuat", "Capacity strengthened"})
      .by({role::programme_officer})
      .field("kind", &Strengthened::kind,
             indexed(code({"training", "mentoring", "comparative_study", "equipment", "system"})),
             {"Jenis", "Kind"})
      .field("topic", &Strengthened::topic, text(format::line), {"Pokok bahasan", "Topic"})
      .field("held_on", &Strengthened::held_on, text(format::day_done),
             {"Dilaksanakan pada", "Held on"})
      .field("persons", &Strengthened::persons, integer(0, 100'000, "person"),
             {"Jumlah orang", "Number of persons"})
      .field("partner", &Strengthened::partner, optional(partner()), partner_title)
      .field("training", &Strengthened::training, optional(indexed(reference({"training"}))),
             {"Pelatihan", "Training"});
}

void network(Builder& s) {
  s.event<NetworkLinkEstablished>("network_link_established",
                                  {"Jejaring kemitraan terjalin", "Network link established"})
      .by({role::programme_officer})
      .field("partner", &NetworkLinkEstablished::partner, partner(), partner_title)
      .field("role", &NetworkLinkEstablished::role, partner_role(), role_title)
      .decides([](const State& state, const NetworkLinkEstablished& e, const Event&) -> Verdict {
        if (!state.links.contains({e.partner, e.role})) return {};
        return refuse_state("network_link_exists",
                            "the institution is linked to this partner in this role already");
      })
      .applies([](State& state, const NetworkLinkEstablished& e, const Event&) {
        state.links.emplace(e.partner, e.role);
      });
  s.event<NetworkLinkEnded>("network_link_ended",
                            {"Jejaring kemitraan berakhir", "Network link ended"})
      .by({role::programme_officer})
      .needs_reason()
      .field("partner", &NetworkLinkEnded::partner, partner(), partner_title)
      .field("role", &NetworkLinkEnded::role, partner_role(), role_title)
      .field("ended_on", &NetworkLinkEnded::ended_on, text(format::day_done),
             {"Berakhir pada", "Ended on"})
      .decides([](const State& state, const NetworkLinkEnded& e, const Event&) -> Verdict {
        if (state.links.contains({e.partner, e.role})) return {};
        return refuse_state("network_link_unknown",
                            "the institution is not linked to this partner in this role");
      })
      .applies([](State& state, const NetworkLinkEnded& e, const Event&) {
        state.links.erase({e.partner, e.role});
      });
}

void end(Builder& s) {
  s.event<Dissolved>("dissolved", {"Kelembagaan dibubarkan", "Institution dissolved"})
      .by({role::programme_officer})
      .needs_basis()
      .needs_reason()
      .step({"formed"}, "dissolved")
      .field("dissolved_on", &Dissolved::dissolved_on, text(format::day_done),
             {"Dibubarkan pada", "Dissolved on"});
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("institution", {"Kelembagaan masyarakat", "Community institution"}, {"dissolved"});
    foundation(s);
    officers(s);
    capacity(s);
    network(s);
    end(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::institution
