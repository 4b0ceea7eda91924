#include "api/auth/access.h"

#include <algorithm>
#include <array>
#include <memory>

#include "ledger/core/check.h"
#include "ledger/programme/catalogue.h"
#include "ledger/programme/judging.h"
#include "ledger/programme/roles.h"

namespace api {
namespace {

using ledger::Code;
using ledger::Result;
using programme::Accepted;
using programme::EventType;
using programme::Fault;
using programme::Json;
using programme::Refused;
using programme::Rejection;
using programme::Taken;
namespace role = programme::role;

constexpr std::array speaking_for_somebody = {role::applicant,         role::member,
                                              role::partner,           role::mentor,
                                              role::training_provider, role::village_head};

template <class Names>
bool is_in(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A text attribute of an event that nothing has checked yet; empty: there is none.
std::string text_of(const Json& event, const char* name) {
  const auto found = event.find(name);
  return found != event.end() && found->is_string() ? found->get<std::string>() : "";
}

const EventType* type_of(const Json& event) {
  return event.is_object() ? programme::find_type(text_of(event, "type")) : nullptr;
}

// `/` and the subject is a source of its holder, and so is every path below it.
bool may_use_source(const Identity& caller, std::string_view source) {
  if (caller.source) return source.starts_with(*caller.source);
  const std::string own = "/" + caller.subject;
  return source == own || source.starts_with(own + "/");
}

// Whether the event is on a stream that the caller acts for, or names one in a field of its own.
bool acts_for(const Identity& caller, const EventType& type, const Json& event) {
  if (is_in(caller.acts_for, text_of(event, "subject"))) return true;
  const auto data = event.find("data");
  if (data == event.end() || !data->is_object()) return false;
  return std::any_of(type.fields.begin(), type.fields.end(), [&](const programme::Field& field) {
    return field.kind == programme::Kind::text && !field.refers_to.empty() &&
           is_in(caller.acts_for, text_of(*data, std::string(field.name).c_str()));
  });
}

// What the token adds to the events of one request, and what it forbids.
struct Reading {
  std::vector<Fault> faults;
  std::optional<Rejection> forbidden;  // the first

  void forbid(std::string detail, std::string pointer, std::string why) {
    if (!forbidden)
      forbidden =
          Rejection{Refused::forbidden, std::move(detail), {{std::move(pointer), std::move(why)}}};
  }
};

// The role in which an event that names none is recorded. Where none can be told the first of the
// type stands in, so that the other checks can go on.
std::string role_for(const Identity& caller, const EventType& type, bool corrects,
                     const std::string& at, Reading& reading) {
  std::vector<std::string> able;
  for (const std::string& one : caller.roles)
    if (programme::may_record(type, one, corrects) && !is_in(able, one)) able.push_back(one);
  if (able.size() == 1) return able.front();
  if (able.empty())
    reading.forbid(type.name + " is not recorded in a role that the token has", at + "/role",
                   "may not record this type");
  else
    reading.faults.push_back({at + "/role", "must say which of the token's roles speaks"});
  return std::string(able.empty() ? type.roles.front() : able.front());
}

// Fills in who speaks as what. Of a form that is wrong the registrar tells.
void speak(const Identity& caller, const EventType& type, const std::string& at, Json& event,
           Reading& reading) {
  if (!event.contains("actor"))
    event["actor"] = caller.subject;
  else if (text_of(event, "actor") != caller.subject)
    reading.forbid("an event is recorded under the name of the token's holder", at + "/actor",
                   "must be the subject of the token, or absent");
  if (!event.contains("role"))
    event["role"] = role_for(caller, type, event.contains("corrects"), at, reading);
  else if (!caller.has_role(text_of(event, "role")))
    reading.forbid("the token does not have this role", at + "/role", "must be one of the token's");
  if (!may_use_source(caller, text_of(event, "source")))
    reading.forbid("the token may not use this source", at + "/source",
                   "must begin with the source that the token may use");
  if (!covers(caller, text_of(event, "area")))
    reading.forbid("the area is outside those of the token", at + "/area",
                   "must be within the areas of the token");
  if (is_in(speaking_for_somebody, text_of(event, "role")) && !acts_for(caller, type, event))
    reading.forbid("the token does not act for this stream", at + "/subject",
                   "must be a stream that the token acts for, or refer to one");
}

constexpr const char* outside = "the stream belongs to an area outside those of the token";

// Holds the area of a stream that was not there yet against the caller's, once its place in the
// order is known: somebody else may have opened it in a wider area meanwhile.
class Guarded : public ledger::Action {
 public:
  Guarded(std::unique_ptr<ledger::Action> inner, std::shared_ptr<const Identity> caller)
      : inner_(std::move(inner)), caller_(std::move(caller)) {
    stream = inner_->stream;
    claim = inner_->claim;
    claim_value = inner_->claim_value;
    expected_versions = inner_->expected_versions;
    stream_must_exist = inner_->stream_must_exist;
  }

  Result<void> admit(const ledger::Pending& log) override {
    const auto positions = log.stream_positions(stream);
    if (!positions) return tl::unexpected(positions.error());
    if (!positions->empty()) {
      const auto first = log.record(positions->front());
      if (!first) return tl::unexpected(first.error());
      if (!covers(*caller_, projections::area_in(*first)))
        return ledger::fail(Code::forbidden, outside);
    }
    return inner_->admit(log);
  }
  Result<bool> repeats(const ledger::ClaimHeld& held, const ledger::Pending& log) override {
    return inner_->repeats(held, log);
  }
  Result<ledger::Prepared> prepare(const ledger::Pending& log,
                                   const ledger::Place& place) override {
    return inner_->prepare(log, place);
  }
  void revert() override { inner_->revert(); }
  Result<void> committed() override { return inner_->committed(); }

 private:
  std::unique_ptr<ledger::Action> inner_;
  std::shared_ptr<const Identity> caller_;
};

// The refusal of a stream outside the caller's areas.
std::optional<Rejection> guard(Taken& taken, const projections::Log& log, const Identity& caller,
                               bool batch) {
  if (is_in(caller.areas, "*")) return std::nullopt;
  const auto held = std::make_shared<const Identity>(caller);
  auto& actions = taken.submission->actions;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const auto area = log.area_of(actions[i]->stream);
    if (!area) return Rejection{Refused::read_only, "the ledger cannot be read just now"};
    if (!*area)
      actions[i] = std::make_unique<Guarded>(std::move(actions[i]), held);
    else if (!covers(caller, **area))
      return Rejection{
          Refused::forbidden,
          outside,
          {{(batch ? "/" + std::to_string(i) : "") + "/subject", "is a stream of another area"}}};
  }
  return std::nullopt;
}

// Whether the body has the form in which the registrar reads events: calls `visit` with each.
template <class Visit>
void each_event(Json& body, bool batch, const Visit& visit) {
  if (!batch) return visit(body, "");
  if (!body.is_array() || body.size() > programme::batch_max) return;
  for (std::size_t i = 0; i < body.size(); ++i) visit(body[i], "/" + std::to_string(i));
}

}  // namespace

bool may_call(const Identity& caller, Needs needs) {
  if (needs == Needs::nothing) return true;
  if (needs == Needs::role) return !caller.roles.empty();
  return is_in(caller.areas, "*") &&
         (caller.has_role(role::auditor) || caller.has_role(role::operator_) ||
          caller.has_role(role::importer));
}

projections::Viewer viewer_of(const Identity& caller) {
  projections::Viewer out{caller.roles, caller.areas};
  if (!caller.has_role(role::reader)) out.roles.emplace_back(role::reader);
  return out;
}

bool covers(const Identity& caller, std::string_view area) {
  return std::any_of(caller.areas.begin(), caller.areas.end(), [&](const std::string& outer) {
    return outer == "*" || programme::is_within(area, outer);
  });
}

Accepted<Taken> Door::take(std::string_view body, bool batch, const Identity& caller,
                           const programme::Conditions& conditions) const {
  auto parsed = programme::parse_json(body);
  if (!parsed) return tl::unexpected(Rejection{Refused::malformed_json, parsed.error().message});
  const bool is_importer = caller.has_role(role::importer);
  Reading reading;
  each_event(*parsed, batch, [&](Json& event, const std::string& at) {
    const EventType* type = type_of(event);
    if (type == nullptr) return;
    if (!is_importer)
      speak(caller, *type, at, event, reading);
    else if (!event.contains("actor"))
      event["actor"] = "local";
  });
  auto taken = registrar_.take(programme::canonical(*parsed), batch, {.subject = caller.subject},
                               conditions);
  if (taken) taken->submission->bytes = body.size();
  const bool is_formed = taken || taken.error().kind == Refused::forbidden;
  if (is_formed && !reading.faults.empty())
    return tl::unexpected(Rejection{
        Refused::schema_violation, "the event does not have the form of its type", reading.faults});
  if (!taken) {
    auto& faults = taken.error().faults;
    if (taken.error().kind == Refused::schema_violation)
      faults.insert(faults.end(), reading.faults.begin(), reading.faults.end());
    return taken;
  }
  if (reading.forbidden) return tl::unexpected(std::move(*reading.forbidden));
  if (is_importer) return taken;
  if (auto refused = guard(*taken, projections::Log(ledger_), caller, batch))
    return tl::unexpected(std::move(*refused));
  return taken;
}

}  // namespace api
