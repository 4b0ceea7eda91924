#include "ledger/programme/deadlines.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/control/audit.h"
#include "ledger/programme/people/jobseeker.h"
#include "ledger/programme/people/training.h"
#include "ledger/programme/place/rembuk.h"
#include "ledger/programme/values.h"

namespace programme {
namespace {

using Events = std::vector<const Event*>;

constexpr int ak1_report_months = 6;  // between two reports of a job seeker (I29)
constexpr std::string_view bnsp = "bnsp";

// The report is due so many days after the last credit as the juknis set on that day.
std::optional<std::int64_t> last_day_of_report(const grant::State& state, const Event& credit,
                                               const Facts& facts) {
  const auto* decree = own<determination::State>(facts.stream(state.determination));
  const auto* rules = decree ? own<juknis::State>(facts.stream(decree->juknis)) : nullptr;
  const std::int64_t day = day_in_wib(credit.time_us);
  const auto* set = rules ? juknis::parameters_at(*rules, format_date(day)) : nullptr;
  return set ? std::optional(day + set->report_due_days) : std::nullopt;
}

// A report that was with the office at the end of that day was there in time.
bool was_handed_in(const Events& events, std::int64_t last_day) {
  std::int64_t latest = INT64_MIN;
  bool out = false;
  for (const Event* event : events) {
    const bool comes = event->as<grant::AccountabilityReportSubmitted>() != nullptr;
    if (!comes && event->as<grant::AccountabilityReportReturned>() == nullptr) continue;
    if (day_in_wib(event->time_us) > last_day || event->time_us < latest) continue;
    latest = event->time_us;
    out = comes;
  }
  return out;
}

std::vector<Due> reports(const StreamState& stream, const Events& events, const Facts& facts) {
  const auto* state = own<grant::State>(&stream);
  const bool waits = stream.status == "in_use" || stream.status == "report_in";
  if (!waits || state->overdue) return {};
  const Event* credit = nullptr;
  for (const Event* event : events)
    if (event->as<grant::FundsCredited>() != nullptr) credit = event;
  if (credit == nullptr) return {};
  const auto day = last_day_of_report(*state, *credit, facts);
  if (!day || was_handed_in(events, *day)) return {};
  return {Due{*day, "", Json::object()}};
}

// The card lasts until its last day, or for six months from the issue or the last report that came
// within six months of the one before.
std::vector<Due> cards(const StreamState& stream, const Events& events, const Facts&) {
  if (stream.status != "active") return {};
  std::optional<std::int64_t> last, ends;
  for (const Event* event : events) {
    if (const auto* card = event->as<jobseeker::Ak1Issued>()) {
      last = parse_date(card->issued_on);
      ends = parse_date(card->expires_on);
    } else if (const auto* report = event->as<jobseeker::Ak1Reported>(); report && last) {
      const auto day = parse_date(report->reported_on);
      if (day && *day > *last && *day <= add_months(*last, ak1_report_months)) last = day;
    }
  }
  if (!last || !ends) return {};
  return {Due{std::min(*ends, add_months(*last, ak1_report_months)), "", Json::object()}};
}

std::vector<Due> certificates(const StreamState& stream, const Events& events, const Facts&) {
  const auto* state = own<training::State>(&stream);
  std::vector<Due> out;
  if (stream.status != "completed") return out;
  std::map<std::string, std::int64_t> last_days;
  for (const Event* event : events)
    if (const auto* e = event->as<training::BnspCertificateIssued>())
      if (const auto day = parse_date(e->expires_on)) last_days[e->person] = *day;
  for (const auto& [person, day] : last_days) {
    const auto found = state->participants.find(person);
    if (found == state->participants.end() || !found->second.certificates.contains(bnsp)) continue;
    out.push_back({day, person, Json{{"person", person}, {"kind", bnsp}}});
  }
  return out;
}

std::vector<Due> follow_ups(const StreamState& stream, const Events& events, const Facts&) {
  const auto* state = own<audit::State>(&stream);
  std::vector<Due> out;
  if (stream.status == "closed") return out;
  for (const Event* event : events) {
    const auto* e = event->as<audit::RecommendationIssued>();
    const auto found =
        e ? state->recommendations.find(e->recommendation) : state->recommendations.end();
    if (found == state->recommendations.end()) continue;
    const auto day = parse_date(e->due_on);
    const bool waits = found->second.standing == audit::State::Standing::recommended;
    if (waits && !found->second.overdue && day)
      out.push_back({*day, e->recommendation,
                     Json{{"recommendation", e->recommendation}, {"due_on", e->due_on}}});
  }
  return out;
}

std::vector<Due> commitments(const StreamState& stream, const Events& events, const Facts&) {
  const auto* state = own<rembuk::State>(&stream);
  std::vector<Due> out;
  if (stream.status == "cancelled") return out;
  for (const Event* event : events) {
    const auto* e = event->as<rembuk::CommitmentMade>();
    const auto found = e ? state->commitments.find(e->number) : state->commitments.end();
    if (found == state->commitments.end() || found->second != rembuk::State::Commitment::open)
      continue;
    if (const auto day = parse_date(e->due_on))
      out.push_back({*day, std::to_string(e->number), Json{{"number", e->number}}});
  }
  return out;
}

std::string name_of(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const auto part : parts) {
    out += part;
    out.push_back('\0');
  }
  return out;
}

std::optional<std::int64_t> day_of(const Deadline::Watch& watch, const Event& event,
                                   const Json& data) {
  if (watch.field.empty()) return day_in_wib(event.time_us);
  const auto found = data.find(watch.field);
  if (found == data.end() || !found->is_string()) return std::nullopt;
  return parse_date(found->get_ref<const std::string&>());
}

}  // namespace

const std::vector<Deadline>& deadlines() {
  static const std::vector<Deadline> all = {
      {"report_overdue",
       "grant.accountability_report_overdue_declared",
       {{"grant.funds_credited", {}}},
       reports},
      {"ak1_expired",
       "jobseeker.ak1_expired",
       {{"jobseeker.ak1_issued", "expires_on"},
        {"jobseeker.ak1_issued", "issued_on", ak1_report_months},
        {"jobseeker.ak1_reported", "reported_on", ak1_report_months}},
       cards},
      {"certificate_expired",
       "training.certificate_expired",
       {{"training.bnsp_certificate_issued", "expires_on"}},
       certificates},
      {"follow_up_overdue",
       "audit.follow_up_overdue_declared",
       {{"audit.recommendation_issued", "due_on"}},
       follow_ups},
      {"commitment_lapsed",
       "rembuk.commitment_lapsed",
       {{"rembuk.commitment_made", "due_on"}},
       commitments}};
  return all;
}

const Deadline* find_deadline(std::string_view kind) {
  for (const Deadline& deadline : deadlines())
    if (deadline.kind == kind) return &deadline;
  return nullptr;
}

std::vector<std::string> due_names(const Event& event, const Json& data) {
  std::vector<std::string> out;
  for (const Deadline& deadline : deadlines())
    for (const Deadline::Watch& watch : deadline.watches) {
      if (watch.type != event.type->name) continue;
      if (const auto day = day_of(watch, event, data))
        out.push_back(name_of(
            {"due", format_date(add_months(*day, watch.months)), deadline.kind, event.subject}));
    }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string due_prefix() { return name_of({"due"}); }

std::string due_before(std::string_view day) { return due_prefix() + std::string(day); }

std::string due_kind_of(std::string_view name) {
  name.remove_suffix(9);  // the position and the zero byte before it
  name = name.substr(0, name.rfind('\0'));
  return std::string(name.substr(name.rfind('\0') + 1));
}

std::int64_t add_months(std::int64_t days, int months) {
  using std::chrono::year_month_day, std::chrono::sys_days;
  const year_month_day day{sys_days(std::chrono::days(days))};
  const year_month_day moved = day + std::chrono::months(months);
  const year_month_day last{moved.year() / moved.month() / std::chrono::last};
  return sys_days(moved.ok() ? moved : last).time_since_epoch().count();
}

}  // namespace programme
