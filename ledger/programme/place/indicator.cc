#include "ledger/programme/place/indicator.h"

namespace programme::indicator {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title value_title = {"Nilai", "Value"}, as_of_title = {"Per tanggal", "As of"},
                source_title = {"Sumber data", "Source of the data"};

Broken is_another_definition(const State& state, const Defined& e, const Event&) {
  if (!state.definition || *state.definition == e) return {};
  return "this series is defined otherwise already: another definition needs a stream of its own";
}

// Of a value: the definition that counts was given before it.
template <class E>
Broken is_of_another_definition(const State& state, const E&, const Event& event) {
  if (!state.definition || state.defined_at < event.position) return {};
  return "this value was recorded under the definition before: another definition needs a stream "
         "of its own";
}

void definition(Builder& s) {
  s.event<Defined>("defined", {"Indikator ditetapkan", "Indicator defined"})
      .by({role::programme_officer})
      .opens("defined")
      .field("code", &Defined::code, indexed(text(format::slug)), {"Kode", "Code"})
      .field("unit", &Defined::unit, text(format::slug), {"Satuan", "Unit"})
      .field("source", &Defined::source, text(format::line), source_title)
      .field("region", &Defined::region, indexed(text(format::region)),
             {"Kode wilayah", "Region code"})
      .field("formula", &Defined::formula, optional(text()), {"Rumus", "Formula"})
      .field("line_idr", &Defined::line_idr, optional(money()),
             {"Garis kemiskinan per orang per bulan", "Poverty line a person and month"})
      .field("ppp_base", &Defined::ppp_base, optional(integer(1990, 2100)),
             {"Tahun dasar PPP", "Base year of purchasing power"})
      .rule(one_definition_a_series, is_another_definition)
      .applies([](State& state, const Defined& e, const Event& event) {
        state.definition = e;
        state.defined_at = event.position;
      });
  s.event<TargetSet>("target_set", {"Target ditetapkan", "Target set"})
      .by({role::programme_officer})
      .field("value", &TargetSet::value, text(format::decimal_2), value_title)
      .field("as_of", &TargetSet::as_of, text(format::date), as_of_title)
      .rule(one_definition_a_series, is_of_another_definition<TargetSet>);
}

void measurement(Builder& s) {
  s.event<BaselineRecorded>("baseline_recorded", {"Nilai awal dicatat", "Baseline recorded"})
      .by({role::programme_officer})
      .field("value", &BaselineRecorded::value, text(format::decimal_2), value_title)
      .field("as_of", &BaselineRecorded::as_of, text(format::day_done), as_of_title)
      .rule(one_definition_a_series, is_of_another_definition<BaselineRecorded>)
      .decides([](const State& state, const BaselineRecorded&, const Event&) -> Verdict {
        if (!state.baseline_recorded) return {};
        return refuse_state("baseline_recorded_already", "this series has its baseline already");
      })
      .applies([](State& state, const BaselineRecorded&, const Event&) {
        state.baseline_recorded = true;
      });
  s.event<Measured>("measured", {"Indikator diukur", "Indicator measured"})
      .by({role::programme_officer})
      .field("value", &Measured::value, text(format::decimal_2), value_title)
      .field("as_of", &Measured::as_of, text(format::day_done), as_of_title)
      .rule(one_definition_a_series, is_of_another_definition<Measured>)
      .decides([](const State& state, const Measured& e, const Event&) -> Verdict {
        if (!state.measured.contains(e.as_of)) return {};
        return refuse_state("day_measured_already", "this series holds a value of " + e.as_of);
      })
      .applies([](State& state, const Measured& e, const Event&) {
        state.measured.emplace(e.as_of, e.value);
      });
}

Verdict may_restate(const State& state, const Restated& e, const Event&) {
  const auto found = state.measured.find(e.as_of);
  if (found == state.measured.end())
    return refuse_state("day_not_measured", "this series holds no value of " + e.as_of);
  if (found->second == e.replaces) return {};
  return refuse_state("replaced_value_differs",
                      "the value of " + e.as_of + " is " + found->second + ", not " + e.replaces);
}

void restatement(Builder& s) {
  s.event<Restated>("restated", {"Nilai indikator dinyatakan ulang", "Indicator restated"})
      .by({role::programme_officer})
      .needs_reason()
      .field("value", &Restated::value, text(format::decimal_2), value_title)
      .field("as_of", &Restated::as_of, text(format::day_done), as_of_title)
      .field("replaces", &Restated::replaces, text(format::decimal_2),
             {"Nilai sebelumnya", "Value that it replaces"})
      .field("source", &Restated::source, text(format::line), source_title)
      .rule(one_definition_a_series, is_of_another_definition<Restated>)
      .decides(may_restate)
      .applies(
          [](State& state, const Restated& e, const Event&) { state.measured[e.as_of] = e.value; });
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("indicator", {"Indikator", "Indicator"});
    definition(s);
    measurement(s);
    restatement(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::indicator
