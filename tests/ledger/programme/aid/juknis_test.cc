#include "ledger/programme/aid/juknis.h"

#include <catch2/catch.hpp>

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

TEST_CASE("a juknis that was issued is not corrected") {
  CHECK_FALSE(programme::juknis::stream().events.front()->correctable);
}

TEST_CASE("the sample's juknis play through") {
  CHECK(support::play_sample({&programme::juknis::stream()}) == std::vector<std::string>{});
  CHECK(support::apply_sample_in_disorder({&programme::juknis::stream()}) == 2 * 1);
}
