#include <nlohmann/json.hpp>

#include "api/routes/routes.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/history.h"

namespace api {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(programme::Demand demand) {
  return demand == programme::Demand::required ? "required" : "optional";
}

// The names of the personal fields; of one inside another, as a.b, whether a is a list or not.
void collect_personal(const std::vector<programme::Field>& fields, const std::string& within,
                      Json& out) {
  for (const programme::Field& field : fields) {
    std::string name = within;
    if (!field.name.empty()) name += (within.empty() ? "" : ".") + std::string(field.name);
    if (field.is_personal()) out.push_back(name);
    collect_personal(field.fields, name, out);
  }
}

Json rules_json(const programme::EventType& type) {
  Json out = Json::array();
  for (const programme::Rule* rule : programme::rules_of(type))
    out.push_back({{"rule", rule->number},
                   {"name", rule->name},
                   {"title", {{"id", rule->title.id}, {"en", rule->title.en}}},
                   {"source", rule->source}});
  return out;
}

// x-corrected-by: roles beside the one that recorded the event.
Json schema_of(const programme::EventType& type) {
  Json out = {{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"$id", type.schema_address()},
              {"title", type.title.id},
              {"x-title-en", type.title.en},
              {"x-roles", type.roles},
              {"x-basis", word(type.basis)},
              {"x-reason", word(type.reason)},
              {"x-correctable", type.correctable},
              {"x-corrected-by", type.correctors},
              {"x-four-eyes", type.four_eyes},
              {"x-rules", rules_json(type)}};
  const programme::Json body = programme::object_schema(type.fields);
  for (const auto& [name, value] : body.items()) out[name] = value;
  out["x-personal"] = Json::array();
  collect_personal(type.fields, "", out["x-personal"]);
  return out;
}

}  // namespace

void list_schemas(Call call) {
  if (!call.has_no_query()) return;
  Json types = Json::array();
  for (const programme::StreamType* stream : programme::catalogue())
    for (const auto& type : stream->events)
      types.push_back({{"type", type->name},
                       {"title", {{"id", type->title.id}, {"en", type->title.en}}},
                       {"versions", {type->schema_address()}}});
  call.json(Json{{"schemas", std::move(types)}}.dump());
}

void get_schema(Call call) {
  if (!call.has_no_query()) return;
  const programme::EventType* type = programme::find_type(call.parts[0]);
  if (type == nullptr || call.parts[1] != std::to_string(type->version))
    return call.refuse(not_found("there is no such schema"));
  call.answer({200, {{"Content-Type", "application/schema+json"}}, schema_of(*type).dump()});
}

}  // namespace api
