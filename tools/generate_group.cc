#include "tools/generate_stories.h"

namespace tools::generate {
namespace {

constexpr std::array<std::string_view, 32> men = {
    "Rohman", "Asep",   "Dadang", "Ujang", "Encep", "Jajang", "Iwan",  "Dedi",
    "Sarip",  "Ahmad",  "Yayan",  "Nana",  "Cecep", "Udin",   "Wawan", "Agus",
    "Hendra", "Rudi",   "Ade",    "Maman", "Eman",  "Karta",  "Sukma", "Jaro",
    "Oyib",   "Endang", "Tatang", "Aep",   "Opik",  "Budi",   "Hasan", "Sanusi"};
constexpr std::array<std::string_view, 32> women = {
    "Siti",  "Nurhayati", "Euis",  "Iis",   "Rohaeti", "Imas", "Neneng",  "Lilis",
    "Dewi",  "Yati",      "Ani",   "Rina",  "Sumarni", "Enok", "Titin",   "Mimin",
    "Kokom", "Cucu",      "Tuti",  "Wati",  "Nining",  "Elis", "Popon",   "Sari",
    "Ratna", "Aisyah",    "Entin", "Yuyun", "Heni",    "Iyam", "Rukmini", "Fatimah"};
constexpr std::array<std::string_view, 24> family = {
    "Wijaya",  "Suhendar",   "Hidayat",  "Saputra",   "Maulana", "Kurnia",   "Sulaeman", "Permana",
    "Nugraha", "Ramdani",    "Setiawan", "Supriatna", "Jaya",    "Mulyana",  "Gunawan",  "Rahmat",
    "Sanjaya", "Firmansyah", "Sobari",   "Junaedi",   "Fauzi",   "Darmawan", "Hermawan", "Anwar"};
constexpr std::array<std::string_view, 6> products = {"green coffee", "keripik", "gula aren",
                                                      "domba etawa",  "tenun",   "jasa boga"};
constexpr std::array<std::string_view, 6> industries = {"01270", "10793", "10722",
                                                        "01442", "13121", "56210"};

// Birth days of NIK and person: 1962-01-01 on, so many days.
constexpr std::int64_t birth_days = 15'000, serials = 1000, serial_first = 9000;

struct Identity {
  bool is_woman = false, is_mistaken = false;  // the NIK tells another day of birth
  std::string name, nik, birth_date, phone;
};

// A day and a serial for each person, so that no NIK is given twice.
Identity identity_of(const Plan& plan, const Member& member, Dice& dice) {
  Identity out;
  const auto born = static_cast<std::int64_t>(
      (static_cast<std::uint64_t>(member.index) * 7919 + plan.seed % 1'000'000) % birth_days);
  const std::int64_t serial = serial_first + member.index / birth_days % serials;
  out.is_woman = dice.one_in(2);
  out.is_mistaken = dice.one_in(80);
  out.name.append(dice.pick(out.is_woman ? women : men)).append(" ").append(dice.pick(family));
  const Day first = day_of(1962, 1, 1);
  const std::string by_nik = date(first + born);
  out.birth_date = out.is_mistaken ? date(first + born + 30) : by_nik;
  const std::int64_t day = (by_nik[8] - '0') * 10 + (by_nik[9] - '0') + (out.is_woman ? 40 : 0);
  out.nik = plan.village.substr(0, 2) + plan.village.substr(3, 2) + plan.village.substr(6, 2) +
            padded(static_cast<std::uint64_t>(day), 2) + by_nik.substr(5, 2) + by_nik.substr(2, 2) +
            std::to_string(serial);
  const std::uint64_t of = static_cast<std::uint64_t>(
      plan.course == Course::fictitious ? plan.member(0).index : member.index);
  out.phone = "+6281" + padded((of * 387'420'489 + plan.seed % 1'000'000) % 1'000'000'000, 9);
  return out;
}

void tell_identity(Pen& pen, const Plan& plan, const Member& member, const Identity& identity) {
  const std::string_view result = identity.is_mistaken ? "mismatch" : "match";
  pen.write({.type = "person.identity_verified",
             .about = member.subject,
             .by = by::verifier(plan),
             .data = Data().text("result", result).text("source", "dukcapil")});
  if (!identity.is_mistaken) return;
  pen.write({.type = "person.identity_mismatch_flagged",
             .about = member.subject,
             .by = by::verifier(plan),
             .data = Data().text("field", "birth_date")});
}

void tell_welfare(Pen& pen, const Plan& plan, const Member& member, Dice& dice) {
  const std::string this_month = month(day_of(pen.at)) + "-01";
  const bool without_work = dice.one_in(2);
  pen.write({.type = "person.employment_status_declared",
             .about = member.subject,
             .by = by::manpower,
             .data = Data()
                         .text("status", without_work ? "unemployed" : "underemployed")
                         .text("as_of", this_month)});
  const std::int64_t decile = dice.between(1, 4);
  pen.write({.type = "person.welfare_status_recorded",
             .about = member.subject,
             .by = by::manpower,
             .data = Data()
                         .text("source", "P3KE")
                         .number("decile", decile)
                         .flag("extreme_poor", decile == 1)
                         .text("as_of", std::to_string(plan.year - 1) + "-12-31")});
  if (!dice.one_in(4)) return;
  constexpr std::array<std::string_view, 4> schools = {"SD", "SMP", "SMA", "SMK"};
  pen.write({.type = "person.attribute_recorded",
             .about = member.subject,
             .by = by::manpower,
             .data = Data().text("kind", "education").text("value", dice.pick(schools))});
}

void tell_person(Pen& pen, const Plan& plan, const Member& member) {
  Dice dice{plan.seed, static_cast<std::uint64_t>(member.index), 7};
  const Identity identity = identity_of(plan, member, dice);
  pen.write({.type = "person.registered",
             .about = member.subject,
             .by = by::manpower,
             .data = Data()
                         .text("nik", identity.nik)
                         .text("name", identity.name)
                         .text("birth_date", identity.birth_date)
                         .text("sex", identity.is_woman ? "P" : "L")
                         .text("region_id_card", plan.village)
                         .text("region_domicile", plan.village)
                         .text("edition", edition_on(day_of(pen.at)))
                         .text("phone", identity.phone)});
  pen.write({.type = "person.consent_given",
             .about = member.subject,
             .by = by::manpower,
             .data = Data().text("purpose", "programme_administration")});
  tell_identity(pen, plan, member, identity);
  tell_welfare(pen, plan, member, dice);
  if (!dice.one_in(300)) return;
  // Somebody came a second time: found out, and not registered again.
  const std::string other = member.subject + "-2";
  pen.write({.type = "person.duplicate_suspected",
             .about = member.subject,
             .by = by::manpower,
             .data = Data().text("other", other).text("source", "nik")});
  pen.write({.type = "person.duplicate_confirmed",
             .about = member.subject,
             .by = by::verifier(plan),
             .data = Data().text("other", other)});
}

void tell_joining(Pen& pen, const Plan& plan, const Member& member) {
  pen.write({.type = "group.member_added",
             .about = plan.group,
             .by = by::leader(plan),
             .data = Data().text("person", member.subject).text("role", member.role)});
  const std::string self = "anggota-p" + member.subject.substr(8);
  pen.write({.type = "group.member_confirmed",
             .about = plan.group,
             .by = {self, "member"},
             .data = Data().text("person", member.subject).text("channel", "siapkerja")});
}

// One leaves before the proposal, and another comes.
void tell_leaving(Pen& pen, const Plan& plan) {
  const Member leaves = plan.member(plan.members - 1), comes = plan.member(plan.members);
  pen.write({.type = "group.member_removed",
             .about = plan.group,
             .by = by::leader(plan),
             .data = Data().text("person", leaves.subject),
             .reason = "pindah ke luar kota"});
  tell_person(pen, plan, comes);
  tell_joining(pen, plan, comes);
}

void tell_account(Pen& pen, const Plan& plan) {
  const std::string account =
      "3602" +
      padded((static_cast<std::uint64_t>(plan.running) * 2 * 6'700'417) % 100'000'000'000, 11);
  pen.write(
      {.type = "group.bank_account_registered",
       .about = plan.group,
       .by = by::leader(plan),
       .data =
           Data().text("bank", "002").text("account", account).text("holder", "TKM " + plan.name)});
  pen.write({.type = "group.bank_account_verified",
             .about = plan.group,
             .by = by::bank,
             .data = Data().flag("holder_matches", true)});
}

void tell_business(Pen& pen, const Plan& plan, Dice& dice) {
  const auto kind = static_cast<std::size_t>(dice.between(0, products.size() - 1));
  pen.write({.type = "group.business_profile_recorded",
             .about = plan.group,
             .by = by::leader(plan),
             .data = Data()
                         .text("kbli", industries[kind])
                         .text("product", products[kind])
                         .number("revenue_month_idr", 250'000 * dice.between(4, 20))});
  const std::string letter =
      "140/" + std::to_string(plan.number + 1) + "/DS/" + std::to_string(plan.year);
  const std::string head = "kades-" + plan.village;
  pen.write({.type = "group.attested",
             .about = plan.group,
             .by = {head, "village_head"},
             .data = Data().text("by", "village_head").text("letter", letter),
             .paper = "Surat " + letter});
}

void tell_visit_of_verifiers(Pen& pen, const Plan& plan, Dice& dice) {
  const std::string latitude = "-6." + std::to_string(dice.between(60, 89)) + "5",
                    longitude = "106." + std::to_string(dice.between(10, 39)) + "5";
  pen.write({.type = "proposal.field_verification_performed",
             .about = plan.proposal,
             .by = by::verifier(plan),
             .data = Data()
                         .plain("latitude", latitude)
                         .plain("longitude", longitude)
                         .number("accuracy_m", dice.between(3, 15))
                         .texts("photos", {dice.digest()})
                         .text("finding", "usaha ditemukan")});
}

void tell_submission(Pen& pen, const Plan& plan, Dice& dice) {
  const std::int64_t tools = plan.amount_idr / 10 * 6;
  pen.write(
      {.type = "proposal.submitted",
       .about = plan.proposal,
       .by = by::leader(plan),
       .data =
           Data()
               .text("recipient", plan.group)
               .text("juknis", plan.juknis)
               .number("amount_idr", plan.amount_idr)
               .objects(
                   "budget",
                   {Data().text("item", "alat").number("amount_idr", tools),
                    Data().text("item", "bahan").number("amount_idr", plan.amount_idr - tools)})
               .objects(
                   "documents",
                   {Data().text("kind", "proposal").text("digest", dice.digest()),
                    Data().text("kind", "statement_of_readiness").text("digest", dice.digest())})});
}

void tell_completeness(Pen& pen, const Plan& plan, bool complete) {
  pen.write({.type = "proposal.completeness_checked",
             .about = plan.proposal,
             .by = by::verifier(plan),
             .data = Data().flag("complete", complete)});
}

}  // namespace

void tell_registration(Tale& tale, const Plan& plan, Minute at) {
  Pen pen(tale.lines, at);
  Dice dice = plan.dice(10);
  for (std::int64_t i = 0; i < plan.members; ++i) tell_person(pen, plan, plan.member(i));
  pen.write({.type = "group.formed",
             .about = plan.group,
             .by = by::leader(plan),
             .data = Data()
                         .text("name", plan.name)
                         .text("scheme", "TKM_PEMULA")
                         .text("region", plan.village)
                         .text("edition", edition_on(day_of(pen.at)))
                         .text("kawasan", plan.kawasan)});
  for (std::int64_t i = 0; i < plan.members; ++i) tell_joining(pen, plan, plan.member(i));
  if (dice.one_in(20)) tell_leaving(pen, plan);
  if (dice.one_in(30))
    pen.write(
        {.type = "group.leader_replaced",
         .about = plan.group,
         .by = by::leader(plan),
         .data = Data().text("old", plan.member(0).subject).text("new", plan.member(1).subject)});
  tell_business(pen, plan, dice);
  tell_account(pen, plan);
  if (!dice.one_in(4)) return;
  pen.write({.type = "group.nib_recorded",
             .about = plan.group,
             .by = by::leader(plan),
             .data = Data().text(
                 "nib",
                 padded(static_cast<std::uint64_t>(plan.running) * 7919 + 1'220'000'000'000, 13))});
}

void tell_proposal(Tale& tale, const Plan& plan, Minute at) {
  Pen pen(tale.lines, at);
  Dice dice = plan.dice(11);
  tell_submission(pen, plan, dice);
  if (plan.course == Course::proposal_returned) {
    tell_completeness(pen, plan, false);
    pen.write({.type = "proposal.returned",
               .about = plan.proposal,
               .by = by::verifier(plan),
               .reason = "surat kesanggupan belum ditandatangani"});
    tell_submission(pen, plan, dice);
  }
  tell_completeness(pen, plan, true);
  tell_visit_of_verifiers(pen, plan, dice);
  if (plan.course == Course::rejected) {
    pen.write({.type = "proposal.rejected",
               .about = plan.proposal,
               .by = by::verifier(plan),
               .data = Data().number("score", dice.between(20, 55)),
               .reason = "usaha belum siap dijalankan bersama"});
    return;
  }
  pen.write({.type = "proposal.recommended",
             .about = plan.proposal,
             .by = by::verifier(plan),
             .data = Data().number("score", dice.between(70, 98))});
}

}  // namespace tools::generate
