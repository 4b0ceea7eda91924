// The roles of views.md: who somebody is when he records or reads.
#pragma once

#include <array>
#include <string_view>

namespace programme::role {

inline constexpr std::string_view applicant = "applicant", member = "member",
                                  village_head = "village_head",
                                  manpower_office = "manpower_office", verifier = "verifier",
                                  ppk = "ppk", ppspm = "ppspm", kpa = "kpa",
                                  treasurer = "treasurer", kppn = "kppn", bank = "bank",
                                  monitor = "monitor", mentor = "mentor",
                                  training_provider = "training_provider",
                                  placement_officer = "placement_officer",
                                  programme_officer = "programme_officer", partner = "partner",
                                  auditor = "auditor", privacy_officer = "privacy_officer",
                                  importer = "importer", operator_ = "operator", reader = "reader",
                                  system = "system";

inline constexpr std::array all = {applicant,
                                   member,
                                   village_head,
                                   manpower_office,
                                   verifier,
                                   ppk,
                                   ppspm,
                                   kpa,
                                   treasurer,
                                   kppn,
                                   bank,
                                   monitor,
                                   mentor,
                                   training_provider,
                                   placement_officer,
                                   programme_officer,
                                   partner,
                                   auditor,
                                   privacy_officer,
                                   importer,
                                   operator_,
                                   reader,
                                   system};

}  // namespace programme::role
