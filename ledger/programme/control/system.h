// One thing of the ledger's own keeping: an edition of reference data, a signing key, a team, a
// rebuilt view. Each has a stream of its own under a key that says what it is, such as
// `system/regions-KEPMENDAGRI-300.2.2-2430-2025`, `system/keys` or `system/teams-36.02`.
//
//   (new) -any but the three that end something-> open       (all further ones stay there)
//
// reference_edition_imported, role_revoked and break_glass_closed end something that was begun on
// the same stream. Nothing of it is ever corrected: what is wrong is said anew.
//
// An edition comes in as rows, up to 500 an event, in ascending order of their codes (as bytes),
// each code once and all under one name of the edition. reference_edition_imported closes it: it
// states how many rows were added, and their digest, the SHA-256 of the lines
//
//   CODE,NAME\n
//
// of all rows in that order, in UTF-8. Neither part holds a line feed, and a code holds no comma.
// Levels are not part of it. No row comes after that.
//
// A role is granted and revoked to a holder, the `actor` of his events, for all or for one region;
// for the members of the teams of verification and monitoring this is their appointment. Personal
// data is opened in an emergency ("break glass") for at most three hours.
//
// Source: domain.md 7.0 and 7.1 V.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/core/sha256.h"
#include "ledger/programme/regions.h"
#include "ledger/programme/stream.h"

namespace programme::system {

struct ReferenceRow {
  std::string code, name;
  std::optional<std::string> level;
  static void describe(Fields<ReferenceRow>& fields);
};
struct ReferenceRowsAdded {
  std::string edition;
  std::vector<ReferenceRow> rows;
};
struct ReferenceEditionImported {
  std::string edition, digest;
  std::int64_t rows = 0;
};
struct RegionCodeSuperseded {
  std::string old_code, new_code, from, edition;
};
struct BlacklistImported {
  std::string source, digest;
  std::int64_t rows = 0;
};
struct LegacyBatchImported {
  std::string source, digest;
  std::int64_t events = 0;
};
struct SigningKeyCommitted {
  std::string verifier_key;
};
struct SigningKeyChanged {
  std::string old_key, new_key;
};
// What only the vault can tell; never the value itself.
struct RedFlagRaised {
  std::string kind, subject;
  std::vector<std::string> subjects;
};
struct RedFlagSettled {
  std::string kind, subject, outcome;
};
struct Appointment {
  std::string holder, role;
  std::optional<std::string> team, region;
  auto operator<=>(const Appointment&) const = default;
};
struct RoleGranted : Appointment {};
struct RoleRevoked : Appointment {};
struct BreakGlassOpened {
  std::string until;
};
struct BreakGlassClosed {};
struct ProjectionRebuilt {
  std::string name;
  std::uint64_t from = 0, to = 0;  // positions
  std::string checksum;
};

struct State {
  struct Edition {
    std::string name;             // empty: no row was added
    std::set<std::string> codes;  // of the rows
    std::int64_t rows = 0;
    ledger::Sha256 lines;  // of the rows, so far
    bool closed = false;
  };
  Edition edition;
  std::vector<regions::Move> moves;              // region codes that were superseded, in order
  std::set<Appointment> appointments;            // that were not revoked
  std::optional<std::int64_t> glass_open_until;  // microseconds since 1970
};

const StreamType& stream();

}  // namespace programme::system
