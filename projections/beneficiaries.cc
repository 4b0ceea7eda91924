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
      {"group", reference, {"Kelompok", "Group"}},
      {"group_role", text, {"Peran dalam kelompok", "Role in the group"}},
      {"grants", integer, {"Jumlah bantuan", "Grants"}, "grant"},
      {"received_idr", money, {"Diterima", "Received"}, "idr"},
      {"training_hours", integer, {"Jam pelatihan", "Hours of training"}, "hour"},
      {"certificates", integer, {"Sertifikat", "Certificates"}, "certificate"},
      {"placement", text, {"Penempatan", "Placement"}},
      {"status", text, {"Status", "Status"}},
  };
}

// The row of a person, who may be known from another stream alone.
Json& row_of(std::string_view subject, RowWriter& rows) {
  Json& row = rows.row(programme::key_of(subject));
  if (row["identity"].is_null()) row["identity"] = "unverified";
  for (const char* count : {"grants", "received_idr", "training_hours", "certificates"}) {
    add_to(row[count], 0);
  }
  return row;
}

// Notes: who is in a group, whom a grant is for, whom a placement is of and which is his last.
std::string members_note(std::string_view group) { return "members/" + std::string(group); }
std::string recipient_note(std::string_view grant) { return "recipient/" + std::string(grant); }
std::string person_note(std::string_view placement) { return "person/" + std::string(placement); }
std::string last_note(std::string_view person) { return "last/" + std::string(person); }

std::string text_or_empty(const Json& note) {
  return note.is_string() ? note.get<std::string>() : std::string();
}

// The people behind the recipient of a grant: a person himself, or the members of a group.
std::vector<std::string> people_of(const std::string& recipient, RowWriter& rows) {
  if (programme::aggregate_of(recipient) == "person") return {recipient};
  std::vector<std::string> out;
  const Json& members = rows.note(members_note(recipient));
  for (const auto& member : members.items()) out.push_back(member.key());
  return out;
}

void register_person(const person::Registered& e, const Event& event, RowWriter& rows) {
  Json& row = row_of(event.subject, rows);
  row["name"] = e.name.sealed();
  row["nik"] = e.nik.sealed();
  row["birth_date"] = e.birth_date.sealed();
  row["phone"] = e.phone.sealed();
  row["sex"] = e.sex;
  row["region"] = e.region_domicile;
  row["status"] = "registered";
}

void add_member(const group::MemberAdded& e, const Event& event, RowWriter& rows) {
  Json& row = row_of(e.person, rows);
  row["group"] = event.subject;
  row["group_role"] = e.role;
  Json members = rows.note(members_note(event.subject));
  members[e.person] = true;
  rows.set_note(members_note(event.subject), std::move(members));
}

void sign(const grant::AgreementSigned& e, const Event& event, RowWriter& rows) {
  rows.set_note(recipient_note(event.subject), e.recipient);
  for (const auto& member : people_of(e.recipient, rows)) add_to(row_of(member, rows)["grants"], 1);
}

void credit(const grant::FundsCredited& e, const Event& event, RowWriter& rows) {
  const auto recipient = text_or_empty(rows.note(recipient_note(event.subject)));
  const auto people = people_of(recipient, rows);
  for (const auto& member : people) {
    add_to(row_of(member, rows)["received_idr"],
           e.amount_idr / static_cast<std::int64_t>(people.size()));
  }
}

void attend(const training::SessionAttendanceRecorded& e, const Event&, RowWriter& rows) {
  const std::set<std::string> present(e.persons.begin(), e.persons.end());
  for (const auto& attendee : present) add_to(row_of(attendee, rows)["training_hours"], e.hours);
}

void match(const placement::CandidateMatched& e, const Event& event, RowWriter& rows) {
  rows.set_note(person_note(event.subject), e.person);
  rows.set_note(last_note(e.person), event.subject);
  row_of(e.person, rows)["placement"] = "matched";
}

// The state of the placement for which a person was matched last.
template <class E>
std::function<void(const E&, const Event&, RowWriter&)> place(const char* state) {
  return [state](const E&, const Event& event, RowWriter& rows) {
    const auto who = text_or_empty(rows.note(person_note(event.subject)));
    if (who.empty() || text_or_empty(rows.note(last_note(who))) != event.subject) return;
    row_of(who, rows)["placement"] = state;
  };
}

void fold_people(Projection& out) {
  out.on<person::Registered>(register_person);
  out.on<person::IdentityVerified>([](const auto& e, const Event& event, RowWriter& rows) {
    row_of(event.subject, rows)["identity"] = e.result == "match" ? "match" : "flagged";
  });
  out.on<person::EmploymentStatusDeclared>([](const auto& e, const Event& event, RowWriter& rows) {
    row_of(event.subject, rows)["employment"] = e.status;
  });
  out.on<person::WelfareStatusRecorded>([](const auto& e, const Event& event, RowWriter& rows) {
    Json& row = row_of(event.subject, rows);
    row["decile"] = e.decile;
    row["extreme_poor"] = e.extreme_poor;
  });
  out.on<group::MemberAdded>(add_member);
}

Projection make() {
  Projection out({"beneficiaries", {"Penerima manfaat", "Beneficiaries"}, 1, "person", columns()});
  fold_people(out);
  out.on<grant::BriefingAttended>([](const auto& e, const Event& event, RowWriter& rows) {
    rows.set_note(recipient_note(event.subject), e.recipient);
  });
  out.on<grant::AgreementSigned>(sign);
  out.on<grant::FundsCredited>(credit);
  out.on<training::SessionAttendanceRecorded>(attend);
  out.on<training::CertificateIssued>([](const auto& e, const Event&, RowWriter& rows) {
    add_to(row_of(e.person, rows)["certificates"], 1);
  });
  out.on<placement::CandidateMatched>(match);
  out.on<placement::CandidateReferred>(place<placement::CandidateReferred>("referred"));
  out.on<placement::CandidateRejected>(place<placement::CandidateRejected>("rejected"));
  out.on<placement::Made>(place<placement::Made>("placed"));
  out.on<placement::Confirmed>(place<placement::Confirmed>("confirmed"));
  return out;
}

}  // namespace

const Projection& beneficiaries() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
