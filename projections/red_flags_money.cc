#include "ledger/core/sha256.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/control/monitoring.h"
#include "ledger/programme/values.h"
#include "projections/red_flags_parts.h"

namespace projections {
namespace {

using programme::Event;
namespace grant = programme::grant;
namespace monitoring = programme::monitoring;

constexpr std::int64_t hour_us = 3'600'000'000, round_idr = 100'000;
constexpr std::size_t receipts_min = 3;

// The working memory of a grant:
//   recipient
//   credited, credit_us, credits    money, time of the last credit, positions of all
//   withdrawn, withdrawals          money, positions
//   spent                           number of an expenditure -> [amount, vendor, receipt, position]
//   vendor                          key of the flag that it bears a part of
//   reported                        position of the first report
std::string who(const Json& own, const Event& event) {
  return own.value("recipient", event.subject);
}

std::string vendor_key(const std::string& vendor, const Event& event) {
  const std::string digest = ledger::to_hex(ledger::view(ledger::sha256(vendor)));
  return "single_vendor:" + digest.substr(0, 16) + ":" + regency_of(event.area);
}

// The vendor of all expenditures; empty: there are several, or none.
std::string only_vendor(const Json& spent) {
  std::string out;
  for (const auto& [of, one] : spent.items()) {
    const auto vendor = one[1].get<std::string>();
    if (!out.empty() && vendor != out) return "";
    out = vendor;
  }
  return out;
}

void judge_spending(Json& own, const Event& event, Fold& fold) {
  if (!own.contains("reported")) return;
  const Json spent = own.value("spent", Json::object());
  bool round = spent.size() >= receipts_min;
  std::int64_t amount = 0;
  Json evidence = Json::array();
  for (const auto& [number_of, one] : spent.items()) {
    round = round && number(one[0]) % round_idr == 0;
    amount = sum(amount, number(one[0]));
    evidence.push_back(one[3]);
  }
  const std::string round_key = "round_receipts:" + fold.id();
  if (round)
    raise(fold, round_key, "all",
          {.subject = event.subject, .amount_idr = amount, .evidence = evidence});
  else
    fold.ungather(round_key, "all");
  const std::string vendor = only_vendor(spent);
  const std::string key = vendor.empty() ? "" : vendor_key(vendor, event);
  const std::string before = own.value("vendor", std::string());
  if (!before.empty() && before != key) fold.ungather(before, "all");
  own["vendor"] = key;
  if (!key.empty())
    raise(fold, key, "all",
          {.subject = who(own, event), .amount_idr = amount, .limit = 2, .evidence = evidence});
}

template <class E>
void spend(const E& e, const Event& event, Fold& fold) {
  Json own = fold.own();
  const std::string of = std::to_string(e.number);
  Json& entry = own["spent"][of];
  if (entry.is_array()) fold.ungather("receipt_reused:" + entry[2].get<std::string>(), of);
  entry = {e.amount_idr, e.vendor, e.receipt, event.place};
  raise(fold, "receipt_reused:" + e.receipt, of,
        {.subject = who(own, event), .amount_idr = e.amount_idr, .limit = 2});
  judge_spending(own, event, fold);
  fold.set_own(std::move(own));
}

void credit(const grant::FundsCredited& e, const Event& event, Fold& fold) {
  Json own = fold.own();
  add_to(own["credited"], e.amount_idr);
  own["credit_us"] = event.time_us;
  own["credits"].push_back(event.place);
  fold.set_own(std::move(own));
}

void withdraw(const grant::FundsWithdrawn& e, const Event& event, Fold& fold) {
  Json own = fold.own();
  add_to(own["withdrawn"], e.amount_idr);
  own["withdrawals"].push_back(event.place);
  const auto at = programme::parse_time(e.withdrawn_at);
  const std::int64_t credited = number(own["credited"]), time_us = at ? at->utc_us : event.time_us;
  const bool all = credited > 0 && number(own["withdrawn"]) >= credited;
  if (all && time_us - number(own["credit_us"]) <= 24 * hour_us) {
    const std::string day = programme::format_date(programme::day_in_wib(time_us));
    const std::string regency = regency_of(event.area);
    Json evidence = own["credits"];
    for (const Json& position : own["withdrawals"]) evidence.push_back(position);
    raise(fold, "withdrawn_within_a_day:" + day + ":" + regency, "all",
          {.subject = who(own, event),
           .about = regency,
           .amount_idr = number(own["withdrawn"]),
           .limit = 2,
           .evidence = std::move(evidence)});
  }
  if (e.person)
    raise(fold, "withdrawer_of_several_groups:" + std::string(programme::key_of(*e.person)),
          std::to_string(event.place),
          {.subject = who(own, event), .about = *e.person, .amount_idr = e.amount_idr, .limit = 2});
  fold.set_own(std::move(own));
}

// The group ought to have been visited by now.
void end_of_grant(const Event& event, Fold& fold) {
  Json own = fold.own();
  if (own.contains("reported")) return;
  own["reported"] = event.place;
  if (own.contains("credits") && fold.ask(who(own, event), "visited").is_null()) {
    Json evidence = own["credits"];
    evidence.push_back(event.place);
    raise(fold, "credit_without_visit:" + fold.id(), "end",
          {.subject = event.subject,
           .amount_idr = number(own["credited"]),
           .evidence = std::move(evidence)});
  }
  judge_spending(own, event, fold);
  fold.set_own(std::move(own));
}

void remember(const std::string& recipient, Fold& fold) {
  Json own = fold.own();
  own["recipient"] = recipient;
  fold.set_own(std::move(own));
}

}  // namespace

void fold_money_flags(Projection& out) {
  out.on<grant::BriefingAttended>(
      [](const auto& e, const Event&, Fold& fold) { remember(e.recipient, fold); });
  out.on<grant::AgreementSigned>(
      [](const auto& e, const Event&, Fold& fold) { remember(e.recipient, fold); });
  out.on<grant::FundsCredited>(credit);
  out.on<grant::FundsWithdrawn>(withdraw);
  out.on<grant::ExpenditureRecorded>(spend<grant::ExpenditureRecorded>);
  out.on<grant::ExpenditureCorrected>(spend<grant::ExpenditureCorrected>);
  out.on<grant::AccountabilityReportSubmitted>(
      [](const auto&, const Event& event, Fold& fold) { end_of_grant(event, fold); });
  out.on<grant::Closed>(
      [](const auto&, const Event& event, Fold& fold) { end_of_grant(event, fold); });
  out.on<monitoring::VisitPlanned>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"group", e.group}});
  });
  out.on<monitoring::VisitConducted>([](const auto&, const Event& event, Fold& fold) {
    const Json group = fold.own().value("group", Json());
    if (group.is_string()) fold.tell(group.get<std::string>(), "visited", event.time);
  });
}

}  // namespace projections
