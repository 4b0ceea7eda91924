#include "ledger/programme/aid/works.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/stream_table.h"

namespace {

using support::Row;

const std::string digest = "sha-256:" + std::string(64, 'a');
const std::string propose =
    R"(package_proposed {"kind": "infrastructure", "object": "jalan usaha tani 300 m",
    "region": "36.02.27.2010", "edition": "KEPMENDAGRI-100.1.1-6117-2022", "juknis": "juknis/1"})";
std::string verified(bool public_benefit) {
  return std::string(R"(site_verified {"public_benefit": )") + (public_benefit ? "true" : "false") +
         R"(, "latitude": -6.68, "longitude": 106.18})";
}
const std::string verify = verified(true);
std::string enrolled(const std::string& person) {
  return R"(worker_enrolled {"person": "person/)" + person + R"("})";
}
std::string replaced(const std::string& from, const std::string& to) {
  return R"(worker_replaced {"old": "person/)" + from + R"(", "new": "person/)" + to + R"("})";
}
const std::string start = R"(work_started {"started_on": "2023-06-01"})";
std::string attended(const std::string& date, const std::string& persons) {
  return R"(daily_attendance_recorded {"date": ")" + date + R"(", "persons": [)" + persons + "]}";
}
const std::string first_day = attended("2023-06-01", R"("person/P1", "person/P2")");
std::string paid(const std::string& person, int days = 1) {
  return R"(wage_paid {"person": "person/)" + person + R"(", "days": )" + std::to_string(days) +
         R"(, "amount_idr": 200000, "paid_on": "2023-06-03", "receipt": ")" + digest + R"("})";
}
std::string bought(int number) {
  return R"(material_bought {"number": )" + std::to_string(number) +
         R"(, "item": "semen", "amount_idr": 750000, "vendor": "Toko Makmur",
    "bought_on": "2023-06-01", "receipt": ")" +
         digest + R"("})";
}
std::string guide_with(const std::string& more) {
  return R"(juknis/1 issued {"scheme": "PADAT_KARYA_INFRA", "number": "3/085/PK.03.04/I/2023",
    "effective_from": "2023-01-01", "effective_to": "2023-12-31", "recipient_kind": "group",
    "members_min": 2, "members_max": 3, "amount_min_idr": 1, "amount_max_idr": 100000000,
    "tranches": [{"number": 1, "share_bp": 10000, "condition": "agreement"}],
    "report_due_days": 90, "refund_due_days": 14, "groups_per_village_max": 2)" +
         more + "}";
}
const std::string measure = R"(output_measured {"value": "300.000", "unit": "m"})";
const std::string complete = "work_completed";
const std::string hand_over = "handover_signed";

const std::vector<std::string> agreed = {propose, verify, enrolled("P1"), enrolled("P2")};
std::vector<std::string> after(std::vector<std::string> first,
                               const std::vector<std::string>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}
const std::vector<std::string> working = after(agreed, {start});
const std::vector<std::string> completed = after(working, {first_day, complete});
const std::vector<std::string> handed_over = after(completed, {hand_over});

std::vector<std::string> mismatches(const std::vector<Row>& rows) {
  return support::mismatches(programme::works::stream(), rows);
}
std::string status_after(const std::vector<std::string>& given) {
  return support::status_after(programme::works::stream(), given);
}

}  // namespace

TEST_CASE("a package is proposed, verified, agreed, worked on, completed and handed over") {
  const std::vector<Row> rows = {
      {"proposed", {}, propose, "ok"},
      {"proposed twice", {propose}, propose, "stream_exists"},
      {"verified", {propose}, verify, "ok"},
      {"verified before it is there", {}, verify, "stream_not_open"},
      {"verified twice", {propose, verify}, verify, "step_out_of_order"},
      {"verified as not public", {propose}, verified(false), "ok"},
      {"enrolled before the site is verified", {propose}, enrolled("P1"), "step_out_of_order"},
      {"started before anybody is enrolled", {propose, verify}, start, "step_out_of_order"},
      {"started", agreed, start, "ok"},
      {"started before it is there", {}, start, "stream_not_open"},
      {"started twice", working, start, "step_out_of_order"},
      {"completed before the start", agreed, complete, "step_out_of_order"},
      {"completed", working, complete, "ok"},
      {"completed before it is there", {}, complete, "stream_not_open"},
      {"completed twice", completed, complete, "step_out_of_order"},
      {"handed over before the end", working, hand_over, "step_out_of_order"},
      {"handed over", completed, hand_over, "ok"},
      {"handed over before it is there", {}, hand_over, "stream_not_open"},
      {"handed over twice", handed_over, hand_over, "step_out_of_order"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
  CHECK(status_after({propose}) == "proposed");
  CHECK(status_after({propose, verify}) == "verified");
  CHECK(status_after({propose, verify, enrolled("P1")}) == "agreed");
  CHECK(status_after(agreed) == "agreed");
  CHECK(status_after(working) == "working");
  CHECK(status_after(completed) == "completed");
  CHECK(status_after(handed_over) == "handed_over");
}

TEST_CASE("what is not public is the end of a package, as the handover is") {
  const std::vector<std::string> not_public = {propose, verified(false)};
  CHECK(status_after(not_public) == "not_public");
  std::vector<Row> rows;
  for (const auto& given : {not_public, handed_over})
    for (const std::string& action :
         {verify, replaced("P1", "P3"), attended("2023-06-02", R"("person/P1")"), paid("P1"),
          bought(1), measure, complete, hand_over})
      rows.push_back({action, given, action, "step_out_of_order"});
  rows.push_back({"proposed again", not_public, propose, "stream_exists"});
  rows.push_back({"public", {propose, verify}, enrolled("P3"), "ok"});
  for (const std::string& action : {enrolled("P3"), start}) {
    rows.push_back({"private: " + action, not_public, action, "works_object_is_public"});
    rows.push_back({"at the end: " + action, handed_over, action, "step_out_of_order"});
  }
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("workers enrol until the work starts, then one takes another's place") {
  const std::vector<Row> rows = {
      {"the first", {propose, verify}, enrolled("P1"), "ok"},
      {"another", agreed, enrolled("P3"), "ok"},
      {"before it is there", {}, enrolled("P1"), "stream_not_open"},
      {"twice", agreed, enrolled("P1"), "worker_enrolled_already"},
      {"after the start", working, enrolled("P3"), "step_out_of_order"},
      {"after the end", completed, enrolled("P3"), "step_out_of_order"},
      {"replaced before it is there", {}, replaced("P1", "P3"), "stream_not_open"},
      {"replaced before anybody is", {propose, verify}, replaced("P1", "P3"), "step_out_of_order"},
      {"replaced before the start", agreed, replaced("P1", "P3"), "ok"},
      {"replaced at work", working, replaced("P1", "P3"), "ok"},
      {"replaced after the end", completed, replaced("P1", "P3"), "step_out_of_order"},
      {"nobody replaced", working, replaced("P4", "P3"), "worker_unknown"},
      {"replaced twice", after(working, {replaced("P1", "P3")}), replaced("P1", "P4"),
       "worker_unknown"},
      {"by a worker", working, replaced("P1", "P2"), "worker_enrolled_already"},
      {"by oneself", working, replaced("P1", "P1"), "worker_enrolled_already"},
      {"back again", after(working, {replaced("P1", "P3")}), replaced("P3", "P1"), "ok"},
      {"enrolled again", after(agreed, {replaced("P1", "P3")}), enrolled("P1"), "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("attendance is recorded once a day, of those who are workers then") {
  const auto one = [](const std::string& person) {
    return attended("2023-06-02", R"("person/)" + person + R"(")");
  };
  const std::vector<std::string> changed = after(working, {first_day, replaced("P1", "P3")});
  const std::vector<Row> rows = {
      {"before it is there", {}, first_day, "stream_not_open"},
      {"before the start", agreed, first_day, "step_out_of_order"},
      {"the first day", working, first_day, "ok"},
      {"the same day", after(working, {first_day}), first_day, "attendance_recorded_already"},
      {"the next day", after(working, {first_day}), one("P1"), "ok"},
      {"a day late", completed, one("P1"), "ok"},
      {"not a worker", working, one("P3"), "worker_unknown"},
      {"a worker no more", changed, one("P1"), "worker_unknown"},
      {"a worker by now", changed, one("P3"), "ok"},
      {"somebody twice", working, attended("2023-06-02", R"("person/P1", "person/P1")"),
       "attendance_repeated"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("wages go to who was ever a worker; purchases have their numbers once") {
  const std::vector<std::string> changed = after(working, {first_day, replaced("P1", "P3")});
  const std::vector<Row> rows = {
      {"a wage before it is there", {}, paid("P1"), "stream_not_open"},
      {"a wage before the start", agreed, paid("P1"), "works_wages_for_attended_days"},
      {"a wage at work", after(working, {first_day}), paid("P1"), "ok"},
      {"a wage after the end", completed, paid("P1"), "ok"},
      {"a wage of a worker no more", changed, paid("P1"), "ok"},
      {"a wage of no worker", working, paid("P3"), "worker_unknown"},
      {"material", agreed, bought(1), "ok"},
      {"material before it is there", {}, bought(1), "stream_not_open"},
      {"material early", {propose}, bought(1), "ok"},
      {"material late", completed, bought(1), "ok"},
      {"a second purchase", after(working, {bought(1)}), bought(2), "ok"},
      {"a number twice", after(working, {bought(1)}), bought(1), "material_number_used"},
      {"an output before it is there", {}, measure, "stream_not_open"},
      {"an output before the start", agreed, measure, "step_out_of_order"},
      {"an output at work", working, measure, "ok"},
      {"an output at work, again", after(working, {measure}), measure, "ok"},
      {"an output after the end", completed, measure, "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
  CHECK(status_after(after(completed, {paid("P1"), bought(1), measure})) == "completed");
}

TEST_CASE("a package has as many workers as its juknis says") {
  const std::string guide = guide_with("");
  const std::vector<std::string> one = {guide, propose, verify, enrolled("P1")},
                                 two = after(one, {enrolled("P2")}),
                                 three = after(two, {enrolled("P3")});
  const std::vector<Row> rows = {
      {"as many as the most", two, enrolled("P3"), "ok"},
      {"one more than the most", three, enrolled("P4"), "works_workers_within_juknis"},
      {"a worker again", three, enrolled("P3"), "worker_enrolled_already"},
      {"one for another", after(three, {start}), replaced("P3", "P4"), "ok"},
      {"started with as many as the least", two, start, "ok"},
      {"started with one fewer", one, start, "works_workers_within_juknis"},
      {"started with the most", three, start, "ok"},
      {"no juknis is known", {propose, verify, enrolled("P1")}, start, "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("a package has no more days of work than its juknis says") {
  const auto day = [](int number) {
    return attended("2023-06-0" + std::to_string(number), R"("person/P1")");
  };
  const auto at_work = [](const std::string& guide) {
    return after({guide}, after(working, {first_day}));
  };
  const std::vector<std::string> limited = at_work(guide_with(R"(, "work_days": 3)")),
                                 open = at_work(guide_with(""));
  const std::vector<Row> rows = {
      {"the last day", after(limited, {day(2)}), day(3), "ok"},
      {"one more", after(limited, {day(2), day(3)}), day(4), "works_days_within_juknis"},
      {"a day again", after(limited, {day(2), day(3)}), day(3), "attendance_recorded_already"},
      {"the juknis says nothing", after(open, {day(2), day(3)}), day(4), "ok"},
      {"no juknis is known", after(working, {first_day, day(2), day(3)}), day(4), "ok"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("wages are paid for the days on which a worker came, once") {
  const auto day = [](const std::string& date) { return attended(date, R"("person/P1")"); };
  const std::vector<std::string> two = after(working, {first_day, day("2023-06-02")});
  const std::vector<Row> rows = {
      {"both days", two, paid("P1", 2), "ok"},
      {"a day more", two, paid("P1", 3), "works_wages_for_attended_days"},
      {"the second after the first", after(two, {paid("P1", 1)}), paid("P1", 1), "ok"},
      {"a day twice", after(two, {paid("P1", 2)}), paid("P1", 1), "works_wages_for_attended_days"},
      {"another's days", two, paid("P2", 2), "works_wages_for_attended_days"},
      {"never there", working, paid("P1", 1), "works_wages_for_attended_days"},
      {"of the one who was replaced", after(two, {replaced("P1", "P3")}), paid("P1", 2), "ok"},
      {"of the one in his place", after(two, {replaced("P1", "P3")}), paid("P3", 1),
       "works_wages_for_attended_days"},
  };
  CHECK(mismatches(rows) == std::vector<std::string>{});
}

TEST_CASE("the days that a worker came and was paid for are counted, also of who was replaced") {
  const auto& stream = programme::works::stream();
  programme::StreamState state = stream.none();
  for (const std::string& text :
       after(working, {first_day, attended("2023-06-02", R"("person/P1")"), paid("P1", 2),
                       replaced("P1", "P3"), attended("2023-06-03", R"("person/P3")")})) {
    programme::Event event;
    event.type = programme::find_type("works." + text.substr(0, text.find(' ')));
    programme::Json data = programme::Json::parse(text.substr(text.find(' ')));
    for (const auto& field : event.type->fields)
      if (field.is_personal()) data[std::string(field.name)] = {{"sealed", "x.y.z"}};
    event.data = event.type->read(data);
    stream.apply(state, event);
  }
  const auto& works = *programme::own<programme::works::State>(&state);
  std::string got;
  for (const auto& [person, worker] : works.workers)
    got += person + " " + (worker.enrolled ? "worker " : "before ") +
           std::to_string(worker.attended_days) + " " + std::to_string(worker.paid_days) + "\n";
  CHECK(got == "person/P1 before 2 2\nperson/P2 worker 1 0\nperson/P3 worker 1 0\n");
  CHECK(works.kind == "infrastructure");
  CHECK(works.juknis == "juknis/1");
}

TEST_CASE("where a package is worked on is sealed; corrections of money need a second person") {
  std::string sealed, needing;
  for (const auto& type : programme::works::stream().events) {
    for (const auto& field : type->fields)
      if (field.personal.kind == programme::Owner::Kind::stream)
        sealed += std::string(field.name) + "\n";
    if (type->four_eyes) needing += type->name + "\n";
  }
  CHECK(sealed == "latitude\nlongitude\n");
  CHECK(needing == "works.wage_paid\nworks.material_bought\n");
}
