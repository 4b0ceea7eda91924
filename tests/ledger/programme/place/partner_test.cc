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
const std::string extended = R"(mou_extended {"number": "MoU/IPB/2022", "to": "2026-12-31"})";
const std::string terminated = R"(mou_terminated
    {"number": "MoU/IPB/2022", "terminated_on": "2023-06-30"})";
const std::string ended = R"(partnership_ended {"ended_on": "2023-06-30"})";
const std::string delivered = R"(contribution_delivered
    {"contribution": "1", "delivered_on": "2023-06-01", "value_idr": 10000000,
     "evidence": "sha-256:02bdb9e77add3ae28fb0a4146a5cef1cd3d70d7f2244e47f83db7e9a6d6b36f9"})";
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

TEST_CASE("partner: a memorandum is extended and terminated by its number") {
  const std::string another = R"(mou_signed
    {"number": "MoU/IPB/2023", "from": "2023-12-01", "to": "2025-12-31"})";
  const std::vector<std::string> to_terminated = {registered, "verified", mou, terminated};
  const std::vector<Row> rows = {
      {"no extension of nothing", {}, extended, "stream_not_open"},
      {"no termination of nothing", {}, terminated, "stream_not_open"},
      {"no extension before it is signed", {registered, "verified"}, extended, "mou_unknown"},
      {"no termination before it is signed", {registered, "verified"}, terminated, "mou_unknown"},
      {"another was signed", {registered, "verified", another}, extended, "mou_unknown"},
      {"extended", {registered, "verified", mou}, extended, "ok"},
      {"extended again", {registered, "verified", mou, extended}, extended, "ok"},
      {"terminated", {registered, "verified", mou}, terminated, "ok"},
      {"terminated after an extension", {registered, "verified", mou, extended}, terminated, "ok"},
      {"terminated once", to_terminated, terminated, "mou_terminated_already"},
      {"not extended after it", to_terminated, extended, "mou_terminated_already"},
      {"another after it", to_terminated, another, "ok"},
      {"signed again", {registered, "verified", mou, terminated, mou}, extended, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("partner: what was pledged is delivered in parts") {
  const std::string with_an_amount = R"(contribution_delivered
    {"contribution": "1", "delivered_on": "2023-06-01", "value_idr": 10000000,
     "amount": {"quantity": "2.500", "unit": "ton"},
     "evidence": "sha-256:02bdb9e77add3ae28fb0a4146a5cef1cd3d70d7f2244e47f83db7e9a6d6b36f9"})";
  const std::string of_number_2 = R"(contribution_pledged
    {"contribution": "2", "kind": "market", "value_idr": 0})";
  const std::vector<Row> rows = {
      {"from nobody", {}, delivered, "stream_not_open"},
      {"never pledged", {registered, "verified", mou}, delivered, "contribution_unknown"},
      {"another was pledged", {registered, of_number_2}, delivered, "contribution_unknown"},
      {"pledged", {registered, "verified", mou, pledge}, delivered, "ok"},
      {"before the memorandum", {registered, pledge}, delivered, "ok"},
      {"a further part", {registered, pledge, delivered}, delivered, "ok"},
      {"with an amount", {registered, pledge}, with_an_amount, "ok"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("partner: nothing follows the end of the partnership") {
  const std::vector<std::string> to_ended = {registered, "verified", mou, pledge, ended};
  const std::vector<Row> rows = {
      {"no end of nothing", {}, ended, "stream_not_open"},
      {"no partnership yet", {registered}, ended, "step_out_of_order"},
      {"verified is no partnership yet", {registered, "verified"}, ended, "step_out_of_order"},
      {"an active one ends", {registered, "verified", mou}, ended, "ok"},
      {"with its memorandum terminated", {registered, "verified", mou, terminated}, ended, "ok"},
      {"it ends once", to_ended, ended, "step_out_of_order"},
      {"no verification", to_ended, "verified", "step_out_of_order"},
      {"no memorandum", to_ended, mou, "step_out_of_order"},
      {"no extension", to_ended, extended, "step_out_of_order"},
      {"no termination", to_ended, terminated, "step_out_of_order"},
      {"no pledge", to_ended, pledge, "step_out_of_order"},
      {"no delivery", to_ended, delivered, "step_out_of_order"},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("partner: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), {registered, pledge}) == "registered");
  CHECK(status_after(stream(), {registered, "verified"}) == "verified");
  CHECK(status_after(stream(), {registered, "verified", mou}) == "active");
  CHECK(status_after(stream(), {registered, "verified", mou, extended}) == "active");
  CHECK(status_after(stream(), {registered, "verified", mou, terminated}) == "active");
  CHECK(status_after(stream(), {registered, "verified", mou, ended}) == "ended");
}

TEST_CASE("partner: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("partner: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
