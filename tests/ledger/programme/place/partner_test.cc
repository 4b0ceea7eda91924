#include "ledger/programme/place/partner.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::partner::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

const std::string registered = R"(registered {"kind": "university", "name": "IPB University"})";
const std::string mou = R"(mou_signed
    {"number": "MoU/IPB/2022", "from": "2022-12-01", "to": "2024-12-31"})";
const std::string pledge = R"(contribution_pledged
    {"contribution": "1", "kind": "expertise", "value_idr": 25000000})";

}  // namespace

TEST_CASE("partner: registered, verified, then bound by a memorandum") {
  const std::vector<Row> rows = {
      {"a registration opens", {}, registered, "ok"},
      {"registered once", {registered}, registered, "stream_exists"},
      {"nothing comes before it", {}, "verified", "stream_not_open"},
      {"the verification follows", {registered}, "verified", "ok"},
      {"verified once", {registered, "verified"}, "verified", "step_out_of_order"},
      {"no memorandum unverified", {registered}, mou, "step_out_of_order"},
      {"a memorandum of a verified partner", {registered, "verified"}, mou, "ok"},
      {"a further memorandum", {registered, "verified", mou}, mou, "ok"},
      {"no verification of an active partner",
       {registered, "verified", mou},
       "verified",
       "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("partner: contributions are numbered once") {
  const std::string another_number = R"(contribution_pledged
    {"contribution": "2", "kind": "market", "value_idr": 0})";
  const std::vector<Row> rows = {
      {"a pledge of an active partner", {registered, "verified", mou}, pledge, "ok"},
      {"a pledge before the memorandum", {registered}, pledge, "ok"},
      {"no pledge of nobody", {}, pledge, "stream_not_open"},
      {"a number once", {registered, pledge}, pledge, "contribution_number_used"},
      {"another number", {registered, pledge}, another_number, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("partner: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {registered, pledge}) == "registered");
  CHECK(status_after(stream(), {registered, "verified"}) == "verified");
  CHECK(status_after(stream(), {registered, "verified", mou}) == "active");
}

TEST_CASE("partner: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("partner: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
