#include "projections/mentoring.h"

#include <algorithm>

#include "ledger/programme/people/mentoring.h"

namespace projections {
namespace {

using programme::Event;
namespace cases = programme::mentoring;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"group", reference, {"Kelompok", "Group"}},
      {"university", reference, {"Perguruan tinggi", "University"}},
      {"sessions", integer, {"Sesi dicatat", "Sessions logged"}, "session"},
      {"verified", integer, {"Sesi terverifikasi", "Sessions verified"}, "session"},
      {"months_reported", integer, {"Bulan dilaporkan", "Months reported"}, "month"},
      {"revenue_idr", money, {"Omzet", "Revenue"}, "idr"},
      {"workers", integer, {"Tenaga kerja", "Workers"}, "person"},
      {"hired", integer, {"Tenaga kerja direkrut", "Workers hired"}, "person"},
      {"state", text, {"Keadaan", "State"}},
  };
}

// The working memory of a case:
//   sessions   number -> it is verified
//   months     month -> [revenue, workers] of its report, unless that was rejected
void keep(Json own, Fold& fold) {
  const Json sessions = own.value("sessions", Json::object()),
             months = own.value("months", Json::object());
  Json& row = fold.row();
  row["sessions"] = sessions.size();
  row["verified"] = std::count(sessions.begin(), sessions.end(), Json(true));
  row["months_reported"] = months.size();
  row["revenue_idr"] = 0;
  row["workers"] = nullptr;
  std::string latest;
  for (const auto& [month, report] : months.items()) {
    add_to(row["revenue_idr"], number(report[0]));
    if (month < latest) continue;
    latest = month;
    row["workers"] = report[1];
  }
  fold.set_own(std::move(own));
}

void log_session(const cases::SessionLogged& e, const Event&, Fold& fold) {
  Json own = fold.own();
  Json& verified = own["sessions"][std::to_string(e.number)];
  if (verified.is_null()) verified = false;
  keep(std::move(own), fold);
}

void verify_session(const cases::SessionVerified& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["sessions"][std::to_string(e.number)] = true;
  keep(std::move(own), fold);
}

void report(const cases::MonthlyReportSubmitted& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["months"][e.month] = Json::array({e.revenue_idr, e.workers});
  keep(std::move(own), fold);
}

void reject_report(const cases::ReportRejected& e, const Event&, Fold& fold) {
  Json own = fold.own();
  if (own.contains("months")) own["months"].erase(e.month);
  keep(std::move(own), fold);
}

Projection make() {
  Projection out({"mentoring", {"Pendampingan", "Mentoring"}, 1, "mentoring", columns()});
  out.derives([](Json& row) {
    for (const char* each : {"sessions", "verified", "months_reported", "revenue_idr", "hired"})
      add_to(row[each], 0);
  });
  out.on_each("mentoring", set_state);
  out.on<cases::MentorAssigned>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["group"] = e.group;
    row["university"] = e.university;
  });
  out.on<cases::MentorReplaced>([](const auto& e, const Event&, Fold& fold) {
    if (e.university) fold.row()["university"] = *e.university;
  });
  out.on<cases::SessionLogged>(log_session);
  out.on<cases::SessionVerified>(verify_session);
  out.on<cases::MonthlyReportSubmitted>(report);
  out.on<cases::ReportRejected>(reject_report);
  out.on<cases::WorkerHired>(
      [](const auto&, const Event&, Fold& fold) { add_to(fold.row()["hired"], 1); });
  return out;
}

}  // namespace

const Projection& mentoring() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
