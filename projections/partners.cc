#include "projections/partners.h"

#include "ledger/programme/place/partner.h"
#include "ledger/programme/place/rembuk.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace partner = programme::partner;
namespace rembuk = programme::rembuk;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"kind", text, {"Jenis", "Kind"}},
      {"name", text, {"Nama", "Name"}},
      {"state", text, {"Keadaan", "State"}},
      {"mou_until", date, {"Nota kesepahaman sampai", "Memorandum until"}},
      {"pledged_idr", money, {"Dijanjikan", "Pledged"}, "idr"},
      {"delivered_idr", money, {"Diserahkan", "Delivered"}, "idr"},
      {"commitments",
       integer,
       {"Komitmen rembuk", "Commitments in rembuk"},
       "commitment",
       Gathered::sum},
      {"fulfilled",
       integer,
       {"Komitmen dipenuhi", "Commitments fulfilled"},
       "commitment",
       Gathered::sum},
  };
}

// The working memory of a partner: number of a memorandum -> its last day, unless terminated.
void keep_mous(Json mous, Fold& fold) {
  std::string last;
  for (const auto& [unused, until] : mous.items()) last = std::max(last, until.get<std::string>());
  fold.row()["mou_until"] = last.empty() ? Json(nullptr) : Json(last);
  fold.set_own(std::move(mous));
}

template <class E>
void run_until(const E& e, const Event&, Fold& fold) {
  Json mous = fold.own();
  mous[e.number] = e.to;
  keep_mous(std::move(mous), fold);
}

void terminate(const partner::MouTerminated& e, const Event&, Fold& fold) {
  Json mous = fold.own();
  mous.erase(e.number);
  keep_mous(std::move(mous), fold);
}

// The working memory of a rembuk: number of a commitment -> its partner; null once fulfilled.
void commit(const rembuk::CommitmentMade& e, const Event&, Fold& fold) {
  Json made = fold.own();
  const std::string number = std::to_string(e.number);
  if (made.contains(number)) return;
  made[number] = e.partner;
  fold.add(programme::key_of(e.partner), "commitments", 1);
  fold.set_own(std::move(made));
}

void fulfil(const rembuk::CommitmentFulfilled& e, const Event&, Fold& fold) {
  Json made = fold.own();
  const auto found = made.find(std::to_string(e.number));
  if (found == made.end() || found->is_null()) return;
  fold.add(programme::key_of(found->get<std::string>()), "fulfilled", 1);
  *found = nullptr;
  fold.set_own(std::move(made));
}

Projection make() {
  Projection out({"partners", {"Mitra", "Partners"}, 1, "partner", columns()});
  out.derives([](Json& row) {
    for (const char* sum : {"pledged_idr", "delivered_idr"}) add_to(row[sum], 0);
  });
  out.on_each("partner", set_state);
  out.on<partner::Registered>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["kind"] = e.kind;
    row["name"] = e.name;
  });
  out.on<partner::MouSigned>(run_until<partner::MouSigned>);
  out.on<partner::MouExtended>(run_until<partner::MouExtended>);
  out.on<partner::MouTerminated>(terminate);
  out.on<partner::ContributionPledged>([](const auto& e, const Event&, Fold& fold) {
    add_to(fold.row()["pledged_idr"], e.value_idr);
  });
  out.on<partner::ContributionDelivered>([](const auto& e, const Event&, Fold& fold) {
    add_to(fold.row()["delivered_idr"], e.value_idr);
  });
  out.on<rembuk::CommitmentMade>(commit);
  out.on<rembuk::CommitmentFulfilled>(fulfil);
  return out;
}

}  // namespace

const Projection& partners() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
