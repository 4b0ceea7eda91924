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

// Who is in the group, person by role, is told to the folds of its grants.
void set_member(const std::string& who, const std::string& role, const Event& event, Fold& fold) {
  fold.put(id_of(who), "group", event.subject);
  fold.put(id_of(who), "group_role", role);
  Json members = fold.own();
  members[who] = role;
  fold.tell(event.subject, "members", members);
  fold.set_own(std::move(members));
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

void fold_people(Projection& out) {
  out.on_each("person", [](const Event&, Fold& fold) { fold.row()["status"] = fold.status(); });
  out.on<person::Registered>(register_person);
  out.on<person::IdentityVerified>([](const auto& e, const Event&, Fold& fold) {
    fold.row()["identity"] = e.result == "match" ? "match" : "flagged";
  });
  out.on<person::EmploymentStatusDeclared>(
      [](const auto& e, const Event&, Fold& fold) { fold.row()["employment"] = e.status; });
  out.on<person::WelfareStatusRecorded>([](const auto& e, const Event&, Fold& fold) {
    Json& row = fold.row();
    row["decile"] = e.decile;
    row["extreme_poor"] = e.extreme_poor;
  });
  out.on<group::MemberAdded>([](const auto& e, const Event& event, Fold& fold) {
    set_member(e.person, e.role, event, fold);
  });
}

Projection make() {
  Projection out({"beneficiaries", {"Penerima manfaat", "Beneficiaries"}, 2, "person", columns()});
  out.derives([](Json& row) {
    if (row["identity"].is_null()) row["identity"] = "unverified";
  });
  fold_people(out);
  out.on<grant::BriefingAttended>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"recipient", e.recipient}});
  });
  out.on<grant::AgreementSigned>(sign);
  out.on<grant::FundsCredited>(credit);
  out.on<training::SessionAttendanceRecorded>(attend);
  out.on<training::CertificateIssued>([](const auto& e, const Event&, Fold& fold) {
    fold.add(id_of(e.person), "certificates", 1);
  });
  out.on_each("placement", place);
  return out;
}

}  // namespace

const Projection& beneficiaries() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
