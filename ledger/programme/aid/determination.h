// A determination ("surat keputusan", SK): the decree that names the recipients of aid and how much
// each is to have. The PPK signs it, then the KPA ratifies it.
//
//   (new) -drafted-> drafted -recipient_listed-> drafted -signed-> signed -ratified-> ratified
//   ratified, amended -recipient_substituted, recipient_struck-> amended
//   signed, ratified, amended -revoked-> revoked
//
// A proposal is listed once. In a draft recipients are listed and struck; from the signature on one
// takes another's place ("substitusi") or is struck. What is changed before the ratification is
// ratified with the rest; an amended determination is a ratified one, and is_ratified says so of
// both. Who is listed has a recommended proposal of his own (I10, in proposal.h) and an amount that
// the juknis of that proposal allows (I15, in juknis.h); so has who takes another's place.
// Source: domain.md 7.1 I.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/programme/aid/proposal.h"
#include "ledger/programme/stream.h"

namespace programme::determination {

struct Drafted {
  std::string juknis;
  std::int64_t year = 0;
};
struct RecipientListed {
  std::string proposal, recipient;
  std::int64_t amount_idr = 0;
};
struct Signed {
  std::string number;
};
struct Ratified {};
struct RecipientSubstituted {
  std::string old_proposal, new_proposal, new_recipient;
  std::int64_t amount_idr = 0;
};
struct RecipientStruck {
  std::string proposal;
};
struct Revoked {};

struct State {
  struct Listing {
    std::string recipient;
    std::int64_t amount_idr = 0;
  };

  std::string juknis;
  std::int64_t year = 0;
  std::map<std::string, Listing> listed;  // by proposal, as it stands now
  std::string number;                     // of the decree, and the year of its signature
  std::int64_t signed_year = 0;
  proposal::Parts parts;  // of the PPK and the KPA
  bool is_signed = false, is_ratified = false;
  bool is_amended = false;  // since it was ratified
  bool is_revoked = false;  // the others stay as they were
};

// A person is in one aid of a scheme and year that is not closed. An aid is a place in a
// determination that is not revoked, in the person's own name or that of a group that he is a
// member of; it is closed when its grant is. Where the KPA has allowed the duplicate of a proposal
// (`proposal.duplicate_override_approved`) the rule is not asked.
inline constexpr Rule one_aid_a_person = {
    "I5",
    "one_aid_a_person",
    {"Seorang tercatat di paling banyak satu bantuan berjalan dari skema dan tahun yang sama",
     "A person is in at most one running aid of the same scheme and year"},
    "BPK on aid spending 2019-2022"};

// The PPK signs, then the KPA ratifies.
inline constexpr Rule ratification_needs_signature = {
    "I12",
    "ratification_needs_signature",
    {"SK ditandatangani PPK sebelum disahkan KPA",
     "A determination is signed by the PPK before the KPA ratifies it"},
    "Kepdirjen 3/071/TKM.03.00/I/2024"};

// A recipient takes another's place in the fiscal year of the determination alone: not dated after
// its 31 December, in western Indonesian time, and not when a budget that has money set aside for
// the determination is closed.
inline constexpr Rule substitution_in_open_year = {
    "I13",
    "substitution_in_open_year",
    {"Substitusi penerima hanya selama tahun anggaran SK belum ditutup",
     "A recipient is substituted only while the fiscal year of the determination is open"},
    "BPK on aid spending 2019-2022: SK substitusi after the end of the year"};

// Who takes another's place passed what who is listed has to pass.
inline constexpr Rule substitute_is_verified = {
    "I13",
    "substitute_is_verified",
    {"Penerima pengganti lolos verifikasi seperti penerima yang dicantumkan",
     "Who takes another's place has passed verification as who is listed"},
    "BPK on aid spending 2019-2022"};

// What the recipients are to have is set aside for the determination, on all lines together, when
// it is signed; and a substitution asks for no more than that.
inline constexpr Rule determination_within_commitment = {
    "I14",
    "determination_within_commitment",
    {"Jumlah seluruh penerima dalam SK tidak melebihi komitmen untuknya",
     "The amounts of all recipients are within what is committed to the determination"},
    ""};

// The number of a determination is given once in a year.
inline constexpr Rule determination_number_unique = {
    "I18",
    "determination_number_unique",
    {"Nomor SK hanya dipakai sekali dalam setahun",
     "The number of a determination is given once in a year"},
    ""};

// Whether a proposal has its place in a determination that was signed and still holds.
bool determines(const State& state, const std::string& proposal);

const StreamType& stream();

}  // namespace programme::determination
