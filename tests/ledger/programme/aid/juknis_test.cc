#include "ledger/programme/aid/juknis.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/stream_table.h"

namespace {

using support::Row;

struct Guide {
  std::string from = "2023-03-01", to = "2023-12-31";
  int members_min = 10, members_max = 20;
  std::string tranches = R"([{"number": 1, "share_bp": 10000, "condition": "agreement"}])";
};

std::string issued(const Guide& guide) {
  return R"(issued {"scheme": "TKM_PEMULA", "number": "3/111/PK.03.00/III/2023",
    "effective_from": ")" +
         guide.from + R"(", "effective_to": ")" + guide.to +
         R"(", "recipient_kind": "group", "members_min": )" + std::to_string(guide.members_min) +
         R"(, "members_max": )" + std::to_string(guide.members_max) +
         R"(, "amount_min_idr": 10000000, "amount_max_idr": 40000000, "tranches": )" +
         guide.tranches +
         R"(, "report_due_days": 90, "refund_due_days": 14, "groups_per_village_max": 8})";
}

const std::string two_tranches =
    R"([{"number": 1, "share_bp": 7000, "condition": "agreement"},
        {"number": 2, "share_bp": 3000, "condition": "progress_half"}])";
const std::string short_tranches = R"([{"number": 1, "share_bp": 7000, "condition": "agreement"}])";

std::string amended(const std::string& from, const std::string& what) {
  return R"(amended {"effective_from": ")" + from + "\"" + (what.empty() ? "" : ", " + what) + "}";
}
const std::string more_money = amended("2023-06-01", R"("amount_max_idr": 50000000)");
const std::string longer = amended("2023-11-01", R"("effective_to": "2024-06-30")");
const std::string revocation = R"(revoked {"revoked_on": "2023-06-30"})";

// What these events add up to.
programme::juknis::State state_of(const std::vector<std::string>& given) {
  const auto& stream = programme::juknis::stream();
  programme::StreamState state = stream.none();
  for (const std::string& text : given) {
    const auto space = text.find(' ');
    programme::Event event;
    event.type = programme::find_type("juknis." + text.substr(0, space));
    event.data = event.type->read(programme::Json::parse(text.substr(space)));
    stream.apply(state, event);
  }
  return *programme::own<programme::juknis::State>(&state);
}

}  // namespace

TEST_CASE("a juknis is issued once, with ranges and shares that can be met") {
  const std::vector<Row> rows = {
      {"one payment", {}, issued({}), "ok"},
      {"two payments of 70 and 30 %", {}, issued({.tranches = two_tranches}), "ok"},
      {"for one day", {}, issued({.from = "2023-03-01", .to = "2023-03-01"}), "ok"},
      {"twice", {issued({})}, issued({}), "stream_exists"},
      {"ends before it begins", {}, issued({.to = "2023-02-28"}), "juknis_range_reversed"},
      {"most below least", {}, issued({.members_max = 9}), "juknis_range_reversed"},
      {"shares of 70 %", {}, issued({.tranches = short_tranches}), "juknis_shares_not_whole"},
  };
  CHECK(support::mismatches(programme::juknis::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::juknis::stream(), {issued({})}) == "issued");
}

TEST_CASE("a juknis is amended from one day to a later one, and stays usable") {
  const std::string open = issued({});
  const std::vector<Row> rows = {
      {"amended", {open}, more_money, "ok"},
      {"before it is there", {}, more_money, "stream_not_open"},
      {"again", {open, more_money}, longer, "ok"},
      {"again from the same day", {open, more_money}, more_money, "ok"},
      {"from a day before the last change",
       {open, longer},
       more_money,
       "amendment_before_last_change"},
      {"from a day before it holds",
       {open},
       amended("2023-02-28", R"("members_min": 12)"),
       "amendment_before_last_change"},
      {"from a day after its end",
       {open},
       amended("2024-01-01", R"("members_min": 12)"),
       "juknis_range_reversed"},
      {"nothing", {open}, amended("2023-06-01", ""), "amendment_changes_nothing"},
      {"least above most",
       {open},
       amended("2023-06-01", R"("members_min": 21)"),
       "juknis_range_reversed"},
      {"least above most as amended before",
       {open, amended("2023-06-01", R"("members_max": 15)")},
       amended("2023-07-01", R"("members_min": 16)"),
       "juknis_range_reversed"},
      {"two payments", {open}, amended("2023-06-01", R"("tranches": )" + two_tranches), "ok"},
      {"shares of 70 %",
       {open},
       amended("2023-06-01", R"("tranches": )" + short_tranches),
       "juknis_shares_not_whole"},
      {"issued after the amendment", {open, more_money}, open, "stream_exists"},
      {"after the revocation", {open, revocation}, more_money, "step_out_of_order"},
  };
  CHECK(support::mismatches(programme::juknis::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::juknis::stream(), {open, more_money}) == "amended");
}

TEST_CASE("a juknis is revoked once, and that is its end") {
  const std::vector<Row> rows = {
      {"before it is there", {}, revocation, "stream_not_open"},
      {"as issued", {issued({})}, revocation, "ok"},
      {"as amended", {issued({}), more_money}, revocation, "ok"},
      {"twice", {issued({}), revocation}, revocation, "step_out_of_order"},
      {"issued again", {issued({}), revocation}, issued({}), "stream_exists"},
  };
  CHECK(support::mismatches(programme::juknis::stream(), rows) == std::vector<std::string>{});
  CHECK(support::status_after(programme::juknis::stream(), {issued({}), revocation}) == "revoked");
}

TEST_CASE("what a juknis sets on a day is what was in force then") {
  using programme::juknis::parameters_at;
  const auto state = state_of({issued({}), more_money, longer});
  CHECK(state.scheme == "TKM_PEMULA");
  CHECK(state.number == "3/111/PK.03.00/III/2023");
  CHECK(parameters_at(state, "2023-02-28") == nullptr);
  CHECK(parameters_at({}, "2023-03-01") == nullptr);
  struct Case {
    std::string day;
    std::int64_t most_idr;
    std::string to;
  };
  for (const Case& one : std::vector<Case>{
           {"2023-03-01", 40'000'000, "2023-12-31"},
           {"2023-05-31", 40'000'000, "2023-12-31"},
           {"2023-06-01", 50'000'000, "2023-12-31"},
           {"2023-11-01", 50'000'000, "2024-06-30"},
           {"2025-01-01", 50'000'000, "2024-06-30"},  // also after the end
       }) {
    const auto* found = parameters_at(state, one.day);
    INFO(one.day);
    REQUIRE(found != nullptr);
    CHECK(found->amount_max_idr == one.most_idr);
    CHECK(found->effective_to == one.to);
    CHECK(found->members_min == 10);
    CHECK(found->tranches.size() == 1);
  }
}

TEST_CASE("a juknis is in force from its first day to its last, or until it is revoked") {
  using programme::juknis::is_in_force;
  const auto plain = state_of({issued({})}), amended = state_of({issued({}), longer}),
             revoked = state_of({issued({}), revocation});
  CHECK_FALSE(is_in_force(plain, "2023-02-28"));
  CHECK(is_in_force(plain, "2023-03-01"));
  CHECK(is_in_force(plain, "2023-12-31"));
  CHECK_FALSE(is_in_force(plain, "2024-01-01"));
  CHECK(is_in_force(amended, "2024-06-30"));
  CHECK_FALSE(is_in_force(amended, "2024-07-01"));
  CHECK(is_in_force(revoked, "2023-06-29"));
  CHECK_FALSE(is_in_force(revoked, "2023-06-30"));
  CHECK_FALSE(is_in_force({}, "2023-06-30"));
}

TEST_CASE("nothing of a juknis is ever corrected") {
  const auto& events = programme::juknis::stream().events;
  CHECK(events.size() == 3);
  CHECK(std::none_of(events.begin(), events.end(), [](const auto& one) {
    return one->correctable || one->act != programme::EventType::Act::fact;
  }));
}

TEST_CASE("the sample's juknis play through") {
  CHECK(support::play_sample({&programme::juknis::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::juknis::stream()}) == 2 * 1);
}
