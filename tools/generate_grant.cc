#include <algorithm>

#include "tools/generate_stories.h"

namespace tools::generate {
namespace {

constexpr std::int64_t spending_rounds = 3, expenditures_a_round = 4;

std::vector<Plan> plans_of(const Wish& wish, std::int64_t year, std::int64_t batch) {
  std::vector<Plan> out;
  const std::int64_t end = std::min((batch + 1) * batch_groups, wish.groups);
  for (std::int64_t number = batch * batch_groups; number < end; ++number)
    out.push_back(plan_of(wish, year, number));
  return out;
}

bool is_listed(const Plan& plan) {
  return plan.course != Course::rejected && plan.course != Course::substitute;
}

std::string decree_of(std::int64_t year, std::int64_t batch) {
  return "3/" + std::to_string(401 + batch) + "/PK.03.00/IV/" + std::to_string(year);
}

void tell_substitution(Pen& pen, const Plan& leaves, const Plan& comes) {
  pen.write({.type = "determination.recipient_substituted",
             .about = leaves.determination,
             .by = by::ppk,
             .data = Data()
                         .text("old_proposal", leaves.proposal)
                         .text("new_proposal", comes.proposal)
                         .text("new_recipient", comes.group)
                         .number("amount_idr", comes.amount_idr),
             .paper = "SK Perubahan " + std::to_string(comes.number + 1) + "/PK.03.00/" +
                      std::to_string(comes.year),
             .reason = "penerima mengundurkan diri"});
}

// The numbers of one payment order.
struct Order {
  std::string spp, spm, sp2d, reference;
};
Order next_order(Tale& tale, std::int64_t year) {
  const std::uint64_t number = ++tale.orders;
  const auto letter = static_cast<char>('A' + (19 + number / 100'000) % 26);
  return {padded(number, 6) + "/SPP/" + std::to_string(year), padded(number % 100'000, 5) + letter,
          std::to_string(year % 100) + "175133" + padded(number % 10'000'000, 7),
          "BRI" + padded(number, 12)};
}

void tell_request(Pen& pen, const Plan& plan, Dice& dice) {
  pen.write({.type = "grant.tranche_requested",
             .about = plan.grant,
             .by = by::leader(plan),
             .data = Data()
                         .number("number", 1)
                         .number("amount_idr", plan.amount_idr)
                         .text("receipt", dice.digest())});
  pen.write({.type = "grant.documents_tested",
             .about = plan.grant,
             .by = by::ppk,
             .data = Data().number("tranche", 1).flag("passed", true)});
}

void tell_order(Pen& pen, const Plan& plan, const Order& order) {
  pen.write({.type = "grant.spp_issued",
             .about = plan.grant,
             .by = by::ppk,
             .data = Data().number("tranche", 1).text("number", order.spp)});
  pen.write({.type = "grant.spm_issued",
             .about = plan.grant,
             .by = by::ppspm,
             .data = Data()
                         .number("tranche", 1)
                         .text("number", order.spm)
                         .text("account", "526312")
                         .number("amount_idr", plan.amount_idr)});
}

void tell_sp2d(Pen& pen, const Plan& plan, const Order& order) {
  pen.write({.type = "grant.sp2d_issued",
             .about = plan.grant,
             .by = by::kppn,
             .data = Data()
                         .number("tranche", 1)
                         .text("number", order.sp2d)
                         .text("issued_on", pen.today())
                         .number("amount_idr", plan.amount_idr)
                         .text("budget", budget_of(plan.year))
                         .text("line", budget_line)});
}

void tell_credit(Pen& pen, const Plan& plan, const std::string& reference) {
  pen.write({.type = "grant.funds_credited",
             .about = plan.grant,
             .by = by::bank,
             .data = Data()
                         .number("tranche", 1)
                         .number("amount_idr", plan.amount_idr)
                         .text("bank_reference", reference)});
}

// The account was closed: another one, and the money is paid again.
void tell_paid_again(Tale& tale, Pen& pen, const Plan& plan, const std::string& reference) {
  Dice dice = plan.dice(21);
  pen.write({.type = "grant.transfer_returned",
             .about = plan.grant,
             .by = by::bank,
             .data = Data()
                         .number("tranche", 1)
                         .number("amount_idr", plan.amount_idr)
                         .text("bank_reference", reference + "R")
                         .text("cause", "account_closed")});
  pen.days_later(2);
  const auto number = static_cast<std::uint64_t>(plan.running) * 2 + 1;
  pen.write({.type = "group.bank_account_changed",
             .about = plan.group,
             .by = by::leader(plan),
             .data = Data()
                         .text("bank", "002")
                         .text("account", "3602" + padded(number * 6'700'417 % 100'000'000'000, 11))
                         .text("holder", "TKM " + plan.name),
             .reason = "rekening lama ditutup bank"});
  pen.write({.type = "group.bank_account_verified",
             .about = plan.group,
             .by = by::bank,
             .data = Data().flag("holder_matches", true)});
  pen.days_later(1);
  tell_request(pen, plan, dice);
  const Order order = next_order(tale, plan.year);
  tell_order(pen, plan, order);
  tell_sp2d(pen, plan, order);
  pen.days_later(1);
  tell_credit(pen, plan, order.reference);
}

void tell_withdrawal(Pen& pen, const Plan& plan) {
  Dice dice = plan.dice(22);
  const bool at_once = plan.course == Course::fictitious;
  if (!at_once && !dice.one_in(3)) return;
  if (!at_once) pen.days_later(3);
  pen.write({.type = "grant.funds_withdrawn",
             .about = plan.grant,
             .by = by::bank,
             .data = Data()
                         .number("amount_idr", at_once ? plan.amount_idr : plan.amount_idr / 2)
                         .text("withdrawn_at", time(pen.at))
                         .text("person", plan.member(0).subject)});
}

void tell_agreement(Pen& pen, const Plan& plan) {
  Dice dice = plan.dice(20);
  pen.write({.type = "grant.briefing_attended",
             .about = plan.grant,
             .by = by::programme,
             .data = Data()
                         .text("recipient", plan.group)
                         .text("determination", plan.determination)
                         .texts("persons", plan.subjects(3))});
  const std::string number = "PKS/" + padded(static_cast<std::uint64_t>(plan.number + 1), 6) +
                             "/TKM/V/" + std::to_string(plan.year);
  pen.write({.type = "grant.agreement_signed",
             .about = plan.grant,
             .by = by::ppk,
             .data = Data()
                         .text("recipient", plan.group)
                         .text("determination", plan.determination)
                         .text("number", number)
                         .number("amount_idr", plan.amount_idr)
                         .text("ends_on", std::to_string(plan.year) + "-12-15"),
             .paper = number});
  if (dice.one_in(2))
    pen.write({.type = "grant.integrity_pact_signed",
               .about = plan.grant,
               .by = by::leader(plan),
               .paper = "Pakta " + number});
  tell_request(pen, plan, dice);
}

// One grant by an order of its own.
void tell_own_payment(Tale& tale, Pen& pen, const Plan& plan) {
  tell_agreement(pen, plan);
  Order order = next_order(tale, plan.year);
  tell_order(pen, plan, order);
  if (plan.course == Course::payment_rejected) {
    Dice dice = plan.dice(23);
    pen.write({.type = "grant.spm_rejected",
               .about = plan.grant,
               .by = by::kppn,
               .data = Data().number("tranche", 1).text("number", order.spm),
               .reason = "lampiran tidak lengkap"});
    tell_request(pen, plan, dice);
    order = next_order(tale, plan.year);
    tell_order(pen, plan, order);
  }
  tell_sp2d(pen, plan, order);
  pen.days_later(1);
  if (plan.course == Course::transfer_returned)
    tell_paid_again(tale, pen, plan, order.reference);
  else
    tell_credit(pen, plan, order.reference);
  tell_withdrawal(pen, plan);
}

void tell_envelope_order(Tale& tale, Pen& pen, const std::string& envelope,
                         const std::vector<Plan>& paid) {
  const std::int64_t year = paid.front().year;
  std::int64_t total = 0, number = 0;
  for (const Plan& plan : paid) total += plan.amount_idr;
  const auto write = [&](std::string_view type, By by, const Data& data) {
    pen.write({.type = type, .about = envelope, .by = by, .data = data});
  };
  write("envelope.opened", by::ppk,
        Data()
            .text("determination", paid.front().determination)
            .number("count", static_cast<std::int64_t>(paid.size()))
            .number("total_idr", total)
            .text("budget", budget_of(year))
            .text("line", budget_line)
            .text("bank", "002"));
  for (const Plan& plan : paid)
    write("envelope.item_added", by::ppk,
          Data()
              .number("number", ++number)
              .text("grant", plan.grant)
              .number("tranche", 1)
              .number("amount_idr", plan.amount_idr));
  const Order order = next_order(tale, year);
  write("envelope.spp_issued", by::ppk, Data().text("number", order.spp));
  write("envelope.spm_issued", by::ppspm,
        Data().text("number", order.spm).text("account", "526312").number("amount_idr", total));
  write("envelope.sp2d_issued", by::kppn,
        Data()
            .text("number", order.sp2d)
            .text("issued_on", pen.today())
            .number("amount_idr", total)
            .text("budget", budget_of(year))
            .text("line", budget_line));
  write("envelope.shipped", by::ppk, Data().text("shipped_on", pen.today()));
}

// Many grants by the order of an envelope.
void tell_envelope(Tale& tale, Pen& pen, std::int64_t batch, const std::vector<Plan>& paid) {
  const std::string envelope =
      "envelope/" + std::to_string(paid.front().year) + "-" + std::to_string(batch + 1);
  for (const Plan& plan : paid) tell_agreement(pen, plan);
  tell_envelope_order(tale, pen, envelope, paid);
  pen.days_later(1);
  const Minute credited_at = pen.at;
  std::int64_t number = 0;
  for (const Plan& plan : paid) {
    pen.at = credited_at;
    const std::string reference = envelope.substr(9) + "-" + std::to_string(++number);
    const bool returned = plan.course == Course::transfer_returned;
    if (returned)
      pen.write({.type = "envelope.item_reversed",
                 .about = envelope,
                 .by = by::bank,
                 .data = Data().number("number", number).text("cause", "account_closed")});
    else
      pen.write({.type = "envelope.item_reconciled",
                 .about = envelope,
                 .by = by::bank,
                 .data = Data().number("number", number).text("bank_reference", reference)});
    if (returned)
      tell_paid_again(tale, pen, plan, reference);
    else
      tell_credit(pen, plan, reference);
    tell_withdrawal(pen, plan);
  }
  pen.write({.type = "envelope.reconciled", .about = envelope, .by = by::ppk});
}

struct Balance {
  std::int64_t spent_idr = 0, rest_idr = 0;
};
Balance balance_of(const Plan& plan) {
  const bool has_rest = plan.course == Course::unspent || plan.course == Course::late_unspent;
  const std::int64_t rest = has_rest ? plan.amount_idr / 100 * (2 + plan.running % 4) : 0;
  return {plan.amount_idr - rest, rest};
}

void tell_submitted(Pen& pen, const Plan& plan, Dice& dice) {
  const Balance balance = balance_of(plan);
  pen.write({.type = "grant.accountability_report_submitted",
             .about = plan.grant,
             .by = by::leader(plan),
             .data = Data()
                         .number("spent_idr", balance.spent_idr)
                         .number("balance_idr", balance.rest_idr)
                         .text("technical", dice.digest())
                         .text("financial", dice.digest())});
}

std::string ntpn(Tale& tale) {
  constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::uint64_t number = ++tale.deposits;
  Dice dice{tale.wish.seed, number, 6};
  std::string out;
  for (int i = 0; i < 9; ++i) out += letters[dice.next() % letters.size()];
  for (int i = 0; i < 7; ++i, number /= letters.size()) out += letters[number % letters.size()];
  return out;
}

void tell_refund(Tale& tale, Pen& pen, const Plan& plan) {
  const std::int64_t rest = balance_of(plan).rest_idr;
  pen.write({.type = "grant.refund_ordered",
             .about = plan.grant,
             .by = by::ppk,
             .data = Data()
                         .number("amount_idr", rest)
                         .text("cause", "unspent")
                         .text("due_on", date(day_of(pen.at) + 14))});
  pen.days_later(4);
  const std::string deposit = ntpn(tale), today = pen.today();
  const bool same_year = std::stoll(today.substr(0, 4)) == plan.year;
  const std::string billing = "820" + today.substr(2, 2) + today.substr(5, 2) + today.substr(8, 2) +
                              padded(tale.deposits % 1'000'000, 6);
  pen.write({.type = "grant.refund_deposited",
             .about = plan.grant,
             .by = by::leader(plan),
             .data = Data()
                         .text("form", same_year ? "SSPB" : "SSBP")
                         .text("billing", billing)
                         .text("ntpn", deposit)
                         .number("amount_idr", rest)
                         .text("deposited_on", today)});
  pen.write({.type = "grant.refund_confirmed",
             .about = plan.grant,
             .by = by::kppn,
             .data = Data().text("ntpn", deposit)});
}

void tell_whole_report(Tale& tale, Pen& pen, const Plan& plan) {
  Dice dice = plan.dice(25);
  tell_submitted(pen, plan, dice);
  if (plan.course == Course::report_returned) {
    pen.write({.type = "grant.accountability_report_returned",
               .about = plan.grant,
               .by = by::ppk,
               .reason = "kuitansi belum dilampirkan"});
    pen.days_later(1);
    tell_submitted(pen, plan, dice);
  }
  pen.write({.type = "grant.handover_signed",
             .about = plan.grant,
             .by = by::ppk,
             .paper = "BAST/" + plan.key});
  if (balance_of(plan).rest_idr > 0) tell_refund(tale, pen, plan);
  pen.write({.type = "grant.accountability_report_accepted", .about = plan.grant, .by = by::ppk});
  pen.write({.type = "grant.closed", .about = plan.grant, .by = by::ppk});
}

bool is_late(const Plan& plan) {
  return plan.course == Course::late || plan.course == Course::late_unspent;
}

}  // namespace

void tell_determination(Tale& tale, std::int64_t year, std::int64_t batch, Minute at) {
  Pen pen(tale.lines, at);
  const std::vector<Plan> plans = plans_of(tale.wish, year, batch);
  const std::string& determination = plans.front().determination;
  std::int64_t total = 0;
  pen.write({.type = "determination.drafted",
             .about = determination,
             .by = by::programme,
             .data = Data().text("juknis", plans.front().juknis).number("year", year)});
  for (const Plan& plan : plans) {
    if (!is_listed(plan)) continue;
    total += plan.amount_idr;
    pen.write({.type = "determination.recipient_listed",
               .about = determination,
               .by = by::programme,
               .data = Data()
                           .text("proposal", plan.proposal)
                           .text("recipient", plan.group)
                           .number("amount_idr", plan.amount_idr)});
  }
  pen.write({.type = "budget.commitment_reserved",
             .about = budget_of(year),
             .by = by::ppk,
             .data = Data()
                         .text("line", budget_line)
                         .text("determination", determination)
                         .number("amount_idr", total)});
  const std::string decree = decree_of(year, batch);
  pen.write({.type = "determination.signed",
             .about = determination,
             .by = by::ppk,
             .data = Data().text("number", decree),
             .paper = "SK PPK " + decree});
  pen.write({.type = "determination.ratified",
             .about = determination,
             .by = by::kpa,
             .paper = "SK PPK " + decree});
  for (std::size_t i = 0; i + 1 < plans.size(); ++i)
    if (plans[i].course == Course::replaced) tell_substitution(pen, plans[i], plans[i + 1]);
}

void tell_payment(Tale& tale, std::int64_t year, std::int64_t batch, Minute at) {
  std::vector<Plan> paid = plans_of(tale.wish, year, batch);
  std::erase_if(paid, [](const Plan& plan) { return !is_paid(plan); });
  Pen pen(tale.lines, at);
  if (by_envelope(batch) && !paid.empty()) {
    tell_envelope(tale, pen, batch, paid);
    return;
  }
  for (const Plan& plan : paid) {
    pen.at = at;
    tell_own_payment(tale, pen, plan);
  }
}

void tell_spending(Tale& tale, const Plan& plan, std::int64_t round, Minute at) {
  if (!works(plan) || plan.course == Course::missing) return;
  constexpr std::array<std::string_view, 8> items = {
      "bibit", "pupuk", "mesin pengupas", "kemasan", "timbangan", "kompor", "bahan baku", "terpal"};
  constexpr std::array<std::string_view, 6> vendors = {"Toko Makmur",      "UD Tani Jaya",
                                                       "CV Sumber Rejeki", "Toko Sinar",
                                                       "Kios Berkah",      "Toko Harapan"};
  Pen pen(tale.lines, at);
  Dice dice = plan.dice(30 + static_cast<std::uint64_t>(round));
  const std::int64_t spent = balance_of(plan).spent_idr,
                     part = spent / (spending_rounds * expenditures_a_round);
  for (std::int64_t i = 0; i < expenditures_a_round; ++i) {
    const std::int64_t number = round * expenditures_a_round + i + 1;
    const bool last = number == spending_rounds * expenditures_a_round;
    const std::int64_t amount = last ? spent - part * (number - 1) : part;
    const Data data = Data()
                          .number("number", number)
                          .text("date", date(day_of(pen.at) - 1))
                          .text("item", dice.pick(items))
                          .number("amount_idr", amount)
                          .text("vendor", dice.pick(vendors))
                          .text("receipt", dice.digest());
    pen.write({.type = "grant.expenditure_recorded",
               .about = plan.grant,
               .by = by::leader(plan),
               .data = data});
    if (dice.one_in(200))
      pen.write({.type = "grant.expenditure_corrected",
                 .about = plan.grant,
                 .by = by::leader(plan),
                 .data = data,
                 .reason = "nama barang salah tulis"});
  }
}

void tell_report(Tale& tale, const Plan& plan, Minute at) {
  if (!works(plan) || is_late(plan) || plan.course == Course::missing) return;
  Pen pen(tale.lines, at);
  tell_whole_report(tale, pen, plan);
}

void tell_late_report(Tale& tale, const Plan& plan, Minute at) {
  Pen pen(tale.lines, at);
  if (is_late(plan)) tell_whole_report(tale, pen, plan);
  if (plan.course != Course::missing) return;
  pen.write({.type = "grant.sanction_imposed",
             .about = plan.grant,
             .by = by::kpa,
             .data = Data().text("kind", "warning"),
             .paper = "Surat Teguran " + plan.key,
             .reason = "LPJ belum disampaikan"});
}

void tell_reminder(Tale& tale, const Plan& plan, Minute at) {
  if (!is_late(plan) && plan.course != Course::missing) return;
  Pen pen(tale.lines, at);
  pen.write({.type = "grant.accountability_reminder_sent",
             .about = plan.grant,
             .by = by::programme,
             .data = Data().text("channel", "whatsapp")});
}

}  // namespace tools::generate
