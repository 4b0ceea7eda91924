#include <nlohmann/json.hpp>

#include "api/routes/routes.h"

namespace api {

void get_health(Call call) { call.json("{\"status\":\"alive\"}"); }

// Ready: the ledger takes writes, and the views have caught up with what was there at the start.
void get_readiness(Call call) {
  const Services& services = call.services;
  std::string why;
  if (const auto refusal = services.writer.refusal())
    why = refusal->message;
  else if (services.runner.stalled())
    why = "the views have stopped; see the server's log";
  else if (services.views.position() < services.position_at_start)
    why = "the views are being rebuilt";
  if (!why.empty())
    return call.refuse({503, "not-ready", why, {}, {}, {}, {}, {}, {{"Retry-After", "1"}}});
  call.json(nlohmann::ordered_json{{"status", "ready"},
                                   {"views_position", std::to_string(services.views.position())}}
                .dump());
}

}  // namespace api
