#include "ledger/programme/place/kawasan.h"

namespace programme::kawasan {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title year_title = {"Tahun", "Year"}, region_title = {"Kode wilayah", "Region code"},
                edition_title = {"Edisi kode wilayah", "Edition of the region codes"};

Field calendar_year() { return integer(2000, 2100); }
Field score() { return integer(0, 100); }
Field region() { return indexed(text(format::region)); }
Field criterion() {
  return code({"super_priority_tourism", "3t", "urban", "leading_local_potential", "affirmation",
               "migrant_worker_pockets", "high_unemployment_extreme_poverty", "disaster_prone"});
}

void foundation(Builder& s) {
  s.event<Proposed>("proposed", {"Kawasan diusulkan", "Kawasan proposed"})
      .by({role::programme_officer})
      .opens("proposed")
      .field("name", &Proposed::name, text(format::line), {"Nama", "Name"})
      .field("criteria", &Proposed::criteria, list(criterion(), 1, 8), {"Kriteria", "Criteria"});
  s.event<Surveyed>("surveyed", {"Kawasan disurvei", "Kawasan surveyed"})
      .by({role::programme_officer})
      .step({"proposed"}, "surveyed")
      .field("institution", &Surveyed::institution, text(format::line),
             {"Lembaga pelaksana survei", "Surveying institution"})
      .field("assets", &Surveyed::assets, object<Assets>(),
             {"Aset pentagonal", "Pentagon of assets"})
      .field("commodities", &Surveyed::commodities, list(text(format::line), 1, 100),
             {"Komoditas unggulan", "Commodities"});
  s.event<Designated>("designated", {"Kawasan ditetapkan", "Kawasan designated"})
      .by({role::kpa, role::programme_officer})
      .needs_basis()
      .corrected_by({role::kpa})
      .step({"surveyed"}, "designated")
      .field("year", &Designated::year, calendar_year(), year_title)
      .field("batch", &Designated::batch, integer(1, 100), {"Angkatan", "Batch"});
}

void plan(Builder& s) {
  s.event<GrandDesignAdopted>("grand_design_adopted",
                              {"Desain besar ditetapkan", "Grand design adopted"})
      .by({role::programme_officer})
      .needs_basis()
      .corrected_by({role::kpa})
      .field("from_year", &GrandDesignAdopted::from_year, calendar_year(),
             {"Tahun mulai", "First year"})
      .field("years", &GrandDesignAdopted::years, integer(1, 25, "year"),
             {"Jangka waktu (tahun)", "Number of years"});
  s.event<ActionPlanAdopted>("action_plan_adopted",
                             {"Rencana aksi ditetapkan", "Action plan adopted"})
      .by({role::kpa, role::programme_officer})
      .needs_basis()
      .corrected_by({role::kpa})
      .step({"designated"}, "planned")
      .field("items", &ActionPlanAdopted::items, list(object<PlanItem>()),
             {"Butir rencana", "Items of the plan"});
  s.event<Activated>("activated", {"Kawasan diaktifkan", "Kawasan activated"})
      .by({role::kpa, role::programme_officer})
      .needs_basis()
      .corrected_by({role::kpa})
      .step({"planned"}, "active");
}

void outcome(Builder& s) {
  s.event<Evaluated>("evaluated", {"Kawasan dievaluasi", "Kawasan evaluated"})
      .by({role::programme_officer})
      .needs_basis()
      .corrected_by({role::kpa})
      .step({"active", "evaluated"}, "evaluated")
      .field("score", &Evaluated::score, score(), {"Nilai", "Score"})
      .field("recommendation", &Evaluated::recommendation, text(),
             {"Rekomendasi", "Recommendation"});
  s.event<DeclaredIndependent>("declared_independent",
                               {"Kawasan dinyatakan mandiri", "Kawasan declared independent"})
      .by({role::programme_officer})
      .needs_basis()
      .corrected_by({role::kpa})
      .step({"evaluated"}, "independent");
  s.event<Closed>("closed", {"Kawasan ditutup", "Kawasan closed"})
      .by({role::programme_officer})
      .needs_reason()
      .corrected_by({role::kpa})
      .step({}, "closed");
}

void regions(Builder& s) {
  s.event<RegionAssigned>("region_assigned", {"Wilayah dimasukkan", "Region assigned"})
      .by({role::programme_officer})
      .field("region", &RegionAssigned::region, region(), region_title)
      .field("edition", &RegionAssigned::edition, text(format::edition), edition_title)
      .decides([](const State& state, const RegionAssigned& e, const Event&) -> Verdict {
        if (!state.regions.contains(e.region)) return {};
        return refuse_state("region_assigned_already",
                            "this region belongs to the kawasan already");
      })
      .applies([](State& state, const RegionAssigned& e, const Event&) {
        state.regions.insert(e.region);
      });
  s.event<RegionRemoved>("region_removed", {"Wilayah dikeluarkan", "Region removed"})
      .by({role::programme_officer})
      .needs_reason()
      .field("region", &RegionRemoved::region, region(), region_title)
      .field("edition", &RegionRemoved::edition, text(format::edition), edition_title)
      .decides([](const State& state, const RegionRemoved& e, const Event&) -> Verdict {
        if (state.regions.contains(e.region)) return {};
        return refuse_state("region_not_assigned", "this region does not belong to the kawasan");
      })
      .applies([](State& state, const RegionRemoved& e, const Event&) {
        state.regions.erase(e.region);
      });
}

void links(Builder& s) {
  s.event<AdatCommunityLinked>("adat_community_linked",
                               {"Masyarakat adat dihubungkan", "Adat community linked"})
      .by({role::programme_officer})
      .field("institution", &AdatCommunityLinked::institution, indexed(reference({"institution"})),
             {"Kelembagaan adat", "Adat institution"})
      .decides([](const State& state, const AdatCommunityLinked& e, const Event&) -> Verdict {
        if (!state.communities.contains(e.institution)) return {};
        return refuse_state("adat_community_linked_already",
                            "this community is linked to the kawasan already");
      })
      .applies([](State& state, const AdatCommunityLinked& e, const Event&) {
        state.communities.insert(e.institution);
      });
  s.event<PolicyTagged>("policy_tagged", {"Kebijakan ditandai", "Policy tagged"})
      .by({role::programme_officer})
      .field("leap", &PolicyTagged::leap,
             code({"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"}), {"Lompatan", "Leap"})
      .field("list_version", &PolicyTagged::list_version, text(format::slug),
             {"Versi daftar lompatan", "Version of the list of leaps"})
      .decides([](const State& state, const PolicyTagged& e, const Event&) -> Verdict {
        if (!state.policies.contains({e.list_version, e.leap})) return {};
        return refuse_state("policy_tagged_already", "the kawasan bears this leap already");
      })
      .applies([](State& state, const PolicyTagged& e, const Event&) {
        state.policies.emplace(e.list_version, e.leap);
      });
}

}  // namespace

void Assets::describe(Fields<Assets>& fields) {
  fields.field("human", &Assets::human, score(), {"Aset manusia", "Human assets"})
      .field("natural", &Assets::natural, score(), {"Aset alam", "Natural assets"})
      .field("physical", &Assets::physical, score(), {"Aset fisik", "Physical assets"})
      .field("financial", &Assets::financial, score(), {"Aset keuangan", "Financial assets"})
      .field("social", &Assets::social, score(), {"Aset sosial", "Social assets"});
}

void PlanItem::describe(Fields<PlanItem>& fields) {
  fields.field("kind", &PlanItem::kind, text(format::slug), {"Jenis", "Kind"})
      .field("target", &PlanItem::target, integer(0, 1'000'000'000), {"Target", "Target"})
      .field("unit", &PlanItem::unit, text(format::slug), {"Satuan", "Unit"})
      .field("year", &PlanItem::year, calendar_year(), year_title);
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("kawasan", {"Kawasan", "Kawasan"}, {"independent", "closed"});
    foundation(s);
    plan(s);
    outcome(s);
    regions(s);
    links(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::kawasan
