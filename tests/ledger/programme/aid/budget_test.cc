#include "ledger/programme/aid/budget.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using support::Row;

std::string issued(const std::string& lines) {
  return R"(issued {"number": "SP DIPA-026.04.1.451139/2023", "year": 2023, "lines": [)" + lines +
         "]}";
}
const std::string cash = R"({"line": "4498.QDB.001.051.A.526312", "ceiling_idr": 5000000000})";
const std::string goods = R"({"line": "4498.QDB.001.051.A.526112", "ceiling_idr": 1000})";

struct Commitment {
  std::string line = "4498.QDB.001.051.A.526312", determination = "determination/1";
};
std::string reserved(const Commitment& commitment) {
  return R"(commitment_reserved {"line": ")" + commitment.line + R"(", "determination": ")" +
         commitment.determination + R"(", "amount_idr": 200000000})";
}

std::string released(std::int64_t amount, const Commitment& commitment) {
  return R"(commitment_released {"line": ")" + commitment.line + R"(", "determination": ")" +
         commitment.determination + R"(", "amount_idr": )" + std::to_string(amount) + "}";
}
std::string revised(int revision, const std::string& lines) {
  return R"(revised {"revision": )" + std::to_string(revision) + R"(, "lines": [)" + lines + "]}";
}
std::string realised(const std::string& line) {
  return R"(realisation_recorded {"line": ")" + line +
         R"(", "number": "230191301000123", "amount_idr": 700, "issued_on": "2023-06-30",
    "purpose": "belanja bahan rembuk"})";
}
std::string reversed(std::int64_t amount) {
  return R"(realisation_reversed {"number": "230191301000123", "amount_idr": )" +
         std::to_string(amount) + R"(, "form": "SSPB", "billing": "820230701000001",
    "ntpn": "0A1B2C3D4E5F6G7H", "deposited_on": "2023-07-01"})";
}
const std::string cash_line = "4498.QDB.001.051.A.526312";
const std::string goods_line = "4498.QDB.001.051.A.526112";
const std::string other_line = "4498.QDB.001.051.B.526312";
const std::string close_year = "fiscal_year_closed";

}  // namespace

TEST_CASE("commitments are reserved on lines that the budget has, once for a determination") {
  const std::string open = issued(cash + "," + goods);
  const std::vector<Row> rows = {
      {"issued", {}, open, "ok"},
      {"issued twice", {open}, open, "stream_exists"},
      {"a line twice", {}, issued(cash + "," + cash), "budget_line_repeated"},
      {"reserved", {open}, reserved({}), "ok"},
      {"reserved before the budget", {}, reserved({}), "stream_not_open"},
      {"a line of another budget",
       {open},
       reserved({.line = "4498.QDB.001.051.B.526312"}),
       "budget_line_unknown"},
      {"the same once more", {open, reserved({})}, reserved({}), "commitment_exists"},
      {"the same determination on another line",
       {open, reserved({})},
       reserved({.line = "4498.QDB.001.051.A.526112"}),
       "ok"},
      {"another determination on the same line",
       {open, reserved({})},
       reserved({.determination = "determination/2"}),
       "ok"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::budget::stream(), {open}) == "issued");
  CHECK(support::status_after(programme::budget::stream(), {open, reserved({})}) == "open");
}

TEST_CASE("of a commitment as much is released as is reserved") {
  const std::string open = issued(cash + "," + goods);
  const std::vector<Row> rows = {
      {"a part", {open, reserved({})}, released(50'000'000, {}), "ok"},
      {"all of it", {open, reserved({})}, released(200'000'000, {}), "ok"},
      {"more", {open, reserved({})}, released(200'000'001, {}), "release_above_commitment"},
      {"more than is left",
       {open, reserved({}), released(150'000'000, {})},
       released(50'000'001, {}),
       "release_above_commitment"},
      {"what is left", {open, reserved({}), released(1, {})}, released(199'999'999, {}), "ok"},
      {"before the budget", {}, released(1, {}), "stream_not_open"},
      {"never reserved", {open}, released(1, {}), "commitment_unknown"},
      {"of another determination",
       {open, reserved({})},
       released(1, {.determination = "determination/2"}),
       "commitment_unknown"},
      {"of another line",
       {open, reserved({})},
       released(1, {.line = goods_line}),
       "commitment_unknown"},
      {"of a line of another budget",
       {open, reserved({})},
       released(1, {.line = other_line}),
       "budget_line_unknown"},
      {"nothing is left",
       {open, reserved({}), released(200'000'000, {})},
       released(1, {}),
       "commitment_unknown"},
      {"reserved anew, a part is left",
       {open, reserved({}), released(1, {})},
       reserved({}),
       "commitment_exists"},
      {"reserved anew, nothing is left",
       {open, reserved({}), released(200'000'000, {})},
       reserved({}),
       "ok"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("a revision gives lines a new ceiling, and may bring new ones") {
  const std::string open = issued(cash);
  const std::vector<Row> rows = {
      {"revised", {open}, revised(1, cash), "ok"},
      {"before the budget", {}, revised(1, cash), "stream_not_open"},
      {"the next", {open, revised(1, cash)}, revised(2, cash), "ok"},
      {"one was passed over", {open, revised(1, cash)}, revised(3, cash), "ok"},
      {"the same number", {open, revised(1, cash)}, revised(1, goods), "budget_revision_not_new"},
      {"an earlier number", {open, revised(2, cash)}, revised(1, cash), "budget_revision_not_new"},
      {"a line twice", {open}, revised(1, goods + "," + goods), "budget_line_repeated"},
      {"a new line is there", {open, revised(1, goods)}, reserved({.line = goods_line}), "ok"},
      {"the old ones stay", {open, revised(1, goods)}, reserved({}), "ok"},
      {"an open one", {open, reserved({})}, revised(1, cash), "ok"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::budget::stream(), {open, revised(1, cash)}) == "issued");
}

TEST_CASE("a payment outside grants is recorded on a line, and comes back up to what it was") {
  const std::string open = issued(cash + "," + goods), pay = realised(goods_line);
  const std::vector<Row> rows = {
      {"paid", {open}, pay, "ok"},
      {"before the budget", {}, pay, "stream_not_open"},
      {"on a line of another budget", {open}, realised(other_line), "budget_line_unknown"},
      {"a part came back", {open, pay}, reversed(200), "ok"},
      {"all of it", {open, pay}, reversed(700), "ok"},
      {"more", {open, pay}, reversed(701), "reversal_above_realisation"},
      {"more than is out", {open, pay, reversed(200)}, reversed(501), "reversal_above_realisation"},
      {"what is out", {open, pay, reversed(200)}, reversed(500), "ok"},
      {"never paid", {open}, reversed(1), "realisation_unknown"},
      {"back before the budget", {}, reversed(1), "stream_not_open"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::budget::stream(), {open, pay}) == "open");
  CHECK(support::status_after(programme::budget::stream(), {open, pay, reversed(7)}) == "open");
}

TEST_CASE("after the end of its year a budget takes nothing more") {
  const std::string open = issued(cash + "," + goods), pay = realised(goods_line);
  const std::vector<Row> rows = {
      {"closed", {open, reserved({})}, close_year, "ok"},
      {"closed, never used", {open}, close_year, "ok"},
      {"before the budget", {}, close_year, "stream_not_open"},
      {"twice", {open, close_year}, close_year, "step_out_of_order"},
      {"issued", {open, close_year}, open, "stream_exists"},
      {"reserved", {open, close_year}, reserved({}), "step_out_of_order"},
      {"released", {open, reserved({}), close_year}, released(1, {}), "step_out_of_order"},
      {"revised", {open, close_year}, revised(1, cash), "step_out_of_order"},
      {"paid", {open, close_year}, pay, "step_out_of_order"},
      {"came back", {open, pay, close_year}, reversed(1), "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::budget::stream(), {open, close_year}) == "closed");
}

TEST_CASE("a correction of a payment needs a second person") {
  std::string needing;
  for (const auto& type : programme::budget::stream().events)
    if (type->four_eyes) needing += type->name + "\n";
  CHECK(needing == "budget.realisation_recorded\nbudget.realisation_reversed\n");
}

TEST_CASE("the sample's budgets play through") {
  CHECK(support::play_sample({&programme::budget::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::budget::stream()}) == 2 * 2);
}
