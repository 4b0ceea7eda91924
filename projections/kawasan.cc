#include "projections/kawasan.h"

#include <algorithm>

#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/people/placement.h"
#include "ledger/programme/people/training.h"
#include "ledger/programme/place/institution.h"
#include "ledger/programme/place/kawasan.h"
#include "ledger/programme/place/rembuk.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace envelope = programme::envelope;
namespace grant = programme::grant;
namespace group = programme::group;
namespace institution = programme::institution;
namespace area = programme::kawasan;
namespace placement = programme::placement;
namespace rembuk = programme::rembuk;
namespace training = programme::training;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"name", text, {"Nama", "Name"}},
      {"state", text, {"Keadaan", "State"}},
      {"year", integer, {"Tahun penetapan", "Year of designation"}},
      {"criteria", list, {"Kriteria", "Criteria"}},
      {"regions", list, {"Wilayah", "Regions"}},
      {"groups", integer, {"Kelompok", "Groups"}, "group", Gathered::distinct},
      {"beneficiaries",
       integer,
       {"Penerima manfaat", "Beneficiaries"},
       "person",
       Gathered::distinct},
      {"trained", integer, {"Terlatih", "Trained"}, "person", Gathered::distinct},
      {"placed", integer, {"Ditempatkan", "Placed"}, "person", Gathered::distinct},
      {"disbursed_idr", money, {"Dicairkan (SP2D)", "Disbursed (SP2D)"}, "idr", Gathered::sum},
      {"partners", integer, {"Mitra", "Partners"}, "partner", Gathered::distinct},
  };
}

std::string key(const std::string& stream) { return std::string(programme::key_of(stream)); }

// What a stream remembers under a name; empty: nothing.
std::string remembered(Fold& fold, const char* name) {
  return fold.own().value(name, std::string());
}

// -- The kawasan itself, and the communities that are linked to it.

// Partners of a community count from the link on, and go on counting after theirs has ended.
void link_community(const area::AdatCommunityLinked& e, const Event& event, Fold& fold) {
  Json linked = fold.ask(e.institution, "kawasan");
  if (!linked.is_array()) linked = Json::array();
  if (std::find(linked.begin(), linked.end(), event.subject) == linked.end())
    linked.push_back(event.subject);
  fold.tell(e.institution, "kawasan", std::move(linked));
  const Json partners = fold.ask(e.institution, "partners");
  for (const Json& partner : partners)
    fold.include(fold.id(), "partners", partner.get<std::string>());
}

void link_partner(const institution::NetworkLinkEstablished& e, const Event& event, Fold& fold) {
  Json partners = fold.own().value("partners", Json::array());
  partners.push_back(e.partner);
  fold.tell(event.subject, "partners", partners);
  fold.set_own({{"partners", std::move(partners)}});
  const Json linked = fold.ask(event.subject, "kawasan");
  for (const Json& one : linked) fold.include(key(one.get<std::string>()), "partners", e.partner);
}

void fold_area(Projection& out) {
  out.on_each("kawasan", set_state);
  out.on<area::Proposed>([](const auto& e, const Event&, Fold& fold) {
    fold.row()["name"] = e.name;
    fold.row()["criteria"] = e.criteria;
  });
  out.on<area::Designated>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["year"] = e.year; });
  out.on<area::RegionAssigned>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["regions"].push_back(e.region); });
  out.on<area::RegionRemoved>([](const auto& e, const Event&, Fold& fold) {
    Json& regions = fold.row()["regions"];
    const auto found = std::find(regions.begin(), regions.end(), e.region);
    if (found != regions.end()) regions.erase(found);
  });
  out.on<area::AdatCommunityLinked>(link_community);
  out.on<institution::NetworkLinkEstablished>(link_partner);
}

// -- Groups and their members. A group remembers its kawasan, and part by part who is in it.

void form(const group::Formed& e, const Event& event, Fold& fold) {
  if (!e.kawasan) return;
  fold.set_own({{"kawasan", *e.kawasan}});
  fold.tell(event.subject, "kawasan", *e.kawasan);
  fold.include(key(*e.kawasan), "groups", event.subject);
}

void join(const group::MemberAdded& e, const Event& event, Fold& fold) {
  const std::string where = remembered(fold, "kawasan");
  if (where.empty()) return;
  fold.set_own(e.person, true);
  fold.include(key(where), "beneficiaries", e.person);
  fold.tell(e.person, "member", {{"group", event.subject}, {"kawasan", where}});
}

// Who has joined another group since stays with that.
void leave(const std::string& person, const std::string& where, const Event& event, Fold& fold) {
  fold.set_own(person, nullptr);
  fold.exclude(key(where), "beneficiaries", person);
  const Json member = fold.ask(person, "member");
  if (member.is_object() && member["group"] == event.subject) fold.tell(person, "member", nullptr);
}

template <class E>
void end(const E&, const Event& event, Fold& fold) {
  const std::string where = remembered(fold, "kawasan");
  if (where.empty()) return;
  fold.exclude(key(where), "groups", event.subject);
  for (const std::string& person : fold.own_parts()) leave(person, where, event, fold);
}

void fold_groups(Projection& out) {
  out.on<group::Formed>(form);
  out.on<group::MemberAdded>(join);
  out.on<group::MemberRemoved>([](const auto& e, const Event& event, Fold& fold) {
    const std::string where = remembered(fold, "kawasan");
    if (!where.empty()) leave(e.person, where, event, fold);
  });
  out.on<group::Dissolved>(end<group::Dissolved>);
  out.on<group::MarkedFictitious>(end<group::MarkedFictitious>);
}

// -- What came to them. A training remembers its kawasan, and part by part who holds a certificate.

std::string certificate_part(const std::string& person, std::string_view kind) {
  return person + " " + std::string(kind);
}

void certify(const std::string& person, std::string_view kind, Fold& fold) {
  const std::string where = remembered(fold, "kawasan");
  if (where.empty()) return;
  fold.set_own(certificate_part(person, kind), true);
  fold.include(key(where), "trained", person);
}

template <class E>
void lose_certificate(const E& e, const Event&, Fold& fold) {
  const std::string where = remembered(fold, "kawasan");
  if (where.empty()) return;
  fold.set_own(certificate_part(e.person, e.kind), nullptr);
  for (const auto* kind : {"blk", "bnsp"})
    if (!fold.own(certificate_part(e.person, kind)).is_null()) return;
  fold.exclude(key(where), "trained", e.person);
}

// Who was a member when he was placed, whatever became of either.
void place(const placement::Made&, const Event&, Fold& fold) {
  const std::string person = remembered(fold, "person");
  const Json member = fold.ask(person, "member");
  if (member.is_object()) fold.include(key(member["kawasan"].get<std::string>()), "placed", person);
}

void fold_work(Projection& out) {
  out.on<training::NeedIdentified>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"kawasan", e.kawasan}});
  });
  out.on<training::CertificateIssued>(
      [](const auto& e, const Event&, Fold& fold) { certify(e.person, "blk", fold); });
  out.on<training::BnspCertificateIssued>(
      [](const auto& e, const Event&, Fold& fold) { certify(e.person, "bnsp", fold); });
  out.on<training::CertificateRevoked>(lose_certificate<training::CertificateRevoked>);
  out.on<training::CertificateExpired>(lose_certificate<training::CertificateExpired>);
  out.on<placement::CandidateMatched>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"person", e.person}});
  });
  out.on<placement::Made>(place);
}

// A grant tells the kawasan of its group to the envelopes that pay it.
template <class E>
void grant_to(const E& e, const Event& event, Fold& fold) {
  const Json where = fold.ask(e.recipient, "kawasan");
  if (!where.is_string() || programme::aggregate_of(e.recipient) != "group") return;
  fold.set_own({{"kawasan", where}});
  fold.tell(event.subject, "kawasan", where);
}

void pay(std::int64_t amount, Fold& fold) {
  const std::string where = remembered(fold, "kawasan");
  if (!where.empty()) fold.add(key(where), "disbursed_idr", amount);
}

void ship(const envelope::Shipped&, const Event&, Fold& fold) {
  for (const std::string& part : fold.own_parts()) {
    const Json item = fold.own(part);
    const Json where = fold.ask(item[0].get<std::string>(), "kawasan");
    if (where.is_string())
      fold.add(key(where.get<std::string>()), "disbursed_idr", number(item[1]));
  }
}

void fold_money(Projection& out) {
  out.on<grant::BriefingAttended>(grant_to<grant::BriefingAttended>);
  out.on<grant::AgreementSigned>(grant_to<grant::AgreementSigned>);
  out.on<grant::Sp2dIssued>(
      [](const auto& e, const Event&, Fold& fold) { pay(e.amount_idr, fold); });
  out.on<grant::TransferReturned>(
      [](const auto& e, const Event&, Fold& fold) { pay(-e.amount_idr, fold); });
  out.on<envelope::ItemAdded>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own(std::to_string(e.number), {e.grant, e.amount_idr});
  });
  out.on<envelope::Shipped>(ship);
}

// -- Who takes part at its rembuk. A rembuk remembers its kawasan, and part by part the partners.

void take_part(const std::string& partner, Fold& fold) {
  const std::string where = remembered(fold, "kawasan");
  if (where.empty()) return;
  fold.set_own(partner, true);
  fold.include(key(where), "partners", partner);
}

void fold_rembuk(Projection& out) {
  out.on<rembuk::Scheduled>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"kawasan", e.kawasan}});
  });
  out.on<rembuk::AttendanceRecorded>(
      [](const auto& e, const Event&, Fold& fold) { take_part(e.partner, fold); });
  out.on<rembuk::CommitmentMade>(
      [](const auto& e, const Event&, Fold& fold) { take_part(e.partner, fold); });
  out.on<rembuk::Cancelled>([](const auto&, const Event&, Fold& fold) {
    const std::string where = remembered(fold, "kawasan");
    for (const std::string& partner : fold.own_parts())
      fold.exclude(key(where), "partners", partner);
  });
}

Projection make() {
  Projection out({"kawasan", {"Kawasan", "Kawasan"}, 1, "kawasan", columns()});
  out.derives([](Json& row) {
    for (const auto* column : {"criteria", "regions"})
      if (row[column].is_null()) row[column] = Json::array();
  });
  fold_area(out);
  fold_groups(out);
  fold_work(out);
  fold_money(out);
  fold_rembuk(out);
  return out;
}

}  // namespace

const Projection& kawasan() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
