// One proposal ("usulan") for aid, from its submission to the recommendation of the verifiers ("tim
// verifikasi").
//
//   (new) -submitted-> submitted -completeness_checked complete-> complete, not complete-> returned
//   submitted -returned-> returned -submitted-> submitted          (by the same recipient)
//   complete -field_verification_performed-> field_verified -recommended-> recommended
//   recommended -a determination that lists it is signed-> determined
//   complete, field_verified, recommended -rejected-> rejected
//   any -withdrawn-> withdrawn, -lapsed-> lapsed                    (until one of the ends)
//
// The draft is the applicant's own and not in the ledger. A check that was not passed may be
// followed by `returned`, which says why. A proposal is determined as long as the determination
// lists it and is not revoked: then it is recommended again. A new submission brings its documents
// anew. Beside the steps: documents, affirmation, and the KPA's leave to go on in spite of a
// duplicate.
//
// Source: domain.md 7.1 H and 7.3. Where the recipient was found, and what, is personal and kept
// sealed. An affirmation is a fact about the group or its place: one that would tell of disability
// or descent is not recorded of a single person.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::proposal {

struct Item {
  std::string item;
  std::int64_t amount_idr = 0;

  static void describe(Fields<Item>& fields);
};
struct Document {
  std::string kind, digest;

  static void describe(Fields<Document>& fields);
};

struct Submitted {
  std::string recipient, juknis;
  std::int64_t amount_idr = 0;
  std::vector<Item> budget;
  std::vector<Document> documents;
};
struct CompletenessChecked {
  bool complete = false;
};
struct FieldVerificationPerformed {
  Personal<double> latitude, longitude;
  std::int64_t accuracy_m = 0;
  std::vector<std::string> photos;
  Personal<std::string> finding;
};
struct Recommended {
  std::int64_t score = 0;
};

struct Rejected {
  std::int64_t score = 0;
};
struct Returned {};
struct DocumentAttached {
  std::string kind, digest;
};
struct DocumentReplaced {
  std::string kind, old_digest, new_digest;
};
struct AffirmationApplied {
  std::string affirmation;
};
struct DuplicateOverrideApproved {
  std::optional<std::string> duplicate;
};
struct Withdrawn {};
struct Lapsed {};

struct State {
  std::string name;       // of this stream
  std::string recipient;  // of the first submission
  std::string juknis;     // of the last submission, as the amount and the documents
  std::int64_t amount_idr = 0;
  std::set<std::pair<std::string, std::string>> documents;  // kind, digest
  bool is_returned = false;  // by `returned`, since then not submitted
  std::set<std::string> affirmations;
  bool duplicate_allowed = false;
};

const StreamType& stream();

}  // namespace programme::proposal
