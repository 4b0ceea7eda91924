#include "projections/partners.h"

#include <catch2/catch.hpp>
#include <set>

#include "tests/projections/folded.h"

namespace {

using projections::Json;

Json row_of(const std::vector<std::string>& events) {
  return projections::folded(projections::partners(), events)["P"];
}

std::string mou(const std::string& what, const std::string& number, const std::string& to) {
  return "partner.mou_" + what + R"( partner/P {"number": ")" + number + R"(", "to": ")" + to +
         R"("})";
}

const std::string committed =
    R"(rembuk.commitment_made rembuk/R {"number": 1, "partner": "partner/P", "what": "w"})";
const std::string fulfilled = R"(rembuk.commitment_fulfilled rembuk/R {"number": 1})";

}  // namespace

TEST_CASE("the sample comes to partners of seven kinds") {
  const auto rows = projections::folded_sample(projections::partners());
  REQUIRE(rows.size() == 7);
  std::set<std::string> kinds;
  std::int64_t commitments = 0, kept = 0;
  for (const auto& [id, row] : rows) {
    kinds.insert(row["kind"]);
    CHECK(row["state"] == "active");
    commitments += row["commitments"].get<std::int64_t>();
    kept += row["fulfilled"].get<std::int64_t>();
  }
  CHECK(kinds.size() == 7);
  CHECK(commitments == 3);
  CHECK(kept == 1);
  const Json want = {{"id", "kemnaker"},
                     {"kind", "central_government"},
                     {"name", "Kementerian Ketenagakerjaan"},
                     {"state", "active"},
                     {"mou_until", "2024-12-31"},
                     {"pledged_idr", 23'000'000},
                     {"delivered_idr", 0},
                     {"commitments", 0},
                     {"fulfilled", 0}};
  CHECK(rows.at("kemnaker") == want);
}

TEST_CASE("a partner's contributions are pledged and delivered in parts") {
  const Json row =
      row_of({R"(partner.contribution_pledged partner/P {"contribution": "1", "value_idr": 100})",
              R"(partner.contribution_pledged partner/P {"contribution": "2", "value_idr": 50})",
              R"(partner.contribution_delivered partner/P {"contribution": "1", "value_idr": 30})",
              R"(partner.contribution_delivered partner/P {"contribution": "1", "value_idr": 20})",
              "partner.event_reversed@1 partner/P {}"});
  CHECK(row["pledged_idr"] == 100);
  CHECK(row["delivered_idr"] == 50);
}

TEST_CASE("the memorandum that runs longest tells until when") {
  const auto one = mou("signed", "1", "2024-12-31"), two = mou("signed", "2", "2023-12-31");
  CHECK(row_of({one, two})["mou_until"] == "2024-12-31");
  CHECK(row_of({one, two, mou("extended", "2", "2025-06-30")})["mou_until"] == "2025-06-30");
  CHECK(row_of({one, two, mou("terminated", "1", "")})["mou_until"] == "2023-12-31");
  CHECK(row_of({one, mou("terminated", "1", "")})["mou_until"].is_null());
}

TEST_CASE("a commitment counts for its partner, and as fulfilled once") {
  CHECK(row_of({committed})["commitments"] == 1);
  CHECK(row_of({committed, fulfilled, fulfilled})["fulfilled"] == 1);
  CHECK(row_of({committed, R"(rembuk.commitment_lapsed rembuk/R {"number": 1})"})["fulfilled"] ==
        0);
  CHECK(row_of({committed, fulfilled, "rembuk.event_reversed@1 rembuk/R {}"})["fulfilled"] == 0);
  CHECK(row_of({committed})["name"].is_null());
  CHECK(projections::folded(projections::partners(), std::vector<std::string>{fulfilled}).empty());
}

TEST_CASE("a commitment that was another partner's after all moves to it") {
  const std::string fixed =
      R"(rembuk.commitment_made@0 rembuk/R {"number": 1, "partner": "partner/Q"})";
  const auto rows = projections::folded(projections::partners(), {committed, fulfilled, fixed});
  REQUIRE(rows.size() == 1);
  CHECK(rows.at("Q")["fulfilled"] == 1);
}

TEST_CASE("any part of the sample folds to partners") {
  projections::fold_parts_of_sample(projections::partners());
}
