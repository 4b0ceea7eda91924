#include "ledger/programme/aid/grant.h"

#include <catch2/catch.hpp>

#include "tests/ledger/programme/aid/grant_story.h"
#include "tests/support/stream_table.h"

namespace {

using namespace grant_story;
using support::Row;

void check(const std::vector<Row>& rows) {
  CHECK(support::mismatches(programme::grant::stream(), rows) == Events{});
}
std::string status(const Events& given) {
  return support::status_after(programme::grant::stream(), given);
}

}  // namespace

TEST_CASE("a grant is in the status that its last step leads to") {
  CHECK(status({brief}) == "invited");
  CHECK(status(agreed) == "agreed");
  CHECK(status(requested) == "requested");
  CHECK(status(requested + fail(1)) == "agreed");
  CHECK(status(tested) == "tested");
  CHECK(status(tested + spp(1)) == "tested");
  CHECK(status(ordered) == "spm");
  CHECK(status(sent) == "sp2d");
  CHECK(status(in_use) == "in_use");
  CHECK(status(reported) == "report_in");
  CHECK(status(accepted) == "report_ok");
  CHECK(status(closed) == "closed");
}

TEST_CASE("a grant begins with a briefing or with the agreement, for one recipient") {
  check({
      {"a briefing first", {}, brief, "ok"},
      {"an agreement first", {}, agree, "ok"},
      {"an agreement after the briefing", {brief}, agree, "ok"},
      {"a briefing after the agreement", {agree}, brief, "ok"},
      {"a second briefing", {brief}, brief, "ok"},
      {"a second agreement", {agree}, agree, "step_out_of_order"},
      {"an agreement with another", {brief}, agreed_with("group/2"), "grant_recipient_differs"},
      {"a briefing of another", {agreed_with("group/2")}, brief, "grant_recipient_differs"},
      {"a briefing after the end", closed, brief, "step_out_of_order"},
      {"a request first", {}, request(1), "tranche_needs_agreement"},
  });
  CHECK(status({agree, brief}) == "agreed");
}

TEST_CASE("a payment takes its steps in their order") {
  check({
      {"request before the agreement", {brief}, request(1), "tranche_needs_agreement"},
      {"request", agreed, request(1), "ok"},
      {"request while one is under way", requested, request(1), "step_out_of_order"},
      {"test before the request", agreed, test(1), "step_out_of_order"},
      {"test", requested, test(1), "ok"},
      {"SPP before the test", requested, spp(1), "step_out_of_order"},
      {"SPP", tested, spp(1), "ok"},
      {"SPP after a failed test", requested + fail(1), spp(1), "step_out_of_order"},
      {"SPM before the test", requested, spm(1), "spm_needs_tested_documents"},
      {"SPM", tested + spp(1), spm(1), "ok"},
      {"SPM twice", ordered, spm(1, 20'000'000, 4), "step_out_of_order"},
      {"SP2D before the SPM", tested + spp(1), sp2d(1), "sp2d_needs_spm"},
      {"SP2D", ordered, sp2d(1), "ok"},
      {"SP2D twice", sent, sp2d(1), "sp2d_needs_spm"},
      {"credit before the SP2D", ordered, credit(1), "step_out_of_order"},
      {"credit", sent, credit(1), "ok"},
      {"credit twice", in_use, credit(1), "step_out_of_order"},
  });
}

TEST_CASE("a tranche is requested, tested and paid under its own number") {
  check({
      {"a second tranche", first_half, request(2, half), "ok"},
      {"a tranche that was paid", in_use, request(1), "tranche_paid"},
      {"anew after a failed test", requested + fail(1), request(1), "ok"},
      {"a test of an unknown one", requested, test(2), "tranche_unknown"},
      {"an SPP of an unknown one", tested, spp(2), "tranche_unknown"},
      {"an SPM of an unknown one", tested, spm(2), "spm_needs_tested_documents"},
      {"an SP2D of an unknown one", ordered, sp2d(2), "sp2d_needs_spm"},
      {"a credit of an unknown one", sent, credit(2), "tranche_unknown"},
      {"a test of an earlier one", second_half, test(1), "tranche_not_under_way"},
      {"an SPM of an earlier one", second_half + test(2), spm(1, half, 4),
       "spm_needs_tested_documents"},
      {"the second credit", second_half + test(2) + spm(2, half, 4) + sp2d(2, half, 2),
       credit(2, half), "ok"},
  });
}

TEST_CASE("expenditure is recorded from the credit until the report is accepted") {
  check({
      {"before the agreement", {brief}, spend(1), "expenditure_after_credit"},
      {"in use", in_use, spend(1), "ok"},
      {"while a second tranche is under way", second_half, spend(1), "ok"},
      {"after the report", reported, spend(1), "ok"},
      {"a number used", in_use + spend(1), spend(1), "expenditure_number_used"},
      {"the next number", in_use + spend(1), spend(2), "ok"},
      {"after the acceptance", accepted, spend(1), "step_out_of_order"},
  });
}

TEST_CASE("a report is handed in, accepted, and then the grant is closed") {
  check({
      {"report before the money", sent, report, "step_out_of_order"},
      {"report", in_use, report, "ok"},
      {"report twice", reported, report, "step_out_of_order"},
      {"report after the acceptance", accepted, report, "step_out_of_order"},
      {"acceptance without a report", in_use, accept_report, "acceptance_needs_complete_report"},
      {"acceptance", accounted, accept_report, "ok"},
      {"acceptance twice", accepted, accept_report, "step_out_of_order"},
      {"closed without a report", in_use, close_account, "step_out_of_order"},
      {"closed before the acceptance", reported, close_account, "step_out_of_order"},
      {"closed", accepted, close_account, "ok"},
      {"closed twice", closed, close_account, "step_out_of_order"},
      {"handover in use", in_use, hand_over, "ok"},
      {"handover after the report", reported, hand_over, "ok"},
      {"handover after the acceptance", accepted, hand_over, "ok"},
      {"handover after the end", closed, hand_over, "step_out_of_order"},
  });
}

TEST_CASE("a refund is ordered, deposited and confirmed beside the steps, until the end") {
  const Events due = in_use + order, paid = due + deposit(ntpn), done = paid + confirm(ntpn);
  check({
      {"ordered in use", in_use, order, "ok"},
      {"ordered after the acceptance", accepted, order_of(600'000, "misuse"), "ok"},
      {"ordered after the end", closed, order_of(600'000, "misuse"), "step_out_of_order"},
      {"deposited without an order", in_use, deposit(ntpn), "refund_not_ordered"},
      {"deposited", due, deposit(ntpn), "ok"},
      {"a second deposit", due + deposit(ntpn, 1'500'000), deposit(other_ntpn, 500'000), "ok"},
      {"an NTPN twice", paid, deposit(ntpn), "refund_ntpn_used"},
      {"an NTPN that was confirmed", done, deposit(ntpn), "refund_ntpn_used"},
      {"confirmed", paid, confirm(ntpn), "ok"},
      {"confirmed under another NTPN", paid, confirm(other_ntpn), "refund_not_deposited"},
      {"confirmed without a deposit", due, confirm(ntpn), "refund_not_deposited"},
      {"confirmed twice", done, confirm(ntpn), "refund_not_deposited"},
      {"confirmed after the end", closed, confirm(ntpn), "step_out_of_order"},
  });
  CHECK(status(done) == "in_use");
}

TEST_CASE("the integrity pact is signed once, before the agreement or after it") {
  check({
      {"of no grant", {}, pact, "stream_not_open"},
      {"before the agreement", {brief}, pact, "ok"},
      {"after it", agreed, pact, "ok"},
      {"twice", agreed + pact, pact, "integrity_pact_exists"},
      {"after the end", closed, pact, "step_out_of_order"},
  });
  CHECK(status(agreed + pact) == "agreed");
}

TEST_CASE("an agreement is terminated from any step on, and then the grant may be closed") {
  for (const Events& given : {agreed, requested, tested, ordered, sent, sent + back(1), in_use,
                              reported, in_use + overdue, accepted})
    check({{"terminated after " + given.back(), given, terminate, "ok"}});
  const Events terminated = in_use + terminate;
  check({
      {"before it was signed", {brief}, terminate, "step_out_of_order"},
      {"twice", terminated, terminate, "step_out_of_order"},
      {"after the end", closed, terminate, "step_out_of_order"},
      {"no request after it", terminated + progress(50), request(2), "step_out_of_order"},
      {"no expenditure after it", terminated, spend(1), "step_out_of_order"},
      {"no report after it", terminated, report, "step_out_of_order"},
      {"a refund after it", terminated, order, "ok"},
      {"a sanction after it", terminated, sanction("blacklist"), "ok"},
      {"closed after it", terminated, close_account, "ok"},
  });
  CHECK(status(terminated) == "terminated");
  CHECK(status(terminated + close_account) == "closed");
}

TEST_CASE("a sanction is imposed beside the steps, until the end") {
  for (const char* kind : {"warning", "blacklist", "refund", "law_enforcement"})
    check({{kind, in_use, sanction(kind), "ok"}});
  check({
      {"a second one", in_use + sanction("warning"), sanction("warning"), "ok"},
      {"of no grant", {}, sanction("warning"), "stream_not_open"},
      {"after the end", closed, sanction("warning"), "step_out_of_order"},
  });
  CHECK(status(in_use + sanction("refund")) == "in_use");
}

TEST_CASE("the sample's grants play through") {
  CHECK(support::play_sample({&programme::grant::stream()}) == Events{});
  CHECK(support::apply_sample_in_disorder({&programme::grant::stream()}) == 2 * 235);
}
