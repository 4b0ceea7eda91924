#include "ledger/programme/record_action.h"

#include "ledger/core/check.h"
#include "ledger/core/crypto.h"
#include "ledger/programme/catalogue.h"

namespace programme {
namespace {

using ledger::Code;
using ledger::Error;

tl::unexpected<Error> refused(Refusal refusal) {
  return tl::unexpected(Error{Code::refused, std::move(refusal.detail), std::move(refusal.rule),
                              std::move(refusal.name)});
}

}  // namespace

std::string subject_of(const Field& field, const Json& beside, const std::string& stream) {
  if (field.personal.kind == Owner::Kind::stream) return stream;
  const auto named = beside.find(field.personal.field);
  LEUIT_CHECK(named != beside.end() && named->is_string());
  return named->get<std::string>();
}

ledger::Result<std::string> sent_content(std::string_view record, ledger::Vault& vault) {
  const auto event = read_record(record);
  if (!event) return tl::unexpected(event.error());
  Json data = Json::parse(record).at("data");
  ledger::Result<void> opened;
  visit_fields(
      event->type->fields, data, "/data",
      [&](const std::string& pointer, const Field& field, Json& value, const Json& beside) {
        if (!field.is_personal() || !opened) return;
        const auto key = vault.find(subject_of(field, beside, event->subject));
        if (!key || !*key) {
          opened = ledger::fail(Code::not_found, "the key of this event was destroyed");
          return;
        }
        const auto plain = open_field(**key, {event->source, event->id, pointer},
                                      value.at("sealed").get<std::string>());
        if (plain)
          value = Json::parse(*plain);
        else
          opened = tl::unexpected(plain.error());
      });
  if (!opened) return tl::unexpected(opened.error());
  return content_of(*event, canonical(data));
}

ledger::Result<void> RecordAction::admit(const ledger::Pending& log) {
  const auto state = states_.of(stream, *stream_type, log);
  if (!state) return tl::unexpected(state.error());
  if ((*state)->version == 0 || is_within(event.area, (*state)->area)) return {};
  return ledger::fail(Code::forbidden, "the stream belongs to area " + (*state)->area +
                                           ", and this event names another");
}

ledger::Result<bool> RecordAction::repeats(const ledger::ClaimHeld& held,
                                           const ledger::Pending& log) {
  if (!held.value.empty()) return held.value == claim_value;
  const auto record = log.record(held.position);
  if (!record) return tl::unexpected(record.error());
  const auto first = sent_content(*record, vault_);
  if (first) return *first == content;
  if (first.error().code == Code::not_found) return false;
  return tl::unexpected(first.error());
}

ledger::Result<std::string> RecordAction::prepare(const ledger::Pending& log,
                                                  const ledger::Place& place) {
  for (const std::string& name : references) {
    const auto head = log.stream_head(name);
    if (!head) return tl::unexpected(head.error());
    if (!*head) return refused({"reference", "reference_unknown", name + " is not in the ledger"});
  }
  auto state = states_.of(stream, *stream_type, log);
  if (!state) return tl::unexpected(state.error());
  event.position = place.position;
  event.stream_version = place.stream_version;
  event.previous_position = place.previous_position;
  event.recorded_time = format_time(place.recorded_us);
  if (Verdict verdict = stream_type->decide(**state, event)) return refused(std::move(*verdict));
  std::string record = join_record(parts, place);
  if (record.size() > ledger::record_size_max)
    return ledger::fail(Code::too_large, "the record would be larger than 65,535 bytes");
  stream_type->apply(**state, event);
  return record;
}

}  // namespace programme
