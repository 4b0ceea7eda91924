#include "tools/verify_records.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "ledger/core/bytes.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/declaration.h"
#include "ledger/programme/json.h"
#include "ledger/programme/values.h"

namespace tools {
namespace {

using programme::Field;
using programme::Json;

// What is wrong with one record; empty: nothing.
using Complaint = std::string;

constexpr std::string_view required[] = {
    "actor", "area",   "dataschema",  "id",      "position", "recordedtime",  "role",
    "salt",  "source", "specversion", "subject", "time",     "streamversion", "type"};
constexpr std::string_view optional[] = {"basis",    "basisdigest",   "causationid",
                                         "corrects", "correlationid", "previousposition",
                                         "reason",   "recordedby"};

bool is_one_of(std::string_view name, const auto& names) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

const std::string& text(const Json& record, std::string_view name) {
  return record.find(name)->get_ref<const std::string&>();
}

Complaint wrong_attributes(const Json& record) {
  for (const std::string_view name : required)
    if (!record.contains(name)) return "it has no " + std::string(name);
  for (const auto& [name, value] : record.items()) {
    if (name == "data") continue;
    if (!is_one_of(name, required) && !is_one_of(name, optional))
      return "it has an attribute that records do not have: " + programme::escape_pointer(name);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
      return name + " is no text";
  }
  if (!record.contains("data") || !record.find("data")->is_object()) return "it has no data";
  return "";
}

// "key id.nonce.ciphertext and tag"; what is in it, only its key can tell.
bool is_sealed(const Json& value) {
  if (!value.is_object() || value.size() != 1 || !value.contains("sealed")) return false;
  const auto& held = *value.find("sealed");
  if (!held.is_string()) return false;
  const std::string_view all = held.get_ref<const std::string&>();
  const auto first = all.find('.'), last = all.rfind('.');
  if (first == last) return false;
  const auto key_id = ledger::from_base64url(all.substr(0, first));
  const auto nonce = ledger::from_base64url(all.substr(first + 1, last - first - 1));
  const auto sealed = ledger::from_base64url(all.substr(last + 1));
  return key_id && key_id->size() == 32 && nonce && nonce->size() == 12 && sealed &&
         sealed->size() >= 16;
}

// Finds the places of personal fields, and those that stand there in clear.
struct PersonalFields {
  std::set<std::string> sealed;
  Complaint complaint;

  void visit(const Field& field, const Json& value, const std::string& at) {
    if (field.kind == programme::Kind::object) return visit(field.fields, value, at);
    if (field.kind == programme::Kind::list) {
      if (!value.is_array()) return;
      for (std::size_t i = 0; i < value.size(); ++i)
        visit(field.fields.front(), value[i], at + "/" + std::to_string(i));
      return;
    }
    if (!field.is_personal()) return;
    if (is_sealed(value))
      sealed.insert(at);
    else if (complaint.empty())
      complaint = at + " is personal and not sealed";
  }
  void visit(const std::vector<Field>& fields, const Json& data, const std::string& at) {
    if (!data.is_object()) return;
    for (const Field& field : fields) {
      const auto found = data.find(field.name);
      if (found != data.end()) visit(field, *found, at + "/" + std::string(field.name));
    }
  }
};

Complaint wrong_data(const programme::EventType& type, const Json& data) {
  PersonalFields personal;
  personal.visit(type.fields, data, "/data");
  if (!personal.complaint.empty()) return personal.complaint;
  std::vector<programme::Fault> faults;
  programme::check_object(type.fields, data, "/data", faults);
  for (const auto& fault : faults)
    if (!personal.sealed.contains(fault.pointer)) return fault.pointer + " " + fault.detail;
  return "";
}

Complaint wrong_values(const Json& record) {
  const std::string& name = text(record, "type");
  const auto* type = programme::find_type(name);
  if (type == nullptr || text(record, "dataschema") != type->schema_address())
    return "it is of a type that this program does not know; a newer leuit may";
  const std::string& subject = text(record, "subject");
  if (!programme::is_stream_name(subject) ||
      programme::aggregate_of(subject) != name.substr(0, name.find('.')))
    return "its subject is no stream of its type";
  if (text(record, "specversion") != "1.0") return "specversion is not 1.0";
  if (text(record, "id").size() > 128 || text(record, "source").size() > 256)
    return "id or source is too long";
  if (!programme::is_area(text(record, "area"))) return "area is no region code";
  if (!programme::parse_time(text(record, "time"))) return "time is no RFC 3339 time";
  const auto salt = ledger::from_base64url(text(record, "salt"));
  if (!salt || salt->size() != 16) return "salt is not 16 bytes";
  return wrong_data(*type, *record.find("data"));
}

std::optional<programme::RecordKeys> keys_of(const Json& record) {
  programme::RecordKeys out;
  const auto position = ledger::parse_decimal(text(record, "position"));
  const auto version = ledger::parse_decimal(text(record, "streamversion"));
  const std::string& recorded = text(record, "recordedtime");
  const auto moment = programme::parse_time(recorded);
  if (!position || !version || !moment || programme::format_time(moment->utc_us) != recorded)
    return std::nullopt;
  if (record.contains("previousposition")) {
    out.previous_position = ledger::parse_decimal(text(record, "previousposition"));
    if (!out.previous_position) return std::nullopt;
  }
  out.stream = text(record, "subject");
  out.source = text(record, "source");
  out.id = text(record, "id");
  out.position = *position;
  out.stream_version = *version;
  out.recorded_us = moment->utc_us;
  out.index_claims = programme::index_claims(record, *position);
  return out;
}

}  // namespace

std::optional<Finding> RecordChecker::check(std::uint64_t position, std::string_view record) {
  const auto wrong = [&](std::string what) {
    return Finding{position, "record", "the record is not as leuit writes it: " + std::move(what)};
  };
  if (record.size() > ledger::record_size_max) return wrong("it is too long");
  auto parsed = programme::parse_json(record);
  if (!parsed || !parsed->is_object()) return wrong("it is no JSON object");
  if (programme::canonical(*parsed) != record) return wrong("it is not canonical JSON (RFC 8785)");
  if (Complaint what = wrong_attributes(*parsed); !what.empty()) return wrong(std::move(what));
  auto keys = keys_of(*parsed);
  if (!keys) return wrong("position, streamversion, previousposition or recordedtime is no such");
  if (keys->position != position)
    return Finding{position, "position",
                   "the record that stands here says that its position is " +
                       std::to_string(keys->position) + ": records were moved, left out or put in"};
  if (Complaint what = wrong_values(*parsed); !what.empty()) return wrong(std::move(what));
  keys_ = std::move(*keys);
  record_ = std::move(*parsed);
  return follows(position);
}

std::optional<Finding> RecordChecker::follows(std::uint64_t position) {
  if (keys_.recorded_us < recorded_us_)
    return Finding{position, "time", "recordedtime is before that of the record before"};
  ledger::StreamHead& head = heads_[keys_.stream];
  if (keys_.stream_version != head.version + 1)
    return Finding{position, "stream",
                   "streamversion is " + std::to_string(keys_.stream_version) + ", but " +
                       keys_.stream + " has come to " + std::to_string(head.version)};
  const bool chained = head.version == 0 ? !keys_.previous_position.has_value()
                                         : keys_.previous_position == head.position;
  if (!chained)
    return Finding{position, "stream",
                   "previousposition does not name the event of " + keys_.stream + " before"};
  recorded_us_ = keys_.recorded_us;
  head = {keys_.stream_version, position};
  return std::nullopt;
}

}  // namespace tools
