#include "ledger/programme/aid/proposal.h"

#include <algorithm>
#include <array>

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/grant_terms.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/people/group.h"

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

std::string_view name_of(Part part) {
  switch (part) {
    case Part::proposer:
      return "proposer";
    case Part::verifier:
      return "verifier";
    case Part::ppk:
      return "PPK";
    case Part::kpa:
      return "KPA";
  }
  return {};
}

template <Part part, class E>
Broken has_one_part(const State& state, const E&, const Event& event) {
  return acts_in_two_parts(state.parts, event.actor, part);
}

// A new submission under the same juknis, and a correction, stay under it.
Broken is_under_a_juknis_in_force(const State& state, const Submitted& e, const Event& event,
                                  const Facts& facts) {
  const auto* now = event.corrects ? own<State>(facts.stream(event.subject)) : nullptr;
  const bool is_under_it = state.juknis == e.juknis || (now && now->juknis == e.juknis);
  return juknis::begins_outside_term(e.juknis, event, is_under_it, facts);
}

Broken owes_an_account(const State&, const Submitted& e, const Event& event, const Facts& facts) {
  return grant::owes_an_account(e.recipient, "", event.place, facts);
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
      .rule(juknis::in_force, is_under_a_juknis_in_force)
      .rule(duties_separated, has_one_part<Part::proposer, Submitted>)
      .rule(juknis::amount_within,
            [](const State&, const Submitted& e, const Event& event, const Facts& facts) {
              return juknis::amount_outside(e.juknis, e.amount_idr, event, facts);
            })
      .rule(juknis::large_works_in_two_tranches,
            [](const State&, const Submitted& e, const Event& event, const Facts& facts) {
              return juknis::large_at_once(e.juknis, e.amount_idr, event, facts);
            })
      .rule(earlier_aid_accounted, owes_an_account)
      .decides(is_of_the_same_recipient)
      .applies([](State& state, const Submitted& e, const Event& event) {
        state.name = event.subject;
        if (state.recipient.empty()) state.recipient = e.recipient;
        state.juknis = e.juknis;
        state.amount_idr = e.amount_idr;
        state.documents.clear();
        for (const Document& one : e.documents) state.documents.insert({one.kind, one.digest});
        state.is_returned = state.complete = state.field_verified = false;
        state.parts.emplace(event.actor, Part::proposer);
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

template <class E>
void remember_verifier(State& state, const E&, const Event& event) {
  state.parts.emplace(event.actor, Part::verifier);
}

Broken is_not_attested(const State& state, const Recommended&, const Event&, const Facts& facts) {
  const auto* group = own<group::State>(facts.stream(state.recipient));
  if (group == nullptr || group->attested) return {};
  return state.recipient +
         " is not attested, and the village head or the manpower office has to attest it first";
}

Broken is_not_verified(const State& state, const Recommended&, const Event&) {
  if (state.recipient.empty() || state.field_verified) return {};
  return state.complete ? "the recipient was not visited, and has to be first"
                        : "the documents were not found complete, and have to be first";
}

void verify(Builder& s) {
  s.event<CompletenessChecked>("completeness_checked",
                               {"Kelengkapan diperiksa", "Completeness checked"})
      .by({role::verifier})
      .step_by({"submitted"},
               [](const CompletenessChecked& e) -> std::string_view {
                 return e.complete ? "complete" : "returned";
               })
      .field("complete", &CompletenessChecked::complete, boolean(), {"Lengkap", "Complete"})
      .rule(duties_separated, has_one_part<Part::verifier, CompletenessChecked>)
      .applies([](State& state, const CompletenessChecked& e, const Event& event) {
        state.complete = e.complete;
        remember_verifier(state, e, event);
      });
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
      .field("finding", &Verification::finding, sealed(text()), {"Hasil verifikasi", "Finding"})
      .rule(duties_separated, has_one_part<Part::verifier, Verification>)
      .applies([](State& state, const Verification& e, const Event& event) {
        state.field_verified = true;
        remember_verifier(state, e, event);
      });
  s.event<Recommended>("recommended", {"Usulan direkomendasikan", "Proposal recommended"})
      .by({role::verifier})
      .step({"field_verified"}, "recommended")
      .field("score", &Recommended::score, score(), score_title)
      .rule(recommendation_needs_attestation, is_not_attested)
      .rule(determination_needs_verification, is_not_verified)
      .rule(duties_separated, has_one_part<Part::verifier, Recommended>)
      .applies(remember_verifier<Recommended>);
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
      .rule(duties_separated, has_one_part<Part::verifier, Returned>)
      .decides(is_not_returned_yet)
      .applies([](State& state, const Returned& e, const Event& event) {
        state.is_returned = true;
        remember_verifier(state, e, event);
      });
  s.event<Rejected>("rejected", {"Usulan ditolak", "Proposal rejected"})
      .by({role::verifier})
      .needs_reason()
      .step({"complete", "field_verified", "recommended"}, "rejected")
      .field("score", &Rejected::score, score(), score_title)
      .rule(duties_separated, has_one_part<Part::verifier, Rejected>)
      .applies(remember_verifier<Rejected>);
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
      .rule(duties_separated, has_one_part<Part::kpa, Override>)
      .applies([](State& state, const Override&, const Event& event) {
        state.duplicate_allowed = true;
        state.parts.emplace(event.actor, Part::kpa);
      });
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

Broken acts_in_two_parts(const Parts& parts, const std::string& actor, Part part) {
  const auto found = parts.find(actor);
  if (found == parts.end() || found->second == part) return {};
  return "who acts here as " + std::string(name_of(part)) + " has acted in this case as " +
         std::string(name_of(found->second)) + ", and each part needs another person";
}

Broken not_verified_for(const std::string& proposal, const std::string& recipient,
                        const Facts& facts) {
  const StreamState* stream = facts.stream(proposal);
  const auto* state = own<State>(stream);
  if (state == nullptr) return {};
  if (stream->status != "recommended")
    return proposal + " is " + std::string(stream->exists ? stream->status : "not submitted") +
           ", and has to be verified and recommended first";
  if (state->recipient == recipient) return {};
  return proposal + " is of " + state->recipient + ", and not of " + recipient;
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
