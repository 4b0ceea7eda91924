#include "ledger/programme/people/jobseeker.h"

namespace programme::jobseeker {
namespace {

using Builder = StreamBuilder<State>;

void cards(Builder& s) {
  s.event<Ak1Issued>("ak1_issued", {"Kartu AK-1 diterbitkan", "AK-1 card issued"})
      .by({role::placement_officer, role::manpower_office})
      .corrected_by({role::manpower_office})
      .may_open("active", {})
      .field("person", &Ak1Issued::person, indexed(reference({"person"})), {"Orang", "Person"})
      .field("number", &Ak1Issued::number, indexed(text(format::document_number)),
             {"Nomor kartu", "Number of the card"})
      .field("issued_on", &Ak1Issued::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("expires_on", &Ak1Issued::expires_on, text(format::date),
             {"Berlaku sampai", "Expires on"});
  s.event<Ak1Reported>("ak1_reported", {"Pencari kerja melapor", "Job seeker reported"})
      .by({role::placement_officer, role::manpower_office})
      .corrected_by({role::manpower_office})
      .step({"active"})
      .field("reported_on", &Ak1Reported::reported_on, text(format::day_done),
             {"Tanggal lapor", "Reported on"});
  s.event<Ak1Expired>("ak1_expired", {"Kartu AK-1 habis masa berlaku", "AK-1 card expired"})
      .by({role::system})
      .corrected_by({role::placement_officer, role::manpower_office})
      .step({"active"}, "expired");
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("jobseeker", {"Pencari kerja", "Job seeker"});
    cards(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::jobseeker
