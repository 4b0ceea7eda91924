#include "ledger/programme/aid/proposal.h"

namespace programme::proposal {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title amount = {"Jumlah", "Amount"};

Verdict is_of_the_same_recipient(const State& state, const Submitted& e, const Event&) {
  if (state.recipient.empty() || state.recipient == e.recipient) return {};
  return refuse_state("proposal_recipient_differs", "this proposal is of " + state.recipient +
                                                        "; another recipient needs its own");
}

void submit(Builder& s) {
  s.event<Submitted>("submitted", {"Usulan diajukan", "Proposal submitted"})
      .by({role::applicant})
      .may_open("submitted", {"returned"})
      .field("recipient", &Submitted::recipient,
             indexed(reference({"group", "person", "institution"})), {"Pengusul", "Recipient"})
      .field("juknis", &Submitted::juknis, indexed(reference({"juknis"})),
             {"Petunjuk teknis", "Technical guide"})
      .field("amount_idr", &Submitted::amount_idr, money(), amount)
      .field("budget", &Submitted::budget, list(object<Item>()),
             {"Rencana anggaran biaya", "Planned budget"})
      .field("documents", &Submitted::documents, list(object<Document>(), 1, 100),
             {"Dokumen", "Documents"})
      .decides(is_of_the_same_recipient)
      .applies([](State& state, const Submitted& e, const Event&) {
        if (state.recipient.empty()) state.recipient = e.recipient;
      });
}

void verify(Builder& s) {
  s.event<CompletenessChecked>("completeness_checked",
                               {"Kelengkapan diperiksa", "Completeness checked"})
      .by({role::verifier})
      .step_by({"submitted"},
               [](const CompletenessChecked& e) -> std::string_view {
                 return e.complete ? "complete" : "returned";
               })
      .field("complete", &CompletenessChecked::complete, boolean(), {"Lengkap", "Complete"});
  using Verification = FieldVerificationPerformed;
  s.event<Verification>("field_verification_performed",
                        {"Verifikasi lapangan dilakukan", "Field verification performed"})
      .by({role::verifier})
      .step({"complete"}, "field_verified")
      .field("latitude", &Verification::latitude, sealed(number(-90, 90, "degree")),
             {"Lintang", "Latitude"})
      .field("longitude", &Verification::longitude, sealed(number(-180, 180, "degree")),
             {"Bujur", "Longitude"})
      .field("accuracy_m", &Verification::accuracy_m, integer(0, 100000, "metre"),
             {"Ketelitian", "Accuracy"})
      .field("photos", &Verification::photos, list(text(format::digest), 1, 100),
             {"Foto", "Photos"})
      .field("finding", &Verification::finding, sealed(text()), {"Hasil verifikasi", "Finding"});
  s.event<Recommended>("recommended", {"Usulan direkomendasikan", "Proposal recommended"})
      .by({role::verifier})
      .step({"field_verified"}, "recommended")
      .field("score", &Recommended::score, integer(0, 100), {"Nilai", "Score"});
}

}  // namespace

void Item::describe(Fields<Item>& fields) {
  fields.field("item", &Item::item, text(format::line), {"Barang atau jasa", "Item"})
      .field("amount_idr", &Item::amount_idr, money(), amount);
}

void Document::describe(Fields<Document>& fields) {
  fields.field("kind", &Document::kind, text(format::slug), {"Jenis dokumen", "Kind of document"})
      .field("digest", &Document::digest, text(format::digest), {"Sidik berkas", "Digest"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("proposal", {"Usulan", "Proposal"});
    submit(s);
    verify(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::proposal
