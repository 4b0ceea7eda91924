#include "ledger/programme/control/complaint.h"

namespace programme::complaint {
namespace {

using Builder = StreamBuilder<State>;

void receive(Builder& s) {
  s.event<Received>("received", {"Pengaduan diterima", "Complaint received"})
      .by({role::manpower_office, role::member})
      .corrected_by({role::manpower_office})
      .opens("received")
      .field("channel", &Received::channel, code({"lapor", "wbs", "village"}),
             {"Saluran", "Channel"})
      .field("anonymous", &Received::anonymous, boolean(), {"Tanpa nama", "Anonymous"})
      .field("about", &Received::about, indexed(reference({"*"})), {"Tentang", "About"})
      .field("text", &Received::text, sealed(text()), {"Isi pengaduan", "Text"});
}

void handle(Builder& s) {
  s.event<Triaged>("triaged", {"Pengaduan dipilah", "Complaint triaged"})
      .by({role::manpower_office, role::programme_officer})
      .corrected_by({role::programme_officer})
      .step({"received"}, "triaged")
      .field("severity", &Triaged::severity, indexed(code({"low", "medium", "high", "critical"})),
             {"Tingkat", "Severity"})
      .field("assigned_to", &Triaged::assigned_to, indexed(text(format::line)),
             {"Unit yang menangani", "Unit in charge"});
  s.event<Investigated>("investigated", {"Pengaduan diselidiki", "Complaint investigated"})
      .by({role::manpower_office, role::programme_officer})
      .corrected_by({role::programme_officer})
      .step({"triaged"}, "investigated")
      .field("result", &Investigated::result, code({"founded", "partly_founded", "unfounded"}),
             {"Hasil penyelidikan", "Result"})
      .field("finding", &Investigated::finding, sealed(text()), {"Temuan", "Finding"});
}

void conclude(Builder& s) {
  s.event<Resolved>("resolved", {"Pengaduan diselesaikan", "Complaint resolved"})
      .by({role::manpower_office, role::programme_officer})
      .corrected_by({role::programme_officer})
      .step({"investigated"}, "resolved");
  s.event<Rejected>("rejected", {"Pengaduan ditolak", "Complaint rejected"})
      .by({role::manpower_office, role::programme_officer})
      .corrected_by({role::programme_officer})
      .needs_reason()
      .step({"triaged", "investigated"}, "rejected");
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("complaint", {"Pengaduan", "Complaint"}, {"resolved", "rejected"});
    receive(s);
    handle(s);
    conclude(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::complaint
