#include "projections/funding.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  auto rows = projections::folded(projections::funding(), events);
  REQUIRE(rows.size() == 1);
  REQUIRE(rows.begin()->first == "B-2023:L");
  return rows.begin()->second;
}

const std::string budget =
    R"(budget.issued budget/B-2023 {"year": 2023, "lines": [{"line": "L", "ceiling_idr": 1000}]})";
const std::string sp2d =
    "grant.sp2d_issued grant/X "
    R"({"tranche": 1, "amount_idr": 100, "budget": "budget/B-2023", "line": "L"})";
const std::string credit = R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})";
const std::string spent = R"(grant.expenditure_recorded grant/X {"amount_idr": 60})";
const std::string accepted = R"(grant.accountability_report_accepted grant/X {})";
const std::string deposit = R"(grant.refund_deposited grant/X {"ntpn": "N1", "amount_idr": 40})";
const std::string confirmed = R"(grant.refund_confirmed grant/X {"ntpn": "N1"})";

// An item of an envelope is of the grant of its number.
std::string item(const std::string& envelope, int number) {
  const std::string of = std::to_string(number);
  return "envelope.item_added envelope/" + envelope + R"( {"number": )" + of +
         R"(, "grant": "grant/)" + of + R"(", "tranche": 1, "amount_idr": 100})";
}
std::string envelope_sp2d(const std::string& envelope, int amount) {
  return "envelope.sp2d_issued envelope/" + envelope + R"( {"amount_idr": )" +
         std::to_string(amount) + R"(, "budget": "budget/B-2023", "line": "L"})";
}
std::string bank_says(const std::string& what, int grant) {
  return "grant." + what + " grant/" + std::to_string(grant) +
         R"( {"tranche": 1, "amount_idr": 100})";
}

}  // namespace

TEST_CASE("the money of the sample comes to its figures") {
  const auto rows = projections::folded_sample(projections::funding());
  REQUIRE(rows.size() == 1);
  const std::string id = "026.04.1.451139-2023:4498.QDB.001.051.A.526312";
  Json want = {{"id", id},
               {"year", 2023},
               {"line", "4498.QDB.001.051.A.526312"},
               {"ceiling_idr", 5'000'000'000},
               {"committed_idr", 200'000'000},
               {"disbursed_idr", 200'000'000},
               {"credited_idr", 200'000'000},
               {"spent_idr", 199'400'000},
               {"returned_idr", 0},
               {"refunded_idr", 600'000},
               {"refunded_same_year_idr", 600'000},
               {"realised_idr", 199'400'000},
               {"available_idr", 4'800'000'000},
               {"accounted_idr", 140'000'000},
               {"outstanding_idr", 60'000'000}};
  CHECK(rows.at(id) == want);
}

TEST_CASE("money on a grant waits until its SP2D names the line") {
  const Json in_order = row_of({budget, sp2d, credit, spent, deposit, confirmed, accepted});
  CHECK(in_order["accounted_idr"] == 100);
  CHECK(in_order["spent_idr"] == 60);
  CHECK(in_order["refunded_idr"] == 40);
  CHECK(in_order["realised_idr"] == 60);
  CHECK(row_of({budget, credit, spent, deposit, confirmed, accepted, sp2d}) == in_order);
}

TEST_CASE("a line without a budget is counted all the same") {
  const Json row = row_of({sp2d, credit});
  CHECK(row["year"].is_null());
  CHECK(row["line"] == "L");
  CHECK(row["available_idr"] == 0);
  CHECK(row["outstanding_idr"] == 100);
}

TEST_CASE("a refund that nobody deposited changes nothing, and one counts once") {
  CHECK(row_of({budget, sp2d, confirmed})["refunded_idr"] == 0);
  CHECK(row_of({budget, sp2d, deposit})["refunded_idr"] == 0);
  CHECK(row_of({budget, sp2d, deposit, confirmed, confirmed})["refunded_idr"] == 40);
}

TEST_CASE("a refund of a later year leaves what was realised") {
  const Json row = row_of({budget, sp2d, deposit, "2024 " + confirmed});
  CHECK(row["refunded_idr"] == 40);
  CHECK(row["realised_idr"] == 100);
}

TEST_CASE("a refund counts for the year in western Indonesian time") {
  CHECK(row_of({budget, sp2d, deposit, "2023-12-31T16:59:59Z " + confirmed})["realised_idr"] == 60);
  CHECK(row_of({budget, sp2d, deposit, "2023-12-31T17:00:00Z " + confirmed})["realised_idr"] ==
        100);
}

TEST_CASE("money credited after the report was accepted is accounted for") {
  CHECK(row_of({budget, sp2d, accepted, credit})["outstanding_idr"] == 0);
  CHECK(row_of({budget, sp2d, credit, accepted, accepted})["accounted_idr"] == 100);
}

TEST_CASE("a revision sets ceilings anew and adds lines of the budget's year") {
  const auto rows = projections::folded(
      projections::funding(), {budget, R"(budget.revised budget/B-2023 {"revision": 1, "lines": [
          {"line": "L", "ceiling_idr": 700}, {"line": "M", "ceiling_idr": 300}]})"});
  CHECK(rows.at("B-2023:L")["ceiling_idr"] == 700);
  CHECK(rows.at("B-2023:M")["available_idr"] == 300);
  CHECK(rows.at("B-2023:M")["year"] == 2023);
}

TEST_CASE("what is released of a commitment is available again") {
  const Json row = row_of(
      {budget, R"(budget.commitment_reserved budget/B-2023 {"line": "L", "amount_idr": 400})",
       R"(budget.commitment_released budget/B-2023 {"line": "L", "amount_idr": 150})"});
  CHECK(row["committed_idr"] == 250);
  CHECK(row["available_idr"] == 750);
}

TEST_CASE("a payment outside grants is disbursed, and what came back of it is refunded") {
  const std::string paid =
      R"(budget.realisation_recorded budget/B-2023 {"line": "L", "number": "1", "amount_idr": 90})";
  const std::string back =
      R"(budget.realisation_reversed budget/B-2023 {"number": "1", "amount_idr": 30})";
  const Json row = row_of({budget, paid, back});
  CHECK(row["disbursed_idr"] == 90);
  CHECK(row["refunded_idr"] == 30);
  CHECK(row["realised_idr"] == 60);
  CHECK(row["outstanding_idr"] == 0);
  CHECK(row_of({budget, paid, "2023-12-31T17:00:00Z " + back})["realised_idr"] == 90);
  CHECK(row_of({budget, back})["refunded_idr"] == 0);
}

TEST_CASE("an expenditure that is corrected is spent as it stands now, on the line that bore it") {
  const std::string fixed = R"(grant.expenditure_corrected grant/X {"amount_idr": 45})";
  CHECK(row_of({budget, sp2d, credit, spent, fixed})["spent_idr"] == 45);
  CHECK(row_of({budget, credit, spent, fixed, sp2d})["spent_idr"] == 45);
  const std::string other_line =
      "grant.sp2d_issued grant/X "
      R"({"tranche": 2, "amount_idr": 100, "budget": "budget/B-2023", "line": "M"})";
  const auto rows =
      projections::folded(projections::funding(), {budget, sp2d, credit, spent, other_line, fixed});
  CHECK(rows.at("B-2023:L")["spent_idr"] == 45);
  CHECK(rows.at("B-2023:M")["spent_idr"] == 0);
}

TEST_CASE("twelve grants by one envelope, two returned, one of them paid again") {
  std::vector<std::string> events = {
      budget,
      R"(envelope.opened envelope/E {"count": 12, "total_idr": 1200, "budget": "budget/B-2023",
          "line": "L"})"};
  for (int i = 1; i <= 12; ++i) events.push_back(item("E", i));
  events.push_back(envelope_sp2d("E", 1200));
  CHECK(row_of(events)["disbursed_idr"] == 1200);
  events.emplace_back("envelope.shipped envelope/E {}");
  for (int i = 1; i <= 10; ++i) events.push_back(bank_says("funds_credited", i));
  events.push_back(bank_says("transfer_returned", 11));
  events.push_back(bank_says("transfer_returned", 12));
  Json row = row_of(events);
  CHECK(row["returned_idr"] == 200);
  CHECK(row["credited_idr"] == 1000);
  CHECK(row["realised_idr"] == 1000);
  for (const std::string& event :
       {item("F", 11), envelope_sp2d("F", 100), std::string("envelope.shipped envelope/F {}"),
        bank_says("funds_credited", 11)})
    events.push_back(event);
  for (int i = 1; i <= 11; ++i)
    events.push_back("grant.accountability_report_accepted grant/" + std::to_string(i) + " {}");
  row = row_of(events);
  CHECK(row["disbursed_idr"] == 1300);
  CHECK(row["returned_idr"] == 200);
  CHECK(row["credited_idr"] == 1100);
  CHECK(row["realised_idr"] == 1100);
  CHECK(row["accounted_idr"] == 1100);
  CHECK(row["outstanding_idr"] == 0);
}

TEST_CASE("a payment that came back may be paid again from another line") {
  const std::string own_sp2d =
      "grant.sp2d_issued grant/1 "
      R"({"tranche": 1, "amount_idr": 100, "budget": "budget/B-2023", "line": "M"})";
  const auto rows = projections::folded(
      projections::funding(),
      {budget, item("E", 1), envelope_sp2d("E", 100), "envelope.shipped envelope/E {}",
       bank_says("transfer_returned", 1), own_sp2d, bank_says("funds_credited", 1)});
  CHECK(rows.at("B-2023:L")["returned_idr"] == 100);
  CHECK(rows.at("B-2023:L")["realised_idr"] == 0);
  CHECK(rows.at("B-2023:L")["credited_idr"] == 0);
  CHECK(rows.at("B-2023:M")["credited_idr"] == 100);
}

TEST_CASE("an envelope that was cancelled after its SP2D has paid nothing") {
  const std::vector<std::string> events = {budget, item("E", 1), envelope_sp2d("E", 100),
                                           "envelope.cancelled envelope/E {}"};
  CHECK(row_of(events)["disbursed_idr"] == 0);
}

TEST_CASE("a shipping that is taken back leaves what was credited without a line") {
  std::vector<std::string> events = {budget, item("E", 1), envelope_sp2d("E", 100),
                                     "envelope.shipped envelope/E {}",
                                     bank_says("funds_credited", 1)};
  CHECK(row_of(events)["credited_idr"] == 100);
  events.emplace_back("envelope.event_reversed@3 envelope/E {}");
  events.emplace_back(R"(envelope.correction_approved envelope/E {"correction": "5"})");
  CHECK(row_of(events)["credited_idr"] == 0);
}

TEST_CASE("any part of the sample folds to funding") {
  projections::fold_parts_of_sample(projections::funding());
}
