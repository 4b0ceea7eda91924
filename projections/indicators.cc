#include "projections/indicators.h"

#include "ledger/programme/place/indicator.h"

namespace projections {
namespace {

using programme::Event;
namespace indicator = programme::indicator;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"code", text, {"Kode", "Code"}},
      {"region", text, {"Kode wilayah", "Region"}},
      {"unit", text, {"Satuan", "Unit"}},
      {"source", text, {"Sumber data", "Source"}},
      {"baseline", decimal, {"Nilai awal", "Baseline"}},
      {"baseline_on", date, {"Nilai awal per", "Baseline as of"}},
      {"target", decimal, {"Target", "Target"}},
      {"target_on", date, {"Target untuk", "Target for"}},
      {"value", decimal, {"Nilai terakhir", "Value"}},
      {"measured_on", date, {"Diukur per", "Measured as of"}},
  };
}

// A value of a day in the working memory of a series, under "measured" or "targets". The row shows
// that of the latest day.
struct Columns {
  const char *memory, *value, *day;
};
constexpr Columns measured = {"measured", "value", "measured_on"},
                  targets = {"targets", "target", "target_on"};

template <class E>
void set(const Columns& columns, const E& e, Fold& fold) {
  Json own = fold.own();
  own[columns.memory][e.as_of] = e.value;
  std::string latest;
  for (const auto& [day, unused] : own[columns.memory].items()) latest = std::max(latest, day);
  Json& row = fold.row();
  row[columns.value] = own[columns.memory][latest];
  row[columns.day] = latest;
  fold.set_own(std::move(own));
}

Projection make() {
  Projection out({"indicators", {"Indikator", "Indicators"}, 1, "indicator", columns()});
  out.on<indicator::Defined>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["code"] = e.code;
    row["region"] = e.region;
    row["unit"] = e.unit;
    row["source"] = e.source;
  });
  out.on<indicator::BaselineRecorded>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["baseline"] = e.value;
    row["baseline_on"] = e.as_of;
  });
  out.on<indicator::TargetSet>(
      [](const auto& e, const Event&, Fold& fold) { set(targets, e, fold); });
  out.on<indicator::Measured>(
      [](const auto& e, const Event&, Fold& fold) { set(measured, e, fold); });
  out.on<indicator::Restated>(
      [](const auto& e, const Event&, Fold& fold) { set(measured, e, fold); });
  return out;
}

}  // namespace

const Projection& indicators() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
