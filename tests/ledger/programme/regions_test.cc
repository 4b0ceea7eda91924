#include "ledger/programme/regions.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "ledger/programme/values.h"

namespace programme::regions {
namespace {

using Codes = std::vector<std::string>;

const std::string first = "PERMENDAGRI-72-2019", sample = "KEPMENDAGRI-100.1.1-6117-2022",
                  last = "KEPMENDAGRI-300.2.2-2430-2025";

TEST_CASE("the built-in rows have the digests that are frozen") {
  for (const Edition& edition : editions()) {
    CAPTURE(edition.id);
    const auto rows = rows_read_in(edition.id);
    CHECK(edition.digest == (rows.empty() ? "" : digest_of(rows)));
  }
  CHECK(rows_read_in(first).size() == 4);
  CHECK(rows_read_in(last).size() == 73);
  CHECK(rows_read_in("unheard-of").empty());
}

TEST_CASE("built-in rows ascend, are possible codes of their edition, and have a name") {
  for (const Edition& edition : editions()) {
    const auto rows = rows_read_in(edition.id);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CAPTURE(edition.id, rows[i].code);
      CHECK((i == 0 || rows[i - 1].code < rows[i].code));
      CHECK(covers(edition.id, rows[i].code) == Cover::yes);
      CHECK(matches(format::line, rows[i].name));
    }
  }
}

TEST_CASE("editions are in the order of their days, and may be named in events") {
  std::string_view before = "2000-01-01";
  for (const Edition& edition : editions()) {
    CAPTURE(edition.id);
    CHECK(before < edition.signed_on);
    CHECK(parse_date(edition.signed_on));
    CHECK(matches(format::edition, edition.id));
    CHECK(is_stream_name("system/regions-" + std::string(edition.id)));
    before = edition.signed_on;
  }
  CHECK(find_edition(sample)->signed_on == "2022-11-09");
  CHECK(find_edition("6117") == nullptr);
}

TEST_CASE("an edition holds from the day on which it was signed") {
  const std::pair<const char*, std::string_view> table[] = {
      {"2019-10-08", first},
      {"2021-12-12", first},
      {"2021-12-13", "PERMENDAGRI-58-2021"},
      {"2022-11-08", "KEPMENDAGRI-050-145-2022"},
      {"2022-11-09", sample},
      {"2025-04-24", sample},
      {"2025-06-22", "KEPMENDAGRI-300.2.2-2138-2025"},
      {"2099-01-01", last},
  };
  for (const auto& [day, want] : table) {
    CAPTURE(day);
    REQUIRE(edition_at(*parse_date(day)) != nullptr);
    CHECK(edition_at(*parse_date(day))->id == want);
  }
  CHECK(edition_at(*parse_date("2019-10-07")) == nullptr);
}

TEST_CASE("the digest is over the lines code,name in ascending order") {
  // printf '36,Banten\n36.02,Lebak, "kab"\n' | sha256sum
  CHECK(digest_of({{"36", "Banten"}, {"36.02", "Lebak, \"kab\""}}) ==
        "sha-256:25b326efe96741c15e4b0e5806e608ab1568d8b23e9ec8b7ea7dfc2ac6515ba9");
  CHECK(digest_of({}) ==
        "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a code is in an edition, is not, or is not covered") {
  struct Case {
    std::string edition, code;
    Cover want;
  };
  const std::vector<Case> table = {
      {last, "36.02.27.2010", Cover::yes},
      {sample, "36.02.27.2010", Cover::yes},  // taken over, as are all of the sample
      {sample, "36.02.22.2004", Cover::yes},
      {sample, "36.02", Cover::yes},
      {sample, "00", Cover::yes},
      {first, "36.02.14.1012", Cover::yes},
      // Mimika: 91.09 until the edition of November 2022, 94.04 from then on.
      {first, "91.09", Cover::yes},
      {"KEPMENDAGRI-050-145-2022", "91.09", Cover::yes},
      {sample, "91.09", Cover::no},
      {last, "91.09.01.2001", Cover::no},
      {"KEPMENDAGRI-050-145-2022", "94.04", Cover::no},
      {first, "94.04.01", Cover::no},
      {sample, "94.04", Cover::yes},
      {sample, "94.04.01", Cover::not_covered},
      {first, "92.06", Cover::yes},
      {last, "92.06", Cover::yes},
      // Lists that are whole.
      {sample, "36.02.29", Cover::no},
      {sample, "36.02.99.2001", Cover::no},
      {last, "36.02.19.2012", Cover::no},  // numbering has gaps
      {sample, "36.02.19.2012", Cover::not_covered},
      {last, "36.02.05.1001", Cover::no},  // the five kelurahan are all in Rangkasbitung
      {last, "36.02.05.2001", Cover::not_covered},
      // Forms that cannot be.
      {sample, "36.00", Cover::no},
      {sample, "36.70.01", Cover::no},
      {sample, "36.02.27.9999", Cover::no},
      {sample, "3602040", Cover::no},  // of BPS
      {sample, "Cibeber", Cover::no},
      {sample, "", Cover::no},
      // Elsewhere.
      {sample, "11.01", Cover::not_covered},
      {sample, "36.71", Cover::not_covered},
      {sample, "92", Cover::not_covered},
      {"KEPMENDAGRI-1-2030", "36.02", Cover::not_covered},
  };
  for (const auto& [edition, code, want] : table) {
    CAPTURE(edition, code);
    CHECK(covers(edition, code) == want);
  }
}

TEST_CASE("names differ between editions, and one name is at two places") {
  const auto names = names_of("36.02.23");
  REQUIRE(names.size() == 2);
  CHECK((names[0].edition == first && names[0].name == "Curug bitung"));
  CHECK((names[1].edition == last && names[1].name == "Curugbitung"));
  CHECK(names_of("36.02.04").front().name == "Cipanas");  // 3602040 of BPS is Cibeber
  CHECK(names_of("36.02.19").front().name == "Cibeber");
  CHECK(names_of("36.02.05.2003").front().name == "Pasireurih");   // in Muncang
  CHECK(names_of("36.02.22.2004").front().name == "Sindanglaya");  // in Sobang
  CHECK(names_of("91.09").front().edition == first);
  CHECK(names_of("94.04").front().edition == last);
  CHECK(names_of("36.02.05.2001").empty());
  CHECK(names_of("").empty());
}

TEST_CASE("a place is called as its code tells") {
  const std::pair<const char*, const char*> table[] = {
      {"00", "Nasional"},
      {"36", "Provinsi"},
      {"36.02", "Kabupaten"},
      {"36.71", "Kota"},
      {"36.02.27", "Kecamatan"},
      {"36.02.27.2010", "Desa"},
      {"36.02.14.1002", "Kelurahan"},
      {"32.01.01.3001", "Desa adat"},
      {"92.06.01", "Distrik"},
      {"94.04.01.2001", "Kampung"},
      {"91.71.01.1001", "Kelurahan"},
      {"96.01.01", "Distrik"},
      {"97.01.01", "Kecamatan"},
      {"82.01.01.2001", "Desa"},
      {"3602", ""},
      {"", ""},
  };
  for (const auto& [code, want] : table) {
    CAPTURE(code);
    CHECK(level_of(code).id == want);
    CHECK(level_of(code).en.empty() == std::string_view(want).empty());
  }
}

TEST_CASE("Mimika is one region under both codes, and so is what lies in it") {
  CHECK(current_code("91.09") == "94.04");
  CHECK(current_code("94.04") == "94.04");
  CHECK(current_code("91.09.01.2001") == "94.04.01.2001");
  CHECK(current_code("91.10") == "91.10");
  CHECK(current_code("91") == "91");
  CHECK(current_code("36.02") == "36.02");
  CHECK(codes_of("94.04") == Codes{"91.09", "94.04"});
  CHECK(codes_of("91.09") == Codes{"91.09", "94.04"});
  CHECK(codes_of("94.04.01") == Codes{"91.09.01", "94.04.01"});
  CHECK(codes_of("92.06") == Codes{"92.06"});
  CHECK(same_region("91.09", "94.04"));
  CHECK(same_region("94.04.01", "91.09.01"));
  CHECK_FALSE(same_region("91.09", "94.04.01"));
  CHECK_FALSE(same_region("91.09", "92.06"));
}

TEST_CASE("a region is found under the code that an edition has for it") {
  for (const char* code : {"91.09", "94.04"}) {
    CHECK(code_in(first, code) == "91.09");
    CHECK(code_in("KEPMENDAGRI-050-145-2022", code) == "91.09");
    CHECK(code_in(sample, code) == "94.04");
  }
  CHECK(code_in(first, "94.04.01") == "91.09.01");
  CHECK(code_in(last, "36.02") == "36.02");
  CHECK_FALSE(code_in(last, "36.02.29"));
}

TEST_CASE("moves of the log may chain, join, repeat and lead back") {
  const std::vector<Move> chain = {
      {"11.01", "11.02", ""}, {"11.02", "11.03", ""}, {"11.09", "11.03", ""}};
  CHECK(codes_of("11.03", chain) == Codes{"11.01", "11.02", "11.09", "11.03"});
  CHECK(codes_of("11.01", chain) == Codes{"11.01", "11.02", "11.03"});
  CHECK_FALSE(same_region("11.01", "11.09", chain));
  CHECK(current_code("11.01.07", chain) == "11.03.07");

  const std::vector<Move> back = {{"11.01", "11.02", ""}, {"11.02", "11.01", ""}};
  CHECK(current_code("11.01", back) == "11.01");
  CHECK(current_code("11.02", back) == "11.01");
  CHECK(same_region("11.01", "11.02", back));

  const std::vector<Move> odd = {
      {"91.09", "94.04", ""}, {"91.09", "94.04", ""}, {"00", "11", ""}, {"12", "12", ""}};
  CHECK(codes_of("91.09", odd) == Codes{"91.09", "94.04"});
  CHECK(codes_of("12.01", odd) == Codes{"12.01"});
}

}  // namespace
}  // namespace programme::regions
