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
      {"SP2D after it", rejected, sp2d(1), "step_out_of_order"},
      {"the tranche anew", rejected, request(1), "ok"},
      {"its next SPM", rejected + request(1) + test(1), spm(1), "ok"},
  });
  CHECK(status(rejected) == "agreed");
}

TEST_CASE("a transfer that came back is paid again") {
  const Events returned = sent + back(1), again = returned + test(1) + spm(1) + sp2d(1);
  check({
      {"back", sent, back(1), "ok"},
      {"back before the SP2D", ordered, back(1), "step_out_of_order"},
      {"back after the credit", in_use, back(1), "step_out_of_order"},
      {"back twice", returned, back(1), "step_out_of_order"},
      {"an unknown tranche", sent, back(2), "tranche_unknown"},
      {"credited though it came back", returned, credit(1), "step_out_of_order"},
      {"tested anew", returned, test(1), "ok"},
      {"requested anew", returned, request(1), "ok"},
      {"another tranche first", returned, request(2), "tranche_returned"},
      {"another after a failed test", returned + fail(1), request(2), "tranche_returned"},
      {"requested after a failed test", returned + fail(1), request(1), "ok"},
      {"SPM without a test", returned, spm(1), "step_out_of_order"},
      {"credited at last", again, credit(1), "ok"},
      {"back once more", again, back(1), "ok"},
      {"credited twice", again + credit(1), credit(1), "step_out_of_order"},
      {"a second tranche then", again + credit(1), request(2), "ok"},
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
      {"expenditure on the way", shipped, spend(1), "ok"},
      {"a grant that was not tested", requested + open_envelope + at("envelope/1", ship), credit(1),
       "step_out_of_order"},
      {"an item for another tranche",
       in_use + request(2) + test(2) + open_envelope + at("envelope/1", ship), credit(2),
       "step_out_of_order"},
  });
}

TEST_CASE("a grant has an order of its own only where no envelope waits with it") {
  const Events held = tested + open_envelope,
               cancelled = held + at("envelope/1", std::string("cancelled"));
  check({
      {"SPP", held, spp(1), "tranche_in_envelope"},
      {"SPM", held, spm(1), "tranche_in_envelope"},
      {"SPM after the envelope was cancelled", cancelled, spm(1), "ok"},
      {"SPM of another tranche", in_use + request(2) + test(2) + open_envelope, spm(2), "ok"},
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
      {"while a second tranche is under way", in_use + request(2), withdraw(), "ok"},
      {"after the termination", in_use + terminate, withdraw(), "ok"},
      {"after the end", closed, withdraw(), "step_out_of_order"},
  });
}

TEST_CASE("a grant knows its amounts") {
  const auto held = support::state_after(
      programme::grant::stream(),
      sent + back(1) + test(1) + spm(1) + sp2d(1) + credit(1) + withdraw() + withdraw(),
      "grant/one");
  const State& state = *programme::own<State>(&held);
  CHECK(state.agreed_idr == 20'000'000);
  CHECK(state.sp2d_idr == 40'000'000);
  CHECK(state.returned_idr == 20'000'000);
  CHECK(state.credited_idr == 20'000'000);
  CHECK(state.withdrawn_idr == 10'000'000);
  const programme::grant::Tranche& tranche = state.tranches.at(1);
  CHECK(tranche.requested_idr == 20'000'000);
  CHECK(tranche.spm == "00123T");
  CHECK(tranche.spm_idr == 20'000'000);
  CHECK(tranche.sp2d == "231751330004001");
  CHECK(tranche.credited_idr == 20'000'000);
  CHECK(tranche.returned_idr == 20'000'000);
  CHECK(tranche.credited);
  CHECK_FALSE(tranche.returned);
}
