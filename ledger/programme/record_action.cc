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

class LogGrounds : public Grounds {
 public:
  LogGrounds(States& states, const ledger::Pending& log, const ledger::Vault& vault)
      : states_(states), log_(log), facts_(states, log, &vault) {}

  std::uint64_t size() const override { return log_.size(); }
  ledger::Result<bool> holds(const std::string& stream) override {
    const auto head = log_.stream_head(stream);
    if (!head) return tl::unexpected(head.error());
    return head->has_value();
  }
  ledger::Result<bool> is_erased(const std::string& stream) override {
    return states_.is_erased(stream, log_);
  }
  ledger::Result<StreamState*> state(const std::string& stream, const StreamType& type) override {
    return states_.of(stream, type, log_);
  }
  void set_state(const std::string& stream, StreamState state) override {
    states_.set(stream, std::move(state));
  }
  ledger::Result<History> history(const std::string& stream) override {
    return history_of(stream, log_);
  }
  const Facts& facts() override { return facts_; }
  ledger::Result<void> facts_were_read() override {
    if (facts_.error()) return tl::unexpected(*facts_.error());
    return {};
  }

 private:
  States& states_;
  const ledger::Pending& log_;
  LogFacts facts_;
};

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
        if (!key) {
          opened = tl::unexpected(key.error());
          return;
        }
        if (!*key) {
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

Judging& RecordAction::judging() {
  if (!judging_) judging_.emplace(*stream_type);
  return *judging_;
}

ledger::Result<void> RecordAction::admit(const ledger::Pending& log) {
  states_.trim();
  LogGrounds grounds(states_, log, vault_);
  const auto forbidden = judging().forbidden(event, grounds);
  if (!forbidden) return tl::unexpected(forbidden.error());
  if (*forbidden) return ledger::fail(Code::forbidden, **forbidden);
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

ledger::Result<ledger::Prepared> RecordAction::prepare(const ledger::Pending& log,
                                                       const ledger::Place& place) {
  event.position = event.place = place.position;
  event.stream_version = place.stream_version;
  event.previous_position = place.previous_position;
  event.recorded_time = format_time(place.recorded_us);
  LogGrounds grounds(states_, log, vault_);
  auto verdict = judging().verdict(event, named, grounds);
  if (!verdict) return tl::unexpected(verdict.error());
  if (*verdict) return refused(std::move(**verdict));
  ledger::Prepared out{join_record(parts, place), claims};
  if (out.record.size() > ledger::record_size_max)
    return ledger::fail(Code::too_large, "the record would be larger than 65,535 bytes");
  for (std::string& name : out.claims) ledger::append_u64(name, place.position);
  if (event.type->destroys_key) states_.forget(stream);
  if (auto settled = judging().settle(event, grounds); !settled)
    return tl::unexpected(settled.error());
  for (ledger::LookupUse& lookup : lookups) lookup.accept();
  return out;
}

void RecordAction::revert() {
  states_.forget(stream);
  for (ledger::LookupUse& lookup : lookups) lookup.withdraw();
}

ledger::Result<void> RecordAction::committed() {
  if (judging().changes_history() || !event.type->destroys_key) return {};
  return vault_.destroy(stream);
}

}  // namespace programme
