// Errors as RFC 9457 problem details, with the permanent slugs of contract.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/message.h"
#include "ledger/core/result.h"
#include "ledger/programme/rejection.h"

namespace api {

struct Problem {
  unsigned status = 500;
  std::string_view slug;  // "not-found"
  std::string detail;
  std::vector<programme::Fault> faults = {};
  std::string rule = {}, name = {};
  std::optional<std::uint64_t> current_version = {};
  std::string_view written = {};  // of recording: "no" or "unknown"
  Headers headers = {};
};

Problem not_found(std::string detail);
Problem bad_query(std::string detail);
Problem problem_of(const programme::Rejection& rejection);
// not_found and invalid speak of the request; everything else is the server's trouble, told
// without its particulars.
Problem problem_of(const ledger::Error& error);

// `instance` is the path of the request.
Response response_of(const Problem& problem, std::string_view instance);

}  // namespace api
