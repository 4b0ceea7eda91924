#include "projections/proposals.h"

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/proposal.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace proposal = programme::proposal;
namespace determination = programme::determination;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"recipient", reference, {"Pengusul", "Recipient"}},
      {"juknis", reference, {"Petunjuk teknis", "Technical guide"}},
      {"amount_idr", money, {"Jumlah yang diusulkan", "Amount proposed"}, "idr"},
      {"submitted_at", time, {"Diajukan", "Submitted at"}},
      {"state", text, {"Keadaan", "State"}},
      {"score", integer, {"Nilai", "Score"}},
      {"determination", reference, {"Surat keputusan", "Determination"}, {}, Gathered::latest},
      {"determined_idr",
       money,
       {"Jumlah yang ditetapkan", "Amount determined"},
       "idr",
       Gathered::latest},
  };
}

// The proposal's own status is never `determined`, so it comes back from it when nothing
// determines the proposal any more.
void complete(Json& row) {
  Json& state = row["state"];
  const bool determined = !row["determination"].is_null();
  if (determined && state == "recommended") state = "determined";
  if (!determined && state == "determined") state = "recommended";
}

void submit(const proposal::Submitted& e, const Event& event, Fold& fold) {
  Json& row = fold.row();
  row["recipient"] = e.recipient;
  row["juknis"] = e.juknis;
  row["amount_idr"] = e.amount_idr;
  row["submitted_at"] = event.time;
}

// The working memory of a determination:
//   listed            proposal -> amount, as it stands now
//   signed, revoked   whether it was
Json memory(Fold& fold) {
  Json own = fold.own();
  if (!own.contains("listed")) own["listed"] = Json::object();
  return own;
}

void show(const Json& own, const std::string& proposal, const Event& event, Fold& fold) {
  const auto id = programme::key_of(proposal);
  const bool holds = own.contains("signed") && !own.contains("revoked");
  if (holds && own["listed"].contains(proposal)) {
    fold.put(id, "determination", event.subject);
    fold.put(id, "determined_idr", own["listed"][proposal]);
  } else {
    fold.drop(id, "determination");
    fold.drop(id, "determined_idr");
  }
}

void keep_all(Json own, const Event& event, Fold& fold) {
  const Json listed = own["listed"];
  for (const auto& [proposal, unused] : listed.items()) show(own, proposal, event, fold);
  fold.set_own(std::move(own));
}

void list(const determination::RecipientListed& e, const Event& event, Fold& fold) {
  Json own = memory(fold);
  own["listed"][e.proposal] = e.amount_idr;
  if (own.contains("signed")) show(own, e.proposal, event, fold);
  fold.set_own(std::move(own));
}

void substitute(const determination::RecipientSubstituted& e, const Event& event, Fold& fold) {
  Json own = memory(fold);
  own["listed"].erase(e.old_proposal);
  own["listed"][e.new_proposal] = e.amount_idr;
  show(own, e.old_proposal, event, fold);
  show(own, e.new_proposal, event, fold);
  fold.set_own(std::move(own));
}

void strike(const determination::RecipientStruck& e, const Event& event, Fold& fold) {
  Json own = memory(fold);
  own["listed"].erase(e.proposal);
  show(own, e.proposal, event, fold);
  fold.set_own(std::move(own));
}

void fold_determinations(Projection& out) {
  out.on<determination::RecipientListed>(list);
  out.on<determination::RecipientSubstituted>(substitute);
  out.on<determination::RecipientStruck>(strike);
  out.on<determination::Signed>([](const auto&, const Event& event, Fold& fold) {
    Json own = memory(fold);
    own["signed"] = true;
    keep_all(std::move(own), event, fold);
  });
  out.on<determination::Revoked>([](const auto&, const Event& event, Fold& fold) {
    Json own = memory(fold);
    own["revoked"] = true;
    keep_all(std::move(own), event, fold);
  });
}

Projection make() {
  Projection out({"proposals", {"Usulan", "Proposals"}, 1, "proposal", columns()});
  out.derives(complete);
  out.on_each("proposal", set_state);
  out.on<proposal::Submitted>(submit);
  out.on<proposal::Recommended>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["score"] = e.score; });
  out.on<proposal::Rejected>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["score"] = e.score; });
  fold_determinations(out);
  return out;
}

}  // namespace

const Projection& proposals() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
