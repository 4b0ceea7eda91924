#include "ledger/programme/control/protection.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::protection::State;
using programme::protection::stream;

const std::string ask = R"({"kind": "erase", "person": "person/P1", "channel": "letter"})";
const std::string receive = "subject_request_received " + ask;
const std::string fulfil = "subject_request_fulfilled";
const std::string refuse = R"(subject_request_refused {"ground": "audit_open"})";
const std::string detect = R"(breach_detected
    {"scope": "berkas ekspor tertinggal", "subject_count": 16, "systems": ["loket Lebak"]})";
const std::string hold =
    R"(retention_hold_placed {"about": "person/P1", "ground": "audit", "until": "2024-12-31"})";
const std::string hold_for_good =
    R"(retention_hold_placed {"about": "grant/1", "ground": "legal_process"})";
const std::string release = "retention_hold_released";

std::string notify(const std::string& whom) {
  return R"(breach_notified {"to": ")" + whom + R"("})";
}

void check(const std::vector<support::Row>& rows) {
  CHECK(support::mismatches(stream(), rows) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("a case opens with a request, a breach or a hold") {
  check({
      {"a request", {}, receive, "ok"},
      {"a breach", {}, detect, "ok"},
      {"a hold", {}, hold, "ok"},
      {"a hold without an end", {}, hold_for_good, "ok"},
      {"a second request", {receive}, receive, "stream_exists"},
      {"a breach within a request", {receive}, detect, "stream_exists"},
      {"a hold within a breach", {detect}, hold, "stream_exists"},
      {"nothing to fulfil", {}, fulfil, "stream_not_open"},
      {"nothing to refuse", {}, refuse, "stream_not_open"},
      {"nothing to notify of", {}, notify("agency"), "stream_not_open"},
      {"nothing to release", {}, release, "stream_not_open"},
  });
  CHECK(support::status_after(stream(), {receive}) == "received");
  CHECK(support::status_after(stream(), {detect}) == "breach");
  CHECK(support::status_after(stream(), {hold}) == "hold");
}

TEST_CASE("a request is fulfilled or refused, and that ends it") {
  check({
      {"fulfilled", {receive}, fulfil, "ok"},
      {"refused", {receive}, refuse, "ok"},
      {"fulfilled twice", {receive, fulfil}, fulfil, "step_out_of_order"},
      {"refused when fulfilled", {receive, fulfil}, refuse, "step_out_of_order"},
      {"fulfilled when refused", {receive, refuse}, fulfil, "step_out_of_order"},
      {"released", {receive}, release, "step_out_of_order"},
      {"notified of", {receive}, notify("agency"), "step_out_of_order"},
  });
  CHECK(support::status_after(stream(), {receive, fulfil}) == "fulfilled");
  CHECK(support::status_after(stream(), {receive, refuse}) == "refused");
}

TEST_CASE("each addressee is notified of a breach once") {
  check({
      {"the subjects", {detect}, notify("subjects"), "ok"},
      {"the agency too", {detect, notify("subjects")}, notify("agency"), "ok"},
      {"the public too", {detect, notify("subjects"), notify("agency")}, notify("public"), "ok"},
      {"the subjects twice",
       {detect, notify("subjects"), notify("agency")},
       notify("subjects"),
       "breach_notified_already"},
      {"a breach is not fulfilled", {detect}, fulfil, "step_out_of_order"},
      {"a breach is not refused", {detect}, refuse, "step_out_of_order"},
      {"a breach is not released", {detect}, release, "step_out_of_order"},
  });
  CHECK(support::status_after(stream(), {detect, notify("public")}) == "breach");
}

TEST_CASE("a hold is released once") {
  check({
      {"released", {hold}, release, "ok"},
      {"released twice", {hold, release}, release, "step_out_of_order"},
      {"placed again", {hold, release}, hold, "stream_exists"},
      {"a hold is not fulfilled", {hold}, fulfil, "step_out_of_order"},
      {"a hold is not refused", {hold}, refuse, "step_out_of_order"},
      {"a hold is not notified of", {hold}, notify("agency"), "step_out_of_order"},
  });
  CHECK(support::status_after(stream(), {hold, release}) == "released");
}

TEST_CASE("the state tells what was asked for whom, and who took part") {
  using namespace programme;
  StreamState state = stream().none();
  const auto apply = [&](const std::string& name, const std::string& data,
                         const std::string& actor) {
    Event event;
    for (const auto& type : stream().events)
      if (type->name == "protection." + name) event.type = type.get();
    event.actor = actor;
    event.data = event.type->read(Json::parse(data));
    stream().apply(state, event);
  };
  apply("subject_request_received", ask, "pdp-1");
  const State& held = *own<State>(&state);
  CHECK(held.kind == "erase");
  CHECK(held.person == "person/P1");
  CHECK(held.received_by == "pdp-1");
  CHECK(held.fulfilled_by.empty());
  apply("subject_request_fulfilled", "{}", "pdp-2");
  CHECK(held.received_by == "pdp-1");
  CHECK(held.fulfilled_by == "pdp-2");
  apply("retention_hold_placed", R"({"about": "person/P1", "ground": "audit"})", "pdp-1");
  CHECK(held.about == "person/P1");
  CHECK_FALSE(held.until.has_value());
}

TEST_CASE("a request and a hold can be found from what they are about") {
  for (const auto& type : programme::protection::stream().events)
    for (const auto& field : type->fields)
      CHECK(field.linked == (field.name == "person" || field.name == "about"));
}

TEST_CASE("data protection is for privacy officers alone") {
  using namespace programme;
  for (const auto& type : protection::stream().events)
    CHECK(type->roles == std::vector{role::privacy_officer});
}
