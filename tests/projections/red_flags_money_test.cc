#include <catch2/catch.hpp>

#include "projections/red_flags.h"
#include "projections/red_flags_parts.h"
#include "tests/projections/folded.h"

// What raises each flag stands in red_flags_test.cc; here is what money has of its own.
namespace {

using projections::Json;

projections::FoldedRows flags(const std::vector<std::string>& events) {
  return projections::folded(projections::red_flags(), events);
}

std::string spent(const std::string& receipt) {
  return R"(grant.expenditure_recorded grant/A {"number": 1, "amount_idr": 5, "vendor": "V", )"
         R"("receipt": ")" +
         receipt + "\"}";
}

}  // namespace

TEST_CASE("a regency is the first two parts of an area, where it has them") {
  CHECK(projections::regency_of("36.02.27.2010") == "36.02");
  CHECK(projections::regency_of("36") == "36");
  CHECK(projections::regency_of("00") == "00");
}

TEST_CASE("a grant whose agreement is not known stands for its recipient") {
  const auto rows = flags({spent("d"), R"(grant.expenditure_recorded grant/B {"number": 1,)"
                                       R"( "amount_idr": 5, "vendor": "V", "receipt": "d"})"});
  REQUIRE(rows.size() == 1);
  CHECK(rows.at("receipt_reused:d")["subjects"] == Json::array({"grant/A", "grant/B"}));
}

TEST_CASE("money that was withdrawn in parts is withdrawn when it adds up to the credit") {
  std::vector<std::string> events;
  for (const char* grant : {"A", "B"}) {
    const std::string of = std::string(" grant/") + grant;
    events.push_back("2020-12-01T01:00:00Z grant.funds_credited" + of + R"( {"amount_idr": 40})");
    for (const char* hour : {"02", "05"})
      events.push_back("2020-12-01T09:00:00Z grant.funds_withdrawn" + of +
                       R"( {"amount_idr": 20, "withdrawn_at": "2020-12-01T)" + hour + ":00:00Z\"}");
  }
  const auto rows = flags(events);
  REQUIRE(rows.size() == 1);
  CHECK(rows.begin()->second["amount_idr"] == 80);
  events.pop_back();
  CHECK(flags(events).empty());
}
