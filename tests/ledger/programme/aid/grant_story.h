// The road of a grant, for its tests: each event as a row of a table, and the steps one by one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace grant_story {

using Events = std::vector<std::string>;

inline const std::string digest = "sha-256:" + std::string(64, 'a');

inline std::string agreed_with(const std::string& recipient, std::int64_t amount_idr = 20'000'000,
                               const std::string& number = "PKS/001/TKM/V/2023",
                               const std::string& at = "") {
  return "agreement_signed " + at + R"({"recipient": ")" + recipient +
         R"(", "determination": "determination/1", "number": ")" + number + R"(", "amount_idr": )" +
         std::to_string(amount_idr) + R"(, "ends_on": "2023-12-15"})";
}
inline const std::string brief = R"(briefing_attended {"recipient": "group/1",
    "determination": "determination/1", "persons": ["person/1"]})";
inline const std::string agree = agreed_with("group/1");

inline std::string request(int number, std::int64_t amount_idr = 20'000'000) {
  return R"(tranche_requested {"number": )" + std::to_string(number) + R"(, "amount_idr": )" +
         std::to_string(amount_idr) + R"(, "receipt": ")" + digest + R"("})";
}
inline std::string test(int number) {
  return R"(documents_tested {"tranche": )" + std::to_string(number) + R"(, "passed": true})";
}
inline std::string fail(int number) {
  return R"(documents_tested {"tranche": )" + std::to_string(number) + R"(, "passed": false})";
}
inline std::string spp(int number) {
  return R"(spp_issued {"tranche": )" + std::to_string(number) + R"(, "number": "00001/SPP/2023"})";
}
// The n-th SPM and SP2D of the road have numbers of their own.
inline std::string spm(int tranche, std::int64_t amount_idr = 20'000'000, int nth = 3,
                       const std::string& account = "526312", const std::string& at = "") {
  return "spm_issued " + at + R"({"tranche": )" + std::to_string(tranche) + R"(, "number": "0012)" +
         std::to_string(nth) + R"(T", "account": ")" + account + R"(", "amount_idr": )" +
         std::to_string(amount_idr) + "}";
}
inline std::string sp2d(int tranche, std::int64_t amount_idr = 20'000'000, int nth = 1,
                        const std::string& issued_on = "2023-05-12") {
  return R"(sp2d_issued {"tranche": )" + std::to_string(tranche) +
         R"(, "number": "23175133000400)" + std::to_string(nth) + R"(", "issued_on": ")" +
         issued_on + R"(", "amount_idr": )" + std::to_string(amount_idr) +
         R"(, "budget": "budget/1", "line": "4498.QDB.001.051.A.526312"})";
}
inline std::string credit(int number, std::int64_t amount_idr = 20'000'000,
                          const std::string& at = "") {
  return "funds_credited " + at + R"({"tranche": )" + std::to_string(number) +
         R"(, "amount_idr": )" + std::to_string(amount_idr) +
         R"(, "bank_reference": "BRI000000001"})";
}
inline std::string spend(int number, std::int64_t amount_idr = 1'500'000,
                         const std::string& date = "2023-07-01") {
  return R"(expenditure_recorded {"number": )" + std::to_string(number) + R"(, "date": ")" + date +
         R"(", "item": "bibit", "amount_idr": )" + std::to_string(amount_idr) +
         R"(, "vendor": "Toko Makmur", "receipt": ")" + digest + R"("})";
}
inline std::string report_of(std::int64_t spent_idr, std::int64_t balance_idr,
                             const std::string& at = "") {
  return "accountability_report_submitted " + at + R"({"spent_idr": )" + std::to_string(spent_idr) +
         R"(, "balance_idr": )" + std::to_string(balance_idr) + R"(, "technical": ")" + digest +
         R"(", "financial": ")" + digest + R"("})";
}
inline const std::string report = report_of(18'000'000, 2'000'000);
inline std::string back(int number, std::int64_t amount_idr = 20'000'000) {
  return R"(transfer_returned {"tranche": )" + std::to_string(number) + R"(, "amount_idr": )" +
         std::to_string(amount_idr) +
         R"(, "bank_reference": "RETUR1", "cause": "account_dormant"})";
}
inline std::string reject(int number, const std::string& spm_number = "00123T") {
  return R"(spm_rejected {"tranche": )" + std::to_string(number) + R"(, "number": ")" + spm_number +
         R"("})";
}
inline std::string withdraw(const std::string& more = "") {
  return R"(funds_withdrawn {"amount_idr": 5000000, "withdrawn_at": "2023-05-16T10:00:00+07:00")" +
         more + "}";
}
inline std::string correct(int number, std::int64_t amount_idr = 1'200'000,
                           const std::string& date = "2023-07-01") {
  return R"(expenditure_corrected {"number": )" + std::to_string(number) + R"(, "date": ")" + date +
         R"(", "item": "bibit", "amount_idr": )" + std::to_string(amount_idr) +
         R"(, "vendor": "Toko Makmur", "receipt": ")" + digest + R"("})";
}
inline std::string progress(int percent) {
  return R"(progress_reported {"percent": )" + std::to_string(percent) + R"(, "digest": ")" +
         digest + R"("})";
}
inline std::string sanction(const std::string& kind) {
  return R"(sanction_imposed {"kind": ")" + kind + R"("})";
}
inline const std::string pact = "integrity_pact_signed",
                         remind = R"(accountability_reminder_sent {"channel": "whatsapp"})",
                         overdue = "accountability_report_overdue_declared",
                         return_report = "accountability_report_returned",
                         declare_unspent = R"(unspent_balance_declared {"amount_idr": 600000})",
                         terminate = "agreement_terminated";
inline const std::string hand_over = "handover_signed",
                         accept_report = "accountability_report_accepted", close_account = "closed";
inline std::string order_of(std::int64_t amount_idr, const std::string& cause = "unspent",
                            const std::string& due_on = "2023-07-15") {
  return R"(refund_ordered {"amount_idr": )" + std::to_string(amount_idr) + R"(, "cause": ")" +
         cause + R"(", "due_on": ")" + due_on + R"("})";
}
inline const std::string order = order_of(2'000'000);

inline std::string deposit(const std::string& ntpn, std::int64_t amount_idr = 2'000'000,
                           const std::string& form = "SSPB",
                           const std::string& deposited_on = "2023-06-11") {
  return R"(refund_deposited {"form": ")" + form + R"(", "billing": "820230811465628", "ntpn": ")" +
         ntpn + R"(", "amount_idr": )" + std::to_string(amount_idr) + R"(, "deposited_on": ")" +
         deposited_on + R"("})";
}
inline std::string confirm(const std::string& ntpn) {
  return R"(refund_confirmed {"ntpn": ")" + ntpn + R"("})";
}
inline const std::string ntpn = "09J8987HSD4567LB", other_ntpn = "19J8987HSD4567LB";

inline Events operator+(Events events, const std::string& next) {
  events.push_back(next);
  return events;
}

inline Events operator+(Events events, const Events& next) {
  events.insert(events.end(), next.begin(), next.end());
  return events;
}

// Most of the money is spent; the rest is handed back, and nothing stands against acceptance.
inline const std::string use_up = spend(50, 18'000'000);
inline const Events settle = {hand_over, order, deposit(ntpn), confirm(ntpn)};

// An event, or events, of the stream of this name.
inline std::string at(const std::string& subject, const std::string& event) {
  return subject + " " + event;
}
inline Events at(const std::string& subject, Events events) {
  for (std::string& event : events) event = at(subject, event);
  return events;
}

// The same events with another number in the place of this one.
inline Events renumbered(Events events, const std::string& from, const std::string& to) {
  for (std::string& event : events)
    if (const auto found = event.find(from); found != std::string::npos)
      event.replace(found, from.size(), to);
  return events;
}
// The same road of the grant of another group, under an agreement of its own.
inline Events of_another(const std::string& subject, const Events& events,
                         const std::string& key = "2") {
  return at(subject,
            renumbered(renumbered(events, "PKS/001", "PKS/00" + key), "group/1", "group/" + key));
}
// And under payment orders of its own.
inline Events elsewhere(const std::string& subject, const Events& events) {
  return renumbered(renumbered(of_another(subject, events), "\"0012", "\"0022"), "2317513300040",
                    "2317513300050");
}

// What an envelope holds and how it is paid.
inline std::string open_for(int count, std::int64_t total_idr) {
  return R"(opened {"determination": "determination/1", "count": )" + std::to_string(count) +
         R"(, "total_idr": )" + std::to_string(total_idr) +
         R"(, "budget": "budget/1", "line": "4498.QDB.001.051.A.526312", "bank": "002"})";
}
inline std::string item(int number, const std::string& grant, int tranche = 1,
                        std::int64_t amount_idr = 20'000'000) {
  return R"(item_added {"number": )" + std::to_string(number) + R"(, "grant": ")" + grant +
         R"(", "tranche": )" + std::to_string(tranche) + R"(, "amount_idr": )" +
         std::to_string(amount_idr) + "}";
}
inline const std::string envelope_spp = R"(spp_issued {"number": "00009/SPP/2023"})",
                         ship = R"(shipped {"shipped_on": "2023-05-13"})";
inline std::string envelope_spm(std::int64_t amount_idr, int nth = 9,
                                const std::string& account = "526312") {
  return R"(spm_issued {"number": "0012)" + std::to_string(nth) + R"(T", "account": ")" + account +
         R"(", "amount_idr": )" + std::to_string(amount_idr) + "}";
}
inline std::string envelope_sp2d(std::int64_t amount_idr, int nth = 9,
                                 const std::string& issued_on = "2023-05-12") {
  return R"(sp2d_issued {"number": "23175133000400)" + std::to_string(nth) +
         R"(", "issued_on": ")" + issued_on + R"(", "amount_idr": )" + std::to_string(amount_idr) +
         R"(, "budget": "budget/1", "line": "4498.QDB.001.051.A.526312"})";
}
// From the opening to the SP2D, each item of Rp20,000,000.
inline Events envelope_for(const std::vector<std::string>& grants, int nth = 9) {
  const auto count = static_cast<int>(grants.size());
  const std::int64_t total = 20'000'000LL * count;
  Events out = {open_for(count, total)};
  for (int i = 0; i < count; ++i) out.push_back(item(i + 1, grants[static_cast<std::size_t>(i)]));
  return out + Events{envelope_spp, envelope_spm(total, nth), envelope_sp2d(total, nth)};
}

// What stands around a grant: the juknis, the determination that lists its recipient, and a group
// of two, whose account is verified.
inline std::string guide(const std::string& scheme = "TKM_PEMULA",
                         const std::vector<int>& shares = {10000},
                         std::int64_t amount_max_idr = 40'000'000) {
  std::string tranches;
  for (std::size_t i = 0; i < shares.size(); ++i)
    tranches += (i ? ", " : "") + (R"({"number": )" + std::to_string(i + 1)) + R"(, "share_bp": )" +
                std::to_string(shares[i]) + R"(, "condition": "agreement"})";
  return R"(juknis/1 issued {"scheme": ")" + scheme +
         R"(", "number": "3/111/PK.03.00/III/2023", "effective_from": "2023-03-01",
    "effective_to": "2023-12-31", "recipient_kind": "group", "members_min": 2, "members_max": 3,
    "amount_min_idr": 10000000, "amount_max_idr": )" +
         std::to_string(amount_max_idr) + R"(, "tranches": [)" + tranches +
         R"(], "report_due_days": 90, "refund_due_days": 14, "groups_per_village_max": 8})";
}
inline const Events drafted = {R"(determination/1 drafted {"juknis": "juknis/1", "year": 2023})"};
inline std::string list(const std::string& recipient, std::int64_t amount_idr = 20'000'000) {
  return R"(determination/1 recipient_listed {"proposal": "proposal/1", "recipient": ")" +
         recipient + R"(", "amount_idr": )" + std::to_string(amount_idr) + "}";
}
inline const std::string sign = R"(determination/1 signed {"number": "3/488/PK.03.00/IV/2023"})",
                         ratify = "determination/1 ratified";
inline Events decree_for(const std::string& recipient, std::int64_t amount_idr = 20'000'000) {
  return drafted + list(recipient, amount_idr) + sign + ratify;
}
inline std::string join(const std::string& person, const std::string& office = "member") {
  return R"(group/1 member_added {"person": ")" + person + R"(", "role": ")" + office + R"("})";
}
inline std::string leave(const std::string& person) {
  return R"(group/1 member_removed {"person": ")" + person + R"("})";
}
inline std::string say_yes(const std::string& person) {
  return R"(group/1 member_confirmed {"person": ")" + person + R"(", "channel": "siapkerja"})";
}
inline std::string account_of(const std::string& act) {
  return "group/1 bank_account_" + act +
         R"( {"bank": "002", "account": "360290000009503", "holder": "TKM"})";
}
inline std::string verify(bool matches = true) {
  return std::string(R"(group/1 bank_account_verified {"holder_matches": )") +
         (matches ? "true}" : "false}");
}
inline const Events people = {join("person/1", "chair"), join("person/2"), say_yes("person/1"),
                              say_yes("person/2")},
                    banked = {account_of("registered"), verify()},
                    around = Events{guide()} + decree_for("group/1") + people + banked;

// The road of a grant of one tranche, each a step further than the one before.
inline const Events agreed = {brief, agree}, requested = agreed + request(1),
                    tested = requested + test(1), ordered = tested + spp(1) + spm(1),
                    sent = ordered + sp2d(1), in_use = sent + credit(1),
                    reported = in_use + use_up + report, accounted = reported + settle,
                    accepted = accounted + accept_report, closed = accepted + close_account;

// The road of two halves: the first in use, and the second requested.
inline constexpr std::int64_t half = 10'000'000;
inline const Events first_half = agreed + request(1, half) + test(1) + spm(1, half) +
                                 sp2d(1, half) + credit(1, half) + progress(50),
                    second_half = first_half + request(2, half);

}  // namespace grant_story
