// The catalogue as a document for people: docs/programme.md is what describe() gives. A developer
// writes it anew with `tools/dev docs` after a change of the declarations.
#pragma once

#include <string>
#include <vector>

#include "ledger/programme/stream.h"

namespace programme {

// Markdown, Indonesian first and English beside it: streams in the order given, each with its steps
// and its types.
std::string describe(const std::vector<const StreamType*>& streams);

}  // namespace programme
