#include "projections/groups.h"

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace group = programme::group;
namespace grant = programme::grant;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"name", text, {"Nama", "Name"}},
      {"scheme", text, {"Skema", "Scheme"}},
      {"promoted_to", text, {"Naik ke skema", "Promoted to the scheme"}},
      {"region", text, {"Kode wilayah", "Region"}},
      {"kawasan", reference, {"Kawasan", "Kawasan"}},
      {"id_tkm", text, {"ID TKM di SIAPkerja", "TKM number in SIAPkerja"}},
      {"nib", text, {"NIB", "Business number (NIB)"}},
      {"kbli", text, {"Kode KBLI", "KBLI code"}},
      {"product", text, {"Produk", "Product"}},
      {"chair", reference, {"Ketua", "Chair"}},
      {"members", integer, {"Jumlah anggota", "Members"}, "person"},
      {"confirmed", integer, {"Anggota yang menyatakan diri", "Members confirmed"}, "person"},
      {"attested", boolean, {"Diterangkan", "Attested"}},
      {"account_verified", boolean, {"Rekening terverifikasi", "Account verified"}},
      {"state", text, {"Keadaan", "State"}},
      {"grants", integer, {"Jumlah bantuan", "Grants"}, "grant", Gathered::sum},
      {"received_idr", money, {"Diterima", "Received"}, "idr", Gathered::sum},
  };
}

Json text_or_null(const std::optional<std::string>& value) {
  return value ? Json(*value) : Json(nullptr);
}

void form(const group::Formed& e, const Event&, Fold& fold) {
  Json& row = fold.row();
  row["name"] = e.name;
  row["scheme"] = e.scheme;
  row["region"] = e.region;
  row["kawasan"] = text_or_null(e.kawasan);
  row["id_tkm"] = text_or_null(e.id_tkm);
}

// The working memory of a group: person -> {role, confirmed}.
void keep_members(Json members, Fold& fold) {
  std::int64_t confirmed = 0;
  Json chair;
  for (const auto& [person, member] : members.items()) {
    if (member["confirmed"] == true) ++confirmed;
    if (member["role"] == "chair") chair = person;
  }
  Json& row = fold.row();
  row["members"] = members.size();
  row["confirmed"] = confirmed;
  row["chair"] = std::move(chair);
  fold.set_own(std::move(members));
}

void add_member(const group::MemberAdded& e, const Event&, Fold& fold) {
  Json members = fold.own();
  members[e.person] = {{"role", e.role}, {"confirmed", false}};
  keep_members(std::move(members), fold);
}

void confirm_member(const group::MemberConfirmed& e, const Event&, Fold& fold) {
  Json members = fold.own();
  if (!members.contains(e.person)) return;
  members[e.person]["confirmed"] = true;
  keep_members(std::move(members), fold);
}

void remove_member(const group::MemberRemoved& e, const Event&, Fold& fold) {
  Json members = fold.own();
  members.erase(e.person);
  keep_members(std::move(members), fold);
}

void hand_over(const group::LeaderReplaced& e, const Event&, Fold& fold) {
  Json members = fold.own();
  if (!members.contains(e.old_chair) || !members.contains(e.new_chair)) return;
  std::swap(members[e.old_chair]["role"], members[e.new_chair]["role"]);
  keep_members(std::move(members), fold);
}

void fold_people(Projection& out) {
  out.on<group::MemberAdded>(add_member);
  out.on<group::MemberConfirmed>(confirm_member);
  out.on<group::MemberRemoved>(remove_member);
  out.on<group::LeaderReplaced>(hand_over);
}

void fold_business(Projection& out) {
  out.on<group::BusinessProfileRecorded>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["kbli"] = e.kbli;
    row["product"] = e.product;
  });
  out.on<group::NibRecorded>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["nib"] = e.nib; });
  out.on<group::BankAccountVerified>([](const auto& e, const Event&, Fold& fold) {
    fold.row()["account_verified"] = e.holder_matches;
  });
  out.on<group::BankAccountChanged>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["account_verified"] = false; });
}

bool is_group(std::string_view recipient) { return programme::aggregate_of(recipient) == "group"; }

void sign(const grant::AgreementSigned& e, const Event&, Fold& fold) {
  fold.set_own({{"recipient", e.recipient}});
  if (is_group(e.recipient)) fold.add(programme::key_of(e.recipient), "grants", 1);
}

void credit(const grant::FundsCredited& e, const Event&, Fold& fold) {
  const auto recipient = fold.own().value("recipient", std::string());
  if (is_group(recipient)) fold.add(programme::key_of(recipient), "received_idr", e.amount_idr);
}

Projection make() {
  Projection out({"groups", {"Kelompok", "Groups"}, 1, "group", columns()});
  out.derives([](Json& row) {
    for (const char* count : {"members", "confirmed"}) add_to(row[count], 0);
    for (const char* fact : {"attested", "account_verified"})
      if (row[fact].is_null()) row[fact] = false;
  });
  out.on_each("group", set_state);
  out.on<group::Formed>(form);
  out.on<group::Renamed>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["name"] = e.name; });
  out.on<group::Attested>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["attested"] = true; });
  out.on<group::Promoted>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["promoted_to"] = e.to_scheme; });
  fold_people(out);
  fold_business(out);
  out.on<grant::BriefingAttended>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"recipient", e.recipient}});
  });
  out.on<grant::AgreementSigned>(sign);
  out.on<grant::FundsCredited>(credit);
  return out;
}

}  // namespace

const Projection& groups() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
