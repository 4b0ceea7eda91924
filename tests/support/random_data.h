// Random data for a JSON Schema as object_schema() writes them, and the ways to spoil it: what two
// readers of one declaration are held against each other with.
#pragma once

#include <random>
#include <string>

#include "ledger/programme/json.h"

namespace support {

using Random = std::mt19937_64;

// A text that a regular expression takes: of the kind that formats have, with no look-ahead but one
// that forbids, and short where it may repeat without end. It holds no character above U+00FF, and
// of those no letter with a byte from 80 to 9F: std::regex takes bytes for characters.
std::string random_text(const std::string& pattern, Random& random);

// Data that the schema describes. Days and times exist.
programme::Json random_data(const programme::Json& schema, Random& random);

// Changes one thing in data that was valid: takes a field away, adds one, or gives one another
// kind, size, length or character. False where the schema cannot tell all: in a text that has a
// `format`.
bool spoil(programme::Json& data, const programme::Json& schema, Random& random);

}  // namespace support
