#include "projections/red_flags.h"

namespace projections {

const Projection& red_flags() {
  using enum ColumnType;
  static const Projection made({"red_flags",
                                {"Tanda bahaya", "Red flags"},
                                1,
                                "system",
                                {
                                    {"kind", text, {"Jenis", "Kind"}},
                                    {"subject", reference, {"Perihal", "Subject"}},
                                    {"subjects", list, {"Yang terkait", "Subjects"}},
                                    {"evidence", list, {"Bukti (posisi)", "Evidence (positions)"}},
                                    {"raised_at", time, {"Ditandai pada", "Raised at"}},
                                    {"state", text, {"Keadaan", "State"}},
                                }});
  return made;
}

}  // namespace projections
