#include "ledger/programme/record_action.h"

#include "ledger/core/bytes.h"
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

Refusal subject_erased() {
  return {"state", "subject_erased", "the personal data of this subject was erased"};
}

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
  states_.trim();
  const auto state = states_.of(stream, *stream_type, log);
  if (!state) return tl::unexpected(state.error());
  if ((*state)->version > 0 && !is_within(event.area, (*state)->area))
    return ledger::fail(Code::forbidden, "the stream belongs to area " + (*state)->area +
                                             ", and this event names another");
  if (!changes_history(event)) return {};
  auto history = history_of(stream, log);
  if (!history) return tl::unexpected(history.error());
  history_ = std::move(*history);
  if (!history_->may_correct(event))
    return ledger::fail(Code::forbidden,
                        "an event is corrected in the role that recorded it or in a higher one "
                        "that its type names, and a correction approved in a role of that type");
  return {};
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

ledger::Result<Verdict> RecordAction::unusable_reference(const ledger::Pending& log) {
  for (const std::string& name : references) {
    const auto head = log.stream_head(name);
    if (!head) return tl::unexpected(head.error());
    if (!*head)
      return Verdict(Refusal{"reference", "reference_unknown", name + " is not in the ledger"});
  }
  if (names_erased) return Verdict(subject_erased());
  for (const ledger::KeyUse& key : keys) {
    const auto erased = states_.is_erased(key.subject(), log);
    if (!erased) return tl::unexpected(erased.error());
    if (*erased) return Verdict(subject_erased());
  }
  if (event.corrects && *event.corrects >= log.size())
    return Verdict(
        Refusal{"reference", "reference_unknown",
                "position " + std::to_string(*event.corrects) + " is not in the ledger"});
  return Verdict{};
}

ledger::Result<Verdict> RecordAction::judged(const ledger::Pending& log) {
  if (history_) return judged_correction(log);
  const auto state = states_.of(stream, *stream_type, log);
  if (!state) return tl::unexpected(state.error());
  const LogFacts facts(states_, log);
  Verdict verdict = stream_type->decide(**state, event, facts);
  if (facts.error()) return tl::unexpected(*facts.error());
  return verdict;
}

ledger::Result<Verdict> RecordAction::judged_correction(const ledger::Pending& log) {
  if (Verdict refused = history_->allows(event)) return refused;
  const auto before = history_->counting();
  const std::uint64_t at = event.position;
  history_->add(std::move(event));
  const Event& added = *history_->find(at);
  const auto* approval = added.as<CorrectionApproved>();
  const Event& correction = approval ? *history_->find(approval->correction) : added;
  const LogFacts facts(states_, log);
  Verdict verdict = judge(*stream_type, before, history_->counting(), correction.place, facts);
  if (facts.error()) return tl::unexpected(*facts.error());
  return verdict;
}

// The stream's state goes on with the event.
ledger::Result<void> RecordAction::settle(const ledger::Pending& log) {
  if (event.type->destroys_key) states_.forget(stream);
  if (history_) {
    states_.set(stream, fold(*stream_type, *history_));
    return {};
  }
  const auto state = states_.of(stream, *stream_type, log);
  if (!state) return tl::unexpected(state.error());
  stream_type->apply(**state, event);
  return {};
}

ledger::Result<ledger::Prepared> RecordAction::prepare(const ledger::Pending& log,
                                                       const ledger::Place& place) {
  const auto unusable = unusable_reference(log);
  if (!unusable) return tl::unexpected(unusable.error());
  if (*unusable) return refused(Refusal(**unusable));
  event.position = event.place = place.position;
  event.stream_version = place.stream_version;
  event.previous_position = place.previous_position;
  event.recorded_time = format_time(place.recorded_us);
  auto verdict = judged(log);
  if (!verdict) return tl::unexpected(verdict.error());
  if (*verdict) return refused(std::move(**verdict));
  ledger::Prepared out{join_record(parts, place), claims};
  if (out.record.size() > ledger::record_size_max)
    return ledger::fail(Code::too_large, "the record would be larger than 65,535 bytes");
  for (std::string& name : out.claims) ledger::append_u64(name, place.position);
  if (auto settled = settle(log); !settled) return tl::unexpected(settled.error());
  return out;
}

ledger::Result<void> RecordAction::committed() {
  if (history_ || !event.type->destroys_key) return {};
  return vault_.destroy(stream);
}

}  // namespace programme
