#include "ledger/programme/place/institution.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::institution::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string formed = R"(formed
    {"kind": "adat_community", "name": "Kasepuhan Cibarani", "region": "36.02.27.2010",
     "edition": "KEPMENDAGRI-100.1.1-6117-2022"})";
const std::string recognition = R"(legal_recognition_recorded
    {"instrument": "perda", "number": "8/2015", "area_ha": "490.000"})";
const std::string link_made = R"(network_link_established
    {"partner": "partner/rmi", "role": "mentor"})";
const std::string link_ended = R"(network_link_ended
    {"partner": "partner/rmi", "role": "mentor", "ended_on": "2023-06-30"})";
const std::string appointed = R"(officer_appointed
    {"person": "person/P0001", "office": "Ketua", "appointed_on": "2023-05-01"})";
const std::string replaced = R"(officer_replaced
    {"office": "Ketua", "old": "person/P0001", "new": "person/P0002",
     "replaced_on": "2023-06-01"})";
const std::string strengthened = R"(capacity_strengthened
    {"kind": "training", "topic": "Pascapanen kopi", "held_on": "2023-06-01", "persons": 16})";
const std::string dissolved = R"(dissolved {"dissolved_on": "2023-06-30"})";

}  // namespace

TEST_CASE("institution: formed first, recognised and linked after") {
  const std::string the_same_partner_in_another_role = R"(network_link_established
    {"partner": "partner/rmi", "role": "buyer"})";
  const std::string an_area_has_three_places = R"(legal_recognition_recorded
    {"instrument": "perda", "number": "8/2015", "area_ha": "490"})";
  const std::vector<Row> rows = {
      {"it is formed", {}, formed, "ok"},
      {"formed once", {formed}, formed, "stream_exists"},
      {"a recognition", {formed}, recognition, "ok"},
      {"no recognition of nothing", {}, recognition, "stream_not_open"},
      {"a second recognition", {formed, recognition}, recognition, "ok"},
      {"a link", {formed}, link_made, "ok"},
      {"no link of nothing", {}, link_made, "stream_not_open"},
      {"a link once", {formed, link_made}, link_made, "network_link_exists"},
      {"the same partner in another role",
       {formed, link_made},
       the_same_partner_in_another_role,
       "ok"},
      {"an area has three places",
       {formed},
       an_area_has_three_places,
       "institution.legal_recognition_recorded: /data/area_ha must be a decimal number with three "
       "places"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("institution: an officer is appointed, then replaced by another") {
  const std::string second_holder = R"(officer_appointed
    {"person": "person/P0002", "office": "Ketua", "appointed_on": "2023-05-01"})";
  const std::string second_office = R"(officer_appointed
    {"person": "person/P0001", "office": "Bendahara", "appointed_on": "2023-05-01"})";
  const std::string by_himself = R"(officer_replaced
    {"office": "Ketua", "old": "person/P0001", "new": "person/P0001",
     "replaced_on": "2023-06-01"})";
  const std::vector<Row> rows = {
      {"no officer of nothing", {}, appointed, "stream_not_open"},
      {"appointed", {formed}, appointed, "ok"},
      {"appointed once", {formed, appointed}, appointed, "officer_appointed_already"},
      {"a second holder of an office", {formed, appointed}, second_holder, "ok"},
      {"a second office of a person", {formed, appointed}, second_office, "ok"},
      {"nobody replaced of nothing", {}, replaced, "stream_not_open"},
      {"replaced", {formed, appointed}, replaced, "ok"},
      {"nobody was appointed", {formed}, replaced, "officer_not_in_office"},
      {"appointed to another office", {formed, second_office}, replaced, "officer_not_in_office"},
      {"replaced once", {formed, appointed, replaced}, replaced, "officer_not_in_office"},
      {"by one who holds it",
       {formed, appointed, second_holder},
       replaced,
       "officer_appointed_already"},
      {"not by himself", {formed, appointed}, by_himself, "officer_appointed_already"},
      {"appointed anew", {formed, appointed, replaced}, appointed, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("institution: strengthened, unlinked, dissolved") {
  const std::string with_references = R"(capacity_strengthened
    {"kind": "training", "topic": "Pascapanen kopi", "held_on": "2023-06-01", "persons": 16,
     "partner": "partner/rmi", "training": "training/2023-LBK-01"})";
  const std::vector<std::string> to_dissolved = {formed, appointed, link_made, dissolved};
  const std::vector<Row> rows = {
      {"strengthened", {formed}, strengthened, "ok"},
      {"strengthened again", {formed, strengthened}, with_references, "ok"},
      {"nothing to strengthen", {}, strengthened, "stream_not_open"},
      {"a link ends", {formed, link_made}, link_ended, "ok"},
      {"there was no link", {formed}, link_ended, "network_link_unknown"},
      {"it ends once", {formed, link_made, link_ended}, link_ended, "network_link_unknown"},
      {"linked anew", {formed, link_made, link_ended}, link_made, "ok"},
      {"no link of nothing ends", {}, link_ended, "stream_not_open"},
      {"dissolved", {formed, appointed, link_made}, dissolved, "ok"},
      {"nothing to dissolve", {}, dissolved, "stream_not_open"},
      {"dissolved once", to_dissolved, dissolved, "step_out_of_order"},
      {"no recognition after it", to_dissolved, recognition, "step_out_of_order"},
      {"no officer after it", to_dissolved, appointed, "step_out_of_order"},
      {"no new officer after it", to_dissolved, replaced, "step_out_of_order"},
      {"not strengthened after it", to_dissolved, strengthened, "step_out_of_order"},
      {"no link after it", to_dissolved, link_made, "step_out_of_order"},
      {"no end of a link after it", to_dissolved, link_ended, "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("institution: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {formed, appointed, strengthened, link_made}) == "formed");
  CHECK(status_after(stream(), {formed, dissolved}) == "dissolved");
}

TEST_CASE("institution: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("institution: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
