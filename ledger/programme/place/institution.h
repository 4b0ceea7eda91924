// One community institution ("kelembagaan masyarakat"): a kasepuhan, a village enterprise
// (BUMDes), a cooperative, a farmers' group, a foundation; its recognition by law and its network
// of partners ("jejaring kemitraan").
//
//   (new) -formed-> formed -dissolved-> dissolved
//
// In between, in any order: recognitions, officers, what strengthened it, and links. An officer is
// a person in an office ("jabatan"); an office may have several holders. A link that ended may be
// established again. Source: domain.md 7.1 D.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "ledger/programme/stream.h"

namespace programme::institution {

struct Formed {
  std::string kind, name, region, edition;
};
struct LegalRecognitionRecorded {
  std::string instrument, number, area_ha;
};
struct OfficerAppointed {
  std::string person, office, appointed_on;
};
struct OfficerReplaced {
  std::string office, old_person, new_person, replaced_on;
};
struct CapacityStrengthened {
  std::string kind, topic, held_on;
  std::int64_t persons = 0;
  std::optional<std::string> partner, training;
};
struct NetworkLinkEstablished {
  std::string partner, role;
};
struct NetworkLinkEnded {
  std::string partner, role, ended_on;
};
struct Dissolved {
  std::string dissolved_on;
};

struct State {
  std::set<std::pair<std::string, std::string>> officers;  // office, its holder
  std::set<std::pair<std::string, std::string>> links;     // partner, its role
};

const StreamType& stream();

}  // namespace programme::institution
