#include "projections/funding.h"

#include "ledger/programme/aid/budget.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace budget = programme::budget;
namespace grant = programme::grant;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"year", integer, {"Tahun anggaran", "Fiscal year"}},
      {"line", text, {"Mata anggaran", "Budget line"}},
      {"ceiling_idr", money, {"Pagu", "Ceiling"}, "idr"},
      {"committed_idr", money, {"Komitmen", "Committed"}, "idr"},
      {"disbursed_idr", money, {"Dicairkan (SP2D)", "Disbursed (SP2D)"}, "idr"},
      {"credited_idr", money, {"Masuk rekening", "Credited"}, "idr"},
      {"spent_idr", money, {"Dibelanjakan", "Spent"}, "idr"},
      {"returned_idr", money, {"Retur", "Returned transfers"}, "idr"},
      {"refunded_idr", money, {"Disetor kembali", "Refunded"}, "idr"},
      {"realised_idr", money, {"Realisasi", "Realised"}, "idr"},
      {"available_idr", money, {"Sisa pagu", "Available"}, "idr"},
      {"accounted_idr", money, {"Dipertanggungjawabkan", "Accounted for"}, "idr"},
      {"outstanding_idr", money, {"Belum dipertanggungjawabkan", "Outstanding"}, "idr"},
  };
}

// A note per line: refunds by the year in which they were confirmed.
std::string refunds_note(std::string_view id) { return "refunds/" + std::string(id); }

std::int64_t refunded_in_year(const Json& row, std::string_view id, RowWriter& rows) {
  const Json& refunds = rows.note(refunds_note(id));
  if (!refunds.is_object() || !row["year"].is_number_integer()) return 0;
  const auto found = refunds.find(std::to_string(number(row["year"])));
  return found == refunds.end() ? 0 : number(*found);
}

// Adds to a column of a line's row and makes those that are computed from others again.
void book(const std::string& id, const char* column, std::int64_t amount, RowWriter& rows) {
  Json& row = rows.row(id);
  if (row["line"].is_null()) row["line"] = id.substr(id.find(':') + 1);
  for (const Column& each : funding().columns()) {
    if (each.type == ColumnType::money) add_to(row[std::string(each.name)], 0);
  }
  add_to(row[column], amount);
  const auto less = [&](std::int64_t from, const char* what) {
    return sum(from, -number(row[what]));
  };
  row["available_idr"] = less(number(row["ceiling_idr"]), "committed_idr");
  row["outstanding_idr"] = less(number(row["credited_idr"]), "accounted_idr");
  row["realised_idr"] =
      sum(less(number(row["disbursed_idr"]), "returned_idr"), -refunded_in_year(row, id, rows));
}

void refund(const std::string& id, const std::string& year, std::int64_t amount, RowWriter& rows) {
  Json refunds = rows.note(refunds_note(id));
  add_to(refunds[year], amount);
  rows.set_note(refunds_note(id), std::move(refunds));
  book(id, "refunded_idr", amount, rows);
}

// A note per grant, under its subject:
//   lines      tranche -> line that its SP2D names
//   line       of the last SP2D: where money without a tranche of its own goes
//   credited   line -> money credited, for the day on which the report is accepted
//   accepted   the report is
//   deposits   NTPN -> refund that waits to be confirmed
//   waiting    money from before the first SP2D: credited, spent, refunded by year
Json grant_note(const Event& event, RowWriter& rows) {
  Json note = rows.note(event.subject);
  return note.is_object() ? note : Json::object();
}

void credit(Json& note, const std::string& id, std::int64_t amount, RowWriter& rows) {
  book(id, "credited_idr", amount, rows);
  add_to(note["credited"][id], amount);
  if (note.contains("accepted")) book(id, "accounted_idr", amount, rows);
}

void settle_waiting(Json& note, const std::string& id, RowWriter& rows) {
  const auto found = note.find("waiting");
  if (found == note.end()) return;
  const Json waiting = *found;
  note.erase(found);
  if (waiting.contains("credited")) credit(note, id, number(waiting["credited"]), rows);
  if (waiting.contains("spent")) book(id, "spent_idr", number(waiting["spent"]), rows);
  if (!waiting.contains("refunded")) return;
  for (const auto& [year, amount] : waiting["refunded"].items()) {
    refund(id, year, number(amount), rows);
  }
}

void issue(const budget::Issued& e, const Event& event, RowWriter& rows) {
  for (const budget::Line& line : e.lines) {
    const std::string id = std::string(programme::key_of(event.subject)) + ":" + line.line;
    Json& row = rows.row(id);
    row["year"] = e.year;
    row["line"] = line.line;
    row["ceiling_idr"] = line.ceiling_idr;
    book(id, "ceiling_idr", 0, rows);
  }
}

void reserve(const budget::CommitmentReserved& e, const Event& event, RowWriter& rows) {
  const std::string id = std::string(programme::key_of(event.subject)) + ":" + e.line;
  book(id, "committed_idr", e.amount_idr, rows);
}

void disburse(const grant::Sp2dIssued& e, const Event& event, RowWriter& rows) {
  const std::string id = std::string(programme::key_of(e.budget)) + ":" + e.line;
  Json note = grant_note(event, rows);
  note["lines"][std::to_string(e.tranche)] = id;
  note["line"] = id;
  book(id, "disbursed_idr", e.amount_idr, rows);
  settle_waiting(note, id, rows);
  rows.set_note(event.subject, std::move(note));
}

void credit_funds(const grant::FundsCredited& e, const Event& event, RowWriter& rows) {
  Json note = grant_note(event, rows);
  const std::string tranche = std::to_string(e.tranche);
  if (!note.contains("line")) {
    add_to(note["waiting"]["credited"], e.amount_idr);
  } else {
    const bool named = note["lines"].contains(tranche);
    const Json& line = named ? note["lines"][tranche] : note["line"];
    credit(note, line.get<std::string>(), e.amount_idr, rows);
  }
  rows.set_note(event.subject, std::move(note));
}

void spend(const grant::ExpenditureRecorded& e, const Event& event, RowWriter& rows) {
  Json note = grant_note(event, rows);
  if (note.contains("line")) {
    return book(note["line"].get<std::string>(), "spent_idr", e.amount_idr, rows);
  }
  add_to(note["waiting"]["spent"], e.amount_idr);
  rows.set_note(event.subject, std::move(note));
}

void deposit(const grant::RefundDeposited& e, const Event& event, RowWriter& rows) {
  Json note = grant_note(event, rows);
  note["deposits"][e.ntpn] = e.amount_idr;
  rows.set_note(event.subject, std::move(note));
}

void confirm(const grant::RefundConfirmed& e, const Event& event, RowWriter& rows) {
  Json note = grant_note(event, rows);
  if (!note.contains("deposits") || !note["deposits"].contains(e.ntpn)) return;
  const std::int64_t amount = number(note["deposits"][e.ntpn]);
  note["deposits"].erase(e.ntpn);
  const std::string year =
      programme::format_date(programme::day_in_wib(event.time_us)).substr(0, 4);
  if (note.contains("line")) {
    refund(note["line"].get<std::string>(), year, amount, rows);
  } else {
    add_to(note["waiting"]["refunded"][year], amount);
  }
  rows.set_note(event.subject, std::move(note));
}

void accept(const grant::AccountabilityReportAccepted&, const Event& event, RowWriter& rows) {
  Json note = grant_note(event, rows);
  if (note.contains("accepted")) return;
  note["accepted"] = true;
  if (note.contains("credited")) {
    for (const auto& [id, amount] : note["credited"].items()) {
      book(id, "accounted_idr", number(amount), rows);
    }
  }
  rows.set_note(event.subject, std::move(note));
}

Projection make() {
  Projection out({"funding", {"Anggaran", "Funding"}, 1, "budget", columns()});
  out.on<budget::Issued>(issue);
  out.on<budget::CommitmentReserved>(reserve);
  out.on<grant::Sp2dIssued>(disburse);
  out.on<grant::FundsCredited>(credit_funds);
  out.on<grant::ExpenditureRecorded>(spend);
  out.on<grant::RefundDeposited>(deposit);
  out.on<grant::RefundConfirmed>(confirm);
  out.on<grant::AccountabilityReportAccepted>(accept);
  return out;
}

}  // namespace

const Projection& funding() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
