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

TEST_CASE("institution: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("institution: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
