#include "ledger/programme/place/rembuk.h"

#include <algorithm>

#include "ledger/programme/place/partner.h"

namespace programme::rembuk {
namespace {

using Builder = StreamBuilder<State>;
using Commitment = State::Commitment;
constexpr Title number_title = {"Nomor", "Number"}, partner_title = {"Mitra", "Partner"},
                level_title = {"Tingkat", "Level"},
                label_title = {"Sebutan sumber", "Label used by the source"};

Field item_number() { return integer(1, 1000); }
Field partner() { return indexed(reference({"partner"})); }
Field level() { return code({"national", "local"}); }

template <class E>
void label(State& state, const E& e, const Event&) {
  state.level = e.level;
  state.source_label = e.source_label;
}

constexpr std::string_view kinds_of_minutes[] = {"central_government", "regional_government",
                                                 "community_group"};

Broken lacks_a_kind(const State& state, const MinutesSigned&, const Event&, const Facts& facts) {
  std::set<std::string, std::less<>> present;
  for (const std::string& name : state.attended)
    if (const auto* attendee = own<partner::State>(facts.stream(name)))
      present.insert(attendee->kind);
  std::string missing;
  for (const auto kind : kinds_of_minutes)
    if (!present.contains(kind)) missing += (missing.empty() ? "" : ", ") + std::string(kind);
  if (missing.empty()) return {};
  return "the attendance on record lacks " + missing +
         ": minutes need one partner at least of each of central_government, regional_government "
         "and community_group";
}

void meeting(Builder& s) {
  s.event<Scheduled>("scheduled", {"Rembuk dijadwalkan", "Rembuk scheduled"})
      .by({role::programme_officer})
      .opens("scheduled")
      .field("level", &Scheduled::level, level(), level_title)
      .field("source_label", &Scheduled::source_label, text(format::line), label_title)
      .field("region", &Scheduled::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("edition", &Scheduled::edition, text(format::edition),
             {"Edisi kode wilayah", "Edition of the region codes"})
      .field("date", &Scheduled::date, text(format::date), {"Tanggal", "Date"})
      .field("kawasan", &Scheduled::kawasan, indexed(reference({"kawasan"})),
             {"Kawasan", "Kawasan"})
      .applies(label<Scheduled>);
  s.event<Held>("held", {"Rembuk dilaksanakan", "Rembuk held"})
      .by({role::programme_officer})
      .step({"scheduled"}, "held");
  s.event<MinutesSigned>("minutes_signed", {"Berita acara ditandatangani", "Minutes signed"})
      .by({role::programme_officer})
      .needs_basis()
      .step({"held"}, "minutes_signed")
      .rule(minutes_need_three_kinds, lacks_a_kind);
  s.event<Cancelled>("cancelled", {"Rembuk dibatalkan", "Rembuk cancelled"})
      .by({role::programme_officer})
      .needs_reason()
      .step({"scheduled"}, "cancelled");
}

void labels(Builder& s) {
  s.event<Relabelled>("relabelled", {"Sebutan rembuk diubah", "Rembuk relabelled"})
      .by({role::programme_officer})
      .needs_reason()
      .field("level", &Relabelled::level, level(), level_title)
      .field("source_label", &Relabelled::source_label, text(format::line), label_title)
      .field("source", &Relabelled::source, text(format::line), {"Sumber", "Source"})
      .decides([](const State& state, const Relabelled& e, const Event&) -> Verdict {
        if (state.level != e.level || state.source_label != e.source_label) return {};
        return refuse_state("rembuk_labelled_already", "the rembuk bears this label already");
      })
      .applies(label<Relabelled>);
}

void attendance(Builder& s) {
  s.event<AttendanceRecorded>("attendance_recorded", {"Kehadiran dicatat", "Attendance recorded"})
      .by({role::programme_officer})
      .field("partner", &AttendanceRecorded::partner, partner(), partner_title)
      .field("persons", &AttendanceRecorded::persons, integer(1, 100'000, "person"),
             {"Jumlah orang", "Number of persons"})
      .decides([](const State& state, const AttendanceRecorded& e, const Event&) -> Verdict {
        if (!state.attended.contains(e.partner)) return {};
        return refuse_state("attendance_recorded_already",
                            "the attendance of this partner is recorded already");
      })
      .applies([](State& state, const AttendanceRecorded& e, const Event&) {
        state.attended.insert(e.partner);
      });
}

void recommendations(Builder& s) {
  s.event<RecommendationAdopted>("recommendation_adopted",
                                 {"Rekomendasi disepakati", "Recommendation adopted"})
      .by({role::programme_officer})
      .field("number", &RecommendationAdopted::number, item_number(), number_title)
      .field("text", &RecommendationAdopted::text, text(), {"Isi", "Text"})
      .field("leaps", &RecommendationAdopted::leaps,
             list(code({"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"}), 1, 9),
             {"Lompatan", "Leaps"})
      .decides([](const State& state, const RecommendationAdopted& e, const Event&) -> Verdict {
        if (!state.recommendations.contains(e.number)) return {};
        return refuse_state("recommendation_number_used",
                            "this rembuk has a recommendation of this number already");
      })
      .applies([](State& state, const RecommendationAdopted& e, const Event&) {
        state.recommendations.insert(e.number);
      });
}

Verdict may_fulfil(const State& state, const CommitmentFulfilled& e, const Event&) {
  const auto found = state.commitments.find(e.number);
  if (found == state.commitments.end())
    return refuse_state("commitment_unknown", "no commitment of this number was made");
  if (found->second == Commitment::fulfilled)
    return refuse_state("commitment_fulfilled_already", "this commitment is fulfilled already");
  return {};
}

Verdict may_lapse(const State& state, const CommitmentLapsed& e, const Event&) {
  const auto found = state.commitments.find(e.number);
  if (found == state.commitments.end())
    return refuse_state("commitment_unknown", "no commitment of this number was made");
  if (found->second == Commitment::open) return {};
  return refuse_state("commitment_not_open", "this commitment is fulfilled or lapsed already");
}

std::string_view follow_up(const StreamState& stream, const State& state, const Facts&) {
  if (stream.status != "minutes_signed" || state.commitments.empty()) return stream.status;
  const bool waits = std::any_of(state.commitments.begin(), state.commitments.end(),
                                 [](const auto& one) { return one.second == Commitment::open; });
  return waits ? stream.status : "followed_up";
}

void commitments(Builder& s) {
  s.event<CommitmentMade>("commitment_made", {"Komitmen dibuat", "Commitment made"})
      .by({role::programme_officer})
      .field("number", &CommitmentMade::number, item_number(), number_title)
      .field("partner", &CommitmentMade::partner, partner(), partner_title)
      .field("what", &CommitmentMade::what, text(), {"Isi komitmen", "What is promised"})
      .field("due_on", &CommitmentMade::due_on, text(format::date), {"Tenggat", "Due on"})
      .decides([](const State& state, const CommitmentMade& e, const Event&) -> Verdict {
        if (!state.commitments.contains(e.number)) return {};
        return refuse_state("commitment_number_used",
                            "this rembuk has a commitment of this number already");
      })
      .applies([](State& state, const CommitmentMade& e, const Event&) {
        state.commitments.emplace(e.number, Commitment::open);
      });
  s.event<CommitmentFulfilled>("commitment_fulfilled",
                               {"Komitmen dipenuhi", "Commitment fulfilled"})
      .by({role::programme_officer})
      .needs_basis()
      .field("number", &CommitmentFulfilled::number, item_number(), number_title)
      .decides(may_fulfil)
      .applies([](State& state, const CommitmentFulfilled& e, const Event&) {
        state.commitments[e.number] = Commitment::fulfilled;
      });
  s.event<CommitmentLapsed>("commitment_lapsed", {"Komitmen lewat tenggat", "Commitment lapsed"})
      .by({role::system})
      .corrected_by({role::programme_officer})
      .field("number", &CommitmentLapsed::number, item_number(), number_title)
      .decides(may_lapse)
      .applies([](State& state, const CommitmentLapsed& e, const Event&) {
        state.commitments[e.number] = Commitment::lapsed;
      });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("rembuk", {"Rembuk", "Rembuk"}, {"cancelled"});
    s.moved_by_others(follow_up);
    meeting(s);
    labels(s);
    attendance(s);
    recommendations(s);
    commitments(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::rembuk
