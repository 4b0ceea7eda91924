#include "ledger/programme/aid/budget.h"

#include <algorithm>

#include "ledger/programme/aid/grant_terms.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/wib.h"

namespace programme::budget {
namespace {

using Builder = StreamBuilder<State>;

constexpr std::string_view dipa_mark = "dipa";

constexpr Title line_title = {"MAK", "Budget line"}, amount = {"Jumlah", "Amount"},
                determination_title = {"Surat keputusan", "Determination"},
                sp2d_title = {"Nomor SP2D", "Number of the SP2D"};

Field line() { return indexed(text(format::budget_line)); }
Field determination() { return indexed(linked(reference({"determination"}))); }
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

Broken number_is_taken(const State&, const Issued& e, const Event& event, const Facts& facts) {
  for (const std::string& name : facts.referring(mark_of(dipa_mark, e.number), "budget")) {
    const auto* other = name == event.subject ? nullptr : own<State>(facts.stream(name));
    if (other && other->number == e.number) return grant::is_given(name, e.number);
  }
  return {};
}

void issue(Builder& s) {
  s.event<Issued>("issued", {"DIPA diterbitkan", "Budget issued"})
      .by({role::kpa})
      .needs_basis()
      .opens("issued")
      .field("number", &Issued::number, indexed(marked(dipa_mark, text(format::dipa))),
             {"Nomor DIPA", "Number of the budget"})
      .field("year", &Issued::year, integer(2000, 2100), {"Tahun anggaran", "Fiscal year"})
      .field("lines", &Issued::lines, list(object<Line>()), {"Rincian MAK", "Budget lines"})
      .rule(budget_number_unique, number_is_taken)
      .decides(
          [](const State&, const Issued& e, const Event&) { return names_each_line_once(e.lines); })
      .applies([](State& state, const Issued& e, const Event&) {
        state.number = e.number;
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

std::int64_t committed_of(const State& state, const std::string& line) {
  std::int64_t sum = 0;
  for (auto at = state.commitments.lower_bound({line, ""});
       at != state.commitments.end() && at->first.first == line; ++at)
    sum += at->second;
  return sum;
}

Broken is_below_commitments(const State& state, const Revised& e, const Event&) {
  for (const Line& line : e.lines)
    if (const std::int64_t committed = committed_of(state, line.line); line.ceiling_idr < committed)
      return std::to_string(committed) + " rupiah are committed of the line " + line.line +
             ", and its ceiling would be " + std::to_string(line.ceiling_idr);
  return {};
}

void revise(Builder& s) {
  s.event<Revised>("revised", {"DIPA direvisi", "Budget revised"})
      .by({role::kpa})
      .needs_basis()
      .field("revision", &Revised::revision, integer(1, 1000), {"Revisi ke", "Revision"})
      .field("lines", &Revised::lines, list(object<Line>()),
             {"MAK dengan pagu baru", "Lines with a new ceiling"})
      .rule(commitment_within_ceiling, is_below_commitments)
      .decides(may_revise)
      .applies([](State& state, const Revised& e, const Event&) {
        state.revision = e.revision;
        set_ceilings(state, e.lines);
      });
  s.event<FiscalYearClosed>("fiscal_year_closed", {"Tahun anggaran ditutup", "Fiscal year closed"})
      .by({role::kpa})
      .step({"issued", "open"}, "closed");
}

Broken is_above_ceiling(const State& state, const CommitmentReserved& e, const Event&) {
  const auto line = state.ceilings.find(e.line);
  if (line == state.ceilings.end()) return {};
  const std::int64_t available = line->second - committed_of(state, e.line);
  if (e.amount_idr <= available) return {};
  return std::to_string(e.amount_idr) + " rupiah are to be committed, and of the line " + e.line +
         " " + std::to_string(std::max<std::int64_t>(available, 0)) + " are available";
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
      .rule(commitment_within_ceiling, is_above_ceiling)
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

Broken sp2d_is_taken(const State& state, const RealisationRecorded& e, const Event& event,
                     const Facts& facts) {
  const std::int64_t year = fiscal_year_of_day(e.issued_on);
  const std::string by =
      pays_by(state, e.number, year)
          ? "a payment of this budget"
          : grant::who_gave_sp2d(grant::numbered(year, e.number), event.subject, facts);
  return grant::is_given(by, e.number);
}

Broken ntpn_is_taken(const State& state, const RealisationReversed& e, const Event& event,
                     const Facts& facts) {
  const std::string by = state.ntpns.contains(e.ntpn)
                             ? "a deposit to this budget"
                             : grant::who_gave_ntpn(e.ntpn, event.subject, facts);
  return grant::is_given(by, e.ntpn);
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
      .field("number", &Recorded::number, marked("sp2d", sp2d()), sp2d_title)
      .field("amount_idr", &Recorded::amount_idr, money(), amount)
      .field("issued_on", &Recorded::issued_on, text(format::day_done),
             {"Tanggal terbit", "Issued on"})
      .field("purpose", &Recorded::purpose, text(format::line), {"Keperluan", "Purpose"})
      .rule(grant::sp2d_number_unique, sp2d_is_taken)
      .decides([](const State& state, const Recorded& e, const Event&) {
        return is_a_line(state, e.line);
      })
      .applies([](State& state, const Recorded& e, const Event&) {
        State::Realisation& realisation = state.realisations[e.number];
        realisation.line = e.line;
        realisation.amount_idr += e.amount_idr;
        realisation.year = fiscal_year_of_day(e.issued_on);
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
      .field("ntpn", &Reversed::ntpn, indexed(marked("ntpn", text(format::ntpn))), {"NTPN", "NTPN"})
      .field("deposited_on", &Reversed::deposited_on, text(format::day_done),
             {"Tanggal setor", "Deposited on"})
      .rule(grant::refund_ntpn_used, ntpn_is_taken)
      .decides(may_come_back)
      .applies([](State& state, const Reversed& e, const Event&) {
        state.ntpns.insert(e.ntpn);
        state.realisations[e.number].amount_idr -= e.amount_idr;
      });
}

}  // namespace

void Line::describe(Fields<Line>& fields) {
  fields.field("line", &Line::line, text(format::budget_line), line_title)
      .field("ceiling_idr", &Line::ceiling_idr, money(), {"Pagu", "Ceiling"});
}

std::int64_t committed_idr(const State& state, std::string_view determination) {
  std::int64_t sum = 0;
  for (const auto& [key, amount] : state.commitments)
    if (key.second == determination) sum += amount;
  return sum;
}

bool pays_by(const State& state, const std::string& sp2d, std::int64_t year) {
  const auto found = state.realisations.find(sp2d);
  return found != state.realisations.end() && found->second.year == year;
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
