// A view that no programme has: a column of every type.
#pragma once

#include "projections/projection.h"

namespace projections {

inline const Projection& things() {
  using enum ColumnType;
  static const Projection made({"things",
                                {"Benda", "Things"},
                                1,
                                "thing",
                                {{"word", text, {"Kata", "Word"}},
                                 {"owner", reference, {"Pemilik", "Owner"}},
                                 {"place", region, {"Wilayah", "Region"}},
                                 {"number", integer, {"Bilangan", "Number"}},
                                 {"worth_idr", money, {"Nilai", "Worth"}, "idr"},
                                 {"rate", decimal, {"Angka", "Rate"}},
                                 {"flag", boolean, {"Tanda", "Flag"}},
                                 {"day", date, {"Hari", "Day"}},
                                 {"moment", time, {"Saat", "Moment"}},
                                 {"tags", list, {"Label", "Tags"}},
                                 {"secret", sealed, {"Rahasia", "Secret"}}}});
  return made;
}

}  // namespace projections
