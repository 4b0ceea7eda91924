#include "projections/placements.h"

#include <algorithm>

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
      {"person", reference, {"Orang", "Person"}},
      {"vacancy", reference, {"Lowongan", "Vacancy"}},
      {"employer", reference, {"Pemberi kerja", "Employer"}},
      {"kbji", text, {"Kode jabatan (KBJI)", "Occupation (KBJI)"}},
      {"region", region, {"Wilayah", "Region"}},
      {"state", text, {"Keadaan", "State"}},
      {"mechanism", text, {"Mekanisme", "Mechanism"}},
      {"contract", text, {"Perjanjian kerja", "Contract"}},
      {"start_on", date, {"Mulai bekerja", "Start of work"}},
      {"months_confirmed", integer, {"Bulan terkonfirmasi", "Months confirmed"}, "month"},
  };
}

void match(const placement::CandidateMatched& e, const Event&, Fold& fold) {
  const Json posted = fold.ask(e.vacancy, "posted");
  Json& row = fold.row();
  row["person"] = e.person;
  row["vacancy"] = e.vacancy;
  if (posted.is_object()) row.update(posted);
}

Projection make() {
  Projection out({"placements", {"Penempatan", "Placements"}, 2, "placement", columns()});
  out.derives([](Json& row) { add_to(row["months_confirmed"], 0); });
  out.on<vacancy::Posted>([](const auto& e, const Event& event, Fold& fold) {
    fold.tell(event.subject, "posted",
              {{"employer", e.employer}, {"kbji", e.kbji}, {"region", e.region}});
  });
  out.on_each("placement", set_state);
  out.on<placement::CandidateMatched>(match);
  out.on<placement::Made>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["mechanism"] = e.mechanism;
    row["contract"] = e.contract;
    row["start_on"] = e.start_on;
  });
  out.on<placement::Confirmed>([](const auto& e, const Event&, Fold& fold) {
    Json& months = fold.row()["months_confirmed"];
    months = std::max(number(months), e.months);
  });
  return out;
}

}  // namespace

const Projection& placements() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
