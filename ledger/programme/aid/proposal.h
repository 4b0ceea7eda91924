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
// Who acts in a case does so in one part only: the proposer, the verifiers and, over the
// determination that lists it, the PPK and the KPA.
//
// Source: domain.md 7.1 H and 7.3. Where the recipient was found, and what, is personal and kept
// sealed. An affirmation is a fact about the group or its place: one that would tell of disability
// or descent is not recorded of a single person.
#pragma once

#include <cstdint>
#include <map>
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

// In what part somebody acts in a case, by the name of his actor.
enum class Part { proposer, verifier, ppk, kpa };
using Parts = std::map<std::string, Part>;  // the first part that each has had

struct State {
  std::string name;       // of this stream
  std::string recipient;  // of the first submission
  std::string juknis;     // of the last submission, as the amount and the documents
  std::int64_t amount_idr = 0;
  std::set<std::pair<std::string, std::string>> documents;  // kind, digest
  bool is_returned = false;  // by `returned`, since then not submitted
  std::set<std::string> affirmations;
  bool duplicate_allowed = false;
  bool complete = false, field_verified = false;  // since the last submission
  Parts parts;
};

// A group is recommended when the village head or the manpower office has attested it.
inline constexpr Rule recommendation_needs_attestation = {
    "I9",
    "recommendation_needs_attestation",
    {"Kelompok yang direkomendasikan sudah diakui lurah atau dinas",
     "A group that is recommended is attested by the village head or the manpower office"},
    "TKM Pemula 2022: surat keterangan lurah atau dinas"};

// Nobody is recommended, listed or determined whose proposal was not submitted, checked and
// visited; to be listed it has to be recommended too, and for the recipient that is listed.
inline constexpr Rule determination_needs_verification = {
    "I10",
    "determination_needs_verification",
    {"Penerima ditetapkan atas usulan yang lolos verifikasi administrasi dan substansi",
     "A recipient is determined on a proposal that passed both verifications"},
    "Kepdirjen 3/071/TKM.03.00/I/2024; BPK on aid spending 2019-2022"};

// Proposer, verifier, PPK and KPA of one case are different people.
inline constexpr Rule duties_separated = {
    "I11",
    "duties_separated",
    {"Pengusul, verifikator, PPK dan KPA satu usulan adalah orang yang berbeda",
     "Proposer, verifier, PPK and KPA of one case are different people"},
    "Kepdirjen 3/071/TKM.03.00/I/2024"};

// Who asks for new aid has accounted for the earlier: of each grant whose agreement was signed
// before this proposal the report is accepted or the account closed, and no refund is due.
inline constexpr Rule earlier_aid_accounted = {
    "I25",
    "earlier_aid_accounted",
    {"Bantuan baru diajukan setelah semua bantuan sebelumnya dipertanggungjawabkan",
     "New aid is asked for when all earlier aid is accounted for"},
    "SIAPkerja: bukti LPJ bantuan sebelumnya"};

// What breaks `duties_separated` where who records an event acts in this part of a case.
Broken acts_in_two_parts(const Parts& parts, const std::string& actor, Part part);

// What breaks `determination_needs_verification` where a recipient is named for a proposal.
Broken not_verified_for(const std::string& proposal, const std::string& recipient,
                        const Facts& facts);

const StreamType& stream();

}  // namespace programme::proposal
