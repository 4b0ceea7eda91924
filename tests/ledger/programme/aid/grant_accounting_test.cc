#include <catch2/catch.hpp>

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/catalogue.h"
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
      {"recorded while a transfer is back", sent + back(1), spend(1), "expenditure_after_credit"},
      {"after the acceptance", accepted, correct(50), "step_out_of_order"},
      {"of no grant", {}, correct(1), "expenditure_after_credit"},
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
      {"accepted after the return", returned, accept_report, "acceptance_needs_complete_report"},
      {"handed in anew", returned, report, "ok"},
      {"a further tranche after the return", returned + progress(50), request(2), "ok"},
  });
  CHECK(status(returned) == "in_use");
  CHECK(status(returned + report) == "report_in");
  CHECK(after(in_use).report == State::Report::none);
  CHECK(after(reported).report == State::Report::submitted);
  CHECK(after(returned).report == State::Report::returned);
  CHECK(after(accepted).report == State::Report::accepted);
}

TEST_CASE("a report that is overdue is still accepted, and late for ever") {
  const Events late = in_use + overdue, handed_in = late + use_up + report + settle,
               lost = reported + overdue + settle;
  check({
      {"declared in use", in_use, overdue, "ok"},
      {"declared of a report that is in", reported, overdue, "ok"},
      {"declared after a return", reported + return_report, overdue, "ok"},
      {"declared before the money", sent, overdue, "step_out_of_order"},
      {"declared twice", late, overdue, "step_out_of_order"},
      {"declared after the acceptance", accepted, overdue, "step_out_of_order"},
      {"no further tranche", late + progress(50), request(2), "step_out_of_order"},
      {"accepted without a report", late, accept_report, "acceptance_needs_complete_report"},
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
  CHECK(after(done + order).refund_due_idr == 4'000'000);
  CHECK(after(done + order).refunded_idr == 2'000'000);
}

TEST_CASE("money is spent after it was credited, and no more than that") {
  const auto dated = [](const std::string& date) { return spend(1, 1, date); };
  const Events late = sent + credit(1, 20'000'000, "at 2023-06-30T17:00:00Z ");
  const Events spent = in_use + use_up;
  check({
      {"on the day of the credit", in_use, dated("2023-07-01"), "ok"},
      {"the day before", in_use, dated("2023-06-30"), "expenditure_after_credit"},
      {"the day of the credit is one of WIB", late, dated("2023-06-30"),
       "expenditure_after_credit"},
      {"and so is the first", late, dated("2023-07-01"), "ok"},
      {"all that is left", spent, spend(1, 2'000'000), "ok"},
      {"a rupiah more", spent, spend(1, 2'000'001), "expenditure_within_credit"},
      {"half is there yet", first_half, spend(1, 10'000'001), "expenditure_within_credit"},
      {"corrected up to all", spent, correct(50, 20'000'000), "ok"},
      {"corrected a rupiah above", spent, correct(50, 20'000'001), "expenditure_within_credit"},
      {"corrected to the day before", spent, correct(50, 1, "2023-06-30"),
       "expenditure_after_credit"},
      {"a correction frees", spent + correct(50, 1), spend(1, 19'999'999), "ok"},
  });
}

TEST_CASE("a report is accepted when nothing stands against it") {
  const Events spent = in_use + spend(1, 20'000'000) + report_of(20'000'000, 0);
  const Events rest = in_use + use_up + report + hand_over + order;
  check({
      {"all spent and handed over", spent + hand_over, accept_report, "ok"},
      {"without the handover", spent, accept_report, "acceptance_needs_complete_report"},
      {"without a receipt", in_use + report_of(20'000'000, 0) + hand_over, accept_report,
       "acceptance_needs_complete_report"},
      {"with a receipt that the report does not know",
       in_use + use_up + spend(1, 2'000'000) + report + hand_over, accept_report,
       "acceptance_needs_complete_report"},
      {"with a rest", in_use + use_up + report_of(18'000'000, 0) + hand_over, accept_report,
       "acceptance_needs_complete_report"},
      {"with a rest that is ordered back", rest, accept_report, "acceptance_needs_complete_report"},
      {"deposited", rest + deposit(ntpn), accept_report, "acceptance_needs_complete_report"},
      {"deposited and confirmed", rest + deposit(ntpn) + confirm(ntpn), accept_report, "ok"},
      {"in part", rest + deposit(ntpn, 1'999'999) + confirm(ntpn), accept_report,
       "acceptance_needs_complete_report"},
      {"a balance that is not there",
       in_use + spend(1, 20'000'000) + report_of(20'000'000, 1) + hand_over, accept_report,
       "acceptance_needs_complete_report"},
      {"refunded before the report",
       in_use + use_up + order + deposit(ntpn) + confirm(ntpn) + report_of(18'000'000, 0) +
           hand_over,
       accept_report, "ok"},
  });
}

TEST_CASE("all that stands against an acceptance is named at once") {
  const auto held = support::state_after(programme::grant::stream(), in_use, "grant/one");
  const auto& accepts = *programme::find_type("grant.accountability_report_accepted");
  programme::Event event;
  event.type = &accepts;
  event.data = accepts.read(programme::Json::object());
  struct : programme::Facts {
    const programme::StreamState* stream(std::string_view) const override { return nullptr; }
    std::vector<std::string> referring(std::string_view, std::string_view) const override {
      return {};
    }
  } const nothing;
  const auto refused = programme::grant::stream().decide(held, event, nothing);
  REQUIRE(refused);
  CHECK(refused->rule == "I22");
  CHECK(refused->detail ==
        "no technical and financial report is handed in; the handover is not signed; "
        "Rp20000000 was credited, Rp0 spent and Rp0 refunded and confirmed");
}

TEST_CASE("a refund is ordered of what is left, for as long as the juknis gives") {
  const Events spent = in_use + use_up, known = Events{guide()} + decree_for("group/1") + spent;
  check({
      {"all that is left", spent, order_of(2'000'000), "ok"},
      {"a rupiah more", spent, order_of(2'000'001), "refund_within_leftover"},
      {"nothing", spent, order_of(0), "refund_within_leftover"},
      {"twice", spent + order, order_of(1), "refund_within_leftover"},
      {"all of it, for a breach", spent, order_of(20'000'000, "misuse"), "ok"},
      {"more than was credited", spent, order_of(20'000'001, "misuse"), "refund_within_leftover"},
      {"before anything was credited", sent, order_of(1), "refund_within_leftover"},
      {"due after 14 days", known, order_of(1, "unspent", "2023-07-15"), "ok"},
      {"due after 15 days", known, order_of(1, "unspent", "2023-07-16"),
       "refund_due_as_juknis_says"},
      {"no juknis is known", spent, order_of(1, "unspent", "2023-12-31"), "ok"},
  });
}

TEST_CASE("a deposit is within what is due, in the form of its year") {
  const Events due = in_use + order;
  const auto on = [](const std::string& form, const std::string& day) {
    std::string event = deposit(ntpn, 2'000'000, form, day);
    return event.insert(event.find(' '), " at " + day + "T20:00:00+07:00");
  };
  const Events by_envelope =
      tested + at("envelope/1", envelope_for({"grant/one"}) + ship) + credit(1) + order;
  const Events other = elsewhere("grant/2", in_use + order + deposit(ntpn));
  check({
      {"all", due, deposit(ntpn), "ok"},
      {"a rupiah more", due, deposit(ntpn, 2'000'001), "deposit_within_due"},
      {"a part", due, deposit(ntpn, 1), "ok"},
      {"the rest of it", due + deposit(ntpn, 1'999'999), deposit(other_ntpn, 1), "ok"},
      {"more than the rest", due + deposit(ntpn, 1'999'999), deposit(other_ntpn, 2),
       "deposit_within_due"},
      {"on the last day of the year", due, on("SSPB", "2023-12-31"), "ok"},
      {"as other income in the year", due, on("SSBP", "2023-12-31"), "deposit_form_of_year"},
      {"in the next year", due, on("SSBP", "2024-01-01"), "ok"},
      {"as expenditure in the next year", due, on("SSPB", "2024-01-01"), "deposit_form_of_year"},
      {"of an envelope's money, in its year", by_envelope, on("SSPB", "2023-12-31"), "ok"},
      {"of an envelope's money, after it", by_envelope, on("SSPB", "2024-01-01"),
       "deposit_form_of_year"},
      {"an NTPN of another grant", other + due, deposit(ntpn), "refund_ntpn_used"},
      {"another NTPN", other + due, deposit(other_ntpn), "ok"},
  });
}

TEST_CASE("a report is overdue from the day after, where none was with the office on the day") {
  // The credit is of 1 July, so that the report is due on 29 September.
  const Events known = Events{guide()} + decree_for("group/1") + in_use;
  const auto at_time = [](const std::string& event, const std::string& time) {
    return event + " at " + time;
  };
  const auto declared = [&](const std::string& time) { return at_time(overdue, time); };
  const auto handed_in = [](const std::string& time) {
    return report_of(0, 20'000'000, "at " + time + " ");
  };
  const std::string due_day = "2023-09-29T10:00:00+07:00", next = "2023-09-30T00:00:00+07:00";
  check({
      {"the day after", known, declared(next), "ok"},
      {"on the day", known, declared("2023-09-29T23:59:59+07:00"), "overdue_after_due_day"},
      {"the day after in the east only", known, declared("2023-09-30T00:00:00+09:00"),
       "overdue_after_due_day"},
      {"later", known, declared("2023-12-01T00:00:00+07:00"), "ok"},
      {"handed in on the day", known + handed_in(due_day), declared(next), "overdue_after_due_day"},
      {"handed in on the day after", known + handed_in("2023-09-30T00:00:00+07:00"), declared(next),
       "ok"},
      {"handed in and given back before",
       known + handed_in("2023-09-01T10:00:00+07:00") + at_time(return_report, due_day),
       declared(next), "ok"},
      {"given back after", known + handed_in(due_day) + at_time(return_report, next),
       declared("2023-10-05T00:00:00+07:00"), "overdue_after_due_day"},
      {"no juknis is known", in_use, declared("2023-07-02T00:00:00+07:00"), "ok"},
  });
}
