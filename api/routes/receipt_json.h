// The JSON of a receipt (contract.md, "The proof"). One receipt has one text, so that asking again
// gives the same bytes.
#pragma once

#include <string>

#include "ledger/core/ledger.h"

namespace api {

std::string receipt_json(const ledger::Receipt& receipt);
// Without what can be asked for later: place and leaf hash.
std::string short_receipt_json(const ledger::Receipt& receipt);
// The stream version that stands in a record.
std::string stream_version_of(std::string_view record);

}  // namespace api
