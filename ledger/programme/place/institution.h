// One community institution ("kelembagaan masyarakat"): a kasepuhan, a village enterprise
// (BUMDes), a cooperative, a farmers' group, a foundation; its recognition by law and its network
// of partners ("jejaring kemitraan").
//
//   (new) -formed-> formed
//
// Recognitions and links are recorded in any order after it. Source: domain.md 7.1 D.
#pragma once

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
struct NetworkLinkEstablished {
  std::string partner, role;
};

struct State {
  std::set<std::pair<std::string, std::string>> links;  // partner, its role
};

const StreamType& stream();

}  // namespace programme::institution
