#include <algorithm>

#include "tools/generate_stories.h"

namespace tools::generate {
namespace {

struct Partner {
  std::string_view key, kind, name, brings;
};
constexpr auto partners = std::to_array<Partner>({
    {"kemnaker", "central_government", "Kementerian Ketenagakerjaan", "expertise"},
    {"pemkab-lebak", "regional_government", "Pemerintah Kabupaten Lebak", "land"},
    {"desa-cibarani", "village_government", "Pemerintah Desa Cibarani", "land"},
    {"koperasi-kopi", "private_sector", "PT Kopi Halimun Sentosa", "market"},
    {"ipb", "university", "IPB University", "expertise"},
    {"rmi", "ngo", "RMI Bogor", "service"},
    {"sabaki", "community_group", "SABAKI", "service"},
});

constexpr std::string_view country = "00";

Data policy(std::string_view leap) {
  return Data().text("leap", leap).text("list_version", "2022");
}

// One kawasan, from the proposal to its work.
void tell_kawasan_of(Tale& tale, std::string_view key, std::string_view name, Minute at) {
  Pen pen(tale.lines, at);
  const std::string kawasan(key);
  const std::string year = pen.today().substr(0, 4), decree = "SK Kawasan " + kawasan.substr(8);
  const auto write = [&](std::string_view type, const Data& data, std::string_view paper = {}) {
    pen.write({.type = type, .about = kawasan, .by = by::programme, .data = data, .paper = paper});
  };
  write("kawasan.proposed", Data()
                                .text("name", name)
                                .texts("criteria", {"high_unemployment_extreme_poverty",
                                                    "leading_local_potential", "affirmation"}));
  write("kawasan.surveyed",
        Data()
            .text("institution", "IPB University")
            .object("assets", Data()
                                  .number("human", 55)
                                  .number("natural", 78)
                                  .number("physical", 41)
                                  .number("financial", 30)
                                  .number("social", 82))
            .texts("commodities", {"green coffee", "keripik", "etawa goats", "farming"}));
  write("kawasan.designated", Data().number("year", std::stoll(year)).number("batch", 1), decree);
  for (const Village& village : villages())
    if (village.kawasan == key)
      write("kawasan.region_assigned",
            Data().text("region", village.code).text("edition", edition_on(day_of(at))));
  write("kawasan.policy_tagged", policy("L1"));
  write("kawasan.policy_tagged", policy("L3"));
  write("kawasan.action_plan_adopted",
        Data().objects("items", {Data()
                                     .text("kind", "tkm_groups")
                                     .number("target", tale.wish.groups)
                                     .text("unit", "group")
                                     .number("year", std::stoll(year) + 1)}),
        decree);
  write("kawasan.activated", Data(), decree);
}

void tell_institutions(Tale& tale, Minute at) {
  struct Community {
    std::string_view subject, name, village, area_ha;
  };
  constexpr auto communities = std::to_array<Community>({
      {"institution/kasepuhan-pasir-eurih", "Kasepuhan Pasir Eurih", "36.02.22.2004", "1146.000"},
      {"institution/kasepuhan-cibarani", "Kasepuhan Cibarani", "36.02.27.2010", "490.000"},
  });
  Pen pen(tale.lines, at);
  for (const Community& one : communities) {
    pen.write({.type = "institution.formed",
               .about = one.subject,
               .by = by::programme,
               .data = Data()
                           .text("kind", "adat_community")
                           .text("name", one.name)
                           .text("region", one.village)
                           .text("edition", edition_on(day_of(at)))});
    pen.write({.type = "institution.legal_recognition_recorded",
               .about = one.subject,
               .by = by::programme,
               .data = Data()
                           .text("instrument", "perda")
                           .text("number", "8/2015")
                           .text("area_ha", one.area_ha),
               .paper = "Perda Kabupaten Lebak 8/2015"});
    pen.write({.type = "kawasan.adat_community_linked",
               .about = "kawasan/lebak-kasepuhan",
               .by = by::programme,
               .data = Data().text("institution", one.subject)});
  }
}

void tell_partners(Tale& tale, Minute at) {
  Pen pen(tale.lines, at);
  for (const Partner& one : partners) {
    const std::string partner = "partner/" + std::string(one.key);
    const std::string number = "MoU/" + std::string(one.key);
    pen.write({.type = "partner.registered",
               .about = partner,
               .by = by::programme,
               .data = Data().text("kind", one.kind).text("name", one.name)});
    pen.write({.type = "partner.verified", .about = partner, .by = {"verifikator-03", "verifier"}});
    pen.write({.type = "partner.mou_signed",
               .about = partner,
               .by = by::programme,
               .data = Data()
                           .text("number", number)
                           .text("from", pen.today())
                           .text("to", date(day_of(last_year + 1, 12, 31))),
               .paper = number});
    pen.write({.type = "partner.contribution_pledged",
               .about = partner,
               .by = by::programme,
               .data = Data()
                           .text("contribution", "1")
                           .text("kind", one.brings)
                           .number("value_idr", 25'000'000)});
  }
  pen.write({.type = "institution.network_link_established",
             .about = "institution/kasepuhan-cibarani",
             .by = by::programme,
             .data = Data().text("partner", "partner/koperasi-kopi").text("role", "buyer")});
  for (const std::string_view region : {"36.02", "36.02.27"}) {
    const std::string series = "indicator/open-unemployment-rate-" + std::string(region);
    pen.write({.type = "indicator.defined",
               .about = series,
               .by = by::programme,
               .data = Data()
                           .text("code", "open-unemployment-rate")
                           .text("unit", "percent")
                           .text("source", "BPS")
                           .text("region", region)});
  }
}

Data juknis(std::int64_t year, std::int64_t revision, const Wish& wish) {
  const auto share = static_cast<std::int64_t>(villages().size());
  const Day from = revision == 1 ? day_of(year, 1, 2) : day_of(year, 3, 1);
  return Data()
      .text("scheme", "TKM_PEMULA")
      .text("number", "3/11" + std::to_string(revision) + "/PK.03.00/III/" + std::to_string(year))
      .text("effective_from", date(from))
      .text("effective_to", std::to_string(year) + "-12-31")
      .text("recipient_kind", "group")
      .number("members_min", 10)
      .number("members_max", 20)
      .number("amount_min_idr", 10'000'000)
      .number("amount_max_idr", 40'000'000)
      .objects(
          "tranches",
          {Data().number("number", 1).number("share_bp", 10000).text("condition", "agreement")})
      .number("report_due_days", 120)
      .number("refund_due_days", 14)
      .number("groups_per_village_max", std::max<std::int64_t>(8, wish.groups / share * 5 / 4));
}

void tell_juknis(Tale& tale, Pen& pen, std::int64_t year, std::int64_t revision) {
  pen.write(
      {.type = "juknis.issued",
       .about = juknis_of(year, revision),
       .by = by::kpa,
       .data = juknis(year, revision, tale.wish),
       .paper = "Kepdirjen TKM Pemula " + std::to_string(year) + "-" + std::to_string(revision)},
      country);
}

// The first grants of a year that a finding names.
std::vector<std::string> grants_of(const Wish& wish, std::int64_t year, Course course) {
  constexpr std::size_t named_max = 50;
  std::vector<std::string> out;
  for (std::int64_t number = 0; number < wish.groups && out.size() < named_max; ++number) {
    const Plan plan = plan_of(wish, year, number);
    if (plan.course == course) out.push_back(plan.grant);
  }
  return out;
}

struct Finding {
  std::string number, kind;
  std::vector<std::string> grants;
};

void tell_draft(Pen& pen, const std::string& audit, const Finding& finding) {
  pen.write(
      {.type = "audit.finding_drafted",
       .about = audit,
       .by = by::auditor,
       .data = Data()
                   .text("number", finding.number)
                   .text("kind", finding.kind)
                   .text("value_idr", std::to_string(20'000'000 * finding.grants.size()) + ".00")
                   .texts("grants", finding.grants)});
  pen.write({.type = "audit.auditee_responded",
             .about = audit,
             .by = by::ppk,
             .data = Data().text("number", finding.number).text("text", "sedang ditagih")});
}

void tell_finding(Pen& pen, const std::string& audit, const Finding& finding) {
  const std::string report = "12/LHP/" + pen.today().substr(0, 4);
  pen.write(
      {.type = "audit.finding_issued",
       .about = audit,
       .by = by::auditor,
       .data = Data().text("number", finding.number).text("report", report).number("page", 14),
       .paper = "LHP " + report});
  pen.write({.type = "audit.recommendation_issued",
             .about = audit,
             .by = by::auditor,
             .data = Data()
                         .text("number", finding.number)
                         .text("recommendation", finding.number + ".1")
                         .text("text", "menagih LPJ atau menyetor kembali")
                         .text("due_on", date(day_of(pen.at) + 60))});
}

void tell_follow_up(Pen& pen, const std::string& audit, const Finding& finding, Dice& dice) {
  const std::string recommendation = finding.number + ".1";
  pen.write({.type = "audit.follow_up_verified_by_apip",
             .about = audit,
             .by = by::inspectorate,
             .data = Data()
                         .text("recommendation", recommendation)
                         .flag("sufficient", true)
                         .flag("competent", true)
                         .flag("relevant", true)});
  pen.write(
      {.type = "audit.follow_up_submitted",
       .about = audit,
       .by = by::ppk,
       .data = Data()
                   .text("recommendation", recommendation)
                   .objects("documents",
                            {Data().text("kind", "demand_letter").text("digest", dice.digest())})});
  pen.days_later(10);
  pen.write(
      {.type = "audit.follow_up_assessed",
       .about = audit,
       .by = by::auditor,
       .data = Data()
                   .text("recommendation", recommendation)
                   .text("result", finding.kind == "report_missing" ? "SESUAI" : "BELUM_SESUAI")});
}

}  // namespace

void tell_kawasan(Tale& tale, Minute at) {
  tell_kawasan_of(tale, "kawasan/lebak-kasepuhan",
                  "Kawasan Komunitas Masyarakat Adat Kasepuhan Lebak", at);
  tell_kawasan_of(tale, "kawasan/lebak-rangkasbitung", "Kawasan Rangkasbitung", at + 1440);
  tell_institutions(tale, at + 2 * 1440);
  tell_partners(tale, at + 3 * 1440);
}

void tell_teams(Tale& tale, Minute at) {
  struct Team {
    std::string_view name, holders, role;
    std::uint64_t size;
  };
  constexpr auto teams = std::to_array<Team>({
      {"verification", "verifikator-", "verifier", 12},
      {"monitoring", "monev-", "monitor", 8},
  });
  Pen pen(tale.lines, at);
  for (const Team& team : teams)
    for (std::uint64_t i = 1; i <= team.size; ++i)
      pen.write({.type = "system.role_granted",
                 .about = "system/teams-36.02",
                 .by = by::kpa,
                 .data = Data()
                             .text("holder", std::string(team.holders) + padded(i, 2))
                             .text("role", team.role)
                             .text("team", team.name)
                             .text("region", "36.02"),
                 .paper = "SK KPA Tim TKM Lebak"});
}

void tell_year_begins(Tale& tale, std::int64_t year, Minute at) {
  Pen pen(tale.lines, at);
  tell_juknis(tale, pen, year, 1);
  const std::string number = "SP DIPA-026.04.1.451139/" + std::to_string(year);
  pen.write(
      {.type = "budget.issued",
       .about = budget_of(year),
       .by = by::kpa,
       .data = Data()
                   .text("number", number)
                   .number("year", year)
                   .objects("lines", {Data()
                                          .text("line", budget_line)
                                          .number("ceiling_idr", tale.wish.groups * 50'000'000)}),
       .paper = number},
      country);
}

void tell_juknis_replaced(Tale& tale, std::int64_t year, Minute at) {
  Pen pen(tale.lines, at);
  tell_juknis(tale, pen, year, 2);
  pen.write({.type = "juknis.revoked",
             .about = juknis_of(year, 1),
             .by = by::kpa,
             .data = Data().text("revoked_on", pen.today()),
             .paper = "Kepdirjen TKM Pemula " + std::to_string(year) + "-2",
             .reason = "memperluas jangkauan penerima"},
            country);
}

void tell_rembuk(Tale& tale, std::int64_t year, Minute at) {
  Pen pen(tale.lines, at);
  const std::string rembuk = "rembuk/" + std::to_string(year) + "-lebak";
  const auto write = [&](std::string_view type, const Data& data, std::string_view paper = {}) {
    pen.write({.type = type, .about = rembuk, .by = by::programme, .data = data, .paper = paper});
  };
  write("rembuk.scheduled", Data()
                                .text("level", "local")
                                .text("source_label", "rembuk lokal")
                                .text("region", "36.02")
                                .text("edition", edition_on(day_of(at)))
                                .text("date", pen.today())
                                .text("kawasan", "kawasan/lebak-kasepuhan"));
  write("rembuk.held", Data());
  for (const Partner& one : partners)
    write("rembuk.attendance_recorded",
          Data().text("partner", "partner/" + std::string(one.key)).number("persons", 6));
  write("rembuk.recommendation_adopted",
        Data()
            .number("number", 1)
            .text("text", "Pelatihan sesuai kebutuhan dari hulu ke hilir")
            .texts("leaps", {"L1", "L3"}));
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> commitments = {
      {{"koperasi-kopi", "membeli 5 ton kopi hijau"},
       {"pemkab-lebak", "perbaikan jalan desa"},
       {"ipb", "pendampingan 12 bulan"}}};
  std::int64_t number = 0;
  for (const auto& [partner, what] : commitments)
    write("rembuk.commitment_made", Data()
                                        .number("number", ++number)
                                        .text("partner", "partner/" + std::string(partner))
                                        .text("what", what)
                                        .text("due_on", std::to_string(year) + "-12-31"));
  write("rembuk.minutes_signed", Data(), "Berita Acara Rembuk " + std::to_string(year));
}

void tell_commitments(Tale& tale, std::int64_t year, Minute at) {
  Pen pen(tale.lines, at);
  for (std::int64_t number = 1; number <= 2; ++number)
    pen.write({.type = "rembuk.commitment_fulfilled",
               .about = "rembuk/" + std::to_string(year) + "-lebak",
               .by = by::programme,
               .data = Data().number("number", number),
               .paper = "BA Komitmen " + std::to_string(year) + "-" + std::to_string(number)});
}

void tell_year_ends(Tale& tale, std::int64_t year, Minute at) {
  Pen pen(tale.lines, at);
  pen.write({.type = "budget.fiscal_year_closed", .about = budget_of(year), .by = by::kpa},
            country);
}

void tell_indicators(Tale& tale, std::int64_t year, Minute at) {
  Pen pen(tale.lines, at);
  const std::string value = "7." + padded(static_cast<std::uint64_t>(year * 37 % 100), 2);
  for (const std::string_view region : {"36.02", "36.02.27"}) {
    const std::string series = "indicator/open-unemployment-rate-" + std::string(region);
    pen.write({.type = "indicator.measured",
               .about = series,
               .by = by::programme,
               .data = Data().text("value", value).text("as_of", std::to_string(year) + "-08-31")});
    pen.write(
        {.type = "indicator.target_set",
         .about = series,
         .by = by::programme,
         .data = Data().text("value", "7.00").text("as_of", std::to_string(year + 1) + "-12-31")});
  }
}

void tell_audit(Tale& tale, std::int64_t year, Minute at) {
  const std::string audit = "audit/bpk-" + std::to_string(year);
  Pen pen(tale.lines, at);
  Dice dice{tale.wish.seed, static_cast<std::uint64_t>(year), 8};
  pen.write({.type = "audit.assigned",
             .about = audit,
             .by = by::auditor,
             .data = Data()
                         .text("body", "BPK")
                         .text("scope", "Bantuan TKM Kabupaten Lebak")
                         .text("period_from", std::to_string(year) + "-01-01")
                         .text("period_to", std::to_string(year) + "-12-31"),
             .paper = "Surat Tugas 12/ST/" + std::to_string(year + 1)});
  pen.write({.type = "audit.sample_drawn",
             .about = audit,
             .by = by::auditor,
             .data = Data()
                         .text("seed", dice.digest().substr(8))
                         .number("size", std::min<std::int64_t>(tale.wish.groups, 40))
                         .text("method", "simple_random")});
  std::vector<Finding> findings = {
      {"1.1", "report_missing", grants_of(tale.wish, year, Course::missing)},
      {"1.2", "recipient_fictitious", grants_of(tale.wish, year, Course::fictitious)}};
  std::erase_if(findings, [](const Finding& one) { return one.grants.empty(); });
  for (const Finding& finding : findings) tell_draft(pen, audit, finding);
  for (const Finding& finding : findings) tell_finding(pen, audit, finding);
  pen.days_later(30);
  for (const Finding& finding : findings) tell_follow_up(pen, audit, finding, dice);
  if (findings.empty()) return;
  pen.write({.type = "audit.closed",
             .about = audit,
             .by = by::auditor,
             .paper = "Surat BPK " + std::to_string(year + 1)});
}

}  // namespace tools::generate
