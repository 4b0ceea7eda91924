#include "ledger/programme/control/monitoring.h"

namespace programme::monitoring {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title number_title = {"Nomor masalah", "Number of the issue"};

Field issue_number() { return integer(1, 1000); }

void visit(Builder& s) {
  s.event<VisitPlanned>("visit_planned", {"Kunjungan direncanakan", "Visit planned"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::monitor})
      .opens("planned")
      .field("group", &VisitPlanned::group, linked(indexed(reference({"group"}))),
             {"Kelompok", "Group"})
      .field("date", &VisitPlanned::date, text(format::date), {"Rencana tanggal", "Planned date"})
      .applies([](State& state, const VisitPlanned& e, const Event& event) {
        state.group = e.group;
        state.began_at = event.place;
      });
  s.event<VisitConducted>("visit_conducted", {"Kunjungan dilaksanakan", "Visit conducted"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::monitor})
      .step({"planned"}, "conducted");
  s.event<ConditionRecorded>("condition_recorded", {"Kondisi dicatat", "Condition recorded"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::monitor})
      .step({"conducted"}, "condition_recorded")
      .field("running", &ConditionRecorded::running, boolean(),
             {"Usaha berjalan", "Business running"})
      .field("members_present", &ConditionRecorded::members_present, integer(0, 10000, "person"),
             {"Anggota hadir", "Members present"})
      .field("assets_seen", &ConditionRecorded::assets_seen, boolean(),
             {"Aset terlihat", "Assets seen"})
      .applies([](State& state, const ConditionRecorded& e, const Event&) {
        state.running = e.running;
      });
}

Verdict is_a_new_issue(const State& state, const IssueRaised& e, const Event&) {
  if (!state.issues.contains(e.number)) return {};
  return refuse_state("issue_number_used",
                      "this visit has an issue " + std::to_string(e.number) + " already");
}

Verdict is_an_open_issue(const State& state, const IssueResolved& e, const Event&) {
  const auto found = state.issues.find(e.number);
  const std::string issue = "issue " + std::to_string(e.number);
  if (found == state.issues.end())
    return refuse_state("issue_unknown", issue + " was never raised in this visit");
  if (found->second == State::Issue::open) return {};
  return refuse_state("issue_resolved_already", issue + " was resolved already");
}

void issues(Builder& s) {
  s.event<IssueRaised>("issue_raised", {"Masalah dicatat", "Issue raised"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::monitor})
      .field("number", &IssueRaised::number, issue_number(), number_title)
      .field("issue", &IssueRaised::issue, sealed(text()), {"Masalah", "Issue"})
      .decides(is_a_new_issue)
      .applies([](State& state, const IssueRaised& e, const Event&) {
        state.issues.emplace(e.number, State::Issue::open);
      });
  s.event<IssueResolved>("issue_resolved", {"Masalah diselesaikan", "Issue resolved"})
      .by({role::monitor, role::mentor})
      .corrected_by({role::monitor})
      .field("number", &IssueResolved::number, issue_number(), number_title)
      .field("resolution", &IssueResolved::resolution, sealed(text()),
             {"Penyelesaian", "Resolution"})
      .decides(is_an_open_issue)
      .applies([](State& state, const IssueResolved& e, const Event&) {
        state.issues[e.number] = State::Issue::resolved;
      });
}

void evaluation(Builder& s) {
  s.event<EvaluationPublished>("evaluation_published",
                               {"Evaluasi diterbitkan", "Evaluation published"})
      .by({role::monitor})
      .needs_basis()
      .step({"conducted", "condition_recorded"}, "evaluated");
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("monitoring", {"Monitoring dan evaluasi", "Monitoring"});
    visit(s);
    issues(s);
    evaluation(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::monitoring
