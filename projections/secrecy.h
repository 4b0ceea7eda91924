// What of the log and of the views is for auditors alone (the auditee sees no drafts): of an audit
// what was recorded before the first of its findings was issued, findings that are drafts, and for
// what an auditor had personal data opened.
//
// Threads: any.
#pragma once

#include <string_view>

#include "ledger/core/ledger.h"
#include "projections/views.h"

namespace projections {

// Whether a viewer is shown that too: in the role of an auditor, or as Viewer::local(), who is
// operator and nothing else. Everybody who holds a token reads as `reader` beside his roles.
bool sees_secrets(const Viewer& viewer);

// Whether a record of the ledger is one of those.
ledger::Result<bool> is_secret(const ledger::Ledger& ledger, std::string_view record);
// Whether a row of a view is.
bool is_secret(std::string_view view, const Json& row);
// Whether a view may have such rows.
bool has_secrets(std::string_view view);

}  // namespace projections
