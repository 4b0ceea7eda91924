#include "projections/kawasan.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

std::map<std::string, Json> rows_of(const std::vector<std::string>& events) {
  return projections::folded(projections::kawasan(), events);
}
Json row_of(const std::vector<std::string>& events) { return rows_of(events)["K"]; }

std::string formed(const std::string& group, const std::string& kawasan = "kawasan/K") {
  return "group.formed " + group + R"( {"name": "N", "kawasan": ")" + kawasan + R"("})";
}
std::string joined(const std::string& group, const std::string& person) {
  return "group.member_added " + group + R"( {"role": "member", "person": ")" + person + R"("})";
}
std::string left(const std::string& group, const std::string& person) {
  return "group.member_removed " + group + R"( {"person": ")" + person + R"("})";
}
std::vector<std::string> placed(const std::string& person) {
  return {"placement.candidate_matched placement/1 {\"person\": \"" + person + "\"}",
          "placement.made placement/1 {}"};
}
std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

TEST_CASE("the kawasan of the sample comes to its figures") {
  const auto rows = projections::folded_sample(projections::kawasan());
  REQUIRE(rows.size() == 2);
  const Json want = {
      {"id", "lebak-kasepuhan"},
      {"name", "Kawasan Komunitas Masyarakat Adat Kasepuhan Lebak"},
      {"state", "active"},
      {"year", 2022},
      {"criteria", {"high_unemployment_extreme_poverty", "leading_local_potential", "affirmation"}},
      {"regions", {"36.02.27.2010", "36.02.22.2004"}},
      {"groups", 10},
      {"beneficiaries", 160},
      {"trained", 152},
      {"placed", 12},
      {"disbursed_idr", 200'000'000},
      {"partners", 7}};
  CHECK(rows.at("lebak-kasepuhan") == want);
}

TEST_CASE("a region that was removed is not of the kawasan any more") {
  const Json row = row_of({R"(kawasan.region_assigned kawasan/K {"region": "36.02"})",
                           R"(kawasan.region_assigned kawasan/K {"region": "36.03"})",
                           R"(kawasan.region_removed kawasan/K {"region": "36.02"})",
                           R"(kawasan.region_removed kawasan/K {"region": "36.04"})"});
  CHECK(row["regions"] == Json{"36.03"});
}

TEST_CASE("a group that has ended is not counted, nor are its members") {
  std::vector<std::string> events = {formed("group/G"),
                                     formed("group/H"),
                                     joined("group/G", "person/A"),
                                     joined("group/G", "person/B"),
                                     joined("group/H", "person/A"),
                                     joined("group/H", "person/C")};
  CHECK(row_of(events)["groups"] == 2);
  CHECK(row_of(events)["beneficiaries"] == 3);
  events.push_back(left("group/G", "person/A"));
  CHECK(row_of(events)["beneficiaries"] == 3);
  events.emplace_back("group.dissolved group/G {}");
  CHECK(row_of(events)["groups"] == 1);
  CHECK(row_of(events)["beneficiaries"] == 2);
  events.emplace_back("group.marked_fictitious group/H {}");
  CHECK(row_of(events)["groups"] == 0);
  CHECK(row_of(events)["beneficiaries"] == 0);
}

TEST_CASE("a group without a kawasan is nowhere") {
  CHECK(rows_of({R"(group.formed group/G {"name": "N"})", joined("group/G", "person/A"),
                 "group.dissolved group/G {}"})
            .empty());
}

TEST_CASE("somebody is placed where he is a member then") {
  const std::vector<std::string> in = {formed("group/G"), joined("group/G", "person/A")};
  const auto out = [](std::vector<std::string> events) { return row_of(events)["placed"]; };
  CHECK(out(in + placed("person/A")) == 1);
  CHECK(out(in + placed("person/B")) == 0);
  CHECK(out(placed("person/A") + in) == 0);
  const std::vector<std::string> gone = {left("group/G", "person/A")};
  CHECK(out(in + gone + placed("person/A")) == 0);
  CHECK(out(in + placed("person/A") + gone) == 1);
  const std::vector<std::string> moved = {formed("group/H", "kawasan/L"),
                                          joined("group/H", "person/A")};
  CHECK(out(in + moved + gone + placed("person/A")) == 0);
  CHECK(rows_of(in + moved + gone + placed("person/A"))["L"]["placed"] == 1);
}

TEST_CASE("a member who was put right is placed in the other's stead") {
  std::vector<std::string> events = {formed("group/G"), joined("group/G", "person/A")};
  events = events + placed("person/B");
  CHECK(row_of(events)["placed"] == 0);
  events.emplace_back(R"(group.member_added@1 group/G {"person": "person/B", "role": "member"})");
  CHECK(row_of(events)["placed"] == 1);
}

TEST_CASE("somebody is trained as long as he holds a certificate") {
  std::vector<std::string> events = {
      R"(training.need_identified training/T {"kawasan": "kawasan/K", "gap": "g"})",
      R"(training.certificate_issued training/T {"person": "person/A", "number": "1"})",
      R"(training.bnsp_certificate_issued training/T {
 "person": "person/A", "number": {"sealed": "x"}})"};
  CHECK(row_of(events)["trained"] == 1);
  events.emplace_back(
      R"(training.certificate_revoked training/T {"person": "person/A", "kind": "blk"})");
  CHECK(row_of(events)["trained"] == 1);
  events.emplace_back(
      R"(training.certificate_expired training/T {"person": "person/A", "kind": "bnsp"})");
  CHECK(row_of(events)["trained"] == 0);
}

TEST_CASE("a kawasan has the money of its groups, by whichever road") {
  const auto agreed = [](const std::string& grant, const std::string& recipient) {
    return "grant.agreement_signed " + grant + R"( {"determination": "determination/D",
 "recipient": ")" +
           recipient + R"("})";
  };
  const std::vector<std::string> events = {
      formed("group/G"),
      agreed("grant/X", "group/G"),
      agreed("grant/Y", "group/G"),
      agreed("grant/Z", "group/elsewhere"),
      R"(grant.sp2d_issued grant/X {"tranche": 1, "amount_idr": 5})",
      R"(envelope.item_added envelope/E {
 "number": 1, "grant": "grant/Y", "tranche": 1, "amount_idr": 20})",
      R"(envelope.item_added envelope/E {
 "number": 2, "grant": "grant/Z", "tranche": 1, "amount_idr": 300})",
      "envelope.shipped envelope/E {}"};
  CHECK(row_of(events)["disbursed_idr"] == 25);
  const std::vector<std::string> back = {
      R"(grant.transfer_returned grant/Y {"tranche": 1, "amount_idr": 20})"};
  CHECK(row_of(events + back)["disbursed_idr"] == 5);
}

TEST_CASE("partners come to a rembuk, commit themselves there, or work with its communities") {
  std::vector<std::string> events = {
      R"(institution.network_link_established institution/I {"partner": "partner/1", "role": "buyer"})",
      R"(kawasan.adat_community_linked kawasan/K {"institution": "institution/I"})",
      R"(kawasan.adat_community_linked kawasan/L {"institution": "institution/I"})",
      R"(institution.network_link_established institution/I {"partner": "partner/2", "role": "buyer"})"};
  CHECK(row_of(events)["partners"] == 2);
  CHECK(rows_of(events)["L"]["partners"] == 2);
  const std::vector<std::string> meeting = {
      R"(rembuk.scheduled rembuk/R {"kawasan": "kawasan/K", "date": "2023-07-03"})",
      R"(rembuk.attendance_recorded rembuk/R {"partner": "partner/1", "persons": 3})",
      R"(rembuk.commitment_made rembuk/R {"number": 1, "partner": "partner/3", "what": "w"})"};
  CHECK(row_of(events + meeting)["partners"] == 3);
  const std::vector<std::string> called_off = {"rembuk.cancelled rembuk/R {}"};
  CHECK(row_of(events + meeting + called_off)["partners"] == 2);
}

TEST_CASE("any part of the sample folds to kawasan") {
  projections::fold_parts_of_sample(projections::kawasan());
}
