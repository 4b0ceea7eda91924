#include "ledger/programme/aid/grant.h"

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/grant_parts.h"
#include "ledger/programme/aid/grant_terms.h"
#include "ledger/programme/wib.h"

namespace programme::grant {
namespace {

// PMK 132/PMK.05/2021.
constexpr std::int64_t two_tranches_from_idr = 100'000'000, whole_bp = 10'000;
constexpr std::int64_t progress_percent_min = 50;

constexpr Title recipient_title = {"Penerima", "Recipient"},
                determination_title = {"Surat keputusan", "Determination"};

Field recipient() { return linked(indexed(reference({"group", "person", "institution"}))); }
Field determination() { return indexed(reference({"determination"})); }

template <class E>
Verdict is_of_the_same_recipient(const State& state, const E& e, const Event&) {
  if (state.recipient.empty() || state.recipient == e.recipient) return {};
  return refuse_state("grant_recipient_differs",
                      "this grant is for " + state.recipient + "; another recipient needs its own");
}

template <class E>
void remember_recipient(State& state, const E& e) {
  if (state.recipient.empty()) state.recipient = e.recipient;
  if (state.determination.empty()) state.determination = e.determination;
}

Verdict may_be_requested(const State& state, const TrancheRequested& e, const Event&) {
  const auto found = state.tranches.find(e.number);
  if (found != state.tranches.end() && found->second.credited)
    return refuse_state("tranche_paid",
                        "tranche " + std::to_string(e.number) + " was credited already");
  return {};
}

// What this grant's agreement says now, where a correction of it is judged; null: it is signed now.
const State* corrected_by(const Event& event, const Facts& facts) {
  const auto* now = event.corrects ? own<State>(facts.stream(event.subject)) : nullptr;
  return now && now->agreed_at == event.place ? now : nullptr;
}

bool keeps_recipient(const AgreementSigned& e, const Event& event, const Facts& facts) {
  const State* now = corrected_by(event, facts);
  return now && now->recipient == e.recipient;
}

bool keeps_determination(const AgreementSigned& e, const Event& event, const Facts& facts) {
  const State* now = corrected_by(event, facts);
  return now && now->determination == e.determination;
}

bool keeps_amount(const AgreementSigned& e, const Event& event, const Facts& facts) {
  const State* now = corrected_by(event, facts);
  return now && now->agreed_idr == e.amount_idr && keeps_recipient(e, event, facts) &&
         keeps_determination(e, event, facts);
}

Broken is_not_determined(const State&, const AgreementSigned& e, const Event& event,
                         const Facts& facts) {
  if (keeps_determination(e, event, facts)) return {};
  const auto* decree = own<determination::State>(facts.stream(e.determination));
  if (decree == nullptr) return {};
  const char* is = decree->is_revoked     ? " is revoked"
                   : !decree->is_signed   ? " is not signed by the PPK"
                   : !decree->is_ratified ? " is not ratified by the KPA"
                                          : nullptr;
  if (is == nullptr) return {};
  return e.determination + is + ", and an agreement needs one that is signed and ratified";
}

Broken is_of_another_amount(const State&, const AgreementSigned& e, const Event& event,
                            const Facts& facts) {
  if (keeps_amount(e, event, facts)) return {};
  const auto* decree = own<determination::State>(facts.stream(e.determination));
  if (decree == nullptr) return {};
  std::string detail = e.determination + " does not list " + e.recipient;
  for (const auto& [proposal, listing] : decree->listed) {
    if (listing.recipient != e.recipient) continue;
    if (listing.amount_idr == e.amount_idr) return {};
    detail = e.determination + " lists Rp" + std::to_string(listing.amount_idr) + " for " +
             e.recipient + ", and the agreement is of Rp" + std::to_string(e.amount_idr);
  }
  return detail;
}

Broken is_outside_juknis(const State&, const AgreementSigned& e, const Event& event,
                         const Facts& facts) {
  if (keeps_amount(e, event, facts)) return {};
  const auto* terms = terms_on(juknis_of(e.recipient, e.determination, facts), day_of(event));
  if (terms == nullptr ||
      (terms->amount_min_idr <= e.amount_idr && e.amount_idr <= terms->amount_max_idr))
    return {};
  return "the agreement is of Rp" + std::to_string(e.amount_idr) + ", and the juknis allows Rp" +
         std::to_string(terms->amount_min_idr) + " to Rp" + std::to_string(terms->amount_max_idr);
}

Broken is_large_at_once(const State&, const AgreementSigned& e, const Event& event,
                        const Facts& facts) {
  if (e.amount_idr < two_tranches_from_idr || keeps_amount(e, event, facts)) return {};
  const auto* juknis = juknis_of(e.recipient, e.determination, facts);
  const auto* terms = terms_on(juknis, day_of(event));
  if (terms == nullptr ||
      (juknis->scheme != "BLKK_GEDUNG" && juknis->scheme != "PADAT_KARYA_INFRA"))
    return {};
  std::map<std::int64_t, std::int64_t> shares;
  for (const juknis::Tranche& tranche : terms->tranches) shares[tranche.number] = tranche.share_bp;
  if (shares == std::map<std::int64_t, std::int64_t>{{1, 7000}, {2, 3000}}) return {};
  return "buildings and infrastructure of Rp" + std::to_string(e.amount_idr) +
         " are paid in two tranches, of 70 and 30 %, and the juknis sets others";
}

Broken number_is_given(const State&, const AgreementSigned& e, const Event& event,
                       const Facts& facts) {
  return is_given(
      who_gave_agreement(numbered(fiscal_year_of(event), e.number), event.subject, facts),
      e.number);
}

void agreement_rules(EventBuilder<State, AgreementSigned>& event) {
  event
      .rule(members_within_juknis,
            [](const State&, const AgreementSigned& e, const Event& at, const Facts& facts) {
              return keeps_recipient(e, at, facts)
                         ? Broken{}
                         : has_other_members(e.recipient, e.determination, at, facts);
            })
      .rule(one_leader,
            [](const State&, const AgreementSigned& e, const Event& at, const Facts& facts) {
              return keeps_recipient(e, at, facts) ? Broken{}
                                                   : has_not_one_leader(e.recipient, facts);
            })
      .rule(members_confirmed,
            [](const State&, const AgreementSigned& e, const Event& at, const Facts& facts) {
              return keeps_recipient(e, at, facts) ? Broken{}
                                                   : has_unconfirmed_members(e.recipient, facts);
            })
      .rule(agreement_needs_determination, is_not_determined)
      .rule(agreement_is_amount_listed, is_of_another_amount)
      .rule(agreement_within_juknis, is_outside_juknis)
      .rule(large_works_in_two_tranches, is_large_at_once)
      .rule(agreement_number_unique, number_is_given)
      .rule(earlier_grants_accounted,
            [](const State&, const AgreementSigned& e, const Event& at, const Facts& facts) {
              return keeps_recipient(e, at, facts)
                         ? Broken{}
                         : owes_an_account(e.recipient, at.subject, at.place, facts);
            });
}

void agreement(Builder& s) {
  s.event<BriefingAttended>("briefing_attended", {"Pembekalan diikuti", "Briefing attended"})
      .by({role::programme_officer})
      .may_open("invited")
      .corrected_by({role::ppk})
      .field("recipient", &BriefingAttended::recipient, recipient(), recipient_title)
      .field("determination", &BriefingAttended::determination, determination(),
             determination_title)
      .field("persons", &BriefingAttended::persons, list(reference({"person"})),
             {"Peserta", "Persons"})
      .decides(is_of_the_same_recipient<BriefingAttended>)
      .applies([](State& state, const BriefingAttended& e, const Event&) {
        remember_recipient(state, e);
      });
  auto agreed = s.event<AgreementSigned>("agreement_signed",
                                         {"Perjanjian ditandatangani", "Agreement signed"});
  agreement_rules(agreed);
  agreed.by({role::ppk})
      .needs_basis()
      .may_open("agreed", {"invited"})
      .corrected_by({role::kpa})
      .field("recipient", &AgreementSigned::recipient, linked(recipient()), recipient_title)
      .field("determination", &AgreementSigned::determination, determination(), determination_title)
      .field("number", &AgreementSigned::number, marked("agreement", paper_number()),
             {"Nomor perjanjian", "Number of the agreement"})
      .field("amount_idr", &AgreementSigned::amount_idr, money(), {"Jumlah bantuan", "Amount"})
      .field("ends_on", &AgreementSigned::ends_on, text(format::date), {"Berakhir", "Ends on"})
      .decides(is_of_the_same_recipient<AgreementSigned>)
      .applies([](State& state, const AgreementSigned& e, const Event& event) {
        remember_recipient(state, e);
        state.determination = e.determination;
        state.agreement = numbered(fiscal_year_of(event), e.number);
        state.agreed_at = event.place;
        state.agreed_on = day_of(event);
        state.agreed_idr = e.amount_idr;
      });
  s.event<IntegrityPactSigned>("integrity_pact_signed",
                               {"Pakta integritas ditandatangani", "Integrity pact signed"})
      .by({role::applicant, role::ppk})
      .needs_basis()
      .corrected_by({role::ppk, role::programme_officer})
      .decides([](const State& state, const IntegrityPactSigned&, const Event&) -> Verdict {
        if (!state.integrity_pact) return {};
        return refuse_state("integrity_pact_exists", "the recipient has signed the pact already");
      })
      .applies([](State& state, const IntegrityPactSigned&, const Event&) {
        state.integrity_pact = true;
      });
}

// At most a rupiah more than the share, where it is not whole.
std::int64_t share_idr(std::int64_t whole_idr, std::int64_t share_bp) {
  const std::int64_t rest = whole_idr % whole_bp * share_bp;
  return whole_idr / whole_bp * share_bp + (rest + whole_bp - 1) / whole_bp;
}

Broken is_not_of_the_juknis(const State& state, const TrancheRequested& e, const Event&,
                            const Facts& facts) {
  if (!state.agreed_at) return {};
  const auto* terms =
      terms_on(juknis_of(state.recipient, state.determination, facts), state.agreed_on);
  if (terms == nullptr) return {};
  const std::string number = std::to_string(e.number);
  for (const juknis::Tranche& tranche : terms->tranches) {
    if (tranche.number != e.number) continue;
    const std::int64_t share = share_idr(state.agreed_idr, tranche.share_bp);
    if (e.amount_idr <= share) return {};
    return "tranche " + number + " is requested as Rp" + std::to_string(e.amount_idr) +
           ", and its share of the agreement is Rp" + std::to_string(share);
  }
  return "the juknis sets " + std::to_string(terms->tranches.size()) + " tranches, and tranche " +
         number + " is none of them";
}

Broken is_not_agreed(const State& state, const TrancheRequested&, const Event&) {
  if (state.agreed_at) return {};
  return "no agreement is signed, and a tranche is requested under one";
}

Broken comes_too_early(const State& state, const TrancheRequested& e, const Event&) {
  if (e.number < 2) return {};
  const auto before = state.tranches.find(e.number - 1);
  if (before == state.tranches.end() || !before->second.credited)
    return "tranche " + std::to_string(e.number - 1) + " is not credited, and comes first";
  if (state.progress_percent >= progress_percent_min) return {};
  return "progress of " + std::to_string(state.progress_percent) + " % is reported, and tranche " +
         std::to_string(e.number) + " wants " + std::to_string(progress_percent_min) + " %";
}

void request(Builder& s) {
  s.event<TrancheRequested>("tranche_requested", {"Pencairan diminta", "Tranche requested"})
      .by({role::applicant})
      .step({"agreed", "in_use", "returned"}, "requested")
      .corrected_by({role::ppk, role::programme_officer})
      .field("number", &TrancheRequested::number, tranche_number(), tranche_title)
      .field("amount_idr", &TrancheRequested::amount_idr, money(), amount_title)
      .field("receipt", &TrancheRequested::receipt, text(format::digest), {"Kuitansi", "Receipt"})
      .rule(tranche_as_juknis_says, is_not_of_the_juknis)
      .rule(tranche_needs_agreement, is_not_agreed)
      .rule(later_tranche_needs_progress, comes_too_early)
      .decides(may_be_requested)
      .applies([](State& state, const TrancheRequested& e, const Event& event) {
        state.subject = event.subject;
        state.tranches[e.number].requested_idr = e.amount_idr;
        state.tranches[e.number].tested = false;
        state.tranche_under_way = e.number;
      });
  s.event<DocumentsTested>("documents_tested", {"Dokumen diuji PPK", "Documents tested"})
      .by({role::ppk})
      .step_by({"requested", "returned"},
               [](const DocumentsTested& e) -> std::string_view {
                 return e.passed ? "tested" : "agreed";
               })
      .corrected_by({role::kpa})
      .field("tranche", &DocumentsTested::tranche, tranche_number(), tranche_title)
      .field("passed", &DocumentsTested::passed, boolean(), {"Lulus uji", "Passed"})
      .decides(is_under_way<DocumentsTested>)
      .applies([](State& state, const DocumentsTested& e, const Event&) {
        state.tranches[e.tranche].tested = e.passed;
      });
}

void ending(Builder& s) {
  s.event<SanctionImposed>("sanction_imposed", {"Sanksi dijatuhkan", "Sanction imposed"})
      .by({role::kpa})
      .needs_basis()
      .needs_reason()
      .field("kind", &SanctionImposed::kind,
             indexed(code({"warning", "blacklist", "refund", "law_enforcement"})),
             {"Jenis sanksi", "Kind"})
      .applies([](State& state, const SanctionImposed& e, const Event&) {
        state.sanctions.insert(e.kind);
      });
  s.event<AgreementTerminated>("agreement_terminated",
                               {"Perjanjian diputus", "Agreement terminated"})
      .by({role::ppk, role::kpa})
      .needs_basis()
      .needs_reason()
      .step({"agreed", "requested", "tested", "spm", "sp2d", "returned", "in_use", "report_in",
             "overdue", "report_ok"},
            "terminated")
      .corrected_by({role::kpa})
      .applies(
          [](State& state, const AgreementTerminated&, const Event&) { state.terminated = true; });
  s.event<Closed>("closed", {"Bantuan ditutup", "Grant closed"})
      .by({role::ppk})
      .step({"report_ok", "terminated"}, "closed")
      .corrected_by({role::kpa});
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("grant", {"Bantuan", "Grant"}, {"closed"});
    agreement(s);
    request(s);
    payment_order(s);
    payment(s);
    spending(s);
    accountability(s);
    refunds(s);
    ending(s);
    s.moved_by_others(moved_by_envelopes);
    return s.build();
  }();
  return type;
}

}  // namespace programme::grant
