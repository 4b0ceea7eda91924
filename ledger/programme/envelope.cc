#include "ledger/programme/envelope.h"

#include <algorithm>

#include "ledger/core/bytes.h"

namespace programme {
namespace {

constexpr std::string_view known[] = {
    "specversion",   "id",          "source",         "type",
    "subject",       "time",        "area",           "datacontenttype",
    "dataschema",    "data",        "actor",          "role",
    "basis",         "reason",      "corrects",       "basisdigest",
    "correlationid", "causationid", "expectedversion"};

// Collects faults of one event's attributes.
class Attributes {
 public:
  Attributes(const Json& event, const std::string& at, std::vector<Fault>& faults)
      : event_(event), at_(at), faults_(faults) {}

  void fault(std::string_view name, std::string detail) {
    faults_.push_back({at_ + "/" + escape_pointer(name), std::move(detail)});
  }
  // The text of an attribute of 1 to `bytes_max` bytes; a fault where it is none.
  std::optional<std::string> text(std::string_view name, std::size_t bytes_max) {
    const auto found = event_.find(name);
    if (found == event_.end()) return std::nullopt;
    if (!found->is_string()) {
      fault(name, "must be text");
      return std::nullopt;
    }
    const auto& value = found->get_ref<const std::string&>();
    if (value.empty() || value.size() > bytes_max || !is_plain_text(value)) {
      fault(name,
            "must be 1 to " + std::to_string(bytes_max) + " bytes without control characters");
      return std::nullopt;
    }
    return value;
  }
  std::string required(std::string_view name, std::size_t bytes_max) {
    if (!event_.contains(name)) fault(name, "is missing");
    return text(name, bytes_max).value_or("");
  }
  void must_equal(std::string_view name, std::string_view wanted) {
    const auto value = text(name, 4096);
    if (value && *value != wanted) fault(name, "must be " + std::string(wanted));
  }
  void unknown() {
    for (const auto& [name, value] : event_.items())
      if (std::find(std::begin(known), std::end(known), name) == std::end(known))
        fault(name, "is not an attribute that a client may set");
  }

 private:
  const Json& event_;
  const std::string& at_;
  std::vector<Fault>& faults_;
};

void read_time(Attributes& attributes, std::int64_t now_us, Envelope& out) {
  out.time = attributes.required("time", 64);
  if (out.time.empty()) return;
  const auto moment = parse_time(out.time);
  if (!moment)
    attributes.fault("time", "must be RFC 3339 with an offset, on a day that exists");
  else if (moment->utc_us > now_us + time_ahead_max_us)
    attributes.fault("time", "must not be more than 5 minutes ahead");
  else
    out.time_us = moment->utc_us;
}

void read_subject(Attributes& attributes, const EventType& type, Envelope& out) {
  out.subject = attributes.required("subject", 256);
  if (out.subject.empty()) return;
  const std::string aggregate = type.name.substr(0, type.name.find('.'));
  if (!is_stream_name(out.subject) || aggregate_of(out.subject) != aggregate)
    attributes.fault("subject",
                     "must be " + aggregate + "/key, the key 1 to 128 of A-Z a-z 0-9 . _ -");
}

void read_papers(Attributes& attributes, Envelope& out) {
  out.basis = attributes.text("basis", 256);
  out.basis_digest = attributes.text("basisdigest", 128);
  out.reason = attributes.text("reason", 4 * 4096);
  if (out.reason && character_count(*out.reason) > 4096)
    attributes.fault("reason", "must be at most 4,096 characters");
  if (out.basis_digest && !matches(format::digest, *out.basis_digest))
    attributes.fault("basisdigest", "must be " + std::string(format::digest.want));
}

}  // namespace

Envelope read_envelope(const Json& event, const EventType& type, std::int64_t now_us,
                       const std::string& at, std::vector<Fault>& faults) {
  Attributes attributes(event, at, faults);
  Envelope out;
  attributes.unknown();
  if (!event.contains("specversion")) attributes.fault("specversion", "is missing");
  attributes.must_equal("specversion", "1.0");
  attributes.must_equal("datacontenttype", "application/json");
  attributes.must_equal("dataschema", type.schema_address());
  out.id = attributes.required("id", 128);
  out.source = attributes.required("source", 256);
  read_subject(attributes, type, out);
  read_time(attributes, now_us, out);
  out.area = attributes.required("area", 13);
  if (!out.area.empty() && !is_area(out.area))
    attributes.fault("area", "must be a region code such as 36.02, or 00");
  out.actor = attributes.text("actor", 256);
  out.role = attributes.text("role", 64);
  read_papers(attributes, out);
  const auto need = [&](Demand demand, std::string_view name) {
    if (demand == Demand::required && !event.contains(name)) attributes.fault(name, "is missing");
  };
  need(type.basis, "basis");
  need(type.basis, "basisdigest");
  need(event.contains("corrects") ? Demand::required : type.reason, "reason");
  out.correlation_id = attributes.text("correlationid", 128);
  out.causation_id = attributes.text("causationid", 128);
  if (type.act == EventType::Act::reversal && !event.contains("corrects"))
    attributes.fault("corrects", "is missing");
  if (const auto corrected = attributes.text("corrects", 20)) {
    out.corrects = ledger::parse_decimal(*corrected);
    if (!out.corrects || type.act == EventType::Act::approval)
      attributes.fault("corrects", out.corrects ? "is not an attribute of an approval"
                                                : "must be a position as decimal text");
  }
  if (const auto expected = attributes.text("expectedversion", 20)) {
    out.expected_version = ledger::parse_decimal(*expected);
    if (!out.expected_version) attributes.fault("expectedversion", "must be a decimal number");
  }
  return out;
}

}  // namespace programme
