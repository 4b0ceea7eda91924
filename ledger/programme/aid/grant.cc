#include "ledger/programme/aid/grant.h"

#include "ledger/programme/aid/grant_parts.h"

namespace programme::grant {
namespace {

constexpr Title recipient_title = {"Penerima", "Recipient"},
                determination_title = {"Surat keputusan", "Determination"};

Field recipient() { return indexed(reference({"group", "person", "institution"})); }
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
  const auto latest = state.tranches.find(state.tranche_under_way);
  if (latest == state.tranches.end() || !latest->second.returned || latest->first == e.number)
    return {};
  return refuse_state("tranche_returned", "tranche " + std::to_string(latest->first) +
                                              " came back and is to be paid again first");
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
  s.event<AgreementSigned>("agreement_signed", {"Perjanjian ditandatangani", "Agreement signed"})
      .by({role::ppk})
      .needs_basis()
      .may_open("agreed", {"invited"})
      .corrected_by({role::kpa})
      .field("recipient", &AgreementSigned::recipient, recipient(), recipient_title)
      .field("determination", &AgreementSigned::determination, determination(), determination_title)
      .field("number", &AgreementSigned::number, paper_number(),
             {"Nomor perjanjian", "Number of the agreement"})
      .field("amount_idr", &AgreementSigned::amount_idr, money(), {"Jumlah bantuan", "Amount"})
      .field("ends_on", &AgreementSigned::ends_on, text(format::date), {"Berakhir", "Ends on"})
      .decides(is_of_the_same_recipient<AgreementSigned>)
      .applies([](State& state, const AgreementSigned& e, const Event&) {
        remember_recipient(state, e);
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

void request(Builder& s) {
  s.event<TrancheRequested>("tranche_requested", {"Pencairan diminta", "Tranche requested"})
      .by({role::applicant})
      .step({"agreed", "in_use", "returned"}, "requested")
      .corrected_by({role::ppk, role::programme_officer})
      .field("number", &TrancheRequested::number, tranche_number(), tranche_title)
      .field("amount_idr", &TrancheRequested::amount_idr, money(), amount_title)
      .field("receipt", &TrancheRequested::receipt, text(format::digest), {"Kuitansi", "Receipt"})
      .decides(may_be_requested)
      .applies([](State& state, const TrancheRequested& e, const Event& event) {
        state.subject = event.subject;
        state.tranches[e.number].requested_idr = e.amount_idr;
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
      .decides(is_under_way<DocumentsTested>);
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
