#include "ledger/programme/control/monitoring.h"

namespace programme::monitoring {
namespace {

using Builder = StreamBuilder<State>;

void visit(Builder& s) {
  s.event<VisitPlanned>("visit_planned", {"Kunjungan direncanakan", "Visit planned"})
      .by({role::monitor, role::mentor})
      .opens("planned")
      .field("group", &VisitPlanned::group, indexed(reference({"group"})), {"Kelompok", "Group"})
      .field("date", &VisitPlanned::date, text(format::date), {"Rencana tanggal", "Planned date"});
  s.event<VisitConducted>("visit_conducted", {"Kunjungan dilaksanakan", "Visit conducted"})
      .by({role::monitor, role::mentor})
      .step({"planned"}, "conducted");
  s.event<ConditionRecorded>("condition_recorded", {"Kondisi dicatat", "Condition recorded"})
      .by({role::monitor, role::mentor})
      .step({"conducted"}, "condition_recorded")
      .field("running", &ConditionRecorded::running, boolean(),
             {"Usaha berjalan", "Business running"})
      .field("members_present", &ConditionRecorded::members_present, integer(0, 10000, "person"),
             {"Anggota hadir", "Members present"})
      .field("assets_seen", &ConditionRecorded::assets_seen, boolean(),
             {"Aset terlihat", "Assets seen"});
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("monitoring", {"Monitoring dan evaluasi", "Monitoring"});
    visit(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::monitoring
