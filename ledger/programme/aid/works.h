// One package of paid public work ("padat karya"): people without work build or make something
// public and are paid by the day.
//
//   (new) -package_proposed-> proposed
//   proposed -site_verified public-> verified, not public-> not_public
//   verified, agreed -worker_enrolled-> agreed
//   agreed -work_started-> working -work_completed-> completed -handover_signed-> handed_over
//
// No event of its own says that a package is agreed: it is, once its first worker is enrolled.
// Workers enrol until the work starts; from then on one may take another's place, who keeps the
// days that he worked and may still be paid for them. Attendance, wages and output are recorded
// from the start of the work until the handover; attendance once a day, of those who are workers
// then. Material may be bought at any time until the handover. Source: domain.md 1.3 and 7.1 M.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme::works {

struct PackageProposed {
  std::string kind, object, region, edition, juknis;
  std::optional<std::string> kawasan;
};
struct SiteVerified {
  bool public_benefit = false;
  Personal<double> latitude, longitude;
};
struct WorkerEnrolled {
  std::string person;
};
struct WorkerReplaced {
  std::string old_person, new_person;
};
struct WorkStarted {
  std::string started_on;
};
struct DailyAttendanceRecorded {
  std::string date;
  std::vector<std::string> persons;
};
struct WagePaid {
  std::string person;
  std::int64_t days = 0, amount_idr = 0;
  std::string paid_on, receipt;
};
struct MaterialBought {
  std::int64_t number = 0;
  std::string item;
  std::int64_t amount_idr = 0;
  std::string vendor, bought_on, receipt;
};
struct OutputMeasured {
  std::string value, unit;
};
struct WorkCompleted {};
struct HandoverSigned {};

// As many workers as the juknis says: no more than the most at any time, no fewer than the least
// when the work starts.
inline constexpr Rule workers_within_juknis = {
    "I27",
    "works_workers_within_juknis",
    {"Jumlah pekerja sesuai petunjuk teknis", "A package has as many workers as the juknis says"},
    "Kemnaker, Padat Karya 2025: 30 persons"};
// No more days of work than the juknis says, where it says a number.
inline constexpr Rule days_within_juknis = {
    "I27",
    "works_days_within_juknis",
    {"Hari kerja sesuai petunjuk teknis",
     "A package has no more days of work than the juknis says"},
    "Kemnaker, Padat Karya 2025: 15 days"};
// Wages are for days on which the worker came, each paid once.
inline constexpr Rule wages_for_attended_days = {
    "I27",
    "works_wages_for_attended_days",
    {"Upah hanya untuk hari hadir, satu kali", "Wages are paid for attended days, once each"},
    "Kemnaker, Padat Karya 2025"};
// What is found to be of private benefit is not worked on.
inline constexpr Rule object_is_public = {
    "I27",
    "works_object_is_public",
    {"Objek padat karya bermanfaat umum", "The object of public works is of public benefit"},
    "Kemnaker, Padat Karya 2025: public infrastructure, not private benefit"};

struct State {
  struct Worker {
    bool enrolled = false;  // false: another took the place
    std::int64_t attended_days = 0, paid_days = 0;
  };

  std::string kind, juknis;
  bool not_public = false;                // as the site was found
  std::map<std::string, Worker> workers;  // by person
  std::set<std::string> attendance;       // days
  std::set<std::int64_t> materials;       // numbers
};

const StreamType& stream();

}  // namespace programme::works
