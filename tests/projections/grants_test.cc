#include "projections/grants.h"

#include <catch2/catch.hpp>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

std::map<std::string, Json> rows_of(const std::vector<std::string>& events) {
  return projections::folded(projections::grants(), events);
}

// The row of grant/X after the papers and what is said of it.
Json row_of(std::vector<std::string> events) {
  const std::vector<std::string> papers = {
      R"(juknis.issued juknis/J {"effective_from": "2023-03-01", "report_due_days": 90})",
      R"(determination.drafted determination/D {"juknis": "juknis/J", "year": 2023})",
      R"(grant.agreement_signed grant/X {"recipient": "group/G", "determination": "determination/D",
 "number": "PKS/1", "amount_idr": 100, "ends_on": "2023-12-15"})"};
  events.insert(events.begin(), papers.begin(), papers.end());
  return rows_of(events)["X"];
}

const std::string sp2d = R"(grant.sp2d_issued grant/X {"tranche": 1, "amount_idr": 100})";
const std::string credit = R"(grant.funds_credited grant/X {"tranche": 1, "amount_idr": 100})";
const std::string returned = R"(grant.transfer_returned grant/X {"tranche": 1, "amount_idr": 100})";
const std::string tested = R"(grant.documents_tested grant/X {"tranche": 1, "passed": true})";
const std::string submitted = "grant.accountability_report_submitted grant/X {}";
const std::string shipped = "envelope.shipped envelope/E {}";

std::string item(const std::string& envelope, int number, const std::string& grant) {
  return "envelope.item_added envelope/" + envelope + R"( {"number": )" + std::to_string(number) +
         R"(, "grant": ")" + grant + R"(", "tranche": 1, "amount_idr": 100})";
}

}  // namespace

TEST_CASE("the grants of the sample come to their figures") {
  const auto rows = projections::folded_sample(projections::grants());
  REQUIRE(rows.size() == 10);
  int closed = 0, late = 0, none = 0;
  std::int64_t disbursed_idr = 0, credited_idr = 0, spent_idr = 0, refunded_idr = 0;
  for (const auto& [id, row] : rows) {
    closed += row["closed"] == true;
    late += row["report_late"] == true && row["report"] == "submitted";
    none += row["report"] == "none";
    disbursed_idr += projections::number(row["disbursed_idr"]);
    credited_idr += projections::number(row["credited_idr"]);
    spent_idr += projections::number(row["spent_idr"]);
    refunded_idr += projections::number(row["refunded_idr"]);
  }
  CHECK(closed == 7);
  CHECK(late == 2);
  CHECK(none == 1);
  CHECK(disbursed_idr == 200'000'000);
  CHECK(credited_idr == 200'000'000);
  CHECK(spent_idr == 199'400'000);
  CHECK(refunded_idr == 600'000);
}

TEST_CASE("a grant's row tells what came of it") {
  const auto rows = projections::folded_sample(projections::grants());
  const Json want = {{"id", "2023-LBK-07"},
                     {"recipient", "group/LBK-07"},
                     {"determination", "determination/2023-LBK-1"},
                     {"number", "PKS/007/TKM/V/2023"},
                     {"state", "closed"},
                     {"amount_idr", 20'000'000},
                     {"disbursed_idr", 20'000'000},
                     {"credited_idr", 20'000'000},
                     {"spent_idr", 19'400'000},
                     {"refund_due_idr", 0},
                     {"refunded_idr", 600'000},
                     {"report", "accepted"},
                     {"report_due_on", "2023-08-13"},
                     {"report_submitted_on", "2023-08-07"},
                     {"report_late", false},
                     {"overdue", false},
                     {"sanctions", 0},
                     {"closed", true}};
  CHECK(rows.at("2023-LBK-07") == want);
}

TEST_CASE("a report is due some days after the last credit and late from the day after") {
  CHECK(row_of({})["report_due_on"].is_null());
  CHECK(row_of({sp2d, "2023-06-01T16:59:59Z " + credit})["report_due_on"] == "2023-08-30");
  CHECK(row_of({sp2d, "2023-06-01T17:00:00Z " + credit})["report_due_on"] == "2023-08-31");
  const auto at = [](const std::string& time) { return row_of({credit, time + " " + submitted}); };
  CHECK(at("2023-08-30T16:59:59Z")["report_late"] == false);
  CHECK(at("2023-08-30T17:00:00Z")["report_late"] == true);
  CHECK(at("2023-08-30T17:00:00Z")["report_submitted_on"] == "2023-08-31");
  CHECK(row_of({credit})["report_late"] == false);
}

TEST_CASE("a report is due as the juknis was amended by the day of the credit") {
  const std::string amended =
      R"(juknis.amended juknis/J {"effective_from": "2023-05-01", "report_due_days": 60})";
  const std::string later =
      R"(juknis.amended juknis/J {"effective_from": "2023-07-01", "report_due_days": 30})";
  CHECK(row_of({amended, later, credit})["report_due_on"] == "2023-07-31");
  CHECK(row_of({credit, amended})["report_due_on"] == "2023-08-30");
  CHECK(row_of({R"(juknis.amended juknis/J {"effective_from": "2023-05-01", "members_max": 9})",
                credit})["report_due_on"] == "2023-08-30");
}

TEST_CASE("a report goes to and fro, and is overdue once and for all") {
  const std::string back = "grant.accountability_report_returned grant/X {}";
  const std::string overdue = "grant.accountability_report_overdue_declared grant/X {}";
  CHECK(row_of({credit, submitted, back})["report"] == "returned");
  CHECK(row_of({credit, submitted, back, submitted})["report"] == "submitted");
  const Json row = row_of({credit, overdue, submitted});
  CHECK(row["overdue"] == true);
  CHECK(row["state"] == "report_in");
}

TEST_CASE("an envelope that is shipped moves the grants that were tested, and pays them") {
  const std::vector<std::string> events = {tested, item("E", 1, "grant/X"), item("E", 2, "grant/Y"),
                                           shipped};
  CHECK(row_of({tested, item("E", 1, "grant/X")})["state"] == "tested");
  CHECK(row_of({tested, item("E", 1, "grant/X")})["disbursed_idr"] == 0);
  const Json row = row_of(events);
  CHECK(row["state"] == "sp2d");
  CHECK(row["disbursed_idr"] == 100);
  CHECK(rows_of(events)["Y"]["disbursed_idr"] == 100);
  CHECK(row_of({tested, item("E", 1, "grant/X"), shipped,
                "grant.integrity_pact_signed grant/X {}"})["state"] == "sp2d");
  CHECK(row_of({item("E", 1, "grant/X"), credit, shipped})["state"] == "in_use");
}

TEST_CASE("a transfer that came back is not disbursed until it is paid again") {
  std::vector<std::string> events = {tested, item("E", 1, "grant/X"), shipped, returned};
  CHECK(row_of(events)["state"] == "returned");
  CHECK(row_of(events)["disbursed_idr"] == 0);
  for (const std::string& event :
       {tested, item("F", 1, "grant/X"), std::string("envelope.shipped envelope/F {}")})
    events.push_back(event);
  CHECK(row_of(events)["state"] == "sp2d");
  events.push_back(credit);
  const Json row = row_of(events);
  CHECK(row["state"] == "in_use");
  CHECK(row["disbursed_idr"] == 100);
  CHECK(row["credited_idr"] == 100);
}

TEST_CASE("a shipping that is taken back takes the state and the money with it") {
  std::vector<std::string> events = {tested, item("E", 1, "grant/X"), shipped,
                                     "envelope.event_reversed@5 envelope/E {}"};
  CHECK(row_of(events)["state"] == "sp2d");  // not until it is approved
  events.emplace_back(R"(envelope.correction_approved envelope/E {"correction": "6"})");
  CHECK(row_of(events)["state"] == "tested");
  CHECK(row_of(events)["disbursed_idr"] == 0);
}

TEST_CASE("an expenditure that is corrected takes the place of what was recorded") {
  const auto spent = [](const std::string& kind, int number, int amount) {
    return "grant.expenditure_" + kind + R"( grant/X {"number": )" + std::to_string(number) +
           R"(, "amount_idr": )" + std::to_string(amount) + "}";
  };
  CHECK(row_of({spent("recorded", 1, 60), spent("recorded", 2, 30),
                spent("corrected", 1, 50)})["spent_idr"] == 80);
}

TEST_CASE("a refund is due until it is confirmed, and a termination does not close") {
  const std::string ordered = R"(grant.refund_ordered grant/X {"amount_idr": 40})";
  const std::string deposited = R"(grant.refund_deposited grant/X {"ntpn": "N", "amount_idr": 30})";
  const std::string confirmed = R"(grant.refund_confirmed grant/X {"ntpn": "N"})";
  CHECK(row_of({ordered, deposited})["refund_due_idr"] == 40);
  const Json row = row_of({ordered, deposited, confirmed, confirmed,
                           R"(grant.sanction_imposed grant/X {"kind": "warning"})",
                           "grant.agreement_terminated grant/X {}"});
  CHECK(row["refund_due_idr"] == 10);
  CHECK(row["refunded_idr"] == 30);
  CHECK(row["sanctions"] == 1);
  CHECK(row["state"] == "terminated");
  CHECK(row["closed"] == false);
}

TEST_CASE("any part of the sample folds to grants") {
  projections::fold_parts_of_sample(projections::grants());
}
