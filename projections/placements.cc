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
      {"region", text, {"Wilayah", "Region"}},
      {"state", text, {"Keadaan", "State"}},
      {"mechanism", text, {"Mekanisme", "Mechanism"}},
      {"contract", text, {"Perjanjian kerja", "Contract"}},
      {"start_on", date, {"Mulai bekerja", "Start of work"}},
      {"months_confirmed", integer, {"Bulan terkonfirmasi", "Months confirmed"}, "month"},
  };
}

Json& row_of(const Event& event, RowWriter& rows, const char* state) {
  Json& row = rows.row(programme::key_of(event.subject));
  add_to(row["months_confirmed"], 0);
  row["state"] = state;
  return row;
}

void match(const placement::CandidateMatched& e, const Event& event, RowWriter& rows) {
  Json& row = row_of(event, rows, "matched");
  row["person"] = e.person;
  row["vacancy"] = e.vacancy;
  const Json& posted = rows.note(e.vacancy);
  if (posted.is_object()) row.update(posted);
}

Projection make() {
  Projection out({"placements", {"Penempatan", "Placements"}, 1, "placement", columns()});
  out.on<vacancy::Posted>([](const auto& e, const Event& event, RowWriter& rows) {
    rows.set_note(event.subject,
                  {{"employer", e.employer}, {"kbji", e.kbji}, {"region", e.region}});
  });
  out.on<placement::CandidateMatched>(match);
  out.on<placement::CandidateReferred>(
      [](const auto&, const Event& event, RowWriter& rows) { row_of(event, rows, "referred"); });
  out.on<placement::CandidateRejected>(
      [](const auto&, const Event& event, RowWriter& rows) { row_of(event, rows, "rejected"); });
  out.on<placement::Made>([](const auto& e, const Event& event, RowWriter& rows) {
    Json& row = row_of(event, rows, "placed");
    row["mechanism"] = e.mechanism;
    row["contract"] = e.contract;
    row["start_on"] = e.start_on;
  });
  out.on<placement::Confirmed>([](const auto& e, const Event& event, RowWriter& rows) {
    Json& months = row_of(event, rows, "confirmed")["months_confirmed"];
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
