#include "ledger/programme/aid/budget.h"

#include <set>

namespace programme::budget {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title line_title = {"MAK", "Budget line"}, amount = {"Jumlah", "Amount"},
                determination_title = {"Surat keputusan", "Determination"},
                sp2d_title = {"Nomor SP2D", "Number of the SP2D"};

Field line() { return indexed(text(format::budget_line)); }
Field determination() { return indexed(reference({"determination"})); }
Field sp2d() { return indexed(text(format::sp2d)); }

Verdict names_each_line_once(const std::vector<Line>& lines) {
  std::set<std::string> seen;
  for (const Line& line : lines)
    if (!seen.insert(line.line).second)
      return refuse_state("budget_line_repeated",
                          "the line " + line.line + " stands twice and has only one ceiling");
  return {};
}

Verdict is_a_line(const State& state, const std::string& line) {
  if (state.ceilings.contains(line)) return {};
  return refuse_state("budget_line_unknown", "this budget has no line " + line);
}

void set_ceilings(State& state, const std::vector<Line>& lines) {
  for (const Line& line : lines) state.ceilings[line.line] = line.ceiling_idr;
}

void issue(Builder& s) {
  s.event<Issued>("issued", {"DIPA diterbitkan", "Budget issued"})
      .by({role::kpa})
      .needs_basis()
      .opens("issued")
      .field("number", &Issued::number, indexed(text(format::dipa)),
             {"Nomor DIPA", "Number of the budget"})
      .field("year", &Issued::year, integer(2000, 2100), {"Tahun anggaran", "Fiscal year"})
      .field("lines", &Issued::lines, list(object<Line>()), {"Rincian MAK", "Budget lines"})
      .decides(
          [](const State&, const Issued& e, const Event&) { return names_each_line_once(e.lines); })
      .applies([](State& state, const Issued& e, const Event&) {
        state.year = e.year;
        set_ceilings(state, e.lines);
      });
}

Verdict may_revise(const State& state, const Revised& e, const Event&) {
  if (e.revision <= state.revision)
    return refuse_state("budget_revision_not_new", "revision " + std::to_string(state.revision) +
                                                       " is recorded, and a later one has a "
                                                       "higher number");
  return names_each_line_once(e.lines);
}

void revise(Builder& s) {
  s.event<Revised>("revised", {"DIPA direvisi", "Budget revised"})
      .by({role::kpa})
      .needs_basis()
      .field("revision", &Revised::revision, integer(1, 1000), {"Revisi ke", "Revision"})
      .field("lines", &Revised::lines, list(object<Line>()),
             {"MAK dengan pagu baru", "Lines with a new ceiling"})
      .decides(may_revise)
      .applies([](State& state, const Revised& e, const Event&) {
        state.revision = e.revision;
        set_ceilings(state, e.lines);
      });
  s.event<FiscalYearClosed>("fiscal_year_closed", {"Tahun anggaran ditutup", "Fiscal year closed"})
      .by({role::kpa})
      .step({"issued", "open"}, "closed");
}

Verdict is_new_on_a_line(const State& state, const CommitmentReserved& e, const Event&) {
  if (Verdict refused = is_a_line(state, e.line)) return refused;
  if (!state.commitments.contains({e.line, e.determination})) return {};
  return refuse_state("commitment_exists",
                      "the line " + e.line + " has a commitment for this determination already");
}

Verdict may_release(const State& state, const CommitmentReleased& e, const Event&) {
  if (Verdict refused = is_a_line(state, e.line)) return refused;
  const auto found = state.commitments.find({e.line, e.determination});
  if (found == state.commitments.end())
    return refuse_state("commitment_unknown",
                        "the line " + e.line + " has no commitment for this determination");
  if (e.amount_idr <= found->second) return {};
  return refuse_state("release_above_commitment",
                      "of this commitment " + std::to_string(found->second) +
                          " rupiah are reserved, and no more can be released");
}

void release(State& state, const CommitmentReleased& e, const Event&) {
  const auto found = state.commitments.find({e.line, e.determination});
  if (found == state.commitments.end()) return;
  found->second -= e.amount_idr;
  if (found->second <= 0) state.commitments.erase(found);
}

void commit(Builder& s) {
  s.event<CommitmentReserved>("commitment_reserved",
                              {"Komitmen dicadangkan", "Commitment reserved"})
      .by({role::ppk})
      .corrected_by({role::kpa})
      .step({"issued", "open"}, "open")
      .field("line", &CommitmentReserved::line, line(), line_title)
      .field("determination", &CommitmentReserved::determination, determination(),
             determination_title)
      .field("amount_idr", &CommitmentReserved::amount_idr, money(), amount)
      .decides(is_new_on_a_line)
      .applies([](State& state, const CommitmentReserved& e, const Event&) {
        state.commitments[{e.line, e.determination}] = e.amount_idr;
      });
  s.event<CommitmentReleased>("commitment_released", {"Komitmen dilepas", "Commitment released"})
      .by({role::ppk})
      .corrected_by({role::kpa})
      .field("line", &CommitmentReleased::line, line(), line_title)
      .field("determination", &CommitmentReleased::determination, determination(),
             determination_title)
      .field("amount_idr", &CommitmentReleased::amount_idr, money(), amount)
      .decides(may_release)
      .applies(release);
}

Verdict may_come_back(const State& state, const RealisationReversed& e, const Event&) {
  const auto found = state.realisations.find(e.number);
  if (found == state.realisations.end())
    return refuse_state("realisation_unknown",
                        "no payment of this budget was recorded under the SP2D " + e.number);
  if (e.amount_idr <= found->second.amount_idr) return {};
  return refuse_state("reversal_above_realisation",
                      "of this payment " + std::to_string(found->second.amount_idr) +
                          " rupiah are out, and no more can come back");
}

void realise(Builder& s) {
  using Recorded = RealisationRecorded;
  using Reversed = RealisationReversed;
  s.event<Recorded>("realisation_recorded", {"Realisasi dicatat", "Realisation recorded"})
      .by({role::treasurer, role::kppn})
      .four_eyes()
      .corrected_by({role::kpa})
      .step({"issued", "open"}, "open")
      .field("line", &Recorded::line, line(), line_title)
      .field("number", &Recorded::number, sp2d(), sp2d_title)
      .field("amount_idr", &Recorded::amount_idr, money(), amount)
      .field("issued_on", &Recorded::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("purpose", &Recorded::purpose, text(format::line), {"Keperluan", "Purpose"})
      .decides([](const State& state, const Recorded& e, const Event&) {
        return is_a_line(state, e.line);
      })
      .applies([](State& state, const Recorded& e, const Event&) {
        State::Realisation& realisation = state.realisations[e.number];
        realisation.line = e.line;
        realisation.amount_idr += e.amount_idr;
      });
  s.event<Reversed>("realisation_reversed", {"Realisasi dikembalikan", "Realisation reversed"})
      .by({role::treasurer, role::kppn})
      .four_eyes()
      .corrected_by({role::kpa})
      .field("number", &Reversed::number, sp2d(), sp2d_title)
      .field("amount_idr", &Reversed::amount_idr, money(), amount)
      .field("form", &Reversed::form, code({"SSPB"}), {"Jenis setoran", "Form"})
      .field("billing", &Reversed::billing, indexed(text(format::billing)),
             {"Kode billing", "Billing code"})
      .field("ntpn", &Reversed::ntpn, indexed(text(format::ntpn)), {"NTPN", "NTPN"})
      .field("deposited_on", &Reversed::deposited_on, text(format::day_done),
             {"Tanggal setor", "Deposited on"})
      .decides(may_come_back)
      .applies([](State& state, const Reversed& e, const Event&) {
        state.realisations[e.number].amount_idr -= e.amount_idr;
      });
}

}  // namespace

void Line::describe(Fields<Line>& fields) {
  fields.field("line", &Line::line, text(format::budget_line), line_title)
      .field("ceiling_idr", &Line::ceiling_idr, money(), {"Pagu", "Ceiling"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("budget", {"DIPA", "Budget"}, {"closed"});
    issue(s);
    revise(s);
    commit(s);
    realise(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::budget
