#include "projections/disclosures.h"

namespace projections {

const Projection& disclosures() {
  using enum ColumnType;
  static const Projection made({"disclosures",
                                {"Pembukaan data pribadi", "Disclosures of personal data"},
                                1,
                                "disclosure",
                                {
                                    {"actor", text, {"Pelaku", "Actor"}},
                                    {"role", text, {"Peran", "Role"}},
                                    {"purpose", text, {"Tujuan", "Purpose"}},
                                    {"fields", list, {"Isian", "Fields"}},
                                    {"subjects", list, {"Orang dan kelompok", "Subjects"}},
                                    {"at", time, {"Pada", "At"}},
                                }});
  return made;
}

}  // namespace projections
