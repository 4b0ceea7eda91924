#include "ledger/programme/aid/grant_terms.h"

#include <catch2/catch.hpp>

#include "tests/ledger/programme/aid/grant_story.h"
#include "tests/support/stream_table.h"

namespace {

using namespace grant_story;
using support::Row;

void check(const std::vector<Row>& rows) {
  CHECK(support::mismatches(programme::grant::stream(), rows) == Events{});
}

constexpr std::int64_t all = 20'000'000;
const std::string third = "person/3";

// The juknis wants two or three members; the group has two.
const Events papers = Events{guide()} + decree_for("group/1");
const Events three = people + join(third) + say_yes(third);
const Events one = people + leave("person/2");
const Events four = three + join("person/4") + say_yes("person/4");

Events to_spm(const Events& before) { return before + agree + request(1) + test(1); }

}  // namespace

TEST_CASE("a group has as many members as the juknis says when the agreement is signed") {
  check({
      {"the least", papers + people, agree, "ok"},
      {"the most", papers + three, agree, "ok"},
      {"one fewer", papers + one, agree, "grant_members_within_juknis"},
      {"one more", papers + four, agree, "grant_members_within_juknis"},
      {"a person has none", Events{guide()} + decree_for("person/1"), agreed_with("person/1"),
       "ok"},
      {"no chair", papers + Events{join("person/1"), join("person/2")}, agree,
       "grant_group_has_one_leader"},
      {"two chairs", papers + people + join(third, "chair"), agree, "grant_group_has_one_leader"},
      {"all have confirmed", papers + three, agree, "ok"},
      {"one has not confirmed", papers + people + join(third), agree,
       "agreement_needs_confirmed_members"},
      {"who came again has to confirm again", papers + three + leave(third) + join(third), agree,
       "agreement_needs_confirmed_members"},
  });
}

TEST_CASE("members and account are asked for again at each payment") {
  const Events to_test = to_spm(around), to_sp2d = to_test + spm(1);
  const std::string changed = account_of("changed");
  check({
      {"SPM", to_test, spm(1), "ok"},
      {"SP2D", to_sp2d, sp2d(1), "ok"},
      {"SPM for one who is left alone", to_test + leave("person/2"), spm(1),
       "grant_members_within_juknis"},
      {"SP2D for one who is left alone", to_sp2d + leave("person/2"), sp2d(1),
       "grant_members_within_juknis"},
      {"SP2D without a chair", to_sp2d + join(third) + leave("person/1"), sp2d(1),
       "grant_group_has_one_leader"},
      {"a member who has not confirmed yet", to_sp2d + join(third), sp2d(1), "ok"},
      {"no account", to_spm(papers + people), spm(1), "payment_needs_verified_account"},
      {"an account that nobody verified", to_spm(papers + people + account_of("registered")),
       spm(1), "payment_needs_verified_account"},
      {"an account of another holder", to_spm(around + verify(false)), spm(1),
       "payment_needs_verified_account"},
      {"SPM to a changed account", to_test + changed, spm(1), "payment_needs_verified_account"},
      {"SP2D to a changed account", to_sp2d + changed, sp2d(1), "payment_needs_verified_account"},
      {"SP2D to one that was verified", to_sp2d + changed + verify(), sp2d(1), "ok"},
  });
}

TEST_CASE("an account to which a transfer came back is verified anew before it is paid again") {
  const Events returned = to_spm(around) + spm(1) + sp2d(1) + back(1) + test(1);
  check({
      {"at once", returned, spm(1, all, 4), "payment_needs_verified_account"},
      {"verified", returned + verify(), spm(1, all, 4), "ok"},
      {"changed and not verified", returned + verify() + account_of("changed"), spm(1, all, 4),
       "payment_needs_verified_account"},
  });
}

TEST_CASE("an agreement follows a determination that is signed and ratified") {
  const Events draft = Events{guide()} + drafted + list("group/1");
  check({
      {"ratified", draft + sign + ratify, agree, "ok"},
      {"signed", draft + sign, agree, "agreement_needs_ratified_determination"},
      {"drafted", draft, agree, "agreement_needs_ratified_determination"},
      {"revoked", draft + sign + ratify + std::string("determination/1 revoked"), agree,
       "agreement_needs_ratified_determination"},
  });
}

TEST_CASE("an agreement is of the amount that is listed for its recipient, within the juknis") {
  const auto listed = [](std::int64_t amount) {
    return Events{guide()} + decree_for("group/1", amount);
  };
  const auto agreed = [](std::int64_t amount) { return agreed_with("group/1", amount); };
  check({
      {"as listed", listed(all), agreed(all), "ok"},
      {"a rupiah more", listed(all), agreed(all + 1), "agreement_is_amount_listed"},
      {"a rupiah less", listed(all), agreed(all - 1), "agreement_is_amount_listed"},
      {"another recipient", listed(all), agreed_with("group/2"), "agreement_is_amount_listed"},
      {"one who was struck",
       listed(all) + R"(determination/1 recipient_struck {"proposal": "proposal/1"})", agreed(all),
       "agreement_is_amount_listed"},
      {"the least", listed(10'000'000), agreed(10'000'000), "ok"},
      {"below the least", listed(9'999'999), agreed(9'999'999), "agreement_within_juknis"},
      {"the most", listed(40'000'000), agreed(40'000'000), "ok"},
      {"above the most", listed(40'000'001), agreed(40'000'001), "agreement_within_juknis"},
  });
}

TEST_CASE("buildings and infrastructure from Rp100,000,000 on are paid 70 and 30 %") {
  constexpr std::int64_t limit = 100'000'000;
  const auto under = [](const std::string& scheme, const std::vector<int>& shares,
                        std::int64_t amount) {
    return Events{guide(scheme, shares, 500'000'000)} + decree_for("group/1", amount);
  };
  const auto agreed = [](std::int64_t amount) { return agreed_with("group/1", amount); };
  const std::string building = "BLKK_GEDUNG", road = "PADAT_KARYA_INFRA";
  check({
      {"a building", under(building, {7000, 3000}, limit), agreed(limit), "ok"},
      {"at once", under(building, {10000}, limit), agreed(limit), "large_works_in_two_tranches"},
      {"60 and 40", under(building, {6000, 4000}, limit), agreed(limit),
       "large_works_in_two_tranches"},
      {"a rupiah below", under(building, {10000}, limit - 1), agreed(limit - 1), "ok"},
      {"a road at once", under(road, {10000}, limit), agreed(limit), "large_works_in_two_tranches"},
      {"no building", under("TKM_LANJUTAN", {10000}, limit), agreed(limit), "ok"},
  });
}

TEST_CASE("a tranche is one that the juknis sets, of no more than its share") {
  const Events single = Events{guide()} + decree_for("group/1") + agree;
  const Events two = Events{guide("BLKK_GEDUNG", {7000, 3000}, 500'000'000)} +
                     decree_for("group/1", 100'000'001) + agreed_with("group/1", 100'000'001);
  const Events paid = two + request(1, 70'000'000) + test(1) + spm(1, 70'000'000, 3, "526123") +
                      sp2d(1, 70'000'000) + credit(1, 70'000'000);
  check({
      {"all in one", single, request(1), "ok"},
      {"less than all", single, request(1, all - 1), "ok"},
      {"a rupiah more", single, request(1, all + 1), "tranche_as_juknis_says"},
      {"a second of one", single, request(2), "tranche_as_juknis_says"},
      {"the first of two", two, request(1, 70'000'001), "ok"},
      {"more than 70 %", two, request(1, 70'000'002), "tranche_as_juknis_says"},
      {"all at once", two, request(1, 100'000'001), "tranche_as_juknis_says"},
      {"the second before progress", paid, request(2, 30'000'000), "later_tranche_needs_progress"},
      {"at 49 %", paid + progress(49), request(2, 30'000'000), "later_tranche_needs_progress"},
      {"at 50 %", paid + progress(50), request(2, 30'000'000), "ok"},
      {"at 50 % that were taken back", paid + progress(50) + progress(40), request(2, 30'000'000),
       "later_tranche_needs_progress"},
      {"before the first", two + progress(50), request(2, 30'000'000),
       "later_tranche_needs_progress"},
      {"a third", paid + progress(50), request(3, 1), "tranche_as_juknis_says"},
  });
}

TEST_CASE("an SPM is charged to the account of its scheme") {
  const auto under = [](const std::string& scheme) {
    return Events{guide(scheme)} + decree_for("group/1") + people + banked + agree + request(1) +
           test(1);
  };
  const auto to = [](const std::string& account) { return spm(1, all, 3, account); };
  check({
      {"money aid", under("TKM_PEMULA"), to("526312"), "ok"},
      {"money aid as a building", under("TKM_PEMULA"), to("526123"), "spm_account_of_scheme"},
      {"money aid as other goods", under("TKM_PEMULA"), to("521219"), "spm_account_of_scheme"},
      {"a building", under("BLKK_GEDUNG"), to("526123"), "ok"},
      {"a building as money aid", under("BLKK_GEDUNG"), to("526312"), "spm_account_of_scheme"},
      {"infrastructure", under("PADAT_KARYA_INFRA"), to("526312"), "ok"},
      {"infrastructure as a building", under("PADAT_KARYA_INFRA"), to("526123"), "ok"},
      {"equipment", under("PADAT_KARYA_INFRA"), to("526112"), "spm_account_of_scheme"},
  });
}

TEST_CASE("the number of an agreement is given once in a year") {
  const std::string number = "PKS/001/TKM/V/2023";
  const Events other = {at("grant/2", agreed_with("group/2", all, number))};
  const auto agreed = [&](const std::string& with, const std::string& at) {
    return agreed_with("group/1", all, with, at);
  };
  check({
      {"again", other, agreed(number, ""), "agreement_number_unique"},
      {"another", other, agreed("PKS/002/TKM/V/2023", ""), "ok"},
      {"in the next year", other, agreed(number, "at 2024-01-01T00:00:00+07:00 "), "ok"},
      {"in the same year in WIB", other, agreed(number, "at 2024-01-01T01:00:00+09:00 "),
       "agreement_number_unique"},
  });
}

TEST_CASE("a new grant follows when every earlier one of the recipient is accounted for") {
  const std::string again = agreed_with("group/1", all, "PKS/003/TKM/V/2023");
  const auto before = [](const Events& road) { return at("grant/1", road); };
  check({
      {"none", {}, again, "ok"},
      {"one in use", before(in_use), again, "agreement_needs_earlier_grants_accounted"},
      {"one agreed", before(agreed), again, "agreement_needs_earlier_grants_accounted"},
      {"one with a report", before(reported), again, "agreement_needs_earlier_grants_accounted"},
      {"one accepted", before(accepted), again, "ok"},
      {"one closed", before(closed), again, "ok"},
      {"one invited", before({brief}), again, "ok"},
      {"one terminated", before(in_use + terminate), again,
       "agreement_needs_earlier_grants_accounted"},
      {"one terminated and closed", before(in_use + terminate + close_account), again, "ok"},
      {"one closed with a refund that is due",
       before(in_use + terminate + order_of(all, "breach") + close_account), again,
       "agreement_needs_earlier_grants_accounted"},
      {"one of another", at("grant/1", Events{agreed_with("group/2")}), again, "ok"},
      {"two, of which one is open",
       before(closed) + at("grant/2", renumbered(agreed, "PKS/001", "PKS/002")), again,
       "agreement_needs_earlier_grants_accounted"},
  });
}
