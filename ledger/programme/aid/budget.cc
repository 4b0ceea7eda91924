#include "ledger/programme/aid/budget.h"

namespace programme::budget {
namespace {

using Builder = StreamBuilder<State>;

constexpr Title line_title = {"MAK", "Budget line"};

Verdict names_each_line_once(const State&, const Issued& e, const Event&) {
  std::set<std::string> seen;
  for (const Line& line : e.lines)
    if (!seen.insert(line.line).second)
      return refuse_state("budget_line_repeated",
                          "the line " + line.line + " stands twice and has only one ceiling");
  return {};
}

Verdict is_new_on_a_line(const State& state, const CommitmentReserved& e, const Event&) {
  if (!state.lines.contains(e.line))
    return refuse_state("budget_line_unknown", "this budget has no line " + e.line);
  if (!state.commitments.contains({e.line, e.determination})) return {};
  return refuse_state("commitment_exists",
                      "the line " + e.line + " has a commitment for this determination already");
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
      .decides(names_each_line_once)
      .applies([](State& state, const Issued& e, const Event&) {
        for (const Line& line : e.lines) state.lines.insert(line.line);
      });
}

void commit(Builder& s) {
  s.event<CommitmentReserved>("commitment_reserved",
                              {"Komitmen dicadangkan", "Commitment reserved"})
      .by({role::ppk})
      .field("line", &CommitmentReserved::line, indexed(text(format::budget_line)), line_title)
      .field("determination", &CommitmentReserved::determination,
             indexed(reference({"determination"})), {"Surat keputusan", "Determination"})
      .field("amount_idr", &CommitmentReserved::amount_idr, money(), {"Jumlah", "Amount"})
      .decides(is_new_on_a_line)
      .applies([](State& state, const CommitmentReserved& e, const Event&) {
        state.commitments.insert({e.line, e.determination});
      });
}

}  // namespace

void Line::describe(Fields<Line>& fields) {
  fields.field("line", &Line::line, text(format::budget_line), line_title)
      .field("ceiling_idr", &Line::ceiling_idr, money(), {"Pagu", "Ceiling"});
}

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("budget", {"DIPA", "Budget"});
    issue(s);
    commit(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::budget
