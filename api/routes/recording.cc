#include "api/routes/receipt_json.h"
#include "api/routes/routes.h"
#include "ledger/core/bytes.h"
#include "ledger/programme/json.h"

namespace api {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") + 1 - first));
}

// Whether the body is one event (false) or a batch (true); nullopt: neither.
std::optional<bool> is_batch(const Request& request) {
  if (request.header("content-encoding").value_or("identity") != "identity") return std::nullopt;
  const std::string value = lower(request.header("content-type").value_or(""));
  const auto semicolon = value.find(';');
  const std::string type = trimmed(value.substr(0, semicolon));
  if (semicolon != std::string::npos) {
    const auto charset = value.find("charset=");
    if (charset != std::string::npos) {
      const std::string name = value.substr(charset + 8, value.find(';', charset) - charset - 8);
      if (trimmed(name) != "utf-8" && trimmed(name) != "\"utf-8\"") return std::nullopt;
    }
  }
  if (type == "application/cloudevents+json") return false;
  if (type == "application/cloudevents-batch+json") return true;
  return std::nullopt;
}

constexpr std::uint64_t no_version = UINT64_MAX;  // which no stream is at

// The stream's version as a strong entity tag. A weak one never matches (RFC 9110 13.1.1).
std::optional<Problem> read_if_match(const Request& request, programme::Conditions& out) {
  if (const auto tag = request.header("if-match")) {
    if (*tag == "*") {
      out.stream_must_exist = true;
    } else {
      const bool weak = tag->starts_with("W/");
      const std::string text(tag->substr(weak ? 2 : 0));
      const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
      const auto version =
          quoted ? ledger::parse_decimal(text.substr(1, text.size() - 2)) : std::nullopt;
      if (!version) return bad_query("If-Match must be * or a version in quotes, such as \"3\"");
      out.expected_versions.push_back(weak ? no_version : *version);
    }
  }
  if (const auto none = request.header("if-none-match")) {
    if (*none != "*") return bad_query("If-None-Match must be *");
    out.expected_versions.push_back(0);
  }
  return std::nullopt;
}

bool wants_minimal(const Request& request) {
  const std::string prefer = lower(request.header("prefer").value_or(""));
  return prefer.find("return=minimal") != std::string::npos;
}

std::string minimal_body(const std::vector<ledger::Receipt>& receipts) {
  const auto last =
      std::max_element(receipts.begin(), receipts.end(),
                       [](const auto& a, const auto& b) { return a.tree_size < b.tree_size; });
  std::string out = "{\"tree_size\":\"" + std::to_string(last->tree_size) + "\",\"checkpoint\":";
  programme::append_canonical_string(out, last->checkpoint);
  out += ",\"receipts\":[";
  for (const auto& receipt : receipts) {
    if (out.back() != '[') out.push_back(',');
    out += short_receipt_json(receipt);
  }
  return out + "]}";
}

std::string whole_body(const std::vector<ledger::Receipt>& receipts, bool batch) {
  if (!batch) return receipt_json(receipts.front());
  std::string out = "{\"receipts\":[";
  for (const auto& receipt : receipts) {
    if (out.back() != '[') out.push_back(',');
    out += receipt_json(receipt);
  }
  return out + "]}";
}

std::string dry_body(const std::vector<std::string>& records, bool batch) {
  if (!batch) return records.front();
  std::string out = "[";
  for (const auto& record : records) {
    if (out.back() != '[') out.push_back(',');
    out += record;
  }
  return out + "]";
}

void answer_recorded(Call& call, const programme::Recorded& recorded, bool batch, bool minimal) {
  Response out;
  out.headers.emplace_back("Content-Type", "application/json");
  out.headers.emplace_back("Cache-Control", "no-store");
  if (!recorded.dry_records.empty()) {
    out.body = dry_body(recorded.dry_records, batch);
    return call.answer(std::move(out));
  }
  const auto& receipts = recorded.receipts;
  out.status = recorded.created ? 201 : 200;
  std::uint64_t covered = 0;
  for (const auto& receipt : receipts) covered = std::max(covered, receipt.tree_size);
  if (!batch) {
    out.headers.emplace_back("Location", "/v1/events/" + std::to_string(receipts[0].position));
    out.headers.emplace_back("ETag", "\"" + stream_version_of(receipts[0].record) + "\"");
  }
  if (minimal) out.headers.emplace_back("Preference-Applied", "return=minimal");
  out.body = minimal ? minimal_body(receipts) : whole_body(receipts, batch);
  call.answer(std::move(out), static_cast<std::int64_t>(covered) - 1);
}

programme::Accepted<programme::Taken> take(const Call& call, bool batch,
                                           const programme::Conditions& conditions) {
  const Services& services = call.services;
  if (!call.caller) return services.registrar.take(call.request.body, batch, {}, conditions);
  return Door(services.registrar, services.ledger)
      .take(call.request.body, batch, *call.caller, conditions);
}

Problem unwritten(Problem problem) {
  problem.written = "no";
  return problem;
}

}  // namespace

void record_events(Call call) {
  const auto batch = is_batch(call.request);
  if (!batch)
    return call.refuse(unwritten(
        {415, "unsupported-media-type",
         "send application/cloudevents+json or application/cloudevents-batch+json in UTF-8"}));
  if (call.request.body_too_large)
    return call.refuse(unwritten({413, "too-large", "a body holds at most 4 MiB"}));
  programme::Conditions conditions;
  Query query(call.request);
  conditions.dry_run = query.flag("dry_run");
  if (const auto fault = query.fault()) return call.refuse(unwritten(*fault));
  if (const auto fault = read_if_match(call.request, conditions))
    return call.refuse(unwritten(*fault));
  if (*batch && (!conditions.expected_versions.empty() || conditions.stream_must_exist))
    return call.refuse(unwritten(
        bad_query("a batch takes no If-Match; each of its events may carry expectedversion")));
  const bool minimal = wants_minimal(call.request);
  conditions.needs_proofs = !minimal;
  auto taken = take(call, *batch, conditions);
  if (!taken) return call.refuse(problem_of(taken.error()));
  call.request.body.clear();
  auto& writer = call.services.writer;
  // std::function must be able to copy what it holds, so the call travels behind a pointer.
  auto held = std::make_shared<Call>(std::move(call));
  writer.submit(std::move(taken->submission), std::move(taken->subjects),
                [held, batch = *batch, minimal](ledger::Outcome outcome) {
                  const auto recorded = programme::Registrar::outcome(std::move(outcome), batch);
                  if (!recorded) return held->refuse(problem_of(recorded.error()));
                  answer_recorded(*held, *recorded, batch, minimal);
                });
}

}  // namespace api
