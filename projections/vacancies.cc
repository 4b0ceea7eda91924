#include "projections/vacancies.h"

#include "ledger/programme/people/placement.h"
#include "ledger/programme/people/vacancy.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace placement = programme::placement;
namespace vacancy = programme::vacancy;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"employer", reference, {"Pemberi kerja", "Employer"}},
      {"title", text, {"Jabatan", "Job title"}},
      {"kbji", text, {"Kode jabatan (KBJI)", "Occupation (KBJI)"}},
      {"region", text, {"Wilayah", "Region"}},
      {"wage_month_idr", money, {"Upah per bulan", "Wage a month"}, "idr"},
      {"seats", integer, {"Jumlah lowongan", "Seats"}, "person"},
      {"candidates", integer, {"Calon", "Candidates"}, "person", Gathered::sum},
      {"filled", integer, {"Terisi", "Filled"}, "person", Gathered::sum},
      {"verified", boolean, {"Diverifikasi", "Verified"}},
      {"state", text, {"Keadaan", "State"}},
  };
}

void complete(Json& row) {
  Json& verified = row["verified"];
  if (verified.is_null()) verified = false;
  Json& state = row["state"];
  if (state.is_null() || state == "closed") return;
  const bool is_full = row["seats"].is_number() && number(row["filled"]) >= number(row["seats"]);
  state = is_full ? "filled" : verified == true ? "verified" : "posted";
}

void post(const vacancy::Posted& e, const Event&, Fold& fold) {
  Json& row = fold.row();
  row["employer"] = e.employer;
  row["title"] = e.title;
  row["kbji"] = e.kbji;
  row["region"] = e.region;
  row["wage_month_idr"] = e.wage_month_idr;
  row["seats"] = e.seats;
}

// The working memory of a placement: the vacancy for which its person was matched.
void match(const placement::CandidateMatched& e, const Event&, Fold& fold) {
  fold.set_own({{"vacancy", e.vacancy}});
  fold.add(programme::key_of(e.vacancy), "candidates", 1);
}

void fill(const placement::Made&, const Event&, Fold& fold) {
  const auto vacancy = fold.own().value("vacancy", std::string());
  if (!vacancy.empty()) fold.add(programme::key_of(vacancy), "filled", 1);
}

Projection make() {
  Projection out({"vacancies", {"Lowongan", "Vacancies"}, 1, "vacancy", columns()});
  out.derives(complete);
  out.on_each("vacancy", set_state);
  out.on<vacancy::Posted>(post);
  out.on<vacancy::Verified>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["verified"] = true; });
  out.on<placement::CandidateMatched>(match);
  out.on<placement::Made>(fill);
  return out;
}

}  // namespace

const Projection& vacancies() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
