#include "projections/red_flags.h"

#include <optional>
#include <set>
#include <type_traits>

#include "ledger/programme/aid/determination.h"
#include "ledger/programme/aid/juknis.h"
#include "ledger/programme/aid/proposal.h"
#include "ledger/programme/control/audit.h"
#include "ledger/programme/control/protection.h"
#include "ledger/programme/control/system.h"
#include "ledger/programme/deadlines.h"
#include "ledger/programme/people/group.h"
#include "ledger/programme/people/jobseeker.h"
#include "ledger/programme/people/placement.h"
#include "ledger/programme/place/kawasan.h"
#include "ledger/programme/roles.h"
#include "ledger/programme/values.h"
#include "projections/red_flags_parts.h"

namespace projections {
namespace {

using programme::Event;
namespace audit = programme::audit;
namespace determination = programme::determination;
namespace group = programme::group;
namespace jobseeker = programme::jobseeker;
namespace juknis = programme::juknis;
namespace kawasan = programme::kawasan;
namespace placement = programme::placement;
namespace proposal = programme::proposal;
namespace protection = programme::protection;

constexpr std::int64_t day_us = 86'400'000'000;
constexpr std::int64_t recorded_late_days = 30, follow_up_days = 60, breach_notice_days = 3;
constexpr int report_months = 6;
constexpr std::size_t shown_max = 100;

std::vector<Column> columns() {
  using enum ColumnType;
  return {
      {"kind", text, {"Jenis", "Kind"}},
      {"subject", reference, {"Perihal", "Subject"}},
      {"subjects", list, {"Yang terkait", "Subjects"}},
      {"concerned", integer, {"Banyaknya yang terkait", "Number of subjects"}, "subject"},
      {"amount_idr", money, {"Jumlah uang", "Money concerned"}, "idr"},
      {"evidence", list, {"Bukti (posisi)", "Evidence (positions)"}},
      {"raised_at", time, {"Ditandai pada", "Raised at"}},
      {"state", text, {"Keadaan", "State"}},
      {"outcome", text, {"Putusan", "Outcome"}},
      {"settled_by", text, {"Diputus oleh peristiwa (posisi)", "Settled by event (position)"}},
      {"settled_at", time, {"Diputus pada", "Settled at"}},
  };
}

std::string key(std::string_view stream) { return std::string(programme::key_of(stream)); }
std::string day_of(const Event& event) {
  return programme::format_date(programme::day_in_wib(event.time_us));
}

// What settles a flag, and what it hangs on therefore.
std::string settlement_of(std::string_view kind, std::string_view subject) {
  return "settled:" + std::string(kind) + ":" + std::string(subject);
}
bool is_settlement(const std::string& gathering) { return gathering.starts_with("settled:"); }

// The area that two areas lie in.
std::string common_area(std::string_view a, std::string_view b) {
  while (!a.empty() && !programme::is_within(b, a))
    a = a.substr(0, a.rfind('.') == std::string_view::npos ? 0 : a.rfind('.'));
  return a.empty() ? "00" : std::string(a);
}

// A flag, added up of its signs.
struct Flag {
  std::vector<std::string> subjects;  // in the order of their signs, each once
  std::set<std::string> seen;
  std::set<std::uint64_t> evidence;
  std::string about, area, raised_at;
  std::int64_t amount_idr = 0;
  std::uint64_t last_place = 0;
  bool by_signs = false;  // it counts signs, not subjects
  std::size_t signs = 0;

  std::size_t count() const { return by_signs ? signs : subjects.size(); }
  void add(const Fold::Named& sign) {
    const auto subject = sign.value.at("subject").get<std::string>();
    if (seen.insert(subject).second) subjects.push_back(subject);
    ++signs;
    area = area.empty() ? sign.area : common_area(area, sign.area);
    amount_idr = sum(amount_idr, number(sign.value["amount"]));
    about = sign.value.value("about", about);
    last_place = std::max(last_place, sign.place);
    if (sign.value["evidence"].is_null()) evidence.insert(sign.place);
    for (const Json& position : sign.value["evidence"])
      evidence.insert(position.get<std::uint64_t>());
    const auto limit = static_cast<std::size_t>(number(sign.value["limit"]));
    if (raised_at.empty() && count() >= limit) raised_at = sign.recorded_time;
  }
};

// The settlement that counts: the last one, where no sign has come after it.
std::optional<Fold::Named> settlement(const Flag& flag, std::string_view kind,
                                      const std::string& gathering, Fold& fold) {
  std::optional<Fold::Named> last;
  auto named = flag.subjects;
  named.push_back(flag.about);
  for (const std::string& subject : named) {
    const std::string cause = settlement_of(kind, subject);
    fold.hang(gathering, cause);
    for (Fold::Named& one : fold.gathered(cause))
      if (!last || last->place < one.place) last = std::move(one);
  }
  if (last && last->place < flag.last_place) last.reset();
  return last;
}

void fill(Json& row, const Flag& flag, std::string_view kind,
          const std::optional<Fold::Named>& settled) {
  const auto shown = [](auto& all) {
    Json out = Json::array();
    for (const auto& one : all) {
      if (out.size() == shown_max) break;
      if constexpr (std::is_same_v<std::decay_t<decltype(one)>, std::string>)
        out.push_back(one);
      else
        out.push_back(std::to_string(one));
    }
    return out;
  };
  row["kind"] = kind;
  row["subject"] = flag.about.empty() ? flag.subjects.front() : flag.about;
  row["subjects"] = shown(flag.subjects);
  row["concerned"] = flag.subjects.size();
  row["amount_idr"] = flag.amount_idr;
  row["evidence"] = shown(flag.evidence);
  row["raised_at"] = flag.raised_at;
  row["state"] = settled ? "settled" : "open";
  row["outcome"] = settled ? settled->value : Json();
  row["settled_by"] = settled ? Json(std::to_string(settled->place)) : Json();
  row["settled_at"] = settled ? Json(settled->recorded_time) : Json();
}

void show(const std::string& gathering, Fold& fold) {
  if (is_settlement(gathering)) return;
  const std::string kind = gathering.substr(0, gathering.find(':'));
  Flag flag;
  flag.by_signs = kind == "receipt_reused";
  for (const Fold::Named& sign : fold.gathered(gathering)) flag.add(sign);
  if (flag.raised_at.empty()) return fold.hide(gathering);
  const auto settled = settlement(flag, kind, gathering, fold);
  fill(fold.show(gathering, flag.area), flag, kind, settled);
}

void fold_rule_sets(Projection& out) {
  const auto limit = [](std::int64_t groups, const Event& event, Fold& fold) {
    fold.tell(event.subject, "groups_per_village_max", groups);
  };
  out.on<juknis::Issued>([limit](const auto& e, const Event& event, Fold& fold) {
    limit(e.groups_per_village_max, event, fold);
  });
  out.on<juknis::Amended>([limit](const auto& e, const Event& event, Fold& fold) {
    if (e.groups_per_village_max) limit(*e.groups_per_village_max, event, fold);
  });
}

void follow_leader(const std::string& person, Fold& fold, const Event& event) {
  Json own = fold.own();
  const std::string before = own.value("leader", std::string());
  if (!before.empty()) fold.ungather("leader_of_several_groups:" + key(before), "chair");
  own["leader"] = person;
  fold.set_own(std::move(own));
  if (person.empty()) return;
  raise(fold, "leader_of_several_groups:" + key(person), "chair",
        {.subject = event.subject, .about = person, .limit = 2});
}

void form(const group::Formed& e, const Event& event, Fold& fold) {
  fold.tell(event.subject, "village", e.region);
  if (!e.kawasan) return;
  const Json regions = fold.ask(*e.kawasan, "regions");
  if (!regions.is_array() || regions.empty()) return;
  for (const Json& region : regions)
    if (programme::is_within(e.region, region.get<std::string>())) return;
  raise(fold, "village_outside_kawasan:" + fold.id(), "formed", {.subject = event.subject});
}

void fold_groups(Projection& out) {
  out.on<group::Formed>(form);
  out.on<group::MemberAdded>([](const auto& e, const Event& event, Fold& fold) {
    if (e.role == "chair") follow_leader(e.person, fold, event);
  });
  out.on<group::LeaderReplaced>([](const auto& e, const Event& event, Fold& fold) {
    follow_leader(e.new_chair, fold, event);
  });
  out.on<group::MemberRemoved>([](const auto& e, const Event& event, Fold& fold) {
    if (fold.own().value("leader", std::string()) == e.person) follow_leader("", fold, event);
  });
  out.on<group::Dissolved>(
      [](const auto&, const Event& event, Fold& fold) { follow_leader("", fold, event); });
  const auto assign = [](const std::string& region, bool is_there, const Event& event, Fold& fold) {
    Json own = fold.own();
    own[region] = is_there;
    Json regions = Json::array();
    for (const auto& [code, there] : own.items())
      if (there == true) regions.push_back(code);
    fold.tell(event.subject, "regions", std::move(regions));
    fold.set_own(std::move(own));
  };
  out.on<kawasan::RegionAssigned>([assign](const auto& e, const Event& event, Fold& fold) {
    assign(e.region, true, event, fold);
  });
  out.on<kawasan::RegionRemoved>([assign](const auto& e, const Event& event, Fold& fold) {
    assign(e.region, false, event, fold);
  });
}

void ask_for_aid(const proposal::Submitted& e, const Event&, Fold& fold) {
  const Json village = fold.ask(e.recipient, "village"),
             allowed = fold.ask(e.juknis, "groups_per_village_max");
  if (!village.is_string() || !allowed.is_number_integer()) return;
  const auto code = village.get<std::string>();
  const std::string of = "groups_per_village_exceeded:" + key(e.juknis) + ":" + code;
  raise(fold, of, "proposal",
        {.subject = e.recipient, .about = code, .limit = sum(number(allowed), 1)});
  fold.set_own({{"village", of}});
}

template <class E>
void ask_no_more(const E&, const Event&, Fold& fold) {
  const Json of = fold.own().value("village", Json());
  if (of.is_string()) fold.ungather(of.get<std::string>(), "proposal");
}

void list_recipient(const std::string& proposal, const std::string& recipient, Fold& fold) {
  if (number(fold.ask(proposal, "photos")) > 0) return;
  raise(fold, "listed_without_photo:" + fold.id() + ":" + key(proposal), "listed",
        {.subject = recipient});
}

void date_decree(const Event& event, Fold& fold) {
  const std::int64_t year = number(fold.own().value("year", Json()));
  if (year == 0 || day_of(event).substr(0, 4) <= std::to_string(year)) return;
  raise(fold, "decree_after_year_end:" + fold.id(), std::to_string(event.place),
        {.subject = event.subject});
}

void fold_proposals(Projection& out) {
  out.on<proposal::Submitted>(ask_for_aid);
  out.on<proposal::Withdrawn>(ask_no_more<proposal::Withdrawn>);
  out.on<proposal::Rejected>(ask_no_more<proposal::Rejected>);
  out.on<proposal::Lapsed>(ask_no_more<proposal::Lapsed>);
  out.on<proposal::FieldVerificationPerformed>([](const auto& e, const Event& event, Fold& fold) {
    fold.tell(event.subject, "photos", e.photos.size());
  });
  out.on<determination::Drafted>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"year", e.year}});
  });
  out.on<determination::RecipientListed>([](const auto& e, const Event&, Fold& fold) {
    list_recipient(e.proposal, e.recipient, fold);
  });
  out.on<determination::Signed>(
      [](const auto&, const Event& event, Fold& fold) { date_decree(event, fold); });
  out.on<determination::Ratified>(
      [](const auto&, const Event& event, Fold& fold) { date_decree(event, fold); });
  out.on<determination::RecipientSubstituted>([](const auto& e, const Event& event, Fold& fold) {
    list_recipient(e.new_proposal, e.new_recipient, fold);
    date_decree(event, fold);
  });
}

// An importer brings in what is old, and the ledger's clock speaks of days that have passed.
void judge_recording(const Event& event, Fold& fold) {
  using programme::parse_time;
  if (event.corrects || event.recorded_by || event.role == programme::role::importer ||
      event.role == programme::role::system)
    return;
  const auto recorded = parse_time(event.recorded_time);
  if (!recorded || recorded->utc_us - event.time_us <= recorded_late_days * day_us) return;
  raise(fold, "recorded_late:" + event.subject, std::to_string(event.place),
        {.subject = event.subject});
}

void fold_control(Projection& out) {
  for (const char* aggregate : {"grant", "determination", "budget", "envelope"})
    out.on_each(aggregate, judge_recording);
  out.on<protection::BreachDetected>([](const auto&, const Event& event, Fold& fold) {
    fold.set_own({{"detected_us", event.time_us}});
  });
  out.on<protection::BreachNotified>([](const auto& e, const Event& event, Fold& fold) {
    const Json detected = fold.own().value("detected_us", Json());
    if (!detected.is_null() && event.time_us - number(detected) > breach_notice_days * day_us)
      raise(fold, "breach_notice_late:" + fold.id(), e.to, {.subject = event.subject});
  });
  out.on<audit::FindingIssued>([](const auto& e, const Event& event, Fold& fold) {
    Json own = fold.own();
    own["issued"][e.number] = {programme::day_in_wib(event.time_us), event.place};
    fold.set_own(std::move(own));
  });
  out.on<audit::RecommendationIssued>([](const auto& e, const Event&, Fold& fold) {
    Json own = fold.own();
    own["findings"][e.recommendation] = e.number;
    fold.set_own(std::move(own));
  });
  out.on<audit::FollowUpSubmitted>([](const auto& e, const Event& event, Fold& fold) {
    const Json own = fold.own();
    const Json finding = own.value("findings", Json::object()).value(e.recommendation, Json());
    if (!finding.is_string()) return;
    const Json issued =
        own.value("issued", Json::object()).value(finding.get<std::string>(), Json());
    if (!issued.is_array()) return;
    if (programme::day_in_wib(event.time_us) - number(issued[0]) <= follow_up_days) return;
    raise(fold, "follow_up_after_60_days:" + fold.id() + ":" + e.recommendation, "answer",
          {.subject = event.subject, .evidence = Json::array({issued[1], event.place})});
  });
}

// The working memory of a job seeker: person, last day of the card, last report.
void tell_card(const Json& own, Fold& fold) {
  const auto last = programme::parse_date(own.value("reported", std::string())),
             ends = programme::parse_date(own.value("ends", std::string()));
  if (!last || !ends || !own.contains("person")) return;
  const auto until = std::min(*ends, programme::add_months(*last, report_months));
  fold.tell(own["person"].get<std::string>(), "ak1_until", programme::format_date(until));
}

void fold_work(Projection& out) {
  out.on<jobseeker::Ak1Issued>([](const auto& e, const Event&, Fold& fold) {
    const Json own = {{"person", e.person}, {"ends", e.expires_on}, {"reported", e.issued_on}};
    tell_card(own, fold);
    fold.set_own(own);
  });
  out.on<jobseeker::Ak1Reported>([](const auto& e, const Event&, Fold& fold) {
    Json own = fold.own();
    own["reported"] = e.reported_on;
    tell_card(own, fold);
    fold.set_own(std::move(own));
  });
  out.on<jobseeker::Ak1Expired>([](const auto&, const Event&, Fold& fold) {
    const Json person = fold.own().value("person", Json());
    if (person.is_string()) fold.tell(person.get<std::string>(), "ak1_until", nullptr);
  });
  out.on<placement::CandidateMatched>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"person", e.person}});
  });
  out.on<placement::Made>([](const auto& e, const Event& event, Fold& fold) {
    const Json person = fold.own().value("person", Json());
    if (e.mechanism != "WIRAUSAHA" || !person.is_string()) return;
    const Json until = fold.ask(person.get<std::string>(), "ak1_until");
    if (until.is_string() && until.get<std::string>() >= day_of(event)) return;
    raise(fold, "self_employed_without_ak1:" + fold.id(), "made",
          {.subject = event.subject, .about = person.get<std::string>()});
  });
}

void fold_settlements(Projection& out) {
  out.on<programme::system::RedFlagRaised>([](const auto& e, const Event&, Fold& fold) {
    for (const std::string& subject : e.subjects)
      raise(fold, e.kind + ":" + e.subject, subject, {.subject = subject, .about = e.subject});
  });
  out.on<programme::system::RedFlagSettled>([](const auto& e, const Event& event, Fold& fold) {
    const std::string cause = settlement_of(e.kind, e.subject);
    fold.gather(cause, std::to_string(event.place), e.outcome);
    fold.show_anew(cause);
  });
}

Projection make() {
  Projection out({"red_flags", {"Bendera merah", "Red flags"}, 2, "system", columns()});
  out.shows(show);
  fold_rule_sets(out);
  fold_groups(out);
  fold_proposals(out);
  fold_control(out);
  fold_work(out);
  fold_money_flags(out);
  fold_settlements(out);
  return out;
}

}  // namespace

void raise(Fold& fold, std::string_view key, std::string_view element, Sign sign) {
  Json value = {{"subject", std::move(sign.subject)},
                {"amount", sign.amount_idr},
                {"limit", sign.limit},
                {"evidence", std::move(sign.evidence)}};
  if (!sign.about.empty()) value["about"] = std::move(sign.about);
  fold.gather(key, element, std::move(value));
}

std::string regency_of(std::string_view area) { return std::string(area.substr(0, 5)); }

const Projection& red_flags() {
  static const Projection made = make();
  return made;
}

}  // namespace projections
