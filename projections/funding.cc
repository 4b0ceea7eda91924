#include "projections/funding.h"

#include "ledger/programme/aid/budget.h"
#include "ledger/programme/values.h"
#include "projections/funding_parts.h"

namespace projections {
namespace {

using programme::Event;
namespace budget = programme::budget;

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

void set_ceilings(const std::vector<budget::Line>& lines, const Json& year, const Event& event,
                  Fold& fold) {
  for (const budget::Line& line : lines) {
    Json& row = fold.row(line.line);
    row["year"] = year;
    row["line"] = line.line;
    row["ceiling_idr"] = line.ceiling_idr;
    fold.tell(line_id(event.subject, line.line), "year", year);
  }
}

void issue(const budget::Issued& e, const Event& event, Fold& fold) {
  fold.set_own({{"year", e.year}});
  set_ceilings(e.lines, e.year, event, fold);
}

void revise(const budget::Revised& e, const Event& event, Fold& fold) {
  set_ceilings(e.lines, fold.own().value("year", Json()), event, fold);
}

// The budget remembers the line of each payment outside grants, by the number of its SP2D.
void realise(const budget::RealisationRecorded& e, const Event& event, Fold& fold) {
  fold.set_own(e.number, e.line);
  fold.add(line_id(event.subject, e.line), "disbursed_idr", e.amount_idr);
}

void come_back(const budget::RealisationReversed& e, const Event& event, Fold& fold) {
  const Json line = fold.own(e.number);
  if (!line.is_string()) return;
  const std::string id = line_id(event.subject, line.get<std::string>());
  fold.add(id, "refunded_idr", e.amount_idr);
  const Json year = fold.own().value("year", Json());
  if (std::to_string(number(year)) == fiscal_year(event))
    fold.add(id, "refunded_same_year_idr", e.amount_idr);
}

Projection make() {
  Projection out({"funding", {"Anggaran", "Funding"}, 3, "budget", columns()});
  out.derives(complete);
  out.on<budget::Issued>(issue);
  out.on<budget::Revised>(revise);
  out.on<budget::CommitmentReserved>([](const auto& e, const Event& event, Fold& fold) {
    fold.add(line_id(event.subject, e.line), "committed_idr", e.amount_idr);
  });
  out.on<budget::CommitmentReleased>([](const auto& e, const Event& event, Fold& fold) {
    fold.add(line_id(event.subject, e.line), "committed_idr", -e.amount_idr);
  });
  out.on<budget::RealisationRecorded>(realise);
  out.on<budget::RealisationReversed>(come_back);
  fold_grant_money(out);
  return out;
}

}  // namespace

std::string line_id(std::string_view budget, std::string_view line) {
  return std::string(programme::key_of(budget)) + ":" + std::string(line);
}

std::string fiscal_year(const Event& event) {
  return programme::format_date(programme::day_in_wib(event.time_us)).substr(0, 4);
}

const Projection& funding() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
