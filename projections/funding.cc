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
      {"committed_idr", money, {"Komitmen", "Committed"}, "idr", Gathered::sum},
      {"disbursed_idr", money, {"Dicairkan (SP2D)", "Disbursed (SP2D)"}, "idr", Gathered::sum},
      {"credited_idr", money, {"Masuk rekening", "Credited"}, "idr", Gathered::sum},
      {"spent_idr", money, {"Dibelanjakan", "Spent"}, "idr", Gathered::sum},
      {"returned_idr", money, {"Retur", "Returned transfers"}, "idr", Gathered::sum},
      {"refunded_idr", money, {"Disetor kembali", "Refunded"}, "idr", Gathered::sum},
      {"refunded_same_year_idr",
       money,
       {"Disetor kembali tahun yang sama", "Refunded in the same year"},
       "idr",
       Gathered::sum},
      {"realised_idr", money, {"Realisasi", "Realised"}, "idr"},
      {"available_idr", money, {"Sisa pagu", "Available"}, "idr"},
      {"accounted_idr", money, {"Dipertanggungjawabkan", "Accounted for"}, "idr", Gathered::sum},
      {"outstanding_idr", money, {"Belum dipertanggungjawabkan", "Outstanding"}, "idr"},
  };
}

std::string line_id(std::string_view budget, std::string_view line) {
  return std::string(programme::key_of(budget)) + ":" + std::string(line);
}

void complete(Json& row) {
  const auto of = [&](const char* column) { return number(row[column]); };
  if (row["line"].is_null()) {
    const auto id = row["id"].get<std::string>();
    row["line"] = id.substr(id.find(':') + 1);
  }
  add_to(row["ceiling_idr"], 0);
  row["available_idr"] = sum(of("ceiling_idr"), -of("committed_idr"));
  row["outstanding_idr"] = sum(of("credited_idr"), -of("accounted_idr"));
  row["realised_idr"] =
      sum(sum(of("disbursed_idr"), -of("returned_idr")), -of("refunded_same_year_idr"));
}

void refund(const std::string& id, const std::string& year, std::int64_t amount, Fold& fold) {
  fold.add(id, "refunded_idr", amount);
  const Json budget_year = fold.ask(id, "year");
  if (budget_year.is_number() && std::to_string(number(budget_year)) == year)
    fold.add(id, "refunded_same_year_idr", amount);
}

// The working memory of a grant:
//   lines      tranche -> line that its SP2D names
//   line       of the last SP2D: where money without a tranche of its own goes
//   credited   line -> money credited, for the day on which the report is accepted
//   accepted   the report is
//   spent      number of an expenditure -> its amount
//   deposits   NTPN -> refund that waits to be confirmed
//   waiting    money from before the first SP2D: credited, spent, refunded by year
void credit(Json& own, const std::string& id, std::int64_t amount, Fold& fold) {
  fold.add(id, "credited_idr", amount);
  add_to(own["credited"][id], amount);
  if (own.contains("accepted")) fold.add(id, "accounted_idr", amount);
}

void settle_waiting(Json& own, const std::string& id, Fold& fold) {
  const auto found = own.find("waiting");
  if (found == own.end()) return;
  const Json waiting = *found;
  own.erase(found);
  if (waiting.contains("credited")) credit(own, id, number(waiting["credited"]), fold);
  if (waiting.contains("spent")) fold.add(id, "spent_idr", number(waiting["spent"]));
  if (!waiting.contains("refunded")) return;
  for (const auto& [year, amount] : waiting["refunded"].items())
    refund(id, year, number(amount), fold);
}

// The line of a grant's money, or of one tranche of it; empty: not known yet.
std::string line_of(const Json& own, const std::string& tranche) {
  if (own.contains("lines") && own["lines"].contains(tranche))
    return own["lines"][tranche].get<std::string>();
  return own.value("line", std::string());
}

void issue(const budget::Issued& e, const Event& event, Fold& fold) {
  for (const budget::Line& line : e.lines) {
    Json& row = fold.row(line.line);
    row["year"] = e.year;
    row["line"] = line.line;
    row["ceiling_idr"] = line.ceiling_idr;
    fold.tell(line_id(event.subject, line.line), "year", e.year);
  }
}

void disburse(const grant::Sp2dIssued& e, const Event&, Fold& fold) {
  const std::string id = line_id(e.budget, e.line);
  Json own = fold.own();
  own["lines"][std::to_string(e.tranche)] = id;
  own["line"] = id;
  fold.add(id, "disbursed_idr", e.amount_idr);
  settle_waiting(own, id, fold);
  fold.set_own(std::move(own));
}

void credit_funds(const grant::FundsCredited& e, const Event&, Fold& fold) {
  Json own = fold.own();
  const std::string id = line_of(own, std::to_string(e.tranche));
  if (id.empty())
    add_to(own["waiting"]["credited"], e.amount_idr);
  else
    credit(own, id, e.amount_idr, fold);
  fold.set_own(std::move(own));
}

void spend(const grant::ExpenditureRecorded& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["spent"][std::to_string(e.number)] = e.amount_idr;
  const std::string id = line_of(own, "");
  if (id.empty())
    add_to(own["waiting"]["spent"], e.amount_idr);
  else
    fold.add(id, "spent_idr", e.amount_idr);
  fold.set_own(std::move(own));
}

void deposit(const grant::RefundDeposited& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["deposits"][e.ntpn] = e.amount_idr;
  fold.set_own(std::move(own));
}

void confirm(const grant::RefundConfirmed& e, const Event& event, Fold& fold) {
  Json own = fold.own();
  if (!own.contains("deposits") || !own["deposits"].contains(e.ntpn)) return;
  const std::int64_t amount = number(own["deposits"][e.ntpn]);
  own["deposits"].erase(e.ntpn);
  const std::string year =
      programme::format_date(programme::day_in_wib(event.time_us)).substr(0, 4);
  const std::string id = line_of(own, "");
  if (id.empty())
    add_to(own["waiting"]["refunded"][year], amount);
  else
    refund(id, year, amount, fold);
  fold.set_own(std::move(own));
}

void accept(const grant::AccountabilityReportAccepted&, const Event&, Fold& fold) {
  Json own = fold.own();
  if (own.contains("accepted")) return;
  own["accepted"] = true;
  const Json credited = own.value("credited", Json::object());
  for (const auto& [id, amount] : credited.items()) fold.add(id, "accounted_idr", number(amount));
  fold.set_own(std::move(own));
}

Projection make() {
  Projection out({"funding", {"Anggaran", "Funding"}, 2, "budget", columns()});
  out.derives(complete);
  out.on<budget::Issued>(issue);
  out.on<budget::CommitmentReserved>([](const auto& e, const Event& event, Fold& fold) {
    fold.add(line_id(event.subject, e.line), "committed_idr", e.amount_idr);
  });
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
