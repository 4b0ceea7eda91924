#include "projections/commitments.h"

#include "ledger/programme/place/rembuk.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace rembuk = programme::rembuk;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"rembuk", reference, {"Rembuk", "Rembuk"}},
      {"number", integer, {"Nomor", "Number"}},
      {"kawasan", reference, {"Kawasan", "Kawasan"}},
      {"partner", reference, {"Mitra", "Partner"}},
      {"what", text, {"Isi komitmen", "What is promised"}},
      {"due_on", date, {"Tenggat", "Due on"}},
      {"state", text, {"Keadaan", "State"}},
      {"fulfilled_on", date, {"Dipenuhi pada", "Fulfilled on"}},
  };
}

Json& row_of(std::int64_t number, const Event& event, Fold& fold) {
  Json& row = fold.row(std::to_string(number));
  row["rembuk"] = event.subject;
  row["number"] = number;
  row["kawasan"] = fold.own().value("kawasan", Json());
  return row;
}

void commit(const rembuk::CommitmentMade& e, const Event& event, Fold& fold) {
  Json& row = row_of(e.number, event, fold);
  if (!row["partner"].is_null()) return;
  row["partner"] = e.partner;
  row["what"] = e.what;
  row["due_on"] = e.due_on;
  if (row["state"].is_null()) row["state"] = "open";
}

void fulfil(const rembuk::CommitmentFulfilled& e, const Event& event, Fold& fold) {
  Json& row = row_of(e.number, event, fold);
  row["state"] = "fulfilled";
  row["fulfilled_on"] = programme::format_date(programme::day_in_wib(event.time_us));
}

void lapse(const rembuk::CommitmentLapsed& e, const Event& event, Fold& fold) {
  Json& row = row_of(e.number, event, fold);
  if (row["state"] != "fulfilled") row["state"] = "lapsed";
}

Projection make() {
  Projection out({"commitments", {"Komitmen rembuk", "Commitments"}, 1, "rembuk", columns()});
  out.on<rembuk::Scheduled>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"kawasan", e.kawasan}});
  });
  out.on<rembuk::CommitmentMade>(commit);
  out.on<rembuk::CommitmentFulfilled>(fulfil);
  out.on<rembuk::CommitmentLapsed>(lapse);
  return out;
}

}  // namespace

const Projection& commitments() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
