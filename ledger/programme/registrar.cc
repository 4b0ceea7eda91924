#include "ledger/programme/registrar.h"

#include <algorithm>

#include "ledger/core/check.h"
#include "ledger/core/crypto.h"
#include "ledger/programme/lookups.h"
#include "ledger/programme/record_action.h"

namespace programme {
namespace {

using ledger::Code;

// One event between the checks that need no state.
struct Draft {
  Json* sent = nullptr;
  std::string at;  // its pointer in the body
  const EventType* type = nullptr;
  const StreamType* stream = nullptr;
  Envelope envelope;
  std::string actor, role;
};

tl::unexpected<Rejection> reject(Refused kind, std::string detail, std::vector<Fault> faults = {}) {
  return tl::unexpected(Rejection{kind, std::move(detail), std::move(faults)});
}

std::optional<Rejection> find_types(std::vector<Draft>& drafts) {
  std::vector<Fault> faults;
  for (Draft& draft : drafts) {
    if (!draft.sent->is_object()) {
      faults.push_back({draft.at, "must be an object"});
      continue;
    }
    const auto name = draft.sent->find("type");
    if (name == draft.sent->end() || !name->is_string()) {
      faults.push_back(
          {draft.at + "/type", name == draft.sent->end() ? "is missing" : "must be text"});
      continue;
    }
    draft.type = find_type(name->get_ref<const std::string&>());
    if (draft.type == nullptr)
      return Rejection{Refused::unknown_type,
                       "there is no such type of event",
                       {{draft.at + "/type", "is not a type that this program knows"}}};
    draft.stream = find_stream(draft.type->name.substr(0, draft.type->name.find('.')));
  }
  if (faults.empty()) return std::nullopt;
  return Rejection{Refused::schema_violation, "the event does not have the form of its type",
                   faults};
}

void check_data(const Draft& draft, std::vector<Fault>& faults) {
  const auto data = draft.sent->find("data");
  if (data == draft.sent->end())
    faults.push_back({draft.at + "/data", "is missing"});
  else if (!data->is_object())
    faults.push_back({draft.at + "/data", "must be an object"});
  else
    check_object(draft.type->fields, *data, draft.at + "/data", faults);
}

std::optional<Rejection> check_forms(std::vector<Draft>& drafts, std::int64_t now_us) {
  std::vector<Fault> faults;
  for (Draft& draft : drafts) {
    draft.envelope = read_envelope(*draft.sent, *draft.type, now_us, draft.at, faults);
    check_data(draft, faults);
  }
  if (faults.empty()) return std::nullopt;
  return Rejection{Refused::schema_violation, "the event does not have the form of its type",
                   faults};
}

std::optional<Rejection> check_roles(std::vector<Draft>& drafts, const Caller& caller) {
  LEUIT_CHECK(caller.speaks_for_others);
  for (Draft& draft : drafts) {
    const auto& roles = draft.type->roles;
    draft.actor = draft.envelope.actor.value_or(caller.subject);
    draft.role = draft.envelope.role.value_or(std::string(roles.front()));
    const bool allowed = may_record(*draft.type, draft.role, draft.envelope.corrects.has_value());
    if (!allowed || (draft.role == role::system && !caller.is_clock))
      return Rejection{Refused::forbidden,
                       draft.type->name + " is not recorded in this role",
                       {{draft.at + "/role", "may not record this type"}}};
  }
  return std::nullopt;
}

// Capitals where a format stores capitals, so that one number has one text.
void normalise(const Field& field, Json& value) {
  if (field.kind != Kind::text || !field.format->upper_case) return;
  auto& held = value.get_ref<std::string&>();
  std::transform(held.begin(), held.end(), held.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
}

Event event_of(const Draft& draft, const Caller& caller) {
  const Envelope& envelope = draft.envelope;
  Event event;
  event.type = draft.type;
  event.id = envelope.id;
  event.source = envelope.source;
  event.subject = envelope.subject;
  event.time = envelope.time;
  event.time_us = envelope.time_us;
  event.area = envelope.area;
  event.actor = draft.actor;
  event.role = draft.role;
  if (draft.actor != caller.subject) event.recorded_by = caller.subject;
  event.basis = envelope.basis;
  event.basis_digest = envelope.basis_digest;
  event.reason = envelope.reason;
  event.correlation_id = envelope.correlation_id;
  event.causation_id = envelope.causation_id;
  event.corrects = envelope.corrects;
  return event;
}

Rejection rejection_of(const ledger::Error& error, std::size_t index, bool batch,
                       std::optional<std::uint64_t> current_version, bool unknown) {
  std::vector<Fault> where;
  if (batch) where.push_back({"/" + std::to_string(index), error.message});
  switch (error.code) {
    case Code::forbidden:
      return {Refused::forbidden, error.message, where};
    case Code::too_large:
      return {Refused::too_large, error.message, where};
    case Code::refused:
      return {Refused::rule_violated, error.message, where, error.rule, error.name};
    case Code::conflict:
      if (current_version)
        return {Refused::version_conflict, error.message, where, {}, {}, current_version};
      return {Refused::id_reused, error.message, where};
    default:
      return {Refused::read_only,
              error.code == Code::unavailable
                  ? error.message
                  : "the ledger cannot be written; see the server's log",
              {},
              {},
              {},
              {},
              unknown};
  }
}

}  // namespace

// Makes the actions of one request.
class Intake {
 public:
  Intake(States& states, ledger::Vault& vault, ledger::Random& random, Taken& out)
      : states_(states), vault_(vault), random_(random), out_(out) {}

  ledger::Result<void> add(const Draft& draft, const Caller& caller, const Conditions& conditions) {
    auto action = std::make_unique<RecordAction>(states_, vault_);
    Json& data = (*draft.sent)["data"];
    if (any_field(draft.type->fields, [](const Field& field) { return field.format->upper_case; }))
      visit_fields(draft.type->fields, data, "/data",
                   [](const std::string&, const Field& field, Json& value, const Json&) {
                     normalise(field, value);
                   });
    action->stream_type = draft.stream;
    action->event = event_of(draft, caller);
    action->claims = index_claims(action->event, data);
    std::string text = canonical(data);
    action->content = content_of(action->event, text);
    action->stream = draft.envelope.subject;
    action->claim = id_claim(draft.envelope.source, draft.envelope.id);
    action->claim_value =
        ledger::view(ledger::hmac_sha256(vault_.secret("fingerprint"), action->content));
    action->expected_versions = conditions.expected_versions;
    action->stream_must_exist = conditions.stream_must_exist;
    if (draft.envelope.expected_version)
      action->expected_versions.push_back(*draft.envelope.expected_version);
    if (auto sealed = seal(*action, data); !sealed) return sealed;
    if (!action->keys.empty() || action->named.key_destroyed) text = canonical(data);
    action->parts = record_parts(action->event, text, random_.bytes(16));
    action->event.data = draft.type->read(data);
    out_.submission->actions.push_back(std::move(action));
    return {};
  }

 private:
  // Seals the personal fields of `data` and lists the streams that it refers to.
  ledger::Result<void> seal(RecordAction& action, Json& data) {
    ledger::Result<void> done;
    const auto findable = findable_in(*action.event.type, data);
    const auto concerned = [](const Field& field) {
      return field.is_personal() || !field.refers_to.empty();
    };
    if (!any_field(action.event.type->fields, concerned)) return done;
    visit_fields(
        action.event.type->fields, data, "/data",
        [&](const std::string& pointer, const Field& field, Json& value, const Json& beside) {
          if (!field.refers_to.empty()) action.named.references.push_back(value.get<std::string>());
          if (!field.is_personal() || !done) return;
          if (field.format == &format::day_done)
            action.event.sealed_day_done =
                std::max(action.event.sealed_day_done, parse_date(value.get<std::string>()));
          const std::string subject = subject_of(field, beside, action.stream);
          done = seal_value(action, subject, pointer, value);
          for (const Findable& one : findable)
            if (done && one.pointer == pointer) make_findable(action, subject, one, value);
        });
    return done;
  }

  // Requires the value to be sealed.
  void make_findable(RecordAction& action, const std::string& subject, const Findable& one,
                     const Json& value) {
    if (action.named.key_destroyed) return;
    const auto seal = ledger::seal_of(value.at("sealed").get_ref<const std::string&>());
    ledger::Lookups& lookups = vault_.lookups();
    action.lookups.push_back(
        lookups.hold({subject, action.stream, std::string(seal), std::string(one.kind),
                      lookups.hash(one.kind, one.text), one.note}));
  }

  ledger::Result<void> seal_value(RecordAction& action, const std::string& subject,
                                  const std::string& pointer, Json& value) {
    auto use = vault_.subject_key(subject);
    if (!use && use.error().code == Code::not_found) {
      action.named.key_destroyed = true;
      value = Json{{"sealed", ""}};
      return {};
    }
    if (!use) return tl::unexpected(use.error());
    std::string sealed = seal_field(use->key(), {action.event.source, action.event.id, pointer},
                                    canonical(value), random_);
    value = Json{{"sealed", std::move(sealed)}};
    out_.subjects.push_back(subject);
    action.named.sealed_for.push_back(subject);
    action.keys.push_back(std::move(*use));
    return {};
  }

  States& states_;
  ledger::Vault& vault_;
  ledger::Random& random_;
  Taken& out_;
};

Registrar::Registrar(ledger::Vault& vault, ledger::Clock& clock, ledger::Random& random)
    : vault_(vault), clock_(clock), random_(random) {}

Accepted<Taken> Registrar::take(std::string_view body, bool batch, const Caller& caller,
                                const Conditions& conditions) {
  auto parsed = parse_json(body);
  if (!parsed) return reject(Refused::malformed_json, parsed.error().message);
  std::vector<Json*> events;
  if (!batch) {
    events.push_back(&*parsed);
  } else {
    if (!parsed->is_array() || parsed->empty())
      return reject(Refused::schema_violation, "a batch is a list of 1 to 1,000 events",
                    {{"", "must be a list of 1 to 1,000 events"}});
    if (parsed->size() > batch_max)
      return reject(Refused::too_large, "a batch holds at most 1,000 events");
    for (Json& event : *parsed) events.push_back(&event);
  }
  auto taken = take_events(events, batch, caller, conditions);
  if (taken) taken->submission->bytes = body.size();
  return taken;
}

Accepted<Taken> Registrar::take_events(const std::vector<Json*>& events, bool batch,
                                       const Caller& caller, const Conditions& conditions) {
  std::vector<Draft> drafts(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    drafts[i].sent = events[i];
    if (batch) drafts[i].at = "/" + std::to_string(i);
  }
  if (auto rejected = find_types(drafts)) return tl::unexpected(*rejected);
  if (auto rejected = check_forms(drafts, clock_.now_us())) return tl::unexpected(*rejected);
  if (auto rejected = check_roles(drafts, caller)) return tl::unexpected(*rejected);
  Taken taken;
  taken.submission = std::make_unique<ledger::Submission>();
  taken.submission->dry_run = conditions.dry_run;
  taken.submission->needs_proofs = conditions.needs_proofs;
  Intake intake(states_, vault_, random_, taken);
  for (const Draft& draft : drafts)
    if (auto added = intake.add(draft, caller, conditions); !added)
      // The event may have been recorded before: its id has not been looked up yet.
      return tl::unexpected(
          Rejection{Refused::read_only, "the vault cannot be read", {}, {}, {}, {}, true});
  return taken;
}

Accepted<Recorded> Registrar::outcome(ledger::Outcome outcome, bool batch) {
  ledger::Submission& submission = *outcome.submission;
  if (submission.error)
    return tl::unexpected(rejection_of(*submission.error, submission.failed_action, batch,
                                       submission.current_version, outcome.unknown));
  Recorded recorded;
  recorded.receipts = std::move(outcome.receipts);
  recorded.created = outcome.recorded;
  for (ledger::Placed& placed : submission.placed)
    if (!placed.record.empty()) recorded.dry_records.push_back(std::move(placed.record));
  return recorded;
}

}  // namespace programme
