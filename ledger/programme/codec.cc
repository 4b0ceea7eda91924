#include "ledger/programme/codec.h"

#include <set>

#include "ledger/core/bytes.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/deadlines.h"

namespace programme {
namespace {

using ledger::Code;

void add(std::string& out, std::string_view name, std::string_view value) {
  if (out != "{") out.push_back(',');
  append_canonical_string(out, name);
  out.push_back(':');
  append_canonical_string(out, value);
}
void add(std::string& out, std::string_view name, const std::optional<std::string>& value) {
  if (value) add(out, name, std::string_view(*value));
}

std::optional<std::string> text(const Json& record, std::string_view name) {
  const auto found = record.find(name);
  if (found == record.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

tl::unexpected<ledger::Error> no_record() {
  return ledger::fail(Code::corrupt, "the bytes are not a record of this ledger");
}

std::optional<RecordKeys> keys_of(const Json& record) {
  RecordKeys out;
  const auto position = text(record, "position"), version = text(record, "streamversion"),
             recorded = text(record, "recordedtime");
  const auto place = ledger::parse_decimal(position.value_or(""));
  const auto number = ledger::parse_decimal(version.value_or(""));
  const auto moment = parse_time(recorded.value_or(""));
  if (!place || !number || !moment) return std::nullopt;
  out.stream = text(record, "subject").value_or("");
  out.source = text(record, "source").value_or("");
  out.id = text(record, "id").value_or("");
  out.position = *place;
  out.stream_version = *number;
  out.recorded_us = moment->utc_us;
  if (const auto previous = text(record, "previousposition")) {
    out.previous_position = ledger::parse_decimal(*previous);
    if (!out.previous_position) return std::nullopt;
  }
  return out;
}

ledger::Result<Json> parse(std::string_view record) {
  Json parsed = Json::parse(record, nullptr, false);
  if (!parsed.is_object()) return no_record();
  return parsed;
}

// Groups of attributes that a record and a content share, in canonical order.
void add_through_data(std::string& out, const Event& event, std::string_view data) {
  out.reserve(data.size() + 512);
  out = "{";
  add(out, "actor", std::string_view(event.actor));
  add(out, "area", std::string_view(event.area));
  add(out, "basis", event.basis);
  add(out, "basisdigest", event.basis_digest);
  add(out, "causationid", event.causation_id);
  if (event.corrects) add(out, "corrects", std::string_view(std::to_string(*event.corrects)));
  add(out, "correlationid", event.correlation_id);
  out += ",\"data\":";
  out += data;
}
void add_source(std::string& out, const Event& event) {
  add(out, "source", std::string_view(event.source));
  add(out, "specversion", std::string_view("1.0"));
}
void add_through_type(std::string& out, const Event& event) {
  add(out, "subject", std::string_view(event.subject));
  add(out, "time", std::string_view(event.time));
  add(out, "type", std::string_view(event.type->name));
  out.push_back('}');
}

}  // namespace

RecordParts record_parts(const Event& event, std::string_view data, std::string_view salt) {
  RecordParts out;
  std::string& head = out.through_id;
  add_through_data(head, event, data);
  add(head, "dataschema", std::string_view(event.type->schema_address()));
  add(head, "id", std::string_view(event.id));
  add(out.reason_recorded_by, "reason", event.reason);
  add(out.reason_recorded_by, "recordedby", event.recorded_by);
  std::string& middle = out.role_through_specversion;
  add(middle, "role", std::string_view(event.role));
  add(middle, "salt", std::string_view(ledger::to_base64url(salt)));
  add_source(middle, event);
  add_through_type(out.subject_through_type, event);
  return out;
}

std::string content_of(const Event& event, std::string_view data) {
  std::string out;
  add_through_data(out, event, data);
  add(out, "id", std::string_view(event.id));
  add(out, "reason", event.reason);
  add(out, "role", std::string_view(event.role));
  add_source(out, event);
  add_through_type(out, event);
  return out;
}

std::string join_record(const RecordParts& parts, const ledger::Place& place) {
  std::string out;
  out.reserve(parts.through_id.size() + parts.reason_recorded_by.size() +
              parts.role_through_specversion.size() + parts.subject_through_type.size() + 192);
  out += parts.through_id;
  add(out, "position", std::string_view(std::to_string(place.position)));
  if (place.previous_position)
    add(out, "previousposition", std::string_view(std::to_string(*place.previous_position)));
  out += parts.reason_recorded_by;
  add(out, "recordedtime", std::string_view(format_time(place.recorded_us)));
  out += parts.role_through_specversion;
  add(out, "streamversion", std::string_view(std::to_string(place.stream_version)));
  out += parts.subject_through_type;
  return out;
}

ledger::Result<Event> read_record(std::string_view record) {
  const auto parsed = parse(record);
  if (!parsed) return tl::unexpected(parsed.error());
  return recorded_event(*parsed);
}

ledger::Result<Event> recorded_event(const Json& record) {
  const auto keys = keys_of(record);
  const EventType* type = find_type(text(record, "type").value_or(""));
  if (!keys || !is_stream_name(keys->stream) || type == nullptr) return no_record();
  const auto data = record.find("data");
  if (data == record.end() || !data->is_object()) return no_record();
  Event out;
  out.type = type;
  out.id = keys->id;
  out.source = keys->source;
  out.subject = keys->stream;
  out.time = text(record, "time").value_or("");
  out.time_us = parse_time(out.time).value_or(Moment{}).utc_us;
  out.area = text(record, "area").value_or("");
  out.actor = text(record, "actor").value_or("");
  out.role = text(record, "role").value_or("");
  out.recorded_by = text(record, "recordedby");
  out.basis = text(record, "basis");
  out.basis_digest = text(record, "basisdigest");
  out.reason = text(record, "reason");
  out.correlation_id = text(record, "correlationid");
  out.causation_id = text(record, "causationid");
  if (const auto corrected = text(record, "corrects")) {
    out.corrects = ledger::parse_decimal(*corrected);
    if (!out.corrects) return no_record();
  }
  out.place = keys->position;
  out.position = keys->position;
  out.stream_version = keys->stream_version;
  out.previous_position = keys->previous_position;
  out.recorded_time = text(record, "recordedtime").value_or("");
  try {
    out.data = type->read(*data);
  } catch (const Json::exception&) {
    return no_record();
  }
  return out;
}

// In canonical order `type` is a record's last attribute.
std::string_view aggregate_in(std::string_view record) {
  constexpr std::string_view name = "\"type\":\"";
  const auto at = record.rfind(name);
  if (at == std::string_view::npos) return {};
  const std::string_view type = record.substr(at + name.size());
  return type.substr(0, type.find('.'));
}

ledger::Result<RecordKeys> read_keys(std::string_view record) {
  const auto parsed = parse(record);
  if (!parsed) return tl::unexpected(parsed.error());
  auto keys = keys_of(*parsed);
  if (!keys || !is_stream_name(keys->stream)) return no_record();
  keys->index_claims = index_claims(*parsed, keys->position);
  return std::move(*keys);
}

std::string id_claim(std::string_view source, std::string_view id) {
  std::string out = "id";
  out.push_back('\0');
  out += source;
  out.push_back('\0');
  out += id;
  return out;
}

namespace {

std::string name_of(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const auto part : parts) {
    out += part;
    out.push_back('\0');
  }
  return out;
}

}  // namespace

std::string mark_of(std::string_view word, std::string_view value) {
  return std::string(word) + "/" + std::string(value);
}

std::string link_prefix(std::string_view stream, std::string_view aggregate) {
  return name_of({"link", stream}) + std::string(aggregate) + "/";
}

std::string mark_prefix(std::string_view word) {
  std::string out = name_of({"link"});
  return out += std::string(word) + "/";
}

std::string corrects_prefix(std::uint64_t position) {
  std::string out = name_of({"corrects"});
  ledger::append_u64(out, position);
  return out;
}

std::string erased_prefix(std::string_view stream) {
  return stream.empty() ? name_of({"erased"}) : name_of({"erased", stream});
}

std::string found_by(std::string_view name) {
  name.remove_suffix(9);  // the position and the zero byte before it
  return std::string(name.substr(name.rfind('\0') + 1));
}

std::uint64_t finder_of(std::string_view name) {
  return ledger::read_u64(name.substr(name.size() - 8));
}

std::uint64_t corrected_of(std::string_view name) {
  return ledger::read_u64(name.substr(name.size() - 16));
}

std::uint64_t corrector_of(std::string_view name) {
  return ledger::read_u64(name.substr(name.size() - 8));
}

std::vector<std::string> index_claims(const Json& record, std::uint64_t position) {
  Event event;
  event.type = find_type(text(record, "type").value_or(""));
  event.subject = text(record, "subject").value_or("");
  event.corrects = ledger::parse_decimal(text(record, "corrects").value_or(""));
  event.basis = text(record, "basis");
  event.time_us = parse_time(text(record, "time").value_or("")).value_or(Moment{}).utc_us;
  const auto data = record.find("data");
  if (event.type == nullptr || data == record.end() || !data->is_object()) return {};
  auto out = index_claims(event, *data);
  for (std::string& name : out) ledger::append_u64(name, position);
  return out;
}

std::vector<std::string> index_claims(const Event& event, const Json& data) {
  std::vector<std::string> out = due_names(event, data);
  const auto add = [&](const Field& field, const std::string& value) {
    out.push_back(
        name_of({"link", field.linked ? value : mark_of(field.mark, value), event.subject}));
  };
  for (const Field& field : event.type->fields) {
    const Field& one = field.kind == Kind::list ? field.fields.front() : field;
    if (!one.linked && one.mark.empty()) continue;
    const auto found = data.find(field.name);
    if (found == data.end()) continue;
    std::set<std::string> values;  // a list may name one twice
    for (const Json& value : field.kind == Kind::list ? *found : Json::array({*found}))
      if (value.is_string()) values.insert(value.get<std::string>());
    for (const std::string& value : values) add(one, value);
  }
  if (!event.type->basis_mark.empty() && event.basis)
    out.push_back(name_of({"link", mark_of(event.type->basis_mark, *event.basis), event.subject}));
  if (event.corrects) out.push_back(corrects_prefix(*event.corrects));
  if (event.type->destroys_key) out.push_back(erased_prefix(event.subject));
  return out;
}

}  // namespace programme
