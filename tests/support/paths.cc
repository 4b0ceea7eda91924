#include "tests/support/paths.h"

namespace support {

std::string source_path(std::string_view inside) {
  return LEUIT_SOURCE_DIR "/" + std::string(inside);
}
std::string program() { return LEUIT_BINARY; }
std::string failing_disk() { return LEUIT_FAILING_DISK; }

}  // namespace support
