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
State after(const Events& given) {
  return *programme::own<State>(&static_cast<const programme::StreamState&>(
      support::state_after(programme::grant::stream(), given, "grant/one")));
}

}  // namespace

TEST_CASE("an expenditure is corrected under its number, as long as one may be recorded") {
  check({
      {"corrected", in_use + spend(1), correct(1), "ok"},
      {"corrected again", in_use + spend(1) + correct(1), correct(1), "ok"},
      {"never recorded", in_use + spend(1), correct(2), "expenditure_unknown"},
      {"recorded after the correction", in_use + spend(1) + correct(1), spend(1),
       "expenditure_number_used"},
      {"after the report", reported + spend(1), correct(1), "ok"},
      {"while overdue", in_use + spend(1) + overdue, correct(1), "ok"},
      {"recorded while overdue", in_use + overdue, spend(1), "ok"},
      {"recorded while a transfer is back", sent + back(1), spend(1), "ok"},
      {"after the acceptance", in_use + spend(1) + report + accept_report, correct(1),
       "step_out_of_order"},
      {"of no grant", {}, correct(1), "stream_not_open"},
  });
  const State state = after(in_use + spend(1) + spend(2) + correct(1));
  CHECK(state.expenditures == std::map<std::int64_t, std::int64_t>{{1, 1'200'000}, {2, 1'500'000}});
}

TEST_CASE("progress, reminders and an unspent balance are recorded beside the steps") {
  for (const std::string& event : {progress(50), remind, declare_unspent})
    check({
        {event, in_use, event, "ok"},
        {event + " after the agreement", agreed, event, "ok"},
        {event + " once more", in_use + event, event, "ok"},
        {event + " while overdue", in_use + overdue, event, "ok"},
        {event + " after the report", reported, event, "ok"},
        {event + " of no grant", {}, event, "stream_not_open"},
        {event + " after the end", closed, event, "step_out_of_order"},
    });
  const State state = after(in_use + progress(50) + remind + progress(80) + declare_unspent);
  CHECK(state.progress_percent == 80);
  CHECK(state.unspent_idr == 600'000);
  CHECK(status(in_use + progress(50) + remind + declare_unspent) == "in_use");
}

TEST_CASE("a report is returned and handed in anew") {
  const Events returned = reported + return_report;
  check({
      {"returned", reported, return_report, "ok"},
      {"returned without a report", in_use, return_report, "step_out_of_order"},
      {"returned twice", returned, return_report, "step_out_of_order"},
      {"returned after the acceptance", accepted, return_report, "step_out_of_order"},
      {"accepted after the return", returned, accept_report, "step_out_of_order"},
      {"handed in anew", returned, report, "ok"},
      {"a further tranche after the return", returned, request(2), "ok"},
  });
  CHECK(status(returned) == "in_use");
  CHECK(status(returned + report) == "report_in");
  CHECK(after(in_use).report == State::Report::none);
  CHECK(after(reported).report == State::Report::submitted);
  CHECK(after(returned).report == State::Report::returned);
  CHECK(after(accepted).report == State::Report::accepted);
}

TEST_CASE("a report that is overdue is still accepted, and late for ever") {
  const Events late = in_use + overdue, handed_in = late + report, lost = reported + overdue;
  check({
      {"declared in use", in_use, overdue, "ok"},
      {"declared of a report that is in", reported, overdue, "ok"},
      {"declared after a return", reported + return_report, overdue, "ok"},
      {"declared before the money", sent, overdue, "step_out_of_order"},
      {"declared twice", late, overdue, "step_out_of_order"},
      {"declared after the acceptance", accepted, overdue, "step_out_of_order"},
      {"no further tranche", late, request(2), "step_out_of_order"},
      {"accepted without a report", late, accept_report, "report_not_submitted"},
      {"returned without a report", late, return_report, "report_not_submitted"},
      {"handed in late", late, report, "ok"},
      {"accepted late", handed_in, accept_report, "ok"},
      {"declared of a late report", handed_in, overdue, "ok"},
      {"a report that was in, accepted", lost, accept_report, "ok"},
      {"a report that was in, returned", lost, return_report, "ok"},
      {"a report that was in, once more", lost, report, "report_submitted_already"},
      {"once more after its return", lost + return_report, report, "ok"},
  });
  CHECK(status(late) == "overdue");
  CHECK(status(handed_in) == "report_in");
  CHECK(status(handed_in + accept_report) == "report_ok");
  CHECK(status(handed_in + return_report) == "overdue");
  CHECK(status(lost) == "overdue");
  CHECK(status(lost + return_report) == "overdue");
  CHECK(status(lost + accept_report) == "report_ok");
}

TEST_CASE("a refund is due until as much as was ordered is confirmed") {
  const Events due = in_use + order, paid = due + deposit(ntpn), done = paid + confirm(ntpn);
  CHECK_FALSE(refund_is_due(after(in_use)));
  CHECK(refund_is_due(after(due)));
  CHECK(refund_is_due(after(paid)));
  CHECK_FALSE(refund_is_due(after(done)));
  CHECK(refund_is_due(after(done + order)));
  CHECK(after(done + order).refund_due_idr == 1'200'000);
  CHECK(after(done + order).refunded_idr == 600'000);
}
