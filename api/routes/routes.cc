#include "api/routes/routes.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include "ledger/core/bytes.h"
#include "ledger/programme/values.h"

namespace api {
namespace {

// The parts that stand for the stars of a pattern; nullopt: it does not fit.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& path) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto slash = pattern.find('/');
    const auto segment = pattern.substr(0, slash);
    pattern = slash == std::string_view::npos ? "" : pattern.substr(slash + 1);
    if (segment == "**") {
      parts.insert(parts.end(), path.begin() + static_cast<std::ptrdiff_t>(at), path.end());
      return parts;
    }
    if (at == path.size()) return std::nullopt;
    if (segment == "*")
      parts.push_back(path[at]);
    else if (segment != path[at])
      return std::nullopt;
    ++at;
  }
  if (at != path.size()) return std::nullopt;
  return parts;
}

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> table = {
      {"POST", "/v1/events", record_events},
      {"GET", "/v1/events", list_events},
      {"GET", "/v1/events/*", get_event},
      {"GET", "/v1/events/*/receipt", get_receipt},
      {"GET", "/v1/events/*/proof", get_proof},
      {"GET", "/checkpoint", get_checkpoint, Needs::nothing},
      {"GET", "/tile/entries/**", get_entries, Needs::whole},
      {"GET", "/tile/**", get_tile, Needs::nothing},
      {"GET", "/v1/consistency", get_consistency},
      {"GET", "/v1/key", get_key, Needs::nothing},
      {"GET", "/v1/keys", get_keys, Needs::nothing},
      {"GET", "/v1/views", list_views},
      {"GET", "/v1/views/*", list_rows},
      // Before the rows: a row that is called so is found by ?id=summary.
      {"GET", "/v1/views/*/summary", get_summary},
      {"GET", "/v1/views/*/*", get_row},
      {"GET", "/v1/schemas", list_schemas},
      {"GET", "/v1/schemas/*/*", get_schema},
      {"GET", "/healthz", get_health, Needs::nothing},
      // Open as well: what watches over a server holds no token.
      {"GET", "/readyz", get_readiness, Needs::nothing},
  };
  return table;
}

void Call::answer(Response response, std::optional<std::int64_t> position) {
  const std::int64_t last =
      position.value_or(static_cast<std::int64_t>(services.ledger.size()) - 1);
  response.headers.emplace_back("Leuit-Position", std::to_string(last));
  response.headers.emplace_back("traceparent", request.traceparent);
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  respond_(std::move(response));
}

void Call::json(std::string body, std::optional<std::int64_t> position) {
  answer({200, {{"Content-Type", "application/json"}}, std::move(body)}, position);
}

void Call::refuse(const Problem& problem) { answer(response_of(problem, path())); }

bool Call::has_no_query() {
  const auto fault = Query(request).fault();
  if (fault) refuse(*fault);
  return !fault;
}

namespace {

// Of a recording it says too that nothing was written.
void refuse_caller(Call& call, Problem problem) {
  if (call.request.method == "POST") problem.written = "no";
  call.refuse(problem);
}

void let_in(Call& call, const Route& route, const Authenticator::Found& found) {
  if (!found) {
    Problem problem{401, "unauthenticated", found.error().message};
    problem.headers.emplace_back("WWW-Authenticate", challenge_for(found.error()));
    return refuse_caller(call, std::move(problem));
  }
  if (!may_call(*found, route.needs))
    return refuse_caller(call, {403, "forbidden",
                                route.needs == Needs::whole
                                    ? "whole entries are for auditor, operator and importer, with "
                                      "every area"
                                    : "the token has no role of this ledger"});
  call.caller = *found;
  call.viewer = viewer_of(*found);
  route.handle(std::move(call));
}

// Hands a call to its route, if who sent it may; the answer may come later.
void admit(Call call, const Route& route) {
  const Services& services = call.services;
  if (services.authenticator == nullptr || route.needs == Needs::nothing)
    return route.handle(std::move(call));
  const auto held = std::make_shared<Call>(std::move(call));
  // A late answer comes from a thread that does not belong to the server.
  const auto later = [held, &route](const Authenticator::Found& found) {
    held->services.after(std::chrono::milliseconds(0),
                         [held, &route, found] { let_in(*held, route, found); });
  };
  if (const auto found = services.authenticator->identify(held->request, later))
    let_in(*held, route, *found);
}

}  // namespace

void dispatch(Services& services, Request request, Respond respond) {
  Call call(services, std::move(request), std::move(respond));
  if (call.request.bad_target)
    return call.refuse({400, "malformed-request", "the address is not a valid one"});
  std::string allowed;
  for (const Route& route : routes()) {
    auto parts = match(route.pattern, call.request.path);
    if (!parts) continue;
    if (route.method == call.request.method) {
      call.parts = std::move(*parts);
      return admit(std::move(call), route);
    }
    if (allowed.find(route.method) != std::string::npos) continue;
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == "GET") allowed += ", HEAD";
  }
  if (allowed.empty()) return call.refuse(not_found("there is nothing at this address"));
  call.refuse({405,
               "method-not-allowed",
               "this address answers " + allowed,
               {},
               {},
               {},
               {},
               {},
               {{"Allow", allowed}}});
}

std::optional<std::string> Query::text(std::string_view name) {
  asked_.emplace_back(name);
  std::optional<std::string> found;
  for (const auto& [key, value] : query_) {
    if (key != name) continue;
    if (found) fail(std::string(name) + " is given twice");
    found = value;
  }
  return found;
}

std::optional<std::uint64_t> Query::number(std::string_view name, std::uint64_t min,
                                           std::uint64_t max) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto number = ledger::parse_decimal(*value);
  if (number && *number >= min && *number <= max) return number;
  fail(std::string(name) + " must be a decimal number" +
       (max == UINT64_MAX ? "" : " from " + std::to_string(min) + " to " + std::to_string(max)));
  return std::nullopt;
}

std::optional<std::int64_t> Query::time_us(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto moment = programme::parse_time(*value);
  if (moment) return moment->utc_us;
  fail(std::string(name) + " must be RFC 3339 with an offset (a + is written %2B)");
  return std::nullopt;
}

bool Query::flag(std::string_view name) {
  const auto value = text(name);
  if (value && *value != "true" && *value != "false")
    fail(std::string(name) + " must be true or false");
  return value == "true";
}

std::vector<std::pair<std::string, std::string>> Query::rest() {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, value] : query_)
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end())
      out.emplace_back(name, value);
  for (const auto& [name, value] : out) asked_.push_back(name);
  return out;
}

void Query::fail(std::string detail) {
  if (!fault_) fault_ = bad_query(std::move(detail));
}

std::optional<Problem> Query::fault() {
  for (const auto& [name, value] : query_)
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end())
      fail(programme::escape_pointer(name) + " is not a parameter of this address");
  return fault_;
}

}  // namespace api
