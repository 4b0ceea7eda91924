// Every address that Leuit answers. routes.cc is the table of all of them.
//
//   recording.cc   POST /v1/events
//   events.cc      GET /v1/events, one event, its receipt and proof
//   tree.cc        checkpoint, tiles, entries, consistency, keys
//   views.cc       the views
//   schemas.cc     the schemas
//   health.cc      healthz, readyz
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/auth/access.h"
#include "api/auth/authenticator.h"
#include "api/http/message.h"
#include "api/routes/problem.h"
#include "ledger/core/writer.h"
#include "ledger/programme/registrar.h"
#include "projections/log.h"
#include "projections/runner.h"
#include "projections/views.h"

namespace api {

// What the routes work on. All must outlive the server.
struct Services {
  ledger::Ledger& ledger;
  ledger::Writer& writer;
  programme::Registrar& registrar;
  projections::Views& views;
  projections::Runner& runner;
  std::int64_t position_at_start;  // the views are ready when they have reached it
  // Calls something a little later, from a thread of the server.
  std::function<void(std::chrono::milliseconds, std::function<void()>)> after;
  const Authenticator* authenticator = nullptr;  // null: nobody is asked who he is
};

// One request on its way to its answer. Owns what it needs, so it may move between threads.
class Call {
 public:
  Call(Services& services_, Request request_, Respond respond)
      : services(services_), request(std::move(request_)), respond_(std::move(respond)) {}

  Services& services;
  Request request;
  std::vector<std::string> parts;  // what stood for each `*` of the route, and after `**`
  std::optional<Identity> caller;  // nullopt: nobody was asked who he is
  projections::Viewer viewer = projections::Viewer::local();

  std::string path() const { return request.target.substr(0, request.target.find('?')); }
  // `position`: the last that the answer reflects; absent: the head of the ledger.
  void answer(Response response, std::optional<std::int64_t> position = std::nullopt);
  void json(std::string body, std::optional<std::int64_t> position = std::nullopt);
  void refuse(const Problem& problem);
  // False where the request has a query, which is then refused.
  bool has_no_query();

 private:
  Respond respond_;
};

using RouteHandler = void (*)(Call call);

struct Route {
  std::string_view method;
  std::string_view pattern;  // segments; `*` is any one, `**` is any number at the end
  RouteHandler handle;
  Needs needs = Needs::role;
};
const std::vector<Route>& routes();

// Answers one request from the table, for those who may ask it.
void dispatch(Services& services, Request request, Respond respond);

// The query of a request: each name once, and none but those asked for. After the last question
// ask fault(): it names the first thing that is wrong.
class Query {
 public:
  explicit Query(const Request& request) : query_(request.query) {}

  std::optional<std::string> text(std::string_view name);
  std::optional<std::uint64_t> number(std::string_view name, std::uint64_t min, std::uint64_t max);
  std::optional<std::int64_t> time_us(std::string_view name);
  bool flag(std::string_view name);  // true or false; false where it is absent
  // What was not asked for yet, in order.
  std::vector<std::pair<std::string, std::string>> rest();
  void fail(std::string detail);
  std::optional<Problem> fault();

 private:
  const std::vector<std::pair<std::string, std::string>>& query_;
  std::vector<std::string> asked_;
  std::optional<Problem> fault_;
};

void record_events(Call call);
void list_events(Call call);
void get_event(Call call);
void get_receipt(Call call);
void get_proof(Call call);
void get_checkpoint(Call call);
void get_tile(Call call);
void get_entries(Call call);
void get_consistency(Call call);
void get_key(Call call);
void get_keys(Call call);
void list_views(Call call);
void list_rows(Call call);
void get_row(Call call);
void get_summary(Call call);
void list_schemas(Call call);
void get_schema(Call call);
void get_health(Call call);
void get_readiness(Call call);

}  // namespace api
