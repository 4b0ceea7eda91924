#include "ledger/programme/aid/envelope.h"
#include "ledger/programme/aid/grant.h"
#include "ledger/programme/values.h"
#include "projections/funding_parts.h"

namespace projections {
namespace {

using programme::Event;
namespace envelope = programme::envelope;
namespace grant = programme::grant;

// Name of the fact that an envelope tells of a grant: [place, line] of the payment of a tranche,
// or of any.
std::string payment_of(const std::string& tranche) { return "payment " + tranche; }
const std::string any_tranche;

// The working memory of a grant:
//   payments   tranche, or any -> [place, line] of the last SP2D of its own
//   credited   line -> money credited, for the day on which the report is accepted
//   accepted   the report is
//   spent      number of an expenditure -> [its amount, the line that bears it]
//   deposits   NTPN -> refund that waits to be confirmed
//   waiting    movements of money that no line is known for
//
// A movement is a column, an amount, and what it is of: a tranche, the number of an expenditure, or
// the year of a refund.
Json movement(std::string_view column, std::int64_t amount, std::string of) {
  return Json::array({std::string(column), amount, std::move(of)});
}

Json last_payment(const Json& own, const Event& event, const std::string& tranche, Fold& fold) {
  const Json mine = own.value("payments", Json::object()).value(tranche, Json());
  Json theirs = fold.ask(event.subject, payment_of(tranche));
  return mine.is_null() || (!theirs.is_null() && mine[0] < theirs[0]) ? theirs : mine;
}

// The line of the last payment of a tranche, or of any; empty: not known yet.
std::string line_of(const Json& own, const Event& event, const std::string& tranche, Fold& fold) {
  Json found = last_payment(own, event, tranche, fold);
  if (found.is_null()) found = last_payment(own, event, any_tranche, fold);
  return found.is_null() ? std::string() : found[1].get<std::string>();
}

void book_refund(const std::string& line, std::int64_t amount, const std::string& year,
                 Fold& fold) {
  fold.add(line, "refunded_idr", amount);
  if (std::to_string(number(fold.ask(line, "year"))) == year)
    fold.add(line, "refunded_same_year_idr", amount);
}

void book_credit(Json& own, const std::string& line, std::int64_t amount, Fold& fold) {
  fold.add(line, "credited_idr", amount);
  add_to(own["credited"][line], amount);
  if (own.contains("accepted")) fold.add(line, "accounted_idr", amount);
}

// What takes the place of an expenditure goes to the line that bears it.
void book_expenditure(Json& own, std::string line, std::int64_t amount, const std::string& of,
                      Fold& fold) {
  Json& borne = own["spent"][of][1];
  if (borne.is_string())
    line = borne.get<std::string>();
  else
    borne = line;
  fold.add(line, "spent_idr", amount);
}

void settle(Json& own, const Event& event, Fold& fold) {
  const Json waiting = own.value("waiting", Json::array());
  own.erase("waiting");
  for (const Json& one : waiting) {
    const auto column = one[0].get<std::string>(), of = one[2].get<std::string>();
    const std::int64_t amount = number(one[1]);
    const bool is_of_tranche = column == "credited_idr" || column == "returned_idr";
    const std::string line = line_of(own, event, is_of_tranche ? of : any_tranche, fold);
    if (line.empty())
      own["waiting"].push_back(one);
    else if (column == "credited_idr")
      book_credit(own, line, amount, fold);
    else if (column == "returned_idr")
      fold.add(line, column, amount);
    else if (column == "spent_idr")
      book_expenditure(own, line, amount, of, fold);
    else
      book_refund(line, amount, of, fold);
  }
  fold.set_own(std::move(own));
}

void move(const Json& what, const Event& event, Fold& fold) {
  Json own = fold.own();
  own["waiting"].push_back(what);
  settle(own, event, fold);
}

void disburse(const grant::Sp2dIssued& e, const Event& event, Fold& fold) {
  const std::string line = line_id(e.budget, e.line);
  Json own = fold.own();
  own["payments"][std::to_string(e.tranche)] = {event.place, line};
  own["payments"][any_tranche] = {event.place, line};
  fold.add(line, "disbursed_idr", e.amount_idr);
  settle(own, event, fold);
}

template <class E>
void spend(const E& e, const Event& event, Fold& fold) {
  Json own = fold.own();
  const std::string of = std::to_string(e.number);
  Json& entry = own["spent"][of];
  if (entry.is_null()) entry = {0, nullptr};
  const std::int64_t change = sum(e.amount_idr, -number(entry[0]));
  entry[0] = e.amount_idr;
  own["waiting"].push_back(movement("spent_idr", change, of));
  settle(own, event, fold);
}

void deposit(const grant::RefundDeposited& e, const Event&, Fold& fold) {
  Json own = fold.own();
  own["deposits"][e.ntpn] = e.amount_idr;
  fold.set_own(std::move(own));
}

void confirm(const grant::RefundConfirmed& e, const Event& event, Fold& fold) {
  Json own = fold.own();
  if (!own.contains("deposits") || !own["deposits"].contains(e.ntpn)) return;
  const std::int64_t amount = number(own["deposits"][e.ntpn]);
  own["deposits"].erase(e.ntpn);
  own["waiting"].push_back(movement("refunded_idr", amount, fiscal_year(event)));
  settle(own, event, fold);
}

void accept(const grant::AccountabilityReportAccepted&, const Event& event, Fold& fold) {
  Json own = fold.own();
  if (own.contains("accepted")) return;
  own["accepted"] = true;
  const Json credited = own.value("credited", Json::object());
  for (const auto& [line, amount] : credited.items())
    fold.add(line, "accounted_idr", number(amount));
  settle(own, event, fold);
}

// The working memory of an envelope: the line of its money, what its SP2D paid out, and part by
// part the items by number.
void order(const envelope::Sp2dIssued& e, const Event&, Fold& fold) {
  const std::string line = line_id(e.budget, e.line);
  Json own = fold.own();
  own["line"] = line;
  add_to(own["paid"], e.amount_idr);
  fold.add(line, "disbursed_idr", e.amount_idr);
  fold.set_own(std::move(own));
}

void ship(const envelope::Shipped&, const Event& event, Fold& fold) {
  const Json line = fold.own().value("line", Json());
  if (line.is_null()) return;
  for (const std::string& part : fold.own_parts()) {
    const Json item = fold.own(part);
    const auto grant = item[0].get<std::string>();
    for (const std::string& tranche : {item[1].get<std::string>(), any_tranche})
      fold.tell(grant, payment_of(tranche), {event.place, line});
  }
}

// What the SP2D paid out has stayed with the treasury.
void cancel(const envelope::Cancelled&, const Event&, Fold& fold) {
  Json own = fold.own();
  if (!own.contains("paid")) return;
  fold.add(own["line"].get<std::string>(), "disbursed_idr", -number(own["paid"]));
  own.erase("paid");
  fold.set_own(std::move(own));
}

void fold_envelopes(Projection& out) {
  out.on<envelope::Opened>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own({{"line", line_id(e.budget, e.line)}});
  });
  out.on<envelope::ItemAdded>([](const auto& e, const Event&, Fold& fold) {
    fold.set_own(std::to_string(e.number), {e.grant, std::to_string(e.tranche)});
  });
  out.on<envelope::Sp2dIssued>(order);
  out.on<envelope::Shipped>(ship);
  out.on<envelope::Cancelled>(cancel);
}

}  // namespace

void fold_grant_money(Projection& out) {
  out.on<grant::Sp2dIssued>(disburse);
  out.on<grant::FundsCredited>([](const auto& e, const Event& event, Fold& fold) {
    move(movement("credited_idr", e.amount_idr, std::to_string(e.tranche)), event, fold);
  });
  out.on<grant::TransferReturned>([](const auto& e, const Event& event, Fold& fold) {
    move(movement("returned_idr", e.amount_idr, std::to_string(e.tranche)), event, fold);
  });
  out.on<grant::ExpenditureRecorded>(spend<grant::ExpenditureRecorded>);
  out.on<grant::ExpenditureCorrected>(spend<grant::ExpenditureCorrected>);
  out.on<grant::RefundDeposited>(deposit);
  out.on<grant::RefundConfirmed>(confirm);
  out.on<grant::AccountabilityReportAccepted>(accept);
  fold_envelopes(out);
}

}  // namespace projections
