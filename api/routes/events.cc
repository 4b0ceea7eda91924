#include "api/routes/negotiation.h"
#include "api/routes/receipt_json.h"
#include "api/routes/routes.h"
#include "ledger/core/bytes.h"
#include "ledger/core/checkpoint.h"

namespace api {
namespace {

std::optional<projections::EventQuery> read_query(Query& query) {
  projections::EventQuery out;
  out.after = query.number("after", 0, UINT64_MAX);
  out.limit = query.number("limit", 1, 1000).value_or(100);
  out.subject = query.text("subject");
  out.type = query.text("type");
  out.area = query.text("area");
  out.source = query.text("source");
  out.id = query.text("id");
  out.from_us = query.time_us("from");
  out.to_us = query.time_us("to");
  const auto order = query.text("order").value_or("asc");
  if (order != "asc" && order != "desc") query.fail("order must be asc or desc");
  out.descending = order == "desc";
  return out;
}

std::optional<std::uint64_t> position_of(Call& call) {
  const auto position = ledger::parse_decimal(call.parts[0]);
  if (!position) call.refuse(not_found("there is no such event"));
  return position;
}

// The receipt that ?size= asks for; an answer was given where there is none.
std::optional<ledger::Receipt> asked_receipt(Call& call) {
  const auto position = position_of(call);
  if (!position) return std::nullopt;
  Query query(call.request);
  const auto size = query.text("size");
  std::optional<std::uint64_t> tree_size;
  if (size == "latest")
    tree_size = call.services.ledger.size();
  else if (size && *size != "witnessed") {
    tree_size = ledger::parse_decimal(*size);
    if (!tree_size) query.fail("size must be a decimal number, latest or witnessed");
  }
  if (const auto fault = query.fault()) return call.refuse(*fault), std::nullopt;
  if (size == "witnessed")
    return call.refuse(not_found("no checkpoint of this ledger has been witnessed")), std::nullopt;
  const auto shown = projections::Log(call.services.ledger).record(*position, call.viewer);
  if (!shown) return call.refuse(problem_of(shown.error())), std::nullopt;
  auto receipt = call.services.ledger.receipt(*position, tree_size);
  if (!receipt) return call.refuse(problem_of(receipt.error())), std::nullopt;
  return std::move(*receipt);
}

}  // namespace

void list_events(Call call) {
  Query query(call.request);
  const auto asked = read_query(query);
  if (const auto fault = query.fault()) return call.refuse(*fault);
  const auto page = projections::Log(call.services.ledger).events(*asked, call.viewer);
  if (!page) return call.refuse(problem_of(page.error()));
  std::string body = "{\"events\":[";
  for (const std::string& record : page->records) {
    if (body.back() != '[') body.push_back(',');
    body += record;
  }
  body += "]";
  if (!page->corrected.empty()) {
    body += ",\"corrected\":{";
    for (const auto& [position, by] : page->corrected) {
      if (body.back() != '{') body.push_back(',');
      body += "\"" + std::to_string(position) + "\":\"" + std::to_string(by) + "\"";
    }
    body += "}";
  }
  body += ",\"next\":" + (page->next ? "\"" + std::to_string(*page->next) + "\"" : "null") + "}";
  Response out{200, {{"Content-Type", "application/json"}}, std::move(body)};
  if (page->next)
    out.headers.emplace_back("Link", next_link(call.request, "after", std::to_string(*page->next)));
  call.answer(std::move(out), page->position);
}

void get_event(Call call) {
  const auto position = position_of(call);
  if (!position) return;
  Query query(call.request);
  if (const auto fault = query.fault()) return call.refuse(*fault);
  auto record = projections::Log(call.services.ledger).record(*position, call.viewer);
  if (!record) return call.refuse(problem_of(record.error()));
  const auto corrected = projections::Log(call.services.ledger).corrected(*position, *position);
  if (!corrected) return call.refuse(problem_of(corrected.error()));
  Response out{200, {{"Content-Type", "application/cloudevents+json"}}, std::move(*record)};
  for (const auto& [unused, by] : *corrected)
    out.headers.emplace_back("Link",
                             "</v1/events/" + std::to_string(by) + ">; rel=\"successor-version\"");
  call.answer(std::move(out));
}

void get_receipt(Call call) {
  if (const auto receipt = asked_receipt(call)) call.json(receipt_json(*receipt));
}

void get_proof(Call call) {
  const auto receipt = asked_receipt(call);
  if (!receipt) return;
  call.answer({200,
               {{"Content-Type", "text/plain; charset=utf-8"}},
               ledger::tlog_proof(receipt->position, receipt->proof, receipt->checkpoint)});
}

}  // namespace api
