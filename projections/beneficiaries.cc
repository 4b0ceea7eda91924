#include "projections/beneficiaries.h"

#include <set>

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/people/person.h"
#include "ledger/programme/people/placement.h"
#include "ledger/programme/people/training.h"
#include "ledger/programme/values.h"

namespace projections {
namespace {

using programme::Event;
namespace person = programme::person;
namespace group = programme::group;
namespace grant = programme::grant;
namespace training = programme::training;
namespace placement = programme::placement;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"name", sealed, {"Nama", "Name"}},
      {"nik", sealed, {"NIK", "Identity number (NIK)"}},
      {"birth_date", sealed, {"Tanggal lahir", "Date of birth"}},
      {"phone", sealed, {"Telepon", "Phone"}},
      {"sex", text, {"Jenis kelamin", "Sex"}},
      {"region", text, {"Wilayah domisili", "Region of domicile"}},
      {"identity", text, {"Pemadanan identitas", "Identity check"}},
      {"employment", text, {"Status pekerjaan", "Employment"}},
      {"decile", integer, {"Desil kesejahteraan", "Welfare decile"}},
      {"extreme_poor", boolean, {"Miskin ekstrem", "Extremely poor"}},
      {"group", reference, {"Kelompok", "Group"}, {}, Gathered::latest},
      {"group_role", text, {"Peran dalam kelompok", "Role in the group"}, {}, Gathered::latest},
      {"grants", integer, {"Jumlah bantuan", "Grants"}, "grant", Gathered::sum},
      {"received_idr", money, {"Diterima", "Received"}, "idr", Gathered::sum},
      {"training_hours", integer, {"Jam pelatihan", "Hours of training"}, "hour", Gathered::sum},
      {"certificates", integer, {"Sertifikat", "Certificates"}, "certificate", Gathered::sum},
      {"placement", text, {"Penempatan", "Placement"}, {}, Gathered::latest},
      {"status", text, {"Status", "Status"}},
      {"merged_into", reference, {"Digabungkan ke", "Merged into"}},
      {"restricted", boolean, {"Pemrosesan dibatasi", "Processing restricted"}},
  };
}

std::string id_of(std::string_view person) { return std::string(programme::key_of(person)); }

// The people that a recipient stood for at an event's place.
std::vector<std::string> people_of(const std::string& recipient, Fold& fold) {
  if (programme::aggregate_of(recipient) == "person") return {recipient};
  std::vector<std::string> out;
  const Json members = fold.ask(recipient, "members");
  for (const auto& member : members.items()) out.push_back(member.key());
  return out;
}

void register_person(const person::Registered& e, const Event&, Fold& fold) {
  Json& row = fold.row();
  row["name"] = e.name.sealed();
  row["nik"] = e.nik.sealed();
  row["birth_date"] = e.birth_date.sealed();
  row["phone"] = e.phone.sealed();
  row["sex"] = e.sex;
  row["region"] = e.region_domicile;
}

// The working memory of a group: person -> [role, place at which he joined]. Who is in it is told
// to the folds of its grants.
void show_members(Json members, const Event& event, Fold& fold) {
  fold.tell(event.subject, "members", members);
  fold.set_own(std::move(members));
}

void show_role(const std::string& who, const Json& member, Fold& fold) {
  fold.put(id_of(who), "group_role", member[0], member[1].get<std::uint64_t>());
}

void join(const group::MemberAdded& e, const Event& event, Fold& fold) {
  Json members = fold.own();
  members[e.person] = {e.role, event.place};
  fold.put(id_of(e.person), "group", event.subject);
  show_role(e.person, members[e.person], fold);
  show_members(std::move(members), event, fold);
}

void leave(const group::MemberRemoved& e, const Event& event, Fold& fold) {
  Json members = fold.own();
  members.erase(e.person);
  fold.drop(id_of(e.person), "group");
  fold.drop(id_of(e.person), "group_role");
  show_members(std::move(members), event, fold);
}

void hand_over(const group::LeaderReplaced& e, const Event& event, Fold& fold) {
  Json members = fold.own();
  if (!members.contains(e.old_chair) || !members.contains(e.new_chair)) return;
  std::swap(members[e.old_chair][0], members[e.new_chair][0]);
  for (const std::string& who : {e.old_chair, e.new_chair}) show_role(who, members[who], fold);
  show_members(std::move(members), event, fold);
}

void sign(const grant::AgreementSigned& e, const Event&, Fold& fold) {
  fold.set_own({{"recipient", e.recipient}});
  for (const auto& member : people_of(e.recipient, fold)) fold.add(id_of(member), "grants", 1);
}

void credit(const grant::FundsCredited& e, const Event&, Fold& fold) {
  const auto people = people_of(fold.own().value("recipient", std::string()), fold);
  for (const auto& member : people)
    fold.add(id_of(member), "received_idr",
             e.amount_idr / static_cast<std::int64_t>(people.size()));
}

void attend(const training::SessionAttendanceRecorded& e, const Event&, Fold& fold) {
  const std::set<std::string> present(e.persons.begin(), e.persons.end());
  for (const auto& attendee : present) fold.add(id_of(attendee), "training_hours", e.hours);
}

// A training remembers who holds which kind of certificate, part by part.
std::string certificate_part(const std::string& person, std::string_view kind) {
  return person + " " + std::string(kind);
}

void certify(const std::string& person, std::string_view kind, Fold& fold) {
  const std::string part = certificate_part(person, kind);
  if (!fold.own(part).is_null()) return;
  fold.set_own(part, true);
  fold.add(id_of(person), "certificates", 1);
}

template <class E>
void lose_certificate(const E& e, const Event&, Fold& fold) {
  const std::string part = certificate_part(e.person, e.kind);
  if (fold.own(part).is_null()) return;
  fold.set_own(part, nullptr);
  fold.add(id_of(e.person), "certificates", -1);
}

// The state of the placement for which a person was matched last.
void place(const Event& event, Fold& fold) {
  Json own = fold.own();
  if (const auto* matched = event.as<placement::CandidateMatched>()) {
    own["person"] = matched->person;
    own["place"] = event.place;
  }
  if (own.contains("person"))
    fold.put(id_of(own["person"].get<std::string>()), "placement", fold.status(),
             own["place"].get<std::uint64_t>());
  fold.set_own(std::move(own));
}

// The key that opens them is destroyed.
void erase(const person::Erased&, const Event&, Fold& fold) {
  for (const auto* column : {"name", "nik", "birth_date", "phone"}) fold.row()[column] = nullptr;
}

void fold_identity(Projection& out) {
  out.on_each("person", [](const Event&, Fold& fold) { fold.row()["status"] = fold.status(); });
  out.on<person::Registered>(register_person);
  out.on<person::IdentityVerified>([](const auto& e, const Event&, Fold& fold) {
    fold.row()["identity"] = e.result == "match" ? "match" : "flagged";
  });
  out.on<person::IdentityMismatchFlagged>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["identity"] = "flagged"; });
  out.on<person::Merged>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["merged_into"] = e.into; });
  out.on<person::Unmerged>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["merged_into"] = nullptr; });
  out.on<person::ProcessingRestricted>(
      [](const auto&, const Event&, Fold& fold) { fold.row()["restricted"] = true; });
  out.on<person::Erased>(erase);
}

void fold_condition(Projection& out) {
  out.on<person::EmploymentStatusDeclared>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["employment"] = e.status; });
  out.on<person::WelfareStatusRecorded>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["decile"] = e.decile;
    row["extreme_poor"] = e.extreme_poor;
  });
  out.on<person::DomicileChanged>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["region"] = e.region; });
}

void fold_training(Projection& out) {
  out.on<training::SessionAttendanceRecorded>(attend);
  out.on<training::CertificateIssued>(
      [](const auto& e, const Event&, Fold& fold) { certify(e.person, "blk", fold); });
  out.on<training::BnspCertificateIssued>(
      [](const auto& e, const Event&, Fold& fold) { certify(e.person, "bnsp", fold); });
  out.on<training::CertificateRevoked>(lose_certificate<training::CertificateRevoked>);
  out.on<training::CertificateExpired>(lose_certificate<training::CertificateExpired>);
}

Projection make() {
  Projection out({"beneficiaries", {"Penerima manfaat", "Beneficiaries"}, 3, "person", columns()});
  out.derives([](Json& row) {
    if (row["identity"].is_null()) row["identity"] = "unverified";
    if (row["restricted"].is_null()) row["restricted"] = false;
  });
  fold_identity(out);
  fold_condition(out);
  fold_training(out);
  out.on<group::MemberAdded>(join);
  out.on<group::MemberRemoved>(leave);
  out.on<group::LeaderReplaced>(hand_over);
  out.on<grant::BriefingAttended>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"recipient", e.recipient}});
  });
  out.on<grant::AgreementSigned>(sign);
  out.on<grant::FundsCredited>(credit);
  out.on_each("placement", place);
  return out;
}

}  // namespace

const Projection& beneficiaries() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
