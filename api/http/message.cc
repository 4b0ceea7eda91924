#include "api/http/message.h"

#include <algorithm>

namespace api {

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return header.first == lower_case_name;
  });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

}  // namespace api
