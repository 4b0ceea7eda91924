#include "projections/grants.h"

#include <algorithm>

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace determination = programme::determination;
namespace envelope = programme::envelope;
namespace grant = programme::grant;
namespace juknis = programme::juknis;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"recipient", reference, {"Penerima", "Recipient"}},
      {"determination", reference, {"Surat keputusan", "Determination"}},
      {"number", text, {"Nomor perjanjian", "Number of the agreement"}},
      {"state", text, {"Keadaan", "State"}, {}, Gathered::latest},
      {"amount_idr", money, {"Jumlah bantuan", "Amount agreed"}, "idr"},
      {"disbursed_idr", money, {"Dicairkan (SP2D)", "Disbursed (SP2D)"}, "idr", Gathered::sum},
      {"credited_idr", money, {"Masuk rekening", "Credited"}, "idr"},
      {"spent_idr", money, {"Dibelanjakan", "Spent"}, "idr"},
      {"refund_due_idr", money, {"Masih harus disetor kembali", "Refund still due"}, "idr"},
      {"refunded_idr", money, {"Disetor kembali", "Refunded"}, "idr"},
      {"report", text, {"LPJ", "Accountability report"}},
      {"report_due_on", date, {"Tenggat LPJ", "Report due on"}},
      {"report_submitted_on", date, {"LPJ disampaikan pada", "Report submitted on"}},
      {"report_late", boolean, {"LPJ terlambat", "Report late"}},
      {"overdue", boolean, {"Pernah dinyatakan terlambat", "Was declared overdue"}},
      {"sanctions", integer, {"Jumlah sanksi", "Sanctions"}, "sanction"},
      {"closed", boolean, {"Ditutup", "Closed"}},
  };
}

// A report that was returned and submitted anew is as late as it was then.
void complete(Json& row) {
  for (const auto* column :
       {"amount_idr", "credited_idr", "spent_idr", "refund_due_idr", "refunded_idr", "sanctions"})
    add_to(row[column], 0);
  if (row["report"].is_null()) row["report"] = "none";
  if (row["overdue"].is_null()) row["overdue"] = false;
  row["closed"] = row["state"] == "closed";
  const Json &due = row["report_due_on"], &submitted = row["report_submitted_on"];
  row["report_late"] = due.is_string() && submitted.is_string() && due < submitted;
}

std::string key(std::string_view stream) { return std::string(programme::key_of(stream)); }
std::string day_of(const Event& event) {
  return programme::format_date(programme::day_in_wib(event.time_us));
}

// The working memory of a grant:
//   status         what its own events have made of it
//   determination
//   spent          number of an expenditure -> its amount
//   ordered        all refunds that were ordered
//   deposits       NTPN -> refund that waits to be confirmed
void follow(const Event& event, Fold& fold) {
  fold.row();
  const std::string status(fold.status());
  if (status.empty() || fold.own().value("status", std::string()) == status) return;
  Json own = fold.own();
  own["status"] = status;
  fold.put(fold.id(), "state", status);
  fold.tell(event.subject, "status", status);
  fold.set_own(std::move(own));
}

void introduce(const std::string& recipient, const std::string& decree, Fold& fold) {
  Json own = fold.own();
  own["determination"] = decree;
  fold.set_own(std::move(own));
  Json& row = fold.row();
  row["recipient"] = recipient;
  row["determination"] = decree;
}

void sign(const grant::AgreementSigned& e, const Event&, Fold& fold) {
  introduce(e.recipient, e.determination, fold);
  Json& row = fold.row();
  row["number"] = e.number;
  row["amount_idr"] = e.amount_idr;
}

// A juknis tells, as [[from, days], …], how long after the credit a report may take.
template <class E>
void set_report_days(const E& e, const std::optional<std::int64_t>& days, const Event& event,
                     Fold& fold) {
  if (!days) return;
  Json versions = fold.own().value("versions", Json::array());
  versions.push_back({e.effective_from, *days});
  fold.tell(event.subject, "report_due_days", versions);
  fold.set_own({{"versions", std::move(versions)}});
}

// Null: not known.
Json report_due_on(const Event& credit, Fold& fold) {
  const std::string decree = fold.own().value("determination", std::string());
  const Json rules = fold.ask(decree, "juknis");
  if (!rules.is_string()) return {};
  const Json versions = fold.ask(rules.get<std::string>(), "report_due_days");
  Json due;
  for (const Json& version : versions)
    if (version[0].get<std::string>() <= day_of(credit))
      due = programme::format_date(programme::day_in_wib(credit.time_us) + number(version[1]));
  return due;
}

void credit(const grant::FundsCredited& e, const Event& event, Fold& fold) {
  Json due = report_due_on(event, fold);
  Json& row = fold.row();
  add_to(row["credited_idr"], e.amount_idr);
  row["report_due_on"] = std::move(due);
}

template <class E>
void spend(const E& e, const Event&, Fold& fold) {
  Json own = fold.own();
  Json& amount = own["spent"][std::to_string(e.number)];
  add_to(fold.row()["spent_idr"], sum(e.amount_idr, -number(amount)));
  amount = e.amount_idr;
  fold.set_own(std::move(own));
}

void show_refunds(const Json& own, Fold& fold) {
  Json& row = fold.row();
  const std::int64_t ordered = number(own.value("ordered", Json()));
  row["refund_due_idr"] = std::max<std::int64_t>(0, sum(ordered, -number(row["refunded_idr"])));
}

void order_refund(const grant::RefundOrdered& e, const Event&, Fold& fold) {
  Json own = fold.own();
  add_to(own["ordered"], e.amount_idr);
  show_refunds(own, fold);
  fold.set_own(std::move(own));
}

void deposit(const grant::RefundDeposited& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["deposits"][e.ntpn] = e.amount_idr;
  fold.set_own(std::move(own));
}

void confirm(const grant::RefundConfirmed& e, const Event&, Fold& fold) {
  Json own = fold.own();
  if (!own.contains("deposits") || !own["deposits"].contains(e.ntpn)) return;
  add_to(fold.row()["refunded_idr"], number(own["deposits"][e.ntpn]));
  own["deposits"].erase(e.ntpn);
  show_refunds(own, fold);
  fold.set_own(std::move(own));
}

void fold_papers(Projection& out) {
  out.on<juknis::Issued>([](const auto& e, const Event& event, Fold& fold) {
    set_report_days(e, e.report_due_days, event, fold);
  });
  out.on<juknis::Amended>([](const auto& e, const Event& event, Fold& fold) {
    set_report_days(e, e.report_due_days, event, fold);
  });
  out.on<determination::Drafted>([](const auto& e, const Event& event, Fold& fold) {
    fold.tell(event.subject, "juknis", e.juknis);
  });
}

// An envelope that is shipped pays its items, and moves the grants that were tested for it.
void ship(const envelope::Shipped&, const Event&, Fold& fold) {
  for (const std::string& part : fold.own_parts()) {
    const Json item = fold.own(part);
    const auto paid = item[0].get<std::string>();
    fold.add(key(paid), "disbursed_idr", number(item[1]));
    const Json status = fold.ask(paid, "status");
    if (status.is_null() || status == "tested") fold.put(key(paid), "state", "sp2d");
  }
}

void fold_payments(Projection& out) {
  out.on<grant::Sp2dIssued>([](const auto& e, const Event&, Fold& fold) {
    fold.add(fold.id(), "disbursed_idr", e.amount_idr);
  });
  out.on<grant::TransferReturned>([](const auto& e, const Event&, Fold& fold) {
    fold.add(fold.id(), "disbursed_idr", -e.amount_idr);
  });
  out.on<envelope::ItemAdded>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own(std::to_string(e.number), {e.grant, e.amount_idr});
  });
  out.on<envelope::Shipped>(ship);
  out.on<grant::FundsCredited>(credit);
  out.on<grant::ExpenditureRecorded>(spend<grant::ExpenditureRecorded>);
  out.on<grant::ExpenditureCorrected>(spend<grant::ExpenditureCorrected>);
}

void fold_report(Projection& out) {
  out.on<grant::AccountabilityReportSubmitted>([](const auto&, const Event& event, Fold& fold) {
    Json& row = fold.row();
    row["report"] = "submitted";
    row["report_submitted_on"] = day_of(event);
  });
  out.on<grant::AccountabilityReportReturned>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["report"] = "returned"; });
  out.on<grant::AccountabilityReportAccepted>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["report"] = "accepted"; });
  out.on<grant::AccountabilityReportOverdueDeclared>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["overdue"] = true; });
}

Projection make() {
  Projection out({"grants", {"Bantuan", "Grants"}, 1, "grant", columns()});
  out.derives(complete);
  out.on_each("grant", follow);
  out.on<grant::BriefingAttended>([](const auto& e, const Event&, Fold& fold) {
    introduce(e.recipient, e.determination, fold);
  });
  out.on<grant::AgreementSigned>(sign);
  fold_papers(out);
  fold_payments(out);
  fold_report(out);
  out.on<grant::RefundOrdered>(order_refund);
  out.on<grant::RefundDeposited>(deposit);
  out.on<grant::RefundConfirmed>(confirm);
  out.on<grant::SanctionImposed>(
      [](const auto&, const Event&, Fold& fold) { add_to(fold.row()["sanctions"], 1); });
  return out;
}

}  // namespace

const Projection& grants() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
