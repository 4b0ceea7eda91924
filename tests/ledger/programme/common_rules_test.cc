#include "ledger/programme/common_rules.h"

#include <catch2/catch.hpp>

#include "ledger/programme/catalogue.h"
#include "tests/support/sample_ledger.h"
#include "tests/support/stream_table.h"

namespace programme {
namespace {

using support::Row;
using Mismatches = std::vector<std::string>;

Mismatches mismatches(const char* aggregate, const std::vector<Row>& rows) {
  return support::mismatches(*find_stream(aggregate), rows);
}

std::string village(const std::string& code, const std::string& edition) {
  return R"(formed {"name": "G", "scheme": "TKM_PEMULA", "region": ")" + code +
         R"(", "edition": ")" + edition + R"("})";
}
const std::string e2019 = "PERMENDAGRI-72-2019", e2022 = "KEPMENDAGRI-100.1.1-6117-2022",
                  e2025 = "KEPMENDAGRI-300.2.2-2430-2025";

std::string vacancy(const std::string& time, const std::string& code) {
  return "posted at " + time + R"(T09:00:00+07:00 {"employer": "partner/1", "kbji": "6111",
      "title": "Petani", "seats": 1, "wage_month_idr": 2500000, "region": ")" +
         code + R"("})";
}

std::string registered(const std::string& card, const std::string& domicile) {
  return R"(registered {"nik": "3602272107729000", "name": "Rohman", "birth_date": "1972-07-21",
      "sex": "L", "phone": "+6281324155979", "edition": ")" +
         e2022 + R"(", "region_id_card": ")" + card + R"(", "region_domicile": ")" + domicile +
         R"("})";
}

// Calls `visit` with each field of the type, those inside others with `is_inside`.
template <class Visit>
void for_each_field(const std::vector<Field>& fields, bool is_inside, const Visit& visit) {
  for (const Field& field : fields) {
    visit(field, is_inside);
    for_each_field(field.fields, true, visit);
  }
}

}  // namespace

TEST_CASE("a region code is in the edition that is named") {
  const std::vector<Row> rows = {
      {"a village that was read", {}, village("36.02.27.2010", e2022), "ok"},
      {"the last kecamatan", {}, village("36.02.28", e2022), "ok"},
      {"one more than there are", {}, village("36.02.29", e2022), "region_in_edition"},
      {"a village below it", {}, village("36.02.99.2001", e2022), "region_in_edition"},
      {"a gap in a whole list", {}, village("36.02.19.2012", e2025), "region_in_edition"},
      {"the same where the list is not whole", {}, village("36.02.19.2012", e2022), "ok"},
      {"of a region that nobody read", {}, village("73.71.05.1003", e2022), "ok"},
      {"no kabupaten has this number", {}, village("36.70", e2022), "region_in_edition"},
      {"Mimika before it moved", {}, village("91.09", e2019), "ok"},
      {"Mimika's new code before it moved", {}, village("94.04", e2019), "region_in_edition"},
      {"Mimika's old code afterwards", {}, village("91.09", e2022), "region_in_edition"},
      {"Mimika afterwards", {}, village("94.04.01", e2022), "ok"},
      {"an edition that nobody knows", {}, village("36.02.99.2001", "E-2031"), "ok"},
  };
  CHECK(mismatches("group", rows) == Mismatches{});
}

TEST_CASE("each region code of an event is asked about") {
  const std::vector<Row> rows = {
      {"both", {}, registered("36.02.22.2004", "36.02.27.2010"), "ok"},
      {"the card's", {}, registered("36.02.99.2001", "36.02.27.2010"), "region_in_edition"},
      {"the domicile's", {}, registered("36.02.27.2010", "36.02.99.2001"), "region_in_edition"},
  };
  CHECK(mismatches("person", rows) == Mismatches{});
}

TEST_CASE("where no edition is named, that of the event's time is asked") {
  const std::vector<Row> rows = {
      {"before the new code", {}, vacancy("2022-11-08", "94.04"), "region_in_edition"},
      {"the old code then", {}, vacancy("2022-11-08", "91.09"), "ok"},
      {"from its day on", {}, vacancy("2022-11-09", "94.04"), "ok"},
      {"the old code from then on", {}, vacancy("2022-11-09", "91.09"), "region_in_edition"},
      {"before every edition", {}, vacancy("2019-10-07", "36.02.99"), "ok"},
      {"in the first", {}, vacancy("2019-10-08", "36.02.99"), "region_in_edition"},
  };
  CHECK(mismatches("vacancy", rows) == Mismatches{});
}

TEST_CASE("an edition that was imported whole is asked, others by what is known") {
  const auto rows_of = [](const std::string& edition) {
    return R"(system/regions reference_rows_added {"edition": ")" + edition +
           R"(", "rows": [{"code": "36.02.27.2010", "name": "Cibarani"},
            {"code": "36.02.29", "name": "Baru"}]})";
  };
  const auto closed = [](const std::string& edition) {
    return R"(system/regions reference_edition_imported {"edition": ")" + edition +
           R"(", "rows": 2, "digest": "sha-256:)" + std::string(64, '0') + R"("})";
  };
  const std::string moved = R"(system/moves region_code_superseded {"old": "36.02.27",
      "new": "36.02.30", "from": "2022-11-09", "edition": ")" +
                            e2022 + R"("})";
  const std::vector<Row> rows = {
      {"a row of it", {rows_of("E-2031"), closed("E-2031")}, village("36.02.29", "E-2031"), "ok"},
      {"no row of it",
       {rows_of("E-2031"), closed("E-2031")},
       village("36.02.28", "E-2031"),
       "region_in_edition"},
      {"the country", {rows_of("E-2031"), closed("E-2031")}, village("00", "E-2031"), "ok"},
      {"still coming in", {rows_of("E-2031")}, village("36.02.28", "E-2031"), "ok"},
      {"it adds to what is built in",
       {rows_of(e2022), closed(e2022)},
       village("36.02.29", e2022),
       "ok"},
      {"and takes nothing away", {rows_of(e2022), closed(e2022)}, village("36.02.28", e2022), "ok"},
      {"what neither has",
       {rows_of(e2022), closed(e2022)},
       village("36.02.30", e2022),
       "region_in_edition"},
      {"another edition", {rows_of(e2025), closed(e2025)}, village("36.02.28", e2022), "ok"},
      {"a code that the log says has moved",
       {moved},
       village("36.02.27.2010", e2022),
       "region_in_edition"},
      {"where it moved to", {moved}, village("36.02.30.2010", e2022), "ok"},
      {"in another edition", {moved}, village("36.02.27.2010", e2025), "ok"},
  };
  CHECK(mismatches("group", rows) == Mismatches{});
}

TEST_CASE("a day of something done is not after the event's, in western Indonesian time") {
  const auto found = [](const std::string& time, const std::string& day) {
    return "found_on_site at " + time + R"( {"visited_on": ")" + day + R"("})";
  };
  const std::vector<std::string> attested = {village("36.02.27.2010", e2022),
                                             R"(attested {"by": "village_head", "letter": "1"})"};
  const std::vector<Row> rows = {
      {"the day", attested, found("2023-07-03T09:00:00+07:00", "2023-07-03"), "ok"},
      {"the day after", attested, found("2023-07-03T09:00:00+07:00", "2023-07-04"),
       "day_not_after_event"},
      {"the year after", attested, found("2023-12-31T23:59:59+07:00", "2024-01-01"),
       "day_not_after_event"},
      {"its first second", attested, found("2024-01-01T00:00:00+07:00", "2024-01-01"), "ok"},
      {"still the day before in Jakarta", attested,
       found("2024-01-01T01:30:00+09:00", "2024-01-01"), "day_not_after_event"},
      {"the day after already in Jakarta", attested, found("2023-12-31T17:00:00Z", "2024-01-01"),
       "ok"},
      {"before the order of steps",
       {},
       found("2023-07-03T09:00:00+07:00", "2023-07-04"),
       "day_not_after_event"},
  };
  CHECK(mismatches("group", rows) == Mismatches{});
}

TEST_CASE("a time of something done is of the event's day at the latest") {
  const auto logged = [](const std::string& end) {
    return R"(session_logged at 2023-07-03T10:00:00+07:00 {"number": 1, "mode": "offline",
        "material": "kemasan", "obstacle": "-", "solution": "-",
        "start": "2023-07-03T09:00:00+07:00", "end": ")" +
           end + R"("})";
  };
  const StreamType& mentoring = *find_stream("mentoring");
  CHECK(support::outcome_of(mentoring, {"", {}, logged("2023-07-04T00:00:00+07:00"), ""}) ==
        "day_not_after_event");
  CHECK(support::outcome_of(mentoring, {"", {}, logged("2023-07-03T23:59:59+07:00"), ""}) ==
        "stream_not_open");
}

TEST_CASE("a personal day is asked about while it is in clear") {
  support::SampleLedger ledger(6);
  const auto born = [&](const std::string& day) {
    const Json event = {{"specversion", "1.0"},
                        {"id", day},
                        {"source", "/office"},
                        {"type", "person.registered"},
                        {"subject", "person/" + day},
                        {"time", "2023-07-01T09:00:00+07:00"},
                        {"area", "36.02"},
                        {"data",
                         {{"nik", "360227210772" + day.substr(8) + day.substr(5, 2)},
                          {"name", "Rohman Wijaya"},
                          {"birth_date", day},
                          {"sex", "L"},
                          {"region_id_card", "36.02.27.2010"},
                          {"region_domicile", "36.02.27.2010"},
                          {"edition", e2022},
                          {"phone", "+6281324155979"}}}};
    return ledger.record({event.dump()});
  };
  CHECK(born("2023-07-01") == "");
  const std::string refusal = born("2023-07-02");
  CHECK(refusal.find("day_not_after_event") != std::string::npos);
  CHECK(refusal.find("2023-07-02 ") == std::string::npos);
}

TEST_CASE("whatever names a region or a day of something done has its rule, and none inside") {
  std::string wrong;
  for (const StreamType* stream : catalogue())
    for (const auto& type : stream->events) {
      bool region = false, day = false;
      for_each_field(type->fields, false, [&](const Field& field, bool is_inside) {
        const bool is_region =
            field.format == &format::region && field.name.substr(0, 6) == "region";
        const bool is_day = field.format == &format::day_done || field.format == &format::time_done;
        region |= is_region;
        day |= is_day;
        if (is_inside && (is_region || is_day)) wrong += type->name + " hides a field\n";
      });
      const auto has = [&](const Rule& rule) {
        return std::any_of(type->rules.begin(), type->rules.end(),
                           [&](const auto& judged) { return judged.rule == &rule; });
      };
      if (region != has(region_in_edition) || day != has(day_not_after_event))
        wrong += type->name + "\n";
    }
  CHECK(wrong == "");
}

}  // namespace programme
