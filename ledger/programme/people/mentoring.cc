#include "ledger/programme/people/mentoring.h"

namespace programme::mentoring {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title session_title = {"Nomor sesi", "Number of the session"},
                month_title = {"Bulan", "Month"},
                university_title = {"Perguruan tinggi", "University"};

Field session_number() { return integer(1, 10'000); }
Field university() { return indexed(reference({"partner"})); }

void assignment(Builder& s) {
  s.event<MentorAssigned>("mentor_assigned", {"Pendamping ditugaskan", "Mentor assigned"})
      .by({role::programme_officer, role::mentor})
      .corrected_by({role::programme_officer})
      .opens("assigned")
      .field("group", &MentorAssigned::group, linked(indexed(reference({"group"}))),
             {"Kelompok", "Group"})
      .field("university", &MentorAssigned::university, university(), university_title)
      .applies([](State& state, const MentorAssigned& e, const Event& event) {
        state.group = e.group;
        state.began_at = event.place;
      });
  s.event<MentorReplaced>("mentor_replaced", {"Pendamping diganti", "Mentor replaced"})
      .by({role::programme_officer, role::mentor})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .field("university", &MentorReplaced::university, optional(university()), university_title);
}

void sessions(Builder& s) {
  s.event<SessionLogged>("session_logged", {"Sesi pendampingan dicatat", "Session logged"})
      .by({role::mentor})
      .corrected_by({role::programme_officer})
      .field("number", &SessionLogged::number, session_number(), session_title)
      .field("start", &SessionLogged::start, text(format::time_done), {"Mulai", "Start"})
      .field("end", &SessionLogged::end, text(format::time_done), {"Selesai", "End"})
      .field("mode", &SessionLogged::mode, text(format::slug), {"Moda", "Mode"})
      .field("material", &SessionLogged::material, text(), {"Materi", "Material"})
      .field("obstacle", &SessionLogged::obstacle, sealed(text()), {"Kendala", "Obstacle"})
      .field("solution", &SessionLogged::solution, text(), {"Solusi", "Solution"})
      .decides([](const State& state, const SessionLogged& e, const Event&) -> Verdict {
        if (!state.sessions.contains(e.number)) return {};
        return refuse_state("session_number_used", "a session of this number is logged already");
      })
      .applies([](State& state, const SessionLogged& e, const Event&) {
        state.sessions.emplace(e.number, State::Session::logged);
      });
}

template <class E>
Verdict waits_for_judgement(const State& state, const E& e, const Event&) {
  const auto found = state.sessions.find(e.number);
  if (found == state.sessions.end())
    return refuse_state("session_unknown", "no session of this number is logged");
  if (found->second == State::Session::verified)
    return refuse_state("session_verified_already", "this session is verified already");
  if (found->second == State::Session::rejected)
    return refuse_state("session_rejected_already",
                        "this session is rejected already; a rebuttal would have to be filed");
  return {};
}

Verdict may_rebut(const State& state, const RebuttalFiled& e, const Event&) {
  const auto found = state.sessions.find(e.number);
  if (found == state.sessions.end())
    return refuse_state("session_unknown", "no session of this number is logged");
  if (found->second == State::Session::rejected) return {};
  return refuse_state("session_not_rejected", "only a rejected session can be rebutted");
}

void verification(Builder& s) {
  s.event<SessionVerified>("session_verified",
                           {"Sesi pendampingan diverifikasi", "Session verified"})
      .by({role::monitor})
      .field("number", &SessionVerified::number, session_number(), session_title)
      .decides(waits_for_judgement<SessionVerified>)
      .applies([](State& state, const SessionVerified& e, const Event&) {
        state.sessions[e.number] = State::Session::verified;
      });
  s.event<SessionRejected>("session_rejected", {"Sesi pendampingan ditolak", "Session rejected"})
      .by({role::monitor})
      .needs_reason()
      .field("number", &SessionRejected::number, session_number(), session_title)
      .decides(waits_for_judgement<SessionRejected>)
      .applies([](State& state, const SessionRejected& e, const Event&) {
        state.sessions[e.number] = State::Session::rejected;
      });
  s.event<RebuttalFiled>("rebuttal_filed", {"Sanggahan diajukan", "Rebuttal filed"})
      .by({role::mentor})
      .corrected_by({role::programme_officer})
      .field("number", &RebuttalFiled::number, session_number(), session_title)
      .field("text", &RebuttalFiled::text, text(), {"Isi sanggahan", "Text of the rebuttal"})
      .decides(may_rebut)
      .applies([](State& state, const RebuttalFiled& e, const Event&) {
        state.sessions[e.number] = State::Session::rebutted;
      });
}

Verdict may_report(const State& state, const MonthlyReportSubmitted& e, const Event&) {
  const auto found = state.months.find(e.month);
  if (found == state.months.end() || found->second == State::Report::rejected) return {};
  return refuse_state("month_reported_already", "the report of " + e.month + " is in already");
}

template <class E>
Verdict report_waits_for_judgement(const State& state, const E& e, const Event&) {
  const auto found = state.months.find(e.month);
  if (found == state.months.end())
    return refuse_state("month_not_reported", "no report of " + e.month + " is in");
  if (found->second == State::Report::verified)
    return refuse_state("report_verified_already",
                        "the report of " + e.month + " is verified already");
  if (found->second == State::Report::rejected)
    return refuse_state("report_rejected_already",
                        "the report of " + e.month + " is rejected already; it may be sent again");
  return {};
}

void reports(Builder& s) {
  s.event<MonthlyReportSubmitted>("monthly_report_submitted", {"Laporan usaha bulanan disampaikan",
                                                               "Monthly business report submitted"})
      .by({role::mentor})
      .corrected_by({role::programme_officer})
      .field("month", &MonthlyReportSubmitted::month, text(format::month), month_title)
      .field("revenue_idr", &MonthlyReportSubmitted::revenue_idr, money(), {"Omzet", "Revenue"})
      .field("sales", &MonthlyReportSubmitted::sales, object<Sales>(), {"Penjualan", "Sales"})
      .field("workers", &MonthlyReportSubmitted::workers, integer(0, 100'000, "person"),
             {"Tenaga kerja", "Workers"})
      .decides(may_report)
      .applies([](State& state, const MonthlyReportSubmitted& e, const Event&) {
        state.months[e.month] = State::Report::submitted;
      });
  s.event<ReportVerified>("report_verified",
                          {"Laporan usaha diverifikasi", "Business report verified"})
      .by({role::monitor})
      .field("month", &ReportVerified::month, text(format::month), month_title)
      .decides(report_waits_for_judgement<ReportVerified>)
      .applies([](State& state, const ReportVerified& e, const Event&) {
        state.months[e.month] = State::Report::verified;
      });
  s.event<ReportRejected>("report_rejected", {"Laporan usaha ditolak", "Business report rejected"})
      .by({role::monitor})
      .needs_reason()
      .field("month", &ReportRejected::month, text(format::month), month_title)
      .decides(report_waits_for_judgement<ReportRejected>)
      .applies([](State& state, const ReportRejected& e, const Event&) {
        state.months[e.month] = State::Report::rejected;
      });
}

Verdict is_told_once(const State&, const WorkerHired& e, const Event&) {
  if (e.person ? !e.name && !e.nik : e.name && e.nik) return {};
  return refuse_state("worker_not_told_once",
                      "a worker is told by a person of the ledger, or else by name and NIK");
}

void business(Builder& s) {
  s.event<WorkerHired>("worker_hired", {"Tenaga kerja direkrut", "Worker hired"})
      .by({role::mentor})
      .corrected_by({role::programme_officer})
      .field("person", &WorkerHired::person, optional(indexed(reference({"person"}))),
             {"Orang", "Person"})
      .field("nik", &WorkerHired::nik, optional(looked_up("nik", sealed(text(format::nik)))),
             {"NIK", "NIK"})
      .field("name", &WorkerHired::name, optional(sealed(text(format::line))), {"Nama", "Name"})
      .field("hired_on", &WorkerHired::hired_on, text(format::day_done),
             {"Mulai bekerja", "Hired on"})
      .decides(is_told_once)
      .applies([](State& state, const WorkerHired&, const Event&) { ++state.workers_hired; });
  s.event<FollowUpRecommended>("follow_up_recommended",
                               {"Tindak lanjut direkomendasikan", "Follow-up recommended"})
      .by({role::mentor, role::monitor})
      .corrected_by({role::programme_officer})
      .field("recommendation", &FollowUpRecommended::recommendation, text(),
             {"Rekomendasi", "Recommendation"});
  s.event<BusinessGraduated>("business_graduated",
                             {"Usaha dinyatakan mandiri", "Business graduated from mentoring"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::programme_officer})
      .step({}, "graduated");
  s.event<BusinessFailed>("business_failed", {"Usaha dinyatakan gagal", "Business failed"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .step({}, "failed");
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
    Builder s("mentoring", {"Pendampingan", "Mentoring"}, {"graduated", "failed"});
    assignment(s);
    sessions(s);
    verification(s);
    reports(s);
    business(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::mentoring
