// One vacancy ("lowongan") of an employer, who is a partner of the programme.
//
//   (new) -posted-> posted -verified-> verified
//   posted, verified -closed-> closed (the end)
//
// A vacancy abroad names its country, and the region from which it is filled. How many of its seats
// are filled is for the placements to tell. Source: domain.md 7.1 P.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/programme/stream.h"

namespace programme::vacancy {

struct Posted {
  std::string employer, kbji, title;
  std::int64_t seats = 0, wage_month_idr = 0;
  std::string region;
  std::optional<std::string> country;  // of the workplace; absent: Indonesia
};
struct Verified {};
struct Closed {};

struct State {
  std::string region, country = "ID";  // of the workplace
};

const StreamType& stream();

}  // namespace programme::vacancy
