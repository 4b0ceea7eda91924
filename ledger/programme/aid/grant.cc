#include "ledger/programme/aid/grant.h"

namespace programme::grant {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title tranche = {"Tahap", "Tranche"}, amount = {"Jumlah", "Amount"},
                number_title = {"Nomor", "Number"};
Field tranche_number() { return integer(1, 12); }

void agreement(Builder& s) {
  s.event<BriefingAttended>("briefing_attended", {"Pembekalan diikuti", "Briefing attended"})
      .by({role::programme_officer})
      .may_open("invited", {"invited", "agreed"})
      .field("recipient", &BriefingAttended::recipient, indexed(reference({"group", "person"})),
             {"Penerima", "Recipient"})
      .field("determination", &BriefingAttended::determination, reference({"determination"}),
             {"Surat keputusan", "Determination"})
      .field("persons", &BriefingAttended::persons, list(reference({"person"})),
             {"Orang", "Persons"});
  s.event<AgreementSigned>("agreement_signed", {"Perjanjian ditandatangani", "Agreement signed"})
      .by({role::ppk})
      .needs_basis()
      .may_open("agreed", {"invited"})
      .field("recipient", &AgreementSigned::recipient, indexed(reference({"group", "person"})),
             {"Penerima", "Recipient"})
      .field("determination", &AgreementSigned::determination, reference({"determination"}),
             {"Surat keputusan", "Determination"})
      .field("number", &AgreementSigned::number, text(format::document_number), number_title)
      .field("amount_idr", &AgreementSigned::amount_idr, money(), amount)
      .field("ends_on", &AgreementSigned::ends_on, text(format::date), {"Berakhir", "Ends on"});
}

void payment(Builder& s) {
  s.event<TrancheRequested>("tranche_requested", {"Pencairan diminta", "Tranche requested"})
      .by({role::applicant})
      .step({"agreed", "in_use"}, "requested")
      .field("number", &TrancheRequested::number, tranche_number(), tranche)
      .field("amount_idr", &TrancheRequested::amount_idr, money(), amount)
      .field("receipt", &TrancheRequested::receipt, text(format::digest),
             {"Kuitansi", "Receipt"});
  s.event<Sp2dIssued>("sp2d_issued", {"SP2D diterbitkan", "SP2D issued"})
      .by({role::kppn})
      .step({"spm"}, "sp2d")
      .field("tranche", &Sp2dIssued::tranche, tranche_number(), tranche)
      .field("number", &Sp2dIssued::number, indexed(text(format::sp2d)), number_title)
      .field("issued_on", &Sp2dIssued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("amount_idr", &Sp2dIssued::amount_idr, money(), amount)
      .field("budget", &Sp2dIssued::budget, reference({"budget"}), {"DIPA", "Budget"})
      .field("line", &Sp2dIssued::line, text(format::budget_line), {"MAK", "Budget line"});
}

void refunds(Builder& s) {
  s.event<RefundConfirmed>("refund_confirmed", {"Setoran dikonfirmasi", "Refund confirmed"})
      .by({role::kppn})
      .field("ntpn", &RefundConfirmed::ntpn, text(format::ntpn), {"NTPN", "NTPN"})
      .decides([](const State& state, const RefundConfirmed& e, const Event&) -> Verdict {
        if (state.deposits.contains(e.ntpn)) return {};
        return refuse_state("refund_not_deposited",
                            "no deposit under this NTPN waits for a confirmation");
      })
      .applies([](State& state, const RefundConfirmed& e, const Event&) {
        state.deposits.erase(e.ntpn);
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("grant", {"Bantuan", "Grant"}, {"closed"});
    agreement(s);
    payment(s);
    refunds(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::grant
