#include "ledger/programme/aid/budget.h"

#include <catch2/catch.hpp>

#include "tests/ledger/programme/aid/aid_desk.h"
#include "tests/ledger/programme/aid/aid_story.h"
#include "tests/support/stream_table.h"

namespace {

using support::Row;

std::string issued(const std::string& lines) {
  return R"(issued {"number": "SP DIPA-026.04.1.451139/2023", "year": 2023, "lines": [)" + lines +
         "]}";
}
const std::string cash = R"({"line": "4498.QDB.001.051.A.526312", "ceiling_idr": 5000000000})";
const std::string goods = R"({"line": "4498.QDB.001.051.A.526112", "ceiling_idr": 200000000})";

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
// Each amount under an NTPN of its own.
std::string reversed(std::int64_t amount) {
  return R"(realisation_reversed {"number": "230191301000123", "amount_idr": )" +
         std::to_string(amount) + R"(, "form": "SSPB", "billing": "820230701000001",
    "ntpn": "0A1B2C3D4E5F6)" +
         std::to_string(1000 + amount).substr(1) + R"(", "deposited_on": "2023-07-01"})";
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

TEST_CASE("I14: what is committed of a line is within its ceiling") {
  const auto line = [](std::int64_t ceiling) {
    return R"({"line": "4498.QDB.001.051.A.526312", "ceiling_idr": )" + std::to_string(ceiling) +
           "}";
  };
  const auto with = [&](std::int64_t ceiling) { return issued(line(ceiling)); };
  const Commitment second{.determination = "determination/2"};
  const std::string close_to = with(400'000'000);
  const std::vector<Row> rows = {
      {"all of it", {with(200'000'000)}, reserved({}), "ok"},
      {"one rupiah more", {with(199'999'999)}, reserved({}), "commitment_within_ceiling"},
      {"what the first left", {close_to, reserved({})}, reserved(second), "ok"},
      {"more than the first left",
       {with(399'999'999), reserved({})},
       reserved(second),
       "commitment_within_ceiling"},
      {"what was released",
       {with(200'000'000), reserved({}), released(200'000'000, {})},
       reserved(second),
       "ok"},
      {"more than was released",
       {with(200'000'000), reserved({}), released(199'999'999, {})},
       reserved(second),
       "commitment_within_ceiling"},
      {"what another line has",
       {issued(line(200'000'000) + "," + goods), reserved({})},
       reserved(second),
       "commitment_within_ceiling"},
      {"what a revision gave",
       {with(200'000'000), reserved({}), revised(1, line(400'000'000))},
       reserved(second),
       "ok"},
      {"what a revision took",
       {close_to, revised(1, line(199'999'999))},
       reserved({}),
       "commitment_within_ceiling"},
      {"the same once more, and too much",
       {with(200'000'000), reserved({})},
       reserved({}),
       "commitment_within_ceiling"},
      {"too much when the year is closed",
       {with(199'999'999), close_year},
       reserved({}),
       "commitment_within_ceiling"},
      {"a revision down to what is committed",
       {close_to, reserved({})},
       revised(1, line(200'000'000)),
       "ok"},
      {"a revision below it",
       {close_to, reserved({})},
       revised(1, line(199'999'999)),
       "commitment_within_ceiling"},
      {"a revision of another line", {close_to, reserved({})}, revised(1, goods), "ok"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
}

namespace {

// A payment on another day, of the goods.
std::string paid_on(const std::string& day, const std::string& number) {
  return "realisation_recorded at " + day + R"(T09:00:00+07:00 {"line": ")" + goods_line +
         R"(", "number": ")" + number + R"(", "amount_idr": 700, "issued_on": ")" + day +
         R"(", "purpose": "sewa"})";
}
std::string of_other(const std::string& event) { return "budget/other " + event; }
const std::string other_dipa = R"(budget/other issued {"number": "SP DIPA-026.04.1.450003/2023",
    "year": 2023, "lines": [)" +
                               goods + "]}";

}  // namespace

TEST_CASE("I18: numbers of budgets and payments are given once") {
  const std::string open = issued(cash + "," + goods), pay = realised(goods_line);
  const auto payment_of = [](const std::string& subject, const std::string& tranche,
                             const std::string& day) {
    return subject + " sp2d_issued {" + tranche +
           R"("number": "230191301000123", "amount_idr": 700, "budget": "budget/1",
      "line": "4498.QDB.001.051.A.526312", "issued_on": ")" +
           day + R"("})";
  };
  const std::string by_grant = payment_of("grant/1", R"("tranche": 1, )", "2023-05-12"),
                    by_grant_before = payment_of("grant/1", R"("tranche": 1, )", "2022-05-12"),
                    by_envelope = payment_of("envelope/1", "", "2023-05-12"),
                    by_envelope_before = payment_of("envelope/1", "", "2022-05-12");
  const std::vector<Row> rows = {
      {"a budget", {}, open, "ok"},
      {"the number of another budget", {of_other(open)}, open, "budget_number_unique"},
      {"another number", {other_dipa}, open, "ok"},
      {"a payment", {open}, pay, "ok"},
      {"the same once more", {open, pay}, pay, "sp2d_number_unique"},
      {"another payment", {open, pay}, paid_on("2023-06-30", "230191301000124"), "ok"},
      {"the number of another year",
       {open, paid_on("2022-12-31", "230191301000123")},
       paid_on("2023-01-01", "230191301000123"),
       "ok"},
      {"by another budget", {other_dipa, of_other(pay), open}, pay, "sp2d_number_unique"},
      {"by another budget in another year",
       {other_dipa, of_other(paid_on("2022-12-31", "230191301000123")), open},
       pay,
       "ok"},
      {"after all of it came back", {open, pay, reversed(700)}, pay, "sp2d_number_unique"},
      {"by a grant", {by_grant, open}, pay, "sp2d_number_unique"},
      {"by a grant in another year", {by_grant_before, open}, pay, "ok"},
      {"by an envelope", {by_envelope, open}, pay, "sp2d_number_unique"},
      {"by an envelope in another year", {by_envelope_before, open}, pay, "ok"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I18: the NTPN of a deposit is given once") {
  const std::string open = issued(cash + "," + goods), pay = realised(goods_line);
  const auto deposited = [](const std::string& ntpn) {
    return R"(realisation_reversed {"number": "230191301000123", "amount_idr": 1, "form": "SSPB",
    "billing": "820230701000001", "ntpn": ")" +
           ntpn + R"(", "deposited_on": "2023-07-01"})";
  };
  const std::string of_grant = R"(grant/1 refund_deposited {"form": "SSPB",
      "billing": "820230811465628", "ntpn": "0A1B2C3D4E5F6G7H", "amount_idr": 600000,
      "deposited_on": "2023-06-11"})";
  const std::vector<Row> rows = {
      {"the NTPN of a refund",
       {of_grant, open, pay},
       deposited("0A1B2C3D4E5F6G7H"),
       "refund_ntpn_used"},
      {"a deposit", {open, pay}, deposited("0A1B2C3D4E5F6G7H"), "ok"},
      {"its NTPN once more",
       {open, pay, deposited("0A1B2C3D4E5F6G7H")},
       deposited("0A1B2C3D4E5F6G7H"),
       "refund_ntpn_used"},
      {"another NTPN",
       {open, pay, deposited("0A1B2C3D4E5F6G7H")},
       deposited("1A1B2C3D4E5F6G7H"),
       "ok"},
      {"the NTPN of another budget",
       {other_dipa, of_other(pay), of_other(deposited("0A1B2C3D4E5F6G7H")), open,
        paid_on("2022-12-30", "230191301000123")},
       deposited("0A1B2C3D4E5F6G7H"),
       "refund_ntpn_used"},
  };
  CHECK(support::mismatches(programme::budget::stream(), rows) == std::vector<std::string>{});
}

TEST_CASE("I14: a correction of a commitment frees money or takes it") {
  using namespace aid_story;
  Desk desk;
  const std::string year = R"({"juknis": "juknis/1", "year": 2023})";
  REQUIRE(desk.record(kpa, "juknis.issued", "juknis/1", data_of(guide({}))) == "ok");
  for (const char* subject : {"determination/1", "determination/2"})
    REQUIRE(desk.record(officer, "determination.drafted", subject, year) == "ok");
  const auto commit = [](std::int64_t amount, const std::string& determination) {
    return data_of(committed("budget/1", amount, determination));
  };
  const std::uint64_t issue = desk.position(), first = issue + 1;
  REQUIRE(desk.record(kpa, "budget.issued", "budget/1", data_of(budget("budget/1", 100))) == "ok");
  const auto reserve = [&](const std::string& data) {
    return desk.record(ppk, "budget.commitment_reserved", "budget/1", data);
  };
  const auto put_right = [&](std::uint64_t position, const std::string& data) {
    return desk.correct(position, ppk, "budget.commitment_reserved", "budget/1", data);
  };
  REQUIRE(reserve(commit(60, "determination/1")) == "ok");
  CHECK(reserve(commit(50, "determination/2")) == "commitment_within_ceiling");
  CHECK(put_right(first, commit(101, "determination/1")) == "commitment_within_ceiling");
  REQUIRE(put_right(first, commit(50, "determination/1")) == "ok");
  const std::uint64_t corrected = first + 1;
  CHECK(reserve(commit(50, "determination/2")) == "ok");
  CHECK(put_right(corrected, commit(51, "determination/1")) == "commitment_within_ceiling");
  CHECK(desk.correct(issue, kpa, "budget.issued", "budget/1", data_of(budget("budget/1", 99))) ==
        "commitment_within_ceiling");
  CHECK(desk.reverse(corrected + 1, ppk, "budget/1") == "ok");
  CHECK(put_right(corrected, commit(100, "determination/1")) == "ok");
}

TEST_CASE("I18: a correction frees a number, of a payment when a second person approves") {
  using namespace aid_story;
  Desk desk;
  const Desk::By treasurer{"treasurer", "bendahara-1"}, second{"treasurer", "bendahara-2"};
  const std::string lines = data_of(issued(goods));
  const std::string other =
      R"({"number": "SP DIPA-026.04.1.450003/2023", "year": 2023, "lines": [)" + goods + "]}";
  const std::uint64_t issue = desk.position();
  REQUIRE(desk.record(kpa, "budget.issued", "budget/1", lines) == "ok");
  CHECK(desk.record(kpa, "budget.issued", "budget/2", lines) == "budget_number_unique");
  const std::uint64_t payment = desk.position();
  const auto pay = [&](const std::string& budget) {
    return desk.record(treasurer, "budget.realisation_recorded", budget,
                       data_of(realised(goods_line)));
  };
  REQUIRE(pay("budget/1") == "ok");
  REQUIRE(desk.correct(issue, kpa, "budget.issued", "budget/1", other) == "ok");
  REQUIRE(desk.record(kpa, "budget.issued", "budget/2", lines) == "ok");
  CHECK(desk.record(kpa, "budget.issued", "budget/3", other) == "budget_number_unique");
  CHECK(pay("budget/2") == "sp2d_number_unique");
  const std::string reversal = std::to_string(desk.position());
  REQUIRE(desk.reverse(payment, treasurer, "budget/1") == "ok");
  CHECK(pay("budget/2") == "sp2d_number_unique");
  REQUIRE(desk.record(second, "budget.correction_approved", "budget/1",
                      R"({"correction": ")" + reversal + "\"}") == "ok");
  CHECK(pay("budget/2") == "ok");
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
