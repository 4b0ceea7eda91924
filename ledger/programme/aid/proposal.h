// One proposal ("usulan") for aid, from its submission to the recommendation of the verifiers ("tim
// verifikasi").
//
//   (new) -submitted-> submitted -completeness_checked complete-> complete, not complete-> returned
//   returned -submitted-> submitted                                (by the same recipient)
//   complete -field_verification_performed-> field_verified -recommended-> recommended
//
// Source: domain.md 7.3. Where the recipient was found, and what, is personal and kept sealed.
#pragma once

#include <cstdint>
#include <string>
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

struct State {
  std::string recipient;  // of the first submission
};

const StreamType& stream();

}  // namespace programme::proposal
