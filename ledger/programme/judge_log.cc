#include "ledger/programme/judge_log.h"

#include <set>
#include <unordered_map>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/codec.h"
#include "ledger/programme/common_rules.h"
#include "ledger/programme/judging.h"
#include "ledger/programme/record_action.h"

namespace programme {
namespace {

using ledger::Result;

// So that a name is looked up without a copy of it.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const {
    return std::hash<std::string_view>()(name);
  }
};
template <class Value>
using ByName = std::unordered_map<std::string, Value, NameHash, std::equal_to<>>;

// What an event's data names, as the registrar lists it before it seals.
Named named_in(const Event& event, Json& data) {
  Named out;
  const auto concerned = [](const Field& field) {
    return field.is_personal() || !field.refers_to.empty();
  };
  if (!any_field(event.type->fields, concerned)) return out;
  visit_fields(event.type->fields, data, "",
               [&](const std::string&, const Field& field, Json& value, const Json& beside) {
                 if (!field.refers_to.empty()) out.references.push_back(value.get<std::string>());
                 if (field.is_personal())
                   out.sealed_for.push_back(subject_of(field, beside, event.subject));
               });
  return out;
}

// The streams and marks that an event's linked fields name, out of the names of the index.
std::vector<std::string> links_of(const Event& event, const Json& data) {
  constexpr std::string_view link("link\0", 5);
  std::vector<std::string> out;
  for (const std::string_view name : index_claims(event, data))
    if (name.starts_with(link)) out.emplace_back(name.substr(5, name.find('\0', 5) - 5));
  return out;
}

}  // namespace

// The log up to the event that is judged.
struct LogJudge::Impl : Grounds, Facts {
  explicit Impl(Records given) : records(std::move(given)) {}

  // Grounds
  std::uint64_t size() const override { return judged; }
  Result<bool> holds(const std::string& stream) override {
    const auto found = states.find(stream);
    return found != states.end() && found->second.version > 0;
  }
  Result<bool> is_erased(const std::string& stream) override { return erased.contains(stream); }
  Result<StreamState*> state(const std::string& stream, const StreamType& type) override {
    const auto found = states.find(stream);
    if (found != states.end()) return &found->second;
    return &states.emplace(stream, type.none()).first->second;
  }
  void set_state(const std::string& stream, StreamState state) override {
    states.insert_or_assign(stream, std::move(state));
  }
  Result<History> history(const std::string& stream) override;
  const Facts& facts() override { return *this; }

  // Facts
  const StreamState* stream(std::string_view name) const override {
    const auto found = states.find(name);
    return found == states.end() || found->second.version == 0 ? nullptr : &found->second;
  }
  std::vector<std::string> referring(std::string_view stream,
                                     std::string_view aggregate) const override;

  std::optional<std::vector<Holder>> holders(std::string_view,
                                             const Personal<std::string>&) const override {
    vault_was_asked = true;
    return std::nullopt;
  }

  Result<Verdict> verdict(Event& event, const StreamType& type, Json& data);

  Records records;
  ByName<StreamState> states;
  ByName<std::set<std::string>> links;  // who is named, by whom
  std::set<std::string> erased;
  std::uint64_t judged = 0, in_part = 0;
  mutable bool vault_was_asked = false;  // by a rule of the event that is judged
};

// Back along `previousposition`, then in order.
Result<History> LogJudge::Impl::history(const std::string& stream) {
  std::vector<Event> events;
  const auto found = states.find(stream);
  std::optional<std::uint64_t> at;
  if (found != states.end() && found->second.version > 0) at = found->second.last_position;
  while (at) {
    const auto record = records(*at);
    if (!record) return tl::unexpected(record.error());
    auto event = read_record(*record);
    if (!event) return tl::unexpected(event.error());
    at = event->previous_position;
    events.push_back(std::move(*event));
  }
  History out;
  for (auto event = events.rbegin(); event != events.rend(); ++event) out.add(std::move(*event));
  return out;
}

std::vector<std::string> LogJudge::Impl::referring(std::string_view stream,
                                                   std::string_view aggregate) const {
  std::vector<std::string> out;
  const auto found = links.find(stream);
  if (found == links.end()) return out;
  const std::string prefix = std::string(aggregate) + "/";
  for (auto at = found->second.lower_bound(prefix);
       at != found->second.end() && at->starts_with(prefix); ++at)
    out.push_back(*at);
  return out;
}

Result<Verdict> LogJudge::Impl::verdict(Event& event, const StreamType& type, Json& data) {
  if (!may_record(*event.type, event.role, event.corrects.has_value()))
    return Verdict(Refusal{"role", "role_may_not_record",
                           "the role " + event.role + " may not record this type"});
  Judging judging(type);
  const auto forbidden = judging.forbidden(event, *this);
  if (!forbidden) return tl::unexpected(forbidden.error());
  if (*forbidden)
    return Verdict(judging.changes_history()
                       ? Refusal{"role", "role_may_not_correct", **forbidden}
                       : Refusal{"area", "area_of_other_stream", **forbidden});
  auto verdict = judging.verdict(event, named_in(event, data), *this);
  if (!verdict || *verdict) return verdict;
  if (auto settled = judging.settle(event, *this); !settled) return tl::unexpected(settled.error());
  return Verdict{};
}

LogJudge::LogJudge(Records records) : impl_(std::make_unique<Impl>(std::move(records))) {}
LogJudge::~LogJudge() = default;

std::uint64_t LogJudge::judged() const { return impl_->judged; }
std::uint64_t LogJudge::judged_in_part() const { return impl_->in_part; }

Result<std::optional<NotAllowed>> LogJudge::judge(Json record) {
  auto event = recorded_event(record);
  if (!event) return tl::unexpected(event.error());
  const StreamType* type = find_stream(aggregate_of(event->subject));
  if (type == nullptr)
    return ledger::fail(ledger::Code::corrupt, "the bytes are not a record of this ledger");
  Json& data = record["data"];
  impl_->vault_was_asked = has_sealed_day_done(*event->type);
  const auto links = links_of(*event, data);
  const bool destroys = event->type->destroys_key;
  const std::string subject = event->subject;
  NotAllowed out{event->position, event->type->name, {}};
  auto refusal = impl_->verdict(*event, *type, data);
  if (!refusal) return tl::unexpected(refusal.error());
  if (*refusal) {
    out.refusal = std::move(**refusal);
    return out;
  }
  for (const std::string& target : links) impl_->links[target].insert(subject);
  if (destroys) impl_->erased.insert(subject);
  ++impl_->judged;
  impl_->in_part += impl_->vault_was_asked;
  return std::nullopt;
}

}  // namespace programme
