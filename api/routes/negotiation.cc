#include "api/routes/negotiation.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "ledger/core/bytes.h"
#include "ledger/core/sha256.h"

namespace api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the text up to the next `separator`; what is left stays in `text`.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto out = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(out);
}

// "0.85" is 850; what is no weight counts as 1.
int thousandths(std::string_view text) {
  if (text.empty() || text.front() != '0') return 1000;
  int out = 0, unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c >= '0' && c <= '9') out += unit * (c - '0');
    unit /= 10;
  }
  return out;
}

// How much a type of media is wanted, and how exactly it was named.
struct Wanted {
  int weight = 0, exactness = 0;
};

// `names`: the type itself, its family, any.
Wanted wanted(std::string_view accept, const std::array<std::string_view, 3>& names) {
  Wanted out;
  while (!accept.empty()) {
    std::string_view range = take(accept, ',');
    std::string name(take(range, ';'));
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    int weight = 1000;
    while (!range.empty()) {
      const std::string_view parameter = take(range, ';');
      if (parameter.starts_with("q=") || parameter.starts_with("Q="))
        weight = thousandths(parameter.substr(2));
    }
    const auto found = std::find(names.begin(), names.end(), name);
    const int exactness = static_cast<int>(names.end() - found);
    if (found != names.end() && exactness > out.exactness) out = {weight, exactness};
  }
  return out;
}

bool prefers_csv(std::string_view accept) {
  const Wanted csv = wanted(accept, {"text/csv", "text/*", "*/*"});
  const Wanted json = wanted(accept, {"application/json", "application/*", "*/*"});
  if (csv.weight != json.weight) return csv.weight > json.weight;
  return csv.weight > 0 && csv.exactness > json.exactness;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~' || c == '/';
    if (plain)
      out.push_back(c);
    else
      out += "%" + ledger::to_hex(std::string_view(&c, 1));
  }
  return out;
}

}  // namespace

Form read_form(Query& query, const Request& request) {
  const auto format = query.text("format");
  if (!format) return prefers_csv(request.header("accept").value_or("")) ? Form::csv : Form::json;
  if (*format == "xlsx")
    query.fail("format=xlsx comes in a later version: there are json and csv");
  else if (*format != "json" && *format != "csv")
    query.fail("format must be json or csv");
  return *format == "csv" ? Form::csv : Form::json;
}

std::string tag_of(const Call& call, Form form, int version, std::int64_t position) {
  using Json = nlohmann::ordered_json;
  Json question = Json::array();
  for (const auto& [name, value] : call.request.query)
    if (name != "min_position") question.push_back(Json::array({name, value}));
  const Json all = {call.request.path, std::move(question), form == Form::csv, version,
                    call.viewer.roles, call.viewer.areas,   position};
  const auto hash = ledger::sha256(all.dump(-1, ' ', false, Json::error_handler_t::replace));
  return "\"" + ledger::to_hex(ledger::view(hash).substr(0, 16)) + "\"";
}

bool is_known(const Request& request, std::string_view tag) {
  const auto known = request.header("if-none-match");
  return known && (*known == "*" || known->find(tag) != std::string_view::npos);
}

std::string next_link(const Request& request, std::string_view parameter, std::string_view value) {
  std::string out = request.target.substr(0, request.target.find('?'));
  out += "?" + std::string(parameter) + "=" + percent_encoded(value);
  for (const auto& [name, text] : request.query)
    if (name != parameter) out += "&" + percent_encoded(name) + "=" + percent_encoded(text);
  return "<" + out + ">; rel=\"next\"";
}

}  // namespace api
