#include "ledger/programme/people/placement.h"

#include <catch2/catch.hpp>

#include "tests/support/stream_table.h"

namespace {

using programme::placement::stream;
using support::mismatches;
using support::Row;
using Mismatches = std::vector<std::string>;

// Who is matched has a card, lives and would work in the regency of the vacancy.
const std::string with_card = R"(jobseeker/P1 ak1_issued
    {"person": "person/P1", "number": "1", "issued_on": "2023-06-01", "expires_on": "2025-06-01"})";
std::string living(const std::string& region) {
  return R"(person/P1 registered
    {"nik": "3602272107729000", "name": "Rohman", "birth_date": "1972-07-21", "sex": "L",
     "region_id_card": "36.02.27.2010", "edition": "E", "phone": "+6281324155979",
     "region_domicile": ")" +
         region + "\"}";
}
std::string offered(const std::string& region, const std::string& more = "") {
  return R"(vacancy/2024-LBK-1 posted
    {"employer": "partner/koperasi-kopi", "kbji": "7514", "title": "Operator", "seats": 12,
     "wage_month_idr": 2950000, "region": ")" +
         region + "\"" + more + "}";
}
const std::string matched = R"(candidate_matched
    {"person": "person/P1", "vacancy": "vacancy/2024-LBK-1"})";
const std::string referred = R"(candidate_referred {"letter": "560/1/2024"})";
const std::string made = R"(made
    {"mechanism": "AKL", "start_on": "2024-02-01", "contract": "PKWT"})";
const std::string three = R"(confirmed {"months": 3})";
const std::string six = R"(confirmed {"months": 6})";
const std::string ended = R"(ended {"cause": "resigned", "ended_on": "2023-06-30"})";

std::vector<std::string> and_a_card(std::vector<std::string> given) {
  given.insert(given.begin(), with_card);
  return given;
}

// As mismatches(), for people with a card.
Mismatches mismatches_with_a_card(std::vector<Row> rows) {
  for (Row& row : rows) row.given = and_a_card(row.given);
  return mismatches(stream(), rows);
}

}  // namespace

TEST_CASE("placement: matched, referred, placed, confirmed") {
  const std::vector<Row> rows = {
      {"a match opens", {}, matched, "ok"},
      {"matched once", {matched}, matched, "stream_exists"},
      {"nobody to refer", {}, referred, "stream_not_open"},
      {"referred", {matched}, referred, "ok"},
      {"referred once", {matched, referred}, referred, "step_out_of_order"},
      {"not placed without a referral", {matched}, made, "step_out_of_order"},
      {"not placed out of nothing", {}, made, "stream_not_open"},
      {"placed", {matched, referred}, made, "ok"},
      {"placed once", {matched, referred, made}, made, "step_out_of_order"},
      {"not confirmed before", {matched, referred}, three, "step_out_of_order"},
  };
  CHECK(mismatches_with_a_card(rows) == Mismatches{});
}

TEST_CASE("placement: confirmations grow") {
  const std::vector<Row> rows = {
      {"three months", {matched, referred, made}, three, "ok"},
      {"then six", {matched, referred, made, three}, six, "ok"},
      {"not three again", {matched, referred, made, three}, three, "months_confirmed_already"},
      {"not back to three", {matched, referred, made, six}, three, "months_confirmed_already"},
  };
  CHECK(mismatches_with_a_card(rows) == Mismatches{});
}

TEST_CASE("placement: a rejection ends it") {
  const std::vector<Row> rows = {
      {"rejected when matched", {matched}, "candidate_rejected", "ok"},
      {"rejected when referred", {matched, referred}, "candidate_rejected", "ok"},
      {"not when placed", {matched, referred, made}, "candidate_rejected", "step_out_of_order"},
      {"not when confirmed",
       {matched, referred, made, three},
       "candidate_rejected",
       "step_out_of_order"},
      {"nobody to reject", {}, "candidate_rejected", "stream_not_open"},
      {"no referral after it", {matched, "candidate_rejected"}, referred, "step_out_of_order"},
      {"no placement after it",
       {matched, referred, "candidate_rejected"},
       made,
       "step_out_of_order"},
      {"no confirmation after it", {matched, "candidate_rejected"}, three, "step_out_of_order"},
      {"rejected once", {matched, "candidate_rejected"}, "candidate_rejected", "step_out_of_order"},
  };
  CHECK(mismatches_with_a_card(rows) == Mismatches{});
}

TEST_CASE("placement: work ends") {
  const std::string a_cause_of_the_list = R"(ended {"cause": "bored", "ended_on": "2023-06-30"})";
  const std::vector<Row> rows = {
      {"nothing to end", {}, ended, "stream_not_open"},
      {"not when matched", {matched}, ended, "step_out_of_order"},
      {"not when referred", {matched, referred}, ended, "step_out_of_order"},
      {"not when rejected", {matched, "candidate_rejected"}, ended, "step_out_of_order"},
      {"when placed", {matched, referred, made}, ended, "ok"},
      {"when confirmed", {matched, referred, made, three}, ended, "ok"},
      {"ended once", {matched, referred, made, ended}, ended, "step_out_of_order"},
      {"no confirmation after it", {matched, referred, made, ended}, three, "step_out_of_order"},
      {"no referral after it", {matched, referred, made, ended}, referred, "step_out_of_order"},
      {"not placed again after it", {matched, referred, made, ended}, made, "step_out_of_order"},
      {"no rejection after it",
       {matched, referred, made, ended},
       "candidate_rejected",
       "step_out_of_order"},
      {"a cause of the list",
       {matched, referred, made},
       a_cause_of_the_list,
       "placement.ended: /data/cause must be one of resigned, contract_end, dismissed, moved, "
       "deceased, other"},
  };
  CHECK(mismatches_with_a_card(rows) == Mismatches{});
}

TEST_CASE("placement: a closed vacancy takes no new candidate") {
  const std::string posted = R"(vacancy/2024-LBK-1 posted
    {"employer": "partner/koperasi-kopi", "kbji": "7514", "title": "Operator", "seats": 12,
     "wage_month_idr": 2950000, "region": "36.02.27"})";
  const std::string closed = "vacancy/2024-LBK-1 closed";
  const std::string another_closed = "vacancy/2024-LBK-2 closed";
  const std::vector<Row> rows = {
      {"an open one", {posted}, matched, "ok"},
      {"a closed one", {posted, closed}, matched, "vacancy_closed"},
      {"another is closed", {posted, another_closed}, matched, "ok"},
      {"who was matched before goes on", {posted, matched, closed}, referred, "ok"},
      {"and is placed", {posted, matched, closed, referred}, made, "ok"},
  };
  CHECK(mismatches_with_a_card(rows) == Mismatches{});
}

TEST_CASE("placement: I29 who is matched and placed has a valid card") {
  const std::string expired = R"(jobseeker/P1 ak1_issued
    {"person": "person/P1", "number": "1", "issued_on": "2021-06-30", "expires_on": "2023-06-30"})";
  const std::string expires_today = R"(jobseeker/P1 ak1_issued
    {"person": "person/P1", "number": "1", "issued_on": "2023-06-01", "expires_on": "2023-07-01"})";
  const std::string of_another = R"(jobseeker/P1 ak1_issued
    {"person": "person/P2", "number": "1", "issued_on": "2023-06-01", "expires_on": "2025-06-01"})";
  const std::string second_card = R"(jobseeker/P1-2 ak1_issued
    {"person": "person/P1", "number": "2", "issued_on": "2023-07-01", "expires_on": "2025-07-01"})";
  const std::string reported = R"(jobseeker/P1 ak1_reported {"reported_on": "2023-12-01"})";
  const std::string no = "placement_needs_valid_ak1";
  const std::string made_later = "made at 2023-12-02T00:30:00+07:00" + made.substr(4);
  const std::string made_in_time = "made at 2023-12-01T23:30:00+07:00" + made.substr(4);
  std::string own_business = made_later;
  own_business.replace(own_business.find("AKL"), 3, "WIRAUSAHA");
  const std::vector<Row> rows = {
      {"no card", {}, matched, no},
      {"a card", {with_card}, matched, "ok"},
      {"one that ran out yesterday", {expired}, matched, no},
      {"one that runs out today", {expires_today}, matched, "ok"},
      {"one of another person", {of_another}, matched, no},
      {"a second one", {expired, second_card}, matched, "ok"},
      {"the day before it was issued",
       {with_card},
       "candidate_matched at 2023-05-31T23:00:00+07:00" + matched.substr(17),
       no},
      {"six months without a report", {with_card, matched, referred}, made_in_time, "ok"},
      {"and a day", {with_card, matched, referred}, made_later, no},
      {"with a report", {with_card, matched, referred, reported}, made_later, "ok"},
      {"one's own business is a flag", {with_card, matched, referred}, own_business, "ok"},
      {"before the order of steps", {with_card, matched}, made_later, no},
      {"nobody was matched", {}, made, "stream_not_open"},
      {"before a vacancy that is closed",
       {offered("36.02.27"), "vacancy/2024-LBK-1 closed"},
       matched,
       no},
  };
  CHECK(mismatches(stream(), rows) == Mismatches{});
}

TEST_CASE("placement: I30 the mechanism fits origin and workplace") {
  const auto made_by = [](const std::string& mechanism) {
    std::string out = made;
    return out.replace(out.find("AKL"), 3, mechanism);
  };
  const std::string moved = R"(person/P1 domicile_changed
    {"region": "32.02.10.2003", "edition": "E", "moved_on": "2023-06-12"})";
  const std::string abroad = R"(, "country": "MY")", at_home = R"(, "country": "ID")";
  const std::string no = "mechanism_fits_workplace";
  const auto given = [](const std::string& lives, const std::string& works,
                        const std::string& more = "") {
    return std::vector<std::string>{living(lives), offered(works, more), matched, referred};
  };
  auto after_moving = given("36.02.27.2010", "32.01");
  after_moving.insert(after_moving.begin() + 1, moved);
  const std::vector<Row> rows = {
      {"AKL in the village", given("36.02.27.2010", "36.02.27"), made_by("AKL"), "ok"},
      {"AKL in another regency of the province", given("36.02.27.2010", "36.71"), made_by("AKL"),
       "ok"},
      {"AKL in another province", given("36.02.27.2010", "32.01"), made_by("AKL"), no},
      {"AKL where he has moved to", after_moving, made_by("AKL"), "ok"},
      {"AKAD where he has moved to", after_moving, made_by("AKAD"), no},
      {"AKAD in another province", given("36.02.27.2010", "32.01"), made_by("AKAD"), "ok"},
      {"AKAD in the province", given("36.02.27.2010", "36.71"), made_by("AKAD"), no},
      {"AKAN at home", given("36.02.27.2010", "36.02.27"), made_by("AKAN"), no},
      {"AKAN in another province", given("36.02.27.2010", "32.01", at_home), made_by("AKAN"), no},
      {"AKAN abroad", given("36.02.27.2010", "36.02.27", abroad), made_by("AKAN"), "ok"},
      {"AKL abroad", given("36.02.27.2010", "36.02.27", abroad), made_by("AKL"), no},
      {"AKAD abroad", given("36.02.27.2010", "32.01", abroad), made_by("AKAD"), no},
      {"one's own business anywhere", given("36.02.27.2010", "32.01"), made_by("WIRAUSAHA"), "ok"},
      {"somewhere in the country", given("36.02.27.2010", "00"), made_by("AKAD"), "ok"},
  };
  CHECK(mismatches_with_a_card(rows) == Mismatches{});
}

TEST_CASE("placement: the statuses along its way") {
  using support::status_after;
  CHECK(status_after(stream(), and_a_card({matched})) == "matched");
  CHECK(status_after(stream(), and_a_card({matched, referred})) == "referred");
  CHECK(status_after(stream(), and_a_card({matched, referred, made})) == "placed");
  CHECK(status_after(stream(), and_a_card({matched, referred, made, three, six})) == "confirmed");
  CHECK(status_after(stream(), and_a_card({matched, "candidate_rejected"})) == "rejected");
  CHECK(status_after(stream(), and_a_card({matched, referred, made, ended})) == "ended");
  CHECK(status_after(stream(), and_a_card({matched, referred, made, three, ended})) == "ended");
}

TEST_CASE("placement: the sample is accepted in its order") {
  CHECK(support::play_sample({&stream()}) == Mismatches{});
}

TEST_CASE("placement: apply takes events in any order") {
  CHECK(support::apply_sample_in_disorder({&stream()}) > 0);
}
