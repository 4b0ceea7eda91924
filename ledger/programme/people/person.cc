#include "ledger/programme/people/person.h"

namespace programme::person {
namespace {

using Builder = StreamBuilder<State>;
constexpr Title as_of_title = {"Per tanggal", "As of"}, source_title = {"Sumber", "Source"};

Field region() { return indexed(text(format::region)); }

void registration(Builder& s) {
  s.event<Registered>("registered", {"Orang didaftarkan", "Person registered"})
      .by({role::manpower_office})
      .opens("registered")
      .field("nik", &Registered::nik, sealed(text(format::nik)), {"NIK", "NIK"})
      .field("name", &Registered::name, sealed(text(format::line)), {"Nama", "Name"})
      .field("birth_date", &Registered::birth_date, sealed(text(format::day_done)),
             {"Tanggal lahir", "Birth date"})
      .field("sex", &Registered::sex, code({"L", "P"}), {"Jenis kelamin", "Sex"})
      .field("region_id_card", &Registered::region_id_card, region(),
             {"Wilayah KTP", "Region of the identity card"})
      .field("region_domicile", &Registered::region_domicile, region(),
             {"Wilayah domisili", "Region of domicile"})
      .field("edition", &Registered::edition, text(format::edition),
             {"Edisi kode wilayah", "Edition of the region codes"})
      .field("phone", &Registered::phone, sealed(text(format::phone)),
             {"Nomor telepon", "Phone number"});
  s.event<ConsentGiven>("consent_given", {"Persetujuan diberikan", "Consent given"})
      .by({role::manpower_office, role::member})
      .field("purpose", &ConsentGiven::purpose, text(format::slug), {"Tujuan", "Purpose"});
}

std::string_view identity_after(const IdentityVerified& e) {
  return e.result == "match" ? "identity_valid" : "identity_flagged";
}

void identity(Builder& s) {
  s.event<IdentityVerified>("identity_verified", {"Identitas dipadankan", "Identity verified"})
      .by({role::verifier})
      .step_by({}, identity_after)
      .field("result", &IdentityVerified::result, code({"match", "mismatch", "not_found"}),
             {"Hasil pemadanan", "Result"})
      .field("source", &IdentityVerified::source, text(format::slug), source_title);
}

void condition(Builder& s) {
  s.event<EmploymentStatusDeclared>(
       "employment_status_declared",
       {"Status ketenagakerjaan dinyatakan", "Employment status declared"})
      .by({role::manpower_office})
      .field("status", &EmploymentStatusDeclared::status,
             indexed(code({"employed", "underemployed", "unemployed", "outside_labour_force"})),
             {"Status ketenagakerjaan", "Employment status"})
      .field("as_of", &EmploymentStatusDeclared::as_of, text(format::day_done), as_of_title);
  s.event<WelfareStatusRecorded>("welfare_status_recorded",
                                 {"Status kesejahteraan dicatat", "Welfare status recorded"})
      .by({role::manpower_office, role::village_head})
      .field("source", &WelfareStatusRecorded::source, code({"P3KE", "DTKS", "DTSEN"}),
             source_title)
      .field("decile", &WelfareStatusRecorded::decile, integer(1, 10), {"Desil", "Decile"})
      .field("extreme_poor", &WelfareStatusRecorded::extreme_poor, boolean(),
             {"Miskin ekstrem", "Extremely poor"})
      .field("as_of", &WelfareStatusRecorded::as_of, text(format::day_done), as_of_title);
}

}  // namespace

const StreamType& stream() {
  static const StreamType type = [] {
    Builder s("person", {"Orang", "Person"});
    registration(s);
    identity(s);
    condition(s);
    return s.build();
  }();
  return type;
}

}  // namespace programme::person
