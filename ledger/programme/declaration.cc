#include "ledger/programme/declaration.h"

#include <algorithm>

#include "ledger/core/bytes.h"
#include "ledger/core/check.h"

namespace programme {
namespace {

std::string listed(const std::vector<std::string_view>& values) {
  std::string out;
  for (const auto value : values) out += (out.empty() ? "" : ", ") + std::string(value);
  return out;
}

bool refers(const Field& field, std::string_view value) {
  if (!is_stream_name(value)) return false;
  const auto aggregate = aggregate_of(value);
  return std::any_of(field.refers_to.begin(), field.refers_to.end(),
                     [&](auto one) { return one == "*" || one == aggregate; });
}

std::optional<std::string> text_fault(const Field& field, const Json& value) {
  if (!value.is_string()) return "must be text";
  const auto& held = value.get_ref<const std::string&>();
  if (!field.refers_to.empty())
    return refers(field, held) ? std::nullopt
                               : std::optional("must name a stream of " + listed(field.refers_to));
  if (!field.one_of.empty()) {
    if (std::find(field.one_of.begin(), field.one_of.end(), held) != field.one_of.end())
      return std::nullopt;
    return "must be one of " + listed(field.one_of);
  }
  if (matches(*field.format, held)) return std::nullopt;
  if (!is_plain_text(held)) return "must hold no control character but tab and line feed";
  return "must be " + std::string(field.format->want);
}

std::optional<std::string> number_fault(const Field& field, const Json& value) {
  const bool whole = field.kind == Kind::integer;
  if (whole ? !value.is_number_integer() : !value.is_number())
    return whole ? "must be a whole number" : "must be a number";
  const double held = value.get<double>();
  if (held >= field.min && held <= field.max) return std::nullopt;
  return "must be from " + canonical_number(field.min) + " to " + canonical_number(field.max);
}

void check_value(const Field& field, const Json& value, const std::string& pointer,
                 std::vector<Fault>& faults) {
  std::optional<std::string> fault;
  switch (field.kind) {
    case Kind::text:
      fault = text_fault(field, value);
      break;
    case Kind::integer:
    case Kind::number:
      fault = number_fault(field, value);
      break;
    case Kind::boolean:
      if (!value.is_boolean()) fault = "must be true or false";
      break;
    case Kind::object:
      if (value.is_object()) return check_object(field.fields, value, pointer, faults);
      fault = "must be an object";
      break;
    case Kind::list:
      if (!value.is_array() || value.size() < field.items_min || value.size() > field.items_max) {
        fault = "must be a list of " + std::to_string(field.items_min) + " to " +
                std::to_string(field.items_max) + " items";
        break;
      }
      for (std::size_t i = 0; i < value.size(); ++i)
        check_value(field.fields.front(), value[i], pointer + "/" + std::to_string(i), faults);
      return;
  }
  if (fault) faults.push_back({pointer, *fault});
}

void visit_value(const Field& field, Json& value, const std::string& pointer, const Json& beside,
                 const FieldVisitor& visit) {
  if (field.kind == Kind::object) return visit_fields(field.fields, value, pointer, visit);
  if (field.kind == Kind::list) {
    for (std::size_t i = 0; i < value.size(); ++i)
      visit_value(field.fields.front(), value[i], pointer + "/" + std::to_string(i), beside, visit);
    return;
  }
  visit(pointer, field, value, beside);
}

Json text_schema(const Field& field) {
  Json out = {{"type", "string"}};
  if (!field.one_of.empty()) {
    out["enum"] = field.one_of;
    return out;
  }
  if (!field.refers_to.empty()) {
    std::string aggregates;
    for (const auto one : field.refers_to)
      aggregates += (aggregates.empty() ? "" : "|") + (one == "*" ? "[a-z_]+" : std::string(one));
    out["pattern"] = "^(" + aggregates + ")/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$";
    out["x-refers-to"] = field.refers_to;
    return out;
  }
  out["minLength"] = field.format->min_length;
  out["maxLength"] = field.format->max_length;
  out["pattern"] = schema_pattern(*field.format);
  out["x-format"] = field.format->name;
  return out;
}

Json value_schema(const Field& field) {
  switch (field.kind) {
    case Kind::text:
      return text_schema(field);
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::object:
      return object_schema(field.fields);
    case Kind::list:
      return {{"type", "array"},
              {"minItems", field.items_min},
              {"maxItems", field.items_max},
              {"items", value_schema(field.fields.front())}};
    case Kind::integer:
      return {{"type", "integer"},
              {"minimum", static_cast<std::int64_t>(field.min)},
              {"maximum", static_cast<std::int64_t>(field.max)}};
    case Kind::number:
      return {{"type", "number"}, {"minimum", field.min}, {"maximum", field.max}};
  }
  return {};
}

}  // namespace

Field text(const Format& format) {
  Field made;
  made.format = &format;
  return made;
}
Field code(std::vector<std::string_view> one_of) {
  Field made;
  made.one_of = std::move(one_of);
  return made;
}
Field reference(std::vector<std::string_view> aggregates) {
  Field made;
  made.refers_to = std::move(aggregates);
  return made;
}
Field integer(std::int64_t min, std::int64_t max, std::string_view unit) {
  Field made;
  made.kind = Kind::integer;
  made.min = static_cast<double>(min);
  made.max = static_cast<double>(max);
  made.unit = unit;
  return made;
}
Field money() { return integer(0, static_cast<std::int64_t>(exact_integer_max), "idr"); }
Field boolean() {
  Field made;
  made.kind = Kind::boolean;
  return made;
}
Field number(double min, double max, std::string_view unit) {
  Field made;
  made.kind = Kind::number;
  made.min = min;
  made.max = max;
  made.unit = unit;
  return made;
}
Field list(Field item, std::size_t items_min, std::size_t items_max) {
  Field made;
  made.kind = Kind::list;
  made.items_min = items_min;
  made.items_max = items_max;
  made.fields.push_back(std::move(item));
  return made;
}
Field optional(Field field) {
  field.required = false;
  return field;
}
Field sealed(Field field) {
  field.personal = {Owner::Kind::stream};
  return field;
}
Field sealed_for(std::string_view reference, Field field) {
  field.personal = {Owner::Kind::reference, reference};
  return field;
}
Field looked_up(std::string_view kind, Field personal_text) {
  return looked_up(LookUp{.kind = kind}, std::move(personal_text));
}
Field looked_up(LookUp how, Field personal_text) {
  LEUIT_CHECK(personal_text.is_personal() && personal_text.kind == Kind::text);
  personal_text.look_up = how;
  return personal_text;
}
Field indexed(Field field) {
  field.indexed = true;
  return field;
}
Field marked(std::string_view word, Field text) {
  text.mark = word;
  return text;
}

Field linked(Field reference) {
  reference.linked = true;
  return reference;
}

std::string escape_pointer(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 64)) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out.push_back(c > 0x20 && c < 0x7F ? c : '_');
  }
  return out;
}

void check_object(const std::vector<Field>& fields, const Json& data, const std::string& pointer,
                  std::vector<Fault>& faults) {
  for (const Field& field : fields) {
    const auto found = data.find(field.name);
    const std::string at = pointer + "/" + std::string(field.name);
    if (found != data.end())
      check_value(field, *found, at, faults);
    else if (field.required)
      faults.push_back({at, "is missing"});
  }
  for (const auto& [name, value] : data.items()) {
    const bool known = std::any_of(fields.begin(), fields.end(),
                                   [&](const Field& field) { return field.name == name; });
    if (!known)
      faults.push_back({pointer + "/" + escape_pointer(name), "is not a field of this type"});
  }
}

void visit_fields(const std::vector<Field>& fields, Json& data, const std::string& pointer,
                  const FieldVisitor& visit) {
  for (const Field& field : fields) {
    const auto found = data.find(field.name);
    if (found != data.end())
      visit_value(field, *found, pointer + "/" + std::string(field.name), data, visit);
  }
}

bool any_field(const std::vector<Field>& fields, bool (*is)(const Field&)) {
  return std::any_of(fields.begin(), fields.end(),
                     [is](const Field& field) { return is(field) || any_field(field.fields, is); });
}

void assign(std::string& member, const Json& value) { member = value.get<std::string>(); }
void assign(std::int64_t& member, const Json& value) { member = value.get<std::int64_t>(); }
void assign(std::uint64_t& member, const Json& value) {
  member = ledger::parse_decimal(value.get<std::string>()).value_or(0);
}
void assign(bool& member, const Json& value) { member = value.get<bool>(); }
void assign(double& member, const Json& value) { member = value.get<double>(); }
const std::vector<Json>& items_of(const Json& list) { return list.get_ref<const Json::array_t&>(); }

void FieldTable::add(std::string_view name, Field what, Title title, Reader reader) {
  what.name = name;
  what.title = title;
  table.push_back(std::move(what));
  readers_.push_back(std::move(reader));
}

void FieldTable::read_into(void* out, const Json& data) const {
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    const auto found = data.find(table[i].name);
    if (found != data.end()) readers_[i](out, *found);
  }
}

Json object_schema(const std::vector<Field>& fields) {
  Json properties = Json::object(), required = Json::array();
  for (const Field& field : fields) {
    Json schema = value_schema(field);
    schema["title"] = field.title.id;
    schema["x-title-en"] = field.title.en;
    if (!field.unit.empty()) schema["x-unit"] = field.unit;
    if (field.is_personal())
      schema["x-personal"] =
          field.personal.kind == Owner::Kind::stream ? "stream" : field.personal.field;
    properties[std::string(field.name)] = std::move(schema);
    if (field.required) required.push_back(field.name);
  }
  Json out = {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

}  // namespace programme
