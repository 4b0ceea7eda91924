#include "api/routes/problem.h"

#include <nlohmann/json.hpp>

namespace api {
namespace {

std::string title_of(std::string_view slug) {
  std::string out(slug);
  for (char& c : out)
    if (c == '-') c = ' ';
  if (!out.empty()) out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

}  // namespace

Problem not_found(std::string detail) { return {404, "not-found", std::move(detail)}; }
Problem bad_query(std::string detail) { return {400, "bad-query", std::move(detail)}; }

Problem problem_of(const programme::Rejection& rejection) {
  using programme::Refused;
  Problem out;
  switch (rejection.kind) {
    case Refused::malformed_json:
      out.status = 400, out.slug = "malformed-json";
      break;
    case Refused::unknown_type:
      out.status = 422, out.slug = "unknown-type";
      break;
    case Refused::schema_violation:
      out.status = 422, out.slug = "schema-violation";
      break;
    case Refused::forbidden:
      out.status = 403, out.slug = "forbidden";
      break;
    case Refused::id_reused:
      out.status = 409, out.slug = "id-reused";
      break;
    case Refused::version_conflict:
      out.status = 412, out.slug = "version-conflict";
      break;
    case Refused::rule_violated:
      out.status = 422, out.slug = "rule-violated";
      break;
    case Refused::too_large:
      out.status = 413, out.slug = "too-large";
      break;
    case Refused::read_only:
      out.status = 503, out.slug = "read-only";
      break;
  }
  out.detail = rejection.detail;
  out.faults = rejection.faults;
  out.rule = rejection.rule;
  out.name = rejection.name;
  out.current_version = rejection.current_version;
  out.written = rejection.unknown ? "unknown" : "no";
  return out;
}

Problem problem_of(const ledger::Error& error) {
  switch (error.code) {
    case ledger::Code::not_found:
      return not_found(error.message);
    case ledger::Code::invalid:
      return bad_query(error.message);
    case ledger::Code::unavailable:
      return {503, "unavailable", "the ledger cannot be read just now"};
    default:
      return {500, "internal-error", "the ledger could not answer; see the server's log"};
  }
}

Response response_of(const Problem& problem, std::string_view instance) {
  nlohmann::ordered_json body = {{"type", "/problems/" + std::string(problem.slug)},
                                 {"title", title_of(problem.slug)},
                                 {"status", problem.status},
                                 {"detail", problem.detail},
                                 {"instance", instance}};
  if (!problem.faults.empty()) {
    body["errors"] = nlohmann::ordered_json::array();
    for (const auto& fault : problem.faults)
      body["errors"].push_back({{"pointer", fault.pointer}, {"detail", fault.detail}});
  }
  if (!problem.rule.empty()) body["rule"] = problem.rule;
  if (!problem.name.empty()) body["name"] = problem.name;
  if (problem.current_version) body["current_version"] = std::to_string(*problem.current_version);
  if (!problem.written.empty()) body["written"] = problem.written;
  Response out;
  out.status = problem.status;
  out.headers = problem.headers;
  out.headers.emplace_back("Content-Type", "application/problem+json");
  out.headers.emplace_back("Cache-Control", "no-store");
  out.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return out;
}

}  // namespace api
