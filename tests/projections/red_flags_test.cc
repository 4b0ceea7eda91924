#include "projections/red_flags.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::FoldedRows;
using projections::Json;
using Words = std::vector<std::string>;

FoldedRows flags(const Words& events) {
  return projections::folded(projections::red_flags(), events);
}
Words ids(const Words& events) {
  Words out;
  for (const auto& [id, row] : flags(events)) out.push_back(id);
  return out;
}
// The one flag that is raised.
Json flag(const Words& events) {
  const auto rows = flags(events);
  REQUIRE(rows.size() == 1);
  return rows.begin()->second;
}
Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string granted(const std::string& grant, const std::string& group) {
  return "grant.agreement_signed grant/" + grant + R"( {"recipient": "group/)" + group + "\"}";
}
std::string spent(const std::string& grant, int number, int amount, const std::string& vendor,
                  const std::string& receipt) {
  return "grant.expenditure_recorded grant/" + grant + R"( {"number": )" + std::to_string(number) +
         R"(, "amount_idr": )" + std::to_string(amount) + R"(, "vendor": ")" + vendor +
         R"(", "receipt": ")" + receipt + "\"}";
}
std::string reported(const std::string& grant) {
  return "grant.accountability_report_submitted grant/" + grant + " {}";
}
Words withdrawn(const std::string& grant, const std::string& at, const std::string& person = "") {
  return {granted(grant, "G" + grant),
          "2020-12-01T01:00:00Z grant.funds_credited grant/" + grant + R"( {"amount_idr": 40})",
          "2020-12-03T01:00:00Z grant.funds_withdrawn grant/" + grant +
              R"( {"amount_idr": 40, "withdrawn_at": ")" + at + "\"" +
              (person.empty() ? "" : R"(, "person": ")" + person + "\"") + "}"};
}
const std::string same_day = "2020-12-01T10:00:00+07:00";

std::string settled(const std::string& kind, const std::string& subject,
                    const std::string& outcome = "dismissed") {
  return R"(system.red_flag_settled system/flags {"kind": ")" + kind + R"(", "subject": ")" +
         subject + R"(", "outcome": ")" + outcome + "\"}";
}

}  // namespace

TEST_CASE("more groups of a village than the rule set allows are a flag on the village") {
  const auto asks = [](const std::string& group) -> Words {
    return {"group.formed group/" + group + R"( {"region": "35.29.01.2001"})",
            "proposal.submitted proposal/" + group + R"( {"recipient": "group/)" + group +
                R"(", "juknis": "juknis/J"})"};
  };
  const Words two =
      Words{R"(juknis.issued juknis/J {"groups_per_village_max": 1})"} + asks("A") + asks("B");
  const Json row = flag(two);
  CHECK(row["id"] == "groups_per_village_exceeded:J:35.29.01.2001");
  CHECK(row["kind"] == "groups_per_village_exceeded");
  CHECK(row["subject"] == "35.29.01.2001");
  CHECK(row["subjects"] == Json::array({"group/A", "group/B"}));
  CHECK(row["evidence"] == Json::array({"2", "4"}));
  CHECK(row["concerned"] == 2);
  CHECK(row["state"] == "open");
  CHECK(ids(two + Words{"proposal.withdrawn proposal/B {}"}).empty());
  CHECK(ids(two + Words{"proposal.event_reversed@4 proposal/B {}"}).empty());
  CHECK(ids(asks("A") + asks("B")).empty());
}

TEST_CASE("one receipt for two expenditures is a flag, in one grant or in two") {
  CHECK(flag({granted("A", "G"), spent("A", 1, 5, "V", "d"),
              spent("A", 2, 6, "W", "d")})["evidence"] == Json::array({"1", "2"}));
  const Words two = {granted("A", "G"), granted("B", "H"), spent("A", 1, 5, "V", "d"),
                     spent("B", 1, 6, "V", "d")};
  const Json row = flag(two);
  CHECK(row["id"] == "receipt_reused:d");
  CHECK(row["subjects"] == Json::array({"group/G", "group/H"}));
  CHECK(row["amount_idr"] == 11);
  const std::string other = spent("B", 1, 6, "V", "e");
  CHECK(ids(two + Words{"grant.expenditure_corrected" + other.substr(other.find(' '))}).empty());
  CHECK(ids({spent("A", 1, 5, "V", "d"), spent("B", 1, 5, "V", "e")}).empty());
}

TEST_CASE("one person who chairs two groups is a flag, until he does no more") {
  const auto chairs = [](const std::string& group) {
    return "group.member_added group/" + group + R"( {"person": "person/P", "role": "chair"})";
  };
  const Words two = {chairs("A"), chairs("B")};
  CHECK(flag(two)["subject"] == "person/P");
  CHECK(flag(two)["subjects"] == Json::array({"group/A", "group/B"}));
  for (const char* end : {R"(group.member_removed group/B {"person": "person/P"})",
                          R"(group.leader_replaced group/B {"old": "x", "new": "person/Q"})",
                          "group.dissolved group/B {}"})
    CHECK(ids(two + Words{end}).empty());
}

TEST_CASE("all withdrawn within a day of the credit, by several on one day, is a flag") {
  const Words two = withdrawn("A", same_day) + withdrawn("B", same_day);
  const Json row = flag(two);
  CHECK(row["id"] == "withdrawn_within_a_day:2020-12-01:36.02");
  CHECK(row["subject"] == "36.02");
  CHECK(row["subjects"] == Json::array({"group/GA", "group/GB"}));
  CHECK(row["amount_idr"] == 80);
  CHECK(row["evidence"] == Json::array({"1", "2", "4", "5"}));
  CHECK(ids(withdrawn("A", same_day)).empty());
  CHECK(ids(withdrawn("A", same_day) + withdrawn("B", "2020-12-02T08:01:00+07:00")).empty());
  CHECK(ids(withdrawn("A", same_day) + withdrawn("B", "2020-12-02T07:59:00+07:00")).empty());
  CHECK(ids(two + Words{"grant.event_reversed@5 grant/B {}",
                        R"(grant.correction_approved grant/B {"correction": "6"})"})
            .empty());
}

TEST_CASE("one person who withdraws for two groups is a flag") {
  const Json row = flag(withdrawn("A", "2020-12-03T08:00:00+07:00", "person/X") +
                        withdrawn("B", "2020-12-04T08:00:00+07:00", "person/X"));
  CHECK(row["kind"] == "withdrawer_of_several_groups");
  CHECK(row["subject"] == "person/X");
  CHECK(row["concerned"] == 2);
}

TEST_CASE("a report whose receipts are all round is a flag, from three receipts on") {
  const Words round = {spent("A", 1, 100'000, "V", "a"), spent("A", 2, 200'000, "W", "b"),
                       spent("A", 3, 1'000'000, "V", "c"), reported("A")};
  CHECK(flag(round)["id"] == "round_receipts:A");
  CHECK(flag(round)["amount_idr"] == 1'300'000);
  CHECK(ids({round[0], round[1], round[2]}).empty());
  CHECK(ids({round[0], round[1], round[3]}).empty());
  CHECK(ids({round[0], round[1], spent("A", 3, 1'000'001, "V", "c"), round[3]}).empty());
}

TEST_CASE("several who bought all from one vendor are a flag") {
  const auto bought = [](const std::string& grant, const std::string& other) -> Words {
    return {granted(grant, "G" + grant), spent(grant, 1, 7, "Toko", grant + "1"),
            spent(grant, 2, 8, other, grant + "2"), reported(grant)};
  };
  const Json row = flag(bought("A", "Toko") + bought("B", "Toko"));
  CHECK(row["kind"] == "single_vendor");
  CHECK(row["subjects"] == Json::array({"group/GA", "group/GB"}));
  CHECK(ids(bought("A", "Toko") + bought("B", "Warung")).empty());
  CHECK(ids(bought("A", "Toko")).empty());
}

TEST_CASE("money on an account that nobody visited by the report is a flag") {
  const Words told = {granted("A", "G"), R"(grant.funds_credited grant/A {"amount_idr": 9})"};
  const Words visited = {R"(monitoring.visit_planned monitoring/M {"group": "group/G"})",
                         "monitoring.visit_conducted monitoring/M {}"};
  CHECK(flag(told + Words{reported("A")})["evidence"] == Json::array({"1", "2"}));
  CHECK(flag(told + Words{"grant.closed grant/A {}"})["id"] == "credit_without_visit:A");
  CHECK(ids(told + visited + Words{reported("A")}).empty());
  CHECK(ids(told + Words{visited[0], reported("A")}) == Words{"credit_without_visit:A"});
  CHECK(ids(told).empty());
}

TEST_CASE("a recipient who is listed without a photo of the field is a flag") {
  const std::string listed =
      R"(determination.recipient_listed determination/D {"proposal": "proposal/P", )"
      R"("recipient": "group/G"})";
  const auto seen = [](const std::string& photos) {
    return R"(proposal.field_verification_performed proposal/P {"latitude": {"sealed": "x"},
 "longitude": {"sealed": "x"}, "finding": {"sealed": "x"}, "photos": )" +
           photos + "}";
  };
  CHECK(flag({listed})["id"] == "listed_without_photo:D:P");
  CHECK(flag({seen("[]"), listed})["subjects"] == Json::array({"group/G"}));
  CHECK(ids({seen(R"(["a"])"), listed}).empty());
}

TEST_CASE("a decree after the year that it is for is a flag") {
  const std::string drafted = R"(determination.drafted determination/D {"year": 2023})";
  CHECK(
      flag({drafted, "2024-01-03T09:00:00+07:00 determination.signed determination/D {}"})["id"] ==
      "decree_after_year_end:D");
  CHECK(
      ids({drafted, "2023-12-31T23:59:00+07:00 determination.signed determination/D {}"}).empty());
  CHECK(ids({"2024-01-03T09:00:00+07:00 determination.signed determination/D {}"}).empty());
}

TEST_CASE("a village outside the regions of its kawasan is a flag") {
  const std::string assigned = R"(kawasan.region_assigned kawasan/K {"region": "36.02.27"})";
  const auto formed = [](const std::string& region) {
    return R"(group.formed group/G {"kawasan": "kawasan/K", "region": ")" + region + "\"}";
  };
  CHECK(flag({assigned, formed("36.02.22.2004")})["id"] == "village_outside_kawasan:G");
  CHECK(ids({assigned, formed("36.02.27.2010")}).empty());
  CHECK(ids({formed("36.02.22.2004")}).empty());
  CHECK(ids({assigned, R"(kawasan.region_removed kawasan/K {"region": "36.02.27"})",
             formed("36.02.22.2004")})
            .empty());
}

TEST_CASE("a notice of a breach after 72 hours is a flag, and an answer after 60 days") {
  const std::string detected = "2024-03-01T09:00:00Z protection.breach_detected protection/B {}";
  const auto notified = [](const std::string& time) {
    return time + R"( protection.breach_notified protection/B {"to": "agency"})";
  };
  CHECK(ids({detected, notified("2024-03-04T09:00:00Z")}).empty());
  CHECK(ids({detected, notified("2024-03-04T09:00:01Z")}) == Words{"breach_notice_late:B"});
  const Words finding = {
      R"(2024-01-01T09:00:00Z audit.finding_issued audit/A {"number": "1"})",
      R"(audit.recommendation_issued audit/A {"number": "1", "recommendation": "1.1"})"};
  const auto answered = [](const std::string& day) {
    return day + R"(T09:00:00Z audit.follow_up_submitted audit/A {"recommendation": "1.1"})";
  };
  CHECK(ids(finding + Words{answered("2024-03-01")}).empty());
  CHECK(flag(finding + Words{answered("2024-03-02")})["evidence"] == Json::array({"0", "2"}));
}

TEST_CASE("self-employment without a valid card is a flag") {
  const Words placed = {R"(placement.candidate_matched placement/1 {"person": "person/P"})",
                        R"(2024-07-01T09:00:00Z placement.made placement/1
 {"mechanism": "WIRAUSAHA"})"};
  const auto card = [](const std::string& issued) {
    return R"(jobseeker.ak1_issued jobseeker/P {"person": "person/P", "issued_on": ")" + issued +
           R"(", "expires_on": "2026-01-01"})";
  };
  Words one_line = placed;
  one_line[1].erase(one_line[1].find('\n'), 1);
  CHECK(flag(one_line)["subject"] == "person/P");
  CHECK(ids(Words{card("2024-01-01")} + one_line).empty());
  CHECK(ids(Words{card("2023-12-01")} + one_line).size() == 1);
  CHECK(ids(Words{card("2023-12-01"),
                  R"(jobseeker.ak1_reported jobseeker/P {"reported_on": "2024-05-01"})"} +
            one_line)
            .empty());
}

TEST_CASE("what only the vault can tell is raised by the clock under the name that it gives") {
  const Json row = flag({R"(system.red_flag_raised system/flags {"kind": "shared_phone", )"
                         R"("subject": "person/A", "subjects": ["person/A", "person/B"]})"});
  CHECK(row["id"] == "shared_phone:person/A");
  CHECK(row["kind"] == "shared_phone");
  CHECK(row["subjects"] == Json::array({"person/A", "person/B"}));
}

TEST_CASE("a flag is settled by its kind and one of its subjects, until more evidence comes") {
  const Words two = withdrawn("A", same_day) + withdrawn("B", same_day);
  const std::string kind = "withdrawn_within_a_day";
  for (const char* subject : {"36.02", "group/GB"}) {
    const Json row = flag(two + Words{settled(kind, subject, "confirmed")});
    CHECK(row["state"] == "settled");
    CHECK(row["outcome"] == "confirmed");
    CHECK(row["settled_by"] == "6");
  }
  for (const std::string& other : {settled(kind, "group/GC"), settled("round_receipts", "36.02")})
    CHECK(flag(two + Words{other})["state"] == "open");
  const Json again = flag(two + Words{settled(kind, "36.02")} + withdrawn("C", same_day));
  CHECK(again["state"] == "open");
  CHECK(again["outcome"].is_null());
  CHECK(ids({settled(kind, "36.02")}).empty());
}

TEST_CASE("any part of the sample folds into whole flags") {
  projections::fold_parts_of_sample(projections::red_flags());
}
