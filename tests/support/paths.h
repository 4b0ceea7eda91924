// Where the sources and what was built of them lie. Known to one file alone, so that the others
// compile to the same in every folder.
#pragma once

#include <string>
#include <string_view>

namespace support {

std::string source_path(std::string_view inside);  // "tests/data/lebak.jsonl"
std::string program();                             // the built leuit
// What LD_PRELOAD takes to have a disk fail (failing_disk.cc).
std::string failing_disk();

}  // namespace support
