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
  CHECK(support::status_after(programme::budget::stream(), {open, reserved({})}) == "issued");
}

TEST_CASE("the sample's budgets play through") {
  CHECK(support::play_sample({&programme::budget::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::budget::stream()}) == 2 * 2);
}
