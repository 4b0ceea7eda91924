// Who reads, and so what he is shown. Every read of the log or of a view takes a Viewer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace projections {

struct Viewer {
  std::vector<std::string> roles;
  std::vector<std::string> areas;  // dotted prefixes; "*" = all. Empty: none but the national 00

  // `serve --auth off` and a verb on a local folder: every row, with personal fields sealed.
  static Viewer local() { return {{"operator"}, {"*"}}; }

  // Whether a row or an event of this area is shown at all.
  bool sees(std::string_view area) const;
};

}  // namespace projections
