// One kawasan: a region whose employment the programme builds up, from the proposal to the day on
// which it stands by itself ("mandiri") or is closed. `institution` of the survey is who surveyed;
// the adat communities are streams.
//
//   (new) -proposed-> proposed -surveyed-> surveyed -designated-> designated
//   designated -action_plan_adopted-> planned -activated-> active
//   active, evaluated -evaluated-> evaluated -declared_independent-> independent
//   any status before the ends -closed-> closed
//
// The ends are independent and closed. In any status before them: regions are added and removed,
// adat communities (masyarakat adat) linked, policies (lompatan) tagged, and a grand design
// adopted, which the programme did before as well as after it designated a kawasan.
// Source: domain.md 2.1 and 7.1 B.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::kawasan {

struct Proposed {
  std::string name;
  std::vector<std::string> criteria;
};
// The pentagon of assets, each 0 to 100.
struct Assets {
  std::int64_t human = 0, natural = 0, physical = 0, financial = 0, social = 0;
  static void describe(Fields<Assets>& fields);
};
struct Surveyed {
  std::string institution;
  Assets assets;
  std::vector<std::string> commodities;
};
struct Designated {
  std::int64_t year = 0, batch = 0;
};
struct RegionAssigned {
  std::string region, edition;
};
struct RegionRemoved {
  std::string region, edition;
};
struct AdatCommunityLinked {
  std::string institution;
};
struct GrandDesignAdopted {
  std::int64_t from_year = 0, years = 0;
};
struct PlanItem {
  std::string kind;
  std::int64_t target = 0;
  std::string unit;
  std::int64_t year = 0;
  static void describe(Fields<PlanItem>& fields);
};
struct ActionPlanAdopted {
  std::vector<PlanItem> items;
};
struct PolicyTagged {
  std::string leap, list_version;
};
struct Activated {};
struct Evaluated {
  std::int64_t score = 0;
  std::string recommendation;
};
struct DeclaredIndependent {};
struct Closed {};

struct State {
  std::set<std::string> regions;                           // region codes that belong to it
  std::set<std::string> communities;                       // institutions
  std::set<std::pair<std::string, std::string>> policies;  // version of the list, leap
};

const StreamType& stream();

}  // namespace programme::kawasan
