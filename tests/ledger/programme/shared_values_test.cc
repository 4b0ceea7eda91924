#include "ledger/programme/shared_values.h"

#include <catch2/catch.hpp>
#include <limits>

#include "ledger/programme/sweep.h"
#include "tests/support/sample_ledger.h"

namespace programme {
namespace {

using support::SampleLedger;
using Flags = std::vector<std::string>;

struct Programme {
  SampleLedger ledger{std::numeric_limits<std::size_t>::max()};
  int number = 0;

  std::string record(const std::string& type, const std::string& subject, const std::string& data,
                     const std::string& more = "") {
    return ledger.record({R"({"specversion":"1.0","source":"/office","area":"36.02","id":")" +
                          std::to_string(++number) + R"(","type":")" + type + R"(","subject":")" +
                          subject + R"(","time":"2024-08-01T09:00:00+07:00","data":)" + data +
                          more + "}"});
  }
  std::string registered(const std::string& key, const std::string& nik, const std::string& phone) {
    return record("person.registered", "person/" + key,
                  R"({"nik":")" + nik +
                      R"(","name":"Uji","birth_date":"1972-07-21","sex":"L",)"
                      R"("region_id_card":"36.02.27.2010","region_domicile":"36.02.27.2010",)"
                      R"("edition":"KEPMENDAGRI-100.1.1-6117-2022","phone":")" +
                      phone + R"("})");
  }
  std::string formed(const std::string& key) {
    return record("group.formed", "group/" + key,
                  R"({"name":"Uji","scheme":"TKM_MIKRO","region":"36.02.27.2010",)"
                  R"("edition":"KEPMENDAGRI-100.1.1-6117-2022"})");
  }
  std::string joined(const std::string& group, const std::string& person) {
    return record("group.member_added", "group/" + group,
                  R"({"person":"person/)" + person + R"(","role":"member"})");
  }
  // Kind and subjects of each flag that the clock would raise.
  Flags flags() {
    const auto events =
        flag_events(ledger.ledger(), ledger.vault(), ledger.clock().now_us()).value();
    Flags out;
    for (const std::string& text : events) {
      const Json event = Json::parse(text);
      std::string one = event.at("data").at("kind");
      for (const Json& subject : event.at("data").at("subjects"))
        one += " " + subject.get<std::string>();
      out.push_back(std::move(one));
    }
    return out;
  }
};

const std::string phone_of_p0001 = "+6281324155979", another_phone = "+6281324155000";

}  // namespace

TEST_CASE("a phone that members of two groups gave is a flag, and never told") {
  Programme programme;
  CHECK(programme.flags() == Flags{});
  REQUIRE(programme.registered("P9001", "3602272107729901", phone_of_p0001) == "");
  CHECK(programme.flags() == Flags{});  // who is in no group
  REQUIRE(programme.formed("LBK-90") == "");
  REQUIRE(programme.joined("LBK-90", "P9001") == "");
  CHECK(programme.flags() == Flags{"phone_of_several_groups group/LBK-01 group/LBK-90"});
  const auto texts = flag_events(programme.ledger.ledger(), programme.ledger.vault(),
                                 programme.ledger.clock().now_us());
  CHECK(texts->at(0).find("324155979") == std::string::npos);
}

TEST_CASE("a phone that members of one group share is none") {
  Programme programme;
  REQUIRE(programme.formed("LBK-90") == "");
  REQUIRE(programme.registered("P9001", "3602272107729901", another_phone) == "");
  REQUIRE(programme.registered("P9002", "3602272107729902", another_phone) == "");
  REQUIRE(programme.joined("LBK-90", "P9001") == "");
  REQUIRE(programme.joined("LBK-90", "P9002") == "");
  CHECK(programme.flags() == Flags{});
}

TEST_CASE("a value that was corrected away counts no more") {
  Programme programme;
  REQUIRE(programme.formed("LBK-90") == "");
  REQUIRE(programme.registered("P9001", "3602272107729901", phone_of_p0001) == "");
  REQUIRE(programme.joined("LBK-90", "P9001") == "");
  REQUIRE(programme.flags().size() == 1);
  const std::uint64_t at = programme.ledger.ledger().size() - 2;
  REQUIRE(programme.record(
              "person.registered", "person/P9001",
              R"({"nik":"3602272107729901","name":"Uji","birth_date":"1972-07-21",)"
              R"("sex":"L","region_id_card":"36.02.27.2010",)"
              R"("region_domicile":"36.02.27.2010",)"
              R"("edition":"KEPMENDAGRI-100.1.1-6117-2022","phone":")" +
                  another_phone + R"("})",
              R"(,"corrects":")" + std::to_string(at) + R"(","reason":"nomor salah ketik")") == "");
  CHECK(programme.flags() == Flags{});
}

TEST_CASE("a NIK that disagrees with the birth date is a flag") {
  Programme programme;
  REQUIRE(programme.registered("P9001", "3602272107739901", another_phone) == "");
  CHECK(programme.flags() == Flags{"nik_disagrees person/P9001"});
}

TEST_CASE("a sweep raises a flag of the vault once") {
  Programme programme;
  REQUIRE(programme.registered("P9001", "3602272107739901", another_phone) == "");
  SampleLedger& ledger = programme.ledger;
  const auto raise = [&] {
    std::string refusals;
    const auto events = flag_events(ledger.ledger(), ledger.vault(), ledger.clock().now_us());
    for (const std::string& event : *events) refusals += ledger.record({event});
    return refusals;
  };
  const std::uint64_t before = ledger.ledger().size();
  CHECK(raise() == "");
  CHECK(raise() == "");
  CHECK(ledger.ledger().size() == before + 1);
}

}  // namespace programme
