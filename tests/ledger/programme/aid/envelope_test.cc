#include "ledger/programme/aid/envelope.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "ledger/programme/aid/grant.h"
#include "ledger/programme/catalogue.h"
#include "tests/ledger/programme/aid/grant_story.h"
#include "tests/support/paths.h"
#include "tests/support/sample_ledger.h"
#include "tests/support/stream_table.h"

namespace {

using namespace grant_story;
using programme::StreamState;
using programme::envelope::State;
using support::Row;

void check(const std::vector<Row>& rows) {
  CHECK(support::mismatches(programme::envelope::stream(), rows) == Events{});
}
std::string status(const Events& given) {
  return support::status_after(programme::envelope::stream(), given);
}

std::string reconcile(int number) {
  return R"(item_reconciled {"number": )" + std::to_string(number) +
         R"(, "bank_reference": "BRI000000001"})";
}
std::string reverse(int number) {
  return R"(item_reversed {"number": )" + std::to_string(number) +
         R"(, "cause": "account_dormant"})";
}
const std::string cancel = "cancelled", close_books = "reconciled";
constexpr std::int64_t both = 40'000'000;

// Two grants whose documents were tested, and the road of an envelope that pays them.
const Events grants = at("grant/1", tested) + at("grant/2", tested),
             opened = grants + open_for(2, both),
             filled = opened + item(1, "grant/1") + item(2, "grant/2"),
             requested_spp = filled + envelope_spp, with_spm = requested_spp + envelope_spm(both),
             with_sp2d = with_spm + envelope_sp2d(both), shipped = with_sp2d + ship,
             answered = shipped + reconcile(1) + reverse(2), reconciled = answered + close_books;

// States as they stand.
class StatesGiven : public programme::Facts {
 public:
  const StreamState* stream(std::string_view name) const override {
    const auto found = states.find(name);
    return found == states.end() ? nullptr : &found->second;
  }
  std::vector<std::string> referring(std::string_view, std::string_view aggregate) const override {
    std::vector<std::string> out;
    for (const auto& [name, state] : states)
      if (programme::aggregate_of(name) == aggregate) out.push_back(name);
    return out;
  }
  std::map<std::string, StreamState, std::less<>> states;
};

std::vector<std::string> lines_of(const std::string& aggregate) {
  std::ifstream file(support::source_path("tests/data/samples/" + aggregate + ".jsonl"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("an envelope is in the status that its last step leads to") {
  CHECK(status(opened) == "open");
  CHECK(status(filled) == "open");
  CHECK(status(requested_spp) == "spp");
  CHECK(status(with_spm) == "spm");
  CHECK(status(with_sp2d) == "sp2d");
  CHECK(status(shipped) == "shipped");
  CHECK(status(answered) == "shipped");
  CHECK(status(reconciled) == "reconciled");
  CHECK(status(filled + cancel) == "cancelled");
}

TEST_CASE("an envelope takes its steps in their order") {
  check({
      {"an item first", grants, item(1, "grant/1"), "stream_not_open"},
      {"opened", grants, open_for(2, both), "ok"},
      {"opened twice", opened, open_for(2, both), "stream_exists"},
      {"SPP", filled, envelope_spp, "ok"},
      {"SPP twice", requested_spp, envelope_spp, "step_out_of_order"},
      {"an item after the SPP", requested_spp, item(3, "grant/1"), "step_out_of_order"},
      {"SPM before the SPP", filled, envelope_spm(both), "step_out_of_order"},
      {"SPM", requested_spp, envelope_spm(both), "ok"},
      {"SPM twice", with_spm, envelope_spm(both), "step_out_of_order"},
      {"SP2D before the SPM", requested_spp, envelope_sp2d(both), "sp2d_needs_spm"},
      {"SP2D", with_spm, envelope_sp2d(both), "ok"},
      {"SP2D twice", with_sp2d, envelope_sp2d(both), "sp2d_needs_spm"},
      {"shipped before the SP2D", with_spm, ship, "step_out_of_order"},
      {"shipped", with_sp2d, ship, "ok"},
      {"shipped twice", shipped, ship, "step_out_of_order"},
      {"reconciled before the shipping", with_sp2d, close_books, "step_out_of_order"},
  });
}

TEST_CASE("an item is one tranche of a grant whose documents were tested, once") {
  const Events one = opened + item(1, "grant/1");
  check({
      {"the first", opened, item(1, "grant/1"), "ok"},
      {"the second", one, item(2, "grant/2"), "ok"},
      {"a number twice", one, item(1, "grant/2"), "item_number_used"},
      {"a grant twice", one, item(2, "grant/1"), "item_grant_twice"},
      {"a tranche that is not under way", opened, item(1, "grant/1", 2), "item_grant_not_tested"},
      {"a grant that is requested", at("grant/3", requested) + opened, item(1, "grant/3"),
       "item_grant_not_tested"},
      {"a grant with an SPM of its own", at("grant/3", ordered) + opened, item(1, "grant/3"),
       "item_grant_not_tested"},
      {"a grant that came back and was tested anew",
       at("grant/3", sent + back(1) + test(1)) + opened, item(1, "grant/3"), "ok"},
      {"a grant that waits in another",
       grants + at("envelope/1", Events{open_for(1, both), item(1, "grant/1")}) + open_for(2, both),
       item(1, "grant/1"), "item_in_other_envelope"},
      {"a grant of one that was cancelled",
       grants + at("envelope/1", Events{open_for(1, both), item(1, "grant/1"), cancel}) +
           open_for(2, both),
       item(1, "grant/1"), "ok"},
      {"a grant that another has paid",
       grants + at("envelope/1", envelope_for({"grant/1"}) + ship) + open_for(2, both),
       item(1, "grant/1"), "item_grant_not_tested"},
  });
}

TEST_CASE("an envelope is paid as it was opened, and shipped as its SP2D says") {
  const Events short_of_one = opened + item(1, "grant/1"),
               other_total =
                   grants + open_for(2, both + 1) + item(1, "grant/1") + item(2, "grant/2");
  check({
      {"SPP short of an item", short_of_one, envelope_spp, "envelope_count_differs"},
      {"SPP of another total", other_total, envelope_spp, "envelope_total_differs"},
      {"an SP2D below its SPM", with_spm, envelope_sp2d(both - 1), "sp2d_is_spm_amount"},
      {"an SP2D above its SPM", with_spm, envelope_sp2d(both + 1), "sp2d_is_spm_amount"},
      {"an SP2D of its items and its SPM", with_spm, envelope_sp2d(both), "ok"},
      {"an SP2D below its items", requested_spp + envelope_spm(both - 1), envelope_sp2d(both - 1),
       "envelope_items_not_sp2d"},
      {"an SP2D above its items", requested_spp + envelope_spm(both + 1), envelope_sp2d(both + 1),
       "envelope_items_not_sp2d"},
      {"a grant that was paid by itself meanwhile", with_sp2d + at("grant/2", spm(1)), ship,
       "item_grant_not_tested"},
      {"a grant that was terminated meanwhile", with_sp2d + at("grant/1", terminate), ship,
       "item_grant_not_tested"},
  });
}

TEST_CASE("each item is reconciled or reversed once, and then the envelope") {
  check({
      {"reconciled before the shipping", with_sp2d, reconcile(1), "step_out_of_order"},
      {"reversed before the shipping", with_sp2d, reverse(1), "step_out_of_order"},
      {"reconciled", shipped, reconcile(1), "ok"},
      {"reversed", shipped, reverse(1), "ok"},
      {"an unknown one", shipped, reconcile(3), "item_unknown"},
      {"an unknown one reversed", shipped, reverse(3), "item_unknown"},
      {"reconciled twice", answered, reconcile(1), "item_answered"},
      {"reconciled after it was reversed", answered, reconcile(2), "item_answered"},
      {"reversed twice", answered, reverse(2), "item_answered"},
      {"closed with an open item", shipped + reconcile(1), close_books, "items_open"},
      {"closed", answered, close_books, "ok"},
      {"closed twice", reconciled, close_books, "step_out_of_order"},
      {"reconciled after the end", reconciled, reconcile(1), "step_out_of_order"},
  });
}

TEST_CASE("an envelope is cancelled before it is shipped, for ever") {
  for (const Events& given : {opened, filled, requested_spp, with_spm, with_sp2d})
    check({{"after " + given.back(), given, cancel, "ok"}});
  const Events cancelled = filled + cancel;
  check({
      {"after the shipping", shipped, cancel, "step_out_of_order"},
      {"after the end", reconciled, cancel, "step_out_of_order"},
      {"twice", cancelled, cancel, "step_out_of_order"},
      {"an item after it", cancelled, item(3, "grant/1"), "step_out_of_order"},
      {"opened anew", cancelled, open_for(2, both), "stream_exists"},
  });
  for (const auto& type : programme::envelope::stream().events)
    if (type->name == "envelope.cancelled") CHECK_FALSE(type->correctable);
}

TEST_CASE("each recipient of an envelope is held to the rules of a payment") {
  const auto filled_of = [](const Events& given) {
    return given + at("grant/1", tested) + open_for(1, 20'000'000) + item(1, "grant/1") +
           envelope_spp;
  };
  const Events to_spm = filled_of(around), paid_by = to_spm + envelope_spm(20'000'000);
  const std::string order = envelope_spm(20'000'000), pay = envelope_sp2d(20'000'000),
                    changed = account_of("changed");
  check({
      {"SPM", to_spm, order, "ok"},
      {"SP2D", paid_by, pay, "ok"},
      {"SPM for one who is left alone", to_spm + leave("person/2"), order,
       "grant_members_within_juknis"},
      {"SP2D for one who is left alone", paid_by + leave("person/2"), pay,
       "grant_members_within_juknis"},
      {"SPM for the most members", to_spm + join("person/3"), order, "ok"},
      {"SPM for one member more", to_spm + join("person/3") + join("person/4"), order,
       "grant_members_within_juknis"},
      {"SPM without a chair", to_spm + join("person/3") + leave("person/1"), order,
       "grant_group_has_one_leader"},
      {"SP2D without a chair", paid_by + join("person/3") + leave("person/1"), pay,
       "grant_group_has_one_leader"},
      {"SPM without an account", filled_of(Events{guide()} + decree_for("group/1") + people), order,
       "payment_needs_verified_account"},
      {"SPM to a changed account", to_spm + changed, order, "payment_needs_verified_account"},
      {"SP2D to a changed account", paid_by + changed, pay, "payment_needs_verified_account"},
      {"SP2D to one that was verified", paid_by + changed + verify(), pay, "ok"},
      {"money aid as a building", to_spm, envelope_spm(20'000'000, 9, "526123"),
       "spm_account_of_scheme"},
  });
}

TEST_CASE(
    "the payment order of an envelope is for documents that were tested, under a new number") {
  const Events to_spm =
      grants + open_for(2, both) + item(1, "grant/1") + item(2, "grant/2") + envelope_spp;
  const std::string order = envelope_spm(both);
  check({
      {"both tested", to_spm, order, "ok"},
      {"the number of an envelope before it",
       at("grant/3", tested) + at("envelope/1", envelope_for({"grant/3"})) + to_spm, order,
       "spm_number_unique"},
      {"the number of a grant's own SPM", at("grant/3", tested + spp(1) + spm(1)) + to_spm,
       envelope_spm(both, 3), "spm_number_unique"},
  });
}

TEST_CASE("twelve grants are paid by one envelope, two come back, and one of them is paid again") {
  std::vector<std::string> names;
  Events given;
  for (int i = 1; i <= 12; ++i) {
    names.push_back("grant/" + std::to_string(i));
    given = given + of_another(names.back(), tested, std::to_string(i));
  }
  given = given + at("envelope/a", envelope_for(names) + ship);
  for (int i = 12; i >= 1; --i)
    given = given + at("envelope/a", i % 4 == 3 && i < 8 ? reverse(i) : reconcile(i));
  for (int i = 1; i <= 12; ++i)
    given = given + at(names[i - 1U], i == 3 || i == 7 ? back(1) : credit(1));
  given = given + at("envelope/a", close_books) + at("grant/3", test(1)) +
          at("envelope/b", envelope_for({"grant/3"}, 8) + ship) + at("grant/3", credit(1));

  StatesGiven facts;
  for (const std::string& name : names)
    facts.states.emplace(name, support::state_after(programme::grant::stream(), given, name));
  for (const char* name : {"envelope/a", "envelope/b"})
    facts.states.emplace(name, support::state_after(programme::envelope::stream(), given, name));

  const State& first = *programme::own<State>(facts.stream("envelope/a"));
  CHECK(first.added.count == 12);
  CHECK(first.shipped.count == 12);
  CHECK(first.shipped.sum_idr == 240'000'000);
  CHECK(first.reconciled.count == 10);
  CHECK(first.reconciled.sum_idr == 200'000'000);
  CHECK(first.reversed.count == 2);
  CHECK(first.reversed.sum_idr == 40'000'000);
  CHECK(facts.stream("envelope/a")->status == "reconciled");
  CHECK(programme::own<State>(facts.stream("envelope/b"))->shipped.sum_idr == 20'000'000);

  for (const std::string& name : names) {
    const StreamState& stream = *facts.stream(name);
    const auto& grant = *programme::own<programme::grant::State>(&stream);
    CHECK(stream.status == (name == "grant/7" ? "returned" : "in_use"));
    CHECK(disbursed_idr(grant, facts) == (name == "grant/7" ? 0 : 20'000'000));
    CHECK_FALSE(payment_under_way_idr(grant, facts));
  }
}

TEST_CASE("the samples of grants and envelopes are recorded, and corrected long after") {
  using programme::Json;
  support::SampleLedger ledger(support::sample_lines().size());
  REQUIRE(ledger.record(lines_of("grant")) == "");
  const auto lines = lines_of("envelope");
  std::uint64_t position = ledger.ledger().size();
  REQUIRE(ledger.record(lines) == "");

  // Each event that counts money, corrected in the place where it stands: its grants have moved on.
  for (const std::string& line : lines) {
    Json event = Json::parse(line);
    const std::string type = event.at("type"), aggregate = type.substr(0, type.find('.'));
    const programme::EventType& declared = *programme::find_type(type);
    const std::uint64_t corrected = position++;
    if (aggregate != "grant" && aggregate != "envelope") continue;
    if (!declared.correctable) continue;
    const std::uint64_t correction = ledger.ledger().size();
    event["id"] = "correction-" + std::to_string(corrected);
    event["time"] = "2024-08-01T09:00:00+07:00";
    event["corrects"] = std::to_string(corrected);
    event["reason"] = "salah ketik";
    INFO(event.dump());
    CHECK(ledger.record({event.dump()}) == "");
    if (!declared.four_eyes) continue;
    event.erase("corrects");
    event["id"] = "approval-" + std::to_string(corrected);
    event["type"] = aggregate + ".correction_approved";
    event["actor"] = "bendahara-pengeluaran";
    event["role"] = aggregate == "grant" ? "treasurer" : "kpa";
    event["data"] = {{"correction", std::to_string(correction)}};
    CHECK(ledger.record({event.dump()}) == "");
  }
}
