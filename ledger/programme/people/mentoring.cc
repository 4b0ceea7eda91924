#include "ledger/programme/people/mentoring.h"

namespace programme::mentoring {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title session_title = {"Nomor sesi", "Number of the session"};

Field session_number() { return integer(1, 10'000); }

void assignment(Builder& s) {
  s.event<MentorAssigned>("mentor_assigned", {"Pendamping ditugaskan", "Mentor assigned"})
      .by({role::programme_officer, role::mentor})
      .opens("assigned")
      .field("group", &MentorAssigned::group, indexed(reference({"group"})), {"Kelompok", "Group"})
      .field("university", &MentorAssigned::university, indexed(reference({"partner"})),
             {"Perguruan tinggi", "University"});
}

void sessions(Builder& s) {
  s.event<SessionLogged>("session_logged", {"Sesi pendampingan dicatat", "Session logged"})
      .by({role::mentor})
      .field("number", &SessionLogged::number, session_number(), session_title)
      .field("start", &SessionLogged::start, text(format::time), {"Mulai", "Start"})
      .field("end", &SessionLogged::end, text(format::time), {"Selesai", "End"})
      .field("mode", &SessionLogged::mode, text(format::slug), {"Moda", "Mode"})
      .field("material", &SessionLogged::material, text(), {"Materi", "Material"})
      .field("obstacle", &SessionLogged::obstacle, sealed(text()), {"Kendala", "Obstacle"})
      .field("solution", &SessionLogged::solution, text(), {"Solusi", "Solution"})
      .decides([](const State& state, const SessionLogged& e, const Event&) -> Verdict {
        if (!state.sessions.contains(e.number)) return {};
        return refuse_state("session_number_used", "a session of this number is logged already");
      })
      .applies([](State& state, const SessionLogged& e, const Event&) {
        state.sessions.emplace(e.number, false);
      });
}

Verdict may_verify(const State& state, const SessionVerified& e, const Event&) {
  const auto found = state.sessions.find(e.number);
  if (found == state.sessions.end())
    return refuse_state("session_unknown", "no session of this number is logged");
  if (found->second)
    return refuse_state("session_verified_already", "this session is verified already");
  return {};
}

void verification(Builder& s) {
  s.event<SessionVerified>("session_verified",
                           {"Sesi pendampingan diverifikasi", "Session verified"})
      .by({role::monitor})
      .field("number", &SessionVerified::number, session_number(), session_title)
      .decides(may_verify)
      .applies([](State& state, const SessionVerified& e, const Event&) {
        state.sessions[e.number] = true;
      });
}

void reports(Builder& s) {
  s.event<MonthlyReportSubmitted>("monthly_report_submitted", {"Laporan usaha bulanan disampaikan",
                                                               "Monthly business report submitted"})
      .by({role::mentor})
      .field("month", &MonthlyReportSubmitted::month, text(format::month), {"Bulan", "Month"})
      .field("revenue_idr", &MonthlyReportSubmitted::revenue_idr, money(), {"Omzet", "Revenue"})
      .field("sales", &MonthlyReportSubmitted::sales, object<Sales>(), {"Penjualan", "Sales"})
      .field("workers", &MonthlyReportSubmitted::workers, integer(0, 100'000, "person"),
             {"Tenaga kerja", "Workers"})
      .decides([](const State& state, const MonthlyReportSubmitted& e, const Event&) -> Verdict {
        if (!state.months.contains(e.month)) return {};
        return refuse_state("month_reported_already",
                            "the report of " + e.month + " is in already");
      })
      .applies([](State& state, const MonthlyReportSubmitted& e, const Event&) {
        state.months.insert(e.month);
      });
}

}  // namespace

void Sales::describe(Fields<Sales>& fields) {
  fields.field("quantity", &Sales::quantity, text(format::decimal_3), {"Jumlah", "Quantity"})
      .field("unit", &Sales::unit,
             code({"kg", "ton", "liter", "pcs", "ekor", "ha", "m", "m2", "unit", "HOK", "JP"}),
             {"Satuan", "Unit"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("mentoring", {"Pendampingan", "Mentoring"});
    assignment(s);
    sessions(s);
    verification(s);
    reports(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::mentoring
