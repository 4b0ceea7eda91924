#include "ledger/programme/aid/proposal.h"

#include <algorithm>
#include <array>

#include "ledger/programme/aid/determination.h"

namespace programme::proposal {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title amount = {"Jumlah", "Amount"}, score_title = {"Nilai", "Score"},
                kind_title = {"Jenis dokumen", "Kind of document"};

// Affirmations that are true of a group's people, and would be personal of one.
constexpr std::array<std::string_view, 3> of_people = {"disability_inclusive", "indigenous_papuan",
                                                       "adat_community"};

Field affirmation() {
  return indexed(code({"disability_inclusive", "indigenous_papuan", "adat_community", "women_led",
                       "extreme_poverty_area", "underdeveloped_area", "border_area"}));
}
Field document_kind() { return text(format::slug); }
Field paper() { return text(format::digest); }
Field score() { return integer(0, 100); }

Verdict is_of_the_same_recipient(const State& state, const Submitted& e, const Event&) {
  if (state.recipient.empty() || state.recipient == e.recipient) return {};
  return refuse_state("proposal_recipient_differs", "this proposal is of " + state.recipient +
                                                        "; another recipient needs its own");
}

void submit(Builder& s) {
  s.event<Submitted>("submitted", {"Usulan diajukan", "Proposal submitted"})
      .by({role::applicant})
      .corrected_by({role::programme_officer})
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
      .applies([](State& state, const Submitted& e, const Event& event) {
        state.name = event.subject;
        if (state.recipient.empty()) state.recipient = e.recipient;
        state.juknis = e.juknis;
        state.amount_idr = e.amount_idr;
        state.documents.clear();
        for (const Document& one : e.documents) state.documents.insert({one.kind, one.digest});
        state.is_returned = false;
      });
}

Verdict is_a_new_document(const State& state, const std::string& kind, const std::string& digest) {
  if (!state.documents.contains({kind, digest})) return {};
  return refuse_state("document_attached_already",
                      "this paper is with the proposal already as " + kind);
}

Verdict may_replace(const State& state, const DocumentReplaced& e, const Event&) {
  if (!state.documents.contains({e.kind, e.old_digest}))
    return refuse_state("document_unknown", "the proposal has no such paper as " + e.kind);
  return is_a_new_document(state, e.kind, e.new_digest);
}

void documents(Builder& s) {
  using Attached = DocumentAttached;
  using Replaced = DocumentReplaced;
  s.event<Attached>("document_attached", {"Dokumen dilampirkan", "Document attached"})
      .by({role::applicant})
      .corrected_by({role::programme_officer})
      .field("kind", &Attached::kind, document_kind(), kind_title)
      .field("digest", &Attached::digest, paper(), {"Sidik berkas", "Digest"})
      .decides([](const State& state, const Attached& e, const Event&) {
        return is_a_new_document(state, e.kind, e.digest);
      })
      .applies([](State& state, const Attached& e, const Event&) {
        state.documents.insert({e.kind, e.digest});
      });
  s.event<Replaced>("document_replaced", {"Dokumen diganti", "Document replaced"})
      .by({role::applicant})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .field("kind", &Replaced::kind, document_kind(), kind_title)
      .field("old", &Replaced::old_digest, paper(), {"Berkas lama", "Old paper"})
      .field("new", &Replaced::new_digest, paper(), {"Berkas baru", "New paper"})
      .decides(may_replace)
      .applies([](State& state, const Replaced& e, const Event&) {
        state.documents.erase({e.kind, e.old_digest});
        state.documents.insert({e.kind, e.new_digest});
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
      .field("photos", &Verification::photos, list(paper(), 1, 100), {"Foto", "Photos"})
      .field("finding", &Verification::finding, sealed(text()), {"Hasil verifikasi", "Finding"});
  s.event<Recommended>("recommended", {"Usulan direkomendasikan", "Proposal recommended"})
      .by({role::verifier})
      .step({"field_verified"}, "recommended")
      .field("score", &Recommended::score, score(), score_title);
}

Verdict is_not_returned_yet(const State& state, const Returned&, const Event&) {
  if (!state.is_returned) return {};
  return refuse_state("proposal_returned_already",
                      "this proposal was returned and is not submitted anew");
}

void turn_down(Builder& s) {
  s.event<Returned>("returned", {"Usulan dikembalikan", "Proposal returned"})
      .by({role::verifier})
      .needs_reason()
      .step({"submitted", "returned"}, "returned")
      .decides(is_not_returned_yet)
      .applies([](State& state, const Returned&, const Event&) { state.is_returned = true; });
  s.event<Rejected>("rejected", {"Usulan ditolak", "Proposal rejected"})
      .by({role::verifier})
      .needs_reason()
      .step({"complete", "field_verified", "recommended"}, "rejected")
      .field("score", &Rejected::score, score(), score_title);
  s.event<Withdrawn>("withdrawn", {"Usulan ditarik", "Proposal withdrawn"})
      .by({role::applicant})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .step({}, "withdrawn");
  s.event<Lapsed>("lapsed", {"Usulan gugur", "Proposal lapsed"})
      .by({role::programme_officer, role::system})
      .step({}, "lapsed");
}

Verdict may_affirm(const State& state, const AffirmationApplied& e, const Event&) {
  const bool tells =
      std::find(of_people.begin(), of_people.end(), e.affirmation) != of_people.end();
  if (tells && aggregate_of(state.recipient) == "person")
    return refuse_state("affirmation_of_a_person",
                        "the proposal is of one person, of whom this affirmation would tell "
                        "what is kept sealed");
  if (!state.affirmations.contains(e.affirmation)) return {};
  return refuse_state("affirmation_applied_already",
                      "the affirmation " + e.affirmation + " is applied already");
}

void exceptions(Builder& s) {
  s.event<AffirmationApplied>("affirmation_applied", {"Afirmasi diterapkan", "Affirmation applied"})
      .by({role::verifier, role::programme_officer})
      .field("affirmation", &AffirmationApplied::affirmation, affirmation(),
             {"Afirmasi", "Affirmation"})
      .decides(may_affirm)
      .applies([](State& state, const AffirmationApplied& e, const Event&) {
        state.affirmations.insert(e.affirmation);
      });
  using Override = DuplicateOverrideApproved;
  s.event<Override>("duplicate_override_approved",
                    {"Pengecualian duplikasi disetujui", "Duplicate override approved"})
      .by({role::kpa})
      .needs_reason()
      .field("duplicate", &Override::duplicate,
             optional(indexed(reference({"proposal", "grant", "group", "person", "institution"}))),
             {"Duplikat dari", "Duplicate of"})
      .applies([](State& state, const Override&, const Event&) { state.duplicate_allowed = true; });
}

// A signed determination makes a recommended proposal a determined one.
std::string_view moved_to(const StreamState& state, const State& own_state, const Facts& facts) {
  if (state.status != "recommended") return state.status;
  for (const std::string& name : facts.referring(own_state.name, "determination")) {
    const auto* by = own<determination::State>(facts.stream(name));
    if (by != nullptr && determination::determines(*by, own_state.name)) return "determined";
  }
  return state.status;
}

}  // namespace

void Item::describe(Fields<Item>& fields) {
  fields.field("item", &Item::item, text(format::line), {"Barang atau jasa", "Item"})
      .field("amount_idr", &Item::amount_idr, money(), amount);
}

void Document::describe(Fields<Document>& fields) {
  fields.field("kind", &Document::kind, document_kind(), kind_title)
      .field("digest", &Document::digest, paper(), {"Sidik berkas", "Digest"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("proposal", {"Usulan", "Proposal"},
              {"determined", "rejected", "withdrawn", "lapsed"});
    submit(s);
    documents(s);
    verify(s);
    turn_down(s);
    exceptions(s);
    s.moved_by_others(moved_to);
    return s.build();
  }();
  return type;
}

}  // namespace programme::proposal
