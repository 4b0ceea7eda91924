#include <catch2/catch.hpp>

#include "ledger/programme/aid/grant.h"
#include "tests/ledger/programme/aid/grant_story.h"
#include "tests/support/stream_table.h"

namespace {

using namespace grant_story;
using programme::grant::State;
using support::Row;

void check(const std::vector<Row>& rows) {
  CHECK(support::mismatches(programme::grant::stream(), rows) == Events{});
}
std::string status(const Events& given) {
  return support::status_after(programme::grant::stream(), given);
}

constexpr std::int64_t all = 20'000'000;
const Events open_envelope = at("envelope/1", envelope_for({"grant/one"}));
const Events shipped = tested + open_envelope + at("envelope/1", ship);

}  // namespace

TEST_CASE("an SPM that the KPPN rejects puts its tranche back before the request") {
  const Events rejected = ordered + reject(1);
  check({
      {"rejected", ordered, reject(1), "ok"},
      {"rejected before it was issued", tested, reject(1), "step_out_of_order"},
      {"rejected after the SP2D", sent, reject(1), "step_out_of_order"},
      {"rejected twice", rejected, reject(1), "step_out_of_order"},
      {"another number", ordered, reject(1, "00124T"), "spm_number_differs"},
      {"an unknown tranche", ordered, reject(2), "tranche_unknown"},
      {"SP2D after it", rejected, sp2d(1), "sp2d_needs_spm"},
      {"the tranche anew", rejected, request(1), "ok"},
      {"its next SPM", rejected + request(1) + test(1), spm(1), "ok"},
  });
  CHECK(status(rejected) == "agreed");
}

TEST_CASE("a transfer that came back is paid again") {
  const Events returned = sent + back(1),
               again = returned + test(1) + spm(1, all, 4) + sp2d(1, all, 2);
  check({
      {"back", sent, back(1), "ok"},
      {"back before the SP2D", ordered, back(1), "step_out_of_order"},
      {"back after the credit", in_use, back(1), "step_out_of_order"},
      {"back twice", returned, back(1), "step_out_of_order"},
      {"an unknown tranche", sent, back(2), "tranche_unknown"},
      {"credited though it came back", returned, credit(1), "step_out_of_order"},
      {"tested anew", returned, test(1), "ok"},
      {"requested anew", returned, request(1), "ok"},
      {"another tranche first", returned, request(2), "later_tranche_needs_progress"},
      {"another after a failed test", returned + fail(1), request(2),
       "later_tranche_needs_progress"},
      {"requested after a failed test", returned + fail(1), request(1), "ok"},
      {"SPM without a test", returned, spm(1), "spm_needs_tested_documents"},
      {"credited at last", again, credit(1), "ok"},
      {"back once more", again, back(1), "ok"},
      {"credited twice", again + credit(1), credit(1), "step_out_of_order"},
      {"a second tranche then", again + credit(1) + progress(50), request(2), "ok"},
      {"a tranche that was paid", again + credit(1), request(1), "tranche_paid"},
  });
  CHECK(status(returned) == "returned");
  CHECK(status(returned + request(1)) == "requested");
  CHECK(status(returned + test(1)) == "tested");
  CHECK(status(returned + fail(1)) == "agreed");
  CHECK(status(again + credit(1)) == "in_use");
}

TEST_CASE("a shipped envelope moves a tested grant to SP2D") {
  CHECK(status(tested + open_envelope) == "tested");
  CHECK(status(shipped) == "sp2d");
  CHECK(status(shipped + credit(1)) == "in_use");
  CHECK(status(shipped + back(1)) == "returned");
  CHECK(status(shipped + back(1) + test(1)) == "tested");
  check({
      {"credited before the shipping", tested + open_envelope, credit(1), "step_out_of_order"},
      {"credited", shipped, credit(1), "ok"},
      {"back", shipped, back(1), "ok"},
      {"credited twice", shipped + credit(1), credit(1), "step_out_of_order"},
      {"back after the credit", shipped + credit(1), back(1), "step_out_of_order"},
      {"an SPM of its own", shipped, spm(1), "step_out_of_order"},
      {"an unknown tranche", shipped, credit(2), "tranche_unknown"},
      {"expenditure on the way", shipped, spend(1), "expenditure_after_credit"},
      {"a grant that was not tested", requested + open_envelope + at("envelope/1", ship), credit(1),
       "step_out_of_order"},
      {"an item for another tranche",
       in_use + progress(50) + request(2) + test(2) + open_envelope + at("envelope/1", ship),
       credit(2), "step_out_of_order"},
  });
}

TEST_CASE("a grant has an order of its own only where no envelope waits with it") {
  const Events held = tested + open_envelope,
               cancelled = held + at("envelope/1", std::string("cancelled"));
  check({
      {"SPP", held, spp(1), "tranche_in_envelope"},
      {"SPM", held, spm(1), "tranche_in_envelope"},
      {"SPM after the envelope was cancelled", cancelled, spm(1), "ok"},
      {"SPM of another tranche", in_use + progress(50) + request(2) + test(2) + open_envelope,
       spm(2, all, 4), "ok"},
  });
}

TEST_CASE("what an envelope paid and came back is paid again by either road") {
  const Events waiting = shipped + back(1) + test(1);
  const Events second = waiting + at("envelope/2", envelope_for({"grant/one"})),
               by_envelope = second + at("envelope/2", ship),
               by_itself = waiting + spm(1) + sp2d(1);
  const Events first_itself = sent + back(1) + test(1) + open_envelope;
  CHECK(status(waiting) == "tested");
  CHECK(status(second) == "tested");
  CHECK(status(by_envelope) == "sp2d");
  CHECK(status(by_envelope + credit(1)) == "in_use");
  CHECK(status(by_itself) == "sp2d");
  CHECK(status(by_itself + credit(1)) == "in_use");
  CHECK(status(by_itself + back(1) + test(1)) == "tested");
  CHECK(status(first_itself) == "tested");
  CHECK(status(first_itself + at("envelope/1", ship)) == "sp2d");
  check({
      {"credited before it is paid again", waiting, credit(1), "step_out_of_order"},
      {"credited before the second shipping", second, credit(1), "step_out_of_order"},
      {"credited by the second", by_envelope, credit(1), "ok"},
      {"back from the second", by_envelope, back(1), "ok"},
      {"credited by its own order", by_itself, credit(1), "ok"},
      {"credited twice", by_envelope + credit(1), credit(1), "step_out_of_order"},
      {"by an envelope after its own", first_itself + at("envelope/1", ship), credit(1), "ok"},
  });
}

TEST_CASE("of a terminated grant the bank still says what became of a transfer") {
  const Events own = sent + terminate, enveloped = shipped + terminate;
  for (const Events& given : {own, enveloped}) {
    check({
        {"credited", given, credit(1), "ok"},
        {"back", given, back(1), "ok"},
        {"credited twice", given + credit(1), credit(1), "payment_not_under_way"},
        {"credited though it came back", given + back(1), credit(1), "payment_not_under_way"},
        {"tested anew", given + back(1), test(1), "step_out_of_order"},
    });
    CHECK(status(given + credit(1)) == "terminated");
    CHECK(status(given + back(1)) == "terminated");
  }
  check({{"never on its way", in_use + terminate, credit(1), "payment_not_under_way"},
         {"never requested", agreed + terminate, credit(1), "tranche_unknown"}});
}

TEST_CASE("funds are withdrawn once they are there") {
  check({
      {"before the credit", sent, withdraw(), "funds_not_credited"},
      {"after a return", sent + back(1), withdraw(), "funds_not_credited"},
      {"after the credit", in_use, withdraw(), "ok"},
      {"by somebody", in_use, withdraw(R"(, "person": "person/1")"), "ok"},
      {"once more", in_use + withdraw(), withdraw(), "ok"},
      {"while a second tranche is under way", second_half, withdraw(), "ok"},
      {"after the termination", in_use + terminate, withdraw(), "ok"},
      {"after the end", closed, withdraw(), "step_out_of_order"},
  });
}

TEST_CASE("a grant knows its amounts") {
  const auto held = support::state_after(programme::grant::stream(),
                                         sent + back(1) + test(1) + spm(1, all, 4) +
                                             sp2d(1, all, 2) + credit(1) + withdraw() + withdraw(),
                                         "grant/one");
  const State& state = *programme::own<State>(&held);
  CHECK(state.agreed_idr == 20'000'000);
  CHECK(state.sp2d_idr == 40'000'000);
  CHECK(state.returned_idr == 20'000'000);
  CHECK(state.credited_idr == 20'000'000);
  CHECK(state.withdrawn_idr == 10'000'000);
  const programme::grant::Tranche& tranche = state.tranches.at(1);
  CHECK(tranche.requested_idr == 20'000'000);
  CHECK(tranche.spm == "00124T");
  CHECK(tranche.spm_idr == 20'000'000);
  CHECK(tranche.sp2d == "231751330004002");
  CHECK(tranche.credited_idr == 20'000'000);
  CHECK(tranche.returned_idr == 20'000'000);
  CHECK(tranche.credited);
  CHECK_FALSE(tranche.returned);
}

TEST_CASE("an SP2D is of its SPM's amount, and all of them are within the grant") {
  const Events second = second_half + test(2) + spm(2, half, 4),
               above = second_half + test(2) + spm(2, half + 1, 4);
  const Events again = sent + back(1) + test(1) + spm(1, all, 4);
  check({
      {"the amount of the SPM", ordered, sp2d(1), "ok"},
      {"a rupiah more", ordered, sp2d(1, all + 1), "sp2d_is_spm_amount"},
      {"a rupiah less", ordered, sp2d(1, all - 1), "sp2d_is_spm_amount"},
      {"above the grant at once", tested + spm(1, all + 1), sp2d(1, all + 1), "sp2d_within_grant"},
      {"the second half", second, sp2d(2, half, 2), "ok"},
      {"a rupiah above the grant", above, sp2d(2, half + 1, 2), "sp2d_within_grant"},
      {"what came back is paid again", again, sp2d(1, all, 2), "ok"},
      {"once", again + sp2d(1, all, 2), sp2d(1, all, 3), "sp2d_needs_spm"},
      {"by an envelope, then by itself", shipped + back(1) + test(1) + spm(1, all, 4),
       sp2d(1, all, 2), "ok"},
  });
}

TEST_CASE("the numbers of SPMs and SP2Ds are given once in a year") {
  const auto other = [](const Events& road) { return of_another("grant/2", road); };
  const Events paid_there = other(sent), spm_rejected = other(ordered + reject(1));
  const Events by_envelope = {at("envelope/1", open_for(1, all)),
                              at("envelope/1", envelope_spm(all, 3)),
                              at("envelope/1", envelope_sp2d(all, 1))};
  check({
      {"an SPM of another grant", paid_there + tested, spm(1, all, 3), "spm_number_unique"},
      {"the next number", paid_there + tested, spm(1, all, 4), "ok"},
      {"one that was rejected", spm_rejected + tested, spm(1, all, 3), "ok"},
      {"in the next year", paid_there + tested,
       spm(1, all, 3, "526312", "at 2024-01-01T00:00:00+07:00 "), "ok"},
      {"in the same year in WIB", paid_there + tested,
       spm(1, all, 3, "526312", "at 2024-01-01T01:30:00+09:00 "), "spm_number_unique"},
      {"an SPM of an envelope", by_envelope + tested, spm(1, all, 3), "spm_number_unique"},
      {"of one that was cancelled before its SP2D",
       Events{by_envelope[0], by_envelope[1], "envelope/1 cancelled"} + tested, spm(1, all, 3),
       "ok"},
      {"an SP2D of another grant", paid_there + tested + spm(1, all, 4), sp2d(1),
       "sp2d_number_unique"},
      {"the next SP2D", paid_there + tested + spm(1, all, 4), sp2d(1, all, 2), "ok"},
      {"an SP2D of another year", paid_there + tested + spm(1, all, 4),
       sp2d(1, all, 1, "2022-12-31"), "ok"},
      {"an SP2D of an envelope", by_envelope + tested + spm(1, all, 4), sp2d(1),
       "sp2d_number_unique"},
      {"its own, before the return", sent + back(1) + test(1) + spm(1, all, 4), sp2d(1),
       "sp2d_number_unique"},
  });
}

TEST_CASE("the bank credits what the SP2D says, or sends it back") {
  check({
      {"credited", sent, credit(1), "ok"},
      {"a rupiah less", sent, credit(1, all - 1), "credit_is_sp2d"},
      {"a rupiah more", sent, credit(1, all + 1), "credit_is_sp2d"},
      {"back", sent, back(1), "ok"},
      {"less came back", sent, back(1, all - 1), "credit_is_sp2d"},
      {"an item of an envelope", shipped, credit(1), "ok"},
      {"less than the item", shipped, credit(1, all - 1), "credit_is_sp2d"},
  });
}
