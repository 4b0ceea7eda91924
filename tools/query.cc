#include "tools/query.h"

#include "ledger/core/bytes.h"

namespace tools {

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain)
      out.push_back(c);
    else
      out += "%" + ledger::to_hex(std::string_view(&c, 1));
  }
  return out;
}

void add_parameter(std::string& query, std::string_view name, std::string_view value) {
  query += query.empty() ? '?' : '&';
  query += percent_encode(name) + "=" + percent_encode(value);
}

}  // namespace tools
