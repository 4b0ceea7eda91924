#include <algorithm>

#include "tools/generate_stories.h"

namespace tools::generate {
namespace {

constexpr std::int64_t sessions = 3, hours_a_session = 8, mentored_months = 2;

std::string training_of(const Plan& plan) { return "training/" + plan.key; }
std::string mentoring_of(const Plan& plan) { return "mentoring/" + plan.key; }

// One of a group in two misses a session.
std::int64_t absent(const Plan& plan) {
  Dice dice = plan.dice(40);
  return dice.one_in(2) ? dice.between(0, plan.members - 1) : -1;
}

// How many of a group look for work elsewhere, the last of its members.
std::int64_t candidates(const Plan& plan) { return works(plan) ? 1 + plan.running % 2 : 0; }
Member candidate(const Plan& plan, std::int64_t index) {
  return plan.member(plan.members - 2 - index);
}
// One in four is turned down, one in ten goes to another province.
bool is_placed(const Plan& plan, std::int64_t index) { return (plan.running + index) % 4 != 3; }

std::string key_of(const Member& member) { return member.subject.substr(7); }

void tell_vacancy(Tale& tale, Pen& pen, std::int64_t year) {
  ++tale.vacancies;
  tale.seats_left = 12;
  const std::string vacancy = "vacancy/" + std::to_string(tale.vacancies);
  const bool far = tale.vacancies % 10 == 0;
  pen.write({.type = "vacancy.posted",
             .about = vacancy,
             .by = by::placement,
             .data = Data()
                         .text("employer", "partner/koperasi-kopi")
                         .text("kbji", "7514")
                         .text("title", "Operator pengolahan kopi")
                         .number("seats", 12)
                         .number("wage_month_idr", 2'000'000 + 50'000 * (year % 100))
                         .text("region", far ? "92.06" : "36.02.27")});
  pen.write({.type = "vacancy.verified", .about = vacancy, .by = by::manpower});
}

void tell_card(Pen& pen, const Member& member) {
  const std::string key = key_of(member), jobseeker = "jobseeker/" + key;
  const Day issued = years_later(day_of(pen.at), 0);
  pen.write({.type = "jobseeker.ak1_issued",
             .about = jobseeker,
             .by = by::placement,
             .data = Data()
                         .text("person", member.subject)
                         .text("number", "3602/" + key + "/" + date(issued).substr(0, 4))
                         .text("issued_on", date(issued))
                         .text("expires_on", date(years_later(issued, 2)))});
}

void tell_candidate(Tale& tale, Pen& pen, const Plan& plan, std::int64_t index) {
  const Member member = candidate(plan, index);
  const std::string placement = "placement/" + key_of(member);
  tell_card(pen, member);
  if (tale.seats_left == 0) tell_vacancy(tale, pen, plan.year + 1);
  --tale.seats_left;
  pen.write({.type = "placement.candidate_matched",
             .about = placement,
             .by = by::placement,
             .data = Data()
                         .text("person", member.subject)
                         .text("vacancy", "vacancy/" + std::to_string(tale.vacancies))});
  pen.write({.type = "placement.candidate_referred",
             .about = placement,
             .by = by::placement,
             .data = Data().text("letter", "560/" + key_of(member))});
  if (!is_placed(plan, index)) {
    pen.write({.type = "placement.candidate_rejected",
               .about = placement,
               .by = by::placement,
               .reason = "tidak lulus wawancara"});
    return;
  }
  const bool far = tale.vacancies % 10 == 0;
  pen.write({.type = "placement.made",
             .about = placement,
             .by = by::placement,
             .data = Data()
                         .text("mechanism", far ? "AKAD" : "AKL")
                         .text("start_on", date(day_of(pen.at) + 5))
                         .text("contract", index == 0 ? "PKWT" : "PKWTT")});
  pen.write({.type = "person.employment_status_declared",
             .about = member.subject,
             .by = by::manpower,
             .data = Data().text("status", "employed").text("as_of", pen.today())});
}

void tell_session(Pen& pen, const Plan& plan, std::int64_t number) {
  constexpr std::array<std::string_view, 5> materials = {"pembukuan", "pemasaran", "pengemasan",
                                                         "perizinan", "pengolahan hasil"};
  constexpr std::array<std::string_view, 4> obstacles = {
      "akses jalan", "harga turun", "anggota kurang hadir", "bahan baku mahal"};
  Dice dice = plan.dice(50 + static_cast<std::uint64_t>(number));
  const std::string mentoring = mentoring_of(plan);
  const std::string before = date(day_of(pen.at) - 1);
  pen.write({.type = "mentoring.session_logged",
             .about = mentoring,
             .by = by::mentor(plan),
             .data = Data()
                         .number("number", number)
                         .text("start", before + "T09:00:00+07:00")
                         .text("end", before + "T11:00:00+07:00")
                         .text("mode", dice.one_in(4) ? "online" : "offline")
                         .text("material", dice.pick(materials))
                         .text("obstacle", dice.pick(obstacles))
                         .text("solution", "pemasaran bersama")});
  const Data numbered = Data().number("number", number);
  if (dice.one_in(25)) {
    pen.write({.type = "mentoring.session_rejected",
               .about = mentoring,
               .by = by::monitor(plan),
               .data = numbered,
               .reason = "daftar hadir tidak ada"});
    pen.write(
        {.type = "mentoring.rebuttal_filed",
         .about = mentoring,
         .by = by::mentor(plan),
         .data =
             Data().number("number", number).text("text", "Daftar hadir dilampirkan kembali.")});
  }
  pen.write({.type = "mentoring.session_verified",
             .about = mentoring,
             .by = by::monitor(plan),
             .data = numbered});
}

void tell_mentoring_ends(Pen& pen, const Plan& plan) {
  Dice dice = plan.dice(60);
  const std::string mentoring = mentoring_of(plan);
  if (dice.one_in(3))
    pen.write({.type = "mentoring.worker_hired",
               .about = mentoring,
               .by = by::mentor(plan),
               .data = Data()
                           .text("person", plan.member(plan.members - 1).subject)
                           .text("hired_on", pen.today())});
  if (dice.one_in(10))
    pen.write({.type = "mentoring.business_failed",
               .about = mentoring,
               .by = by::monitor(plan),
               .reason = "anggota kembali merantau"});
  else if (dice.one_in(2))
    pen.write(
        {.type = "mentoring.business_graduated", .about = mentoring, .by = by::monitor(plan)});
}

// Nobody is there: the complaint, the group's end and what follows for its grant.
void tell_unmasking(Pen& pen, const Plan& plan) {
  const std::string complaint = "complaint/" + plan.key;
  const auto write = [&](std::string_view type, By by, const Data& data) {
    pen.write({.type = type, .about = complaint, .by = by, .data = data});
  };
  pen.write({.type = "group.not_found",
             .about = plan.group,
             .by = by::monitor(plan),
             .data = Data().text("visited_on", pen.today())});
  write("complaint.received", by::manpower,
        Data()
            .text("channel", "lapor")
            .flag("anonymous", true)
            .text("about", plan.group)
            .text("text", "nama warga dipakai tanpa izin"));
  write("complaint.triaged", by::manpower,
        Data().text("severity", "high").text("assigned_to", "Disnaker Kabupaten Lebak"));
  pen.days_later(3);
  write(
      "complaint.investigated", by::manpower,
      Data().text("result", "founded").text("finding", "stempel kelompok ditemukan di satu rumah"));
  write("complaint.resolved", by::manpower, Data());
  const std::string report = "BA Pemeriksaan " + plan.key, because = "kelompok tidak ada";
  pen.write({.type = "grant.agreement_terminated",
             .about = plan.grant,
             .by = by::ppk,
             .paper = report,
             .reason = because});
  pen.write({.type = "grant.refund_ordered",
             .about = plan.grant,
             .by = by::ppk,
             .data = Data()
                         .number("amount_idr", plan.amount_idr)
                         .text("cause", "fictitious")
                         .text("due_on", date(day_of(pen.at) + 14))});
  pen.write({.type = "grant.sanction_imposed",
             .about = plan.grant,
             .by = by::kpa,
             .data = Data().text("kind", "law_enforcement"),
             .paper = report,
             .reason = because});
  pen.write({.type = "group.marked_fictitious",
             .about = plan.group,
             .by = by::kpa,
             .paper = report,
             .reason = because});
}

}  // namespace

void tell_training_planned(Tale& tale, const Plan& plan, Minute at, Day ends) {
  if (!works(plan)) return;
  Pen pen(tale.lines, at);
  const std::string training = training_of(plan);
  pen.write({.type = "training.need_identified",
             .about = training,
             .by = by::provider,
             .data = Data().text("kawasan", plan.kawasan).text("gap", "pembukuan")});
  pen.write({.type = "training.planned",
             .about = training,
             .by = by::provider,
             .data = Data()
                         .text("title", "Pelatihan usaha " + plan.name)
                         .number("hours", sessions * hours_a_session)
                         .number("quota", plan.members)
                         .text("venue", "BLKK")
                         .text("from", date(ends - sessions))
                         .text("to", date(ends - 1))});
  for (const std::string& person : plan.subjects(plan.members))
    pen.write({.type = "training.participant_enrolled",
               .about = training,
               .by = by::provider,
               .data = Data().text("person", person)});
}

void tell_training(Tale& tale, const Plan& plan, Minute at) {
  if (!works(plan)) return;
  Pen pen(tale.lines, at);
  const std::string training = training_of(plan);
  for (std::int64_t session = 0; session < sessions; ++session) {
    std::vector<std::string> present = plan.subjects(plan.members);
    if (session == 0 && absent(plan) >= 0) present.erase(present.begin() + absent(plan));
    pen.write({.type = "training.session_attendance_recorded",
               .about = training,
               .by = by::provider,
               .data = Data()
                           .text("date", date(day_of(at) - sessions + session))
                           .number("hours", hours_a_session)
                           .texts("persons", present)});
  }
  pen.write({.type = "training.completed", .about = training, .by = by::provider});
  for (std::int64_t i = 0; i < plan.members; ++i) {
    if (i == absent(plan)) continue;
    pen.write({.type = "training.certificate_issued",
               .about = training,
               .by = by::provider,
               .data = Data()
                           .text("person", plan.member(i).subject)
                           .text("number", "BLK/" + plan.key + "/" + std::to_string(i + 1))});
  }
}

void tell_bnsp(Tale& tale, const Plan& plan, Minute at) {
  if (!works(plan) || plan.running % 5 != 0) return;
  Pen pen(tale.lines, at);
  const std::string training = training_of(plan);
  for (std::int64_t i = 0; i < 2; ++i) {
    const std::string person = plan.member(i == absent(plan) ? 3 : i).subject;
    const bool competent = i == 0;
    const Day assessed = years_later(day_of(at) - 5, 0);
    pen.write({.type = "training.competency_assessed",
               .about = training,
               .by = by::provider,
               .data = Data()
                           .text("person", person)
                           .text("result", competent ? "competent" : "not_yet")
                           .text("assessor", "LSP Pertanian Organik")
                           .text("assessed_on", date(assessed))});
    if (!competent) continue;
    const Day issued = years_later(day_of(at), 0);
    const std::string number = "01270 7514 3 " +
                               padded(static_cast<std::uint64_t>(plan.running), 7) + " " +
                               date(issued).substr(0, 4);
    pen.write({.type = "training.bnsp_certificate_issued",
               .about = training,
               .by = by::provider,
               .data = Data()
                           .text("person", person)
                           .text("number", number)
                           .text("issued_on", date(issued))
                           .text("expires_on", date(years_later(issued, 3)))});
  }
}

void tell_mentoring(Tale& tale, const Plan& plan, std::int64_t month_index, Minute at) {
  if (!works(plan)) return;
  Pen pen(tale.lines, at);
  const std::string mentoring = mentoring_of(plan);
  if (month_index == 0)
    pen.write({.type = "mentoring.mentor_assigned",
               .about = mentoring,
               .by = by::programme,
               .data = Data().text("group", plan.group).text("university", "partner/ipb")});
  tell_session(pen, plan, month_index + 1);
  Dice dice = plan.dice(70 + static_cast<std::uint64_t>(month_index));
  const Day month_before = day_of(at) - 31;
  pen.write({.type = "mentoring.monthly_report_submitted",
             .about = mentoring,
             .by = by::mentor(plan),
             .data = Data()
                         .text("month", month(month_before))
                         .number("revenue_idr", 250'000 * dice.between(8, 40))
                         .object("sales", Data()
                                              .text("quantity",
                                                    std::to_string(dice.between(20, 200)) + ".000")
                                              .text("unit", "kg"))
                         .number("workers", plan.members)});
  pen.write({.type = "mentoring.report_verified",
             .about = mentoring,
             .by = by::monitor(plan),
             .data = Data().text("month", month(month_before))});
  if (month_index + 1 == mentored_months) tell_mentoring_ends(pen, plan);
}

void tell_visit(Tale& tale, const Plan& plan, Minute at) {
  const bool fictitious = plan.course == Course::fictitious;
  if (!is_paid(plan) || (!fictitious && plan.running % 3 != 0)) return;
  Pen pen(tale.lines, at);
  Dice dice = plan.dice(80);
  const std::string visit = "monitoring/" + plan.key;
  pen.write({.type = "monitoring.visit_planned",
             .about = visit,
             .by = by::monitor(plan),
             .data = Data().text("group", plan.group).text("date", pen.today())});
  pen.write({.type = "monitoring.visit_conducted", .about = visit, .by = by::monitor(plan)});
  pen.write({.type = "monitoring.condition_recorded",
             .about = visit,
             .by = by::monitor(plan),
             .data = Data()
                         .flag("running", !fictitious)
                         .number("members_present", fictitious ? 0 : dice.between(6, 11))
                         .flag("assets_seen", !fictitious)});
  if (fictitious) tell_unmasking(pen, plan);
}

void tell_placement(Tale& tale, const Plan& plan, Minute at) {
  Pen pen(tale.lines, at);
  for (std::int64_t i = 0; i < candidates(plan); ++i) tell_candidate(tale, pen, plan, i);
}

void tell_placement_confirmed(Tale& tale, const Plan& plan, Minute at) {
  Pen pen(tale.lines, at);
  for (std::int64_t i = 0; i < candidates(plan); ++i)
    if (is_placed(plan, i))
      pen.write({.type = "placement.confirmed",
                 .about = "placement/" + key_of(candidate(plan, i)),
                 .by = by::placement,
                 .data = Data().number("months", 3)});
}

}  // namespace tools::generate
