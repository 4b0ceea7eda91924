#include "projections/findings.h"

#include <algorithm>
#include <array>

#include "ledger/programme/control/audit.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace audit = programme::audit;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"body", text, {"Lembaga pemeriksa", "Auditing body"}},
      {"report", text, {"Nomor LHP", "Number of the report"}},
      {"page", integer, {"Halaman", "Page"}},
      {"kind", text, {"Jenis temuan", "Kind"}},
      {"value_idr", decimal, {"Nilai temuan", "Value"}},
      {"loss_idr", decimal, {"Kerugian negara", "State loss"}},
      {"grants", list, {"Bantuan", "Grants"}},
      {"state", text, {"Keadaan", "State"}},
      {"recommendations", integer, {"Rekomendasi", "Recommendations"}, "recommendation"},
      {"open", integer, {"Rekomendasi terbuka", "Open recommendations"}, "recommendation"},
      {"overdue", integer, {"Rekomendasi terlambat", "Overdue recommendations"}, "recommendation"},
      {"due_on", date, {"Tenggat terdekat", "Next due on"}},
  };
}

// From the one that is farthest from being settled; the last two settle it.
constexpr std::array<std::string_view, 6> standings = {
    "BELUM_DITINDAKLANJUTI", "recommended", "BELUM_SESUAI", "answered", "TIDAK_DAPAT", "SESUAI"};
constexpr std::size_t first_settled = 4;

std::size_t rank_of(const Json& recommendation) {
  const auto* found = std::find(standings.begin(), standings.end(),
                                recommendation["state"].get_ref<const std::string&>());
  return static_cast<std::size_t>(found - standings.begin());
}

// The working memory of an audit: `body`, and under `recommendations` by number the finding, the
// state, the day on which an answer is due, and whether it was declared overdue. A finding with
// recommendations stands as the one that is farthest from being settled; `due_on` is the first day
// of those that are not.
void show_standing(const Json& own, const std::string& finding, Fold& fold) {
  std::int64_t all = 0, open = 0, overdue = 0;
  std::size_t worst = standings.size() - 1;
  Json due;
  const Json recommendations = own.value("recommendations", Json::object());
  for (const auto& [number, one] : recommendations.items()) {
    if (one["finding"] != finding) continue;
    ++all;
    worst = std::min(worst, rank_of(one));
    if (rank_of(one) >= first_settled) continue;
    ++open;
    if (one["overdue"] == true) ++overdue;
    if (due.is_null() || one["due_on"] < due) due = one["due_on"];
  }
  Json& row = fold.row(finding);
  row["recommendations"] = all;
  row["open"] = open;
  row["overdue"] = overdue;
  row["due_on"] = due;
  if (all > 0) row["state"] = standings[worst];
}

Json& introduce(const std::string& finding, std::string_view state, Fold& fold) {
  const Json body = fold.own().value("body", Json());
  Json& row = fold.row(finding);
  row["body"] = body;
  row["state"] = state;
  return row;
}

void recommend(const audit::RecommendationIssued& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["recommendations"][e.recommendation] = {
      {"finding", e.number}, {"state", "recommended"}, {"due_on", e.due_on}, {"overdue", false}};
  introduce(e.number, "recommended", fold);
  show_standing(own, e.number, fold);
  fold.set_own(std::move(own));
}

// What becomes of a recommendation that was issued.
void change(const std::string& recommendation, const char* what, Json value, Fold& fold) {
  Json own = fold.own();
  if (!own.contains("recommendations") || !own["recommendations"].contains(recommendation)) return;
  Json& changed = own["recommendations"][recommendation];
  changed[what] = std::move(value);
  const auto finding = changed["finding"].get<std::string>();
  show_standing(own, finding, fold);
  fold.set_own(std::move(own));
}

void fold_findings(Projection& out) {
  out.on<audit::Assigned>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"body", e.body}});
  });
  out.on<audit::FindingDrafted>([](const auto& e, const Event&, Fold& fold) {
    Json& row = introduce(e.number, "drafted", fold);
    row["kind"] = e.kind;
    row["value_idr"] = e.value_idr;
    row["grants"] = e.grants;
  });
  out.on<audit::FindingIssued>([](const auto& e, const Event&, Fold& fold) {
    Json& row = introduce(e.number, "issued", fold);
    row["report"] = e.report;
    row["page"] = e.page;
  });
  out.on<audit::StateLossDetermined>([](const auto& e, const Event&, Fold& fold) {
    fold.row(e.number)["loss_idr"] = e.value_idr;
  });
}

Projection make() {
  Projection out({"findings", {"Temuan pemeriksaan", "Audit findings"}, 1, "audit", columns()});
  out.derives([](Json& row) {
    for (const auto* column : {"recommendations", "open", "overdue"}) add_to(row[column], 0);
    if (row["grants"].is_null()) row["grants"] = Json::array();
  });
  fold_findings(out);
  out.on<audit::RecommendationIssued>(recommend);
  out.on<audit::FollowUpSubmitted>([](const auto& e, const Event&, Fold& fold) {
    change(e.recommendation, "state", "answered", fold);
  });
  out.on<audit::FollowUpAssessed>([](const auto& e, const Event&, Fold& fold) {
    change(e.recommendation, "state", e.result, fold);
  });
  out.on<audit::FollowUpOverdueDeclared>([](const auto& e, const Event&, Fold& fold) {
    change(e.recommendation, "overdue", true, fold);
  });
  return out;
}

}  // namespace

const Projection& findings() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
