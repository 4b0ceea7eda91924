#include "ledger/programme/aid/works.h"

#include <algorithm>

#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/wib.h"

namespace programme::works {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title person_title = {"Pekerja", "Worker"}, amount = {"Jumlah", "Amount"},
                receipt_title = {"Kuitansi", "Receipt"};

Field person() { return indexed(reference({"person"})); }

bool is_enrolled(const State& state, const std::string& person) {
  const auto found = state.workers.find(person);
  return found != state.workers.end() && found->second.enrolled;
}

Verdict worker_unknown() {
  return refuse_state("worker_unknown", "only who is a worker of this package can be named here");
}

Verdict is_a_new_worker(const State& state, const std::string& person) {
  if (!is_enrolled(state, person)) return {};
  return refuse_state("worker_enrolled_already", "this person is a worker of this package already");
}

// What the juknis of the package sets on the day of an event; null: nothing is known.
const juknis::Parameters* terms(const State& state, const Event& event, const Facts& facts) {
  const auto* juknis = own<juknis::State>(facts.stream(state.juknis));
  return juknis ? juknis::parameters_at(*juknis, day_of(event)) : nullptr;
}

std::int64_t enrolled_workers(const State& state) {
  return std::count_if(state.workers.begin(), state.workers.end(),
                       [](const auto& one) { return one.second.enrolled; });
}

Broken is_one_too_many(const State& state, const WorkerEnrolled& e, const Event& event,
                       const Facts& facts) {
  const auto* set = terms(state, event, facts);
  const std::int64_t count = enrolled_workers(state) + !is_enrolled(state, e.person);
  if (set == nullptr || count <= set->members_max) return {};
  return "this would be worker " + std::to_string(count) + ", and the juknis wants no more than " +
         std::to_string(set->members_max);
}

Broken has_too_few_workers(const State& state, const WorkStarted&, const Event& event,
                           const Facts& facts) {
  const auto* set = terms(state, event, facts);
  const std::int64_t count = enrolled_workers(state);
  if (set == nullptr || count >= set->members_min) return {};
  return std::to_string(count) + " workers are enrolled, and the juknis wants " +
         std::to_string(set->members_min) + " or more";
}

Broken is_a_day_too_many(const State& state, const DailyAttendanceRecorded& e, const Event& event,
                         const Facts& facts) {
  const auto* set = terms(state, event, facts);
  const auto count =
      static_cast<std::int64_t>(state.attendance.size()) + !state.attendance.contains(e.date);
  if (set == nullptr || !set->work_days || count <= *set->work_days) return {};
  return "this would be day " + std::to_string(count) +
         " of work, and the juknis wants no more than " + std::to_string(*set->work_days);
}

template <class E>
Broken is_private(const State& state, const E&, const Event&) {
  if (!state.not_public) return {};
  return "the object was found to be of no public benefit, and is not worked on";
}

Broken is_not_earned(const State& state, const WagePaid& e, const Event&) {
  const auto found = state.workers.find(e.person);
  if (found == state.workers.end()) return {};
  const auto& [enrolled, attended, paid] = found->second;
  if (paid + e.days <= attended) return {};
  return e.person + " came on " + std::to_string(attended) + " days and was paid for " +
         std::to_string(paid) + ", and is to be paid for " + std::to_string(e.days);
}

void package(Builder& s) {
  using Proposed = PackageProposed;
  s.event<Proposed>("package_proposed", {"Paket diusulkan", "Package proposed"})
      .by({role::manpower_office})
      .opens("proposed")
      .field("kind", &Proposed::kind, indexed(code({"infrastructure", "productive"})),
             {"Jenis padat karya", "Kind of work"})
      .field("object", &Proposed::object, text(format::line), {"Objek pekerjaan", "Object"})
      .field("region", &Proposed::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("edition", &Proposed::edition, text(format::edition),
             {"Edisi kode wilayah", "Edition of the region codes"})
      .field("juknis", &Proposed::juknis, indexed(reference({"juknis"})),
             {"Petunjuk teknis", "Technical guide"})
      .field("kawasan", &Proposed::kawasan, optional(indexed(reference({"kawasan"}))),
             {"Kawasan", "Kawasan"})
      .applies([](State& state, const Proposed& e, const Event&) {
        state.kind = e.kind;
        state.juknis = e.juknis;
      });
  s.event<SiteVerified>("site_verified", {"Lokasi diverifikasi", "Site verified"})
      .by({role::manpower_office})
      .step_by({"proposed"},
               [](const SiteVerified& e) -> std::string_view {
                 return e.public_benefit ? "verified" : "not_public";
               })
      .field("public_benefit", &SiteVerified::public_benefit, boolean(),
             {"Manfaat umum", "Of public benefit"})
      .field("latitude", &SiteVerified::latitude, sealed(number(-90, 90, "degree")),
             {"Lintang", "Latitude"})
      .field("longitude", &SiteVerified::longitude, sealed(number(-180, 180, "degree")),
             {"Bujur", "Longitude"})
      .applies([](State& state, const SiteVerified& e, const Event&) {
        state.not_public = !e.public_benefit;
      });
}

Verdict may_replace(const State& state, const WorkerReplaced& e, const Event&) {
  if (!is_enrolled(state, e.old_person)) return worker_unknown();
  return is_a_new_worker(state, e.new_person);
}

void workers(Builder& s) {
  s.event<WorkerEnrolled>("worker_enrolled", {"Pekerja didaftarkan", "Worker enrolled"})
      .by({role::manpower_office})
      .step({"verified", "agreed"}, "agreed")
      .field("person", &WorkerEnrolled::person, person(), person_title)
      .rule(workers_within_juknis, is_one_too_many)
      .rule(object_is_public, is_private<WorkerEnrolled>)
      .decides([](const State& state, const WorkerEnrolled& e, const Event&) {
        return is_a_new_worker(state, e.person);
      })
      .applies([](State& state, const WorkerEnrolled& e, const Event&) {
        state.workers[e.person].enrolled = true;
      });
  s.event<WorkerReplaced>("worker_replaced", {"Pekerja diganti", "Worker replaced"})
      .by({role::manpower_office})
      .needs_reason()
      .step({"agreed", "working"})
      .field("old", &WorkerReplaced::old_person, person(), {"Pekerja lama", "Old worker"})
      .field("new", &WorkerReplaced::new_person, person(), {"Pekerja baru", "New worker"})
      .decides(may_replace)
      .applies([](State& state, const WorkerReplaced& e, const Event&) {
        state.workers[e.old_person].enrolled = false;
        state.workers[e.new_person].enrolled = true;
      });
}

Verdict may_attend(const State& state, const DailyAttendanceRecorded& e, const Event&) {
  if (state.attendance.contains(e.date))
    return refuse_state("attendance_recorded_already",
                        "the attendance of " + e.date + " is recorded already");
  std::set<std::string> seen;
  for (const std::string& one : e.persons) {
    if (!is_enrolled(state, one)) return worker_unknown();
    if (!seen.insert(one).second)
      return refuse_state("attendance_repeated", "somebody stands twice in the list of one day");
  }
  return {};
}

void labour(Builder& s) {
  using Attendance = DailyAttendanceRecorded;
  s.event<WorkStarted>("work_started", {"Pekerjaan dimulai", "Work started"})
      .by({role::manpower_office})
      .step({"agreed"}, "working")
      .field("started_on", &WorkStarted::started_on, text(format::day_done),
             {"Tanggal mulai", "Started on"})
      .rule(workers_within_juknis, has_too_few_workers)
      .rule(object_is_public, is_private<WorkStarted>);
  s.event<Attendance>("daily_attendance_recorded",
                      {"Kehadiran harian dicatat", "Daily attendance recorded"})
      .by({role::manpower_office})
      .step({"working", "completed"})
      .field("date", &Attendance::date, text(format::day_done), {"Tanggal", "Date"})
      .field("persons", &Attendance::persons, list(reference({"person"})),
             {"Pekerja hadir", "Workers present"})
      .rule(days_within_juknis, is_a_day_too_many)
      .decides(may_attend)
      .applies([](State& state, const Attendance& e, const Event&) {
        state.attendance.insert(e.date);
        for (const std::string& one : e.persons) ++state.workers[one].attended_days;
      });
  s.event<OutputMeasured>("output_measured", {"Hasil diukur", "Output measured"})
      .by({role::manpower_office})
      .step({"working", "completed"})
      .field("value", &OutputMeasured::value, text(format::decimal_3), {"Nilai", "Value"})
      .field("unit", &OutputMeasured::unit, code({"m", "m2", "unit"}), {"Satuan", "Unit"});
  s.event<WorkCompleted>("work_completed", {"Pekerjaan selesai", "Work completed"})
      .by({role::manpower_office})
      .step({"working"}, "completed");
  s.event<HandoverSigned>("handover_signed", {"BAST ditandatangani", "Handover signed"})
      .by({role::manpower_office})
      .needs_basis()
      .step({"completed"}, "handed_over");
}

Verdict is_a_new_material(const State& state, const MaterialBought& e, const Event&) {
  if (!state.materials.contains(e.number)) return {};
  return refuse_state("material_number_used",
                      "this package has a purchase " + std::to_string(e.number) + " already");
}

void money_spent(Builder& s) {
  s.event<WagePaid>("wage_paid", {"Upah dibayar", "Wage paid"})
      .by({role::treasurer})
      .four_eyes()
      .corrected_by({role::kpa})
      .step({"working", "completed"})
      .field("person", &WagePaid::person, person(), person_title)
      .field("days", &WagePaid::days, integer(1, 366, "day"), {"Hari kerja", "Days"})
      .field("amount_idr", &WagePaid::amount_idr, money(), amount)
      .field("paid_on", &WagePaid::paid_on, text(format::day_done), {"Tanggal bayar", "Paid on"})
      .field("receipt", &WagePaid::receipt, text(format::digest), receipt_title)
      .rule(wages_for_attended_days, is_not_earned)
      .decides([](const State& state, const WagePaid& e, const Event&) {
        return state.workers.contains(e.person) ? Verdict{} : worker_unknown();
      })
      .applies([](State& state, const WagePaid& e, const Event&) {
        state.workers[e.person].paid_days += e.days;
      });
  using Bought = MaterialBought;
  s.event<Bought>("material_bought", {"Bahan dibeli", "Material bought"})
      .by({role::manpower_office})
      .four_eyes()
      .corrected_by({role::treasurer, role::kpa})
      .field("number", &Bought::number, integer(1, 100000), {"Nomor", "Number"})
      .field("item", &Bought::item, text(format::line), {"Barang", "Item"})
      .field("amount_idr", &Bought::amount_idr, money(), amount)
      .field("vendor", &Bought::vendor, text(format::line), {"Penjual", "Vendor"})
      .field("bought_on", &Bought::bought_on, text(format::day_done), {"Tanggal beli", "Bought on"})
      .field("receipt", &Bought::receipt, text(format::digest), receipt_title)
      .decides(is_a_new_material)
      .applies(
          [](State& state, const Bought& e, const Event&) { state.materials.insert(e.number); });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("works", {"Padat karya", "Public works"}, {"not_public", "handed_over"});
    package(s);
    workers(s);
    labour(s);
    money_spent(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::works
