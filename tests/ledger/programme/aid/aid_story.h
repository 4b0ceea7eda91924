// What stands around a proposal and a determination, for their tests: each event as a row of a
// table, with its subject before it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace aid_story {

using Events = std::vector<std::string>;

inline Events both(Events first, const Events& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

inline const std::string digest = "sha-256:" + std::string(64, 'a');

inline const std::string one_stage =
                             R"([{"number": 1, "share_bp": 10000, "condition": "agreement"}])",
                         two_stages =
                             R"([{"number": 1, "share_bp": 7000, "condition": "agreement"},
                                 {"number": 2, "share_bp": 3000, "condition": "progress_half"}])",
                         halves = R"([{"number": 1, "share_bp": 5000, "condition": "agreement"},
                                 {"number": 2, "share_bp": 5000, "condition": "progress_half"}])";

// A juknis of Rp10,000,000 and more.
struct Guide {
  std::string name = "juknis/1", scheme = "TKM_PEMULA", from = "2023-03-01", to = "2023-12-31";
  std::int64_t most_idr = 40'000'000;
  std::string tranches = one_stage;
};
inline std::string guide(const Guide& given) {
  return given.name + R"( issued {"scheme": ")" + given.scheme +
         R"(", "number": "3/111/PK.03.00/III/2023", "effective_from": ")" + given.from +
         R"(", "effective_to": ")" + given.to +
         R"(", "recipient_kind": "group", "members_min": 1, "members_max": 20,
    "amount_min_idr": 10000000, "amount_max_idr": )" +
         std::to_string(given.most_idr) + R"(, "tranches": )" + given.tranches +
         R"(, "report_due_days": 90, "refund_due_days": 14, "groups_per_village_max": 8})";
}

inline std::string formed(const std::string& group) {
  return group + R"( formed {"name": "Saluyu", "scheme": "TKM_PEMULA", "region": "36.02.22.2004",
    "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
}
inline std::string attested(const std::string& group) {
  return group + R"( attested {"by": "village_head", "letter": "140/1"})";
}
inline std::string with_member(const std::string& group, const std::string& person) {
  return group + R"( member_added {"person": ")" + person + R"(", "role": "member"})";
}

// A proposal on its way, and who acts on it.
struct Proposal {
  std::string name = "proposal/1", recipient = "group/1";
  std::string proposer = "ketua", verifier = "verifikator", juknis = "juknis/1";

  std::string submitted() const {
    return name + " submitted by " + proposer + R"( {"recipient": ")" + recipient +
           R"(", "juknis": ")" + juknis + R"(", "amount_idr": 20000000,
      "budget": [{"item": "alat", "amount_idr": 20000000}],
      "documents": [{"kind": "proposal", "digest": ")" +
           digest + R"("}]})";
  }
  std::string checked() const {
    return name + " completeness_checked by " + verifier + R"( {"complete": true})";
  }
  std::string visited() const {
    return name + " field_verification_performed by " + verifier +
           R"( {"latitude": -6.68, "longitude": 106.18, "accuracy_m": 8, "photos": [")" + digest +
           R"("], "finding": "usaha ditemukan"})";
  }
  std::string recommended() const {
    return name + " recommended by " + verifier + R"( {"score": 93})";
  }
  Events whole() const { return {submitted(), checked(), visited(), recommended()}; }
};

// A grant with a signed agreement, and what comes after.
struct Grant {
  std::string name = "grant/1", recipient = "group/1", determination = "determination/9";

  std::string invited() const {
    return name + R"( briefing_attended {"recipient": ")" + recipient + R"(", "determination": ")" +
           determination + R"(", "persons": ["person/1"]})";
  }
  Events after(const Events& steps) const {
    Events out = {name + R"( agreement_signed {"recipient": ")" + recipient +
                  R"(", "determination": ")" + determination +
                  R"(", "number": "PKS/001/TKM/V/2023", "amount_idr": 20000000,
      "ends_on": "2023-12-15"})"};
    for (const std::string& step : steps) out.push_back(name + " " + step);
    return out;
  }
};
inline const std::string report = R"(accountability_report_submitted {"spent_idr": 19400000,
    "balance_idr": 600000, "technical": ")" +
                                  digest + R"(", "financial": ")" + digest + R"("})";
inline std::string refund_of(std::int64_t amount_idr) {
  return R"(refund_ordered {"amount_idr": )" + std::to_string(amount_idr) +
         R"(, "cause": "unspent", "due_on": "2023-08-21"})";
}
inline std::string deposit_of(std::int64_t amount_idr) {
  return R"(refund_deposited {"form": "SSPB", "billing": "820230811465628",
    "ntpn": "09J8987HSD4567LB", "amount_idr": )" +
         std::to_string(amount_idr) + R"(, "deposited_on": "2023-06-11"})";
}
inline const std::string confirmation = R"(refund_confirmed {"ntpn": "09J8987HSD4567LB"})";

// A budget with money for determinations.
inline std::string budget(const std::string& name, std::int64_t ceiling_idr) {
  return name + R"( issued {"number": "SP DIPA-026.04.1.451139/2023", "year": 2023,
    "lines": [{"line": "4498.QDB.001.051.A.526312", "ceiling_idr": )" +
         std::to_string(ceiling_idr) + "}]}";
}
inline std::string committed(const std::string& budget, std::int64_t amount_idr,
                             const std::string& determination = "determination/one") {
  return budget + R"( commitment_reserved {"line": "4498.QDB.001.051.A.526312",
    "determination": ")" +
         determination + R"(", "amount_idr": )" + std::to_string(amount_idr) + "}";
}
inline std::string released(const std::string& budget, std::int64_t amount_idr) {
  return budget + R"( commitment_released {"line": "4498.QDB.001.051.A.526312",
    "determination": "determination/one", "amount_idr": )" +
         std::to_string(amount_idr) + "}";
}

}  // namespace aid_story
